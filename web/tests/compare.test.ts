import { describe, expect, it } from 'vitest'
import type { Change, ChangeItem, Changes } from '../src/api'
import { againstOf, againstText, askAgainst, choicesOf, comparable, faultOf, isSwiped } from '../src/compare/against'
import { beforeLooks } from '../src/compare/before'
import { beforeOf, filingsOf, firstPair, instantsOf, pairOf, shownOf } from '../src/compare/filings'
import { CHANGE_CLASSES, changeClassOf, shadesOf } from '../src/compare/classes'
import { loadChanges } from '../src/compare/load'
import { changeModel, greatest, listed } from '../src/compare/model'
import type { Filing } from '../src/filings/model'
import { signedPoints, signedQuantity } from '../src/format'
import { questionsOf } from '../src/questions'
import { readUrl, settle } from '../src/state'
import { makeTree, type Unit } from '../src/tree'
import { EMPTY_BENCH } from '../src/table/bench'
import { COUNTRY } from './country'

const chosen = (query: string) => readUrl(new URL(`https://x/?${query}`))
const question = (query = '') => settle(chosen(query), COUNTRY)

describe('what the figures are held against', () => {
  it('is a date, a scope, an instant of knowledge or a filing', () => {
    expect(againstOf('2025-06-30')).toEqual({ kind: 'date', asOf: '2025-06-30' })
    expect(againstOf('op:rif')).toEqual({ kind: 'scope', scope: 'op:rif' })
    expect(askAgainst('2025-06-30')).toEqual({ from_as_of: '2025-06-30' })
    expect(askAgainst('any')).toEqual({ from_scope: 'any' })
    expect(askAgainst('known:2026-01-15T08:30:00Z')).toEqual({ from_known_at: '2026-01-15T08:30:00Z' })
    expect(askAgainst('filing:f-1')).toEqual({ from_filing: 'f-1' })
  })

  it('is earlier knowledge than what is shown, and of a filing only where one operator is counted', () => {
    const why = (against: string, query = '') => faultOf(against, question(query), COUNTRY)
    expect(why('known:2020-01-01')).toBeNull()
    expect(why('known:2020-01-01T08:30:00Z', 'known_at=2020-01-01T08:30:00Z')).toBe('not_before')
    expect(why('known:2999-01-01')).toBe('not_before')
    expect(why('known:soon')).toBe('unreadable')
    expect(why('filing:f-1', 'scope=op:rif')).toBeNull()
    expect(why('filing:f-1')).toBe('unknown')
    expect(why('filing:../x', 'scope=op:rif')).toBe('unreadable')
  })

  it('stands beside what is shown where a divider is chosen, and nothing measured', () => {
    const swiped = (query: string) => isSwiped(chosen(query))
    expect(swiped('against=any&swipe=1')).toBe(true)
    expect(swiped('swipe=1')).toBe(false)
    expect(swiped('against=any&swipe=1&measured=1')).toBe(false)
  })

  it('is neither itself nor what came after', () => {
    const why = (against: string, query = '') => faultOf(against, question(query), COUNTRY)
    expect(why('2025-06-30')).toBeNull()
    expect(why('2026-06-30')).toBe('not_before')
    expect(why('2025-12-31', 'as_of=2025-06-30')).toBe('not_before')
    expect(why('any')).toBe('not_before')
    expect(why('any', 'scope=op:rif')).toBeNull()
    expect(why('op:rif', 'technology=fibre')).toBe('not_offered')
    expect(why('op:nobody')).toBe('unknown')
  })

  it('is left when what else is chosen makes no sense of it', () => {
    const kept = (query: string) => comparable(chosen(query), COUNTRY).against
    expect(kept('against=2025-06-30&as_of=2025-12-31')).toBe('2025-06-30')
    expect(kept('against=2025-06-30&as_of=2025-06-30')).toBeNull()
    expect(kept('against=op:rif&technology=fibre')).toBeNull()
    expect(kept('against=op:rif&scope=op:rif')).toBeNull()
  })

  it('is offered from what there is: earlier dates, latest first, and other scopes', () => {
    expect(choicesOf(question('as_of=2025-12-31&scope=all'), COUNTRY)).toEqual({
      dates: ['2025-06-30'],
      scopes: ['any', 'min2', 'op:atlas', 'op:rif'],
    })
    expect(choicesOf(question(), COUNTRY).dates).toEqual(['2025-12-31', '2025-06-30'])
  })
})

