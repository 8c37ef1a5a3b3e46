/**
 * Numbers, dates and names as a reader of each language expects them, by its `locale.ftl`: narrow spaces where it
 * has spaces, Latin digits everywhere, a true minus, and no rounding that would lie (99.97 % is not
 * "100.0 %", 3 people are not "0.0 %").
 */
import type { Lang, Names } from './api'
import { directionOf, localeOf, localeText, preferLanguages, SOURCE } from './i18n/fluent'

const MINUS = '\u2212'

/** Made once for each locale: a table has thousands of numbers, and making one costs more than writing one. */
const formats = new Map<string, Intl.NumberFormat>()

function formatOf(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale}|${digits}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(key, made)
  return made
}

const number = (lang: Lang, value: number, digits: number): string =>
  tidy(lang, formatOf(localeOf(lang), digits).format(value))

/** One narrow no-break space wherever a language sets thousands apart by a space; no invisible marks; a true minus. */
function tidy(lang: Lang, text: string): string {
  const plain = text.replace(/[\u200e\u200f\u061c]/g, '').replace(/-/g, MINUS)
  return localeText(lang, 'locale-group') === '\u202f' ? plain.replace(/[\u00a0\u202f ]/g, '\u202f') : plain
}

/** Keeps a figure whole and left-to-right inside text that runs the other way. */
function isolate(lang: Lang, text: string): string {
  return directionOf(lang) === 'rtl' ? `\u2066${text}\u2069` : text
}

/**
 * Each item in its own direction: two Latin words in a line of Arabic would change places. The list as a whole is in the
 * reader's, which is said: what stands around it may judge by its first letter, and sees none but in the items.
 */
export function listText(lang: Lang, words: string[]): string {
  const isMirrored = directionOf(lang) === 'rtl'
  const list = words
    .map((word) => (isMirrored ? `\u2068${word}\u2069` : word))
    .join(localeText(lang, 'locale-list-between'))
  return isMirrored && words.length > 1 ? `\u2067${list}\u2069` : list
}

export const percentSign = (lang: Lang): string => localeText(lang, 'locale-percent', { number: '' })

export function percent(lang: Lang, share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '–'
  const value = share * 100
  if (value > 0 && value < 0.05) return isolate(lang, `<\u202f${number(lang, 0.1, 1)}${percentSign(lang)}`)
  const shown = value < 100 && value >= 99.95 ? 99.9 : value
  return isolate(lang, `${number(lang, shown, 1)}${percentSign(lang)}`)
}

/** A break of a class: no decimals, unless it has one. */
export function percentBreak(lang: Lang, share: number): string {
  const tenths = Math.round(share * 1000)
  return number(lang, tenths / 10, tenths % 10 === 0 ? 0 : 1)
}

/** A change between two shares, in percentage points, always signed. */
export function points(lang: Lang, change: number): string {
  const rounded = Math.round(change * 1000) / 10
  const sign = rounded > 0 ? '+' : rounded < 0 ? MINUS : '±'
  return localeText(lang, 'locale-points', { number: isolate(lang, `${sign}${number(lang, Math.abs(rounded), 1)}`) })
}

/** A break between classes of change: whole points, signed. */
export function signedPoints(lang: Lang, change: number): string {
  const rounded = Math.round(change * 100)
  return isolate(lang, `${rounded > 0 ? '+' : rounded < 0 ? MINUS : '±'}${number(lang, Math.abs(rounded), 0)}`)
}

/** The number that `quantity` writes. */
export const roundedQuantity = (denominator: string, value: number): number =>
  denominator !== 'area'
    ? roundedPeople(value)
    : Math.abs(value) < 100
      ? Math.round(value * 10) / 10
      : Math.round(value)

/** A change of people, households or km², always signed; what is too little to be written is not 0. */
export function signedQuantity(lang: Lang, denominator: string, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  const size = Math.abs(value)
  const isArea = denominator === 'area'
  const digits = isArea && size < 100 ? 1 : 0
  const sign = value > 0 ? '+' : value < 0 ? MINUS : '±'
  const shown = roundedQuantity(denominator, size)
  const little = size > 0 && shown === 0
  const least = isArea ? 0.1 : 1
  const text = isolate(lang, `${sign}${little ? '<\u202f' : ''}${number(lang, little ? least : shown, digits)}`)
  return isArea ? localeText(lang, 'locale-area', { number: text }) : text
}

/** People and households: to the hundred above 10,000, whole below. */
export function people(lang: Lang, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  return isolate(lang, number(lang, roundedPeople(value), 0))
}

/** The number that `people` writes, for sentences that choose a plural form by it. */
export const roundedPeople = (value: number): number =>
  Math.abs(value) > 10_000 ? Math.round(value / 100) * 100 : Math.round(value)

/** The exact number, for hover and tables that ask for it. */
export function exact(lang: Lang, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  const digits = Number.isInteger(value) ? 0 : 1
  return isolate(lang, number(lang, value, digits))
}

export function squareKilometres(lang: Lang, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  return localeText(lang, 'locale-area', { number: isolate(lang, number(lang, value, value < 100 ? 1 : 0)) })
}

