/** Keeps the map in step with the view: loads it and its shapes, joins figures, frames what is chosen, previews what is hovered. */
import type { FeatureCollection } from 'geojson'
import landUrl from 'world-atlas/land-50m.json?url'
import { ApiError, lost, type Api, type Bbox, type Country, type Lang, type Territory } from './api'
import { isOld } from './answer'
import { loadBasemap } from './basemap'
import { shareClasses } from './classes'
import { isSwiped } from './compare/against'
import { beforeLooks } from './compare/before'
import { shadesOf } from './compare/classes'
import { unitAt } from './drill'
import { isBound, isCounted, isDamaged } from './figure'
import { TAKES_OVER } from './map/zooms'
import type { Outlined } from './map/territories'
import { roomOf } from './plate/frame'
import type { MapView, Shade, Theme, Town } from './map'
import { levelsOf, unitWords } from './levels'
import { pointsOf } from './listed'
import { communeLooks, sourceOf, unitOf } from './measured'
import { agree } from './questions'
import { lineColours, type Routes } from './routes'
import { metresPerPixel } from './scale'
import type { Sheet } from './sheet'
import type { Hovered, MapProblem } from './store'
import type { Selection, View as Place } from './state'
import { loadTerritoryTiles } from './territory-tiles'
import { townsOf } from './towns'
import { shadesBy, unitLabels, unitNamed, type Unit } from './units'
import type { View } from './view'

/** What the map needs of the page. */
export interface Ground {
  map: HTMLElement
  /** The second map, of what was measured, over the first. */
  measuredMap: HTMLElement
  legend: HTMLElement
}

export interface AtlasOptions {
  view(): View | null
  /** `asks` says whether it is the point that is asked about. */
  goTo(code: string, point: [number, number], asks: boolean): void
  moved(view: Place | null): void
  /** What the pointer is over, or that it is over nothing. */
  hovered(what: Hovered | null): void
  /** How many metres a pixel is, in the middle of the map. */
  scaled(perPixel: number): void
  /** From whom the basemap is. */
  basemap(attribution: string): void
  /** Why there is no map, or that nothing stands in its way any more. */
  failed(problem: MapProblem | null): void
  /** The map has drawn what it is for. */
  mapped(): void
  sheet: Sheet
}

export interface Atlas {
  open(country: Country, lang: Lang, theme: Theme, selection: Selection): void
  render(view: View): void
  setNames(territories: Map<string, Territory>, country: Country): void
  /** Fits a territory, or the country, into what is free of the map. */
  frame(code: string | null): void
  /** Outlines territories, besides the one that is chosen. */
  mark(codes: readonly string[]): void
  /** Fits all that is marked. */
  frameMarked(): void
  flyTo(point: [number, number]): void
  restore(selection: Selection): void
  setLang(lang: Lang): void
  setTheme(theme: Theme): void
  zoomBy(steps: number): void
  fail(error: unknown, retry: () => void): void
}

interface Shown {
  /** None where there will be none; undefined until that is known. */
  figures: object | null | undefined
  /** What is outlined, and what is known of where it lies. */
  chosen: unknown[]
  marked: unknown[]
  sketch: unknown
  pin: string
  /** The classes, and which of them stand out. */
  looks: string
  unit: Unit | null
  labels: unknown[]
  footprint: unknown
  cell: unknown
  listed: unknown
  routes: Routes | null
  theme: string
  measured: unknown[]
}
const nothingShown = (): Shown => ({
  figures: undefined,
  chosen: [],
  marked: [],
  sketch: null,
  pin: '',
  looks: '',
  unit: null,
  labels: [],
  footprint: null,
  cell: null,
  listed: null,
  routes: null,
  theme: '',
  measured: [],
})

/** How long, in milliseconds, it takes until tiles that were lost are asked for again; and at most. */
const [PATIENCE, LONGEST] = [10_000, 160_000]

/** The pointer, while it is over the map. */
interface Pointer {
  code: string | null
  at: { x: number; y: number }
}

export const createAtlas = (ground: Ground, api: Api, options: AtlasOptions): Atlas =>
  new LiveAtlas(ground, api, options)

