/**
 * The earlier side of a comparison as a map of its own, beside the divider: every base unit in the class that its share was
 * of, or that of the unit the reader chose. Pure.
 */
import type { ChangeItem, Changes, Country, Item } from '../api'
import { fillOf } from '../classes'
import type { Look } from '../measured'
import type { Tree } from '../tree'
import { levelOf, type Unit } from '../units'

type Sum = Pick<ChangeItem, 'covered_before' | 'total_before'>

const added = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other

/** A share of all: amounts are multiples of powers of two, so that their sums are exact. */
const shareIn = ({ covered_before: covered, total_before: total }: Sum): number | null =>
  covered === null || total === null || total === 0 ? null : Math.min(1, covered / total)

export function beforeLooks(
  changes: Pick<Changes, 'from' | 'items'>,
  tree: Tree<Item>,
  country: Pick<Country, 'levels'>,
  unit: Unit | null,
): Map<string, Look | null> {
  const level = unit === 'first' || unit === 'inner' ? levelOf(country, unit) : null
  const lacking: Look = { fill: null, mark: changes.from.state === 'damaged' ? 'damaged' : 'none' }
  const look = (share: number | null): Look => (share === null ? lacking : { fill: fillOf(share), mark: '' })
  if (level === null) return new Map(changes.items.map((one) => [one.code, look(one.share_before)]))
  const unitOf = ({ code }: ChangeItem): string => tree.upTo(code, level)?.code ?? code
  const sums = new Map<string, Sum>()
  for (const one of changes.items) {
    const known = sums.get(unitOf(one))
    sums.set(unitOf(one), {
      covered_before: known ? added(known.covered_before, one.covered_before) : one.covered_before,
      total_before: known ? added(known.total_before, one.total_before) : one.total_before,
    })
  }
  return new Map(
    changes.items.map((one) => {
      const sum = sums.get(unitOf(one))
      return [one.code, look(one.share_before === null || !sum ? null : shareIn(sum))]
    }),
  )
}
