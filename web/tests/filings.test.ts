import { describe, expect, it } from 'vitest'
import { filingHref, layerId, LIST, readFilings, writeFilings, type FilingsLink } from '../src/filings/link'
import { layerOf, PAGE, replacedBy, shownOf, type Filing } from '../src/filings/model'
import { COUNTRY } from './country'

const HERE = 'https://example.org/base/filings.html'
const layer = (technology: string, mindown = 5) => ({
  technology,
  mindown,
  minup: 1,
  environment: 'outdoor' as const,
  extent: 10,
})
const filing = (id: string, asOf: string, recorded: string, more: Partial<Filing> = {}): Filing => ({
  id,
  kind: 'mobile-coverage',
  operator: 'atlas',
  as_of: asOf,
  recorded,
  state: 'current',
  content_hash: null,
  file_name: null,
  bytes: null,
  rows: 1,
  layers: [layer('4g')],
  synthetic: true,
  ...more,
})

describe('the link of the page of filings', () => {
  const FULL: FilingsLink = {
    id: 'f-1',
    operator: 'rif',
    kind: 'mobile-coverage',
    technology: '4g',
    asOf: '2026-06-30',
    state: 'current',
    sort: 'operator',
    up: true,
    page: 3,
    within: '05',
    layer: '4g_5-1_outdoor',
    denominator: 'area',
    changed: 'lost',
  }

  it('comes back whole, and keeps the language', () => {
    const url = writeFilings(FULL, new URL(`${HERE}?lang=ar`))
    expect(url.searchParams.get('lang')).toBe('ar')
    expect(readFilings(url, COUNTRY)).toEqual({ link: FULL, faults: [] })
  })

  it('stays plain for the list as it comes', () => {
    expect(writeFilings(LIST, new URL(HERE)).href).toBe(HERE)
  })

  it('says what it does not know, and shows the rest', () => {
    const { link, faults } = readFilings(
      new URL(
        `${HERE}?operator=nobody&kind=maps&technology=9g&as_of=soon&state=lost&sort=mood&page=0&denominator=cows`,
      ),
      COUNTRY,
    )
    expect(link).toEqual(LIST)
    expect(faults.map((one) => one.of).sort()).toEqual(
      ['as_of', 'denominator', 'kind', 'operator', 'page', 'sort', 'state', 'technology'].sort(),
    )
  })

  it('leads from a number to the filing, the place and the layer it is of', () => {
    const href = filingHref('fr', 'f-1', { within: '05', layer: layerId(layer('4g')), denominator: null })
    expect(readFilings(new URL(href, HERE), COUNTRY).link).toMatchObject({
      id: 'f-1',
      within: '05',
      layer: '4g_5-1_outdoor',
    })
  })
})

describe('the list', () => {
  const items = [
    filing('c', '2026-06-30', '2026-07-03T00:00:00Z', { operator: 'rif' }),
    filing('b', '2025-12-31', '2026-01-03T00:00:00Z', { layers: [layer('5g')] }),
    filing('a', '2025-06-30', '2025-07-03T00:00:00Z', { state: 'history' }),
  ]
  const ids = (patch: Partial<FilingsLink>) =>
    shownOf(items, { ...LIST, ...patch }, (id) => id)
      .rows.map((one) => one.id)
      .join('')

  it('is newest first, and otherwise as asked', () => {
    expect(ids({})).toBe('cba')
    expect(ids({ sort: 'as_of', up: true })).toBe('abc')
    expect(ids({ sort: 'operator', up: true })).toBe('bac')
    expect(ids({ sort: 'state', up: false })).toBe('acb')
  })

  it('is what the choices leave', () => {
    expect(ids({ operator: 'rif' })).toBe('c')
    expect(ids({ technology: '5g' })).toBe('b')
    expect(ids({ asOf: '2025-06-30' })).toBe('a')
    expect(ids({ state: 'history', kind: 'fibre-network' })).toBe('')
  })

  it('grows by pages, and is whole where a link names one beyond', () => {
    const many = Array.from({ length: PAGE + 3 }, (_, at) => filing(`f${at}`, '2026-06-30', `2026-01-01T00:00:${at}Z`))
    expect(shownOf(many, { ...LIST, page: 2 }, (id) => id)).toMatchObject({ count: PAGE + 3 })
    expect(shownOf(many, LIST, (id) => id).rows).toHaveLength(PAGE)
    expect(shownOf(many, { ...LIST, page: 9 }, (id) => id).rows).toHaveLength(PAGE + 3)
  })
})

describe('what a filing replaced', () => {
  const of = (items: Filing[], id: string) => (replacedBy(items).get(id) ?? []).map((one) => one.id)

  it('is what was in force for its date, layer by layer', () => {
    const items = [
      filing('a', '2025-06-30', '2025-07-01T00:00:00Z'),
      filing('b', '2025-12-31', '2026-01-01T00:00:00Z', { layers: [layer('5g')] }),
      filing('c', '2026-06-30', '2026-07-01T00:00:00Z', { layers: [layer('4g'), layer('5g')] }),
    ]
    expect(of(items, 'a')).toEqual([])
    expect(of(items, 'b')).toEqual([])
    expect(of(items, 'c')).toEqual(['a', 'b'])
  })

  it('is of the same operator, not of a later date, and not withdrawn by then', () => {
    const withdrawn = { at: '2026-02-01T00:00:00Z', by: 't', reason: 'r' }
    const items = [
      filing('other', '2025-06-30', '2025-07-01T00:00:00Z', { operator: 'rif' }),
      filing('gone', '2025-12-31', '2026-01-01T00:00:00Z', { withdrawn }),
      filing('first', '2025-06-30', '2025-07-02T00:00:00Z'),
      filing('late', '2025-03-31', '2026-03-01T00:00:00Z'),
      filing('new', '2026-06-30', '2026-07-01T00:00:00Z'),
    ]
    expect(of(items, 'late')).toEqual([])
    expect(of(items, 'new')).toEqual(['first'])
  })

  it('is the whole network where one declares no layers', () => {
    const network = { kind: 'fibre-network' as const, layers: [] }
    const items = [
      filing('a', '2025-06-30', '2025-07-01T00:00:00Z', network),
      filing('b', '2026-06-30', '2026-07-01T00:00:00Z', network),
    ]
    expect(of(items, 'b')).toEqual(['a'])
  })
})

it('looks at the layer that a link names, else the first', () => {
  const layers = [layer('4g'), layer('5g', 35)]
  expect(layerOf(layers, '5g_35-1_outdoor')?.technology).toBe('5g')
  expect(layerOf(layers, 'nonsense')?.technology).toBe('4g')
  expect(layerOf([], null)).toBeNull()
})
