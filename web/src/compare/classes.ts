/** The classes of a change in points: their breaks and fills. The same for map, legend and lists. */
import type { Change, Changes } from '../api'
import { cssFill } from '../palette'

/** Points, as shares: what separates each class from the next. */
export const CHANGE_BREAKS = [-0.1, -0.01, 0.01, 0.1] as const
const CLASSES = CHANGE_BREAKS.length + 1

/** What is counted as no more than a break: sums of shares are exact, breaks in tenths are not. */
const HAIR = 1e-9

/**
 * The index of a change's class, from the greatest fall: beyond ten points, from one to ten, less than one either way,
 * and the same upwards. A break is of the class farther from ten. Null where nothing is known: that is never a class.
 */
export function changeClassOf(change: number | null): number | null {
  if (change === null || Number.isNaN(change)) return null
  const size = Math.abs(change)
  const steps = size > 0.1 + HAIR ? 2 : size >= 0.01 - HAIR ? 1 : 0
  return 2 + (change < 0 ? -steps : steps)
}

export function changeColour(change: number | null): string | null {
  const index = changeClassOf(change)
  return index === null ? null : cssFill(`change-${index}`)
}

/** The classes with their ends in points; null is without end. */
export const CHANGE_CLASSES: readonly { from: number | null; to: number | null }[] = Array.from(
  { length: CLASSES },
  (_, at) => ({ from: CHANGE_BREAKS[at - 1] ?? null, to: CHANGE_BREAKS[at] ?? null }),
)

/** How a territory looks on the map: by its class, hatched where there is nothing to compare, damaged where it is not known. */
export interface Shade {
  code: string
  state: 'known' | 'no_filing' | 'damaged'
  /** The index of the class. */
  share: number | null
}

export const isUncertain = ({ from, to }: Pick<Changes, 'from' | 'to'>): boolean =>
  [from, to].some(({ state }) => state === 'damaged' || state === 'lower_bound')

export function shadesOf(changes: Pick<Changes, 'from' | 'to' | 'items'>): Shade[] {
  const lacking = isUncertain(changes) ? 'damaged' : 'no_filing'
  const shade = ({ code, change }: { code: string } & Pick<Change, 'change'>): Shade => ({
    code,
    state: change === null ? lacking : 'known',
    share: changeClassOf(change),
  })
  return changes.items.map(shade)
}
