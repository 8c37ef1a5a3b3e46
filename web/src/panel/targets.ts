/**
 * What was promised for the country, stage by stage: what is reached, as filed for which date, what is expected
 * today, and what is missing; the replaced promises are kept behind a disclosure. Today is the answer's, never
 * the browser's.
 */
import type { Target, TargetPath, TargetProgress, Targets, TargetsDefinition } from '../api'
import { el, type Child } from '../dom'
import { civilDate, days, exact, nameOf, percent, quantity, roundedPeople } from '../format'
import type { Key } from '../i18n'
import { failure, headline, ofLine } from '../shown'
import type { Actions, View } from '../view'
import { pathPicture } from './target-path'

export function targetsSection(view: View, actions: Actions): HTMLElement | null {
  const { t, targets, code, country } = view
  if (code !== country.id || targets.status === 'idle') return null
  const inside = body(view, actions)
  return inside.length > 0
    ? el(
        'section',
        { class: 'panel-section targets', id: 'targets' },
        el('h2', { class: 'kicker' }, t('targets-title')),
        ...inside,
      )
    : null
}

function body(view: View, actions: Actions): Child[] {
  const { t, targets, lang } = view
  // A server without promises has none to fail over.
  if (targets.status === 'failed') return targets.error.status === 404 ? [] : [failure(view, targets.error, actions)]
  if (!targets.answer) return [el('div', { class: 'skeleton block' })]
  const { question, value } = targets.answer
  const { own, others, superseded } = sorted(promises(value), (headline(view) ?? view.wanted).technology)
  if (own.length + others.length + superseded.length === 0) return [el('p', { class: 'hint' }, t('targets-none'))]
  const { definition } = value
  const shown = (one: Pledge): HTMLElement => card(view, one, definition)
  return [
    ofLine(view, question),
    el(
      'p',
      { class: 'hint', id: 'targets-today', 'data-from': definition.today_from },
      t(`targets-today-${definition.today_from}`, { date: civilDate(lang, definition.today) }),
    ),
    own.length === 0 ? el('p', { class: 'hint' }, t('targets-none-technology')) : null,
    ...own.map(shown),
    disclosure(view, 'targets-others', others, shown),
    disclosure(view, 'targets-superseded', superseded, shown),
    el(
      'details',
      { class: 'about' },
      el('summary', { class: 'link' }, t('targets-statuses')),
      el('p', { class: 'definition', lang: question.lang }, definition.sentence),
    ),
  ]
}

/** A promise with the targets that are its stages. */
export interface Pledge {
  path: TargetPath
  current: Target
  stages: Target[]
}

export function promises({ paths, items }: Pick<Targets, 'paths' | 'items'>): Pledge[] {
  const find = (id: string): Target | undefined => items.find((one) => one.id === id)
  return paths.flatMap((path) => {
    const current = find(path.current)
    return current ? [{ path, current, stages: path.stages.flatMap((stage) => find(stage.target) ?? []) }] : []
  })
}

export function sorted(all: Pledge[], technology: string): { own: Pledge[]; others: Pledge[]; superseded: Pledge[] } {
  const standing = all.filter(({ path }) => !path.superseded)
  const isOwn = ({ current }: Pledge): boolean => current.technology === technology
  return {
    own: standing.filter(isOwn),
    others: standing.filter((one) => !isOwn(one)),
    superseded: all.filter(({ path }) => path.superseded),
  }
}

const disclosure = (
  view: View,
  title: Key,
  items: Pledge[],
  shown: (one: Pledge) => HTMLElement,
): HTMLElement | null =>
  items.length === 0
    ? null
    : el(
        'details',
        { class: 'more-targets' },
        el('summary', { class: 'link' }, view.t(title, { n: items.length })),
        ...items.map(shown),
      )

/** What a target counts, as its promise was made: a share or an amount. */
export function amountText(
  view: Pick<View, 'lang' | 't'>,
  target: Target,
  share: number | null,
  amount: number | null,
): string {
  const unit = view.t(`unit-${target.denominator}` as Key)
  return target.amount !== null && amount !== null
    ? `${quantity(view.lang, target.denominator, amount)} ${unit}`
    : percent(view.lang, share)
}

const goalText = (view: Pick<View, 'lang' | 't'>, target: Target): string =>
  amountText(view, target, target.goal_share, target.goal_amount)

