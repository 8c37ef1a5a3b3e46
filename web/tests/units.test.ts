import { describe, expect, it } from 'vitest'
import type { Item } from '../src/api'
import { largestGaps } from '../src/panel/gaps'
import { translator } from '../src/i18n'
import { makeTree } from '../src/tree'
import { levelOf, shadesBy, unitLabels, unitNamed, unitsOfLink } from '../src/units'
import { COUNTRY } from './country'

const item = (code: string, level: string, parent: string | null, share: number | null, total = 100): Item => ({
  code,
  level,
  parent,
  names: { fr: code },
  state: share === null ? 'no_filing' : 'known',
  share,
  covered: share === null ? null : share * total,
  total,
})

const TREE = makeTree('XX', [
  [item('XX', 'country', null, 0.5)],
  [item('1', 'region', 'XX', 0.8)],
  [item('1.1', 'province', '1', 0.6)],
  [
    item('1.1.1', 'commune', '1.1', 0.25, 1000),
    item('1.1.2', 'commune', '1.1', 1),
    item('1.1.3', 'commune', '1.1', null),
    item('1.1.4', 'commune', '1.1', 0, 80),
  ],
])

describe('the units of a map', () => {
  it('are those of the country, and cells', () => {
    expect(unitsOfLink(COUNTRY)).toEqual([
      { name: 'region', unit: 'first' },
      { name: 'province', unit: 'inner' },
      { name: 'commune', unit: 'base' },
      { name: 'cells', unit: 'cells' },
    ])
    expect([unitNamed(COUNTRY, 'province'), unitNamed(COUNTRY, 'street'), unitNamed(COUNTRY, null)]).toEqual([
      'inner',
      null,
      null,
    ])
  })

  it('are told apart only where the country has them', () => {
    const [whole, , , base] = COUNTRY.levels
    const flat = { levels: [whole!, { ...base!, parent: 'country' }] }
    expect([levelOf(flat, 'first'), levelOf(flat, 'inner'), levelOf(flat, 'base')]).toEqual([null, null, 'commune'])
    const [, region] = COUNTRY.levels
    const two = { levels: [whole!, region!, { ...base!, parent: 'region' }] }
    expect([levelOf(two, 'first'), levelOf(two, 'inner'), levelOf(two, 'base')]).toEqual(['region', null, 'commune'])
  })

  it('colour each base unit by its own share, or by that of the unit around it', () => {
    const shares = (unit: 'first' | 'inner' | 'base' | 'cells' | null) =>
      shadesBy(TREE, COUNTRY, unit).map((one) => [one.code, one.share])
    expect(shares(null)[0]).toEqual(['1.1.1', 0.25])
    expect(shares('cells')).toEqual(shares('base'))
    expect(shares('inner')[2]).toEqual(['1.1.3', 0.6])
    expect(shares('first')[3]).toEqual(['1.1.4', 0.8])
  })
})

describe('labels', () => {
  const words = { country: COUNTRY, lang: 'ar', t: translator('ar') }

  it('say the share of each unit, a dash where there is none, without marks of direction', () => {
    const labels = unitLabels(words, TREE, null)
    expect(labels.map(({ code, rank }) => [code, rank])).toEqual([
      ['1', 'first'],
      ['1.1', 'inner'],
      ['1.1.1', 'base'],
      ['1.1.2', 'base'],
      ['1.1.3', 'base'],
      ['1.1.4', 'base'],
    ])
    expect(labels.find((one) => one.code === '1.1.3')?.share).toBe('–')
    for (const { share } of labels) expect(share).not.toMatch(/[\u2066-\u2069]/)
  })

  it('say the change of what is compared, and nothing where that is not known', () => {
    const side = { state: 'known', definition: {} } as never
    const items = [{ code: '1.1.1', change: 0.1 }] as never
    const labels = unitLabels({ ...words, lang: 'en', t: translator('en') }, TREE, { from: side, to: side, items })
    expect(labels.map((one) => one.share)).toEqual(['', '', '+10.0 pt', '', '', ''])
  })
})

it('ranks the largest gaps of base units, whatever their share, and none where nothing lacks or is known', () => {
  expect(largestGaps(TREE, 'XX', 'commune').map(({ item: { code }, gap }) => [code, gap])).toEqual([
    ['1.1.1', 750],
    ['1.1.4', 80],
  ])
  expect(largestGaps(TREE, '1.1.2', 'commune')).toEqual([])
})
