/** Keeps the map in step with the view: loads it and its shapes, joins figures, frames what is chosen, previews what is hovered. */
import type { FeatureCollection } from 'geojson'
import landUrl from 'world-atlas/land-50m.json?url'
import { ApiError, type Api, type Bbox, type Boundaries, type Country, type Lang, type Territory } from './api'
import { unitAt } from './drill'
import { el } from './dom'
import { fold } from './format'
import type { Translate } from './i18n'
import type { MapView, Room, Theme } from './map'
import { createPreview } from './preview'
import type { Sheet } from './sheet'
import type { Shell } from './shell'
import type { Selection, View as Place } from './state'
import type { Tree } from './tree'
import type { View } from './view'

export interface AtlasOptions {
  view(): View | null
  goTo(code: string, point: [number, number]): void
  moved(view: Place | null): void
  sheet: Sheet
}

export interface Atlas {
  open(country: Country, lang: Lang, theme: Theme, selection: Selection): void
  render(view: View): void
  setNames(territories: Map<string, Territory>, country: Country): void
  frame(code: string | null): void
  flyTo(point: [number, number]): void
  restore(selection: Selection): void
  setLang(lang: Lang): void
  setTheme(theme: Theme): void
  fail(t: Translate, error: unknown, retry: () => void): void
}

const LAYERS = ['communes', 'provinces', 'regions'] as const

export function createAtlas(shell: Shell, api: Api, options: AtlasOptions): Atlas {
  const preview = createPreview(shell.preview, shell.stage)
  let map: MapView | null = null
  let country: Country | null = null
  let coloured: Tree | null = null
  let chosen = ''
  let pin = ''
  let opening: Promise<void> | null = null
  let wished: { lang: Lang; theme: Theme } = { lang: 'fr', theme: 'light' }
  let frameLater: (() => void) | null = null
  let framed = false

  const room = (): Room => {
    const box = shell.map.getBoundingClientRect()
    const phone = options.sheet.isPhone()
    const edge = Math.min(32, box.width / 12)
    // The legend must not hide the country's south, nor the sheet on a phone.
    const legend = shell.legend.getBoundingClientRect()
    const above = legend.height > 0 ? box.bottom - legend.top : 0
    const below = Math.min(box.height * 0.62, Math.max(above, options.sheet.covers()) + 16)
    return { top: phone ? 68 : edge, bottom: below, left: edge, right: edge }
  }

  const openMap = async (about: Country, selection: Selection): Promise<void> => {
    const { createMap } = await import('./map')
    map = createMap({
      container: shell.map, label: options.view()?.t('map.label') ?? '', bbox: about.bbox, view: selection.view, ...wished,
      onPoint: (code, at) => hover(code, at),
      onLeave: () => { preview.hide(); map?.setHover(null) },
      onPick: (code, lon, lat) => pick(code, lon, lat),
      onMove: (view) => options.moved(view),
    })
    if (!selection.view && !selection.territory) map.fit(about.bbox, room(), false)
    const shapes = (layer: (typeof LAYERS)[number]) => api.get<Boundaries>(`boundaries/${layer}`, { v: about.pack_digest })
    const communes = await shapes('communes')
    map.setBoundaries('communes', communes)
    await Promise.all((['provinces', 'regions'] as const).map(async (layer) => map?.setBoundaries(layer, await shapes(layer))))
    shell.map.dataset['communes'] = String(communes.features.length)
    await map.ready
    coloured = null
    chosen = ''
    const view = options.view()
    if (view) render(view)
    frameLater?.()
    frameLater = null
    void land()
  }

  /** The world's land, for context only: coastlines, never borders. */
  const land = async (): Promise<void> => {
    const [{ feature }, answer] = await Promise.all([import('topojson-client'), fetch(new URL(landUrl, document.baseURI))])
    const topology = await answer.json()
    map?.setLand(feature(topology, topology.objects.land) as unknown as FeatureCollection)
  }

  const hover = (code: string | null, at: { x: number; y: number }): void => {
    if (!matchMedia('(hover: hover)').matches) return // a touch is a choice, not a preview
    const view = options.view()
    const tree = view?.figures.value?.tree
    const unit = code && view && tree && map ? unitAt(tree, code, view.code, map.zoom()) : undefined
    if (!code || !view || !tree || !unit) {
      preview.hide()
      map?.setHover(null)
      return
    }
    map?.setHover(unit.code)
    const commune = tree.get(code)
    preview.show(view, commune && commune !== unit ? [unit, commune] : [unit], at)
  }

  const pick = (code: string | null, lon: number, lat: number): void => {
    const view = options.view()
    const tree = view?.figures.value?.tree
    const unit = code && view && tree && map ? unitAt(tree, code, view.code, map.zoom()) : undefined
    if (unit) options.goTo(unit.code, [lon, lat])
  }

  const render = (view: View): void => {
    if (!map) return
    const tree = view.figures.value?.tree
    if (tree && tree !== coloured) {
      coloured = tree
      map.setFigures(tree.all())
      const communes = [...tree.all()].filter((one) => one.level === 'commune')
      shell.map.dataset['known'] = String(communes.filter((one) => one.state === 'known').length)
      shell.map.dataset['nodata'] = String(communes.filter((one) => one.state === 'no_filing').length)
      shell.map.dataset['technology'] = view.question.technology
    }
    // The first frame was made before the legend had its height: once it has, make it again.
    if (tree && !framed) {
      framed = true
      if (!view.selection.view) requestAnimationFrame(() => frame(view.selection.territory))
    }
    shell.map.dataset['state'] = tree && shell.map.dataset['communes'] ? 'ready' : 'loading'
    if (view.code !== chosen && shell.map.dataset['communes']) {
      chosen = view.code
      map.setChosen(view.code === view.country.id ? null : view.code)
    }
    const point = view.selection.point
    if (String(point) !== pin) {
      pin = String(point)
      map.setPin(point)
    }
  }

  const boxOf = (code: string | null): Bbox | null => (code === null ? (country?.bbox ?? null) : (map?.bboxOf(code) ?? null))

  const frame = (code: string | null): void => {
    if (!shell.map.dataset['communes']) {
      frameLater = () => frame(code)
      return
    }
    const box = boxOf(code)
    if (map && box) map.fit(box, room(), true)
  }

  return {
    open: (about, lang, theme, selection) => {
      country = about
      wished = { lang, theme }
      opening ??= openMap(about, selection).catch((error: unknown) => {
        opening = null
        fail(shell, options.view()?.t ?? null, error)
      })
      wire(shell, () => map, () => frame(options.view()?.selection.territory ?? null))
    },
    render,
    setNames: (territories, about) => {
      const all = [...territories.values()]
      const towns = all.filter((one) => one.level === 'commune').map((one) => ({ code: one.code, names: one.names, people: standing(one, territories) }))
      void opening?.then(() => {
        map?.setTowns(towns)
        map?.setRegionNames(all.filter((one) => one.level === 'region' && one.parent === about.id))
      })
    },
    frame,
    flyTo: (point) => map?.flyTo(point, Math.max(10.5, map.zoom()), true),
    restore: (selection) => {
      if (selection.view) map?.flyTo([selection.view.lon, selection.view.lat], selection.view.zoom, false)
      else frame(selection.territory)
    },
    setLang: (lang) => { wished.lang = lang; map?.setLang(lang) },
    setTheme: (theme) => { wished.theme = theme; map?.setTheme(theme) },
    fail: (t, error, retry) => fail(shell, t, error, retry),
  }
}

