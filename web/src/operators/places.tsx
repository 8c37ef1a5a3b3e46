/** The places of findings beside the report. The map is fetched only when there is a place to show, and then kept. */
import type { JSX, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Finding } from './client'
import type { FindingsMap, Spot } from './places-map'
import type { Scene } from './scene'

/** What the report does with the map. */
export interface PlacesHandle {
  /** Goes to the place of a finding. */
  show(at: number): void
  mark(at: number): void
}

interface PlacesShown {
  scene: Scene
  findings: readonly Finding[]
  picked: (at: number) => void
  handle: RefObject<PlacesHandle | null>
}

export function Places({ scene, findings, picked, handle }: PlacesShown): JSX.Element {
  const stage = useRef<HTMLDivElement>(null)
  const map = useRef<Promise<FindingsMap> | null>(null)
  const shown = useRef<readonly Finding[] | null>(null)
  const pick = useRef(picked)
  pick.current = picked
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const [spots, setSpots] = useState<number | undefined>(undefined)
  const withMap = (act: (map: FindingsMap) => void): void => void map.current?.then(act, () => undefined)
  useLayoutEffect(() => {
    handle.current = {
      show: (at) => withMap((one) => one.show(at)),
      mark: (at) => withMap((one) => one.mark(at)),
    }
    return () => {
      handle.current = null
      withMap((one) => one.close())
    }
  }, [])
  useEffect(() => {
    const places = spotsOf(findings)
    if (places.length === 0 || !stage.current) return
    if (map.current)
      return withMap((one) => {
        one.dress(scene)
        if (shown.current !== findings) one.put(places)
        shown.current = findings
        setSpots(places.length)
      })
    shown.current = findings
    const opening = open(stage.current, scene, places, (at) => pick.current(at))
    map.current = opening
    opening.then(
      () => {
        setState('ready')
        setSpots(places.length)
      },
      (error: unknown) => {
        console.warn('the map of findings cannot be shown', error)
        if (map.current === opening) map.current = null
        setState('failed')
      },
    )
  }, [findings, scene.lang, scene.theme])
  return (
    <div class="places">
      <h3 class="kicker">{scene.say('report-map')}</h3>
      <div class="places-map" data-state={state} data-spots={spots} ref={stage} />
      <p class="hint">{scene.say(state === 'failed' ? 'report-map-failed' : 'report-map-hint')}</p>
    </div>
  )
}

async function open(
  stage: HTMLElement,
  scene: Scene,
  spots: Spot[],
  picked: (at: number) => void,
): Promise<FindingsMap> {
  const { openFindingsMap } = await import('./places-map')
  return openFindingsMap(stage, scene, spots, picked)
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
