/**
 * Coordinates as people write them: decimal degrees with points or commas, degrees and minutes, degrees, minutes and
 * seconds, hemispheres by letter or word in the languages known, digits of any script, latitude first or not.
 *
 * What is typed is read in every way it may be meant, and each way says how it was read. A way that lies in the
 * country comes before one that does not, and what lies outside is said, never dropped. Pure: how far a country
 * reaches is its box; whether a point of the box is in it, only the server knows.
 */
import type { Bbox } from '../api'
import { digits } from './names'
import type { Direction } from './spellings'

/** As stated with hemispheres or axes; as latitude, longitude; as longitude, latitude; or with a sign put in. */
export type How = 'stated' | 'latlon' | 'lonlat' | 'signed'

export interface Reading {
  lon: number
  lat: number
  how: How
  /** Whether it lies in the country's box. */
  inside: boolean
}

/** What words and letters say of a number: its hemisphere, its axis, or nothing. */
export type Words = ReadonlyMap<string, Direction | 'lat' | 'lon' | ''>

/** Ways to read what is typed, best first; empty where it is no place on Earth; null where it is no pair of coordinates. */
export function readCoordinates(typed: string, box: Bbox, words: Words): Reading[] | null {
  const text = tidy(typed)
  if (!/\d/.test(text)) return null
  // With a comma between whole and part, "31,79" is one number; without, it is two. Both are tried.
  for (const comma of [false, true]) {
    const tokens = tokensOf(text, comma, words)
    const pair = tokens && pairOf(tokens)
    if (pair) return readingsOf(pair, box)
  }
  return null
}

