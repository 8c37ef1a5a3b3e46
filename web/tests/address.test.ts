import { describe, expect, it } from 'vitest'
import { insteadOf, nearestTerritory, readAddress, territoryFault } from '../src/address'
import { isDate } from '../src/dates'
import { faultText } from '../src/faults'
import { knowLanguages } from '../src/format'
import { translator } from '../src/i18n'
import { readUrl, settle, writeUrl } from '../src/state'
import { makeTree, type Unit } from '../src/tree'
import { COUNTRY } from './country'

const PAGE = 'https://example.org/base/'
const read = (rest: string) => readAddress(new URL(PAGE + rest), COUNTRY)
const faults = (rest: string) => read(rest).faults.map(({ of, value, why }) => `${of} ${value} ${why}`)
const DEFAULT = settle(readUrl(new URL(PAGE)), COUNTRY)

describe('a link', () => {
  it.each([
    ['?technology=9g', 'technology 9g unknown'],
    ['?technology=9g&tier=35-3', 'technology 9g unknown'],
    ['?tier=banana', 'tier banana unknown'],
    ['?technology=5g&tier=5-1', 'tier 5-1 unknown'],
    ['?environment=orbit', 'environment orbit unknown'],
    ['?scope=op:nobody', 'scope op:nobody unknown'],
    ['?scope=most', 'scope most unknown'],
    ['?technology=fibre&scope=op:rif', 'scope op:rif not_offered'],
    ['?denominator=camels', 'denominator camels unknown'],
    ['?as_of=banana', 'as_of banana unreadable'],
    ['?as_of=2026-02-30', 'as_of 2026-02-30 unreadable'],
    ['?as_of=20260630', 'as_of 20260630 unreadable'],
    ['?as_of=2031-01-01', 'as_of 2031-01-01 ahead'],
    ['?as_of=2026-07-01', 'as_of 2026-07-01 ahead'],
    ['?known_at=yesterday', 'known_at yesterday unreadable'],
    ['?known_at=2026-13-01T00:00:00Z', 'known_at 2026-13-01T00:00:00Z unreadable'],
    ['?known_at=2031-01-01T00:00:00Z', 'known_at 2031-01-01T00:00:00Z ahead'],
    ['?against=banana', 'against banana unknown'],
    ['?against=2026-02-30', 'against 2026-02-30 unknown'],
    ['?against=op:nobody', 'against op:nobody unknown'],
    ['?technology=fibre&against=op:rif', 'against op:rif not_offered'],
    ['?against=any', 'against any not_before'],
    ['?against=2026-06-30', 'against 2026-06-30 not_before'],
    ['?against=2031-01-01', 'against 2031-01-01 not_before'],
    ['?today=soon', 'today soon unreadable'],
    ['?point=a,b', 'point a,b unreadable'],
    ['?point=200,10', 'point 200,10 unreadable'],
    ['?show=moon', 'show moon unknown'],
    ['?by=galaxy', 'by galaxy unknown'],
    ['?lang=tlh', 'lang tlh unknown'],
    ['#map=99/30/-6', 'map 99/30/-6 unreadable'],
    ['#map=five/30/-6', 'map five/30/-6 unreadable'],
    ['#map=%F0', 'map %F0 unreadable'],
  ])('%s', (rest, fault) => {
    expect(faults(rest)).toEqual([fault])
    // What is shown is a question that the server knows, and the good link to it has nothing at fault.
    const { selection } = read(rest)
    expect(readAddress(writeUrl(selection, new URL(PAGE)), COUNTRY)).toEqual({ selection, faults: [] })
    expect(settle(selection, COUNTRY).asOf).toBe('2026-06-30')
  })

  it.each([
    [''],
    ['?technology=5g&tier=35-3&environment=vehicle&scope=op:rif&denominator=area&as_of=2025-12-31'],
    ['?as_of=2023-01-01'],
    ['?known_at=2026-01-15T08:30:00Z&today=2026-11-28'],
    ['?known_at=2026-11-28T23:59:59.123456%2B01:00'],
    ['?against=2025-06-30'],
    ['?against=2025-07-14'],
    ['?scope=op:rif&against=op:atlas'],
    ['?scope=op:rif&against=any'],
    ['?technology=fibre&environment=vehicle'],
    ['?point=-7.5,33.5&measured=1&show=download&by=commune&lang=ar#map=8.25/32.1/-6.5'],
    ['?utm_source=letter#elsewhere'],
  ])('says nothing of %s', (rest) => {
    expect(faults(rest)).toEqual([])
    expect(read(rest).selection).toEqual(readUrl(new URL(PAGE + rest)))
  })

  it('says each thing that is wrong, and keeps what is right', () => {
    const { selection, faults: all } = read('?technology=9g&scope=op:rif&as_of=banana&territory=08&point=-5,30')
    expect(all.map((one) => one.of)).toEqual(['technology', 'as_of'])
    expect([selection.scope, selection.territory, selection.point]).toEqual(['op:rif', '08', [-5, 30]])
    expect(settle(selection, COUNTRY)).toEqual({ ...DEFAULT, scope: 'op:rif' })
  })

  it('cuts what is long', () => expect(read(`?technology=${'x'.repeat(500)}`).faults[0]?.value.length).toBe(41))
})

