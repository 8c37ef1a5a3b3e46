/**
 * The levels of the country's territories, as its pack has them: which there are, what each is for, and how they are
 * called. "Communes" in names here are the base units, whatever the country calls them.
 */
import type { Country, Lang, Level } from './api'
import { nameOf } from './format'

export interface Levels {
  /** The whole country. */
  whole: Level
  /** From the whole down to the base unit: each divides the one above it completely. */
  chain: readonly Level[]
  /** The same, and the parts of base units that have people of their own: what one steps through. */
  drill: readonly Level[]
  /** The first below the whole. */
  first: Level
  /** What contains base units: the last container, or the base unit itself where there is none. */
  inner: Level
  /** The base unit. */
  base: Level
  parts: Level | null
}

type Some = Pick<Country, 'levels'>

const made = new WeakMap<object, Levels>()

export function levelsOf({ levels }: Some): Levels {
  const known = made.get(levels)
  if (known) return known
  const of = (...roles: string[]) => levels.filter((one) => roles.includes(one.role))
  const chain: Level[] = []
  let at = of('base_unit')[0]
  while (at && !chain.includes(at.id)) {
    chain.unshift(at.id)
    const parent = at.parent
    at = levels.find((one) => one.id === parent)
  }
  const [whole = '', first = whole] = chain
  const base = chain.at(-1) ?? whole
  const parts = of('parts').find((one) => one.count > 0)?.id ?? null
  const inner = chain.length > 2 ? (chain.at(-2) ?? base) : base
  const found = { whole, chain, drill: parts ? [...chain, parts] : chain, first, inner, base, parts }
  made.set(levels, found)
  return found
}

/** Levels that are drawn: base units, what contains them, the first below the whole, parts; null where that is another of these, or not drawn. */
export interface DrawnLevels {
  base: Level
  inner: Level | null
  first: Level | null
  parts: Level | null
}

/** The levels that are drawn: of those that have outlines, each once. */
export function drawnLevels(country: Some): DrawnLevels {
  const { base, inner, first, parts } = levelsOf(country)
  const drawn = (level: Level | null): Level | null => (level !== null && outlineFile(country, level) ? level : null)
  return {
    base,
    inner: inner === base || inner === first ? null : drawn(inner),
    first: first === base ? null : drawn(first),
    parts: drawn(parts),
  }
}

/** The word that a level's outlines have in addresses; empty where it has none. */
export const outlineFile = (country: Some, level: Level): string =>
  country.levels.find((one) => one.id === level)?.boundaries ?? ''

/** What one territory of a level is called, and what several are. */
export const levelName = (country: Some, lang: Lang, level: Level): string =>
  nameOf(lang, country.levels.find((one) => one.id === level)?.names) || level

export function levelNames(country: Some, lang: Lang, level: Level): string {
  const found = country.levels.find((one) => one.id === level)
  return nameOf(lang, found?.plural) || nameOf(lang, found?.names) || level
}

/** The same at the beginning of a line. */
export const levelTitle = (country: Some, lang: Lang, level: Level): string =>
  capital(lang, levelName(country, lang, level))
export const levelsTitle = (country: Some, lang: Lang, level: Level): string =>
  capital(lang, levelNames(country, lang, level))

/** What messages are given that speak of base units: one, several, and what to choose to see them. */
export function unitWords(country: Some, lang: Lang): { unit: string; units: string; container: string } {
  const { base, first } = levelsOf(country)
  return {
    unit: levelName(country, lang, base),
    units: levelNames(country, lang, base),
    container: levelName(country, lang, first),
  }
}

const capital = (lang: Lang, text: string): string => text.charAt(0).toLocaleUpperCase(lang) + text.slice(1)