const filing = (id: string, asOf: string, recorded: string, more: Partial<Filing> = {}): Filing => ({
  id,
  kind: 'mobile-coverage',
  operator: 'rif',
  as_of: asOf,
  recorded,
  state: 'current',
  content_hash: null,
  file_name: null,
  bytes: null,
  rows: 1,
  layers: [{ technology: '4g', mindown: 5, minup: 1, environment: 'outdoor', extent: 10 }],
  synthetic: true,
  ...more,
})

describe('two filings', () => {
  const A = filing('a', '2025-06-30', '2025-07-03T00:00:00Z')
  const B = filing('b', '2025-12-31', '2026-01-03T00:00:00Z')
  const CORRECTED = filing('c', '2025-12-31', '2026-02-03T00:00:00Z')
  const OTHER = filing('d', '2026-06-30', '2026-07-01T00:00:00Z', { layers: [] })
  const GONE = filing('e', '2026-06-30', '2026-07-02T00:00:00Z', {
    withdrawn: { at: 'x', by: 'y', reason: 'z' },
  })
  const all = [OTHER, GONE, A, B, CORRECTED]
  const ids = (some: Filing[]) => some.map((one) => one.id).join('')

  it('are those that say something of the technology and stand, the latest first', () => {
    expect(ids(filingsOf(all, '4g'))).toBe('cba')
  })

  it('are the one in force, as known then, and what came before it', () => {
    const of = filingsOf(all, '4g')
    expect(shownOf(of, question())?.id).toBe('c')
    expect(shownOf(of, question('known_at=2026-01-15T00:00:00Z'))?.id).toBe('b')
    expect(shownOf(of, question('as_of=2025-07-01'))?.id).toBe('a')
    expect(shownOf(of, question('as_of=2025-01-01'))).toBeNull()
    expect(ids(beforeOf(of, CORRECTED))).toBe('ba')
    expect(ids(beforeOf(of, B))).toBe('a')
  })

  it('are the last and the one before it, unless others are chosen', () => {
    expect(firstPair(all, '4g', question('scope=op:rif'))).toEqual({
      scope: 'op:rif',
      asOf: '2025-12-31',
      knownAt: '2026-02-03T00:00:00Z',
      against: 'filing:b',
    })
    expect(firstPair([A], '4g', question('scope=op:rif'))).toBeNull()
    expect(pairOf(B, A)).toMatchObject({ knownAt: B.recorded, against: 'filing:a' })
  })

  it('have instants at which one was received, each once, the last first', () => {
    expect(ids(instantsOf([...all, { ...B, id: 'f' }], '4g', '2026-02-03T00:00:00Z'))).toBe('ba')
  })

  it('are told by their dates once they are known', () => {
    const words = {
      lang: 'en',
      t: (key: string, given: object = {}) => `${key} ${JSON.stringify(given)}`,
      country: COUNTRY,
    } as never
    expect(againstText(words, 'filing:a', [A])).toContain('30 June 2025')
    expect(againstText(words, 'filing:a')).toContain('compare-filing')
    expect(againstText(words, 'known:2025-06-30')).toContain('30 June 2025')
  })
})

describe('the questions', () => {
  const unit = (code: string, level: string, parent: string | null): Unit => ({ code, level, names: {}, parent })
  const places = makeTree<Unit>('XX', [[unit('XX', 'country', null)], [unit('1', 'region', 'XX')]])
  const ask = (query: string, basisOpen = false) =>
    questionsOf({
      selection: chosen(query),
      wanted: question(query),
      country: COUNTRY,
      lang: 'en',
      places,
      pointAsked: false,
      shown: true,
      basisOpen,
      comparing: null,
      mapped: true,
      bench: EMPTY_BENCH,
    })

  it('are not asked unless something is compared, or looked at', () => {
    expect([ask('').changes, ask('').change, ask('').basis]).toEqual([null, null, null])
  })

  it('ask every base unit for the map, and the next level for the panel', () => {
    const { changes, change } = ask('against=2025-06-30&territory=1')
    expect([changes?.level, changes?.against, changes?.asOf]).toEqual(['commune', '2025-06-30', '2026-06-30'])
    expect([change?.level, change?.code]).toEqual(['province', '1'])
    expect(ask('against=2025-06-30').change?.level).toBe('region')
    // Where a territory lies is not known yet.
    expect(ask('against=2025-06-30&territory=9').change).toBeNull()
  })

  it('ask what the number rests on while that is open', () => {
    expect(ask('territory=1', true).basis).toMatchObject({ code: '1', technology: '4g', scope: 'any' })
  })
})