it('knows the days of the calendar', () => {
  expect(['2024-02-29', '2026-12-31'].map(isDate)).toEqual([true, true])
  expect(['2026-02-29', '2026-00-10', '2026-1-1', '', 'banana', '2026-06-30T00:00:00Z'].some(isDate)).toBe(false)
})

describe('a territory that is not there', () => {
  const unit = (code: string): Unit => ({ code, level: 'region', names: { fr: code }, parent: null })
  const places = makeTree('XX', [['XX', '08', '08.587', '1', '1.2'].map(unit)])

  it('is left for what contains it, as its code tells', () => {
    expect(nearestTerritory('08.587.99', places)).toBe('08.587')
    expect(nearestTerritory('08.999.01', places)).toBe('08')
    expect(nearestTerritory('1.2.9', places)).toBe('1.2')
  })

  it('is the country where its code tells nothing', () => {
    for (const code of ['99', '0812', '', 'banana', 'XX.1']) expect(nearestTerritory(code, places)).toBeNull()
  })
})

describe('what is said of it', () => {
  const places = makeTree<Unit>('XX', [[{ code: 'XX', level: 'country', names: { fr: 'Pays' }, parent: null }]])
  const said = (lang: string, rest: string) => {
    knowLanguages(COUNTRY.languages)
    const { selection, faults: all } = read(rest)
    const about = { lang, t: translator(lang), country: COUNTRY, selection, places }
    return all.map((one) => faultText(about, one).replace(/[\u2066-\u2069]/g, ''))
  }

  it('is what is wrong, and what stands in its place', () => {
    expect(said('fr', '?technology=9g')).toEqual([
      'Technologie : « 9g » n’existe pas dans ces données. Montré à la place : 4G, 5/1 Mbit/s.',
    ])
    expect(said('en', '?as_of=2031-01-01')).toEqual([
      'As filed for 1 January 2031: no filing reaches that far yet. Shown instead: 30 June 2026.',
    ])
    expect(said('en', '#map=99/1/1')).toEqual(['View of the map: “99/1/1” cannot be read. Left out.'])
    expect(said('ar', '?scope=op:nobody')[0]).toContain('متعهد واحد على الأقل')
  })

  it('names the territory', () => {
    const { selection } = read('')
    const about = { lang: 'fr', t: translator('fr'), country: COUNTRY, selection, places }
    expect(faultText(about, territoryFault('99.99'))).toBe(
      'Territoire : « 99.99 » n’existe pas dans ces données. Montré à la place : Pays.',
    )
    expect(insteadOf(territoryFault('99'), selection, COUNTRY)).toEqual({ territory: 'XX' })
  })
})
