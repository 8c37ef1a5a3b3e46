/**
 * The HTTP contract, and the only module that fetches. URLs are relative to the page, so the whole
 * front end works under any base path. Answers are kept by URL until the server's version changes.
 */
import type { FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson'

export type Lang = 'fr' | 'ar' | 'en'
export type Level = 'country' | 'region' | 'province' | 'sector' | 'commune' | 'arrondissement'
export type Names = { fr: string; ar: string; en?: string | undefined }
export type Bbox = [west: number, south: number, east: number, north: number]

export interface Tier {
  id: string
  mindown: number
  minup: number
}

export interface Technology {
  id: string
  names: Names
  kind: 'mobile' | 'fixed'
  default_denominator: string
  tiers: Tier[]
  environments: string[]
  filed: boolean
  filed_environments: string[]
}

export interface Operator {
  id: string
  names: Names
  colour?: string
  technologies: string[]
  filed: boolean
}

/** A filing in force whose rows cannot be read: no number counts it. */
export interface DamagedFiling {
  filing: string
  operator: string
  kind: string
  as_of: string
}

export interface Country {
  id: string
  names: Names
  bbox: Bbox
  languages: Lang[]
  pack_digest: string
  surface: string
  census: { id: string; year: number; name: string }
  levels: { id: Level; names: Names; count: number }[]
  technologies: Technology[]
  environments: { id: string; names: Names }[]
  operators: Operator[]
  scopes: string[]
  denominators: string[]
  dates: string[]
  as_of: string | null
  known_at: string
  synthetic: boolean
  attribution: string[]
  version: string
  damaged?: DamagedFiling[]
  /** The civil day there: what is judged by the day is asked for again on another. */
  today: string
}

export interface Definition {
  technology: string
  tier: string
  environment: string | null
  scope: string
  denominator: string
  census: string
  census_year: number
  surface: string
  as_of: string
  known_at: string
  operators: string[]
  operators_without_filing: string[]
  operators_damaged?: string[]
  sentence: string
}

export interface Figure {
  share: number | null
  /** `damaged`: a filing that counts cannot be read, and nothing is known; `lower_bound`: at least the share of the others. */
  state: 'known' | 'no_filing' | 'damaged' | 'lower_bound' | (string & {})
  covered: number | null
  total: number | null
  ratio?: number
  capped?: boolean
  estimate?: boolean
}

export interface Item extends Figure {
  code: string
  level: Level
  names: Names
  parent: string | null
}

export interface Coverage {
  definition: Definition
  level: Level
  items: Item[]
  next: string | null
  total: number
  synthetic: boolean
  damaged?: DamagedFiling[]
}
export interface History {
  definition: Definition
  items: (Figure & { as_of: string })[]
}
export interface Operators {
  definition: Definition
  items: (Figure & { scope: string; names: Names | null })[]
}

export interface Place {
  type: 'territory' | 'locality' | 'coordinates'
  code?: string
  level?: Level
  names: Names
  lon: number
  lat: number
  bbox?: Bbox
  commune?: { code: string; names: Names }
  province?: { code: string; names: Names }
}

export interface Claim {
  operator: string
  technology: string
  mindown: number
  minup: number
  environment: string | null
  filing: string
  as_of: string
  units_passed?: number | null
  /** In whole tens, rounded down; absent below ten. */
  units_connected?: number | null
  verdict?: Verdict | null
  /** What the verdict rests on, by source. */
  evidence?: (Evidence & { source: string; verdict: Verdict })[]
}

export interface AtPoint {
  lon: number
  lat: number
  outside?: boolean
  territory: { code: string; level: Level; names: Names }[]
  cell?: string
  claims: Claim[]
  measurements?: MeasuredItem[]
  /** What these declare of the place is not known. */
  damaged?: DamagedFiling[]
}

export type Verdict = 'confirmed' | 'contradicted' | 'insufficient'

/** Mbit/s, ms, or a share 0..1, with the 95 % interval of the median. */
export interface Spread {
  n: number
  mean: number
  p5: number
  p50: number
  p95: number
  p50_low: number
  p50_high: number
}

/** What a verdict counts: tests made where and when the claim held, in how many places and on how many days; null where a filing or a month it rests on is damaged. */
export interface Evidence {
  tests: number | null
  tests_met: number | null
  cells: number | null
  days: number | null
}

/** Tests that meet a speed, beside the share the same operator claims. */
export interface MeasuredTier extends Evidence {
  tier: string
  n: number | null
  met: number | null
  share: number | null
  low: number | null
  high: number | null
  claimed: number | null
  verdict: Verdict
}

export interface MeasuredItem {
  code: string
  level: Level
  names: Names
  parent: string | null
  operator: string
  technology: string
  source: string
  from: string
  to: string
  /** Null where a month of the source is damaged. */
  tests: number | null
  state: 'measured' | 'insufficient' | 'damaged'
  download: Spread | null
  upload: Spread | null
  latency: Spread | null
  loss: Spread | null
  tiers: MeasuredTier[]
  synthetic: boolean
}

export interface MeasuredSource {
  id: string
  tests: number
  last_at: string | null
  synthetic: boolean
  damaged?: string[]
}
export interface MeasuredDefinition {
  sentence: string
  from: string | null
  to: string | null
  enough: number
  as_of: string
  known_at: string
}
export interface Measurements {
  definition: MeasuredDefinition
  items: MeasuredItem[]
  sources: MeasuredSource[]
  next: string | null
  total: number
}

export type TargetStatus = 'met' | 'on_track' | 'late' | 'not_computable'

export interface TargetProgress {
  scope: string
  names: Names | null
  share: number | null
  amount: number | null
  /** The date of the latest filing that counts, and its age on the day judged. */
  filing_as_of: string | null
  filing_age_days: number | null
  expected_at_filing_share: number | null
  expected_today_share: number | null
  gap_share: number | null
  gap_amount: number | null
  status: TargetStatus
  reason: string | null
}

export interface Target {
  id: string
  names: Names
  who: string
  definition: string
  technology: string
  tier: string | null
  environment: string | null
  scope: string
  denominator: string
  share: number | null
  amount: number | null
  goal_share: number | null
  goal_amount: number | null
  date: string
  announced: string | null
  source: string
  supersedes: string | null
  superseded_by: string | null
  status: TargetStatus
  reason: string | null
  progress: TargetProgress[]
  sentence: string
}

export interface TargetStage {
  target: string
  names: Names
  date: string
  goal_share: number | null
  goal_amount: number | null
  status: TargetStatus
  is_current: boolean
}
/** A promise: one target, or several that are its stages. */
export interface TargetPath {
  id: string
  names: Names
  who: string
  /** The stage to work for: its progress is the promise's. */
  current: string
  status: TargetStatus
  superseded: boolean
  stages: TargetStage[]
  lines: { scope: string; status: TargetStatus; line: { date: string; share: number }[] }[]
}
/** `today` is the day judged: the country's, or the date or the knowledge asked for. */
export interface TargetsDefinition {
  sentence: string
  today: string
  today_from: 'clock' | 'asked' | 'as_of' | 'known_at'
}
export interface Targets {
  definition: TargetsDefinition
  items: Target[]
  paths: TargetPath[]
}

export interface Territory {
  code: string
  level: Level
  names: Names
  parent: string | null
  kind?: string | null
  population?: Record<string, number | null>
  area_km2?: number | null
  bbox?: Bbox | null
}

export interface Network {
  id: string
  name: string | null
  operator: string
  filing: string
  as_of: string
  nodes: number
  spans: number
  route_km: { operational: number; planned: number }
  components: number
}
export interface RouteDefinition {
  as_of: string
  known_at: string
  operators: string[]
  operators_without_filing: string[]
  operators_damaged?: string[]
  sentence: string
}
export interface Networks {
  definition: RouteDefinition
  items: Network[]
}
export type Standing = 'operational' | 'planned'
export interface RouteProperties {
  operator: string
  name: string | null
  standing: Standing
}
export type RouteFeatures = FeatureCollection<LineString | Point | null, RouteProperties> & { next: string | null }
/** Kilometres are null where no network counted is filed, which is not the same as 0, and where all that are filed are damaged. */
export interface RouteKm {
  items: { code: string; operational_km: number | null; planned_km: number | null; state?: Figure['state'] }[]
}

export type Boundaries = FeatureCollection<Polygon | MultiPolygon, { code: string; parent?: string; names?: Names }>
export type BoundaryLayer = 'communes' | 'provinces' | 'regions' | 'arrondissements'

export type Parameters = Record<string, string | number | null | undefined>

/** Why a request failed, in the terms the screen needs: is it us, the network, or the question? */
export class ApiError extends Error {
  readonly kind: 'offline' | 'network' | 'silent' | 'unreadable' | 'server' | 'refused'
  readonly status: number
  readonly detail: string | null
  /** The server's stable word for the problem, and the single faults where there are several. */
  readonly code: string
  readonly errors: readonly unknown[]
  /** Seconds to wait, where the server says so. */
  readonly retryAfter: number | null

  constructor(
    kind: ApiError['kind'],
    status: number,
    title: string,
    detail: string | null = null,
    more: { code?: string; errors?: unknown[]; retryAfter?: number | null } = {},
  ) {
    super(title)
    this.kind = kind
    this.status = status
    this.detail = detail
    this.code = more.code ?? ''
    this.errors = more.errors ?? []
    this.retryAfter = more.retryAfter ?? null
  }
}

export interface Api {
  url(path: string, parameters?: Parameters): string
  get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T>
  forget(): void
}

const KEPT = 60

export function createApi(base: string): Api {
  const kept = new Map<string, unknown>()

  const url = (path: string, parameters: Parameters = {}): string => {
    const target = new URL(`api/v1/${path}`, base)
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== null && value !== undefined && value !== '') target.searchParams.set(name, String(value))
    }
    return target.href
  }

  const get = async <T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> => {
    const target = url(path, parameters)
    if (kept.has(target)) return kept.get(target) as T
    const answer = await request(target, signal)
    kept.set(target, answer)
    const oldest = kept.keys().next()
    if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value)
    return answer as T
  }

  return { url, get, forget: () => kept.clear() }
}