describe('the classes of a change', () => {
  it('are of less than one point, of up to ten, and of more', () => {
    const at = [-0.3, -0.1001, -0.1, -0.01, -0.0099, 0, 0.0099, 0.01, 0.1, 0.1001, 1]
    expect(at.map(changeClassOf)).toEqual([0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4])
  })

  it('have no class for what is not known', () => expect([null, NaN].map(changeClassOf)).toEqual([null, null]))

  it('take a break in tenths for itself, though sums of shares are no tenths', () => {
    const near = Math.round(0.1 * 2 ** 40) / 2 ** 40
    expect([near, -near, 0.3 - 0.2].map(changeClassOf)).toEqual([3, 1, 3])
  })

  it('are five, open at both ends', () => {
    expect(CHANGE_CLASSES.map(({ from, to }) => [from, to])).toEqual([
      [null, -0.1],
      [-0.1, -0.01],
      [-0.01, 0.01],
      [0.01, 0.1],
      [0.1, null],
    ])
  })
})

const NOTHING: Change = {
  covered_before: null,
  covered_after: null,
  total_before: null,
  total_after: null,
  gained: null,
  lost: null,
  net: null,
  net_network: null,
  net_correction: null,
  net_definition: null,
  net_denominator: null,
  share_before: null,
  share_after: null,
  change: null,
  change_network: null,
  change_correction: null,
  change_definition: null,
  change_denominator: null,
}
const CHANGE: Change = {
  ...NOTHING,
  covered_before: 814,
  covered_after: 845,
  total_before: 1000,
  total_after: 1000,
  gained: 33,
  lost: 2,
  net: 31,
  net_network: 30,
  net_correction: 1,
  net_definition: 0,
  net_denominator: 0,
  share_before: 0.814,
  share_after: 0.845,
  change: 0.031,
  change_network: 0.03,
  change_correction: 0.001,
  change_definition: 0,
  change_denominator: 0,
}
const item = (code: string, more: Partial<Change>): ChangeItem => ({
  ...CHANGE,
  ...more,
  code,
  level: 'region',
  names: { fr: code },
  parent: 'XX',
})
const side = (state: Changes['from']['state']) => ({ state }) as Changes['from']
const changes = (more: Partial<Changes>): Changes => ({
  as_of: '2026-06-30',
  known_at: '2026-11-23T09:00:00Z',
  synthetic: true,
  attribution: [],
  definition: 'words',
  denominator: 'population',
  from: side('known'),
  to: side('known'),
  level: 'region',
  within: null,
  next: null,
  total: 0,
  totals: [
    { ...CHANGE, denominator: 'population' },
    { ...CHANGE, denominator: 'households' },
    { ...CHANGE, denominator: 'area', gained: 512.7, lost: 0, net: 512.7 },
  ],
  territories: { level: 'commune', up: 12, down: 3, unchanged: 5 },
  items: [],
  ...more,
})

