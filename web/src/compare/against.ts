/**
 * What the figures are held against, as the link's `against` has it: an earlier date, whose coverage else (a scope), what
 * was known earlier (`known:INSTANT`), or the state that another filing left (`filing:ID`). Pure; which of them can be asked
 * about now is the country's and the question's to say. What was measured is another map, and is not told here.
 */
import { civilDate, instant } from '../format'
import { scopeText, type Words } from '../questions'
import { isDate, isInstant } from '../dates'
import type { Country } from '../api'
import type { Filing } from '../filings/model'
import { scopesOf, settle, technologyOf, type Question, type Selection } from '../state'

/** The other side of a comparison: one thing is named, the rest of the question is the same. */
export type Against =
  | { kind: 'date'; asOf: string }
  | { kind: 'scope'; scope: string }
  | { kind: 'known'; knownAt: string }
  | { kind: 'filing'; filing: string }

const [KNOWN, FILING] = ['known:', 'filing:'] as const
export const againstKnown = (knownAt: string): string => `${KNOWN}${knownAt}`
export const againstFiling = (filing: string): string => `${FILING}${filing}`

/** By its first word, or its form; whether there is such a one is not said. */
export function againstOf(text: string): Against {
  if (text.startsWith(KNOWN)) return { kind: 'known', knownAt: text.slice(KNOWN.length) }
  if (text.startsWith(FILING)) return { kind: 'filing', filing: text.slice(FILING.length) }
  return isDate(text) ? { kind: 'date', asOf: text } : { kind: 'scope', scope: text }
}

/** Whether both sides are to be seen beside each other, with a divider, and not their difference. */
export const isSwiped = ({ against, swipe, measured }: Pick<Selection, 'against' | 'swipe' | 'measured'>): boolean =>
  against !== null && swipe && !measured

/** What a link may hold an answer against, and why not: nothing is compared with itself, nor with what came after it. */
export function faultOf(
  text: string,
  question: Question,
  country: Country,
): 'unknown' | 'not_offered' | 'unreadable' | 'not_before' | null {
  const against = againstOf(text)
  switch (against.kind) {
    case 'date':
      return question.asOf !== null && against.asOf < question.asOf ? null : 'not_before'
    case 'known': {
      const { knownAt } = against
      if (!isDate(knownAt) && !isInstant(knownAt)) return 'unreadable'
      const shown = question.knownAt ?? country.known_at
      return Date.parse(knownAt) < Date.parse(shown) ? null : 'not_before'
    }
    case 'filing':
      // Whether there is such a filing is the server's to say; it is held against others of one operator.
      if (!/^[\w-]{1,64}$/.test(against.filing)) return 'unreadable'
      return question.scope.startsWith('op:') ? null : 'unknown'
    case 'scope':
      if (!country.scopes.includes(against.scope)) return 'unknown'
      if (!scopesOf(country, technologyOf(country, question.technology)).includes(against.scope)) return 'not_offered'
      return against.scope === question.scope ? 'not_before' : null
  }
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

/** A filing among others of its operator: "as filed for 30 June 2025, received on 2 July 2025". */
export const filingText = ({ lang, t }: Pick<Words, 'lang' | 't'>, { as_of, recorded }: Filing): string =>
  t('basis-replaced', { date: civilDate(lang, as_of), recorded: instant(lang, recorded) })

/** "30 June 2025", "Atlas alone", "what was known on 2 July 2025", and a filing by its dates once they are known. */
export function againstText(words: Words, text: string, filings: readonly Filing[] = []): string {
  const { lang, t } = words
  const against = againstOf(text)
  switch (against.kind) {
    case 'date':
      return civilDate(lang, against.asOf)
    case 'scope':
      return scopeText(words, against.scope)
    case 'known': {
      const { knownAt } = against
      return t('compare-known-at', { date: isDate(knownAt) ? civilDate(lang, knownAt) : instant(lang, knownAt) })
    }
    case 'filing': {
      const found = filings.find((one) => one.id === against.filing)
      return found ? filingText(words, found) : t('compare-filing', { id: `\u2068${against.filing}\u2069` })
    }
  }
}

/** The earlier side, as parameters of the API. */
export function askAgainst(text: string): Record<string, string> {
  const against = againstOf(text)
  switch (against.kind) {
    case 'date':
      return { from_as_of: against.asOf }
    case 'scope':
      return { from_scope: against.scope }
    case 'known':
      return { from_known_at: against.knownAt }
    case 'filing':
      return { from_filing: against.filing }
  }
}
