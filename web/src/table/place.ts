/** Which territories are the rows: those of one level that lie in one territory. Pure. */
import type { Level } from '../api'
import { levelsOf } from '../levels'
import type { View } from '../view'
import type { Bench } from './bench'

type Where = Pick<View, 'places' | 'country' | 'code'>

/** A unit without parts is shown among its peers. */
export const baseOf = ({ places, code }: Pick<View, 'places' | 'code'>): string =>
  places.children(code).length === 0 ? (places.get(code)?.parent ?? code) : code

/** The levels the territory has units of. */
export function levelsBelow({ places, country }: Pick<View, 'places' | 'country'>, base: string): Level[] {
  const { drill, whole } = levelsOf(country)
  const own = places.get(base)?.level ?? whole
  return drill.slice(drill.indexOf(own) + 1).filter((one) => places.descendants(base, one).length > 0)
}

/** Where the rows lie, the levels that are to be had there, and the one that is shown: base units unless another is chosen. */
export function placeOf(
  { within, level }: Pick<Bench, 'within' | 'level'>,
  where: Where,
): { base: string; levels: Level[]; level: Level } {
  const base = baseOf({ places: where.places, code: within ?? where.code })
  const levels = levelsBelow(where, base)
  const communes = levelsOf(where.country).base
  const isThere = level !== null && levels.includes(level)
  return { base, levels, level: isThere ? level : levels.includes(communes) ? communes : (levels.at(-1) ?? '') }
}