describe('the change block', () => {
  it('tells people and area, before and after, and which way the communes went', () => {
    const model = changeModel(changes({}))
    expect(model.amounts.map(({ denominator, gained, lost }) => [denominator, gained, lost])).toEqual([
      ['population', 33, 2],
      ['area', 512.7, 0],
    ])
    expect([model.before, model.after, model.change, model.lacking]).toEqual([0.814, 0.845, 0.031, null])
    expect(model.directions).toEqual({ level: 'commune', up: 12, down: 3, unchanged: 5 })
  })

  it('begins with what is counted, households among them where they are', () => {
    const of = (denominator: Changes['denominator']) =>
      changeModel(changes({ denominator })).amounts.map((one) => one.denominator)
    expect([of('area'), of('households')]).toEqual([
      ['area', 'population'],
      ['households', 'population', 'area'],
    ])
  })

  it('leaves out the parts that are 0, and those left add up', () => {
    const { parts, addsUp } = changeModel(changes({}))
    expect(parts?.map((one) => [one.name, one.net])).toEqual([
      ['network', 30],
      ['correction', 1],
    ])
    expect(addsUp).toBe(true)
  })

  it('says where rounding hides that they add up', () => {
    const own = { ...CHANGE, net: 21_100, net_network: 10_550, net_correction: 10_550 }
    expect(changeModel(changes({ totals: [{ ...own, denominator: 'population' }] })).addsUp).toBe(false)
  })

  it('says nothing of a side that is damaged or a bound: not 0', () => {
    for (const state of ['damaged', 'lower_bound'] as const) {
      const model = changeModel(
        changes({
          from: side(state),
          totals: [{ ...NOTHING, denominator: 'population' }],
          territories: { level: 'commune', up: null, down: null, unchanged: null },
        }),
      )
      expect(model).toMatchObject({ lacking: 'damaged', amounts: [], parts: null, directions: null, change: null })
    }
  })

  it('knows no parts where only what lies between is damaged', () => {
    const own = { ...CHANGE, net_network: null, net_correction: null, net_definition: null, net_denominator: null }
    const model = changeModel(changes({ totals: [{ ...own, denominator: 'population' }] }))
    expect([model.parts, model.change, model.lacking]).toEqual([null, 0.031, null])
  })

  it('tells what is filed first as gained, from no share', () => {
    const first = { ...CHANGE, share_before: null, change: null, change_network: null, lost: 0 }
    const model = changeModel(changes({ from: side('no_filing'), totals: [{ ...first, denominator: 'population' }] }))
    expect([model.lacking, model.before, model.change, model.amounts[0]?.gained]).toEqual(['no_filing', null, null, 33])
    expect(model.parts?.map((one) => [one.name, one.change])).toEqual([
      ['network', null],
      ['correction', 0.001],
    ])
  })

  it('lists where most changed, either way, and nothing where nothing did', () => {
    const found = greatest([
      item('a', { change: 0.01 }),
      item('b', { change: -0.2 }),
      item('c', { change: 0 }),
      item('d', NOTHING),
      item('e', { change: 0.01, net: 90 }),
      item('f', { change: null, share_before: null, net: 900 }),
      item('g', { change: null, share_before: null, net: 0 }),
    ])
    expect(found.map((one) => one.code)).toEqual(['b', 'e', 'a', 'f'])
  })
})

describe('the map', () => {
  const items = [item('a', { change: 0.05 }), item('b', NOTHING)]
  const shades = (from: Changes['from']['state']) => shadesOf(changes({ from: side(from), items }))

  it('hatches what cannot be compared, and never takes it for 0', () => {
    expect(shades('known')).toEqual([
      { code: 'a', state: 'known', share: 3 },
      { code: 'b', state: 'no_filing', share: null },
    ])
    expect(shades('lower_bound')[1]?.state).toBe('damaged')
  })
})

it('fetches every page, with what holds of all', async () => {
  const asked: unknown[] = []
  const pages = [changes({ items: [item('a', {})], next: 'more' }), changes({ items: [item('b', {})] })]
  const api = {
    url: () => '',
    forget: () => undefined,
    look: () => Promise.resolve(null),
    get: <T>(path: string, parameters: unknown) => {
      asked.push([path, parameters])
      return Promise.resolve(pages[asked.length - 1] as T)
    },
  }
  const of = { ...question('scope=op:rif'), against: 'any', level: 'commune', lang: 'en', version: 'v' }
  const found = await loadChanges(api, of, null, new AbortController().signal)
  expect(found.items.map((one) => one.code)).toEqual(['a', 'b'])
  expect(asked[0]).toEqual([
    'changes',
    expect.objectContaining({ technology: '4g', scope: 'op:rif', from_scope: 'any', level: 'commune', within: null }),
  ])
  expect(asked[1]).toEqual(['changes', expect.objectContaining({ cursor: 'more' })])
})

