/** The look of the map: sources and layers from the ground up, and the colours of each theme. */
import type { GeoJSON } from 'geojson'
import type { FontFacesSpecification, LayerSpecification, Map as GlMap, StyleSpecification } from 'maplibre-gl'
import arabicUrl from '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-500-normal.woff2?url'
import latinExtUrl from '@fontsource/noto-sans/files/noto-sans-latin-ext-500-normal.woff2?url'
import latinUrl from '@fontsource/noto-sans/files/noto-sans-latin-500-normal.woff2?url'
import type { DrawnLevels } from '../levels'
import { shareClasses } from '../classes'
import { fillsOf, PALETTES } from '../palette'
import type { Lang } from '../api'
import type { Unit } from '../units'
import { labelLayers } from './labels'
import { routeLayers } from './routes'
import { ofLevel, outlineLayers, TERRITORIES, territorySource, type TerritoryTiles } from './territories'
import { TAKES_OVER } from './zooms'

export type Theme = 'light' | 'dark'

export interface MapColours {
  sea: string
  land: string
  grid: string
  waiting: string
  /** The country where nothing is said of it. */
  ground: string
  ink: string
  paper: string
  quiet: string
  accent: string
  border: string
  hair: string
  damage: string
}

export const MAP_COLOURS: Record<Theme, MapColours> = {
  light: {
    sea: '#e2eaed',
    land: '#bfc6c6',
    grid: '#d3dde0',
    waiting: '#b6bcbe',
    ground: '#ece8df',
    ink: '#1b2733',
    paper: '#fbfaf7',
    quiet: '#5b6672',
    accent: '#0b6e6e',
    border: '#1b2733',
    hair: 'rgba(27,39,51,0.3)',
    damage: '#8a4412',
  },
  dark: {
    sea: '#1a2530',
    land: '#30363c',
    grid: '#26323e',
    waiting: '#3a4249',
    ground: '#20272e',
    ink: '#e8e6e1',
    paper: '#14181c',
    quiet: '#9aa5ae',
    accent: '#4fb3b0',
    border: '#7f8b94',
    hair: 'rgba(127,139,148,0.35)',
    damage: '#e0a070',
  },
}

const absolute = (url: string): string => new URL(url, document.baseURI).href

export const fontFaces = (): FontFacesSpecification => ({
  'Noto Sans': [
    {
      url: absolute(arabicUrl),
      'unicode-range': ['U+0600-06FF', 'U+0750-077F', 'U+08A0-08FF', 'U+FB50-FDFF', 'U+FE70-FEFF'],
    },
    { url: absolute(latinExtUrl), 'unicode-range': ['U+0100-02BA', 'U+1E00-1EFF'] },
    { url: absolute(latinUrl), 'unicode-range': ['U+0000-00FF', 'U+2000-206F'] },
  ],
})

const empty = { type: 'FeatureCollection' as const, features: [] }

const known = ['==', ['feature-state', 'known'], true]
/** Which class a share is of; 0 is exactly 0. */
const shareClass = (): unknown[] => [
  'case',
  ['<=', ['coalesce', ['feature-state', 'share'], 0], 0],
  0,
  [
    'step',
    ['feature-state', 'share'],
    1,
    ...shareClasses()
      .slice(2)
      .flatMap((one, at) => [one.from, at + 2]),
  ],
]

const shareColour = (theme: Theme): unknown[] => {
  const fills = fillsOf(theme)
  const [zero, ...classes] = shareClasses()
  const colours = classes.flatMap(({ fill }, at) => [at + 1, fills[fill]])
  return ['match', shareClass(), ...colours, fills[zero?.fill ?? 'share-0']]
}

/** What a commune's feature-state `share` is: a share, or the index of a change's class. */
export type Scale = 'share' | 'change'

const changeColour = (theme: Theme): unknown[] => {
  const { change } = PALETTES[theme]
  const share = ['coalesce', ['feature-state', 'share'], -1]
  return ['match', share, ...change.flatMap((colour, at) => [at, colour]), MAP_COLOURS[theme].waiting]
}

