/**
 * Where a question reaches, as tiles: pictures from afar, outlines from near, and the people it does not reach.
 *
 * The pictures are data: a pixel is its level of fill, 0 to 15. They are coloured here, by putting another palette
 * into the PNG; not one pixel is decoded for it. Knows no question and no words: it is given the addresses of tiles.
 */
import {
  addProtocol,
  type Map as GlMap,
  type RasterSourceSpecification,
  type RasterTileSource,
  type VectorSourceSpecification,
  type VectorTileSource,
} from 'maplibre-gl'
import { CELL_FILLS, fillsOf, type CellLook } from '../palette'
import { repainted, type Rgba } from './png-palette'
import type { Theme } from './style'
import { underLines } from './basemap'
import { TAKES_OVER } from './zooms'

/** The addresses of tiles, with {z}, {x} and {y}. */
export interface Footprint {
  parts: { look: CellLook; fill: string; outlines: string }[]
  /** Of the people not covered; null where they are not asked for. */
  gap: string | null
}

const LEVELS = 16
/** The finest pictures, and the finest outlines. */
const [FILL_MOST, OUTLINES_LEAST, OUTLINES_MOST] = [8, 9, 12]
const GAP_MOST = 12
const OPACITY = 0.82

const LOOKS: readonly CellLook[] = ['covered', 'gained', 'lost']
const colourOf = (look: CellLook, theme: Theme): string => fillsOf(theme)[CELL_FILLS[look]] ?? fillsOf(theme).footprint

let isSpoken = false

/** Teaches MapLibre the pictures: `fill://light/covered/ADDRESS` is the picture at an address, in the colour of a look. */
function speak(): void {
  if (isSpoken) return
  isSpoken = true
  addProtocol('fill', async ({ url }, { signal }) => {
    const [, theme, look, address = ''] = /^fill:\/\/(light|dark)\/(covered|gained|lost)\/(.*)$/.exec(url) ?? []
    const answer = await fetch(address, { signal })
    if (!answer.ok) throw new Error(`a tile was answered with ${answer.status}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const data = bytes.length === 0 ? bytes : repainted(bytes, levelsOf(theme as Theme, look as CellLook))
    return { data: data.slice().buffer }
  })
}

/** A level's colour: the more of a pixel is covered, the less of the ground is seen; a little is seen at once. */
export function levelsOf(theme: Theme, look: CellLook): Rgba[] {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(colourOf(look, theme).slice(at, at + 2), 16))
  return Array.from({ length: LEVELS }, (_, level) => {
    const part = level === 0 ? 0 : 0.18 + (0.82 * level) / (LEVELS - 1)
    return [red, green, blue, Math.round(255 * part)]
  })
}

const zoomed = (...stops: unknown[]): unknown[] => ['interpolate', ['linear'], ['zoom'], ...stops]

/** People as the area of a dot, larger from near: a cell holds fewer than what dots stand for from afar. */
const radius = zoomed(
  ...[
    [4, 1 / 40],
    [7, 1 / 14],
    [9, 1 / 5],
    [11, 1 / 1.8],
    [13, 1.1],
  ].flatMap(([zoom, scale]) => [zoom, ['max', 0.9, ['min', 18, ['*', scale, ['sqrt', ['get', 'people']]]]]]),
)

/** A layer of the map; its source has its name. */
type LayerSpec = { id: string; paint: Record<string, unknown> } & Record<string, unknown>

/** Cells of one look: pictures from afar, outlines from near. */
function cellLayers(look: CellLook, theme: Theme, always: boolean): { fill: LayerSpec; outlines: LayerSpec } {
  const [from, whole] = always ? [0, 0.1] : TAKES_OVER
  return {
    fill: {
      id: `footprint-${look}-fill`,
      type: 'raster',
      // No picture is fetched that would not be seen.
      minzoom: Math.floor(from),
      maxzoom: OUTLINES_LEAST,
      paint: {
        'raster-opacity': zoomed(from, 0, whole, OPACITY),
        'raster-fade-duration': 0,
        'raster-resampling': 'nearest',
      },
    },
    outlines: {
      id: `footprint-${look}-outlines`,
      type: 'fill',
      'source-layer': 'coverage',
      minzoom: OUTLINES_LEAST,
      paint: { 'fill-color': colourOf(look, theme), 'fill-opacity': OPACITY, 'fill-antialias': true },
    },
  }
}

const gapLayer = (theme: Theme): LayerSpec => ({
  id: 'footprint-gap',
  type: 'circle',
  'source-layer': 'gap',
  paint: { 'circle-color': fillsOf(theme).gap, 'circle-opacity': 0.72, 'circle-radius': radius },
})

/** Puts a footprint on the map in place of the one before; null takes it away. `always`: from afar too, and not from near alone. */
export function putFootprint(gl: GlMap, footprint: Footprint | null, theme: Theme, always = false): void {
  speak()
  for (const look of LOOKS) {
    const part = footprint?.parts.find((one) => one.look === look)
    const { fill, outlines } = cellLayers(look, theme, always)
    put(gl, fill, part && `fill://${theme}/${look}/${part.fill}`, { type: 'raster', tileSize: 256, maxzoom: FILL_MOST })
    put(gl, outlines, part?.outlines, { type: 'vector', minzoom: OUTLINES_LEAST, maxzoom: OUTLINES_MOST })
    if (part) gl.setLayerZoomRange(fill.id, Number(fill['minzoom']), OUTLINES_LEAST)
  }
  put(gl, gapLayer(theme), footprint?.gap, { type: 'vector', maxzoom: GAP_MOST })
}

/** Puts one layer on the map with the tiles at an address; without one, takes it away. */
function put(
  gl: GlMap,
  layer: LayerSpec,
  address: string | null | undefined,
  source: RasterSourceSpecification | VectorSourceSpecification,
): void {
  const { id } = layer
  const known = gl.getSource<RasterTileSource | VectorTileSource>(id)
  if (!address) {
    if (gl.getLayer(id)) gl.removeLayer(id)
    if (known) gl.removeSource(id)
    return
  }
  if (!known) gl.addSource(id, { ...source, tiles: [address] })
  // Until it has loaded, a source knows no addresses.
  else if (known.tiles?.[0] !== address) known.setTiles([address])
  if (!gl.getLayer(id)) gl.addLayer({ ...layer, source: id } as never, underLines(gl))
  for (const [name, value] of Object.entries(layer.paint)) gl.setPaintProperty(id, name as never, value as never)
}
