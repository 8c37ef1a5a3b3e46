import { describe, expect, it } from 'vitest'
import type { Country, DamagedFiling, Definition, Figure, Item, MeasuredItem } from '../src/api'
import { damageLines, filingsOf, NAMED } from '../src/damage'
import { atLeast, atMost, isCounted, shareText } from '../src/figure'
import { percent } from '../src/format'
import { translator } from '../src/i18n'
import { legendModel } from '../src/legend'
import { lookOf, readingOf, verdictOf, type Show } from '../src/measured'
import { evidenceText } from '../src/panel/measured'
import { gapOf, makeTree, rankOf } from '../src/tree'
import { COUNTRY } from './country'

const LANGS = ['fr', 'ar', 'en'] as const
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '').replace(/[\u202f\u00a0]/g, ' ')
const figure = (state: Figure['state'], share: number | null): Figure => ({
  state,
  share,
  covered: share === null ? null : share * 100,
  total: 100,
})
const filing = (id: string, more: Partial<DamagedFiling> = {}): DamagedFiling => ({
  filing: id,
  operator: 'rif',
  kind: 'mobile-coverage',
  as_of: '2026-06-30',
  ...more,
})
const words = (lang: (typeof LANGS)[number], country: Country = COUNTRY) => ({ lang, t: translator(lang), country })

describe('a share', () => {
  it('that is damaged is a dash with its reason: never 0, never empty, never "no filing"', () => {
    const said = LANGS.map((lang) => plain(shareText(words(lang), figure('damaged', null))))
    expect(said).toEqual(['– déclaration endommagée', '– تصريح تالف', '– damaged filing'])
    for (const lang of LANGS)
      expect(shareText(words(lang), figure('damaged', null))).not.toBe(
        shareText(words(lang), figure('no_filing', null)),
      )
  })

  it('that is a lower bound says so in every language', () => {
    expect(LANGS.map((lang) => plain(shareText(words(lang), figure('lower_bound', 0.412))))).toEqual([
      'au moins 41,2 %',
      '41,2% على الأقل',
      'at least 41.2%',
    ])
  })

  it('that is known stays the number it was', () => {
    for (const lang of LANGS) expect(shareText(words(lang), figure('known', 0.412))).toBe(percent(lang, 0.412))
  })

  it('has nothing that is no number in any state', () => {
    for (const lang of LANGS)
      for (const state of ['known', 'no_filing', 'damaged', 'lower_bound'] as const)
        expect(shareText(words(lang), figure(state, null))).toMatch(/^–/)
  })

  it('counts as one where it is known, or is a bound', () => {
    expect(
      (['known', 'lower_bound', 'damaged', 'no_filing'] as const).map((state) =>
        isCounted(figure(state, state === 'damaged' || state === 'no_filing' ? null : 0)),
      ),
    ).toEqual([true, true, false, false])
  })
})

describe('what follows from a bound', () => {
  it('covered at least, not covered at most', () => {
    expect(atLeast(words('en'), figure('lower_bound', 0.5), '50')).toBe('at least 50')
    expect(atMost(words('fr'), figure('lower_bound', 0.5), '50')).toBe('au plus 50')
    expect(atMost(words('fr'), figure('known', 0.5), '50')).toBe('50')
  })

  it('has a gap and no rank; damaged has neither', () => {
    const item = (code: string, state: Figure['state'], share: number | null): Item => ({
      ...figure(state, share),
      code,
      level: 'region',
      names: { fr: code, ar: code },
      parent: 'XX',
    })
    const tree = makeTree<Item>('XX', [
      [item('1', 'lower_bound', 0.4), item('2', 'lower_bound', 0.8), item('3', 'damaged', null)],
    ])
    expect([gapOf(tree.get('1')!), rankOf(tree, tree.get('1')!)]).toEqual([60, null])
    expect([gapOf(tree.get('3')!), rankOf(tree, tree.get('3')!)]).toEqual([null, null])
  })
})

describe('the legend', () => {
  const definition = {
    scope: 'any',
    technology: '4g',
    operators: ['atlas'],
    operators_without_filing: [],
    operators_damaged: ['rif'],
    sentence: 's',
  } as unknown as Definition
  it('names the operators whose filings are damaged', () => {
    expect(legendModel(definition, COUNTRY, 'fr').damaged).toEqual(['Rif Télécom'])
    expect(legendModel({ ...definition, operators_damaged: undefined } as never, COUNTRY, 'fr').damaged).toEqual([])
  })
})

