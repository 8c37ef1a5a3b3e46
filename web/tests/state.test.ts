import { describe, expect, it } from 'vitest'
import { askOf, chooseLang, readUrl, scopesOf, settle, technologyOf, writeUrl, type Selection } from '../src/state'
import { COUNTRY } from './country'

const PAGE = new URL('https://example.org/base/')
const EMPTY = readUrl(PAGE)
const FULL: Selection = {
  technology: '5g',
  tier: '35-3',
  environment: 'vehicle',
  scope: 'op:rif',
  denominator: 'households',
  asOf: '2025-12-31',
  knownAt: '2026-01-15T08:30:00Z',
  against: 'op:atlas',
  swipe: true,
  changed: 'up',
  today: '2026-11-28',
  list: 'schools',
  territory: '05.081.01.03',
  point: [-7.58984, 33.57311],
  routes: true,
  closest: true,
  gap: true,
  measured: true,
  source: 'demo-drive',
  show: 'download',
  by: 'commune',
  only: ['0', '0-50'],
  unit: 'province',
  limits: [50, 80, 99.5],
  lang: 'ar',
  view: { zoom: 8.25, lat: 32.1, lon: -6.5 },
}

describe('the URL', () => {
  it('round-trips a full selection', () => {
    expect(readUrl(writeUrl(FULL, PAGE))).toEqual(FULL)
  })

  it('stays plain when nothing was chosen, and keeps the base path', () => {
    expect(writeUrl(EMPTY, PAGE).href).toBe(PAGE.href)
    expect(writeUrl(FULL, PAGE).href.startsWith('https://example.org/base/?technology=5g&tier=35-3')).toBe(true)
  })

  it('forgets what was there before', () => {
    expect(writeUrl(EMPTY, new URL('https://example.org/base/?technology=5g#map=1/2/3')).href).toBe(PAGE.href)
  })

  it('reads nonsense as nothing', () => {
    const read = readUrl(new URL('https://example.org/?lang=x/y&point=9999,abc&technology=#map=a/b/c'))
    expect([read.lang, read.point, read.technology, read.view]).toEqual([null, null, null, null])
    expect(readUrl(new URL('https://example.org/?point=,')).point).toBeNull()
    expect(readUrl(new URL('https://example.org/#map=5/900/0')).view).toBeNull()
  })
})

describe('settling', () => {
  it('takes the defaults: first filed technology, lowest tier, outdoor, any, its own denominator, latest date', () => {
    expect(settle(EMPTY, COUNTRY)).toEqual({
      technology: '4g',
      tier: '5-1',
      environment: 'outdoor',
      scope: 'any',
      denominator: 'population',
      asOf: '2026-06-30',
      knownAt: null,
    })
  })

  it('asks fixed technologies about households and without an environment', () => {
    const question = settle({ ...EMPTY, technology: 'fibre', environment: 'vehicle' }, COUNTRY)
    expect([question.denominator, question.environment, question.tier]).toEqual(['households', null, '100-20'])
  })

  it('knows no other denominator for fixed technologies', () => {
    expect(settle({ ...EMPTY, technology: 'fibre', denominator: 'area' }, COUNTRY).denominator).toBe('households')
  })

  it('drops what does not exist', () => {
    const question = settle(
      { ...EMPTY, technology: '9g', tier: '1-1', scope: 'op:nobody', denominator: 'camels', environment: 'orbit' },
      COUNTRY,
    )
    expect(question).toEqual(settle(EMPTY, COUNTRY))
  })

  it('leaves out the scope of an operator without the technology', () => {
    expect(scopesOf(COUNTRY, technologyOf(COUNTRY, 'fibre'))).toEqual(['any', 'all', 'min2', 'op:atlas'])
  })

  it('names parameters as the API does', () => {
    expect(Object.keys(askOf(settle(FULL, COUNTRY)))).toEqual([
      'technology',
      'tier',
      'environment',
      'scope',
      'denominator',
      'as_of',
      'known_at',
    ])
  })
})

describe('the language', () => {
  const offered = ['fr', 'ar', 'en']

  it('comes from the URL, then what was kept, then the browser, then the country', () => {
    expect(chooseLang('en', 'ar', ['fr-FR'], offered)).toBe('en')
    expect(chooseLang(null, 'ar', ['fr-FR'], offered)).toBe('ar')
    expect(chooseLang(null, null, ['de-DE', 'en-US'], offered)).toBe('en')
    expect(chooseLang(null, 'zz', ['de'], offered)).toBe('fr')
    expect(chooseLang('fr', null, ['ar'], ['en', 'es'])).toBe('en')
  })
})
