/**
 * Findings in the reader's language. The server says them in English, with the rule's id; here each
 * rule has its sentence, what was expected and the remedy in French and Arabic, with the server's
 * words for a rule that is not known yet.
 */
import type { Lang } from '../api'
import { fillIn } from '../i18n'
import type { Finding } from './client'
import { RULES_IN_ENGLISH } from './rules/en'

export type RuleWords = readonly [text: string, expected: string, mend: string]
export type RuleTable = Readonly<Record<string, RuleWords>>

export interface Said {
  message: string
  expected: string
  mend: string
}

export interface Wording {
  say(finding: Finding): Said
  /** A rule by itself, where it is counted: its sentence without the values. */
  rule(id: string, example: Finding | undefined): string
}

/** Words for what was nothing, for a value left open, and for specific expectations, which the server says in English. */
interface Phrases {
  nothing: string
  theColumn: string
  fields(n: string): string
  longitudeFirst(example: string): string
  levels(n: string, kind: string): string
  oneOf(list: string): string
}

const PHRASES: Record<Exclude<Lang, 'en'>, Phrases> = {
  fr: {
    nothing: 'rien',
    theColumn: 'la colonne',
    fields: (n) => `${n} champs`,
    longitudeFirst: (example) => `la longitude d’abord : ${example}`,
    levels: (n, kind) => `${n} niveaux pour un ${kind}`,
    oneOf: (list) => `l’un de ${list}`,
  },
  ar: {
    nothing: 'لا شيء',
    theColumn: 'العمود',
    fields: (n) => `عدد الحقول ${n}`,
    longitudeFirst: (example) => `خط الطول أولا: ${example}`,
    levels: (n, kind) => `مستويات ${n} في ${kind}`,
    oneOf: (list) => `إحدى القيم ${list}`,
  },
}

export async function loadWording(lang: Lang): Promise<Wording> {
  if (lang === 'fr') return wordingOf((await import('./rules/fr')).RULES_IN_FRENCH, lang)
  if (lang === 'ar') return wordingOf((await import('./rules/ar')).RULES_IN_ARABIC, lang)
  return wordingOf(null, lang)
}

export function wordingOf(table: RuleTable | null, lang: Lang): Wording {
  const phrases = lang === 'en' ? null : PHRASES[lang]
  const say = (finding: Finding): Said => {
    const words = table?.[finding.rule]
    if (!words || !phrases) return { message: finding.message, expected: finding.expected, mend: finding.how_to_mend }
    const general = finding.expected === RULES_IN_ENGLISH[finding.rule]?.[1]
    const expected = general ? words[1] : specific(finding.expected, phrases)
    const value = finding.value === undefined ? phrases.nothing : finding.value === '' ? '""' : finding.value
    const shown = {
      value: isolated(value),
      expected: isolated(expected),
      column: finding.column === undefined ? phrases.theColumn : isolated(finding.column),
    }
    return { message: fillIn(words[0], shown), expected, mend: words[2] }
  }
  const rule = (id: string, example: Finding | undefined): string => {
    const text = (table ?? {})[id]?.[0] ?? RULES_IN_ENGLISH[id]?.[0]
    return text === undefined ? (example?.message ?? id) : fillIn(text, { value: '…', expected: '…', column: '…' })
  }
  return { say, rule }
}

/** A foreign word inside a sentence keeps its own direction. */
const isolated = (text: string): string => `\u2068${text}\u2069`

function specific(expected: string, phrases: Phrases): string {
  const [, fields] = /^(\d+) fields$/.exec(expected) ?? []
  if (fields) return phrases.fields(fields)
  const [, example] = /^longitude first: (.+)$/.exec(expected) ?? []
  if (example) return phrases.longitudeFirst(isolated(example))
  const [, depth, kind] = /^(\d+) levels for an? (\w+)$/.exec(expected) ?? []
  if (depth && kind) return phrases.levels(depth, kind)
  const [, list] = /^one of (.+)$/.exec(expected) ?? []
  return list ? phrases.oneOf(isolated(list)) : expected
}