/** One form for every sign that means the same; no invisible marks. */
const tidy = (typed: string): string =>
  digits(typed)
    .replace(/[\u200b-\u200f\u061c\u2066-\u2069\u202a-\u202e]/g, '')
    .replace(/(\d)\u066b(?=\d)/g, '$1.')
    .replace(/[\u2212\u2010-\u2014]/g, '-')
    .replace(/[º˚∘]/g, '°')
    .replace(/[″”“„‶]/g, '"')
    .replace(/[′’‘‵ʹʼ`´]/g, "'")
    .replace(/''/g, '"')
    // After the signs, some of which it would take apart.
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0640]/g, '')
    .toLowerCase()
    .replace(/[أإآ]/g, 'ا')
    .replace(/ة/g, 'ه')
    .replace(/[،;|/&]/g, ' ; ')

type Token =
  | { kind: 'number'; value: number; negative: boolean; whole: boolean }
  | { kind: 'unit'; unit: '°' | "'" | '"' }
  | { kind: 'says'; says: Direction | 'lat' | 'lon' }
  | { kind: 'gap' }

const NUMBERS = [/^[-+]?\d+(?:\.\d+)?/, /^[-+]?\d+(?:[.,]\d+)?/] as const

function tokensOf(text: string, comma: boolean, words: Words): Token[] | null {
  const tokens: Token[] = []
  for (let rest = text.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const number = NUMBERS[comma ? 1 : 0].exec(rest)?.[0]
    const word = /^\p{L}+/u.exec(rest)?.[0]
    if (number !== undefined) {
      const value = Math.abs(Number(number.replace(',', '.')))
      tokens.push({ kind: 'number', value, negative: number.startsWith('-'), whole: !/[.,]/.test(number) })
      rest = rest.slice(number.length)
    } else if (word !== undefined) {
      const says = words.get(word)
      if (says === undefined) return null
      if (says !== '') tokens.push({ kind: 'says', says })
      rest = rest.slice(word.length)
    } else {
      const sign = rest[0] ?? ''
      if (sign === '°' || sign === "'" || sign === '"') tokens.push({ kind: 'unit', unit: sign })
      else if (sign === ';' || sign === ',') tokens.push({ kind: 'gap' })
      // A point before a digit parts something else than coordinates: a code, a date, an address of a machine.
      else if (!'()[]{}:=@?#.'.includes(sign) || /^\.\d/.test(rest)) return null
      rest = rest.slice(1)
    }
  }
  return tokens
}

/** An angle, and what was said of it. */
interface Angle {
  degrees: number
  axis: 'lat' | 'lon' | null
  /** Whether its side of zero was said, by a sign or a hemisphere. */
  sided: boolean
}

/** Two angles out of what was read; null where there are not just two. */
function pairOf(tokens: readonly Token[]): [Angle, Angle] | null {
  const numbers = tokens.filter((one) => one.kind === 'number').length
  const units = tokens.some((one) => one.kind === 'unit')
  // Without any sign for minutes, groups of two or three numbers are told apart by their hemispheres or a gap.
  const parts = units || numbers === 2 ? 1 : numbers === 4 ? 2 : numbers === 6 ? 3 : 0
  if (numbers < 2 || parts === 0) return null
  const groups = units ? byUnits(tokens) : byCount(tokens, parts)
  const [one, other, ...more] = groups ?? []
  if (!one || !other || more.length > 0) return null
  const [first, second] = [angleOf(one), angleOf(other)]
  if (!first || !second || (first.axis !== null && first.axis === second.axis)) return null
  return [first, second]
}

/** What says the side stands before each angle or after each; a gap, or degrees after a number, begin the next one. */
function byUnits(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [[]]
  const before = tokens[0]?.kind === 'says'
  tokens.forEach((token, at) => {
    const group = groups.at(-1) ?? []
    const next = tokens[at + 1]
    const degrees = token.kind === 'number' && next?.kind === 'unit' && next.unit === '°'
    const fresh =
      token.kind === 'gap' ||
      (before && token.kind === 'says') ||
      degrees ||
      (!before && token.kind === 'number' && group.some(isSaying))
    if (fresh && group.some((one) => one.kind === 'number')) groups.push([])
    if (token.kind !== 'gap') groups.at(-1)?.push(token)
  })
  return groups.filter((one) => one.length > 0)
}

const isSaying = (token: Token): boolean => token.kind === 'says'

/** Numbers without signs: how many belong to each angle. */
function byCount(tokens: readonly Token[], parts: number): Token[][] | null {
  const groups: Token[][] = [[], []]
  const count = (group: readonly Token[] | undefined) => group?.filter((one) => one.kind === 'number').length ?? 0
  const before = tokens[0]?.kind === 'says'
  for (const token of tokens) {
    if (token.kind === 'gap') continue
    const full = count(groups[0]) === parts && (token.kind === 'number' || before || count(groups[1]) > 0)
    groups[full ? 1 : 0]?.push(token)
  }
  // Groups of numbers alone might be anything: only hemispheres make them angles.
  return parts > 1 && !groups.every((group) => group.some(isSaying)) ? null : groups
}

function angleOf(tokens: readonly Token[]): Angle | null {
  const numbers = tokens.filter((one) => one.kind === 'number')
  const says = new Set(tokens.flatMap((one) => (one.kind === 'says' ? [one.says] : [])))
  const [degrees, minutes, seconds, ...more] = numbers
  if (!degrees || more.length > 0 || !areInOrder(tokens)) return null
  const parts = [minutes, seconds].filter((one) => one !== undefined)
  // Only the last may have a fraction, and sixty minutes are a degree.
  if (numbers.slice(0, -1).some((one) => !one.whole) || parts.some((one) => one.negative || one.value >= 60))
    return null
  const size = degrees.value + (minutes?.value ?? 0) / 60 + (seconds?.value ?? 0) / 3600
  const axes = new Set([...says].map(axisOf))
  const sides = [...says].filter((one) => one !== 'lat' && one !== 'lon')
  if (axes.size > 1 || sides.length > 1 || (sides.length === 1 && degrees.negative)) return null
  const below = degrees.negative || sides[0] === 'south' || sides[0] === 'west'
  return { degrees: below ? -size : size, axis: [...axes][0] ?? null, sided: degrees.negative || sides.length > 0 }
}

/** Degrees before minutes before seconds; the last may go without its sign. */
function areInOrder(tokens: readonly Token[]): boolean {
  const order = ['°', "'", '"'] as const
  const units = tokens.flatMap((one) => (one.kind === 'unit' ? [one.unit] : []))
  return units.every((unit, at) => unit === order[at])
}

const axisOf = (says: Direction | 'lat' | 'lon'): 'lat' | 'lon' =>
  says === 'north' || says === 'south' || says === 'lat' ? 'lat' : 'lon'

function readingsOf([one, other]: [Angle, Angle], box: Bbox): Reading[] {
  const reading = (lat: number, lon: number, how: How): Reading => ({ lat, lon, how, inside: holds(box, lon, lat) })
  const stated = one.axis ?? (other.axis === 'lat' ? 'lon' : other.axis === 'lon' ? 'lat' : null)
  const [a, b] = [one.degrees, other.degrees]
  const ways = stated
    ? [stated === 'lat' ? reading(a, b, 'stated') : reading(b, a, 'stated')]
    : [reading(a, b, 'latlon'), reading(b, a, 'lonlat')]
  const real = ways.filter(isOnEarth)
  const inside = real.filter((way) => way.inside)
  // Read as it is written it lies there: no other way needs to be offered. Read the other way, what is written is said too.
  if (inside.length > 0) return inside[0] === real[0] ? inside : [...inside, ...real.filter((way) => !way.inside)]
  // A sign left out is more often meant than a place in another country; what was typed stands beside it.
  const signed = ways
    .flatMap(({ lat, lon }) => signs(one, other).map(([s, w]) => reading(lat * s, lon * w, 'signed')))
    .filter((way) => way.inside && isOnEarth(way))
  return [...signed, ...real]
}

/** The signs that may have been left out: none of an angle whose side was said. */
function signs(one: Angle, other: Angle): [number, number][] {
  const free = !one.sided && !other.sided
  return one.sided && other.sided
    ? []
    : free
      ? [
          [1, -1],
          [-1, 1],
          [-1, -1],
        ]
      : []
}

const isOnEarth = ({ lat, lon }: Reading): boolean => Math.abs(lat) <= 90 && Math.abs(lon) <= 180

const holds = ([west, south, east, north]: Bbox, lon: number, lat: number): boolean =>
  lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east)
