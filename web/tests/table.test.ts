import { describe, expect, it } from 'vitest'
import type { ChangeItem, Country, Definition, Item, MeasuredItem } from '../src/api'
import { translator } from '../src/i18n'
import { EMPTY_BENCH } from '../src/table/bench'
import { closestOf, type Shares } from '../src/table/closest'
import { columnsOf, filtered, offeredOf, order, sortBy, sortOf, usualOf, widest, type Rows } from '../src/table/columns'
import { csvOf } from '../src/table/csv'
import { goalOf } from '../src/table/goal'
import { makeTree } from '../src/tree'
import { COUNTRY } from './country'

const unit = (code: string, name: string, more: Partial<Item> = {}): Item => ({
  code,
  level: 'commune',
  names: { fr: name },
  parent: 'P1',
  state: 'known',
  share: 0.5,
  covered: 50,
  total: 100,
  ...more,
})

const UNITS = [
  unit('A', 'Zag', { share: 0.2, covered: 20 }),
  unit('B', 'Éveil', { share: null, covered: null, state: 'no_filing' }),
  unit('C', 'Agadir', { share: 0.9, covered: 90, total: 1_000_000 }),
  unit('D', 'Eau', { share: 0.1, covered: 10 }),
]
const shares: Shares = new Map([
  [
    'atlas',
    new Map([
      ['A', unit('A', 'Zag', { share: 0.1, covered: 10 })],
      ['C', unit('C', 'Agadir', { share: 0.4, covered: 40 })],
      ['D', unit('D', 'Eau', { share: 0, covered: 0 })],
    ]),
  ],
  [
    'rif',
    new Map([
      ['A', unit('A', 'Zag', { share: 0.15, covered: 15 })],
      ['C', unit('C', 'Agadir', { share: 0.4, covered: 40 })],
      ['D', unit('D', 'Eau', { share: 0, covered: 0 })],
    ]),
  ],
])
const ROWS: Rows = {
  view: { lang: 'fr', t: translator('fr'), country: COUNTRY },
  tree: makeTree('XX', [[{ ...unit('P1', 'Province'), parent: 'XX' }], UNITS]),
  tests: null,
  source: null,
  shares,
  closest: new Map(
    UNITS.flatMap(({ code }) => {
      const best = closestOf(shares, code)
      return best ? [[code, best] as const] : []
    }),
  ),
  changes: null,
  goal: null,
}
const codes = (items: readonly Item[]) => items.map((one) => one.code).join('')

describe('the table', () => {
  it('sorts words as the language does, without regard to accents', () => {
    expect(codes(order(UNITS, { column: 'name', up: true }, ROWS))).toBe('CDBA')
    expect(codes(order(UNITS, { column: 'name', up: false }, ROWS))).toBe('ABDC')
  })

  it('puts what is not known last, whichever way it sorts', () => {
    expect(codes(order(UNITS, { column: 'share', up: true }, ROWS))).toBe('DACB')
    expect(codes(order(UNITS, { column: 'share', up: false }, ROWS))).toBe('CADB')
    expect(codes(order(UNITS, { column: 'op:rif', up: false }, ROWS))).toBe('CADB')
    // No one is closest in D and B: last, either way.
    expect(codes(order(UNITS, { column: 'closest', up: true }, ROWS))).toBe('CABD')
    expect(codes(order(UNITS, { column: 'closest', up: false }, ROWS))).toBe('ACBD')
  })

  it('sorts words from the first and numbers from the largest, and turns round when asked again', () => {
    const byShare = sortBy('share', { column: 'name', up: true })
    expect(byShare).toEqual({ column: 'share', up: false })
    expect(sortBy('share', byShare)).toEqual({ column: 'share', up: true })
    expect(sortBy('name', byShare)).toEqual({ column: 'name', up: true })
  })

  it('sorts by what is seen: an order by a column that is not shown is the first one', () => {
    expect(sortOf({ sort: { column: 'tests', up: true } }, ['name', 'gap'])).toEqual({ column: 'gap', up: false })
    expect(sortOf({ sort: null }, ['name', 'share'])).toEqual({ column: 'name', up: true })
    expect(sortOf({ sort: { column: 'share', up: true } }, ['name', 'share'])).toEqual({ column: 'share', up: true })
  })

  it('knows the rows that need most room, each once', () => {
    const found = codes(widest(UNITS, ROWS, ['name', 'share', 'gap', 'total']))
    expect(found).toContain('C')
    expect(new Set(found).size).toBe(found.length)
  })
})

