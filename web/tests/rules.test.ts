import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Finding } from '../src/operators/client'
import { loadWording, wordingOf } from '../src/operators/wording'

const rules = (lang: string) => readFileSync(new URL(`../../data/messages/${lang}/rules.ftl`, import.meta.url), 'utf8')

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'cell.invalid',
  severity: 'error',
  expected: 'an H3 index as 15 hexadecimal digits',
  message: 'm',
  remedy: 'h',
  ...more,
})

it('says a finding in the reader’s language, its value in its own direction', async () => {
  const [fr, ar, en] = await Promise.all([loadWording('fr'), loadWording('ar'), loadWording('en')])
  const one = finding({ value: '8.9E+14' })
  expect(fr.say(one)).toEqual({
    message: '\u20688.9E+14\u2069 n’est pas une cellule H3',
    expected: 'un index H3 de 15 chiffres hexadécimaux',
    remedy: 'écrivez l’index comme du texte : les tableurs en font un nombre',
  })
  expect(ar.say(one).message).toContain('خلية H3')
  expect(en.say(one)).toEqual({
    message: '\u20688.9E+14\u2069 is no H3 cell',
    expected: one.expected,
    remedy: 'write the index as text: spreadsheets turn it into a number',
  })
})

it('knows every rule that a report may name', () => {
  for (const lang of ['fr', 'ar', 'en'] as const) {
    const words = wordingOf(lang, rules(lang), rules('en'))
    for (const [, id] of rules('en').matchAll(/^rule-([a-z0-9-]+) =/gm))
      expect(words.rule(id ?? '', undefined), id).not.toBe(id)
  }
})

it('keeps what the server expected more exactly than the rule', async () => {
  const [fr, ar] = await Promise.all([loadWording('fr'), loadWording('ar')])
  const said = (expected: string) => fr.say(finding({ rule: 'csv.row.length', value: '4', expected })).expected
  expect(['6 fields', '1 field', '1 fields', '5,000,000 values', 'at least 5/1', 'an object'].map(said)).toEqual([
    '6 champs',
    '1 champ',
    '1 champ',
    '5\u202f000\u202f000 valeurs',
    'au moins \u20685/1\u2069',
    'un objet',
  ])
  expect(ar.say(finding({ expected: '3 levels for a Polygon' })).expected).toMatch(/3.*Polygon/)
  expect(fr.say(finding({ rule: 'csv.header.missing', value: 'x', expected: 'h3_res9_id,technology' })).expected).toBe(
    'h3_res9_id,technology',
  )
})

it('falls back on the server’s words for a rule it does not know', () => {
  const fr = wordingOf('fr', '', '')
  const one = finding({ rule: 'new.rule', message: 'something new' })
  expect(fr.say(one).message).toBe('something new')
  expect(fr.rule('new.rule', one)).toBe('something new')
})

it('names a rule without the values of one finding', async () => {
  const en = await loadWording('en')
  expect(en.rule('cell.invalid', undefined)).toBe('… is no H3 cell')
})
