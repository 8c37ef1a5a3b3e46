import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../src/operators/client'
import { RULES_IN_ARABIC } from '../src/operators/rules/ar'
import { RULES_IN_ENGLISH } from '../src/operators/rules/en'
import { RULES_IN_FRENCH } from '../src/operators/rules/fr'
import { loadWording, wordingOf } from '../src/operators/wording'

/** The rows of the server's catalogue, read from its source. */
function catalogue(): Map<string, { text: string; expected: string }> {
  const source = readFileSync(new URL('../../src/intake/rules.rs', import.meta.url), 'utf8')
  const text = /"((?:[^"\\]|\\.)*)"/.source
  const row = new RegExp(`^ {4}\\w+, "([^"]+)", \\w+,\\s*${text},\\s*${text},\\s*${text};`, 'gm')
  const plain = (quoted: string) =>
    quoted
      .replace(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
      .replace(/\\(["\\])/g, '$1')
  return new Map(
    [...source.matchAll(row)].map(([, id, said, expected]) => [
      id!,
      { text: plain(said!), expected: plain(expected!) },
    ]),
  )
}

const rules = catalogue()
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(value|expected|column)\}/g)].map((one) => one[1] ?? ''))].sort()

it('reads every rule of the catalogue', () => {
  const source = readFileSync(new URL('../../src/intake/rules.rs', import.meta.url), 'utf8')
  expect(rules.size).toBe([...source.matchAll(/^ {4}\w+, "[a-zA-Z0-9._:-]+", (Error|Warning|Repair|Info),/gm)].length)
  expect(rules.size).toBeGreaterThan(80)
})

it('has the server’s English, word for word', () => {
  expect(Object.fromEntries(Object.entries(RULES_IN_ENGLISH))).toEqual(
    Object.fromEntries([...rules].map(([id, rule]) => [id, [rule.text, rule.expected]])),
  )
})

describe.each([
  ['French', RULES_IN_FRENCH],
  ['Arabic', RULES_IN_ARABIC],
] as const)('rules in %s', (language, table) => {
  it('has every rule and no other', () => {
    expect(Object.keys(table).sort()).toEqual([...rules.keys()].sort())
  })

  it('keeps the placeholders of the English', () => {
    for (const [id, [text]] of Object.entries(table))
      expect(placeholders(text), id).toEqual(placeholders(rules.get(id)?.text ?? ''))
  })

  it('says something everywhere', () => {
    for (const [id, words] of Object.entries(table)) for (const one of words) expect(one.trim(), id).not.toBe('')
    if (language === 'Arabic')
      for (const [id, [text, , mend]] of Object.entries(table))
        expect(/[\u0600-\u06ff]/.test(text) && /[\u0600-\u06ff]/.test(mend), id).toBe(true)
  })
})

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'cell.invalid',
  severity: 'error',
  expected: 'an H3 index as 15 hexadecimal digits',
  message: 'm',
  how_to_mend: 'h',
  ...more,
})

it('says a finding in the reader’s language, its value in its own direction', async () => {
  const [fr, ar, en] = await Promise.all([loadWording('fr'), loadWording('ar'), loadWording('en')])
  const one = finding({ value: '8.9E+14' })
  expect(fr.say(one)).toEqual({
    message: '\u20688.9E+14\u2069 n’est pas une cellule H3',
    expected: 'un index H3 de 15 chiffres hexadécimaux',
    mend: 'écrivez l’index comme du texte : les tableurs en font un nombre',
  })
  expect(ar.say(one).message).toContain('خلية H3')
  expect(en.say(one)).toEqual({ message: 'm', expected: one.expected, mend: 'h' })
})

it('keeps what the server expected more exactly than the rule', async () => {
  const fr = await loadWording('fr')
  expect(fr.say(finding({ rule: 'csv.row.length', value: '4', expected: '6 fields' })).expected).toBe('6 champs')
  expect(fr.say(finding({ rule: 'csv.header.missing', value: 'x', expected: 'h3_res9_id,technology' })).expected).toBe(
    'h3_res9_id,technology',
  )
})

it('falls back on the server’s words for a rule it does not know', () => {
  const fr = wordingOf({}, 'fr')
  const one = finding({ rule: 'new.rule', message: 'something new' })
  expect(fr.say(one).message).toBe('something new')
  expect(fr.rule('new.rule', one)).toBe('something new')
})

it('names a rule without the values of one finding', async () => {
  const en = await loadWording('en')
  expect(en.rule('cell.invalid', undefined)).toBe('… is no H3 cell')
})