describe('a signed number', () => {
  const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')

  it('is rounded as people and areas are', () => {
    const told = (of: string, value: number) => plain(signedQuantity('en', of, value))
    expect([13_276, -13_276, 512, 0].map((one) => told('population', one))).toEqual([
      '+13,300',
      '\u221213,300',
      '+512',
      '±0',
    ])
    expect([512.7, -12.34].map((one) => told('area', one))).toEqual(['+513\u202fkm²', '\u221212.3\u202fkm²'])
    expect(signedQuantity('en', 'population', null)).toBe('–')
  })

  it('is not 0 where there is a little', () => {
    expect(signedQuantity('en', 'population', 0.2)).toBe('+<\u202f1')
    expect(plain(signedQuantity('en', 'area', -0.01))).toBe('\u2212<\u202f0.1\u202fkm²')
  })

  it('keeps its sign before it in Arabic', () => {
    expect(signedQuantity('ar', 'population', -5)).toBe('\u2066\u22125\u2069')
    expect(signedPoints('ar', 0.1)).toBe('\u2066+10\u2069')
  })
})

describe('the lists that the sentence leads to', () => {
  const item = (code: string, more: Partial<Change>): ChangeItem => ({
    ...NOTHING,
    code,
    level: 'commune',
    names: {},
    parent: null,
    ...more,
  })
  const items = [
    item('1', { gained: 5, lost: 0, net: 5, change: 0.01 }),
    item('2', { gained: 50, lost: 60, net: -10, change: -0.02 }),
    item('3', { gained: 7, lost: 0, net: 7, change: null }),
    item('4', { gained: 0, lost: 0, net: 0, change: 0 }),
    item('5', {}),
  ]
  const told = (list: 'gained' | 'lost' | 'up' | 'down') =>
    listed(items, list).map(({ item: { code }, amount }) => [code, amount])

  it('have what each part counts, the most first', () => {
    expect(told('gained')).toEqual([
      ['2', 50],
      ['3', 7],
      ['1', 5],
    ])
    expect(told('lost')).toEqual([['2', -60]])
    expect(told('up')).toEqual([
      ['3', 7],
      ['1', 5],
    ])
    expect(told('down')).toEqual([['2', -10]])
  })
})

describe('the earlier side as a map', () => {
  const names = {}
  const unit = (code: string, level: string, parent: string | null) =>
    ({ code, level, names, parent, state: 'known', share: 0 }) as never
  const tree = makeTree<never>('XX', [
    [unit('XX', 'country', null)],
    [unit('1', 'region', 'XX')],
    [unit('1.1', 'province', '1')],
    [unit('1.1.1', 'commune', '1.1'), unit('1.1.2', 'commune', '1.1')],
  ])
  const items = [
    {
      ...NOTHING,
      code: '1.1.1',
      level: 'commune',
      names,
      parent: '1.1',
      share_before: 0.9,
      covered_before: 90,
      total_before: 100,
    },
    {
      ...NOTHING,
      code: '1.1.2',
      level: 'commune',
      names,
      parent: '1.1',
      share_before: 0,
      covered_before: 0,
      total_before: 100,
    },
  ]
  const looks = (level: 'inner' | null, state = 'known') =>
    [...beforeLooks({ items, from: { state } } as never, tree, COUNTRY, level).values()].map(
      (one) => one?.fill ?? one?.mark,
    )

  it('has each base unit in its own class, or in that of the unit chosen', () => {
    expect(looks(null)).toEqual(['share-5', 'share-0'])
    expect(looks('inner')).toEqual(['share-3', 'share-3'])
  })

  it('is hatched where nothing was filed, and marked where that is damaged', () => {
    const of = (state: string) =>
      beforeLooks({ items: [{ ...items[0], share_before: null }], from: { state } } as never, tree, COUNTRY, null).get(
        '1.1.1',
      )
    expect(of('no_filing')).toEqual({ fill: null, mark: 'none' })
    expect(of('damaged')).toEqual({ fill: null, mark: 'damaged' })
  })
})