export const communeFill = (theme: Theme, scale: Scale = 'share'): unknown[] => [
  'case',
  known,
  scale === 'change' ? changeColour(theme) : shareColour(theme),
  MAP_COLOURS[theme].waiting,
]

const DIM = 0.14

/** Whole where its class is picked, or none is; the others are dimmed, not gone. */
const emphasis = (picked: readonly number[] | null): unknown =>
  picked === null || picked.length === 0 ? 1 : ['case', known, ['match', shareClass(), [...picked], 1, DIM], 1]

/** Shares give way to the footprint, where there is one. */
export const givingWay = (opacity: unknown, footprint: boolean, unit: Claimed['unit']): unknown =>
  footprint && unit === 'cells'
    ? 0
    : footprint
      ? ['interpolate', ['linear'], ['zoom'], TAKES_OVER[0], opacity, TAKES_OVER[1], 0]
      : opacity

const widthByZoom = (...stops: number[]): unknown[] => ['interpolate', ['linear'], ['zoom'], ...stops]

/** What is no share has a pattern: awaited, not filed, damaged; and on the measured side what tests do not tell. */
const CLAIMED_MARKS = ['waiting', 'none', 'damaged'] as const
export const LOOK_MARKS = ['waiting', 'none', 'dots', 'damaged', 'contradicted', 'against'] as const
export type Pattern = (typeof CLAIMED_MARKS)[number] | (typeof LOOK_MARKS)[number]

/** What the fills of what is claimed say, and which classes of them stand out; null where all do. */
export interface Claimed {
  scale: Scale
  /** Which patterns there are: one of no territory is a fill of the whole country that shows nothing. */
  marks: readonly Pattern[]
  picked: readonly number[] | null
  /** Whether a footprint takes over from near, or at once where it is chosen. */
  footprint: boolean
  /** Which units the reader has chosen to see; null where the zoom decides. */
  unit: Unit | null
  /** Whether a basemap is to be seen through what the footprint lies on. */
  basemap: boolean
  /** Whether territories are not drawn yet: until all of the first view is there, each tile would draw the map anew. */
  veiled: boolean
}
export const ALL_SHARES: Claimed = {
  scale: 'share',
  marks: ['waiting'],
  picked: null,
  footprint: false,
  unit: null,
  basemap: false,
  veiled: false,
}

/** What the fills say: shares claimed, or the looks of what was measured. */
export type Kind = 'claimed' | 'measured'

const filled = (theme: Theme, base: string, claimed: Claimed): unknown[] => {
  const { scale, marks, picked, footprint, unit, basemap, veiled } = claimed
  const ground = basemap ? 0.45 : 1
  const when: Record<(typeof CLAIMED_MARKS)[number], unknown[]> = {
    waiting: ['==', ['typeof', ['feature-state', 'known']], 'null'],
    none: ['all', ['==', ['feature-state', 'known'], false], ['!=', ['feature-state', 'damaged'], true]],
    damaged: ['==', ['feature-state', 'damaged'], true],
  }
  return [
    // What a footprint lies on: what it does not reach is the bare paper that 0 is. Below the shares it is not seen.
    {
      id: 'communes-ground',
      ...fillOf(base),
      paint: {
        'fill-color': PALETTES[theme].share[0],
        'fill-opacity': !footprint ? 0 : unit === 'cells' ? ground : ['step', ['zoom'], 0, TAKES_OVER[0], ground],
        'fill-antialias': false,
      },
    },
    {
      id: 'communes',
      ...fillOf(base),
      paint: {
        'fill-color': communeFill(theme, scale),
        'fill-opacity': veiled ? 0 : givingWay(emphasis(picked), footprint, unit),
        'fill-antialias': false,
      },
    },
    ...CLAIMED_MARKS.map((mark) => patterned(base, mark, when[mark], marks)),
  ]
}

const looked = (theme: Theme, base: string, { marks }: Claimed): unknown[] => [
  {
    id: 'communes',
    ...fillOf(base),
    paint: {
      'fill-color': [
        'match',
        ['coalesce', ['feature-state', 'fill'], ''],
        ...Object.entries(fillsOf(theme)).flat(),
        MAP_COLOURS[theme].waiting,
      ],
      'fill-antialias': false,
    },
  },
  ...LOOK_MARKS.map((mark) => {
    const told = ['feature-state', 'mark']
    return patterned(base, mark, mark === 'waiting' ? ['==', ['typeof', told], 'null'] : ['==', told, mark], marks)
  }),
]

