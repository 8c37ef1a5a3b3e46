/**
 * The colours of data, for each theme: classes of shares with exactly 0 apart, changes between two, and verdicts by the strength of their
 * evidence. One source for map, legend, lists and table: the page has them as `--share-0` … and `--confirmed-1` ….
 *
 * On light ground more is darker, on dark ground more is brighter; exactly 0 is the bare paper of each. A test holds
 * how far they stand apart. A fill is named, not coloured: what is kept of a place outlives a change of theme.
 */
import type { Theme } from './map/style'

/** `share-0` is exactly 0, `share-1` the lowest class. */
export type Fill =
  `share-${number}` | `change-${number}` | `${'confirmed' | 'contradicted'}-${1 | 2 | 3}` | 'footprint' | 'gap'

interface Palette {
  /** Exactly 0, then the classes from the lowest. */
  share: readonly string[]
  /** Changes, from the greatest fall to the greatest rise. */
  change: readonly string[]
  /** From weak evidence to strong. */
  confirmed: readonly string[]
  contradicted: readonly string[]
  /** What is covered, cell by cell, and people who are not. */
  footprint: string
  gap: string
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    share: ['#ffffff', '#eddfba', '#bdd0a2', '#8fc4a8', '#439e9c', '#1f6f8b', '#173f5f'],
    change: ['#9a5b13', '#d6a25a', '#efe7da', '#7fb8b0', '#1d6f6a'],
    confirmed: ['#9a83bf', '#7c5dae', '#5e3c99'],
    contradicted: ['#cf8b66', '#c16f42', '#b3541e'],
    footprint: '#2f6fa8',
    gap: '#8a4412',
  },
  dark: {
    share: ['#07090b', '#4b5843', '#4f795b', '#4f947f', '#62b5ab', '#93d3d0', '#e2f4ef'],
    change: ['#f0b562', '#a8763a', '#4d5356', '#4d8f8a', '#8fdcd3'],
    confirmed: ['#6d5a99', '#8a70bd', '#a98ce2'],
    contradicted: ['#8f4f2d', '#b5653a', '#de7f4a'],
    footprint: '#6fa8dc',
    gap: '#e8b878',
  },
}

/** What cells are shown as: covered, or gained and lost in a change, in the colours of its outermost classes. */
export const CELL_FILLS = { covered: 'footprint', gained: 'change-4', lost: 'change-0' } as const satisfies Record<
  string,
  Fill
>
export type CellLook = keyof typeof CELL_FILLS

/** Every fill by its name. */
export function fillsOf(theme: Theme): Record<Fill, string> {
  const { share, change, confirmed, contradicted, footprint, gap } = PALETTES[theme]
  const named = (name: string, colours: readonly string[], first: number) =>
    colours.map((colour, at) => [`${name}-${at + first}`, colour] as const)
  return Object.fromEntries([
    ...named('share', share, 0),
    ...named('change', change, 0),
    ...named('confirmed', confirmed, 1),
    ...named('contradicted', contradicted, 1),
    ['footprint', footprint],
    ['gap', gap],
  ]) as Record<Fill, string>
}

/** The fill as the page's style sheets and lists have it. */
export const cssFill = (fill: Fill): string => `var(--${fill})`

/** Gives the page the fills of a theme. */
export function applyFills(style: CSSStyleDeclaration, theme: Theme): void {
  for (const [name, colour] of Object.entries(fillsOf(theme))) style.setProperty(`--${name}`, colour)
}
