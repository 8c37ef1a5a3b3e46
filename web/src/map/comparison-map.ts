/**
 * A second map over the first: the same place, outlines and names, other fills. It follows the first in
 * every move and takes no pointer of its own; a clip shows one side of it.
 */
import { Map as GlMap } from 'maplibre-gl'
import type { Feature, FeatureCollection } from 'geojson'
import type { Look } from '../measured'
import {
  awaited,
  damage,
  dots,
  hatch,
  LOOK_MARKS,
  stripes,
  styleOf,
  MAP_COLOURS,
  type DrawnSource,
  type Pattern,
  type Theme,
} from './style'
import { TERRITORIES, type TerritoryTiles } from './territories'
import { fillsOf } from '../palette'
import type { Lang } from '../api'

export interface Twin {
  gl: GlMap
  ready: Promise<void>
  setLooks(looks: Map<string, Look | null>): void
  /** Which patterns there are. */
  marks(): readonly Pattern[]
  repaintMarks(theme: Theme): void
  remove(): void
}

export function createTwin(
  base: GlMap,
  container: HTMLElement,
  theme: Theme,
  lang: Lang,
  tiles: TerritoryTiles,
  held: ReadonlyMap<DrawnSource, FeatureCollection | Feature>,
): Twin {
  const gl = new GlMap({
    container,
    style: styleOf({ theme, lang, tiles }, held, 'measured'),
    center: base.getCenter(),
    zoom: base.getZoom(),
    minZoom: 2.5,
    maxZoom: 14,
    interactive: false,
    attributionControl: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    refreshExpiredTiles: false,
    validateStyle: import.meta.env.DEV,
  })
  const shown = new Map<string, string>()
  const follow = (): void => void gl.jumpTo({ center: base.getCenter(), zoom: base.getZoom() })
  base.on('move', follow)
  const ready = new Promise<void>((done) =>
    // States may be told once there is a style, and not before.
    gl.once('style.load', () => {
      for (const [id, picture] of Object.entries(marks(theme))) gl.addImage(id, picture, { pixelRatio: 2 })
      follow()
      done()
    }),
  )
  let used: readonly Pattern[] = []
  const see = (looks: Iterable<Look | null>): void => {
    const found = new Set([...looks].map((look) => (look ? look.mark : 'waiting')))
    used = LOOK_MARKS.filter((mark) => found.has(mark))
    for (const mark of LOOK_MARKS)
      gl.setLayoutProperty(`communes-${mark}`, 'visibility', used.includes(mark) ? 'visible' : 'none')
  }
  return {
    gl,
    ready,
    marks: () => used,
    setLooks: (looks) =>
      void ready.then(() => {
        see(looks.values())
        for (const [code, look] of looks) {
          const now = look ? `${look.fill}|${look.mark}` : 'waiting'
          if (shown.get(code) === now) continue
          shown.set(code, now)
          const source = { source: TERRITORIES, sourceLayer: tiles.levels.base, id: code }
          if (look) gl.setFeatureState(source, { fill: look.fill ?? '', mark: look.mark })
          else gl.removeFeatureState(source)
        }
      }),
    repaintMarks: (next) =>
      void ready.then(() => {
        for (const [id, picture] of Object.entries(marks(next))) gl.updateImage(id, picture)
      }),
    remove: () => {
      base.off('move', follow)
      gl.remove()
    },
  }
}

const marks = (theme: Theme) => ({
  hatch: hatch(MAP_COLOURS[theme]),
  dots: dots(MAP_COLOURS[theme]),
  damaged: damage(MAP_COLOURS[theme]),
  waiting: awaited(MAP_COLOURS[theme]),
  contradicted: stripes(MAP_COLOURS[theme].paper, 0.5),
  against: stripes(fillsOf(theme)['contradicted-3'], 0.95),
})
