import { describe, expect, it } from 'vitest'
import type { Item } from '../src/api'
import { translator } from '../src/i18n'
import { order, sortBy, widest, type Rows } from '../src/table/columns'
import { makeTree } from '../src/tree'

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
const ROWS: Rows = {
  view: { lang: 'fr', t: translator('fr') },
  tree: makeTree('XX', [[{ ...unit('P1', 'Province'), parent: 'XX' }], UNITS]),
  tests: null,
  source: null,
}
const codes = (items: Item[]) => items.map((one) => one.code).join('')

describe('the table', () => {
  it('sorts words as the language does, without regard to accents', () => {
    expect(codes(order(UNITS, { column: 'name', up: true }, ROWS))).toBe('CDBA')
    expect(codes(order(UNITS, { column: 'name', up: false }, ROWS))).toBe('ABDC')
  })

  it('puts what is not known last, whichever way it sorts', () => {
    expect(codes(order(UNITS, { column: 'share', up: true }, ROWS))).toBe('DACB')
    expect(codes(order(UNITS, { column: 'share', up: false }, ROWS))).toBe('CADB')
  })

  it('sorts words from the first and numbers from the largest, and turns round when asked again', () => {
    const byShare = sortBy('share', { column: 'name', up: true })
    expect(byShare).toEqual({ column: 'share', up: false })
    expect(sortBy('share', byShare)).toEqual({ column: 'share', up: true })
    expect(sortBy('name', byShare)).toEqual({ column: 'name', up: true })
  })

  it('knows the rows that need most room, each once', () => {
    const found = codes(widest(UNITS, ROWS))
    expect(found).toContain('C')
    expect(new Set(found).size).toBe(found.length)
  })
})
