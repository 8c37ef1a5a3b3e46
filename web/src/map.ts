/**
 * The map: territories coloured by the share of their base units, outlines and names on top. It is told what to show and
 * tells what was pointed at; it knows no URL, no panel and no words but names. Shapes come as tiles, and values are joined to
 * them by code through feature-state, so a change of filter never sends geometry again.
 *
 * To draw is dear where there is no graphics processor: what changes nothing draws nothing, and nothing fades.
 */
import 'maplibre-gl/dist/maplibre-gl.css'
import type { DrawnLevels } from './levels'
import { type ErrorEvent, type GeoJSONSource, Map as GlMap, setWorkerUrl, type LngLatLike } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Feature, FeatureCollection } from 'geojson'
import type { Bbox, Figure, Lang } from './api'
import { isCounted, isDamaged } from './figure'
import { graticule } from './map/geometry'
import { putBefore } from './map/before'
import { putBasemap, type Basemap } from './map/basemap'
import { putFootprint, type Footprint } from './map/footprint'
import { putListed } from './map/listed'
import { namesOf, type Stands, type Town } from './map/names'
import { ROUTE_COLOURED, routeColour } from './map/routes'
import {
  ALL_SHARES,
  awaited,
  damage,
  hatch,
  layersOf,
  MAP_COLOURS,
  see,
  styleOf,
  type Claimed,
  type Pattern,
  type DrawnSource,
  type Kind,
  type Scale,
  type Theme,
} from './map/style'
import { createOutlines, TERRITORIES, type Mark, type Outlined, type TerritoryTiles } from './map/territories'
import { createTwin, type Twin } from './map/comparison-map'
import type { Look } from './measured'
import { FIT_MOST, type Room } from './plate/frame'
import type { Unit, UnitLabel } from './units'
import type { View } from './state'

export type { Theme } from './map/style'
export type { Town } from './map/names'

/** What colours a commune. */
export type Shade = Pick<Figure, 'state' | 'share'> & { code: string }

export interface MapOptions {
  container: HTMLElement
  label: string
  /** The country's, which meridians are drawn around. */
  bbox: Bbox
  tiles: TerritoryTiles
  /** What is shown first: where the reader has moved to, or a box and what is to be left free around it. */
  view: View | null
  box: Bbox
  room: Room
  lang: Lang
  theme: Theme
  onPoint(code: string | null, at: { x: number; y: number }): void
  onLeave(): void
  onPick(code: string | null, lon: number, lat: number): void
  /** Tiles of territories could not be had; `refresh` asks for them again. */
  onLost(): void
  /** The map has got another size. */
  onResize(): void
  /** The view the reader moved to, or null after a move of our own making: those follow from the rest of the URL. */
  onMove(view: View | null): void
  /** The zoom and the latitude in the middle, at each move. */
  onScale(zoom: number, latitude: number): void
}

export interface MapView {
  /** Once it can be told anything; nothing need be drawn by then. */
  readonly ready: Promise<void>
  refresh(): void
  setLand(land: FeatureCollection): void
  /** The communes' shares, or the classes of their changes; they are the country's base units. Null takes them away. */
  setFigures(communes: readonly Shade[] | null, scale: Scale): void
  /** A map to lie under the country's. */
  setBasemap(basemap: Basemap): void
  /** The classes that stand out, by their index; null where all do. */
  setPicked(classes: readonly number[] | null): void
  /** Base units as towns, and where names stand. */
  setTowns(towns: readonly Town[], stands: Stands): void
  /** What is named, with its share as it is to be read; base units are named as towns. */
  setLabels(labels: readonly UnitLabel[]): void
  /** The units the reader has chosen to see; null where the zoom decides. */
  setUnit(unit: Unit | null): void
  /** Outlines territories that are chosen, marked besides, or hovered, in place of those before. */
  setOutlined(mark: Mark, territories: readonly Outlined[]): void
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
  /**
   * What was measured, on a second map in a container of its own; null takes it away. With a footprint of its own, where it
   * is the earlier side of a comparison.
   */
  setMeasured(looks: Map<string, Look | null> | null, container: HTMLElement, reach?: Footprint | null): Promise<void>
  setLang(lang: Lang): void
  setTheme(theme: Theme): void
  fit(bbox: Bbox, room: Room, animate: boolean): void
  flyTo(point: [number, number], zoom: number, animate: boolean): void
  zoomBy(steps: number): void
  zoom(): number
  /** Once all that is asked of it now is drawn. */
  onceDrawn(act: () => void): void
}

/** Before anything is told. */
const VEILED: Claimed = { ...ALL_SHARES, marks: [], veiled: true }
const none: FeatureCollection = { type: 'FeatureCollection', features: [] }

