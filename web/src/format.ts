/**
 * Numbers, dates and names as a reader of each language expects them: narrow spaces in French,
 * Latin digits in Moroccan Arabic, a true minus, and no rounding that would lie (99.97 % is not
 * "100.0 %", 3 people are not "0.0 %").
 */
import type { Lang, Names } from './api'
import { localeOf, localeText } from './i18n/fluent'

const MINUS = '\u2212'

function number(lang: Lang, value: number, digits: number): string {
  const text = new Intl.NumberFormat(localeOf(lang), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
  return tidy(lang, text)
}

/** One narrow no-break space wherever French has a space; no invisible marks; a true minus. */
function tidy(lang: Lang, text: string): string {
  const plain = text.replace(/[\u200e\u200f\u061c]/g, '').replace(/-/g, MINUS)
  return lang === 'fr' ? plain.replace(/[\u00a0\u202f ]/g, '\u202f') : plain
}

/** Keeps a figure whole and left-to-right inside Arabic text. */
function isolate(lang: Lang, text: string): string {
  return lang === 'ar' ? `\u2066${text}\u2069` : text
}

export const listText = (lang: Lang, words: string[]): string => words.join(localeText(lang, 'locale-list-between'))

export const percentSign = (lang: Lang): string => localeText(lang, 'locale-percent', { number: '' })

export function percent(lang: Lang, share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '–'
  const value = share * 100
  if (value > 0 && value < 0.05) return isolate(lang, `<\u202f${number(lang, 0.1, 1)}${percentSign(lang)}`)
  const shown = value < 100 && value >= 99.95 ? 99.9 : value
  return isolate(lang, `${number(lang, shown, 1)}${percentSign(lang)}`)
}

/** A break of a class: no decimals. */
export const percentBreak = (lang: Lang, share: number): string => number(lang, Math.round(share * 100), 0)

/** A change between two shares, in percentage points, always signed. */
export function points(lang: Lang, change: number): string {
  const rounded = Math.round(change * 1000) / 10
  const sign = rounded > 0 ? '+' : rounded < 0 ? MINUS : '±'
  const unit = { fr: '\u202fpt', en: ' pt', ar: ' ن.م' }[lang]
  return isolate(lang, `${sign}${number(lang, Math.abs(rounded), 1)}`) + unit
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
  const unit = lang === 'ar' ? 'كم²' : 'km²'
  return `${isolate(lang, number(lang, value, value < 100 ? 1 : 0))}\u202f${unit}`
}

/** A length: to the kilometre, or to the tenth where there is little of it. */
export function kilometres(lang: Lang, value: number): string {
  return `${isolate(lang, number(lang, value, value > 0 && value < 10 ? 1 : 0))}\u202f${lang === 'ar' ? 'كم' : 'km'}`
}

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

export const nameOf = (lang: Lang, names: Names | null | undefined): string => names?.[lang] || names?.['fr'] || ''

/** The name in the other script, to stand beside the first. */
export const otherName = (lang: Lang, names: Names): string => names[lang === 'ar' ? 'fr' : 'ar'] ?? ''

export function coordinates(lang: Lang, lon: number, lat: number): string {
  const number4 = (value: number) => number(lang === 'ar' ? 'en' : lang, Math.abs(value), 4)
  const north = { fr: 'N', en: 'N', ar: 'ش' }[lang]
  const south = { fr: 'S', en: 'S', ar: 'ج' }[lang]
  const east = { fr: 'E', en: 'E', ar: 'ق' }[lang]
  const west = { fr: 'O', en: 'W', ar: 'غ' }[lang]
  const latText = `${isolate(lang, `${number4(lat)}°`)} ${lat >= 0 ? north : south}`
  const lonText = `${isolate(lang, `${number4(lon)}°`)} ${lon >= 0 ? east : west}`
  return `${latText}${lang === 'ar' ? '، ' : ', '}${lonText}`
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