function card(view: View, { path, current, stages }: Pledge, definition: TargetsDefinition): HTMLElement {
  const { t, lang } = view
  return el(
    'article',
    { class: 'target', 'data-path': path.id, 'data-target': current.id, 'data-status': path.status },
    el('header', {}, el('h3', {}, nameOf(lang, path.names)), statusBadge(view, path.status)),
    el('p', { class: 'hint' }, path.who),
    el(
      'ol',
      { class: 'stages' },
      ...stages.map((stage) =>
        el(
          'li',
          { 'data-target': stage.id, 'aria-current': stages.length > 1 && stage === current ? 'step' : null },
          t('targets-goal', { goal: goalText(view, stage), date: civilDate(lang, stage.date) }),
          stages.length > 1 && stage === current ? ` ${t('targets-stage-current')}` : null,
        ),
      ),
    ),
    pathPicture(lang, path, current, definition.today),
    el('ul', {}, ...current.progress.map((one) => progress(view, current, one, definition))),
    current.reason ? el('p', { class: 'hint' }, current.reason) : null,
    el(
      'details',
      { class: 'about' },
      el('summary', { class: 'link' }, t('targets-about')),
      ...stages.map((stage) => el('p', { class: 'definition' }, stage.sentence)),
      ...[...new Set(stages.map((stage) => stage.source))].map((source) =>
        el('p', { class: 'definition' }, `${t('targets-source')} `, ...linked(source)),
      ),
    ),
  )
}

function progress(view: View, target: Target, one: TargetProgress, { today }: TargetsDefinition): HTMLElement {
  const { t, lang } = view
  const alone = target.scope !== 'each'
  const name = one.scope.startsWith('op:')
    ? nameOf(lang, one.names) || one.scope.slice(3)
    : t(`scope-${one.scope}` as Key)
  const reached = amountText(view, target, one.share, one.amount)
  return el(
    'li',
    { 'data-scope': one.scope, 'data-status': one.status },
    el(
      'span',
      { class: 'target-line' },
      el('span', { class: 'name' }, name),
      el('strong', { class: 'number' }, one.share === null && one.amount === null ? '–' : reached),
      alone ? null : statusBadge(view, one.status),
    ),
    bar(one, target),
    line(filedText(view, one)),
    line(todayText(view, target, one, today), one.gap_amount === null ? null : exact(lang, one.gap_amount)),
    one.reason ? el('span', { class: 'quiet block' }, one.reason) : null,
  )
}

const line = (text: string, title: string | null = null): HTMLElement | null =>
  text === '' ? null : el('span', { class: 'quiet block', title }, text)

/** For which date what is reached was filed, how long ago that is, and what was expected then. */
export function filedText({ t, lang }: Pick<View, 't' | 'lang'>, one: TargetProgress): string {
  if (one.filing_as_of === null || one.filing_age_days === null) return ''
  const filed = t('targets-filed', { date: civilDate(lang, one.filing_as_of), days: days(lang, one.filing_age_days) })
  const then = one.expected_at_filing_share
  return then === null ? filed : `${filed} · ${t('targets-expected-then', { share: percent(lang, then) })}`
}

/** What is expected today, and what is missing to the goal. */
export function todayText(view: Pick<View, 't' | 'lang'>, target: Target, one: TargetProgress, today: string): string {
  const { t, lang } = view
  const missing =
    one.gap_amount === null || one.gap_amount <= 0
      ? null
      : t(`targets-gap-${target.denominator === 'households' ? 'households' : 'population'}`, {
          n: roundedPeople(one.gap_amount),
          goal: goalText(view, target),
        })
  const expected =
    one.expected_today_share === null
      ? null
      : t('targets-expected', { share: percent(lang, one.expected_today_share), date: civilDate(lang, today) })
  return [expected, missing].filter((each) => each !== null).join(' · ')
}

/** Reached as a bar; the goal and where the line is today as ticks on it. */
function bar(one: TargetProgress, target: Target): HTMLElement | null {
  if (one.share === null || target.goal_share === null) return null
  const tick = (kind: string, share: number | null) => {
    if (share === null) return null
    const node = el('span', { class: `tick ${kind}` })
    node.style.insetInlineStart = `${Math.min(1, share) * 100}%`
    return node
  }
  const reached = el('span', { class: 'reached' })
  reached.style.inlineSize = `${Math.min(1, one.share) * 100}%`
  return el(
    'div',
    { class: 'target-bar', 'aria-hidden': 'true' },
    reached,
    tick('expected', one.expected_today_share),
    tick('goal', target.goal_share),
  )
}

const statusBadge = (view: View, status: Target['status']): HTMLElement =>
  el('span', { class: 'status', 'data-status': status }, view.t(`target-${status}`))

/** The address in a source can be followed; all else is text. */
function linked(source: string): Child[] {
  const parts = source.split(/(https?:\/\/[^\s)]+)/)
  return parts.map((part, at) => (at % 2 === 1 ? el('a', { href: part, rel: 'noreferrer', dir: 'ltr' }, part) : part))
}
