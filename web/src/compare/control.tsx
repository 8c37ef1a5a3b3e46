/**
 * The choice of what the figures are held against, beside the date: nothing, an earlier date, whose coverage else, another
 * filing of the same operator, what was known earlier, or what was measured; and whether both sides are seen beside each
 * other or their difference.
 */
import type { JSX } from 'preact'
import { nameOf, civilDate, instant } from '../format'
import { scopeText } from '../questions'
import type { Filing } from '../filings/model'
import type { Part } from '../shown'
import type { View } from '../view'
import { againstFiling, againstKnown, againstOf, choicesOf, filingText } from './against'
import { beforeOf, filersIn, filingsOf, instantsOf, operatorOf, pairOf, shownOf } from './filings'

/** What is chosen first; the rest of these is chosen below. */
const BY = ['filings', 'known', 'measured'] as const
type By = (typeof BY)[number]

/** What is compared with, as the first choice has it. */
export function chosenOf({ selection, comparing }: Pick<View, 'selection' | 'comparing'>): string {
  const { against, measured } = selection
  if (against === null) return comparing ?? (measured ? 'measured' : '')
  const { kind } = againstOf(against)
  return kind === 'filing' ? 'filings' : kind === 'known' ? 'known' : against
}

export function CompareWith({ view, actions }: Part): JSX.Element {
  const { t, lang, country, selection, wanted } = view
  const { dates, scopes } = choicesOf(wanted, country)
  const { against } = selection
  const value = chosenOf(view)
  const now = against === null ? null : againstOf(against)
  // A link may name a date between two filings: what was in force then.
  const listed = now?.kind === 'date' && !dates.includes(now.asOf) ? [now.asOf, ...dates].sort().reverse() : dates
  return (
    <div class="field compare-field">
      <label for="filter-against">{t('compare-title')}</label>
      <select
        id="filter-against"
        name="against"
        value={value}
        aria-describedby="filter-against-note"
        onChange={(event) => chooseBy({ view, actions }, event.currentTarget.value)}
      >
        <option value="">{t('compare-off')}</option>
        {listed.length > 0 ? (
          <optgroup label={t('compare-dates')}>
            {listed.map((one) => (
              <option key={one} value={one}>
                {civilDate(lang, one)}
              </option>
            ))}
          </optgroup>
        ) : null}
        <optgroup label={t('compare-scopes')}>
          {scopes.map((one) => (
            <option key={one} value={one}>
              {scopeText(view, one)}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('compare-other')}>
          {BY.map((one) => (
            <option key={one} value={one}>
              {t(`compare-by-${one}`)}
            </option>
          ))}
        </optgroup>
      </select>
      {value === 'filings' ? <Filings view={view} actions={actions} /> : null}
      {value === 'known' ? <Known view={view} actions={actions} /> : null}
      {against === null ? null : <How view={view} actions={actions} />}
      <p class="hint" id="filter-against-note" role="status">
        {noteOf(view)}
      </p>
    </div>
  )
}

function chooseBy({ view, actions }: Part, value: string): void {
  const { selection, country, wanted } = view
  const by = BY.find((one): one is By => one === value)
  // The later side of two filings is of a date and of what was known then: without them it is of today again.
  const wasPair = selection.against !== null && againstOf(selection.against).kind === 'filing'
  const left = wasPair ? { asOf: null, knownAt: null } : {}
  const none = { ...left, against: null, changed: null, measured: false }
  actions.compareBy(by === 'filings' || by === 'known' ? by : null)
  if (by === undefined) actions.choose({ ...none, against: value || null })
  else if (by === 'measured') actions.choose({ ...none, measured: true })
  else if (by === 'known') actions.choose(none)
  else {
    const filers = filersIn(country, wanted.technology)
    const operator = operatorOf(wanted) ?? filers[0]
    actions.choose({ ...none, ...(operator === undefined ? {} : { scope: `op:${operator}` }) })
  }
  // What is chosen next is known by now, or will be.
  if (by === 'filings' || by === 'known') actions.compareBy(by)
}

/** The filing shown and the one it is held against; whose they are first, where there are several who filed. */
function Filings({ view, actions }: Part): JSX.Element {
  const { t, lang, country, selection, wanted, filings } = view
  const operator = operatorOf(wanted)
  const isOwn = filings.answer !== null && filings.answer.question.operator === operator
  const of = filingsOf(isOwn ? filings.answer.value : [], wanted.technology)
  const shown = shownOf(of, wanted)
  const against = selection.against === null ? null : againstOf(selection.against)
  const chosen = against?.kind === 'filing' ? against.filing : ''
  const before = shown ? beforeOf(of, shown) : []
  const other = before.some((one) => one.id === chosen) ? null : of.find((one) => one.id === chosen)
  const filers = filersIn(country, wanted.technology)
  const list = (id: string, label: string, value: string, all: readonly Filing[], choose: (id: string) => void) => (
    <>
      <label for={id}>{label}</label>
      <select id={id} value={value} disabled={all.length === 0} onChange={(event) => choose(event.currentTarget.value)}>
        {all.some((one) => one.id === value) ? null : <option value={value}>{value === '' ? '–' : value}</option>}
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {filingText(view, one)}
          </option>
        ))}
      </select>
    </>
  )
  return (
    <div class="compare-more">
      <label for="compare-operator">{t('scope-operators')}</label>
      <select
        id="compare-operator"
        value={operator ?? ''}
        onChange={({ currentTarget: { value } }) => {
          actions.choose({ scope: `op:${value}`, against: null, asOf: null, knownAt: null })
          actions.compareBy('filings')
        }}
      >
        {(operator === null || filers.includes(operator) ? filers : [operator, ...filers]).map((id) => (
          <option key={id} value={id}>
            {nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id}
          </option>
        ))}
      </select>
      {list('compare-shown', t('compare-shown'), shown?.id ?? '', of, (id) => {
        const next = of.find((one) => one.id === id)
        if (!next) return
        const first = beforeOf(of, next)
        actions.choose(pairOf(next, first.find((one) => one.id === chosen) ?? first[0] ?? null))
      })}
      {list('compare-before', t('compare-against-filing'), chosen, other ? [...before, other] : before, (id) => {
        const next = of.find((one) => one.id === id)
        if (shown && next) actions.choose({ ...pairOf(shown, next), against: againstFiling(id) })
      })}
      {isOwn && shown && before.length === 0 ? <p class="hint">{t('compare-first-filing')}</p> : null}
      {isOwn && !shown ? <p class="hint">{t('compare-no-filings')}</p> : null}
    </div>
  )
}

