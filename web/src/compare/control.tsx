/** The choice of what the figures are held against, beside the date: nothing, an earlier date, or whose coverage else. */
import type { JSX } from 'preact'
import { civilDate } from '../format'
import { scopeText } from '../questions'
import type { Part } from '../shown'
import type { View } from '../view'
import { againstOf, choicesOf } from './against'

export function CompareWith({ view, actions }: Part): JSX.Element {
  const { t, lang, country, selection, wanted } = view
  const { dates, scopes } = choicesOf(wanted, country)
  const chosen = selection.against
  const asOf = chosen === null ? undefined : againstOf(chosen).asOf
  // A link may name a date between two filings: what was in force then.
  const listed = asOf === undefined || dates.includes(asOf) ? dates : [asOf, ...dates].sort().reverse()
  return (
    <div class="field compare-field">
      <label for="filter-against">{t('compare-title')}</label>
      <select
        id="filter-against"
        name="against"
        value={chosen ?? ''}
        aria-describedby="filter-against-note"
        onChange={(event) => actions.choose({ against: event.currentTarget.value || null })}
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
      </select>
      <p class="hint" id="filter-against-note" role="status">
        {noteOf(view)}
      </p>
    </div>
  )
}

/** What came of it, as long as that is not to be seen: a word, never a figure. */
function noteOf({ t, changes }: View): string {
  if (changes.status === 'failed') return t(`error-${changes.error.kind}`)
  return changes.status === 'waiting' ? t('state-loading') : ''
}
