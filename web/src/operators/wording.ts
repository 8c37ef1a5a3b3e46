/**
 * Findings in the reader's language, from the same rules as the server's (`data/messages`, a `rules.ftl` for each language): what is
 * the matter, what was expected, the remedy. A rule that is not known here keeps the server's words.
 */
import type { Lang } from '../api'
import { byLanguage, sayer, SOURCE, spokenOf, type Say } from '../i18n/fluent'
import type { Finding } from './client'

export interface Said {
  message: string
  expected: string
  remedy: string
}

export interface Wording {
  say(finding: Finding): Said
  /** A rule by itself, where it is counted: its sentence without the values. */
  rule(id: string, example: Finding | undefined): string
}

/** The language that reports are recorded in. */
const RECORDED: Lang = SOURCE
const RULES = import.meta.glob<string>('../../../data/messages/*/rules.ftl', { query: '?raw', import: 'default' })
const REPORTS = byLanguage(
  import.meta.glob<string>('../../../data/messages/*/reports.ftl', { query: '?raw', import: 'default', eager: true }),
)

/** What a finding may have expected more exactly than its rule, by the arguments it has. */
const EXPECTATIONS = {
  'finding-expected-fields': ['n'],
  'finding-expected-longitude-first': ['example'],
  'finding-expected-levels': ['n', 'kind'],
  'finding-expected-at-least': ['least'],
  'finding-expected-one-of': ['list'],
  'finding-expected-object': [],
  'finding-expected-positions': ['n'],
  'finding-expected-values': ['n'],
  'finding-expected-degrees': ['n'],
} as const
type Expectation = keyof typeof EXPECTATIONS

export async function loadWording(lang: Lang): Promise<Wording> {
  const text = async (of: Lang) => (await RULES[`../../../data/messages/${spokenOf(of)}/rules.ftl`]?.()) ?? ''
  const [own, recorded] = await Promise.all([text(lang), text(RECORDED)])
  return wordingOf(lang, own, recorded)
}

export function wordingOf(lang: Lang, own: string, recorded: string): Wording {
  const words = sayer<string>(lang, own, REPORTS[spokenOf(lang)])
  const source = sayer<string>(RECORDED, recorded, REPORTS[RECORDED])
  const knows = (id: string): boolean => words(id) !== id
  const say = (finding: Finding): Said => {
    const id = keyOf(finding.rule)
    if (!knows(id)) return { message: finding.message, expected: finding.expected, remedy: finding.remedy }
    const general = finding.expected === source(`${id}.expected`)
    const expected = general ? words(`${id}.expected`) : specific(finding.expected, source, words)
    const value = finding.value === undefined ? words('finding-nothing') : finding.value === '' ? '""' : finding.value
    const column = finding.column === undefined ? words('finding-the-column') : isolated(finding.column)
    return {
      message: words(id, { value: isolated(value), expected: isolated(expected), column }),
      expected,
      remedy: words(`${id}.remedy`),
    }
  }
  const rule = (id: string, example: Finding | undefined): string =>
    knows(keyOf(id)) ? words(keyOf(id), { value: '…', expected: '…', column: '…' }) : (example?.message ?? id)
  return { say, rule }
}

const keyOf = (rule: string): string => `rule-${rule.replace(/[._]/g, '-')}`

/** A foreign word inside a sentence keeps its own direction. */
const isolated = (text: string): string => `\u2068${text}\u2069`

/** What was expected, told again in another language: the recorded words are one of a few sentences, or a list as it is. */
function specific(expected: string, source: Say<string>, words: Say<string>): string {
  for (const id of Object.keys(EXPECTATIONS) as Expectation[]) {
    const names: readonly string[] = EXPECTATIONS[id]
    const holes = Object.fromEntries(names.map((name, at) => [name, String.fromCharCode(0xe001 + at)]))
    const pattern = source(id, holes)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/[\ue001-\ue009]/g, '(.+)')
    const found = new RegExp(`^${pattern}$`, 'su').exec(expected)
    if (found) return words(id, Object.fromEntries(names.map((name, at) => [name, valueOf(found[at + 1] ?? '')])))
    if (names[0] === 'n' && names.length === 1 && source(id, { n: 1 }) === expected) return words(id, { n: 1 })
  }
  return expected
}

const valueOf = (text: string): string | number =>
  /^\d{1,3}(,\d{3})+$|^\d+$/.test(text) ? Number(text.replaceAll(',', '')) : isolated(text)
