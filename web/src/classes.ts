/** The classes of a share: their breaks, names and fills. The same for map, legend, lists and table. */
import { cssFill, type Fill } from './palette'

export interface ShareClass {
  /** Its name in a link. */
  id: string
  from: number
  to: number
}

/** Exactly 0 is a class of its own; a share on a break belongs to the class above it; 100 % belongs to the last. */
export const SHARE_CLASSES: readonly ShareClass[] = [
  { id: '0', from: 0, to: 0 },
  { id: '0-20', from: 0, to: 0.2 },
  { id: '20-40', from: 0.2, to: 0.4 },
  { id: '40-60', from: 0.4, to: 0.6 },
  { id: '60-80', from: 0.6, to: 0.8 },
  { id: '80-95', from: 0.8, to: 0.95 },
  { id: '95-100', from: 0.95, to: 1 },
]

/** The index of a share's class, or null when there is no share: "no data" is never a class. */
export function classOf(share: number | null | undefined): number | null {
  if (share === null || share === undefined || Number.isNaN(share)) return null
  let index = 0
  SHARE_CLASSES.forEach((one, at) => {
    if (at > 0 && share > 0 && share >= one.from) index = at
  })
  return index
}

export function fillOf(share: number | null | undefined): Fill | null {
  const index = classOf(share)
  return index === null ? null : `share-${index}`
}

/** The same for style sheets. */
export function colourOf(share: number | null | undefined): string | null {
  const fill = fillOf(share)
  return fill === null ? null : cssFill(fill)
}

export const isClass = (id: string): boolean => SHARE_CLASSES.some((one) => one.id === id)

/** The classes a reader looks at, with one put in or taken out; none where all are, for then nothing is picked. */
export function withClass(picked: readonly string[] | null, id: string): string[] | null {
  const now = new Set(picked ?? [])
  if (!now.delete(id)) now.add(id)
  return now.size === 0 || now.size === SHARE_CLASSES.length
    ? null
    : SHARE_CLASSES.map((one) => one.id).filter((one) => now.has(one))
}
