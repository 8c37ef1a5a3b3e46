/**
 * What was promised for the country, stage by stage: what is reached, as filed for which date, what is expected
 * today, and what is missing; the replaced promises are kept behind a disclosure. Today is the answer's, never
 * the browser's.
 */
import type { Target, TargetPath, TargetProgress, Targets, TargetsDefinition } from '../api'
import type { ComponentChildren, JSX } from 'preact'
import { civilDate, days, exact, nameOf, percent, quantity, roundedPeople } from '../format'
import type { Key } from '../i18n'
import { Failure, headline, ofLine, type Part } from '../shown'
import type { Actions, View } from '../view'
import { PathPicture } from './target-path'

export function TargetsSection({ view, actions }: Part): JSX.Element | null {
  const { t, targets, code, country } = view
  if (code !== country.id || targets.status === 'idle') return null
  const inside = body(view, actions)
  return inside === null ? null : (
    <section class="panel-section targets" id="targets">
      <h2 class="kicker">{t('targets-title')}</h2>
      {inside}
    </section>
  )
}

function body(view: View, actions: Actions): ComponentChildren {
  const { t, targets, lang } = view
  // A server without promises has none to fail over.
  if (targets.status === 'failed')
    return targets.error.status === 404 ? null : [<Failure view={view} error={targets.error} actions={actions} />]
  if (!targets.answer) return [<div class="skeleton block" />]
  const { question, value } = targets.answer
  const { own, others, superseded } = sorted(promises(value), (headline(view) ?? view.wanted).technology)
  if (own.length + others.length + superseded.length === 0) return [<p class="hint">{t('targets-none')}</p>]
  const { definition } = value
  const shown = (one: Pledge): JSX.Element => card(view, one, definition)
  return [
    ofLine(view, question),
    <p class="hint" id="targets-today" data-from={definition.today_from}>
      {t(`targets-today-${definition.today_from}`, { date: civilDate(lang, definition.today) })}
    </p>,
    own.length === 0 ? <p class="hint">{t('targets-none-technology')}</p> : null,
    ...own.map(shown),
    disclosure(view, 'targets-others', others, shown),
    disclosure(view, 'targets-superseded', superseded, shown),
    <details class="about">
      <summary class="link">{t('targets-statuses')}</summary>
      <p class="definition" lang={question.lang}>
        {definition.sentence}
      </p>
    </details>,
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
  shown: (one: Pledge) => JSX.Element,
): JSX.Element | null =>
  items.length === 0 ? null : (
    <details class="more-targets">
      <summary class="link">{view.t(title, { n: items.length })}</summary>
      {items.map(shown)}
    </details>
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

function card(view: View, { path, current, stages }: Pledge, definition: TargetsDefinition): JSX.Element {
  const { t, lang } = view
  return (
    <article class="target" data-path={path.id} data-target={current.id} data-status={path.status}>
      <header>
        <h3>{nameOf(lang, path.names)}</h3>
        {statusBadge(view, path.status)}
      </header>
      <p class="hint">{path.who}</p>
      <ol class="stages">
        {stages.map((stage) => (
          <li data-target={stage.id} aria-current={stages.length > 1 && stage === current ? 'step' : undefined}>
            {t('targets-goal', { goal: goalText(view, stage), date: civilDate(lang, stage.date) })}
            {stages.length > 1 && stage === current ? ` ${t('targets-stage-current')}` : null}
          </li>
        ))}
      </ol>
      <PathPicture lang={lang} path={path} current={current} today={definition.today} />
      <ul>{current.progress.map((one) => progress(view, current, one, definition))}</ul>
      {current.reason ? <p class="hint">{current.reason}</p> : null}
      <details class="about">
        <summary class="link">{t('targets-about')}</summary>
        {stages.map((stage) => (
          <p class="definition">{stage.sentence}</p>
        ))}
        {[...new Set(stages.map((stage) => stage.source))].map((source) => (
          <p class="definition">
            {`${t('targets-source')} `}
            {linked(source)}
          </p>
        ))}
      </details>
    </article>
  )
}

function progress(view: View, target: Target, one: TargetProgress, { today }: TargetsDefinition): JSX.Element {
  const { t, lang } = view
  const alone = target.scope !== 'each'
  const name = one.scope.startsWith('op:')
    ? nameOf(lang, one.names) || one.scope.slice(3)
    : t(`scope-${one.scope}` as Key)
  const reached = amountText(view, target, one.share, one.amount)
  return (
    <li data-scope={one.scope} data-status={one.status}>
      <span class="target-line">
        <span class="name">{name}</span>
        <strong class="number">{one.share === null && one.amount === null ? '–' : reached}</strong>
        {alone ? null : statusBadge(view, one.status)}
      </span>
      {bar(one, target)}
      {line(filedText(view, one))}
      {line(todayText(view, target, one, today), one.gap_amount === null ? undefined : exact(lang, one.gap_amount))}
      {one.reason ? <span class="quiet block">{one.reason}</span> : null}
    </li>
  )
}

const line = (text: string, title?: string): JSX.Element | null =>
  text === '' ? null : (
    <span class="quiet block" title={title}>
      {text}
    </span>
  )

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
function bar(one: TargetProgress, target: Target): JSX.Element | null {
  if (one.share === null || target.goal_share === null) return null
  const tick = (kind: string, share: number | null) =>
    share === null ? null : <span class={`tick ${kind}`} style={{ insetInlineStart: `${Math.min(1, share) * 100}%` }} />
  return (
    <div class="target-bar" aria-hidden="true">
      <span class="reached" style={{ inlineSize: `${Math.min(1, one.share) * 100}%` }} />
      {tick('expected', one.expected_today_share)}
      {tick('goal', target.goal_share)}
    </div>
  )
}

const statusBadge = (view: View, status: Target['status']): JSX.Element => (
  <span class="status" data-status={status}>
    {view.t(`target-${status}`)}
  </span>
)

/** The address in a source can be followed; all else is text. */
function linked(source: string): ComponentChildren {
  const parts = source.split(/(https?:\/\/[^\s)]+)/)
  return parts.map((part, at) =>
    at % 2 === 1 ? (
      <a href={part} rel="noreferrer" dir="ltr">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
