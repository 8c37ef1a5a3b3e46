import { describe, expect, it } from 'vitest'
import type { Country } from '../src/api'
import { unitAt } from '../src/drill'
import { drawnLevels, levelsOf, outlineFile, levelsTitle, levelTitle, unitWords } from '../src/levels'
import { unitOf, unitsInside, unitsOf } from '../src/measured'
import { routeLevel } from '../src/routes'
import { makeTree, type Unit } from '../src/tree'
import { COUNTRY } from './country'

const level = (id: string, parent: string | null, role: Country['levels'][number]['role'], count = 1) => ({
  id,
  parent,
  role,
  count,
  boundaries: parent && `${id}s`,
  names: { en: id, es: `${id} es` },
  plural: { en: `${id}s` },
})

/** Islands of parishes, listed in no order. */
const ISLANDS = {
  levels: [
    level('ward', 'parish', 'parts'),
    level('realm', null, 'whole'),
    level('island', 'realm', 'container'),
    level('parish', 'island', 'base_unit'),
  ],
}

describe('the levels of a country', () => {
  it('are a chain from the whole to the base unit, and parts of that', () => {
    expect(levelsOf(ISLANDS)).toEqual({
      whole: 'realm',
      chain: ['realm', 'island', 'parish'],
      drill: ['realm', 'island', 'parish', 'ward'],
      first: 'island',
      inner: 'island',
      base: 'parish',
      parts: 'ward',
    })
    const { drill, inner, parts } = levelsOf(COUNTRY)
    expect([drill.join(' '), inner, parts]).toEqual([
      'country region province commune arrondissement',
      'province',
      'arrondissement',
    ])
  })

  it('may be two, and parts may be none', () => {
    const [whole, parish] = [level('realm', null, 'whole'), level('parish', 'realm', 'base_unit')]
    const two = { levels: [whole, parish, level('ward', 'parish', 'parts', 0)] }
    const { first, inner, base, parts, drill } = levelsOf(two)
    expect([first, inner, base, parts, drill.length]).toEqual(['parish', 'parish', 'parish', null, 2])
    expect(drawnLevels(two)).toEqual({ base: 'parish', inner: null, first: null, parts: null })
  })

  it('are drawn as their outlines are called', () => {
    const files = (country: Parameters<typeof drawnLevels>[0]) => {
      const { base, inner, first } = drawnLevels(country)
      return [base, inner, first].map((level) => level && outlineFile(country, level))
    }
    expect(files(ISLANDS)).toEqual(['parishs', null, 'islands'])
    expect(files(COUNTRY)).toEqual(['communes', 'provinces', 'regions'])
  })

  it('are called as the pack says', () => {
    expect([levelTitle(ISLANDS, 'en', 'ward'), levelsTitle(ISLANDS, 'en', 'ward')]).toEqual(['Ward', 'Wards'])
    expect(unitWords(ISLANDS, 'es')).toEqual({ unit: 'parish es', units: 'parishs', container: 'island es' })
  })

  it('say which units tests are told by', () => {
    const [levels, morocco] = [levelsOf(ISLANDS), levelsOf(COUNTRY)]
    expect([unitsOf(levels), unitOf(levels, null), unitOf(levels, 'parish'), unitOf(levels, 'commune')]).toEqual([
      ['island', 'parish'],
      'island',
      'parish',
      'island',
    ])
    expect(['realm', 'island', 'parish', 'ward', undefined].map((one) => unitsInside(levels, one))).toEqual([
      'island',
      'parish',
      'parish',
      'parish',
      'island',
    ])
    expect(['country', 'region', 'province', 'commune'].map((one) => unitsInside(morocco, one))).toEqual([
      'province',
      'province',
      'commune',
      'commune',
    ])
    expect([routeLevel(levels, 'parish'), routeLevel(levels, 'ward')]).toEqual(['parish', null])
  })

  it('are stepped through by clicks', () => {
    const unit = (code: string, of: string, parent: string | null): Unit => ({ code, level: of, parent, names: {} })
    const tree = makeTree('K', [[unit('K', 'realm', null)], [unit('1', 'island', 'K')], [unit('1.1', 'parish', '1')]])
    const at = (chosen: string, zoom: number) => unitAt(levelsOf(ISLANDS), tree, '1.1', chosen, zoom)?.code
    expect([at('K', 5), at('1', 5), at('K', 10), at('1.1', 5)]).toEqual(['1', '1.1', '1.1', '1.1'])
  })
})