/** An earlier instant of knowledge: as known when a filing was received. */
function Known({ view, actions }: Part): JSX.Element {
  const { t, lang, country, selection, wanted, filings } = view
  const { answer } = filings
  const instants = answer ? instantsOf(answer.value, wanted.technology, wanted.knownAt ?? country.known_at) : []
  const against = selection.against === null ? null : againstOf(selection.against)
  const chosen = against?.kind === 'known' ? against.knownAt : ''
  const isListed = instants.some((one) => one.recorded === chosen)
  return (
    <div class="compare-more">
      <label for="compare-known">{t('compare-known')}</label>
      <select
        id="compare-known"
        value={chosen}
        disabled={instants.length === 0 && chosen === ''}
        onChange={({ currentTarget: { value } }) => actions.choose({ against: value ? againstKnown(value) : null })}
      >
        {chosen === '' ? <option value="">–</option> : null}
        {chosen !== '' && !isListed ? <option value={chosen}>{instantText(lang, chosen)}</option> : null}
        {instants.map((one) => (
          <option key={one.recorded} value={one.recorded}>
            {`${nameOf(lang, country.operators.find((other) => other.id === one.operator)?.names) || one.operator}, ${filingText(view, one)}`}
          </option>
        ))}
      </select>
      {answer && instants.length === 0 && chosen === '' ? <p class="hint">{t('compare-known-none')}</p> : null}
    </div>
  )
}

const instantText = (lang: string, text: string): string =>
  text.includes('T') ? instant(lang, text) : civilDate(lang, text)

/** Their difference, or both beside each other with a divider. */
function How({ view: { t, selection }, actions }: Part): JSX.Element {
  const isSwiped = selection.swipe && !selection.measured
  const choice = (value: 'difference' | 'swipe') => (
    <span class="pill">
      <input
        type="radio"
        id={`compare-how-${value}`}
        name="compare-how"
        value={value}
        checked={(value === 'swipe') === isSwiped}
        onChange={() => actions.choose(value === 'swipe' ? { swipe: true, measured: false } : { swipe: false })}
      />
      <label for={`compare-how-${value}`}>{t(`compare-how-${value}`)}</label>
    </span>
  )
  return (
    <fieldset class="pills pills-how">
      <legend class="visually-hidden">{t('compare-how')}</legend>
      <div class="pill-row">
        {choice('difference')}
        {choice('swipe')}
      </div>
    </fieldset>
  )
}

/** What came of it, as long as that is not to be seen: a word, never a figure. */
function noteOf({ t, changes, comparing, filings }: View): string {
  if (changes.status === 'failed') return t(`error-${changes.error.kind}`)
  if (changes.status === 'waiting') return t('state-loading')
  if (comparing === null) return ''
  return filings.status === 'failed'
    ? t(`error-${filings.error.kind}`)
    : filings.status === 'waiting'
      ? t('state-loading')
      : ''
}
