import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { keys } from '../dev/keys.mjs'
import { directionOf, translator } from '../src/i18n'
import { LANGUAGES, localeOf, localeText, preferLanguages, spokenOf } from '../src/i18n/fluent'
import { civilDate } from '../src/format'

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

it('has the keys of the files', () => {
  expect(text('../src/i18n/keys.ts')).toBe(keys())
})

it('has the languages that have a folder', () => {
  expect([...LANGUAGES].sort()).toEqual(
    readdirSync(new URL('../../data/messages', import.meta.url), { withFileTypes: true })
      .filter((one) => one.isDirectory())
      .map((one) => one.name)
      .sort(),
  )
})

describe.each(LANGUAGES)('the locale of %s, held against ICU', (lang) => {
  const intl = localeOf(lang)

  it('has its marks', () => {
    const parts = new Intl.NumberFormat(intl).formatToParts(1234567.5)
    expect(localeText(lang, 'locale-decimal')).toBe(parts.find((one) => one.type === 'decimal')?.value)
    expect(localeText(lang, 'locale-group')).toBe(parts.find((one) => one.type === 'group')?.value)
  })

  it('writes per cent as it does, without its invisible marks', () => {
    const percent = new Intl.NumberFormat(intl, { style: 'percent', maximumFractionDigits: 1 })
      .format(0.125)
      .replace(/[\u200e\u200f]/g, '')
      .replace('\u00a0', '\u202f')
    expect(localeText(lang, 'locale-percent', { number: new Intl.NumberFormat(intl).format(12.5) })).toBe(percent)
  })

  it('has its months and its order of a date', () => {
    const long = new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' })
    for (let month = 1; month <= 12; month += 1) {
      const date = `2026-${String(month).padStart(2, '0')}-17`
      expect(civilDate(lang, date)).toBe(long.format(new Date(date)))
    }
  })
})

it('writes the first of a month as the language does', () => {
  expect([civilDate('fr', '2026-06-01'), civilDate('en', '2026-06-01'), civilDate('ar', '2026-06-01')]).toEqual([
    '1er juin 2026',
    '1 June 2026',
    '1 يونيو 2026',
  ])
})

it('chooses the plural form and writes the number', () => {
  const said = (lang: 'fr' | 'ar' | 'en', n: number) =>
    translator(lang)('search-count', { n }).replace(/[\u2068\u2069]/g, '')
  expect([said('en', 1), said('en', 2), said('fr', 0), said('fr', 1), said('fr', 1200)]).toEqual([
    '1 result',
    '2 results',
    '0 résultat',
    '1 résultat',
    '1\u202f200 résultats',
  ])
  const gap = (n: number) =>
    translator('ar')('targets-gap-households', { n, goal: '100%' }).replace(/[\u2068\u2069]/g, '')
  expect([1, 2, 3, 11, 100].map(gap)).toEqual([
    'تنقص أسرة واحدة لبلوغ 100%',
    'تنقص أسرتان لبلوغ 100%',
    'تنقص 3 أسر لبلوغ 100%',
    'تنقص 11 أسرة لبلوغ 100%',
    'تنقص 100 أسرة لبلوغ 100%',
  ])
})

it('tells what has no texts in the first language of the country that has some', () => {
  preferLanguages(['es', 'fr'])
  expect([spokenOf('es'), spokenOf('ar'), translator('es')('table-level')]).toEqual(['fr', 'ar', 'Niveau'])
  preferLanguages(['es'])
  expect([spokenOf('es'), civilDate('es', '2026-06-01')]).toEqual(['en', '1 June 2026'])
})

it('leaves a value that is not given to be seen', () => {
  expect(translator('en')('panel-rank', { rank: 7, of: 12 })).toBe('rank 7 of 12')
  expect(translator('fr')('panel-rank', { rank: 7 })).toBe('rang 7 sur {$of}')
})

it('writes Arabic from right to left, and what is put in in its own direction', () => {
  expect(['fr', 'ar', 'en'].map(directionOf)).toEqual(['ltr', 'rtl', 'ltr'])
  expect(translator('ar')('scope-one', { name: 'Atlas' })).toContain('\u2068Atlas\u2069')
  expect(translator('fr')('scope-one', { name: 'Atlas' })).not.toContain('\u2068')
})

it('keeps Arabic in Arabic letters', () => {
  const source = text('../../data/messages/ar/map.ftl')
  const latin = [...source.matchAll(/^([a-z][\w-]*) = (.*)$/gm)]
    .filter(([, , said]) => !/[\u0600-\u06ff]/.test(said ?? '') && !said?.includes('->'))
    .map((one) => one[1])
  expect(latin).toEqual(['unit-area', 'table-title'])
})
