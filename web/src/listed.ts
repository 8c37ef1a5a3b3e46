/**
 * Places that matter, of the list that is chosen: what of it is drawn, and what a list is called where shares are of its
 * places (`places:schools`). Knows no page, no map and no server.
 */
import type { FeatureCollection, Point } from 'geojson'
import type { Country, Lang, ListedPlace, PlaceList, Technology } from './api'
import { nameOf } from './format'
import type { Key, Translate } from './i18n'
import type { Tree, Unit } from './tree'

export interface Listed {
  list: PlaceList
  /** What a place is, and what covered means of it. */
  definition: string
  items: ListedPlace[]
}

/** Covered, not covered, or not known: there is no filing, or it is damaged, or the technology says nothing of places. */
export type Look = 'covered' | 'uncovered' | 'unknown'

export const LOOKS: readonly Look[] = ['covered', 'uncovered', 'unknown']

const OF = 'places:'

/** The list that a share is of; null where it is of people or of area. */
export const listOf = (denominator: string | null): string | null =>
  denominator?.startsWith(OF) ? denominator.slice(OF.length) : null

export const shareOf = (list: string): string => `${OF}${list}`

/** The lists there were by then; none where none was imported. */
export const listsOf = (country: Country, knownAt: string | null): PlaceList[] =>
  (country.places ?? []).filter((one) => knownAt === null || Date.parse(one.recorded) <= Date.parse(knownAt))

/** Whether it is known of a place that it is covered: of what is filed as premises it is not. */
export const tellsPlaces = (technology: Technology): boolean => technology.kind === 'mobile'

/** The denominator in words: people, or the places of a list. */
export function denominatorText(words: { lang: Lang; t: Translate; country: Country }, denominator: string): string {
  const list = listOf(denominator)
  if (list === null) return words.t(`denominator-${denominator}` as Key)
  const found = words.country.places?.find((one) => one.id === list)
  return nameOf(words.lang, found?.names) || list
}

/** "of people covered"; of places, without their name, which stands beside. */
export const coveredKey = (denominator: string): Key => `denominator-of-${kindOf(denominator)}` as Key
export const unitKey = (denominator: string): Key => `unit-${kindOf(denominator)}` as Key
export const gapKey = (denominator: string): Key => `gap-${kindOf(denominator)}` as Key
const kindOf = (denominator: string): string => (listOf(denominator) === null ? denominator : 'places')

export const lookOf = ({ covered }: Pick<ListedPlace, 'covered'>): Look =>
  covered === true ? 'covered' : covered === false ? 'uncovered' : 'unknown'

/** The places as points of a map. */
export const pointsOf = ({ items }: Listed): FeatureCollection<Point, { name: string; look: Look }> => ({
  type: 'FeatureCollection',
  features: items.map((one) => ({
    type: 'Feature',
    properties: { name: one.name ?? one.id, look: lookOf(one) },
    geometry: { type: 'Point', coordinates: [one.lon, one.lat] },
  })),
})

/** The places that are known not to be covered, of those whose commune lies in a territory. */
export const uncoveredIn = ({ items }: Listed, code: string, places: Tree<Unit>): ListedPlace[] => {
  const inside = new Map<string, boolean>()
  const isInside = (commune: string): boolean => {
    const known = inside.get(commune)
    if (known !== undefined) return known
    const found = code === places.root || places.path(commune).some((one) => one.code === code)
    inside.set(commune, found)
    return found
  }
  return items.filter((one) => one.covered === false && isInside(one.commune))
}
