/**
 * What a search finds: places that are known here at once, and what only the server knows, the country's localities and
 * in which unit a point lies. Both are put in one order, and each says why it was found where its name does not.
 */
import type { Api, Country, Lang, Place, Territory } from '../api'
import { localeText } from '../i18n/fluent'
import { levelsOf } from '../levels'
import type { Tree, Unit } from '../tree'
import { readCoordinates, type How, type Reading, type Words } from './coordinates'
import { createIndex, type Index, type Match } from './find'
import { hear } from './names'
import { DIRECTIONS, IDLE_WORDS, spellingOf, WORDS, type Direction } from './spellings'

/** Why a place is there, where that is not plain: said in the reader's language as `search-why-…`. */
export type Why = Exclude<Match, 'name'> | Exclude<How, 'stated'> | 'swapped' | 'outside'
export type Hit = Place & { why: readonly Why[] }

export interface Answer {
  items: Hit[]
  /** Coordinates were typed that are nowhere on Earth. */
  nowhere: boolean
}

/** What is known of the country's places. */
export interface Known {
  country: Country
  places: Tree<Unit>
  territories: ReadonlyMap<string, Territory>
}

export interface Finder {
  /** What can be told without the server. */
  now(typed: string, lang: Lang): Answer
  fetch(typed: string, lang: Lang, signal: AbortSignal): Promise<Answer>
  /** Whether what is typed names a place plainly: it need not be waited for another. */
  isPlain(typed: string, hit: Hit): boolean
}

export const LIMIT = 8
/** After every territory that fits as well. */
const LOCALITY = 99
/** Letters that a locality's name shares with what is typed, where that has a mistake. */
const COMMON = 3
const MANY = 50

/** Directions and axes as the reader's language writes them, then the country's others, then programs. */
export function wordsIn(reader: Lang, languages: readonly Lang[]): Words {
  const words = new Map<string, Direction | 'lat' | 'lon' | ''>()
  const put = (word: string, says: Direction | 'lat' | 'lon' | '') => {
    const known = word.toLowerCase()
    if (!words.has(known)) words.set(known, says)
  }
  const all = [...new Set([reader, ...languages, 'en'])]
  for (const lang of all)
    for (const direction of DIRECTIONS) {
      put(localeText(lang, `locale-${direction}`), direction)
      for (const word of WORDS[lang]?.[direction] ?? []) put(word, direction)
    }
  for (const lang of all)
    for (const axis of ['lat', 'lon'] as const) for (const word of WORDS[lang]?.[axis] ?? []) put(word, axis)
  for (const word of IDLE_WORDS) put(word, '')
  return words
}

/** `known` is asked at each question; names are made ready once, and again when others are known. */
export function createFinder(api: Pick<Api, 'get'>, known: () => Known | null): Finder {
  let ready: { key: string; index: Index<Place>; localities: Set<string> } | null = null

  const prepared = ({ country, places, territories }: Known): NonNullable<typeof ready> => {
    const units = [...places.all()]
    const key = `${country.pack_digest}|${territories.size}|${units.length}`
    if (ready?.key === key) return ready
    const index = createIndex<Place>(spellingOf(country.languages), country.id)
    const { drill } = levelsOf(country)
    const all = new Map<string, Unit>([...units, ...territories.values()].map((one) => [one.code, one]))
    all.delete(country.id)
    index.add(
      [...all.values()].map((one) => ({
        value: placeOf(one, territories.get(one.code), all, country),
        code: one.code,
        names: Object.values(one.names),
        rank: drill.includes(one.level) ? drill.indexOf(one.level) : drill.length,
        people: peopleOf(territories.get(one.code)),
      })),
    )
    ready = { key, index, localities: new Set() }
    return ready
  }

  const byName = (typed: string, of: Known): Hit[] =>
    prepared(of)
      .index.find(typed, LIMIT)
      .map(({ value, match }) => ({ ...value, why: match === 'name' ? [] : [match] }))

  const readings = (typed: string, lang: Lang, { country }: Known): Reading[] | null =>
    readCoordinates(typed, country.bbox, wordsIn(lang, country.languages))

  const now = (typed: string, lang: Lang): Answer => {
    const of = known()
    if (!of) return { items: [], nowhere: false }
    const read = readings(typed, lang, of)
    const points = (read ?? []).map((one, _, all) => pointOf(one, null, all))
    return { items: inOrder(points, byName(typed, of)), nowhere: read?.length === 0 }
  }

  /** Localities are the server's: those that are named so, and where nothing is, those that begin alike. */
  const learn = async (typed: string, lang: Lang, of: Known, signal: AbortSignal): Promise<void> => {
    const { index, localities } = prepared(of)
    const take = (places: readonly Place[]): void => {
      const fresh = places.filter((one) => one.type === 'locality' && !localities.has(keyOf(one)))
      for (const one of fresh) localities.add(keyOf(one))
      index.add(
        fresh.map((value) => ({ value, names: Object.values(value.names), rank: LOCALITY, people: 0, minor: true })),
      )
    }
    const search = async (q: string, limit: number) =>
      take((await api.get<{ items: Place[] }>('search', { q, limit, lang }, signal)).items)
    await search(typed, LIMIT)
    if (index.find(typed, 1)[0]?.whole) return
    const [first = ''] = hear(typed, spellingOf(of.country.languages)).words
    if (first.length > COMMON && !/\d/.test(first)) await search(first.slice(0, COMMON), MANY)
  }

  const fetch = async (typed: string, lang: Lang, signal: AbortSignal): Promise<Answer> => {
    const of = known()
    if (!of) return await asItIs(api, typed, lang, signal)
    const read = readings(typed, lang, of)
    if (!read) {
      await learn(typed, lang, of, signal)
      return { items: byName(typed, of), nowhere: false }
    }
    const points = await Promise.all(
      read.map(async (one) => {
        if (!one.inside) return pointOf(one, null, read)
        const q = `${one.lat}, ${one.lon}`
        const { items } = await api.get<{ items: Place[] }>('search', { q, limit: 1, lang }, signal)
        return pointOf(one, items[0] ?? null, read)
      }),
    )
    return { items: inOrder(points, byName(typed, of)), nowhere: read.length === 0 }
  }

  const isPlain = (typed: string, hit: Hit): boolean => {
    const of = known()
    if (!of || hit.type !== 'territory' || hit.why.some((why) => why === 'near')) return false
    return prepared(of).index.find(typed, 1)[0]?.whole ?? false
  }
  return { now, fetch, isPlain }
}

