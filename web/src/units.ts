/**
 * The units a map is told in: what is named with its share at which rank, and whose share colours each base unit. Pure:
 * knows no map and no page.
 */
import type { Changes, Country, Item, Names } from './api'
import { changeClassOf, isUncertain } from './compare/classes'
import { shortShare } from './figure'
import { points } from './format'
import type { Translate } from './i18n'
import { levelsOf } from './levels'
import { RANKS, type Rank } from './map/labels'
import type { Tree } from './tree'

/** Cells stand beside the ranks: the footprint from afar too. */
export const UNITS = [...RANKS, 'cells'] as const
export type Unit = (typeof UNITS)[number]

/** The level of a rank, in a country that tells that rank from the one above it. */
export function levelOf(country: Pick<Country, 'levels'>, rank: Rank): string | null {
  const levels = levelsOf(country)
  const ranks: Record<Rank, string> = { first: levels.first, inner: levels.inner, base: levels.base }
  const isSame = RANKS.slice(0, RANKS.indexOf(rank)).some((other) => ranks[other] === ranks[rank])
  // A country of one level names its base units, and nothing else.
  return rank === 'base' ? levels.base : isSame || ranks[rank] === levels.base ? null : ranks[rank]
}

/** The units one may choose between, as a link names them: by their level, and cells. */
export function unitsOfLink(country: Pick<Country, 'levels'>): { name: string; unit: Unit }[] {
  const ranks = RANKS.flatMap((rank): { name: string; unit: Unit }[] => {
    const level = levelOf(country, rank)
    return level === null ? [] : [{ name: level, unit: rank }]
  })
  return [...ranks, { name: 'cells', unit: 'cells' }]
}

export const unitNamed = (country: Pick<Country, 'levels'>, name: string | null): Unit | null =>
  unitsOfLink(country).find((one) => one.name === name)?.unit ?? null

/** The items that colour the base units: each its own, or that of the unit it lies in. */
export function shadesBy(tree: Tree, country: Pick<Country, 'levels'>, unit: Unit | null): Item[] {
  const { base } = levelsOf(country)
  const all = [...tree.all()].filter((one) => one.level === base)
  const level = unit === 'first' || unit === 'inner' ? levelOf(country, unit) : null
  if (level === null) return all
  return all.map((one) => ({ ...(tree.upTo(one.code, level) ?? one), code: one.code, level: base }))
}

export interface UnitLabel {
  code: string
  names: Names
  rank: Rank
  /** As it is to be read; empty where there is nothing to tell. */
  share: string
  people: number
}

/** Every unit that may be named, with its share; while something is compared, with its change where that is known. */
export function unitLabels(
  { country, lang, t }: { country: Pick<Country, 'levels'>; lang: string; t: Translate },
  tree: Tree,
  changes: Pick<Changes, 'from' | 'to' | 'items'> | null,
): UnitLabel[] {
  const changed = new Map(changes?.items.map((one) => [one.code, one.change]))
  const told = (item: Item): string => {
    if (!changes) return bare(shortShare({ lang, t }, item))
    const change = changed.get(item.code)
    return change === undefined || change === null || isUncertain(changes) || changeClassOf(change) === null
      ? ''
      : bare(points(lang, change))
  }
  return RANKS.flatMap((rank) => {
    const level = levelOf(country, rank)
    if (level === null) return []
    return [...tree.all()]
      .filter((one) => one.level === level)
      .map((one) => ({ code: one.code, names: one.names, rank, share: told(one), people: one.total }))
  })
}

/** Without the marks of direction, which a map would draw as boxes. */
const bare = (text: string): string => text.replace(/[\u2066-\u2069\u200e\u200f]/g, '')