/** How much a commune's name matters on a small map: its people, and more when its province or region is named after it. */
function standing(commune: Territory, all: Map<string, Territory>): number {
  const people = Math.max(0, ...Object.values(commune.population ?? {}).map((one) => one ?? 0))
  const province = all.get(commune.parent ?? '')
  const region = all.get(province?.parent ?? '')
  const named = (other: Territory | undefined) => other !== undefined && ` ${fold(other.names.fr)} `.includes(` ${fold(commune.names.fr)} `)
  const seat = region !== undefined && fold(region.names.fr).startsWith(fold(commune.names.fr))
  return people * (seat ? 6 : named(region) ? 1.5 : named(province) ? 1 : commune.kind === 'rural' ? 0.2 : 0.5)
}

let wired = false
function wire(shell: Shell, map: () => MapView | null, whole: () => void): void {
  if (wired) return
  wired = true
  shell.zoomIn.addEventListener('click', () => map()?.zoomBy(1))
  shell.zoomOut.addEventListener('click', () => map()?.zoomBy(-1))
  shell.whole.addEventListener('click', whole)
}

function fail(shell: Shell, t: Translate | null, error: unknown, retry?: () => void): void {
  if (!t) return
  const told = error instanceof ApiError ? t(`error.${error.kind}`) : t('map.failed')
  const card = el('div', { class: 'map-failed', role: 'alert' }, el('strong', {}, told),
    error instanceof ApiError ? null : el('span', {}, t('map.failed.detail')),
    retry ? el('button', { type: 'button', class: 'button', onclick: () => { card.remove(); retry() } }, t('error.retry')) : null)
  console.error(error)
  shell.map.dataset['state'] = 'failed'
  shell.stage.querySelector('.map-failed')?.remove()
  shell.stage.append(card)
}

