/**
 * What the panel says of a change, as numbers in their order: before and after, gained and lost, the parts that add up
 * to it, and where it is greatest. Pure, and without words.
 */
import { roundedQuantity } from '../format'
import type { Change, ChangeItem, Changes } from '../api'
import type { ChangedList } from '../state'
import { isUncertain } from './classes'

export const PARTS = ['network', 'correction', 'definition', 'denominator'] as const
export type PartName = (typeof PARTS)[number]

export interface PartOfChange {
  name: PartName
  net: number
  /** In points; null where a side has no share. */
  change: number | null
}

export interface Amount {
  denominator: string
  gained: number
  lost: number
  net: number
}

export interface ChangeModel {
  /** Why nothing, or no share, is said: a side is damaged or a bound; or nothing was filed there. */
  lacking: 'damaged' | 'no_filing' | null
  before: number | null
  after: number | null
  change: number | null
  /** By what the question counts first; households are told only where they are what is counted. */
  amounts: Amount[]
  /** Those that are not 0; null where they are not known. */
  parts: PartOfChange[] | null
  /** Whether the parts, rounded as they are written, still add up to the whole. */
  addsUp: boolean
  directions: { level: string; up: number; down: number; unchanged: number } | null
}

export function changeModel(changes: Omit<Changes, 'items'>): ChangeModel {
  const own = changes.totals.find((one) => one.denominator === changes.denominator)
  const uncertain = isUncertain(changes)
  const parts = own ? partsOf(own) : null
  const { level, up, down, unchanged } = changes.territories
  return {
    lacking: (own?.change ?? null) !== null ? null : uncertain && (own?.net ?? null) === null ? 'damaged' : 'no_filing',
    before: own?.share_before ?? null,
    after: own?.share_after ?? null,
    change: own?.change ?? null,
    amounts: amountsOf(changes),
    parts,
    addsUp: parts === null || addsUp(parts, own?.net ?? 0, changes.denominator),
    directions: up === null || down === null || unchanged === null ? null : { level, up, down, unchanged },
  }
}

function amountsOf({ totals, denominator }: Pick<Changes, 'totals' | 'denominator'>): Amount[] {
  const told = totals.filter((one) => one.denominator === denominator || one.denominator !== 'households')
  return told
    .flatMap(({ denominator: of, gained, lost, net }) =>
      gained === null || lost === null || net === null ? [] : [{ denominator: of, gained, lost, net }],
    )
    .sort((a, b) => Number(b.denominator === denominator) - Number(a.denominator === denominator))
}

function partsOf(change: Change): PartOfChange[] | null {
  const all = PARTS.map((name) => ({
    name,
    net: change[`net_${name}`],
    change: change[`change_${name}`],
  }))
  const known = all.flatMap(({ net, ...one }) => (net === null ? [] : [{ ...one, net }]))
  return known.length < all.length ? null : known.filter((one) => one.net !== 0 || (one.change ?? 0) !== 0)
}

function addsUp(parts: readonly PartOfChange[], net: number, denominator: string): boolean {
  const sum = parts.reduce((before, one) => before + roundedQuantity(denominator, one.net), 0)
  return Math.abs(sum - roundedQuantity(denominator, net)) < 0.01
}

/**
 * Where the change is greatest, in points, and after it where nothing was filed before, which has no points: what was
 * gained there counts. What did not change, or of which nothing is known, is left out.
 */
export function greatest(items: readonly ChangeItem[]): ChangeItem[] {
  const size = (one: ChangeItem) => (one.change === null ? -1 : Math.abs(one.change))
  const amount = (one: ChangeItem) => Math.abs(one.net ?? 0)
  return items
    .filter(({ change, net }) => (change === null ? (net ?? 0) !== 0 : change !== 0))
    .sort((a, b) => size(b) - size(a) || amount(b) - amount(a))
}

/** The units that a part of the sentence counts, and by how much each counts there; the most first. */
export function listed(items: readonly ChangeItem[], list: ChangedList): { item: ChangeItem; amount: number }[] {
  // As the server counts them: by share where there is one, else by amount.
  const direction = ({ change, net }: ChangeItem): number => change ?? net ?? 0
  const counts: Record<ChangedList, (one: ChangeItem) => number | null> = {
    gained: ({ gained }) => (gained ? gained : null),
    lost: ({ lost }) => (lost ? -lost : null),
    up: (one) => (direction(one) > 0 ? (one.net ?? 0) : null),
    down: (one) => (direction(one) < 0 ? (one.net ?? 0) : null),
  }
  return items
    .flatMap((item) => {
      const amount = counts[list](item)
      return amount === null ? [] : [{ item, amount }]
    })
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || a.item.code.localeCompare(b.item.code))
}
