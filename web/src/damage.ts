/** Which filings and which months of measurements are damaged, in words: a short list, and how many more. */
import type { Country, DamagedFiling, Lang, MeasuredSource } from './api'
import { civilDate, listText, nameOf } from './format'
import type { Key, Translate } from './i18n'

/** Lines in full; the rest is a number. */
export const NAMED = 6
/** Months of one source in full. */
const MONTHS = 6

interface Words {
  lang: Lang
  t: Translate
  country: Pick<Country, 'operators'>
}

/** Each filing once, though several answers name it. */
export function filingsOf(...answers: (readonly DamagedFiling[] | undefined)[]): DamagedFiling[] {
  return [...new Map(answers.flatMap((one) => one ?? []).map((one) => [one.filing, one])).values()]
}

export const kindText = (t: Translate, kind: string): string => {
  const known: Record<string, Key> = {
    'mobile-coverage': 'kind-mobile',
    'fibre-availability': 'kind-fibre',
    'fibre-network': 'kind-network',
  }
  const key = known[kind]
  return key ? t(key) : kind
}

/** "Atlas Mobile, mobile coverage, 30 June 2026". */
export function filingText({ lang, t, country }: Words, { operator, kind, as_of }: DamagedFiling): string {
  const name = nameOf(lang, country.operators.find((one) => one.id === operator)?.names) || operator
  return t('damage-filing', { operator: name, kind: kindText(t, kind), date: civilDate(lang, as_of) })
}

function monthsText({ lang, t }: Words, { id, damaged = [] }: Pick<MeasuredSource, 'id' | 'damaged'>): string {
  const named = damaged.slice(0, MONTHS).map((month) => civilDate(lang, `${month}-01`, 'short'))
  const rest = damaged.length - named.length
  const months = listText(lang, [...named, ...(rest > 0 ? [t('damage-more', { n: rest })] : [])])
  return t('damage-source', { source: `\u2068${id}\u2069`, months })
}

/** What is damaged, a line each; none where nothing is. */
export function damageLines(
  words: Words,
  filings: readonly DamagedFiling[],
  sources: readonly Pick<MeasuredSource, 'id' | 'damaged'>[],
): string[] {
  const months = sources.filter((one) => (one.damaged ?? []).length > 0)
  const lines = [...filings.map((one) => filingText(words, one)), ...months.map((one) => monthsText(words, one))]
  const rest = lines.length - NAMED
  return rest > 0 ? [...lines.slice(0, NAMED), words.t('damage-more', { n: rest })] : lines
}
