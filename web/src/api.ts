/**
 * The HTTP contract, and the only module that fetches. URLs are relative to the page, so the whole
 * front end works under any base path. Answers are kept by URL until the server's version changes.
 */
import type { FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology as TopoJson } from 'topojson-specification'
import type { components } from './api.gen'

type Schemas = components['schemas']

/** A language's tag: one of the country's `languages`. */
export type Lang = string
export type Level = Schemas['Level']
export type Names = Schemas['Names']
export type Bbox = [west: number, south: number, east: number, north: number]

export type Tier = Schemas['TierItem']
export type Technology = Schemas['TechnologyItem']
export type Operator = Schemas['OperatorItem']
/** A filing in force whose rows cannot be read: no number counts it. */
export type DamagedFiling = Schemas['DamagedFiling']
export type Country = Omit<Schemas['Country'], 'bbox'> & { bbox: Bbox }
export type Definition = Schemas['Definition']
export type Figure = Schemas['Number']
export type Item = Schemas['CoverageItem']
export type Coverage = Schemas['Coverage']
export type History = Schemas['CoverageHistory']
export type Operators = Schemas['CoverageByOperator']
export type Place = Schemas['Hit']
export type Claim = Schemas['Claim']
export type AtPoint = Schemas['PlaceClaims']
export type Verdict = Schemas['Verdict']
/** Mbit/s, ms, or a share 0..1, with the 95 % interval of the median. */
export type Spread = Schemas['Spread']
/** Tests that meet a speed, beside the share the same operator claims. */
export type MeasuredTier = Schemas['TierMet']
/** What a verdict counts: tests made where and when the claim held, in how many places and on how many days; null where a filing or a month it rests on is damaged. */
export type Evidence = Pick<MeasuredTier, 'tests' | 'tests_met' | 'cells' | 'days'>
export type MeasuredItem = Schemas['MeasuredItem']
export type MeasuredSource = Schemas['MeasurementSource']
export type MeasuredDefinition = Schemas['MeasuredDefinition']
export type Measurements = Schemas['Measurements']
export type TargetStatus = Schemas['TargetStatus']
export type TargetProgress = Schemas['ProgressItem']
export type Target = Schemas['TargetItem']
export type TargetStage = Schemas['StageItem']
/** A promise: one target, or several that are its stages. */
export type TargetPath = Schemas['PathItem']
/** `today` is the day judged: the country's, or the date or the knowledge asked for. */
export type TargetsDefinition = Schemas['TargetDefinition']
export type Targets = Schemas['Targets']
/** What changed between two questions, of a territory or of one of those in it. */
export type Change = Schemas['Change']
export type ChangeItem = Schemas['ChangeItem']
export type Changes = Schemas['Changes']
/** Whose filings a number is made of, and what tests say of them. */
export type Basis = Schemas['CoverageBasis']
/** A list of places that matter, and a place of it. */
export type PlaceList = Schemas['PlaceList']
export type ListedPlace = Schemas['Place']
export type Territory = Schemas['TerritoryItem']
export type Network = Schemas['NetworkItem']
export type RouteDefinition = Schemas['RouteDefinition']
export type Networks = Schemas['Networks']
export type Standing = Schemas['RoutePhase']
export type RouteProperties = Pick<Schemas['SpanProperties'], 'operator' | 'name' | 'standing'>
export type RouteFeatures = FeatureCollection<LineString | Point | null, RouteProperties> & { next: string | null }
/** Kilometres are null where no network counted is filed, which is not the same as 0, and where all that are filed are damaged. */
export type RouteKm = Schemas['RouteKmByTerritory']

export type Boundaries = FeatureCollection<Polygon | MultiPolygon, { code: string; parent?: string; names?: Names }>
/** Outlines as one topology, an object of the level's word in it. */
export type Topology = Schemas['Topology']
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

/** Told of every answer when it was seen, where a worker of the page has kept it; null where the server has just given it. */
export type Told = (seen: string | null) => void

/** The head that says so; kept with `sw/policy.ts`. */
export const SEEN = 'x-taghtia-kept'