export function createMap(options: MapOptions): MapView {
  setWorkerUrl(new URL(workerUrl, document.baseURI).href)
  const { levels } = options.tiles
  let theme = options.theme
  let lang = options.lang
  const held = new Map<DrawnSource, FeatureCollection | Feature>([['grid', graticule(options.bbox)]])
  const gl = openMap(options, held)
  let isLost = false
  const ready = new Promise<void>((done) =>
    // As soon as there is a style: what is told now is there in the first picture.
    gl.once('style.load', () => {
      // Before any shape: a tile made without the hatch would stay without it.
      gl.addImage('hatch', hatch(MAP_COLOURS[theme]), { pixelRatio: 2 })
      gl.addImage('damaged', damage(MAP_COLOURS[theme]), { pixelRatio: 2 })
      gl.addImage('waiting', awaited(MAP_COLOURS[theme]), { pixelRatio: 2 })
      outlines.putOn(gl)
      done()
    }),
  )
  listen(gl, options)
  const failed = (event: ErrorEvent): void => {
    if (!('sourceId' in event) || event.sourceId !== TERRITORIES) return console.error(event.error)
    isLost = true
    options.onLost()
  }
  gl.on('error', failed)

  let twin: Twin | null = null
  let claimed = VEILED
  let footprint: Footprint | null = null
  let twinReach: Footprint | null = null
  let basemap: Basemap | null = null
  let listed: FeatureCollection | null = null
  const outlines = createOutlines(levels)
  let lines: ReadonlyMap<string, string> = new Map()
  const paintRoutes = (map: GlMap): void => {
    for (const [layer, property] of ROUTE_COLOURED) map.setPaintProperty(layer, property, routeColour(lines) as never)
  }
  const onTwin = (act: (gl: GlMap) => void): void => {
    const second = twin
    void second?.ready.then(() => {
      if (second === twin) act(second.gl)
    })
  }
  const onBoth = (act: (gl: GlMap) => void): void => {
    void ready.then(() => act(gl))
    onTwin(act)
  }
  const put = (id: DrawnSource, data: FeatureCollection | Feature): void => {
    if (held.get(id) === data || (data === none && !held.has(id))) return
    const isFirst = !held.has(id)
    held.set(id, data)
    onBoth((map) => {
      void map.getSource<GeoJSONSource>(id)?.setData(data)
      if (isFirst) see(map, id)
    })
  }
  /** Of the earlier side of a comparison, which gives way to its own footprint as the later one does. */
  const putReach = (): void => {
    if (twin) putBefore(twin.gl, levels.base, twinReach, theme, claimed.unit)
  }
  const repaint = (): void => {
    const colours = MAP_COLOURS[theme]
    void ready.then(() => {
      paintAll(gl, theme, lang, levels, 'claimed', { ...claimed, footprint: footprint !== null })
      putBasemap(gl, basemap, theme)
      putFootprint(gl, footprint, theme, claimed.unit === 'cells')
      if (listed) putListed(gl, listed, theme)
    })
    onTwin((second) => {
      paintAll(second, theme, lang, levels, 'measured', { ...claimed, veiled: false, marks: twin?.marks() ?? [] })
      putBasemap(second, basemap, theme)
      putReach()
    })
    if (theme === dressed) return
    dressed = theme
    void ready.then(() => {
      gl.updateImage('hatch', hatch(colours))
      gl.updateImage('waiting', awaited(colours))
      gl.updateImage('damaged', damage(colours))
    })
    twin?.repaintMarks(theme)
  }
  /** The theme that pictures are in. */
  let dressed = theme
  const openTwin = (container: HTMLElement): Twin => {
    const opened = createTwin(gl, container, theme, lang, options.tiles, held)
    opened.gl.on('error', failed)
    void opened.ready.then(() => {
      if (opened !== twin) return
      paintRoutes(opened.gl)
      putBasemap(opened.gl, basemap, theme)
      outlines.putOn(opened.gl)
    })
    return opened
  }

  const shares = new Shares(gl, levels.base)
  /** Once shares and shapes are there, and not before, it is drawn. */
  const unveil = (): void => {
    if (!claimed.veiled || !shares.isTold || !gl.isSourceLoaded(TERRITORIES)) return
    claimed = { ...claimed, veiled: false }
    repaint()
  }
  gl.on('sourcedata', ({ sourceId }) => {
    if (sourceId === TERRITORIES) unveil()
  })
  let towns: readonly Town[] = []
  let labels: readonly UnitLabel[] = []
  let stands: Stands = new Map()
  const putNames = (): void => put('names', namesOf(towns, labels, stands))

  return {
    ready,
    refresh: () => {
      isLost = false
      gl.refreshTiles(TERRITORIES)
      onTwin((second) => second.refreshTiles(TERRITORIES))
    },
    setLand: (land) => put('land', land),
    setFigures: (items, scale) => {
      const marks = marksOf(items)
      const isOther = scale !== claimed.scale || marks.join() !== claimed.marks.join()
      claimed = { ...claimed, scale, marks }
      void ready.then(() => {
        shares.put(items)
        unveil()
      })
      if (isOther) repaint()
    },
    setPicked: (picked) => {
      if (picked === claimed.picked) return
      claimed = { ...claimed, picked }
      repaint()
    },
    setTowns: (known, at) => {
      ;[towns, stands] = [known, at]
      putNames()
    },
    setLabels: (told) => {
      labels = told
      putNames()
    },
    setUnit: (unit) => {
      claimed = { ...claimed, unit }
      repaint()
    },
    setOutlined: (mark, territories) => {
      outlines.set(mark, territories)
      onBoth((map) => outlines.putOn(map))
    },
    setPin: (point) =>
      put('point', point ? { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: point } } : none),
    setRoutes: (routes) => {
      put('spans', routes?.spans ?? none)
      put('nodes', routes?.nodes ?? none)
      lines = routes?.colours ?? lines
      onBoth(paintRoutes)
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
    fit: (bbox, room, animate) => {
      const camera = gl.cameraForBounds(boundsOf(bbox), { padding: room, maxZoom: FIT_MOST })
      // What is framed already is not drawn again.
      if (!camera || (!gl.isMoving() && isAt(gl, camera))) return options.onMove(null)
      gl.fitBounds(boundsOf(bbox), { padding: room, maxZoom: FIT_MOST, ...motion(animate) })
    },
    flyTo: (point, zoom, animate) => void gl.easeTo({ center: point, zoom, ...motion(animate) }, { byHand: true }),
    zoomBy: (steps) => void gl.easeTo({ zoom: gl.getZoom() + steps, ...motion(true) }, { byHand: true }),
    zoom: () => gl.getZoom(),
    onceDrawn: (act) => {
      const look = (): void => {
        unveil()
        if (isLost || claimed.veiled) return
        gl.off('idle', look)
        act()
      }
      gl.on('idle', look)
      gl.triggerRepaint()
    },
  }
}

