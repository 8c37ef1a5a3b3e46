/**
 * Where a question reaches, as tiles: pictures from afar, outlines from near, and the people it does not reach.
 *
 * The pictures are data: a pixel is its level of fill, 0 to 15. They are coloured here, by putting another palette
 * into the PNG; not one pixel is decoded for it. Knows no question and no words: it is given the addresses of tiles.
 */
import { addProtocol, type Map as GlMap, type RasterTileSource, type VectorTileSource } from 'maplibre-gl'
import { fillsOf } from '../palette'
import { repainted, type Rgba } from './png-palette'
import type { Theme } from './style'
import { TAKES_OVER } from './zooms'

/** The addresses of tiles, with {z}, {x} and {y}. */
export interface Footprint {
  fill: string
  outlines: string
  /** Of the people not covered; null where they are not asked for. */
  gap: string | null
}

const LEVELS = 16
/** The finest pictures, and the finest outlines. */
const [FILL_MOST, OUTLINES_LEAST, OUTLINES_MOST] = [8, 9, 12]
const GAP_MOST = 12
/** What the footprint lies under. */
const UNDER = 'commune-lines'
const OPACITY = 0.82

/** The colour of what is covered. */
const footprintColour = (theme: Theme): string => fillsOf(theme).footprint

let isSpoken = false

/** Teaches MapLibre the pictures: `fill://light/ADDRESS` is the picture at an address, in the colour of a theme. */
function speak(): void {
  if (isSpoken) return
  isSpoken = true
  addProtocol('fill', async ({ url }, { signal }) => {
    const [, theme = 'light', address = ''] = /^fill:\/\/(light|dark)\/(.*)$/.exec(url) ?? []
    const answer = await fetch(address, { signal })
    if (!answer.ok) throw new Error(`a tile was answered with ${answer.status}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const data = bytes.length === 0 ? bytes : repainted(bytes, levelsOf(theme as Theme))
    return { data: data.slice().buffer }
  })
}

/** A level's colour: the more of a pixel is covered, the less of the ground is seen; a little is seen at once. */
export function levelsOf(theme: Theme): Rgba[] {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(footprintColour(theme).slice(at, at + 2), 16))
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

function layers(theme: Theme, always: boolean): { source: string; layer: Record<string, unknown> }[] {
  const colour = footprintColour(theme)
  const [from, whole] = always ? [0, 0.1] : TAKES_OVER
  return [
    {
      source: 'footprint-fill',
      layer: {
        id: 'footprint-fill',
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
    },
    {
      source: 'footprint-outlines',
      layer: {
        id: 'footprint-outlines',
        type: 'fill',
        'source-layer': 'coverage',
        minzoom: OUTLINES_LEAST,
        paint: { 'fill-color': colour, 'fill-opacity': OPACITY, 'fill-antialias': true },
      },
    },
    {
      source: 'footprint-gap',
      layer: {
        id: 'footprint-gap',
        type: 'circle',
        'source-layer': 'gap',
        paint: {
          'circle-color': fillsOf(theme).gap,
          'circle-opacity': 0.72,
          'circle-radius': radius,
        },
      },
    },
  ]
}

/** Puts a footprint on the map in place of the one before; null takes it away. `always`: from afar too, and not from near alone. */
export function putFootprint(gl: GlMap, footprint: Footprint | null, theme: Theme, always = false): void {
  speak()
  const addresses: Record<string, string | null> = {
    'footprint-fill': footprint && `fill://${theme}/${footprint.fill}`,
    'footprint-outlines': footprint && footprint.outlines,
    'footprint-gap': footprint?.gap ?? null,
  }
  for (const { source, layer } of layers(theme, always)) {
    const address = addresses[source] ?? null
    const known = gl.getSource<RasterTileSource | VectorTileSource>(source)
    if (address === null) {
      if (gl.getLayer(source)) gl.removeLayer(source)
      if (known) gl.removeSource(source)
      continue
    }
    if (known) {
      // Until it has loaded, a source knows no addresses.
      if (known.tiles?.[0] !== address) known.setTiles([address])
    } else if (source === 'footprint-fill')
      gl.addSource(source, { type: 'raster', tiles: [address], tileSize: 256, maxzoom: FILL_MOST })
    else if (source === 'footprint-outlines')
      gl.addSource(source, { type: 'vector', tiles: [address], minzoom: OUTLINES_LEAST, maxzoom: OUTLINES_MOST })
    else gl.addSource(source, { type: 'vector', tiles: [address], maxzoom: GAP_MOST })
    if (!gl.getLayer(source)) gl.addLayer({ ...layer, source } as never, UNDER)
    else if (source === 'footprint-fill') gl.setLayerZoomRange(source, Number(layer['minzoom']), OUTLINES_LEAST)
    for (const [name, value] of Object.entries(layer['paint'] as object))
      gl.setPaintProperty(source, name as never, value as never)
  }
}