/** The fills of base units are laid out alike, and so are of one set of triangles. */
const fillOf = (base: string, isSeen = true) => ({
  type: 'fill',
  ...ofLevel(base),
  layout: { visibility: isSeen ? 'visible' : 'none' },
})

const patterned = (base: string, mark: Pattern, when: unknown[], marks: readonly Pattern[]) => ({
  id: `communes-${mark}`,
  ...fillOf(base, marks.includes(mark)),
  paint: {
    'fill-pattern': mark === 'none' ? 'hatch' : mark,
    'fill-opacity': ['case', when, 1, 0],
    'fill-antialias': false,
  },
})

/** Borders of a level, where it is drawn. */
const borders = (id: string, level: string | null, paint: Record<string, unknown>): unknown[] =>
  level === null ? [] : [{ id, type: 'line', ...ofLevel(level), layout: { 'line-join': 'round' }, paint }]

export function layersOf(
  theme: Theme,
  lang: Lang,
  levels: DrawnLevels,
  kind: Kind = 'claimed',
  claimed: Claimed = ALL_SHARES,
): LayerSpecification[] {
  const colours = MAP_COLOURS[theme]
  const { base } = levels
  const seen = (opacity: unknown): unknown => (claimed.veiled ? 0 : opacity)
  const layers = [
    { id: 'sea', type: 'background', paint: { 'background-color': colours.sea } },
    { id: 'grid', type: 'line', source: 'grid', paint: { 'line-color': colours.grid, 'line-width': 0.75 } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colours.land, 'fill-antialias': true } },
    ...(kind === 'measured' ? looked(theme, base, claimed) : filled(theme, base, claimed)),
    ...borders('commune-lines', base, {
      // One commune drawn like its neighbours, as where a province is told whole, is outlined only from near.
      'line-color': colours.hair,
      'line-width': widthByZoom(5, 0.2, 7, 0.5, 10, 1.2),
      'line-opacity': seen(kind === 'measured' ? widthByZoom(6.5, 0, 8, 0.8) : widthByZoom(5, 0.14, 6.5, 0.4, 8, 0.9)),
    }),
    ...borders('province-lines', levels.inner, {
      'line-color': colours.border,
      'line-width': widthByZoom(5, 0.4, 8, 1, 11, 1.6),
      'line-opacity': seen(widthByZoom(5, 0.3, 7, 0.5)),
    }),
    ...borders('region-lines', levels.first, {
      'line-color': colours.border,
      'line-width': widthByZoom(4, 0.7, 6, 1.2, 10, 2.2),
      'line-opacity': seen(0.75),
    }),
    ...routeLayers(colours),
    {
      id: 'cell-line',
      type: 'line',
      source: 'cell',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.ink, 'line-width': 2 },
    },
    ...outlineLayers(colours, levels),
    ...labelLayers(colours, lang, {
      chosen: claimed.unit === 'cells' ? null : claimed.unit,
      shares: kind === 'claimed',
    }),
    {
      id: 'point',
      type: 'circle',
      source: 'point',
      paint: {
        'circle-radius': 6,
        'circle-color': colours.accent,
        'circle-stroke-color': colours.paper,
        'circle-stroke-width': 2.5,
      },
    },
  ]
  return layers as unknown as LayerSpecification[]
}

/** What is drawn besides the territories: small, and made by the page. */
const DRAWN = ['grid', 'land', 'spans', 'nodes', 'cell', 'names', 'point'] as const
export type DrawnSource = (typeof DRAWN)[number]

