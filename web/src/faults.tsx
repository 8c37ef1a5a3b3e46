/** What is wrong with a link, in the reader's words, what stands in its place meanwhile, and the way to a good link. */
import type { JSX } from 'preact'
import { insteadOf, type Fault, type FaultOf } from './address'
import { againstText } from './compare/against'
import { civilDate, nameOf } from './format'
import type { Key } from './i18n'
import { wordsOf } from './questions'
import type { View } from './view'

type Told = 'unknown' | 'unreadable' | 'ahead' | 'not-offered' | 'not-before'

type About = Pick<View, 'lang' | 't' | 'country' | 'selection' | 'places'>

export interface FaultsShown {
  about: About | null
  faults: readonly Fault[]
  correct: () => void
}

/** What the page calls the parts of a link. */
const CALLED: Record<FaultOf, Key> = {
  technology: 'filters-technology',
  tier: 'filters-tier',
  environment: 'filters-environment',
  scope: 'filters-scope',
  denominator: 'filters-denominator',
  as_of: 'filters-date',
  known_at: 'fault-of-known',
  against: 'compare-title',
  today: 'fault-of-today',
  territory: 'panel-path',
  places: 'listed-title',
  point: 'fault-of-point',
  show: 'measured-show',
  by: 'fault-of-by',
  unit: 'fault-of-unit',
  only: 'fault-of-only',
  classes: 'classes-title',
  lang: 'bar-language',
  map: 'fault-of-map',
  table: 'table-level',
  within: 'table-where',
  cols: 'table-columns',
  sort: 'fault-of-sort',
  below: 'table-below',
  verdict: 'table-verdict',
  rows: 'fault-of-rows',
}

/** One fault as a sentence: what the link says, why that cannot be shown, and what is shown instead. */
export function faultText({ lang, t, country, selection, places }: About, fault: Fault): string {
  const instead = insteadOf(fault, selection, country)
  const { territory = null, ...facets } = instead ?? {}
  const shown = territory
    ? nameOf(lang, places.get(territory)?.names ?? country.names)
    : instead
      ? wordsOf({ lang, t, country }, facets)
      : ''
  const date = (fault.of === 'as_of' || fault.of === 'today') && fault.why === 'ahead'
  const value =
    fault.why === 'not_before'
      ? againstText({ lang, t, country }, fault.value)
      : date
        ? civilDate(lang, fault.value)
        : fault.value
  const said = t(`fault-${fault.why.replace('_', '-') as Told}`, {
    what: t(CALLED[fault.of]),
    value,
  })
  return shown === '' ? `${said} ${t('fault-left-out')}` : `${said} ${t('fault-instead', { shown })}`
}

/** The band that says so; it stands until the reader chooses something, or takes the good link. */
export function FaultBand({ about, faults, correct }: FaultsShown): JSX.Element | null {
  if (!about || faults.length === 0) return null
  const { t } = about
  return (
    <div class="band fault-band" data-band="fault" role="status">
      <strong>{t('fault-title')}</strong>{' '}
      <ul>
        {faults.map((one) => (
          <li key={one.of} data-fault={one.of}>
            {faultText(about, one)}
          </li>
        ))}
      </ul>{' '}
      <button type="button" class="link" onClick={correct}>
        {t('fault-correct')}
      </button>
    </div>
  )
}
