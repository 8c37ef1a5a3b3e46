import { describe, expect, it } from 'vitest'
import type { Item, Level, MeasuredItem, Spread, Target, TargetPath, TargetProgress, Verdict } from '../src/api'
import { interval, megabits } from '../src/format'
import { translator } from '../src/i18n'
import {
  askMeasured,
  communeLooks,
  communesOf,
  itemsAt,
  lookOf,
  readingOf,
  sourceOf,
  speedFill,
  SPEED_CLASSES,
  type Measured,
} from '../src/measured'
import { levelsOf } from '../src/levels'
import { amountText, filedText, promises, sorted, todayText } from '../src/panel/targets'
import { settle, readUrl } from '../src/state'
import { makeTree } from '../src/tree'
import { COUNTRY } from './country'

const names = (text: string) => ({ fr: text, ar: text, en: text })
const spread = (p50: number): Spread => ({
  n: 100,
  mean: p50,
  p5: 1,
  p50,
  p95: p50 * 3,
  p50_low: p50 - 1,
  p50_high: p50 + 1,
})

function tested(
  code: string,
  operator: string,
  verdict: Verdict,
  more: { share?: number | null; speed?: number | null; source?: string; level?: Level } = {},
): MeasuredItem {
  const { share = 0.8, speed = 20, source = 'drive', level = 'province' } = more
  const interval =
    share === null
      ? { met: null, low: null, high: null }
      : { met: Math.round(share * 100), low: share - 0.05, high: share + 0.05 }
  return {
    code,
    level,
    names: names(code),
    parent: null,
    operator,
    technology: '4g',
    source,
    from: '2025-07',
    to: '2026-06',
    tests: 100,
    state: share === null ? 'insufficient' : 'measured',
    download: speed === null ? null : spread(speed),
    upload: null,
    latency: null,
    loss: null,
    synthetic: true,
    tiers: [
      { tier: '5-1', n: 100, share, claimed: 0.9, verdict, tests: 80, tests_met: 70, cells: 12, days: 9, ...interval },
    ],
  }
}

describe('several operators', () => {
  const items = [
    tested('1', 'atlas', 'confirmed', { share: 0.95, speed: 40 }),
    tested('1', 'rif', 'contradicted', { share: 0.4, speed: 60 }),
    tested('1', 'souss', 'insufficient', { share: null, speed: null }),
  ]

  it('are spoken for by the least favourable: a contradiction hides behind nobody', () => {
    expect(readingOf(items, '5-1', 'verdict').item?.operator).toBe('rif')
    expect(readingOf(items, '5-1', 'share').item?.operator).toBe('rif')
    expect(readingOf(items, '5-1', 'download').item?.operator).toBe('atlas')
    expect(readingOf([...items].reverse(), '5-1', 'verdict').item?.operator).toBe('rif')
  })

  it('with too few tests say nothing, and are not the same as no tests', () => {
    expect(readingOf([items[2]!], '5-1', 'verdict').state).toBe('insufficient')
    expect(readingOf([], '5-1', 'verdict')).toEqual({ state: 'none', item: null, tier: null })
    expect(readingOf([items[0]!], '35-3', 'share').state).toBe('insufficient')
  })
})

describe('looks', () => {
  const look = (items: MeasuredItem[], show: 'verdict' | 'share' | 'download' = 'verdict') =>
    lookOf(readingOf(items, '5-1', show), show)

  it('never show two states the same way', () => {
    const all = [
      look([]),
      look([tested('1', 'a', 'insufficient', { share: null })]),
      look([tested('1', 'a', 'confirmed')]),
      look([tested('1', 'a', 'contradicted')]),
    ]
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(4)
    expect(all[3]).toEqual({ fill: 'contradicted-2', mark: 'contradicted' })
    expect(all[2]).toEqual({ fill: 'confirmed-2', mark: '' })
  })

  it('keep a contradiction marked whatever colours the map', () => {
    expect(look([tested('1', 'a', 'contradicted', { share: 0.3 })], 'share')).toEqual({
      fill: 'share-2',
      mark: 'against',
    })
    expect(look([tested('1', 'a', 'contradicted', { speed: 3 })], 'download')).toEqual({
      fill: SPEED_CLASSES[0]?.fill,
      mark: 'against',
    })
  })

  it('put a speed on a break into the class above', () => {
    expect([0, 4.99, 5, 99.9, 100, 2000].map(speedFill)).toEqual(
      [0, 0, 1, 4, 5, 5].map((at) => SPEED_CLASSES[at]?.fill),
    )
  })
})

