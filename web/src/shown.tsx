/**
 * How an answer looks in each of its states, the same in every part of the screen: a skeleton before the
 * first, figures, figures of a question asked before (dimmed, under their own words), or what happened
 * instead, with a way to try again.
 */
import type { Answer, Asked } from './answer'
import type { ApiError } from './api'
import { isOld } from './answer'
import type { ComponentChildren, JSX } from 'preact'
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

/** What every part of the page is given: what there is to show, and what may be asked for. */
export interface Part {
  view: View
  actions: Actions
}

/** A part of these classes; marked as showing an earlier question's figures, to those who see it and to those who hear it. */
export const agedAs = (classes: string, asked: Asked<unknown, unknown>): { class: string; 'aria-busy': boolean } => ({
  class: isOld(asked) ? `${classes} old` : classes,
  'aria-busy': asked.status === 'waiting',
})

/** What happened, and a way to try again. Said aloud at once in one of the places where it stands: the others are quiet. */
export function Failure({
  view: { t },
  error,
  actions,
  quiet = false,
}: {
  view: Pick<View, 't'>
  error: ApiError
  actions: Pick<Actions, 'retry'>
  quiet?: boolean
}): JSX.Element {
  const detail = error.kind === 'refused' ? (error.detail ?? error.message) : ''
  return (
    <div class="failure" role={quiet ? undefined : 'alert'}>
      <p>{t(`error-${error.kind}` as Key)}</p>
      {detail === '' ? null : <p class="hint">{detail}</p>}
      <button type="button" class="button retry" onClick={() => actions.retry()}>
        {t('error-retry')}
      </button>
    </div>
  )
}

/** What the figures below are of, as far as the headline does not say it. */
export function ofLine(view: View, question: Facets): JSX.Element | null {
  const words = wordsOf(view, question, headline(view))
  return words === '' ? null : <p class="of">{words}</p>
}

/** A titled section of the panel. */
export const Section = ({ title, children }: { title: string; children: ComponentChildren }): JSX.Element => (
  <section class="panel-section">
    <h2 class="kicker">{title}</h2>
    {children}
  </section>
)

/** A section of the panel that shows one answer; none where `show` has nothing to say of it. */
export function Answered<Q extends Facets, V>({
  view,
  actions,
  title,
  asked,
  about,
  show,
}: Part & {
  title: string
  asked: Asked<Q, V>
  about: Partial<Q>
  show: (value: V, question: Q) => ComponentChildren
}): ComponentChildren {
  if (asked.status === 'idle') return null
  if (asked.status === 'failed')
    return (
      <Section title={title}>
        <Failure view={view} error={asked.error} actions={actions} quiet />
      </Section>
    )
  const answer = answerAbout(asked, about)
  if (!answer)
    return (
      <Section title={title}>
        <div class="skeleton block" />
      </Section>
    )
  const inside = show(answer.value, answer.question)
  return inside === null ? null : (
    <Section title={title}>
      {ofLine(view, answer.question)}
      {inside}
    </Section>
  )
}
