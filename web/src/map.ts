/**
 * The map: communes coloured by their share, outlines and names on top. It is told what to show and
 * tells what was pointed at; it knows no URL, no panel and no words but names. Values are joined to
 * shapes by code through feature-state, so a change of filter never sends geometry again.
 */
import 'maplibre-gl/dist/maplibre-gl.css'
import { type GeoJSONSource, Map as GlMap, setWorkerUrl, type LngLatLike } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson'
import type { Bbox, Boundaries, BoundaryLayer, Figure, Lang, Names } from './api'
import { isCounted, isDamaged } from './figure'
import { bboxOf, graticule, innerPoint } from './map/geometry'
import { putBefore } from './map/before'
import { putBasemap, type Basemap } from './map/basemap'
import { putFootprint, type Footprint } from './map/footprint'
import { putListed } from './map/listed'
import { ROUTE_COLOURED, routeColour } from './map/routes'
import { labelNames } from './map/labels'
import {
  ALL_SHARES,
  awaited,
  damage,
  hatch,
  layersOf,
  MAP_COLOURS,
  styleOf,
  type Claimed,
  type Kind,
  type Scale,
  type Theme,
} from './map/style'
import { createTwin, type Twin } from './map/comparison-map'
import type { Look } from './measured'
import type { Room } from './plate/frame'
import type { Unit, UnitLabel } from './units'
import type { View } from './state'

export type { Theme } from './map/style'

/** What colours a commune. */
export type Shade = Pick<Figure, 'state' | 'share'> & { code: string }

export interface MapOptions {
  container: HTMLElement
  label: string
  bbox: Bbox
  view: View | null
  lang: Lang
  theme: Theme
  onPoint(code: string | null, at: { x: number; y: number }): void
  onLeave(): void
  onPick(code: string | null, lon: number, lat: number): void
  /** The map has got another size. */
  onResize(): void
  /** The view the reader moved to, or null after a move of our own making: those follow from the rest of the URL. */
  onMove(view: View | null): void
  /** The zoom and the latitude in the middle, at each move. */
  onScale(zoom: number, latitude: number): void
}

export interface Town {
  code: string
  names: Names
  people: number
}

export interface MapView {
  readonly ready: Promise<void>
  setBoundaries(layer: BoundaryLayer, shapes: Boundaries): void
  setLand(land: FeatureCollection): void
  /** The communes' shares, or the classes of their changes; they are the country's base units. Null takes them away. */
  setFigures(communes: readonly Shade[] | null, scale: Scale): void
  /** A map to lie under the country's. */
  setBasemap(basemap: Basemap): void
  /** The classes that stand out, by their index; null where all do. */
  setPicked(classes: readonly number[] | null): void
  setTowns(towns: readonly Town[]): void
  /** What is named, with its share as it is to be read; base units are named as towns. */
  setLabels(labels: readonly UnitLabel[]): void
  /** The units the reader has chosen to see; null where the zoom decides. */
  setUnit(unit: Unit | null): void
  setChosen(code: string | null): void
  /** Territories outlined besides the one that is chosen. */
  setMarked(codes: readonly string[]): void
  setHover(code: string | null): void
  setPin(point: [number, number] | null): void
  /** Fibre routes over the shares; null takes them away. */
  setRoutes(
    routes: { spans: FeatureCollection; nodes: FeatureCollection; colours: ReadonlyMap<string, string> } | null,
  ): void
  /** Places that matter; null takes them away. */
  setListed(places: FeatureCollection | null): void
  /** Where the question reaches, cell by cell from near; null takes it away. */
  setFootprint(footprint: Footprint | null): void
  /** The outline of a cell; null takes it away. */
  setCell(outline: readonly (readonly number[])[] | null): void
  /** What was measured, on a second map in a container of its own; null takes it away. */
  /** With a footprint of its own, where it is the earlier side of a comparison. */
  setMeasured(looks: Map<string, Look | null> | null, container: HTMLElement, reach?: Footprint | null): Promise<void>
  setLang(lang: Lang): void
  setTheme(theme: Theme): void
  bboxOf(code: string): Bbox | null
  fit(bbox: Bbox, room: Room, animate: boolean): void
  flyTo(point: [number, number], zoom: number, animate: boolean): void
  zoomBy(steps: number): void
  zoom(): number
  /** Once all that is asked of it now is drawn. */
  onceDrawn(act: () => void): void
}

