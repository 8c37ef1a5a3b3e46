/**
 * How an answer looks in each of its states, the same in every part of the screen: a skeleton before the
 * first, figures, figures of a question asked before (dimmed, under their own words), or what happened
 * instead, with a way to try again.
 */
import type { Answer, Asked } from './answer'
import type { ApiError } from './api'
import { isOld } from './answer'
import { el, type Child } from './dom'
import type { Key } from './i18n'
import { wordsOf, type Facets, type FiguresQuestion } from './questions'
import type { Actions, View } from './view'

/** The question of the figures that stand at the top: what is said there need not be said again below. */
export const headline = (view: View): FiguresQuestion | null => view.figures.answer?.question ?? null

/** The answer, if it is about what the part is about: figures of one place never stand under another's name. */
export function answerAbout<Q, V>(asked: Asked<Q, V>, about: Partial<Q>): Answer<Q, V> | null {
  const { answer } = asked
  const fits =
    answer !== null &&
    (Object.keys(about) as (keyof Q)[]).every(
      (key) => JSON.stringify(answer.question[key]) === JSON.stringify(about[key]),
    )
  return fits ? answer : null
}

/** Marks a part as showing an earlier question's figures, to those who see it and to those who hear it. */
export function markOld(node: HTMLElement, asked: Asked<unknown, unknown>): void {
  node.classList.toggle('old', isOld(asked))
  node.setAttribute('aria-busy', String(asked.status === 'waiting'))
}

/** What happened, and a way to try again. Said aloud at once in one of the places where it stands: the others pass no role. */
export function failure(
  { t }: Pick<View, 't'>,
  error: ApiError,
  actions: Pick<Actions, 'retry'>,
  role: 'alert' | null = 'alert',
): HTMLElement {
  const detail = error.kind === 'refused' ? (error.detail ?? error.message) : ''
  return el(
    'div',
    { class: 'failure', role },
    el('p', {}, t(`error-${error.kind}` as Key)),
    detail === '' ? null : el('p', { class: 'hint' }, detail),
    el('button', { type: 'button', class: 'button retry', onclick: () => actions.retry() }, t('error-retry')),
  )
}

/** What the figures below are of, as far as the headline does not say it. */
export function ofLine(view: View, question: Facets): HTMLElement | null {
  const words = wordsOf(view, question, headline(view))
  return words === '' ? null : el('p', { class: 'of' }, words)
}

export const section = (title: string, ...children: Child[]): HTMLElement =>
  el('section', { class: 'panel-section' }, el('h2', { class: 'kicker' }, title), ...children)

/** A section of the panel that shows one answer. */
export function answered<Q extends Facets, V>(
  view: View,
  actions: Pick<Actions, 'retry'>,
  title: string,
  asked: Asked<Q, V>,
  about: Partial<Q>,
  show: (value: V, question: Q) => Child[],
): Child[] {
  if (asked.status === 'idle') return []
  if (asked.status === 'failed') return [section(title, failure(view, asked.error, actions, null))]
  const answer = answerAbout(asked, about)
  if (!answer) return [section(title, el('div', { class: 'skeleton block' }))]
  const inside = show(answer.value, answer.question)
  return inside.length === 0 ? [] : [section(title, ofLine(view, answer.question), ...inside)]
}
