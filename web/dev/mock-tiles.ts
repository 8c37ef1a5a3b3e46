/** The mock's territories as vector tiles. Each is simplified by itself, so borders may gape where the server's do not. */
import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { Places } from './mock-places.ts'

const MOST = 10
const LAYERS = [
  ['region', 'regions'],
  ['province', 'provinces'],
  ['commune', 'communes'],
] as const

export interface Tiles {
  /** What tiles there are; `origin` is where they are reached. */
  set(origin: string): unknown
  /** A tile; null where nothing lies. */
  square(z: number, x: number, y: number): Uint8Array | null
}

export function tilesOf(places: Places): Tiles {
  const made = new Map<string, GeoJSONVT>()
  const layer = (file: string): GeoJSONVT => {
    const data = places.boundaries(file) ?? { type: 'FeatureCollection', features: [] }
    const known = made.get(file) ?? new GeoJSONVT(data, { maxZoom: MOST, tolerance: 0, buffer: 64 })
    made.set(file, known)
    return known
  }
  return {
    set: (origin) => ({
      tilejson: '3.0.0',
      tiles: [`${origin}/tiles/territories/{z}/{x}/{y}.mvt`],
      minzoom: 0,
      maxzoom: MOST,
      bounds: places.country.bbox,
    }),
    square: (z, x, y) => {
      const layers = LAYERS.flatMap(([level, file]) => {
        const tile = layer(file).getTile(z, x, y)
        return tile ? [[level, tile] as const] : []
      })
      return layers.length === 0 ? null : fromGeojsonVt(Object.fromEntries(layers), { version: 2, extent: 4096 })
    },
  }
}