type Shape = Polygon | MultiPolygon
const none: FeatureCollection = { type: 'FeatureCollection', features: [] }
const TOWN_ZOOMS: readonly [people: number, from: number][] = [
  [300_000, 3],
  [100_000, 6],
  [40_000, 7],
  [15_000, 8],
  [5_000, 9],
]

export function createMap(options: MapOptions): MapView {
  setWorkerUrl(new URL(workerUrl, document.baseURI).href)
  let theme = options.theme
  let lang = options.lang
  const shapes = new Map<string, Shape>()
  const states = new Map<string, string>()
  const gl = openMap(options)
  const ready = new Promise<void>((done) =>
    gl.once('load', () => {
      // Before any shape: a tile made without the hatch would stay without it.
      gl.addImage('hatch', hatch(MAP_COLOURS[theme]), { pixelRatio: 2 })
      gl.addImage('damaged', damage(MAP_COLOURS[theme]), { pixelRatio: 2 })
      gl.addImage('waiting', awaited(MAP_COLOURS[theme]), { pixelRatio: 2 })
      done()
    }),
  )
  listen(gl, options)

  let twin: Twin | null = null
  let claimed: Claimed = ALL_SHARES
  let footprint: Footprint | null = null
  let twinReach: Footprint | null = null
  let basemap: Basemap | null = null
  let listed: FeatureCollection | null = null
  const held = new Map<string, FeatureCollection | Feature>()
  let lines: ReadonlyMap<string, string> = new Map()
  const paintRoutes = (map: GlMap): void => {
    for (const [layer, property] of ROUTE_COLOURED) map.setPaintProperty(layer, property, routeColour(lines) as never)
  }
  const putOn = (map: { gl: GlMap; ready: Promise<void> }, id: string, data: FeatureCollection | Feature) =>
    void map.ready.then(() => map.gl.getSource<GeoJSONSource>(id)?.setData(data))
  const put = (id: string, data: FeatureCollection | Feature): void => {
    held.set(id, data)
    putOn({ gl, ready }, id, data)
    if (twin) putOn(twin, id, data)
  }
  const outline = (code: string | null): FeatureCollection | Feature => {
    const geometry = code ? shapes.get(code) : undefined
    return geometry ? { type: 'Feature', properties: {}, geometry } : none
  }
  /** Of the earlier side of a comparison, which gives way to its own footprint as the later one does. */
  const putReach = (): void => {
    if (twin) putBefore(twin.gl, twinReach, theme, claimed.unit)
  }
  const repaint = (): void => {
    const [colours, second] = [MAP_COLOURS[theme], twin]
    void ready.then(() => {
      paintAll(gl, theme, lang, 'claimed', { ...claimed, footprint: footprint !== null })
      putBasemap(gl, basemap, theme)
      putFootprint(gl, footprint, theme, claimed.unit === 'cells')
      if (listed) putListed(gl, listed, theme)
      if (gl.hasImage('hatch')) gl.updateImage('hatch', hatch(colours))
      if (gl.hasImage('waiting')) gl.updateImage('waiting', awaited(colours))
      if (gl.hasImage('damaged')) gl.updateImage('damaged', damage(colours))
    })
    void second?.ready.then(() => {
      if (second !== twin) return
      paintAll(second.gl, theme, lang, 'measured', claimed)
      putBasemap(second.gl, basemap, theme)
      putReach()
    })
    second?.repaintMarks(theme)
  }
  const openTwin = (container: HTMLElement): Twin => {
    const opened = createTwin(gl, container, theme, lang)
    for (const [id, data] of held) putOn(opened, id, data)
    void opened.ready.then(() => {
      paintRoutes(opened.gl)
      putBasemap(opened.gl, basemap, theme)
    })
    return opened
  }

  let towns: readonly Town[] = []
  /** Of base units, by their code. */
  let shares: ReadonlyMap<string, string> = new Map()
  /** Where a name stands; the same however often figures change. */
  const stands = new Map<string, [number, number] | null>()
  const at = (code: string): [number, number] | null => {
    const known = stands.get(code)
    if (known !== undefined) return known
    const shape = shapes.get(code)
    const found = shape ? innerPoint(shape) : null
    if (shape) stands.set(code, found)
    return found
  }
  const putTowns = (): void =>
    put(
      'towns',
      collect(towns, at, (one) => ({
        people: one.people,
        share: shares.get(one.code) ?? '',
        from: TOWN_ZOOMS.find(([people]) => one.people >= people)?.[1] ?? 10,
      })),
    )

  put('grid', graticule(options.bbox))
  return {
    ready,
    setBoundaries: (layer, collection) => {
      for (const one of collection.features) shapes.set(one.properties.code, one.geometry)
      put(layer, collection)
    },
    setLand: (land) => put('land', land),
    setFigures: (items, scale) => {
      const isOther = scale !== claimed.scale
      claimed = { ...claimed, scale }
      void ready.then(() => {
        if (!items) {
          states.clear()
          gl.removeFeatureState({ source: 'communes' })
        }
        for (const item of items ?? []) {
          const [known, damaged] = [isCounted(item), isDamaged(item)]
          const now = known ? String(item.share) : damaged ? 'damaged' : 'none'
          if (states.get(item.code) === now) continue
          states.set(item.code, now)
          gl.setFeatureState({ source: 'communes', id: item.code }, { known, damaged, share: item.share ?? 0 })
        }
      })
      if (isOther) repaint()
    },
    setPicked: (picked) => {
      claimed = { ...claimed, picked }
      repaint()
    },
    setTowns: (known) => {
      towns = known
      putTowns()
    },
    setLabels: (labels) => {
      shares = new Map(labels.filter((one) => one.rank === 'base').map((one) => [one.code, one.share]))
      for (const rank of ['first', 'inner'] as const)
        put(
          `${rank}-names`,
          collect(
            labels.filter((one) => one.rank === rank),
            at,
            ({ share, people }) => ({ share, people }),
          ),
        )
      putTowns()
    },
    setUnit: (unit) => {
      claimed = { ...claimed, unit }
      repaint()
    },
    setChosen: (code) => put('chosen', outline(code)),
    setMarked: (codes) =>
      put('marked', {
        type: 'FeatureCollection',
        features: codes.flatMap((code) => {
          const geometry = shapes.get(code)
          return geometry ? [{ type: 'Feature' as const, properties: {}, geometry }] : []
        }),
      }),
    setHover: (code) => put('hover', outline(code)),
    setPin: (point) =>
      put('point', point ? { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: point } } : none),
    setRoutes: (routes) => {
      put('spans', routes?.spans ?? none)
      put('nodes', routes?.nodes ?? none)
      lines = routes?.colours ?? lines
      void ready.then(() => paintRoutes(gl))
      void twin?.ready.then(() => {
        if (twin) paintRoutes(twin.gl)
      })
    },
    setListed: (next) => {
      listed = next
      void ready.then(() => putListed(gl, listed, theme))
    },
    setBasemap: (next) => {
      basemap = next
      claimed = { ...claimed, basemap: true }
      repaint()
    },
    setFootprint: (next) => {
      footprint = next
      repaint()
    },
    setCell: (ring) =>
      put(
        'cell',
        ring
          ? { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring.map((at) => [...at])] } }
          : none,
      ),
    setMeasured: async (looks, container, reach = null) => {
      twinReach = reach
      await ready
      if (looks) {
        twin ??= openTwin(container)
        twin.setLooks(looks)
        await twin.ready
        putReach()
      } else {
        twin?.remove()
        twin = null
      }
    },
    setLang: (next) => {
      lang = next
      repaint()
    },
    setTheme: (next) => {
      theme = next
      repaint()
    },
    bboxOf: (code) => {
      const shape = shapes.get(code)
      return shape ? bboxOf(shape) : null
    },
    fit: (bbox, room, animate) =>
      void gl.fitBounds(
        [
          [bbox[0], bbox[1]],
          [bbox[2], bbox[3]],
        ],
        { padding: room, maxZoom: 11, ...motion(animate) },
      ),
    flyTo: (point, zoom, animate) => void gl.easeTo({ center: point, zoom, ...motion(animate) }, { byHand: true }),
    zoomBy: (steps) => void gl.easeTo({ zoom: gl.getZoom() + steps, ...motion(true) }, { byHand: true }),
    zoom: () => gl.getZoom(),
    onceDrawn: (act) => {
      gl.once('idle', act)
      gl.triggerRepaint()
    },
  }
}