/** The whole style at once, with what there is to draw already: nothing of it is loaded twice. */
export function styleOf(
  { theme, lang, tiles }: { theme: Theme; lang: Lang; tiles: TerritoryTiles },
  data: ReadonlyMap<DrawnSource, GeoJSON>,
  kind: Kind,
  claimed: Claimed = ALL_SHARES,
): StyleSpecification {
  // What has nothing to draw is not cut into tiles for it: each would draw the map anew.
  const used = (layer: LayerSpecification): LayerSpecification =>
    'source' in layer && isDrawnSource(layer.source) && !data.has(layer.source)
      ? { ...layer, layout: { ...layer.layout, visibility: 'none' } }
      : layer
  return {
    version: 8,
    'font-faces': fontFaces(),
    // A change is there at once: a colour that fades is the whole map drawn twenty times.
    transition: { duration: 0, delay: 0 },
    sources: {
      [TERRITORIES]: territorySource(tiles),
      ...Object.fromEntries(DRAWN.map((id) => [id, { type: 'geojson' as const, data: data.get(id) ?? empty }])),
    },
    layers: layersOf(theme, lang, tiles.levels, kind, claimed).map(used),
  }
}

const isDrawnSource = (id: string): id is DrawnSource => (DRAWN as readonly string[]).includes(id)

/** Draws what a source has got for the first time. */
export function see(gl: GlMap, source: DrawnSource): void {
  for (const id of gl.getLayersOrder())
    if (gl.getLayer(id)?.source === source) gl.setLayoutProperty(id, 'visibility', 'visible')
}

/** A small picture that is repeated over a fill. */
function tile(size: number, draw: (pen: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const pen = canvas.getContext('2d')
  if (!pen) return new ImageData(size, size)
  draw(pen)
  return pen.getImageData(0, 0, size, size)
}

function strokes(pen: CanvasRenderingContext2D, size: number, rising: boolean): void {
  for (const shift of [-size, 0, size]) {
    pen.beginPath()
    pen.moveTo(shift - 2, rising ? size + 2 : -2)
    pen.lineTo(shift + size + 2, rising ? -2 : size + 2)
    pen.stroke()
  }
}

function ground(pen: CanvasRenderingContext2D, size: number, { paper, quiet }: MapColours): void {
  pen.fillStyle = paper
  pen.fillRect(0, 0, size, size)
  pen.strokeStyle = pen.fillStyle = quiet
  pen.globalAlpha = 0.6
}

/** The "no data" hatch: 45° strokes over paper, unlike any class and unlike zero. */
export const hatch = (colours: MapColours): ImageData =>
  tile(16, (pen) => {
    ground(pen, 16, colours)
    pen.lineWidth = 2
    strokes(pen, 16, true)
  })

/** Figures are awaited: short level dashes over a ground of its own, as no class, mark or land has. */
export const awaited = ({ waiting, paper }: MapColours): ImageData =>
  tile(24, (pen) => {
    pen.fillStyle = waiting
    pen.fillRect(0, 0, 24, 24)
    pen.strokeStyle = paper
    pen.globalAlpha = 0.5
    pen.lineWidth = 2
    for (const [x, y] of [
      [2, 6],
      [14, 18],
    ] as const) {
      pen.beginPath()
      pen.moveTo(x, y)
      pen.lineTo(x + 8, y)
      pen.stroke()
    }
  })

/** Damaged: a lattice in the colour of warnings, unlike the hatch of none filed, the dots and every class. */
export const damage = (colours: MapColours): ImageData =>
  tile(16, (pen) => {
    ground(pen, 16, colours)
    pen.strokeStyle = colours.damage
    pen.globalAlpha = 0.75
    pen.lineWidth = 1.5
    strokes(pen, 16, true)
    strokes(pen, 16, false)
  })

/** Too few tests: dots over paper. */
export const dots = (colours: MapColours): ImageData =>
  tile(14, (pen) => {
    ground(pen, 14, colours)
    pen.globalAlpha = 0.85
    for (const [x, y] of [
      [3.5, 3.5],
      [10.5, 10.5],
    ] as const) {
      pen.beginPath()
      pen.arc(x, y, 1.7, 0, 2 * Math.PI)
      pen.fill()
    }
  })

/** Over a colour, leaning the other way than "no data" does. */
export const stripes = (colour: string, opacity: number): ImageData =>
  tile(14, (pen) => {
    pen.strokeStyle = colour
    pen.globalAlpha = opacity
    pen.lineWidth = 3
    strokes(pen, 14, false)
  })