class LiveAtlas implements Atlas {
  private map: MapView | null = null
  private country: Country | null = null
  private opening: Promise<void> | null = null
  private look: { lang: Lang; theme: Theme } = { lang: '', theme: 'light' }
  /** What the map shows already, so that a render changes only what differs. */
  private shown: Shown = nothingShown()
  private pointer: Pointer | null = null
  private hasFailed = false
  private towns: readonly Town[] = []
  /** Where names stand: as on the plate, and of all others where the server says. */
  private stands = new Map<string, readonly [number, number]>()
  /** Boxes that were asked for before all territories are known. */
  private readonly boxes = new Map<string, Bbox>()
  private framed = false
  /** Whether there is a picture. */
  private isDrawn = false
  /** How long lost tiles are waited for until they are asked for again. */
  private patience = PATIENCE
  private waiting: ReturnType<typeof setTimeout> | null = null
  /** Whether the page has been told, or will be, that the map is drawn. */
  private told = false
  private frameLater: (() => void) | null = null
  /** What is to be framed once its box is known. */
  private framing: object | null = null
  private marked: readonly string[] = []

  constructor(
    private readonly ground: Ground,
    private readonly api: Api,
    private readonly options: AtlasOptions,
  ) {}

  open(country: Country, lang: Lang, theme: Theme, selection: Selection): void {
    this.country = country
    this.look = { lang, theme }
    if (!this.opening) this.healed()
    this.opening ??= this.openMap(country, selection).catch((error: unknown) => {
      this.opening = null
      this.fail(error, () => this.open(country, lang, theme, selection))
    })
  }

  private async openMap(country: Country, selection: Selection): Promise<void> {
    const { options, ground } = this
    // All is asked for while the map's own code is fetched; what a link asks for is framed from the start.
    const [tiles, box, { createMap }] = await Promise.all([
      loadTerritoryTiles(this.api, country),
      selection.view ? country.bbox : this.findBox(selection.territory),
      import('./map'),
    ])
    const map = (this.map ??= createMap({
      container: ground.map,
      label: options.view()?.t('map-label', unitWords(country, this.look.lang)) ?? '',
      bbox: country.bbox,
      tiles,
      view: selection.view,
      box: box ?? country.bbox,
      room: roomOf(ground.map, ground.legend, options.sheet),
      ...this.look,
      onPoint: (code, at) => this.hover(code, at),
      onLeave: () => this.leave(),
      onPick: (code, lon, lat) => this.pick(code, lon, lat),
      onMove: (view) => options.moved(view),
      onScale: (zoom, latitude) => options.scaled(metresPerPixel(zoom, latitude)),
      onLost: () => this.wait(),
      onResize: () => requestAnimationFrame(() => this.reframe()),
    }))
    await map.ready
    this.shown = nothingShown()
    map.setTowns(this.towns, this.stands)
    const view = options.view()
    if (view) this.render(view)
    this.frameLater?.()
    this.frameLater = null
  }

  /** There is a picture: the page is told, and what is context only comes after it. */
  private drawn(): void {
    const { map, country } = this
    this.isDrawn = true
    const view = this.options.view()
    if (view) this.render(view)
    this.options.mapped()
    if (!map) return
    this.land(map).catch(() => undefined)
    if (country?.basemap) this.under(map).catch(() => undefined)
  }

  /** Tiles were lost: without a picture that is told; else what there is stays, and they are asked for again. */
  private wait(): void {
    const again = (): void => {
      this.map?.refresh()
      const view = this.options.view()
      if (view) this.render(view)
    }
    if (!this.isDrawn) {
      if (!this.hasFailed) this.fail(lost(), again)
      return
    }
    if (this.waiting) return
    this.waiting = setTimeout(() => {
      this.waiting = null
      again()
    }, this.patience)
    this.patience = Math.min(LONGEST, this.patience * 2)
  }

  /** What the operator of the server brought to lie under the country's, with whom it is from. */
  private async under(map: MapView): Promise<void> {
    const basemap = await loadBasemap(this.api)
    map.setBasemap(basemap)
    this.ground.map.dataset['basemap'] = basemap.isPicture ? 'picture' : 'vector'
    this.options.basemap(basemap.attribution)
  }

  /** The world's land, for context only: coastlines, never borders. */
  private async land(map: MapView): Promise<void> {
    const [{ feature }, answer] = await Promise.all([
      import('topojson-client'),
      fetch(new URL(landUrl, document.baseURI)),
    ])
    const topology = await answer.json()
    map.setLand(feature(topology, topology.objects.land) as unknown as FeatureCollection)
  }

  private hover(code: string | null, at: { x: number; y: number }): void {
    if (!matchMedia('(hover: hover)').matches) return // a touch is a choice, not a preview
    this.pointer = { code, at }
    const view = this.options.view()
    const tree = view?.figures.answer?.value.tree
    const unit =
      code && view && tree && this.map
        ? unitAt(levelsOf(view.country), tree, code, view.code, this.map.zoom())
        : undefined
    if (!view || !tree || !unit) return this.leave()
    this.map?.setOutlined('hover', [unit])
    const commune = tree.get(code ?? '')
    this.options.hovered({ items: commune && commune !== unit ? [unit, commune] : [unit], at })
    this.pointer = { code, at }
  }

