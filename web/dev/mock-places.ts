/** The mock's places: names, census and outlines of the country pack, provinces and regions dissolved from communes. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson'
import type { Bbox, Boundaries, Level } from '../src/api'

export interface Place {
  code: string
  level: Level
  names: { fr: string; ar: string; en?: string }
  parent: string | null
  population: number | null
  households: number | null
  km2: number
  bbox: Bbox | null
  kind?: string
}

export interface Places {
  country: Place
  get(code: string): Place | undefined
  all(): Place[]
  level(level: string): Place[]
  path(code: string): Place[]
  isWithin(code: string, ancestor: string): boolean
  communesOf(code: string): Place[]
  at(lon: number, lat: number): Place | undefined
  boundaries(layer: string): Boundaries | undefined
}

type Outline = Feature<Polygon | MultiPolygon, Record<string, unknown>>
const LAYERS: [level: Level, file: string][] = [
  ['region', 'regions'],
  ['province', 'provinces'],
  ['commune', 'communes'],
]

function read(folder: string, name: string): Outline[] {
  for (const file of [`${name}.geojson.gz`, `${name}.geojson`]) {
    const path = join(folder, file)
    if (!existsSync(path)) continue
    const bytes = readFileSync(path)
    const text = file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()
    return (JSON.parse(text) as { features: Outline[] }).features
  }
  return []
}

export function loadPlaces(folder: string): Places {
  const simple = read(folder, 'map-communes')
  const outlines = new Map(simple.map((one) => [String(one.properties['code']), one]))
  const places = new Map<string, Place>()
  places.set('MA', {
    code: 'MA',
    level: 'country',
    names: { fr: 'Maroc', ar: 'المغرب', en: 'Morocco' },
    parent: null,
    population: null,
    households: null,
    km2: 0,
    bbox: null,
  })
  for (const [level, file] of LAYERS)
    for (const one of read(folder, file)) {
      const place = placeOf(level, one.properties)
      places.set(place.code, place)
    }
  const all = [...places.values()]
  const path = (code: string): Place[] => {
    const place = places.get(code)
    return place ? [...(place.parent ? path(place.parent) : []), place] : []
  }
  const communes = new Map<string, Place[]>(all.map((one) => [one.code, []]))
  for (const place of all)
    if (place.level === 'commune') {
      const outline = outlines.get(place.code)
      place.bbox = outline ? bboxOf(outline) : null
      for (const one of path(place.code)) {
        communes.get(one.code)?.push(place)
        if (place.bbox && one !== place) one.bbox = one.bbox ? grow(one.bbox, place.bbox) : [...place.bbox]
      }
    }
  const dissolved = new Map<string, Boundaries>()
  const boundaries = (layer: string): Boundaries | undefined => {
    const level = LAYERS.find(([, file]) => file === layer)?.[0]
    if (!level) return undefined
    const kept =
      dissolved.get(layer) ??
      ({
        type: 'FeatureCollection',
        features:
          level === 'commune'
            ? simple
            : all
                .filter((one) => one.level === level)
                .map((one) => dissolve(one, communes.get(one.code) ?? [], outlines)),
      } as unknown as Boundaries)
    dissolved.set(layer, kept)
    return kept
  }
  return {
    country: places.get('MA')!,
    get: (code) => places.get(code),
    all: () => all,
    level: (level) => all.filter((one) => one.level === level),
    path,
    isWithin: (code, ancestor) => path(code).some((one) => one.code === ancestor),
    communesOf: (code) => communes.get(code) ?? [],
    at: (lon, lat) => all.find((one) => one.level === 'commune' && holds(outlines.get(one.code), one.bbox, lon, lat)),
    boundaries,
  }
}

function placeOf(level: Level, properties: Record<string, unknown>): Place {
  const number = (key: string) => (typeof properties[key] === 'number' ? properties[key] : null)
  return {
    code: String(properties['code']),
    level,
    parent: String(properties['parent']),
    names: { fr: String(properties['name_fr']), ar: String(properties['name_ar']) },
    population: number('population_2024'),
    households: number('households_2024'),
    km2: (number('area_m2') ?? 0) / 1e6,
    bbox: null,
    kind: typeof properties['kind'] === 'string' ? properties['kind'] : '',
  }
}

const ringsOf = (one: Outline): Position[][] =>
  one.geometry.type === 'Polygon' ? one.geometry.coordinates : one.geometry.coordinates.flat()
const grow = (a: Bbox, b: Bbox): Bbox => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
]

function bboxOf(one: Outline): Bbox {
  const points = ringsOf(one).flat() as [number, number][]
  return points.reduce<Bbox>(
    (box, [x, y]) => [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)],
    [180, 90, -180, -90],
  )
}

/** Neighbours share their vertices: an edge walked both ways is inside, the rest is the outline. */
function dissolve(place: Place, communes: Place[], outlines: Map<string, Outline>): Outline {
  const edges = new Map<string, [Position, Position]>()
  const key = (a: Position, b: Position) => `${a[0]},${a[1]};${b[0]},${b[1]}`
  for (const commune of communes)
    for (const ring of ringsOf(
      outlines.get(commune.code) ?? ({ geometry: { type: 'Polygon', coordinates: [] } } as unknown as Outline),
    )) {
      for (let at = 1; at < ring.length; at++) {
        const [from, to] = [ring[at - 1]!, ring[at]!]
        if (!edges.delete(key(to, from))) edges.set(key(from, to), [from, to])
      }
    }
  const onward = new Map<string, [Position, Position][]>()
  for (const edge of edges.values()) onward.set(String(edge[0]), [...(onward.get(String(edge[0])) ?? []), edge])
  const rings: Position[][] = []
  for (const start of edges.values()) {
    const ring: Position[] = []
    for (let at = onward.get(String(start[0]))?.pop(); at; at = onward.get(String(at[1]))?.pop()) ring.push(at[0])
    if (ring.length > 2) rings.push([...ring, ring[0]!])
  }
  return {
    type: 'Feature',
    id: place.code,
    properties: { code: place.code, parent: place.parent },
    geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) },
  }
}

function holds(one: Outline | undefined, bbox: Bbox | null, lon: number, lat: number): boolean {
  if (!one || !bbox || lon < bbox[0] || lon > bbox[2] || lat < bbox[1] || lat > bbox[3]) return false
  let inside = false
  for (const ring of ringsOf(one))
    for (let at = 1; at < ring.length; at++) {
      const [ax, ay] = ring[at - 1] as [number, number]
      const [bx, by] = ring[at] as [number, number]
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside
    }
  return inside
}
