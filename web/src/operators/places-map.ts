/** A small map of points over the outlines of the country's upper levels: where findings are, and nothing else. */
import 'maplibre-gl/dist/maplibre-gl.css'
import {
  type GeoJSONSource,
  Map as GlMap,
  setWorkerUrl,
  type LayerSpecification,
  type StyleSpecification,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { FeatureCollection, Point } from 'geojson'
import landUrl from 'world-atlas/land-50m.json?url'
import type { Bbox, Boundaries, Lang, Names } from '../api'
import { levelsOf } from '../levels'
import { innerPoint } from '../map/geometry'
import { labelNames, labelText } from '../map/labels'
import { fontFaces, MAP_COLOURS, type MapColours, type Theme } from '../map/style'
import type { Severity } from './client'
import type { Scene } from './scene'

/** What is drawn below the points: the first level below the whole, and what contains base units. */
type Drawn = 'regions' | 'provinces'

export interface Spot {
  at: number
  lon: number
  lat: number
  severity: Severity
}

export interface FindingsMap {
  put(spots: Spot[]): void
  show(at: number): void
  mark(at: number): void
  dress(scene: Scene): void
  /** Lets go of what the map holds of the machine. */
  close(): void
}

/** As in operators.css: the mark beside a finding and its point are of one colour. */
const SPOT_COLOURS: Record<Theme, Record<Severity, string>> = {
  light: { error: '#a3261f', warning: '#b36a00', repair: '#1f6f8b', info: '#5b6672' },
  dark: { error: '#f08a80', warning: '#e8b04e', repair: '#6fb7cf', info: '#9aa5ae' },
}
const empty: FeatureCollection = { type: 'FeatureCollection', features: [] }

export async function openFindingsMap(
  container: HTMLElement,
  scene: Scene,
  first: Spot[],
  picked: (at: number) => void,
): Promise<FindingsMap> {
  setWorkerUrl(new URL(workerUrl, document.baseURI).href)
  let spots = first
  const gl = new GlMap({
    container,
    style: styleOf(scene.theme, scene.lang),
    bounds: around(spots, scene.country.bbox),
    fitBoundsOptions: { padding: 32, maxZoom: 9 },
    minZoom: 1,
    maxZoom: 16,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    cooperativeGestures: false,
    locale: { 'Map.Title': scene.say('report-map') },
  })
  gl.touchZoomRotate.disableRotation()
  gl.keyboard.disableRotation()
  await new Promise<void>((done) => gl.once('load', () => done()))
  const source = (id: string) => gl.getSource<GeoJSONSource>(id)
  const put = (next: Spot[]): void => {
    spots = next
    void source('spots')?.setData(pointsOf(spots))
    void source('marked')?.setData(empty)
  }
  put(spots)
  // Context only: the places of the findings are there without it.
  ground(gl, scene).catch(() => undefined)
  gl.on('mousemove', 'spots', () => {
    gl.getCanvas().style.cursor = 'pointer'
  })
  gl.on('mouseleave', 'spots', () => {
    gl.getCanvas().style.cursor = ''
  })
  gl.on('click', (event) => {
    // A finger is not a needle: whatever lies within 8 px was meant.
    const { x, y } = event.point
    const [hit] = gl.queryRenderedFeatures(
      [
        [x - 8, y - 8],
        [x + 8, y + 8],
      ],
      { layers: ['spots'] },
    )
    if (hit) picked(Number(hit.properties['at']))
  })
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const mark = (at: number): Spot | undefined => {
    const spot = spots.find((one) => one.at === at)
    void source('marked')?.setData(spot ? pointsOf([spot]) : empty)
    return spot
  }
  return {
    put: (next) => {
      put(next)
      gl.fitBounds(around(next, scene.country.bbox), { padding: 32, maxZoom: 9, duration: 0 })
    },
    mark: (at) => void mark(at),
    show: (at) => {
      const spot = mark(at)
      if (spot)
        gl.easeTo({ center: [spot.lon, spot.lat], zoom: Math.max(gl.getZoom(), 7.5), duration: still ? 0 : 350 })
    },
    close: () => gl.remove(),
    dress: ({ theme, lang }) => {
      for (const layer of layersOf(MAP_COLOURS[theme], SPOT_COLOURS[theme], lang)) {
        for (const [name, value] of Object.entries(layer.paint ?? {}))
          gl.setPaintProperty(layer.id, name as never, value as never)
        for (const [name, value] of Object.entries(layer.layout ?? {}))
          gl.setLayoutProperty(layer.id, name as never, value as never)
      }
    },
  }
}

/** The first level below the whole first, as it places everything; the next and the world's land when they come. */
async function ground(gl: GlMap, { client, country }: Scene): Promise<void> {
  const { first, inner } = levelsOf(country)
  const set = (id: string, data: FeatureCollection) => gl.getSource<GeoJSONSource>(id)?.setData(data)
  const outlines = async (layer: Drawn, file: string): Promise<Boundaries | null> => {
    const shapes = await client.get<Boundaries>(`boundaries/${file}`, { v: country.pack_digest }).catch(() => null)
    if (shapes) void set(layer, shapes)
    return shapes
  }
  const named = async (layer: Drawn, level: string) => {
    const file = country.levels.find((one) => one.id === level)?.boundaries
    if (!file) return []
    const names = client
      .get<{ items: { code: string; names: Names }[] }>('territories', { level, limit: 1000 })
      .catch(() => null)
    const shapes = await outlines(layer, file)
    return ((await names)?.items ?? []).flatMap((one) => {
      const shape = shapes?.features.find((other) => other.properties.code === one.code)
      const at = shape ? innerPoint(shape.geometry) : null
      return at
        ? [
            {
              type: 'Feature' as const,
              properties: { layer, ...labelNames(one.names) },
              geometry: { type: 'Point' as const, coordinates: at },
            },
          ]
        : []
    })
  }
  const features = (
    await Promise.all([named('regions', first), first === inner ? [] : named('provinces', inner)])
  ).flat()
  void set('names', { type: 'FeatureCollection', features })
  const [{ feature }, answer] = await Promise.all([
    import('topojson-client'),
    fetch(new URL(landUrl, document.baseURI)),
  ])
  const topology = await answer.json()
  void set('land', feature(topology, topology.objects.land) as unknown as FeatureCollection)
}

const pointsOf = (spots: Spot[]): FeatureCollection<Point> => ({
  type: 'FeatureCollection',
  features: spots.map(({ at, lon, lat, severity }) => ({
    type: 'Feature',
    properties: { at, severity },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  })),
})

/** What holds all places; the country where they are few and near each other would tell too little. */
export function around(spots: readonly Spot[], country: Bbox): Bbox {
  if (spots.length === 0) return country
  const lons = spots.map((one) => one.lon)
  const lats = spots.map((one) => one.lat)
  const [west, south, east, north] = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
  const slack = Math.max(0, 1 - Math.max(east - west, north - south)) / 2
  return [west - slack, south - slack, east + slack, north + slack]
}

function layersOf(colours: MapColours, spots: Record<Severity, string>, lang: Lang): LayerSpecification[] {
  const colour = [
    'match',
    ['get', 'severity'],
    'error',
    spots.error,
    'warning',
    spots.warning,
    'repair',
    spots.repair,
    spots.info,
  ]
  const layers = [
    { id: 'sea', type: 'background', paint: { 'background-color': colours.sea } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colours.land } },
    { id: 'country', type: 'fill', source: 'regions', paint: { 'fill-color': colours.ground } },
    {
      id: 'province-lines',
      type: 'line',
      source: 'provinces',
      minzoom: 5.5,
      paint: { 'line-color': colours.quiet, 'line-width': 0.6, 'line-opacity': 0.5 },
    },
    {
      id: 'region-lines',
      type: 'line',
      source: 'regions',
      paint: { 'line-color': colours.quiet, 'line-width': 1, 'line-opacity': 0.8 },
    },
    {
      id: 'spots',
      type: 'circle',
      source: 'spots',
      paint: {
        'circle-radius': 6,
        'circle-color': colour,
        'circle-stroke-color': colours.paper,
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'names',
      type: 'symbol',
      source: 'names',
      filter: ['==', ['get', 'layer'], ['step', ['zoom'], 'regions', 6.2, 'provinces']],
      paint: { 'text-color': colours.quiet, 'text-halo-color': colours.paper, 'text-halo-width': 1.4 },
      layout: { 'text-field': labelText(lang), 'text-font': ['Noto Sans'], 'text-size': 11, 'text-max-width': 7 },
    },
    {
      id: 'marked',
      type: 'circle',
      source: 'marked',
      paint: {
        'circle-radius': 11,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': colours.accent,
        'circle-stroke-width': 3,
      },
    },
  ]
  return layers as unknown as LayerSpecification[]
}

function styleOf(theme: Theme, lang: Lang): StyleSpecification {
  const ids = ['land', 'regions', 'provinces', 'names', 'spots', 'marked']
  return {
    version: 8,
    'font-faces': fontFaces(),
    sources: Object.fromEntries(
      ids.map((id) => [id, { type: 'geojson', data: empty }]),
    ) as StyleSpecification['sources'],
    layers: layersOf(MAP_COLOURS[theme], SPOT_COLOURS[theme], lang),
  }
}