const item = (code: string, level: Level, parent: string | null): Item => ({
  code,
  level,
  parent,
  names: names(code),
  share: 0.5,
  state: 'known',
  covered: 50,
  total: 100,
})
const tree = makeTree('XX', [
  [item('XX', 'country', null)],
  [item('1', 'region', 'XX'), item('2', 'region', 'XX')],
  [item('1.1', 'province', '1'), item('2.1', 'province', '2')],
  [item('1.1.1', 'commune', '1.1'), item('1.1.2', 'commune', '1.1'), item('2.1.1', 'commune', '2.1')],
])
const measured = (communes: string | null, ...items: MeasuredItem[]): Measured => ({
  definition: {
    sentence: 's',
    from: '2025-07',
    to: '2026-06',
    enough: 30,
    enough_cells: 10,
    enough_days: 5,
    as_of: '2026-06-30',
    known_at: '',
  },
  sources: [
    { id: 'drive', tests: 900, last_at: null, synthetic: true, retired: false },
    { id: 'crowd', tests: 90, last_at: null, synthetic: true, retired: false },
  ],
  communes,
  items: new Map(items.map((one) => [one.code, items.filter((other) => other.code === one.code)])),
})

const levels = levelsOf(COUNTRY)

describe('the measured side', () => {
  it('asks about the communes of one region, of all only where they are wanted, else of none', () => {
    expect([
      communesOf('05', 'province', levels, 'XX'),
      communesOf(null, 'commune', levels, 'XX'),
      communesOf(null, 'province', levels, 'XX'),
    ]).toEqual(['05', 'XX', null])
  })

  it('gives each commune the look of its province', () => {
    const looks = communeLooks(
      measured(null, tested('1.1', 'a', 'contradicted')),
      tree,
      levels,
      'province',
      'drive',
      '5-1',
      'verdict',
    )
    expect([...looks].map(([code, look]) => [code, look?.mark])).toEqual([
      ['1.1.1', 'contradicted'],
      ['1.1.2', 'contradicted'],
      ['2.1.1', 'none'],
    ])
  })

  it('says nothing of communes it did not ask about', () => {
    const looks = communeLooks(
      measured('1', tested('1.1.1', 'a', 'confirmed', { level: 'commune' })),
      tree,
      levels,
      'commune',
      'drive',
      '5-1',
      'verdict',
    )
    expect([looks.get('1.1.1')?.mark, looks.get('1.1.2')?.mark, looks.get('2.1.1')]).toEqual(['', 'none', null])
    expect(
      communeLooks(
        measured('XX', tested('2.1.1', 'a', 'confirmed', { level: 'commune' })),
        tree,
        levels,
        'commune',
        'drive',
        '5-1',
        'verdict',
      ).get('2.1.1')?.mark,
    ).toBe('')
  })

  it('never adds sources up: the largest is shown, or the one chosen', () => {
    const some = measured(null, tested('1', 'a', 'confirmed'), tested('1', 'a', 'contradicted', { source: 'crowd' }))
    expect([sourceOf(some, null), sourceOf(some, 'crowd'), sourceOf(some, 'gone')]).toEqual(['drive', 'crowd', 'drive'])
    expect(itemsAt(some, '1', 'crowd').map((one) => one.source)).toEqual(['crowd'])
  })

  it('asks about one operator only when one is counted', () => {
    const question = {
      ...settle(readUrl(new URL('https://example.org/')), COUNTRY),
      lang: 'en' as const,
      version: 'v1',
      communes: null,
    }
    expect(askMeasured(question)['operator']).toBeNull()
    expect(askMeasured({ ...question, scope: 'op:rif' })['operator']).toBe('rif')
  })
})

describe('numbers of measurements', () => {
  const bare = (text: string) => text.replace(/[\u2066\u2069]/g, '')
  it('are written as the reader does', () => {
    expect(interval('fr', 0.934, 0.938, 'share')).toBe('93,4–93,8\u202f%')
    expect(bare(interval('ar', 9.24, 12.5, 'speed'))).toBe('9,2–12,5')
    expect(interval('en', 98, 120.4, 'speed')).toBe('98–120')
    expect(megabits('fr', 19.71)).toBe('19,7\u00a0Mbit/s')
    expect(megabits('en', 673.2)).toBe('673\u00a0Mbit/s')
  })
})