/** JSON, and of what lies on the map GeoJSON, which some answers have alone. */
export const ACCEPT = 'application/json, application/geo+json;q=0.9'

/** Fetches without keeping: what `version` polling needs. */
export const request = (target: string, signal?: AbortSignal): Promise<unknown> =>
  fetchJson(target, { headers: { accept: ACCEPT } }, signal)

/** How long a server may be silent, before or within an answer, until it is given up: no part of a page waits for ever. */
export const SILENCE = 30_000

/** JSON of an answer, or an `ApiError`: for a status of failure, a lost connection, silence, and for what is no JSON. */
export async function fetchJson(target: string, init: RequestInit, signal?: AbortSignal): Promise<unknown> {
  const call = new AbortController()
  const stop = (): void => call.abort()
  let silent = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      silent = true
      stop()
    }, SILENCE)
  }
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop)
  heard()
  try {
    const response = await fetch(target, { ...init, signal: call.signal })
    const text = await textOf(response, heard)
    if (!response.ok) throw problemOf(response.status, response.statusText, text, response.headers.get('retry-after'))
    return parsed(response.status, text)
  } catch (error) {
    if (error instanceof ApiError) throw error
    if (silent) throw new ApiError('silent', 0, 'silent')
    if (isAbort(error)) throw error
    throw lost()
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

/** The connection is gone: ours, or theirs. */
export const lost = (): ApiError => new ApiError(navigator.onLine ? 'network' : 'offline', 0, 'network')

/** A body piece by piece: a large one over a slow line is no silence. */
async function textOf(response: Response, heard: () => void): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    heard()
    text += decoder.decode(piece.value, { stream: true })
  }
  return text + decoder.decode()
}