  private leave(): void {
    this.pointer = null
    this.options.hovered(null)
    this.map?.setOutlined('hover', [])
  }

  private pick(code: string | null, lon: number, lat: number): void {
    const view = this.options.view()
    const unit =
      code && view && this.map
        ? unitAt(levelsOf(view.country), view.places, code, view.code, this.map.zoom())
        : undefined
    // From near a cell is meant, and not only the territory around it.
    const isNear = (this.map?.zoom() ?? 0) >= TAKES_OVER[1]
    if (unit) this.options.goTo(unit.code, [lon, lat], isNear)
  }

  render(view: View): void {
    const { map, shown, ground } = this
    if (!map) return
    const { answer } = view.figures
    const tree = answer?.value.tree ?? null
    // A change once it is there, as in the legend: until then, and where it failed, the shares.
    const change = isSwiped(view.selection) ? null : view.changes.answer
    const figures = change?.value ?? tree
    const unit = unitNamed(view.country, view.selection.unit)
    // What is awaited stays behind the plate; what will not come is told to the map too.
    const isAwaited = !figures && shown.figures === undefined && view.figures.status !== 'failed'
    if (!isAwaited && (figures !== shown.figures || unit !== shown.unit)) {
      shown.figures = figures
      const communes = change ? shadesOf(change.value) : tree && shadesBy(tree, view.country, unit)
      map.setFigures(communes, change ? 'change' : 'share')
      this.describe(communes ?? [], (change ?? answer)?.question.technology ?? '', change?.question.against ?? '')
    }
    this.drawLabels(map, view, unit)
    const isAged = isOld(change ? view.changes : view.figures) || isOld(view.routes) || isOld(view.footprint)
    ground.map.classList.toggle('old', isAged)
    ground.measuredMap.classList.toggle('old', isOld(view.measured))
    // What hovers is drawn from what the map shows now, though the pointer rests.
    if (this.pointer) this.hover(this.pointer.code, this.pointer.at)
    // The first frame was made before the legend had its height: once it has, make it again.
    if (tree && !this.framed) {
      this.framed = true
      requestAnimationFrame(() => this.reframe(false))
    }
    const hasFailed = this.hasFailed || (!tree && view.figures.status === 'failed')
    ground.map.dataset['state'] = hasFailed ? 'failed' : this.isDrawn && tree ? 'ready' : 'loading'
    if (tree && !this.hasFailed && !this.told) {
      this.told = true
      map.onceDrawn(() => this.drawn())
    }
    this.drawOutlines(map, view)
    const only = change ? null : view.selection.only
    const classes = shareClasses()
    const looks = `${classes.map((one) => one.id).join()} ${only?.join() ?? ''}`
    if (looks !== shown.looks) {
      shown.looks = looks
      map.setPicked(only && only.map((id) => classes.findIndex((one) => one.id === id)))
    }
    this.drawFootprint(map, view)
    this.drawListed(map, view)
    this.drawRoutes(map, view)
    this.drawMeasured(map, view)
    if (String(view.selection.point) !== shown.pin) {
      shown.pin = String(view.selection.point)
      map.setPin(view.selection.point)
    }
  }

  /** What is chosen, and what is marked besides: known by its code, and drawn by its level. */
  private drawOutlines(map: MapView, view: View): void {
    const { shown, marked } = this
    const { code, country, places } = view
    const at = (one: string): Outlined[] => {
      const level = places.get(one)?.level
      return level === undefined ? [] : [{ code: one, level }]
    }
    const chosen = [code, places]
    if (!isSame(chosen, shown.chosen)) {
      shown.chosen = chosen
      map.setOutlined('chosen', code === country.id ? [] : at(code))
    }
    const on = [marked, places]
    if (isSame(on, shown.marked)) return
    shown.marked = on
    map.setOutlined('marked', marked.flatMap(at))
  }

  /** Names with their shares, and which of them are told. */
  private drawLabels(map: MapView, view: View, unit: Unit | null): void {
    const { shown } = this
    const tree = view.figures.answer?.value.tree ?? null
    const changes = isSwiped(view.selection) ? null : (view.changes.answer?.value ?? null)
    const sketch = view.sketch.answer?.value
    if (sketch && sketch !== shown.sketch) {
      shown.sketch = sketch
      for (const { code, stand } of sketch) if (stand) this.stands.set(code, stand)
      map.setTowns(this.towns, this.stands)
    }
    const on = [tree, changes, view.lang]
    if (tree && !isSame(on, shown.labels)) {
      shown.labels = on
      map.setLabels(unitLabels(view, tree, changes))
    }
    if (unit !== shown.unit) {
      shown.unit = unit
      map.setUnit(unit)
    }
    this.ground.map.dataset['unit'] = unit ?? 'auto'
  }