function paintAll(gl: GlMap, theme: Theme, lang: Lang, kind: Kind, claimed: Claimed): void {
  for (const layer of layersOf(theme, lang, kind, claimed)) {
    for (const [name, value] of Object.entries(layer.paint ?? {}))
      gl.setPaintProperty(layer.id, name as never, value as never)
    for (const [name, value] of Object.entries(layer.layout ?? {}))
      gl.setLayoutProperty(layer.id, name as never, value as never)
  }
}

/** Short, and none at all for those who asked for none. */
function motion(animate: boolean): { duration: number } {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  return { duration: animate && !still ? 350 : 0 }
}

function openMap(options: MapOptions): GlMap {
  const { view, bbox } = options
  const start = view
    ? { center: [view.lon, view.lat] as LngLatLike, zoom: view.zoom }
    : {
        bounds: [
          [bbox[0], bbox[1]],
          [bbox[2], bbox[3]],
        ] as [[number, number], [number, number]],
        fitBoundsOptions: { padding: 24 },
      }
  const gl = new GlMap({
    container: options.container,
    style: styleOf(options.theme, options.lang),
    ...start,
    minZoom: 2.5,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    locale: { 'Map.Title': options.label },
  })
  gl.touchZoomRotate.disableRotation()
  gl.keyboard.disableRotation()
  return gl
}

