/** What the parts of the page are called that could not be had without the network. */
import type { Key, Translate } from './i18n'
import type { Slots } from './view'

/** A part that is none to a reader, such as the shapes of a plate, has no name and is not told. */
const CALLED: Partial<Record<keyof Slots, Key>> = {
  figures: 'offline-figures',
  history: 'panel-history',
  operators: 'panel-operators',
  point: 'point-title',
  footprint: 'unit-cells',
  routes: 'routes-title',
  routeKm: 'routes-title',
  measured: 'measured-title',
  targets: 'targets-title',
  changes: 'compare-title',
  change: 'compare-title',
  basis: 'basis-title',
  filings: 'page-filings',
}

export const partsCalled = (missing: readonly (keyof Slots)[], t: Translate): string[] => [
  ...new Set(
    missing.flatMap((part) => {
      const key = CALLED[part]
      return key ? [t(key)] : []
    }),
  ),
]
