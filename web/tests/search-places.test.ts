import { describe, expect, it } from 'vitest'
import type { Place, Territory } from '../src/api'
import { createFinder, type Known } from '../src/search/places'
import { makeTree, type Unit } from '../src/tree'
import { COUNTRY } from './country'

const names = (fr: string, ar = fr) => ({ fr, ar, en: fr })
const unit = (code: string, level: string, parent: string | null, called: string): Unit => ({
  code,
  level,
  parent,
  names: names(called),
})
const UNITS = [
  unit('XX', 'country', null, 'Pays'),
  unit('08', 'region', 'XX', 'Drâa'),
  unit('08.587', 'province', '08', 'Zagora'),
  unit('08.587.01', 'commune', '08.587', 'Zagora'),
  unit('08.587.02', 'commune', '08.587', 'Agdz'),
]
const territory = (of: Unit, people: number): [string, Territory] => [
  of.code,
  {
    ...of,
    kind: null,
    population: { 2024: people },
    households: {},
    urban: {},
    label: null,
    area_km2: 1,
    bbox: [-6, 30, -5, 31],
  },
]
const KNOWN: Known = {
  country: COUNTRY,
  places: makeTree('XX', [UNITS]),
  territories: new Map(UNITS.map((one) => territory(one, one.code.length))),
}
const HAMLET: Place = { type: 'locality', names: names('Tamegrout n’Aït'), lon: -5.5, lat: 29.9 }
const COMMUNE = { code: '08.587.02', level: 'commune', names: names('Agdz'), parent: '08.587' }

/** A server that finds a locality by the beginning of its name, and a commune at one point only. */
function server(answers: Record<string, Place[]> = {}) {
  const asked: string[] = []
  const get = async (_path: string, parameters: Record<string, unknown> = {}) => {
    const q = String(parameters['q'])
    asked.push(q)
    return { items: answers[q] ?? [] }
  }
  return { asked, api: { get: get as never } }
}
const still = new AbortController().signal
const told = (hits: readonly { code?: string | undefined; why: readonly string[]; type: string }[]) =>
  hits.map((one) => [one.code ?? one.type, ...one.why].join(' '))

describe('names', () => {
  it('are found at once, with where they lie and why', () => {
    const finder = createFinder(server().api, () => KNOWN)
    const { items } = finder.now('Zagoura', 'fr')
    expect(told(items)).toEqual(['08.587 spelling', '08.587.01 spelling'])
    expect(items[1]?.province?.code).toBe('08.587')
    expect([items[1]?.lon, items[1]?.lat]).toEqual([-5.5, 30.5])
    expect(told(finder.now('XX-08', 'fr').items)[0]).toBe('08 code')
    expect(finder.isPlain('Zagoura', items[0]!)).toBe(true)
    expect(finder.isPlain('Zag', items[0]!)).toBe(false)
  })

  it('of localities come from the server, mistyped ones by how they begin', async () => {
    const { api, asked } = server({ tam: [HAMLET] })
    const finder = createFinder(api, () => KNOWN)
    expect(told((await finder.fetch('tamergout nait', 'fr', still)).items)).toEqual(['locality near'])
    expect(asked).toEqual(['tamergout nait', 'tam'])
    // Known from now on, and found once.
    expect(told(finder.now('Tamegrout', 'fr').items)).toEqual(['locality'])
    expect(told((await finder.fetch('tamegrou', 'fr', still)).items)).toEqual(['locality'])
  })

  it('stand after territories of the same name', async () => {
    const zagora: Place = { type: 'locality', names: names('Zagora'), lon: -5.8, lat: 30.3 }
    const { api, asked } = server({ Zagora: [zagora] })
    const finder = createFinder(api, () => KNOWN)
    expect(told((await finder.fetch('Zagora', 'fr', still)).items)).toEqual(['08.587', '08.587.01', 'locality'])
    expect(asked).toEqual(['Zagora'])
    // However the territory's name is spelt.
    const zagoura: Place = { type: 'locality', names: names('Zagoura'), lon: -5.8, lat: 30.3 }
    const other = createFinder(server({ Zagoura: [zagoura] }).api, () => KNOWN)
    expect(told((await other.fetch('Zagoura', 'fr', still)).items)).toEqual([
      '08.587 spelling',
      '08.587.01 spelling',
      'locality',
    ])
  })

  it('are the server’s where nothing is known yet', async () => {
    const finder = createFinder(server({ x: [HAMLET] }).api, () => null)
    expect(finder.now('x', 'fr')).toEqual({ items: [], nowhere: false })
    expect(told((await finder.fetch('x', 'fr', still)).items)).toEqual(['locality'])
  })
})

describe('coordinates', () => {
  const at = (lat: number, lon: number, inside: boolean): Place => ({
    type: 'coordinates',
    names: {},
    lat,
    lon,
    ...(inside ? { commune: COMMUNE } : {}),
  })

  it('say how they were read, and in which commune they lie', async () => {
    const { api } = server({ '25.5, -5.25': [at(25.5, -5.25, true)] })
    const finder = createFinder(api, () => KNOWN)
    const { items } = await finder.fetch('25,5 ; -5,25', 'fr', still)
    expect(told(items)).toEqual(['coordinates latlon'])
    expect(items[0]?.commune?.code).toBe('08.587.02')
    expect(told((await finder.fetch('25.5 N 5.25 O', 'fr', still)).items)).toEqual(['coordinates'])
    expect(told((await finder.fetch('-5.25 25.5', 'fr', still)).items)[0]).toBe('coordinates swapped')
    expect(told((await finder.fetch('25.5 5.25', 'fr', still)).items)[0]).toBe('coordinates signed')
  })

  it('outside the country are said to be, in its box or not', async () => {
    const { api, asked } = server({ '25.5, -5.25': [at(25.5, -5.25, false)] })
    const finder = createFinder(api, () => KNOWN)
    expect(told((await finder.fetch('25.5 N 5.25 W', 'fr', still)).items)).toEqual(['coordinates outside'])
    expect(told((await finder.fetch('48.85 N 2.35 E', 'fr', still)).items)).toEqual(['coordinates outside'])
    expect(asked).toEqual(['25.5, -5.25'])
    expect((await finder.fetch('95 N 2.35 E', 'fr', still)).nowhere).toBe(true)
  })
})