export interface Api {
  url(path: string, parameters?: Parameters): string
  /** Without keeping: what is asked again and again. */
  look(path: string): Promise<unknown>
  get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T>
  forget(): void
}

/** The outlines of a topology; what has vanished on its grid is left out. */
export function outlinesOf(topology: Topology): Boundaries {
  const told = topology as unknown as TopoJson
  const features = Object.values(told.objects).flatMap((one) => feature(told, one as GeometryCollection).features)
  return {
    type: 'FeatureCollection',
    features: features.flatMap(({ id, geometry }) =>
      geometry?.type === 'MultiPolygon' || geometry?.type === 'Polygon'
        ? [{ type: 'Feature', id: String(id), properties: { code: String(id) }, geometry }]
        : [],
    ),
  }
}

const KEPT = 60

export function createApi(base: string, told: Told = () => undefined): Api {
  const kept = new Map<string, unknown>()
  const pending = new Map<string, Shared>()
  let forgotten = 0

  // What begins with a slash lies beside the API, as tiles do.
  const url = (path: string, parameters: Parameters = {}): string => {
    const target = new URL(path.startsWith('/') ? path.slice(1) : `api/v1/${path}`, base)
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== null && value !== undefined && value !== '') target.searchParams.set(name, String(value))
    }
    return target.href
  }

  const get = async <T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> => {
    const target = url(path, parameters)
    if (kept.has(target)) return kept.get(target) as T
    const one = pending.get(target) ?? ask(target)
    return (await one.forWhom(signal)) as T
  }

  /** Asks once for all who want the same; given up when none of them wants it any more. */
  const ask = (target: string): Shared => {
    const call = new AbortController()
    const generation = forgotten
    let seen: string | null = null
    const answered = request(target, call.signal, (when) => {
      seen = when
      // Of one that is fresh nothing follows for the others on the screen.
      if (when !== null) told(when)
    }).then((answer) => {
      if (generation !== forgotten || seen !== null) return answer
      kept.set(target, answer)
      const oldest = kept.keys().next()
      if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value)
      return answer
    })
    const end = (): void => {
      if (pending.get(target) === one) pending.delete(target)
    }
    const one = share(answered, () => {
      end()
      call.abort()
    })
    pending.set(target, one)
    void answered.then(end, end)
    return one
  }

  const forget = (): void => {
    forgotten += 1
    kept.clear()
    pending.clear()
  }
  return { url, get, look: (path) => request(url(path), undefined, told), forget }
}

/** An answer that several wait for. */
interface Shared {
  /** The answer, for one more; rejected at once where that one gives up. */
  forWhom(signal: AbortSignal | undefined): Promise<unknown>
}

function share(answered: Promise<unknown>, abandoned: () => void): Shared {
  let waiting = 0
  return {
    forWhom: async (signal) => {
      signal?.throwIfAborted()
      waiting += 1
      if (!signal) return answered
      return new Promise((answer, refuse) => {
        const leave = (): void => {
          waiting -= 1
          if (waiting === 0) abandoned()
          refuse(signal.reason)
        }
        signal.addEventListener('abort', leave)
        void answered.then(answer, refuse).finally(() => signal.removeEventListener('abort', leave))
      })
    },
  }
}

/** JSON, and of what lies on the map GeoJSON, which some answers have alone. */
export const ACCEPT = 'application/json, application/geo+json;q=0.9'

const request = (target: string, signal: AbortSignal | undefined, told: Told): Promise<unknown> =>
  fetchJson(target, { headers: { accept: ACCEPT } }, signal, told)

/** How long a server may be silent, before or within an answer, until it is given up: no part of a page waits for ever. */
export const SILENCE = 30_000

/** JSON of an answer, or an `ApiError`: for a status of failure, a lost connection, silence, and for what is no JSON. */
export async function fetchJson(
  target: string,
  init: RequestInit,
  signal?: AbortSignal,
  told?: Told,
): Promise<unknown> {
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
    if (response.ok) told?.(response.headers.get(SEEN))
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

/** Whether the server was not to be reached, whatever it would have said. */
export const isUnreached = ({ kind, status }: ApiError): boolean =>
  kind === 'offline' || kind === 'network' || kind === 'silent' || status === 502 || status === 503 || status === 504

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
