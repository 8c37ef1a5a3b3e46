/**
 * Where names and shares stand on the plate. The widest unit is served first; one whose name would lie over another's
 * is moved a little, or keeps its share alone, and where there is no room for that either, nothing. Pure: what text measures is estimated.
 */
import type { Point, Size } from './frame'

export interface Label {
  code: string
  name: string
  share: string
  at: Point
  /** How wide its unit is, in pixels. */
  width: number
}

export interface Placed {
  code: string
  /** The lines of the name; none where there is room for the share alone. */
  lines: string[]
  share: string
  at: Point
}

/** The height of a line, and how wide a letter is, in pixels: of a name, and of a share. */
const LINE = 15
const LETTER = 7.4
const DIGIT = 8
const BETWEEN = 4
/** How far a label may be moved, in lines: the nearest first. */
const MOVES = [0, -0.8, 0.8, -1.6, 1.6] as const
/** No line of a name is longer, unless its only word is. */
const LONGEST = 14

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** A name in lines: broken at spaces, and behind hyphens. */
export function linesOf(name: string): string[] {
  const lines: string[] = []
  for (const word of name.match(/[^\s-]+-?|-/g) ?? []) {
    const last = lines.at(-1)
    const between = last === undefined || last.endsWith('-') ? '' : ' '
    if (last !== undefined && last.length + between.length + word.length <= LONGEST)
      lines[lines.length - 1] = `${last}${between}${word}`
    else lines.push(word)
  }
  return lines
}

/** Marks of direction take no room. */
const visible = (text: string): number => text.replace(/[\u2066-\u2069]/g, '').length

function boxOf({ lines, share, at: [x, y] }: Placed): Box {
  const wide = Math.max(visible(share) * DIGIT, ...lines.map((line) => visible(line) * LETTER)) / 2 + BETWEEN
  const high = ((lines.length + 1) * LINE) / 2 + BETWEEN
  return { left: x - wide, right: x + wide, top: y - high, bottom: y + high }
}

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom

const isInside = ({ left, right, top, bottom }: Box, { width, height }: Size): boolean =>
  left >= 0 && right <= width && top >= 0 && bottom <= height

export function placed(labels: readonly Label[], size: Size): Placed[] {
  const taken: Box[] = []
  const found: Placed[] = []
  for (const { code, name, share, at } of [...labels].sort((one, other) => other.width - one.width)) {
    const ways = [linesOf(name), []].flatMap((lines) =>
      MOVES.map((by): Placed => ({ code, lines, share, at: [at[0], at[1] + by * LINE] })),
    )
    const one = ways.find((way) => {
      const box = boxOf(way)
      return isInside(box, size) && !taken.some((other) => meet(box, other))
    })
    if (!one) continue
    taken.push(boxOf(one))
    found.push(one)
  }
  return found
}