  /** Where the question reaches, and the cell asked about. It is of the figures' question or is not shown. */
  private drawFootprint(map: MapView, view: View): void {
    const { shown, ground } = this
    const { footprint, figures, point, changes } = view
    // Of the change that is shown, or of the shares.
    const asked = footprint.answer?.question
    const [shares, change] = [figures.answer?.question, changes.answer?.question]
    const of = change ?? shares
    const fits =
      asked &&
      of &&
      agree(asked, of) &&
      asked.against === (change?.against ?? null) &&
      asked.swipe === isSwiped(view.selection)
    const tiles = fits ? (footprint.answer?.value ?? null) : null
    if (tiles !== shown.footprint) {
      shown.footprint = tiles
      map.setFootprint(tiles)
      ground.map.dataset['footprint'] = !tiles
        ? 'none'
        : tiles.gap
          ? 'gap'
          : tiles.parts.length > 1
            ? 'change'
            : 'shown'
    }
    // The outline is that of the cell the pin is in, or of none.
    const cell = String(point.answer?.question.at) === String(view.selection.point) ? point.answer?.value : null
    if (cell !== shown.cell) {
      shown.cell = cell
      map.setCell(cell?.outline ?? null)
    }
  }

  /** Places that matter: as many as are told, though not all are seen from afar. */
  private drawListed(map: MapView, view: View): void {
    const { shown, ground } = this
    const listed = view.listed.answer?.value ?? null
    if (listed === shown.listed) return
    shown.listed = listed
    map.setListed(listed && pointsOf(listed))
    Object.assign(ground.map.dataset, {
      listed: String(listed?.items.length ?? 0),
      listedUncovered: String(listed?.items.filter((one) => one.covered === false).length ?? 0),
    })
  }

  private drawRoutes(map: MapView, view: View): void {
    const { shown, ground } = this
    const routes = view.routes.answer?.value ?? null
    if (routes === shown.routes && view.theme === shown.theme) return
    ;[shown.routes, shown.theme] = [routes, view.theme]
    map.setRoutes(
      routes ? { spans: routes.spans, nodes: routes.nodes, colours: lineColours(view.country, view.theme) } : null,
    )
    ground.map.dataset['spans'] = String(routes?.spans.features.length ?? 0)
  }

  /** The earlier side of a comparison on the second map. */
  private drawBefore(map: MapView, view: View): void {
    const { shown, ground } = this
    const { changes, figures, footprint } = view
    const tree = figures.answer?.value.tree ?? null
    const answer = tree && changes.answer
    const reach = shown.footprint === footprint.answer?.value ? (footprint.answer?.value.before ?? null) : null
    const on = [answer, tree, reach, shown.unit, shareClasses(), 'before']
    if (on.length === shown.measured.length && on.every((one, at) => one === shown.measured[at])) return
    shown.measured = on
    delete ground.map.dataset['measured']
    delete ground.map.dataset['before']
    if (!answer) return void map.setMeasured(null, ground.measuredMap)
    const looks = beforeLooks(answer.value, tree, view.country, shown.unit)
    void map.setMeasured(looks, ground.measuredMap, reach).then(() => {
      if (shown.measured === on) ground.map.dataset['before'] = answer.question.against
    })
  }

  /** The second map, once there is something to show on it. */
  private drawMeasured(map: MapView, view: View): void {
    if (isSwiped(view.selection)) return this.drawBefore(map, view)
    const { shown, ground } = this
    delete ground.map.dataset['before']
    const { selection, places } = view
    const { answer } = view.measured
    const on = [answer, answer ? places : null, selection.source, selection.show, selection.by, shareClasses()]
    if (isSame(on, shown.measured)) return
    shown.measured = on
    const { dataset } = ground.map
    if (!answer) {
      delete dataset['measured']
      return void map.setMeasured(null, ground.measuredMap)
    }
    const { question, value: measured } = answer
    const levels = levelsOf(view.country)
    const level = unitOf(levels, selection.by)
    const show = selection.show ?? 'verdict'
    const looks = communeLooks(
      measured,
      places,
      levels,
      level,
      sourceOf(measured, selection.source),
      question.tier,
      show,
    )
    dataset['measuredLevel'] = level
    const count = (...marks: string[]) =>
      String([...looks.values()].filter((one) => one && marks.includes(one.mark)).length)
    Object.assign(dataset, {
      measuredNone: count('none'),
      measuredDots: count('dots'),
      measuredDamaged: count('damaged'),
      measuredContradicted: count('contradicted', 'against'),
    })
    void map.setMeasured(looks, ground.measuredMap).then(() => {
      if (shown.measured === on) dataset['measured'] = 'ready'
    })
  }

