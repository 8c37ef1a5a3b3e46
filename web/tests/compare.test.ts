import { describe, expect, it } from 'vitest'
import type { Change, ChangeItem, Changes } from '../src/api'
import { againstOf, askAgainst, choicesOf, comparable, faultOf } from '../src/compare/against'
import { CHANGE_CLASSES, changeClassOf, shadesOf } from '../src/compare/classes'
import { loadChanges } from '../src/compare/load'
import { changeModel, greatest } from '../src/compare/model'
import { signedPoints, signedQuantity } from '../src/format'
import { questionsOf } from '../src/questions'
import { readUrl, settle } from '../src/state'
import { makeTree, type Unit } from '../src/tree'
import { EMPTY_BENCH } from '../src/table/bench'
import { COUNTRY } from './country'

const chosen = (query: string) => readUrl(new URL(`https://x/?${query}`))
const question = (query = '') => settle(chosen(query), COUNTRY)

describe('what the figures are held against', () => {
  it('is a date, else a scope', () => {
    expect(againstOf('2025-06-30')).toEqual({ asOf: '2025-06-30' })
    expect(againstOf('op:rif')).toEqual({ scope: 'op:rif' })
    expect(askAgainst('2025-06-30')).toEqual({ from_as_of: '2025-06-30' })
    expect(askAgainst('any')).toEqual({ from_scope: 'any' })
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