describe('its columns', () => {
  const asked = { country: COUNTRY, selection: { against: null, measured: false }, wanted: { technology: '4g' } }

  it('are where people are missing, who is closest, and each operator that has filed the technology', () => {
    expect(usualOf(asked)).toEqual(['parent', 'share', 'gap', 'closest', 'missing', 'op:atlas', 'op:rif'])
    // One operator alone is the share itself.
    expect(usualOf({ ...asked, wanted: { technology: 'fibre' } })).toEqual(['parent', 'share', 'gap'])
  })

  it('follow what the page shows: a comparison, tests, a target', () => {
    const more = usualOf({ ...asked, selection: { against: '2025-06-30', measured: true }, hasGoal: true })
    expect(more).toContain('change')
    expect(more).toContain('goal')
    expect(more.slice(-4)).toEqual(['met', 'median', 'tests', 'verdict'])
  })

  it('of many operators are there when they are asked for', () => {
    const many = { operators: Array.from({ length: 9 }, (_, at) => ({ ...COUNTRY.operators[0]!, id: `o${at}` })) }
    expect(usualOf({ ...asked, country: many }).filter((one) => one.startsWith('op:'))).toEqual([])
    expect(offeredOf(many, '4g').filter((one) => one.startsWith('op:'))).toHaveLength(9)
  })

  it('are those chosen, and the verdict with a filter by it', () => {
    expect(columnsOf({ columns: ['total'], verdict: null }, ['share'])).toEqual(['name', 'total'])
    expect(columnsOf({ columns: [], verdict: 'contradicted' }, ['share'])).toEqual(['name', 'verdict'])
    expect(columnsOf({ columns: null, verdict: null }, ['share'])).toEqual(['name', 'share'])
  })
})

describe('its filters', () => {
  const left = (patch: Partial<typeof EMPTY_BENCH>) => codes(filtered(UNITS, { ...EMPTY_BENCH, ...patch }, ROWS))

  it('leave shares below a bound, and exactly 0, of what is known', () => {
    expect(left({})).toBe('ABCD')
    expect(left({ below: 50 })).toBe('AD')
    expect(left({ below: 20 })).toBe('D')
    expect(left({ below: 0 })).toBe('')
    expect(codes(filtered([unit('Z', 'Z', { share: 0 })], { ...EMPTY_BENCH, below: 0 }, ROWS))).toBe('Z')
  })

  it('leave names that contain a word, however it is accented, or codes that begin with it', () => {
    expect(left({ name: 'eve' })).toBe('B')
    expect(left({ name: '  EAU ' })).toBe('D')
    expect(left({ name: 'C' })).toBe('C')
    expect(left({ name: 'nowhere' })).toBe('')
  })

  it('leave verdicts of tests, of none while they have not come', () => {
    expect(left({ verdict: 'contradicted' })).toBe('')
    const item = {
      code: 'A',
      source: 's',
      operator: 'rif',
      state: 'known',
      tests: 90,
      tiers: [{ tier: '5-1', verdict: 'contradicted', tests: 90, share: 0.2, low: 0.1, high: 0.3 }],
    } as unknown as MeasuredItem
    const tests = {
      question: { tier: '5-1' },
      value: { items: new Map([['A', [item]]]), sources: [{ id: 's' }] },
    } as unknown as Rows['tests']
    const some = filtered(UNITS, { ...EMPTY_BENCH, verdict: 'contradicted' }, { tests, source: null })
    expect(codes(some)).toBe('A')
  })
})

