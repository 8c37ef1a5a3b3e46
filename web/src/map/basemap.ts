/**
 * The map that the operator of the server brought to lie under the country's: pictures under the fills, or roads and waters
 * of vector tiles, drawn as quietly as what they are for allows. Of vector tiles the three common schemas are known by the
 * names of their layers; what is of none of them is left out.
 *
 * Knows no address but those it is given.
 */
import type { Map as GlMap } from 'maplibre-gl'
import type { Bbox } from '../api'
import type { Theme } from './style'

export interface Basemap {
  /** The address of a tile, with {z}, {x} and {y}. */
  tiles: string
  isPicture: boolean
  minzoom: number
  maxzoom: number
  bounds: Bbox
  /** The layers of vector tiles. */
  layers: readonly string[]
  attribution: string
}

const SOURCE = 'basemap'
/** What pictures and waters lie under, and what lines lie under: fills, then borders. */
const [UNDER_FILLS, UNDER_LINES] = [['communes-ground', 'communes'], ['commune-lines']] as const

const LOOKS = {
  light: { water: '#c9d8de', river: '#7fa3b3', road: '#8d8578' },
  dark: { water: '#22303b', river: '#3f5f70', road: '#6d727a' },
} as const

/** Layers of Protomaps, OpenMapTiles and Shortbread. */
const WATERS = ['water', 'ocean', 'water_polygons']
const RIVERS = ['water', 'waterway', 'water_lines', 'physical_line']
const ROADS = ['roads', 'transportation', 'streets']

const kind = ['coalesce', ['get', 'kind'], ['get', 'class'], '']
const isOf = (...kinds: string[]): unknown[] => ['in', kind, ['literal', kinds]]
const MAJOR = isOf('motorway', 'trunk', 'primary', 'highway', 'major_road')
const MEDIUM = isOf('secondary', 'tertiary', 'medium_road', 'minor_road', 'minor', 'residential', 'unclassified')
const isShape = (shape: string): unknown[] => ['==', ['geometry-type'], shape]

const byZoom = (...stops: unknown[]): unknown[] => ['interpolate', ['linear'], ['zoom'], ...stops]

interface Put {
  under: readonly string[]
  layer: { id: string; type: string; paint: Record<string, unknown> } & Record<string, unknown>
}

/** The layers of a basemap, from the lowest. */
export function basemapLayers({ isPicture, layers }: Basemap, theme: Theme): Put[] {
  const look = LOOKS[theme]
  if (isPicture) {
    const paint = {
      'raster-saturation': -0.75,
      'raster-opacity': theme === 'dark' ? 0.55 : 0.75,
      'raster-brightness-max': theme === 'dark' ? 0.5 : 1,
      'raster-contrast': -0.15,
      'raster-fade-duration': 0,
    }
    return [{ under: UNDER_FILLS, layer: { id: 'basemap-picture', type: 'raster', paint } }]
  }
  const of = (names: readonly string[]) => names.filter((name) => layers.includes(name))
  const line = (
    what: string,
    name: string,
    filter: unknown[],
    minzoom: number,
    paint: Record<string, unknown>,
  ): Put => ({
    under: UNDER_LINES,
    layer: {
      id: `basemap-${what}-${name}`,
      type: 'line',
      'source-layer': name,
      filter,
      minzoom,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint,
    },
  })
  return [
    ...of(WATERS).map((name) => ({
      under: UNDER_FILLS,
      layer: {
        id: `basemap-waters-${name}`,
        type: 'fill',
        'source-layer': name,
        filter: isShape('Polygon'),
        paint: { 'fill-color': look.water, 'fill-antialias': false },
      },
    })),
    ...of(RIVERS).map((name) =>
      line('rivers', name, isShape('LineString'), 7, {
        'line-color': look.river,
        'line-width': byZoom(7, 0.4, 12, 1.2),
        'line-opacity': byZoom(7, 0.3, 9, 0.6),
      }),
    ),
    ...of(ROADS).flatMap((name) => [
      line('streets', name, ['all', isShape('LineString'), MEDIUM], 10.5, {
        'line-color': look.road,
        'line-width': byZoom(10.5, 0.4, 14, 1.4),
        'line-opacity': byZoom(10.5, 0.25, 12, 0.6),
      }),
      line('roads', name, ['all', isShape('LineString'), MAJOR], 6, {
        'line-color': look.road,
        'line-width': byZoom(6, 0.5, 9, 1.1, 14, 2.4),
        'line-opacity': byZoom(6, 0.25, 8, 0.55, 10, 0.8),
      }),
    ]),
  ]
}

/** Puts a basemap on a map, or gives it the look of another theme. */
export function putBasemap(gl: GlMap, basemap: Basemap | null, theme: Theme): void {
  if (!basemap) return
  const { tiles, isPicture, minzoom, maxzoom, bounds } = basemap
  if (!gl.getSource(SOURCE))
    gl.addSource(SOURCE, {
      ...(isPicture ? { type: 'raster', tileSize: 256 } : { type: 'vector' }),
      tiles: [tiles],
      minzoom,
      maxzoom,
      bounds,
    })
  for (const { under, layer } of basemapLayers(basemap, theme)) {
    if (!gl.getLayer(layer.id))
      gl.addLayer(
        { ...layer, source: SOURCE } as never,
        under.find((id) => gl.getLayer(id)),
      )
    for (const [name, value] of Object.entries(layer.paint))
      gl.setPaintProperty(layer.id, name as never, value as never)
  }
}

/** What a fill from near lies under: lines of the basemap where there are some, else borders. */
export const underLines = (gl: GlMap): string =>
  gl.getStyle().layers.find((layer) => layer.type === 'line' && layer.id.startsWith('basemap-'))?.id ?? UNDER_LINES[0]
