/**
 * The country's territories on the map: one source of vector tiles, in which each level is a layer of its own, and the
 * outlines of those that stand out. What colours or outlines a territory is joined to it by its code, as feature-state:
 * no shape is sent for it, and no tile is cut anew. Knows no figures and no page.
 */
import {
  addProtocol,
  type ExpressionSpecification,
  type Map as GlMap,
  type VectorSourceSpecification,
} from 'maplibre-gl'
import type { Bbox } from '../api'
import type { DrawnLevels } from '../levels'
import type { MapColours } from './style'

/** The tiles that there are. */
export interface TerritoryTiles {
  /** The address of a tile, with {z}, {x} and {y}. */
  tiles: string
  minzoom: number
  maxzoom: number
  bounds: Bbox
  levels: DrawnLevels
}

export const TERRITORIES = 'territories'

const SCHEME = 'territory://'
let isSpoken = false

/**
 * Has the page itself fetch these tiles, and not MapLibre's worker: what the page fetches is known to its service worker,
 * which keeps it for when there is no network, though it came too late for the first visit.
 */
function speak(): void {
  if (isSpoken) return
  isSpoken = true
  addProtocol('territory', async ({ url }, { signal }) => {
    const answer = await fetch(url.slice(SCHEME.length), { signal })
    if (!answer.ok) throw new Error(`a tile was answered with ${answer.status}`)
    return { data: await answer.arrayBuffer() }
  })
}

export function territorySource({ tiles, minzoom, maxzoom, bounds }: TerritoryTiles): VectorSourceSpecification {
  speak()
  return { type: 'vector', tiles: [`${SCHEME}${tiles}`], minzoom, maxzoom, bounds, promoteId: 'code' }
}

/** Where a layer of the style has its shapes from. */
export const ofLevel = (level: string): { source: string; 'source-layer': string } => ({
  source: TERRITORIES,
  'source-layer': level,
})

/** A territory by its level's layer. */
export interface Outlined {
  code: string
  level: string
}

/** Why a territory is outlined, from the strongest. */
const MARKS = ['chosen', 'marked', 'hover'] as const
export type Mark = (typeof MARKS)[number]

/** From the outermost, for what contains others is seen through them. */
const outlinedLevels = ({ base, inner, first, parts }: DrawnLevels): string[] =>
  [parts, base, inner, first].filter((level) => level !== null)

const idsOf = (level: string): { casing: string; line: string } => ({
  casing: `outline-casing-${level}`,
  line: `outline-${level}`,
})

const byMark = (of: Record<Mark, unknown>, none: unknown): ExpressionSpecification =>
  ['match', ['coalesce', ['feature-state', 'outline'], ''], ...Object.entries(of).flat(), none] as never

/** How opaque the lines are; nothing is drawn of a level of which no territory stands out. */
const [CASING, LINE] = [0.92, 1]

/** Outlines of what hovers, is marked or is chosen; a line without width is none. */
export function outlineLayers({ accent, ink, paper }: MapColours, levels: DrawnLevels): unknown[] {
  const layer = (id: string, level: string, colour: unknown, width: unknown) => ({
    id,
    type: 'line',
    ...ofLevel(level),
    layout: { 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': width },
  })
  const all = outlinedLevels(levels)
  return [
    ...all.map((level) => layer(idsOf(level).casing, level, paper, byMark({ chosen: 7, marked: 6, hover: 5 }, 0))),
    ...all.map((level) =>
      layer(
        idsOf(level).line,
        level,
        byMark({ chosen: accent, marked: ink, hover: ink }, ink),
        byMark({ chosen: 3, marked: 3, hover: 2 }, 0),
      ),
    ),
  ]
}

/** Which territories stand out, and the same on each map that is told. */
export interface Outlines {
  set(mark: Mark, territories: readonly Outlined[]): void
  /** Puts them on a map whose style is there. */
  putOn(gl: GlMap): void
}

export function createOutlines(levels: DrawnLevels): Outlines {
  const drawn = outlinedLevels(levels)
  const wanted: Record<Mark, readonly Outlined[]> = { chosen: [], marked: [], hover: [] }
  const told = new WeakMap<GlMap, Told>()
  return {
    set: (mark, territories) => {
      wanted[mark] = territories.filter(({ level }) => drawn.includes(level))
    },
    putOn: (gl) => {
      const before = told.get(gl)
      const marks = new Map(
        MARKS.toReversed().flatMap((mark) => wanted[mark].map((one) => [one.code, { ...one, mark }] as const)),
      )
      const used = new Set([...marks.values()].map(({ level }) => level))
      told.set(gl, { marks, used })
      // Whatever a map is told, it draws anew: it is told what differs.
      const at = ({ code, level }: Outlined) => ({ source: TERRITORIES, sourceLayer: level, id: code })
      for (const one of before?.marks.values() ?? [])
        if (!marks.has(one.code)) gl.removeFeatureState(at(one), 'outline')
      for (const one of marks.values())
        if (before?.marks.get(one.code)?.mark !== one.mark) gl.setFeatureState(at(one), { outline: one.mark })
      for (const level of drawn) {
        if (before && before.used.has(level) === used.has(level)) continue
        const { casing, line } = idsOf(level)
        gl.setPaintProperty(casing, 'line-opacity', used.has(level) ? CASING : 0)
        gl.setPaintProperty(line, 'line-opacity', used.has(level) ? LINE : 0)
      }
    },
  }
}

/** What a map has been told: which territories stand out, and of which levels they are. */
interface Told {
  marks: ReadonlyMap<string, Outlined & { mark: Mark }>
  used: ReadonlySet<string>
}
