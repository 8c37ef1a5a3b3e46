import type { Map as GlMap } from 'maplibre-gl'
import { describe, expect, it } from 'vitest'
import type { Country } from '../src/api'
import { namesOf } from '../src/map/names'
import { createOutlines, outlineLayers } from '../src/map/territories'
import { MAP_COLOURS } from '../src/map/style'
import { drawnLevels } from '../src/levels'
import { COUNTRY } from './country'

const LEVELS = { base: 'commune', inner: 'province', first: 'region', parts: null }

describe('the levels that are drawn', () => {
  it('are those that have outlines', () => {
    expect(drawnLevels(COUNTRY)).toEqual({
      base: 'commune',
      inner: 'province',
      first: 'region',
      parts: 'arrondissement',
    })
  })

  it('are drawn once, where one level is several things', () => {
    const keep = ({ id }: Country['levels'][number]) => id === 'country' || id === 'region'
    const levels = COUNTRY.levels.filter(keep).map((one) => (one.id === 'region' ? { ...one, role: 'base_unit' } : one))
    expect(drawnLevels({ levels } as Country)).toEqual({ base: 'region', inner: null, first: null, parts: null })
  })
})

/** A map that keeps what it is told. */
function told() {
  const states = new Map<string, string>()
  const calls: string[] = []
  const key = ({ sourceLayer, id }: { sourceLayer?: string; id?: string | number }) => `${sourceLayer} ${id}`
  const gl = {
    setFeatureState: (at: { sourceLayer?: string; id?: string }, state: { outline: string }) => {
      calls.push('state')
      states.set(key(at), state.outline)
    },
    removeFeatureState: (at: { sourceLayer?: string; id?: string }) => {
      calls.push('state')
      states.delete(key(at))
    },
    setPaintProperty: (layer: string, _: string, value: number) => calls.push(`${layer} ${value}`),
  }
  return { gl: gl as unknown as GlMap, states, calls }
}

describe('outlines', () => {
  it('are of the strongest reason, on every map', () => {
    const outlines = createOutlines(LEVELS)
    const [one, other] = [told(), told()]
    outlines.set('hover', [{ code: '1', level: 'region' }])
    outlines.set('chosen', [{ code: '1', level: 'region' }])
    outlines.set('marked', [{ code: '1.1', level: 'commune' }])
    outlines.putOn(one.gl)
    outlines.set('chosen', [])
    outlines.putOn(one.gl)
    outlines.putOn(other.gl)
    for (const { states } of [one, other])
      expect([...states]).toEqual([
        ['region 1', 'hover'],
        ['commune 1.1', 'marked'],
      ])
  })

  it('tell a map nothing that it knows, for it would be drawn again', () => {
    const outlines = createOutlines(LEVELS)
    const { gl, calls } = told()
    outlines.putOn(gl)
    expect(calls.length).toBe(6)
    expect(calls.every((one) => one.endsWith(' 0'))).toBe(true)
    outlines.set('hover', [{ code: '1', level: 'region' }])
    outlines.putOn(gl)
    expect(calls.slice(6)).toEqual(['state', 'outline-casing-region 0.92', 'outline-region 1'])
    outlines.putOn(gl)
    expect(calls.length).toBe(9)
    outlines.set('hover', [])
    outlines.putOn(gl)
    expect(calls.slice(9)).toEqual(['state', 'outline-casing-region 0', 'outline-region 0'])
  })

  it('are none of a level that has none', () => {
    const outlines = createOutlines(LEVELS)
    const { gl, states } = told()
    outlines.set('chosen', [{ code: 'x', level: 'arrondissement' }])
    outlines.putOn(gl)
    expect(states.size).toBe(0)
  })

  it('of what contains others lie above these', () => {
    const ids = outlineLayers(MAP_COLOURS.light, { ...LEVELS, parts: 'arrondissement' }).map(
      (one) => (one as { id: string }).id,
    )
    expect(ids.slice(4)).toEqual(['outline-arrondissement', 'outline-commune', 'outline-province', 'outline-region'])
  })
})

describe('names', () => {
  const names = (fr: string) => ({ fr })
  const stands = new Map([
    ['1', [-7, 31] as const],
    ['1.1', [-6, 32] as const],
  ])
  const found = namesOf(
    [
      { code: '1.1', names: names('Ville'), people: 120_000 },
      { code: '1.2', names: names('Ailleurs'), people: 9 },
    ],
    [
      { code: '1', names: names('Région'), rank: 'first', share: '91 %', people: 2e6 },
      { code: '1.1', names: names('Ville'), rank: 'base', share: '80 %', people: 1e5 },
    ],
    stands,
  )

  it('stand where it is known that they can, each once, with its share', () => {
    expect(found.features.map(({ properties, geometry }) => [properties, geometry.coordinates])).toEqual([
      [{ name_fr: 'Région', rank: 'first', share: '91 %', people: 2e6 }, [-7, 31]],
      [{ name_fr: 'Ville', rank: 'base', share: '80 %', people: 120_000, from: 6 }, [-6, 32]],
    ])
  })
})
