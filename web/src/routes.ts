/** Fibre routes: what to ask for, and the colour of each operator's lines. */
import type { FeatureCollection } from 'geojson'
import type { Levels } from './levels'
import type { Api, Country, Level, Network, Networks, Parameters, RouteDefinition, RouteFeatures } from './api'
import type { RoutesQuestion } from './questions'

export interface Routes {
  networks: Network[]
  definition: RouteDefinition
  spans: FeatureCollection
  nodes: FeatureCollection
}

const PAGE = 5000

/** Lines of many pages are too many for one picture; the server's largest page, so many times. */
const PAGES_MOST = 40

/** Lines over the share classes: none of these hues is one of theirs. */
const LINES: Record<'light' | 'dark', readonly string[]> = {
  light: ['#b01657', '#6a2fb5', '#b85400', '#3f3f46', '#8a1c1c', '#1d4ed8'],
  dark: ['#ff7eb3', '#c4a1ff', '#ffb169', '#e4e4e7', '#ff9b8f', '#9dbdff'],
}

export const askRoutes = ({ scope, asOf, knownAt }: RoutesQuestion): Parameters => ({
  operator: scope.startsWith('op:') ? scope.slice(3) : null,
  as_of: asOf,
  known_at: knownAt,
})

export async function loadRoutes(api: Api, question: RoutesQuestion, signal: AbortSignal): Promise<Routes> {
  const ask = askRoutes(question)
  const networks = await api.get<Networks>('networks', { ...ask, lang: question.lang }, signal)
  const wanted = networks.items.length > 0
  const [spans, nodes] = await Promise.all([
    wanted ? features(api, 'networks/spans', ask, signal) : none(),
    wanted ? features(api, 'networks/nodes', ask, signal) : none(),
  ])
  return { networks: networks.items, definition: networks.definition, spans, nodes }
}

const none = (): FeatureCollection => ({ type: 'FeatureCollection', features: [] })

async function features(api: Api, path: string, ask: Parameters, signal: AbortSignal): Promise<FeatureCollection> {
  const all = none()
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MOST; page++) {
    const part: RouteFeatures = await api.get<RouteFeatures>(path, { ...ask, limit: PAGE, cursor }, signal)
    for (const one of part.features) if (one.geometry) all.features.push(one as FeatureCollection['features'][number])
    cursor = part.next ?? null
    if (!cursor) break
  }
  return all
}

/** Each operator its colour: its own where the country says one, else by its place in the list. */
export function lineColours(country: Country, theme: 'light' | 'dark'): Map<string, string> {
  const lines = LINES[theme]
  const own = (colour: string | null | undefined) => (colour && theme === 'dark' ? lighter(colour) : colour)
  return new Map(country.operators.map((one, at) => [one.id, own(one.colour) ?? lines[at % lines.length] ?? '#000']))
}

/** Half way to white: a colour chosen for paper is lost on a dark ground. */
export function lighter(colour: string): string {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)?.slice(1) ?? []
  if (parts.length === 0) return colour
  return `#${parts
    .map((one) =>
      Math.round((parseInt(one, 16) + 255) / 2)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Lengths are known down to the base unit: a part of one is asked as nothing. */
export const routeLevel = ({ chain }: Levels, level: Level | undefined): Level | null =>
  level !== undefined && chain.includes(level) ? level : null