  /** Says on the element what the map is told: for tests and scripts. */
  private describe(communes: readonly Shade[], technology: string, against: string): void {
    const { dataset } = this.ground.map
    const count = (which: (one: Shade) => boolean) => String(communes.filter(which).length)
    Object.assign(dataset, {
      communes: String(communes.length),
      known: count(isCounted),
      bound: count(isBound),
      damaged: count(isDamaged),
      nodata: count((one) => !isCounted(one) && !isDamaged(one)),
    })
    dataset['technology'] = technology
    dataset['against'] = against
  }

  setNames(territories: Map<string, Territory>, country: Country): void {
    this.towns = townsOf(territories, country)
    // A name that the plate has keeps its place.
    for (const { code, label } of territories.values())
      if (label && !this.stands.has(code)) this.stands.set(code, label)
    this.map?.setTowns(this.towns, this.stands)
  }

  frame(code: string | null, moves = true): void {
    if (!this.map) {
      this.frameLater = () => this.frame(code, false)
      return
    }
    const { map, legend } = this.ground
    const box = this.boxOf(code)
    const asked = (this.framing = {})
    if (box) return this.map.fit(box, roomOf(map, legend, this.options.sheet), moves)
    void this.findBox(code).then((found) => {
      if (found && this.framing === asked) this.frame(code, moves)
    })
  }

  /** The box of a territory, or of the country, as far as it is known. */
  private boxOf(code: string | null): Bbox | null {
    const { country } = this
    if (code === null || code === country?.id) return country?.bbox ?? null
    return this.options.view()?.territories.get(code)?.bbox ?? this.boxes.get(code) ?? null
  }

  /** The same, asked for where it is not known; nothing where there is no such territory, or no answer. */
  private async findBox(code: string | null): Promise<Bbox | null> {
    const known = this.boxOf(code)
    if (known || code === null) return known
    const territory = await this.api.get<Territory>(`territories/${encodeURIComponent(code)}`).catch(() => null)
    if (territory) this.boxes.set(code, territory.bbox)
    return territory?.bbox ?? null
  }

  mark(codes: readonly string[]): void {
    this.marked = codes
    this.ground.map.dataset['marked'] = String(codes.length)
    const view = this.options.view()
    if (this.map && view) this.drawOutlines(this.map, view)
  }

  frameMarked(): void {
    const boxes = this.marked.flatMap((code) => this.boxOf(code) ?? [])
    const edge = (at: number, of: (...all: number[]) => number) =>
      of(...boxes.filter((_, index) => index % 4 === at).map(Number))
    if (boxes.length > 0)
      this.map?.fit(
        [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)],
        roomOf(this.ground.map, this.ground.legend, this.options.sheet),
        true,
      )
  }

  /** Frames again what was framed, unless the reader has moved the map. */
  private reframe(moves = true): void {
    const selection = this.options.view()?.selection
    if (this.framed && selection && !selection.view) this.frame(selection.territory, moves)
  }

  flyTo(point: [number, number]): void {
    this.map?.flyTo(point, Math.max(10.5, this.map.zoom()), true)
  }

  restore(selection: Selection): void {
    const { view } = selection
    if (view) this.map?.flyTo([view.lon, view.lat], view.zoom, false)
    else this.frame(selection.territory)
  }

  setLang(lang: Lang): void {
    this.look.lang = lang
    this.map?.setLang(lang)
  }

  setTheme(theme: Theme): void {
    this.look.theme = theme
    this.map?.setTheme(theme)
  }

  zoomBy(steps: number): void {
    this.map?.zoomBy(steps)
  }

  fail(error: unknown, retry: () => void): void {
    if (!(error instanceof ApiError)) console.error(error)
    this.hasFailed = true
    this.ground.map.dataset['state'] = 'failed'
    this.options.failed({
      error: error instanceof ApiError ? error : null,
      retry: () => {
        this.healed()
        retry()
      },
    })
  }

  private healed(): void {
    this.hasFailed = false
    this.options.failed(null)
  }
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((each, at) => each === other[at])
