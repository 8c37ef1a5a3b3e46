/**
 * The classes of a share: their limits, names and fills. The same for map, plate, legend, lists and table; the reader may
 * set other limits, which all of them then follow.
 */
import { computed, signal } from '@preact/signals'
import { cssFill, type Fill } from './palette'

export interface ShareClass {
  /** Its name in a link. */
  id: string
  from: number
  to: number
  fill: Fill
}

/** Limits between classes, in per cent, from the lowest: more than 0, less than 100. */
export type Limits = readonly number[]

export const USUAL: Limits = [20, 40, 60, 80, 95]
/** As many as there are fills to tell classes apart by. */
export const LIMITS_MOST = USUAL.length

/** Exactly 0 is a class of its own; a share on a limit belongs to the class above it; 100 % belongs to the last. */
export function classesOf(limits: Limits): readonly ShareClass[] {
  const ends = [0, ...limits, 100]
  const last = ends.length - 2
  const classes = limits.concat(100).map((to, at): ShareClass => {
    const from = ends[at] ?? 0
    // Fewer classes are as far apart as they can be: the lowest and the best keep their fills.
    const fill = 1 + Math.round(last === 0 ? LIMITS_MOST : (at * LIMITS_MOST) / last)
    return { id: `${from}-${to}`, from: from / 100, to: to / 100, fill: `share-${fill}` }
  })
  return [{ id: '0', from: 0, to: 0, fill: 'share-0' }, ...classes]
}

export const USUAL_CLASSES = classesOf(USUAL)

const limits = signal<Limits>(USUAL)
const classes = computed(() => (limits.value === USUAL ? USUAL_CLASSES : classesOf(limits.value)))

/** The classes in use; what is drawn from them is drawn anew when they are others. */
export const shareClasses = (): readonly ShareClass[] => classes.value

/** Puts other limits into use; null the usual ones. */
export function useLimits(chosen: Limits | null): void {
  limits.value = chosen ?? USUAL
}

/** Limits as they stand in a link or are typed: null where they are none. */
export function readLimits(text: string): Limits | null {
  const parts = text.trim().split(/[\s,;]+/)
  const numbers = parts.map((one) => (/^\d{1,2}(\.\d)?$/.test(one) ? Number(one) : NaN))
  const isRising = numbers.every((one, at) => one > (numbers[at - 1] ?? 0) && one < 100)
  return isRising && numbers.length <= LIMITS_MOST ? numbers : null
}

export const isUsual = (limits: Limits): boolean => String(limits) === String(USUAL)

/** The index of a share's class, or null when there is no share: "no data" is never a class. */
export function classOf(share: number | null | undefined): number | null {
  if (share === null || share === undefined || Number.isNaN(share)) return null
  let index = 0
  shareClasses().forEach((one, at) => {
    if (at > 0 && share > 0 && share >= one.from) index = at
  })
  return index
}

export function fillOf(share: number | null | undefined): Fill | null {
  const index = classOf(share)
  return index === null ? null : (shareClasses()[index]?.fill ?? null)
}

/** The same for style sheets. */
export function colourOf(share: number | null | undefined): string | null {
  const fill = fillOf(share)
  return fill === null ? null : cssFill(fill)
}

/** Classes by their names, in their order; what is none is left out, and null is none at all. */
export function picked(names: readonly string[], of: readonly ShareClass[]): string[] | null {
  const found = of.map((one) => one.id).filter((one) => names.includes(one))
  return found.length === 0 ? null : found
}

/** The classes a reader looks at, with one put in or taken out; none where all are, for then nothing is picked. */
export function withClass(chosen: readonly string[] | null, id: string): string[] | null {
  const now = new Set(chosen ?? [])
  if (!now.delete(id)) now.add(id)
  return now.size === shareClasses().length ? null : picked([...now], shareClasses())
}
