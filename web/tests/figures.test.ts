import { describe, expect, it } from 'vitest'
import type { Definition, Item, Level } from '../src/api'
import { classOf, colourOf, USUAL_CLASSES } from '../src/classes'
import { unitAt } from '../src/drill'
import { legendModel } from '../src/legend'
import { levelsOf } from '../src/levels'
import { gapOf, makeTree, rankOf } from '../src/tree'
import { COUNTRY } from './country'

describe('classes', () => {
  it('put a share on a break into the class above, and all of it into the last', () => {
    expect([0, 1e-9, 0.19999, 0.2, 0.4, 0.6, 0.8, 0.9499, 0.95, 1].map(classOf)).toEqual([0, 1, 1, 2, 3, 4, 5, 5, 6, 6])
  })

  it('keep "no data" out of every class: zero has a colour, nothing has none', () => {
    expect(classOf(null)).toBeNull()
    expect(classOf(undefined)).toBeNull()
    expect(colourOf(null)).toBeNull()
    expect([0, 0.01, 1].map(colourOf)).toEqual(['var(--share-0)', 'var(--share-1)', 'var(--share-6)'])
  })

  it('follow on from 0 to 1 without a gap', () => {
    USUAL_CLASSES.forEach((one, at) => expect(one.from).toBe(USUAL_CLASSES[at - 1]?.to ?? 0))
    expect(USUAL_CLASSES.at(-1)?.to).toBe(1)
  })
})

const DEFINITION: Definition = {
  technology: '4g',
  tier: '5-1',
  mindown: 5,
  minup: 1,
  numerator: 'people in covered cells',
  environment: 'outdoor',
  scope: 'any',
  denominator: 'population',
  census: 'c',
  census_year: 2024,
  surface: 'uniform',
  as_of: '2026-06-30',
  known_at: '2026-11-23T09:00:00Z',
  operators: ['atlas'],
  operators_without_filing: ['rif'],
  sentence: 'Share of people, word for word.',
}

describe('the legend', () => {
  it('says the definition exactly as the server does', () => {
    expect(legendModel(DEFINITION, COUNTRY, 'en').sentence).toBe('Share of people, word for word.')
  })

  it('names the operators without a filing when several are counted, and only then', () => {
    expect(legendModel(DEFINITION, COUNTRY, 'fr').missing).toEqual(['Rif Télécom'])
    expect(legendModel({ ...DEFINITION, scope: 'op:atlas' }, COUNTRY, 'fr').missing).toEqual([])
  })

  it('says that several operators’ fibre is an estimate', () => {
    expect(legendModel({ ...DEFINITION, technology: 'fibre' }, COUNTRY, 'fr').estimate).toBe(true)
    expect(legendModel({ ...DEFINITION, technology: 'fibre', scope: 'op:atlas' }, COUNTRY, 'fr').estimate).toBe(false)
  })

  it('shows every class with its breaks', () => {
    expect(legendModel(DEFINITION, COUNTRY, 'fr').classes.map((one) => `${one.from}-${one.to}`)).toEqual([
      '0-0',
      '0-20',
      '20-40',
      '40-60',
      '60-80',
      '80-95',
      '95-100',
    ])
  })
})

const item = (code: string, level: Level, parent: string | null, share: number | null): Item => ({
  code,
  level,
  parent,
  names: { fr: code, ar: code },
  share,
  state: share === null ? 'no_filing' : 'known',
  covered: share === null ? 0 : share * 100,
  total: 100,
})

const tree = makeTree('XX', [
  [item('XX', 'country', null, 0.5)],
  [
    item('1', 'region', 'XX', 0.7),
    item('2', 'region', 'XX', 0.7),
    item('3', 'region', 'XX', 0.2),
    item('4', 'region', 'XX', null),
  ],
  [item('1.1', 'province', '1', 0.9)],
  [item('1.1.1', 'commune', '1.1', 1), item('1.1.2', 'commune', '1.1', 0)],
])

describe('the tree', () => {
  it('knows the way down and the way up', () => {
    expect(tree.path('1.1.2').map((one) => one.code)).toEqual(['XX', '1', '1.1', '1.1.2'])
    expect(tree.descendants('XX', 'commune').map((one) => one.code)).toEqual(['1.1.1', '1.1.2'])
    expect(tree.upTo('1.1.2', 'region')?.code).toBe('1')
  })

  it('ranks among siblings with a figure; equals share a rank', () => {
    expect(['1', '2', '3'].map((code) => rankOf(tree, tree.get(code)!))).toEqual([
      { rank: 1, of: 3 },
      { rank: 1, of: 3 },
      { rank: 3, of: 3 },
    ])
    expect(rankOf(tree, tree.get('4')!)).toBeNull()
    expect(rankOf(tree, tree.get('1.1')!)).toBeNull()
  })

  it('counts who is not covered, and nobody where nothing is known', () => {
    expect(gapOf(tree.get('3')!)).toBe(80)
    expect(gapOf(tree.get('4')!)).toBeNull()
  })
})

const LEVELS = levelsOf(COUNTRY)

describe('a click', () => {
  it('steps down one level at a time inside what is chosen', () => {
    expect(['XX', '1', '1.1', '1.1.1'].map((chosen) => unitAt(LEVELS, tree, '1.1.1', chosen, 5)?.code)).toEqual([
      '1',
      '1.1',
      '1.1.1',
      '1.1.1',
    ])
  })

  it('chooses a peer outside it, and goes finer when zoomed in', () => {
    expect(unitAt(LEVELS, tree, '1.1.1', '2', 5)?.code).toBe('1')
    expect(unitAt(LEVELS, tree, '1.1.1', '1.1.2', 5)?.code).toBe('1.1.1')
    expect(unitAt(LEVELS, tree, '1.1.1', 'XX', 8.5)?.code).toBe('1.1')
    expect(unitAt(LEVELS, tree, '1.1.1', 'XX', 10)?.code).toBe('1.1.1')
  })
})