describe('who is closest', () => {
  it('has the best share there, and leaves out so many people', () => {
    expect(closestOf(shares, 'A')).toEqual({ operators: ['rif'], share: 0.15, missing: 85, isUncertain: false })
  })

  it('is several where they are equal, and no one where no one reaches anyone', () => {
    expect(closestOf(shares, 'C')?.operators).toEqual(['atlas', 'rif'])
    expect(closestOf(shares, 'D')).toBeNull()
    expect(closestOf(shares, 'B')).toBeNull()
  })

  it('is uncertain where another cannot be read', () => {
    const damaged: Shares = new Map([
      ...shares,
      ['third', new Map([['A', unit('A', 'Zag', { state: 'damaged', share: null, covered: null })]])],
    ])
    expect(closestOf(damaged, 'A')).toMatchObject({ operators: ['rif'], isUncertain: true })
  })
})

describe('its file', () => {
  const about = {
    definition: {
      as_of: '2026-06-30',
      known_at: '2026-11-23T09:00:00Z',
      sentence: 'Part, "dite" en mots',
    } as Definition,
    synthetic: true,
  }

  it('has exact numbers, what they mean, and that they are made up', () => {
    const lines = csvOf(UNITS.slice(0, 2), ['name', 'share', 'gap', 'closest', 'missing', 'op:atlas'], ROWS, about)
      .trimEnd()
      .split('\r\n')
    expect(lines[0]).toBe(
      'code,level,name,share,state,not_covered,closest,closest_share,closest_not_covered,share_op:atlas,as_of,known_at,synthetic,definition',
    )
    const said = '2026-06-30,2026-11-23T09:00:00Z,true,"Part, ""dite"" en mots"'
    expect(lines[1]).toBe(`A,commune,Zag,0.2,known,80,Rif Télécom,0.15,85,0.1,${said}`)
    // What is not known is empty, never 0.
    expect(lines[2]).toBe(`B,commune,Éveil,,no_filing,,,,,,${said}`)
  })

  it('has no cell that a spreadsheet would run', () => {
    const text = csvOf([unit('A', '=1+1')], ['name'], ROWS, about)
    expect(text).toContain(",'=1+1,")
  })

  it('has changes as fractions, negative ones as numbers', () => {
    const changes = new Map([['A', { code: 'A', change: -0.25 } as ChangeItem]])
    expect(csvOf(UNITS.slice(0, 1), ['name', 'change'], { ...ROWS, changes }, about)).toContain('Zag,-0.25,')
  })
})

describe('the target shares are held against', () => {
  const target = (more: object) => ({
    id: 't',
    technology: '4g',
    tier: '5-1',
    denominator: 'population',
    environment: 'outdoor',
    scope: 'any',
    goal_share: 0.9,
    date: '2026-12-31',
    ...more,
  })
  const question = { technology: '4g', tier: '5-1', denominator: 'population', environment: 'outdoor', scope: 'any' }
  const goal = (more: object, asked: object = {}) =>
    goalOf({
      figures: { answer: { question: { ...question, ...asked } } },
      targets: {
        answer: {
          value: { items: [target(more)], paths: [{ current: 't', stages: [{ target: 't' }], superseded: false }] },
        },
      },
    } as unknown as Parameters<typeof goalOf>[0])

  it('asks the very same question', () => {
    expect(goal({})?.share).toBe(0.9)
    expect(goal({ tier: '10-2' })).toBeNull()
    expect(goal({ denominator: 'households' })).toBeNull()
    expect(goal({ goal_share: null })).toBeNull()
    expect(goal({ scope: 'all' })).toBeNull()
  })

  it('holds each operator against what each owes', () => {
    expect(goal({ scope: 'each' })).toBeNull()
    expect(goal({ scope: 'each' }, { scope: 'op:rif' })?.share).toBe(0.9)
  })
})

it('leaves out operators that have filed nothing', () => {
  const silent: Pick<Country, 'operators'> = {
    operators: COUNTRY.operators.map((one) => ({ ...one, filed: one.id === 'rif' })),
  }
  expect(offeredOf(silent, '4g').filter((one) => one.startsWith('op:'))).toEqual(['op:rif'])
})
