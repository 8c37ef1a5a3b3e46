/**
 * What the figures are held against: an earlier date, or whose coverage else, as the link's `against` has it. Pure;
 * which of them can be asked about now is the country's and the question's to say.
 */
import { civilDate } from '../format'
import { scopeText, type Words } from '../questions'
import { isDate } from '../dates'
import type { Country } from '../api'
import { scopesOf, settle, technologyOf, type Question, type Selection } from '../state'

/** The other side of a comparison: one of the two is named, the rest of the question is the same. */
export type Against = { asOf: string; scope?: undefined } | { scope: string; asOf?: undefined }

/** A date, else a scope; whether there is such a one is not said. */
export const againstOf = (text: string): Against => (isDate(text) ? { asOf: text } : { scope: text })

/** What a link may hold an answer against, and why not: nothing is compared with itself, nor with what came after it. */
export function faultOf(
  text: string,
  question: Question,
  country: Country,
): 'unknown' | 'not_offered' | 'not_before' | null {
  const { asOf, scope } = againstOf(text)
  if (asOf !== undefined) return question.asOf !== null && asOf < question.asOf ? null : 'not_before'
  if (!country.scopes.includes(scope)) return 'unknown'
  if (!scopesOf(country, technologyOf(country, question.technology)).includes(scope)) return 'not_offered'
  return scope === question.scope ? 'not_before' : null
}

/** The selection without a comparison that no longer makes sense with what else was chosen. */
export const comparable = (selection: Selection, country: Country): Selection =>
  selection.against === null || faultOf(selection.against, settle(selection, country), country) === null
    ? selection
    : { ...selection, against: null }

/** What may be chosen: dates filed for before the one shown, latest first, and who else may be counted. */
export function choicesOf(question: Question, country: Country): { dates: string[]; scopes: string[] } {
  return {
    dates: country.dates.filter((one) => question.asOf !== null && one < question.asOf).reverse(),
    scopes: scopesOf(country, technologyOf(country, question.technology)).filter((one) => one !== question.scope),
  }
}

/** "30 June 2025", "Atlas alone". */
export function againstText(words: Words, text: string): string {
  const { asOf, scope } = againstOf(text)
  return asOf === undefined ? scopeText(words, scope) : civilDate(words.lang, asOf)
}

/** The earlier side, as parameters of the API. */
export function askAgainst(text: string): Record<string, string> {
  const { asOf, scope } = againstOf(text)
  return asOf === undefined ? { from_scope: scope } : { from_as_of: asOf }
}