/** Something between us and the server may answer in its place, with a page of its own. */
function parsed(status: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('unreadable', status, 'the answer is not JSON')
  }
}

/** An error answer as the screen needs it, whoever fetched it. */
export function problemOf(status: number, statusText: string, text: string, retryAfter: string | null): ApiError {
  const kind = status >= 500 ? 'server' : 'refused'
  const seconds = Number(retryAfter ?? NaN)
  const wait = Number.isFinite(seconds) ? seconds : null
  try {
    const body = JSON.parse(text) as { title?: string; detail?: string; code?: string; errors?: unknown[] }
    return new ApiError(kind, status, body.title ?? statusText, body.detail ?? null, {
      code: body.code ?? '',
      errors: body.errors ?? [],
      retryAfter: wait,
    })
  } catch {
    return new ApiError(kind, status, statusText, null, { retryAfter: wait })
  }
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

/** The country, as far as the page cannot do without it: a JSON of someone else's is none. */
export function countryOf(answer: unknown): Country {
  const country = answer as Partial<Country> | null
  if (typeof country?.version !== 'string' || !Array.isArray(country.technologies))
    throw new ApiError('unreadable', 0, 'the answer is no country')
  return country as Country
}

/** A page of a list, with what it says of itself. */
export interface Page<T> {
  items: T[]
  next: string | null
  definition?: { known_at?: string }
}

/** All pages of a list, in order; `seen` is given each. */
export async function everyPage<T>(
  api: Api,
  path: string,
  parameters: Parameters,
  signal?: AbortSignal,
  seen?: (page: Page<T>) => void,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await api.get(path, { ...parameters, cursor }, signal)
    seen?.(page)
    items.push(...page.items)
    cursor = page.next ?? null
  } while (cursor)
  return items
}
