/** Base units as the towns they mostly are, with how much the name of each matters on a map. Pure. */
import type { Country, Territory } from './api'
import { fold } from './fold'
import { nameOf } from './format'
import { levelsOf } from './levels'
import type { Town } from './map/names'

export function townsOf(territories: Map<string, Territory>, country: Country): Town[] {
  const { base } = levelsOf(country)
  const plain = (one: Territory) => fold(nameOf(country.languages[0] ?? '', one.names))
  return [...territories.values()]
    .filter((one) => one.level === base)
    .map((one) => ({ code: one.code, names: one.names, people: standing(one, territories, plain) }))
}

/** How much a commune's name matters on a small map: its people, and more when what it lies in is named after it. */
function standing(commune: Territory, all: Map<string, Territory>, plain: (one: Territory) => string): number {
  const people = Math.max(0, ...Object.values(commune.population ?? {}).map((one) => one ?? 0))
  const inner = all.get(commune.parent ?? '')
  const outer = all.get(inner?.parent ?? '')
  const named = (other: Territory | undefined) =>
    other !== undefined && ` ${plain(other)} `.includes(` ${plain(commune)} `)
  const seat = outer !== undefined && plain(outer).startsWith(plain(commune))
  return people * (seat ? 6 : named(outer) ? 1.5 : named(inner) ? 1 : commune.kind === 'rural' ? 0.2 : 0.5)
}
