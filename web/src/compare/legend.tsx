/** The legend of a change: both definitions, word for word as the server gives them, and the classes in points. */
import type { JSX } from 'preact'
import type { Answer } from '../answer'
import type { Changes } from '../api'
import { civilDate, instant, listText, nameOf, signedPoints } from '../format'
import { cssFill } from '../palette'
import { scopeText, type ChangesQuestion } from '../questions'
import { agedAs, Failure, type Part } from '../shown'
import type { View } from '../view'
import type { SwipeWords } from '../swipe'
import { againstOf, againstText, isSwiped } from './against'
import { CHANGE_CLASSES, isUncertain } from './classes'

type Change = Answer<ChangesQuestion, Changes>
interface Shown {
  view: View
  change: Change
}

/** What the sides of a divider are called: as far as it tells them apart, in few words. */
export function sidesOf(view: View, { question, value: { from, to } }: Change): SwipeWords {
  const { t, lang } = view
  const clocks = ({ definition }: Changes['to']): string =>
    from.definition.as_of !== to.definition.as_of
      ? civilDate(lang, definition.as_of)
      : t('compare-known-at', { date: instant(lang, definition.known_at) })
  const isScope = againstOf(question.against).kind === 'scope'
  const side = (of: Changes['to']): string => (isScope ? scopeText(view, of.definition.scope) : clocks(of))
  return {
    first: side(from),
    second: side(to),
    divider: t('compare-swipe', { first: side(from), second: side(to) }),
    text: (n) => t('compare-swipe-text', { side: side(from), n }),
  }
}

export function ChangeSentence({ view, change: { question, value } }: Shown): JSX.Element {
  const { t } = view
  const what = againstText(view, question.against, view.filings.answer?.value)
  const side = (label: string, { definition }: Changes['to']) => (
    <span class="side">
      <b>{label}</b> <span lang={question.lang}>{definition.sentence}</span>
    </span>
  )
  return (
    <div {...agedAs('legend-sentence legend-change', view.changes)} id="legend-sentence">
      <h3 class="kicker">
        {isSwiped(view.selection) ? t('compare-against', { what }) : t('compare-legend', { what })}
      </h3>
      <p class="sides">
        {side(t('compare-before'), value.from)} {side(t('compare-after'), value.to)}
      </p>
    </div>
  )
}

/** Breaks between the classes, not at their starts: the first and the last are open. */
export function ChangeScale({ view, change: { value } }: Shown): JSX.Element {
  const { t, lang, country } = view
  const damaged = [value.from, value.to].flatMap(({ definition }) => definition.operators_damaged ?? [])
  const names = [...new Set(damaged)].map(
    (id) => nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id,
  )
  return (
    <>
      <div {...agedAs('legend-scale changes', view.changes)} role="list">
        {CHANGE_CLASSES.map(({ from, to }, at) => (
          <span class="step" role="listitem" key={from}>
            <span class="bar" style={{ backgroundColor: cssFill(`change-${at}`) }} aria-hidden="true" />
            <span class="visually-hidden">{classText(view, from, to)}</span>
            {from === null ? null : (
              <span class="from" aria-hidden="true">
                {signedPoints(lang, from)}
              </span>
            )}
          </span>
        ))}
      </div>
      <div {...agedAs('legend-notes', view.changes)}>
        {isUncertain(value) ? (
          <p class="legend-nodata legend-damaged">
            <span class="bar damaged" aria-hidden="true" />
            {names.length > 0 ? `${t('compare-damaged')} (${listText(lang, names)})` : t('compare-damaged')}
          </p>
        ) : (
          <p class="legend-nodata">
            <span class="bar none" aria-hidden="true" />
            {t('compare-nodata')}
          </p>
        )}
      </div>
    </>
  )
}

function classText({ t, lang }: View, from: number | null, to: number | null): string {
  if (from === null) return t('compare-class-below', { to: signedPoints(lang, to ?? 0) })
  if (to === null) return t('compare-class-above', { from: signedPoints(lang, from) })
  return t('compare-class', { from: signedPoints(lang, from), to: signedPoints(lang, to) })
}

/** What happened to the comparison, and a way to try again: the map shows shares meanwhile. */
export function ChangeFailed({ view, actions }: Part): JSX.Element | null {
  const { changes } = view
  return changes.status === 'failed' ? (
    <div class="legend-notes">
      <h3 class="kicker">
        {view.t('compare-against', { what: againstText(view, changes.question.against, view.filings.answer?.value) })}
      </h3>
      <Failure view={view} error={changes.error} actions={actions} quiet />
    </div>
  ) : null
}
