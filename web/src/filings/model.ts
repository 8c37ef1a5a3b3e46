/** The list of filings as it is looked at: what is left by the filters, in which order, and what each replaced. Pure. */
import type { components } from '../api.gen'
import type { FilingsLink } from './link'
import { layerId, STATES } from './link'

type Schemas = components['schemas']
export type Filing = Schemas['FilingItem']
export type FilingWhole = Schemas['Filing']
export type FilingRef = Schemas['FilingRef']
export type Report = Schemas['Report']
export type Layer = Schemas['FiledLayerItem']

export const PAGE = 50

/** Whether the list is as the server gives it, page by page; else all of it has to be there to be chosen from and sorted. */
export const isAsGiven = ({ technology, asOf, state, sort, up }: FilingsLink): boolean =>
  technology === null && asOf === null && state === null && sort === 'recorded' && !up

/** The rows that are shown, of all that are there: filtered and sorted, as many pages as the reader has come to. */
export function shownOf(
  items: readonly Filing[],
  link: FilingsLink,
  nameOf: (operator: string) => string,
): { rows: Filing[]; count: number } {
  const left = items.filter(
    (one) =>
      (link.operator === null || one.operator === link.operator) &&
      (link.kind === null || one.kind === link.kind) &&
      (link.technology === null || one.layers.some((layer) => layer.technology === link.technology)) &&
      (link.asOf === null || one.as_of === link.asOf) &&
      (link.state === null || one.state === link.state),
  )
  const key = (one: Filing): string =>
    link.sort === 'state'
      ? String(STATES.findIndex((state) => state === one.state))
      : link.sort === 'operator'
        ? nameOf(one.operator)
        : one[link.sort]
  const sign = link.up ? 1 : -1
  // Equal ones stay newest first, whichever way the column runs.
  const sorted = left.sort((a, b) => sign * key(a).localeCompare(key(b)) || b.recorded.localeCompare(a.recorded))
  return { rows: sorted.slice(0, link.page * PAGE), count: sorted.length }
}

/** What a filing states the extent of: its layers, or, of a kind that declares none, the whole. */
const statesOf = (filing: Filing): string[] =>
  filing.kind === 'fibre-network' ? [filing.kind] : filing.layers.map(layerId)

/**
 * What each filing took the place of, as far as the list goes back: for each of what it states, the filing of the same
 * operator that was in force for its date until it was recorded. The same as the server's `replaces`.
 */
export function replacedBy(items: readonly Filing[]): Map<string, Filing[]> {
  const found = new Map<string, Filing[]>()
  const oldest = [...items].sort((a, b) => a.recorded.localeCompare(b.recorded))
  const before = new Map<string, Filing[]>()
  for (const filing of oldest) {
    const replaced = new Set<Filing>()
    for (const what of statesOf(filing)) {
      const key = `${filing.operator} ${what}`
      const others = before.get(key) ?? []
      const inForce = others
        .filter((one) => one.as_of <= filing.as_of && !(one.withdrawn && one.withdrawn.at <= filing.recorded))
        .reduce<Filing | null>((best, one) => (best === null || one.as_of >= best.as_of ? one : best), null)
      if (inForce) replaced.add(inForce)
      before.set(key, [...others, filing])
    }
    found.set(
      filing.id,
      [...replaced].sort((a, b) => a.recorded.localeCompare(b.recorded)),
    )
  }
  return found
}

/** The layer whose effect is looked at: the one the link names, else the first. */
export const layerOf = (layers: readonly Layer[], id: string | null): Layer | null =>
  layers.find((one) => layerId(one) === id) ?? layers[0] ?? null
