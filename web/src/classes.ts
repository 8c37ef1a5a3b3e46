/** The classes of a share: their breaks, colours and labels. The same for map, legend, lists and table. */

export interface ShareClass {
  from: number
  to: number
  colour: string
}

/** A share on a break belongs to the class above it; 100 % belongs to the last. */
export const SHARE_CLASSES: readonly ShareClass[] = [
  { from: 0, to: 0.2, colour: '#f3e9d2' },
  { from: 0.2, to: 0.4, colour: '#cfdcb4' },
  { from: 0.4, to: 0.6, colour: '#8fc4a8' },
  { from: 0.6, to: 0.8, colour: '#439e9c' },
  { from: 0.8, to: 0.95, colour: '#1f6f8b' },
  { from: 0.95, to: 1, colour: '#173f5f' },
]

/** The index of a share's class, or null when there is no share: "no data" is never a class. */
export function classOf(share: number | null | undefined): number | null {
  if (share === null || share === undefined || Number.isNaN(share)) return null
  let index = 0
  SHARE_CLASSES.forEach((one, at) => {
    if (share >= one.from) index = at
  })
  return index
}

export function colourOf(share: number | null | undefined): string | null {
  const index = classOf(share)
  return index === null ? null : (SHARE_CLASSES[index]?.colour ?? null)
}