/** What the server finds, where nothing is known here yet. */
async function asItIs(api: Pick<Api, 'get'>, q: string, lang: Lang, signal: AbortSignal): Promise<Answer> {
  const { items } = await api.get<{ items: Place[] }>('search', { q, limit: LIMIT, lang }, signal)
  return { items: items.map((one) => ({ ...one, why: [] })), nowhere: false }
}

/** Points of the country, then places, then points that lie elsewhere. */
function inOrder(points: readonly Hit[], places: readonly Hit[]): Hit[] {
  const elsewhere = (one: Hit) => one.why.includes('outside')
  return [...points.filter((one) => !elsewhere(one)), ...places, ...points.filter(elsewhere)].slice(0, LIMIT)
}

/** A point as it was read; `told` is what the server says of one in the country's box. */
function pointOf({ lon, lat, how, inside }: Reading, told: Place | null, all: readonly Reading[]): Hit {
  const swapped = how === 'lonlat' && inside && !all.some((one) => one.how === 'latlon' && one.inside)
  const outside = !inside || (told !== null && !told.commune)
  const read: Why[] = how === 'stated' ? [] : [swapped ? 'swapped' : how]
  const why: Why[] = outside ? [...read, 'outside'] : read
  const around = {
    ...(told?.commune ? { commune: told.commune } : {}),
    ...(told?.province ? { province: told.province } : {}),
  }
  return { type: 'coordinates', names: {}, lon, lat, ...around, why }
}

function placeOf(
  { code, level, names }: Unit,
  about: Territory | undefined,
  all: ReadonlyMap<string, Unit>,
  country: Country,
): Place {
  const { inner, base } = levelsOf(country)
  const box = about?.bbox
  const above = (wanted: string): Place['province'] => {
    const seen = new Set<string>()
    for (let at = all.get(code); at && !seen.has(at.code); at = at.parent ? all.get(at.parent) : undefined) {
      seen.add(at.code)
      if (at.level === wanted && at.code !== code) return { ...at, parent: at.parent }
    }
    return undefined
  }
  const [commune, province] = [above(base), above(inner)]
  return {
    type: 'territory',
    code,
    level,
    names,
    lon: box ? (box[0] + box[2]) / 2 : 0,
    lat: box ? (box[1] + box[3]) / 2 : 0,
    ...(box ? { bbox: box } : {}),
    ...(commune ? { commune } : {}),
    ...(province ? { province } : {}),
  }
}

const peopleOf = (about: Territory | undefined): number =>
  Math.max(0, ...Object.values(about?.population ?? {}).map((one) => one ?? 0))

const keyOf = (place: Place): string => `${place.lon}|${place.lat}|${Object.values(place.names).join('|')}`