describe('targets', () => {
  const target = (id: string, more: Partial<Target> = {}): Target => ({
    id,
    names: names(id),
    who: 'w',
    definition: '',
    technology: '5g',
    tier: '7-1',
    environment: 'outdoor',
    scope: 'any',
    denominator: 'population',
    share: 0.45,
    amount: null,
    goal_share: 0.45,
    goal_amount: 16_000_000,
    date: '2026-12-31',
    announced: '2025-07-01',
    source: 's',
    path: null,
    stage: 1,
    stages: 1,
    is_current: true,
    supersedes: null,
    superseded_by: null,
    status: 'late',
    reason: null,
    progress: [],
    sentence: '',
    ...more,
  })

  const path = (id: string, stages: Target[], more: Partial<TargetPath> = {}): TargetPath => ({
    id,
    names: names(id),
    who: 'w',
    current: stages[0]?.id ?? '',
    status: 'late',
    superseded: false,
    lines: [],
    stages: stages.map((one, at) => ({
      target: one.id,
      names: one.names,
      date: one.date,
      goal_share: one.goal_share,
      goal_amount: one.goal_amount,
      status: one.status,
      announced: one.announced,
      stage: at + 1,
      is_current: at === 0,
    })),
    ...more,
  })

  it('stand with their technology, the stages of one promise as one; replaced ones apart', () => {
    const items = [
      target('a'),
      target('a2', { date: '2030-12-31', goal_share: 0.85 }),
      target('b', { technology: 'fibre' }),
      target('c', { superseded_by: 'a' }),
    ]
    const [a, a2, b, c] = items as [Target, Target, Target, Target]
    const all = promises({
      items,
      paths: [path('p', [a, a2]), path('b', [b]), path('c', [c], { superseded: true })],
    })
    const { own, others, superseded } = sorted(all, '5g')
    expect(
      [own, others, superseded].map((some) =>
        some.map((one) => [one.path.id, one.current.id, one.stages.map((stage) => stage.id)]),
      ),
    ).toEqual([[['p', 'a', ['a', 'a2']]], [['b', 'b', ['b']]], [['c', 'c', ['c']]]])
  })

  it('say for which date was filed and how long ago, and what is expected today, in the words of the language', () => {
    const one: TargetProgress = {
      scope: 'op:iam',
      names: names('IAM'),
      share: 0.34,
      amount: 12_500_000,
      start_share: 0,
      expected_share: 0.292,
      filings: [],
      filing_as_of: '2026-06-30',
      filing_age_days: 151,
      expected_at_filing_share: 0.292,
      expected_today_share: 0.4217,
      gap_share: 0.11,
      gap_amount: 4_100_000,
      status: 'late',
      reason: null,
    }
    const said = (lang: 'fr' | 'ar' | 'en'): string[] => {
      const view = { lang, t: translator(lang) }
      return [filedText(view, one), todayText(view, target('a'), one, '2026-11-28')].map((text) =>
        text.replace(/[\u2066\u2069]/g, '').replace(/[\u00a0\u202f]/g, ' '),
      )
    }
    expect(said('en')).toEqual([
      'filed for 30 June 2026, 151 days ago · 29.2% expected then',
      '42.2% expected on 28 November 2026 · 4,100,000 people short of 45.0%',
    ])
    expect(said('fr')).toEqual([
      'déclaré pour le 30 juin 2026, il y a 151 jours · 29,2 % attendus alors',
      '42,2 % attendus au 28 novembre 2026 · il manque 4 100 000 personnes pour 45,0 %',
    ])
    expect(said('ar').join(' ')).toContain('28 نونبر 2026')
    expect(filedText({ lang: 'en', t: translator('en') }, { ...one, filing_as_of: null })).toBe('')
    expect(
      todayText(
        { lang: 'en', t: translator('en') },
        target('a'),
        { ...one, gap_amount: 0, expected_today_share: null },
        '2026-11-28',
      ),
    ).toBe('')
  })

  it('are counted as they were promised: a share, or an amount', () => {
    const view = { lang: 'en' as const, t: translator('en') }
    expect(amountText(view, target('a'), 0.41, 15_000_000)).toBe('41.0%')
    expect(
      amountText(view, target('b', { share: null, amount: 5_600_000, denominator: 'households' }), 0.6, 3_100_000),
    ).toBe('3,100,000 households')
    expect(amountText(view, target('a'), null, null)).toBe('–')
  })
})