/** A length: to the kilometre, or to the tenth where there is little of it. */
export function kilometres(lang: Lang, value: number): string {
  const digits = value > 0 && value < 10 ? 1 : 0
  return localeText(lang, 'locale-length', { number: isolate(lang, number(lang, value, digits)) })
}

/** A round length in metres, in the unit that is said of it: 500 m, 2 km. */
export const roundLength = (lang: Lang, metres: number): string =>
  localeText(lang, metres < 1000 ? 'locale-metres' : 'locale-length', {
    number: isolate(lang, number(lang, metres < 1000 ? metres : metres / 1000, 0)),
  })

/** People, households or km², as the denominator has it. */
export function quantity(lang: Lang, denominator: string, value: number | null | undefined): string {
  return denominator === 'area' ? squareKilometres(lang, value) : people(lang, value)
}

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A file's size as a reader says it: 12,4 Mo, 12.4 MB. */
export function fileSize(lang: Lang, bytes: number): string {
  const power = Math.min(BYTES.length - 1, bytes >= 1 ? Math.floor(Math.log10(bytes) / 3) : 0)
  const shown = bytes / 1000 ** power
  const style = {
    style: 'unit',
    unit: BYTES[power],
    unitDisplay: 'short',
    maximumFractionDigits: power > 0 && shown < 100 ? 1 : 0,
  } as const
  return isolate(lang, tidy(lang, new Intl.NumberFormat(localeOf(lang), style).format(shown)))
}

export function civilDate(lang: Lang, date: string, style: 'long' | 'short' = 'long'): string {
  const [year, month, day] = date.split('-').map(Number)
  if (!year || !month || !day) return date
  // A whole date as the server writes it in its sentences; an abbreviated one is Intl's.
  if (style === 'long')
    return localeText(lang, 'locale-date', {
      day,
      month: localeText(lang, 'locale-month', { month }),
      year: String(year),
    })
  return new Intl.DateTimeFormat(localeOf(lang), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(Date.UTC(year, month - 1, day)),
  )
}

/** A number of days in words, "151 days": in the direction of the text, since its unit is a word of it. */
export const days = (lang: Lang, count: number): string =>
  tidy(lang, new Intl.NumberFormat(localeOf(lang), { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(count))

/** An instant, to the minute, in UTC so that two readers of one link see the same words. */
export function instant(lang: Lang, rfc3339: string): string {
  const when = new Date(rfc3339)
  if (Number.isNaN(when.getTime())) return rfc3339
  return new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(
    when,
  )
}

let languages: readonly Lang[] = []

/** The country's languages, best first: names and texts that are not there in the reader's come from these. */
export function knowLanguages(of: readonly Lang[]): void {
  languages = of
  preferLanguages(of)
}

/** The languages that names are looked for in. */
export const namesIn = (): readonly Lang[] => languages

/** The name in a language, else in the best one of the country that it is known in, else in any. */
export function nameOf(lang: Lang, names: Names | null | undefined): string {
  if (!names) return ''
  const best = [lang, ...languages].find((one) => names[one])
  return (best === undefined ? Object.values(names)[0] : names[best]) ?? ''
}

/** The name in a language of the country that is written the other way, to stand beside the first; null where there is none. */
export function otherName(lang: Lang, names: Names): { lang: Lang; name: string } | null {
  const other = languages.find((one) => directionOf(one) !== directionOf(lang))
  const name = other === undefined ? undefined : names[other]
  return other === undefined || !name ? null : { lang: other, name }
}

export function coordinates(lang: Lang, lon: number, lat: number): string {
  const number4 = (value: number) => number(directionOf(lang) === 'rtl' ? SOURCE : lang, Math.abs(value), 4)
  const degrees = (value: number, of: 'north' | 'south' | 'east' | 'west') =>
    `${isolate(lang, `${number4(value)}°`)} ${localeText(lang, `locale-${of}`)}`
  return listText(lang, [degrees(lat, lat >= 0 ? 'north' : 'south'), degrees(lon, lon >= 0 ? 'east' : 'west')])
}

/** A speed as tests have it: to the tenth below a hundred. */
export const megabits = (lang: Lang, speed: number, unit = true): string =>
  isolate(lang, `${number(lang, speed, speed < 100 ? 1 : 0)}${unit ? '\u00a0Mbit/s' : ''}`)

/** An interval of shares or of speeds, short: "93,4–93,8 %". */
export function interval(lang: Lang, low: number, high: number, of: 'share' | 'speed'): string {
  const times = of === 'share' ? 100 : 1
  const digits = of === 'speed' && high >= 100 ? 0 : 1
  return isolate(
    lang,
    `${number(lang, low * times, digits)}–${number(lang, high * times, digits)}${of === 'share' ? percentSign(lang) : ''}`,
  )
}

/** "5/1 Mbit/s": a tier as its definition has it. */
export const tierText = (lang: Lang, mindown: number, minup: number): string =>
  isolate(lang, `${mindown}/${minup} Mbit/s`)