function listen(gl: GlMap, options: MapOptions): void {
  const codeAt = (point: { x: number; y: number }): string | null => {
    const found = gl.getLayer('communes') ? gl.queryRenderedFeatures([point.x, point.y], { layers: ['communes'] }) : []
    return (found[0]?.properties['code'] as string | undefined) ?? null
  }
  gl.on('mousemove', (event) => {
    const code = codeAt(event.point)
    gl.getCanvas().style.cursor = code ? 'pointer' : ''
    options.onPoint(code, event.point)
  })
  gl.on('mouseout', () => options.onLeave())
  gl.on('dragstart', () => options.onLeave())
  gl.on('click', (event) => options.onPick(codeAt(event.point), event.lngLat.lng, event.lngLat.lat))
  const scaled = (): void => options.onScale(gl.getZoom(), gl.getCenter().lat)
  gl.on('move', scaled)
  gl.once('load', scaled)
  gl.on('resize', () => options.onResize())
  gl.on('moveend', (event) => {
    const { lng, lat } = gl.getCenter()
    const byHand = event.originalEvent !== undefined || 'byHand' in event
    options.onMove(byHand ? { zoom: gl.getZoom(), lat, lon: lng } : null)
  })
}

function collect<T extends { code: string; names: Names }>(
  places: readonly T[],
  at: (code: string) => [number, number] | null,
  extra: (one: T) => Record<string, number | string>,
): FeatureCollection<Point> {
  const features: Feature<Point>[] = []
  for (const one of places) {
    const coordinates = at(one.code)
    if (coordinates)
      features.push({
        type: 'Feature',
        properties: { ...labelNames(one.names), ...extra(one) },
        geometry: { type: 'Point', coordinates },
      })
  }
  return { type: 'FeatureCollection', features }
}