describe('the band', () => {
  it('names operator, kind and date of each filing, and the months of each source', () => {
    const lines = damageLines(
      words('en'),
      [filing('f1')],
      [{ id: 'drive', damaged: ['2026-05', '2026-06'] }, { id: 'crowd' }],
    )
    expect(lines.map(plain)).toEqual([
      'Rif Télécom, mobile coverage, 30 June 2026',
      'measurements of drive: May 2026, Jun 2026',
    ])
  })

  it('says it in French and Arabic, in their own words', () => {
    expect(plain(damageLines(words('fr'), [filing('f1', { kind: 'fibre-network' })], [])[0]!)).toBe(
      'Rif Télécom, réseau de fibre, 30 juin 2026',
    )
    expect(plain(damageLines(words('ar'), [filing('f1')], [])[0]!)).toContain('تغطية الهاتف المحمول')
  })

  it('is a bounded list, and says how many more there are', () => {
    const many = [...Array(40)].map((_, at) => filing(`f${at}`))
    const lines = damageLines(words('en'), many, [])
    expect([lines.length, lines.at(-1)]).toEqual([NAMED + 1, `and ${40 - NAMED} more`])
    const year = [...Array(12)].map((_, at) => `2025-${String(at + 1).padStart(2, '0')}`)
    expect(damageLines(words('en'), [], [{ id: 'drive', damaged: year }])[0]).toMatch(/and 6 more$/)
  })

  it('names a filing once though two answers do, and keeps an operator it does not know', () => {
    expect(filingsOf([filing('f1')], [filing('f1'), filing('f2')], undefined).map((one) => one.filing)).toEqual([
      'f1',
      'f2',
    ])
    expect(damageLines(words('en'), [filing('f1', { operator: 'new' })], [])[0]).toBe(
      'new, mobile coverage, 30 June 2026',
    )
  })

  it('is not there where nothing is damaged', () => {
    expect(damageLines(words('en'), [], [{ id: 'drive' }, { id: 'crowd', damaged: [] }])).toEqual([])
  })
})

describe('what was measured', () => {
  const tested = (
    operator: string,
    more: Partial<MeasuredItem> & { verdict?: 'confirmed' | 'contradicted' | 'insufficient'; counts?: number | null },
  ): MeasuredItem => {
    const { verdict = 'insufficient', counts = 80, ...item } = more
    return {
      code: '1',
      level: 'province',
      names: { fr: '1', ar: '1' },
      parent: null,
      operator,
      technology: '4g',
      source: 'drive',
      from: '2025-07',
      to: '2026-06',
      tests: 100,
      state: 'measured',
      synthetic: true,
      download: null,
      upload: null,
      latency: null,
      loss: null,
      tiers: [
        {
          tier: '5-1',
          n: 100,
          met: 80,
          share: 0.8,
          low: 0.75,
          high: 0.85,
          claimed: 0.9,
          verdict,
          tests: counts,
          tests_met: counts,
          cells: counts,
          days: counts,
        },
      ],
      ...item,
    }
  }
  const gone = tested('rif', { state: 'damaged', tests: null, counts: null })
  const look = (items: MeasuredItem[], show: Show = 'verdict') => lookOf(readingOf(items, '5-1', show), show).mark

  it('and rests on something damaged has no verdict, and a look of its own', () => {
    expect(verdictOf(gone, '5-1')).toBe('damaged')
    expect(verdictOf(tested('rif', { counts: null }), '5-1')).toBe('damaged')
    expect([look([gone]), look([tested('rif', {})]), look([])]).toEqual(['damaged', 'dots', 'none'])
    expect(look([gone], 'download')).toBe('damaged')
  })

  it('is not spoken for by an operator that is left; a contradiction stands', () => {
    expect(look([tested('atlas', { verdict: 'confirmed' }), gone])).toBe('damaged')
    expect(look([tested('atlas', { verdict: 'contradicted' }), gone])).toBe('contradicted')
  })

  it('says why there are no counts, not a count that is none', () => {
    for (const lang of LANGS)
      expect(evidenceText(words(lang), { tests: null, tests_met: null, cells: null, days: null })).not.toMatch(
        /\d|–|null|NaN/,
      )
  })
})