/** Which patterns are needed. */
function marksOf(items: readonly Shade[] | null): Pattern[] {
  if (!items) return ['waiting']
  const marks: Pattern[] = []
  if (items.some((one) => !isCounted(one) && !isDamaged(one))) marks.push('none')
  if (items.some(isDamaged)) marks.push('damaged')
  return marks
}

/** What each base unit is coloured by, as its feature-state; only what is another is told anew. */
class Shares {
  private readonly told = new Map<string, string>()
  /** Whether it is known what is to be shown, or that nothing is. */
  isTold = false

  constructor(
    private readonly gl: GlMap,
    private readonly base: string,
  ) {}

  put(items: readonly Shade[] | null): void {
    const { gl, told } = this
    this.isTold = true
    const at = (code: string) => ({ source: TERRITORIES, sourceLayer: this.base, id: code })
    if (!items) {
      for (const code of told.keys()) gl.setFeatureState(at(code), { known: null, damaged: null, share: null })
      told.clear()
    }
    for (const item of items ?? []) {
      const [known, damaged] = [isCounted(item), isDamaged(item)]
      const now = known ? String(item.share) : damaged ? 'damaged' : 'none'
      if (told.get(item.code) === now) continue
      told.set(item.code, now)
      gl.setFeatureState(at(item.code), { known, damaged, share: item.share ?? 0 })
    }
  }
}

function paintAll(gl: GlMap, theme: Theme, lang: Lang, levels: DrawnLevels, kind: Kind, claimed: Claimed): void {
  for (const layer of layersOf(theme, lang, levels, kind, claimed)) {
    for (const [name, value] of Object.entries(layer.paint ?? {}))
      gl.setPaintProperty(layer.id, name as never, value as never)
    for (const [name, value] of Object.entries(layer.layout ?? {}))
      gl.setLayoutProperty(layer.id, name as never, value as never)
  }
}

const boundsOf = ([west, south, east, north]: Bbox): [[number, number], [number, number]] => [
  [west, south],
  [east, north],
]

/** Whether a camera is where the map is, as far as anyone could see. */
function isAt(gl: GlMap, { center, zoom }: { center?: LngLatLike; zoom?: number }): boolean {
  if (!center || zoom === undefined || Math.abs(zoom - gl.getZoom()) > 1e-3) return false
  const [there, here] = [gl.project(center), gl.project(gl.getCenter())]
  return there.dist(here) < 0.5
}

/** Short, and none at all for those who asked for none. */
function motion(animate: boolean): { duration: number } {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  return { duration: animate && !still ? 350 : 0 }
}

function openMap(options: MapOptions, held: ReadonlyMap<DrawnSource, FeatureCollection | Feature>): GlMap {
  const { view, box, room } = options
  const start = view
    ? { center: [view.lon, view.lat] as LngLatLike, zoom: view.zoom }
    : { bounds: boundsOf(box), fitBoundsOptions: { padding: room, maxZoom: FIT_MOST } }
  const gl = new GlMap({
    container: options.container,
    style: styleOf(options, held, 'claimed', VEILED),
    ...start,
    minZoom: 2.5,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    // A tile's address names what it is of: none expires.
    refreshExpiredTiles: false,
    validateStyle: import.meta.env.DEV,
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
