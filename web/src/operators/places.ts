/** The places of findings beside the report. The map is fetched only when there is a place to show. */
import { el } from '../dom'
import type { Finding } from './client'
import type { FindingsMap, Spot } from './places-map'
import type { Scene } from './scene'

export interface Places {
  node: HTMLElement
  render(scene: Scene, findings: readonly Finding[]): void
  /** Goes to the place of a finding. */
  show(at: number): void
  mark(at: number): void
}

export function createPlaces(picked: (at: number) => void): Places {
  const title = el('h3', { class: 'kicker' })
  const stage = el('div', { class: 'places-map', 'data-state': 'loading' })
  const hint = el('p', { class: 'hint' })
  const node = el('div', { class: 'places' }, title, stage, hint)
  let map: Promise<FindingsMap> | null = null
  let shown: readonly Finding[] | null = null
  let opening = 0

  const open = async (scene: Scene, spots: Spot[]): Promise<FindingsMap> => {
    const { openFindingsMap } = await import('./places-map')
    return openFindingsMap(stage, scene, spots, picked)
  }

  const render = (scene: Scene, findings: readonly Finding[]): void => {
    title.textContent = scene.say('report-map')
    hint.textContent = scene.say('report-map-hint')
    const spots = spotsOf(findings)
    if (map) {
      void map
        .then((one) => {
          one.dress(scene)
          if (shown !== findings) one.put(spots)
          shown = findings
          stage.dataset['spots'] = String(spots.length)
        })
        .catch(() => undefined)
      return
    }
    const turn = ++opening
    shown = findings
    map = open(scene, spots)
    map.then(
      () => {
        stage.dataset['state'] = 'ready'
        stage.dataset['spots'] = String(spots.length)
      },
      (error: unknown) => {
        console.warn('the map of findings cannot be shown', error)
        if (turn === opening) map = null
        stage.dataset['state'] = 'failed'
        hint.textContent = scene.say('report-map-failed')
      },
    )
  }
  const withMap = (act: (map: FindingsMap) => void) => void map?.then(act, () => undefined)
  return {
    node,
    render,
    show: (at) => withMap((one) => one.show(at)),
    mark: (at) => withMap((one) => one.mark(at)),
  }
}

/** Findings that have a place on Earth, errors last so that they lie on top. */
export function spotsOf(findings: readonly Finding[]): Spot[] {
  const order = ['info', 'repair', 'warning', 'error']
  return findings
    .flatMap(({ lon, lat, severity }, at) =>
      lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 85
        ? [{ at, lon, lat, severity }]
        : [],
    )
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
}
