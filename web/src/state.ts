/**
 * What the reader has chosen, and its form in the URL. A selection holds only choices: a null means
 * "the default", which is settled against the country by `settle`. Nothing here touches the page.
 */
import type { Country, Lang, Level, Technology } from './api'
import { LANGUAGES, SOURCE } from './i18n/fluent'
import { classesOf, isUsual, picked, readLimits, USUAL, type Limits } from './classes'
import { listOf, listsOf, tellsPlaces } from './listed'
import { isShow, type Show } from './measured'

export interface View {
  zoom: number
  lat: number
  lon: number
}

export interface Selection {
  technology: string | null
  tier: string | null
  environment: string | null
  scope: string | null
  denominator: string | null
  asOf: string | null
  knownAt: string | null
  /** What the figures are held against: a date, or a scope; null where nothing is compared. */
  against: string | null
  /** Whether both sides of that stand beside each other, and not their difference. */
  swipe: boolean
  /** Which list of the units that changed is looked at. */
  changed: ChangedList | null
  /** The day targets are judged on, where a copied link names it; with any other date or knowledge it no longer holds. */
  today: string | null
  territory: string | null
  /** The list of places that is drawn over the shares; null where none is. */
  list: string | null
  point: [lon: number, lat: number] | null
  /** Whether fibre routes are drawn over the shares. */
  routes: boolean
  /** Whether it is told who is closest to covering the largest gaps. */
  closest: boolean
  /** Whether the people who are not covered are drawn over the shares. */
  gap: boolean
  /** Whether what was measured stands beside what is claimed, by whose tests, what colours it and in which units. */
  measured: boolean
  source: string | null
  show: Show | null
  by: Level | null
  /** The classes of shares that stand out on the map; null where none is picked. */
  only: readonly string[] | null
  /** In which units the map is told: a level, or cells; null where the zoom decides. */
  unit: string | null
  /** The limits between classes of shares that the reader has set; null where they are the usual ones. */
  limits: Limits | null
  lang: Lang | null
  view: View | null
}

/** The base units that gained or lost, by how much; and those whose share rose or fell. */
export const CHANGED_LISTS = ['gained', 'lost', 'up', 'down'] as const
export type ChangedList = (typeof CHANGED_LISTS)[number]
export const isChangedList = (value: unknown): value is ChangedList => CHANGED_LISTS.includes(value as ChangedList)

/** A selection with every default settled: what is asked of the server. */
export interface Question {
  technology: string
  tier: string
  environment: string | null
  scope: string
  denominator: string
  asOf: string | null
  knownAt: string | null
}

/** What may be a language's tag: which there are is the country's to say. */
export const isLang = (value: unknown): value is Lang => typeof value === 'string' && /^[a-z]{2,3}$/.test(value)
const isLevel = (value: string | null): value is Level => value !== null && /^[a-z][a-z0-9-]{0,23}$/.test(value)

const NAMES = {
  technology: 'technology',
  tier: 'tier',
  environment: 'environment',
  scope: 'scope',
  denominator: 'denominator',
  asOf: 'as_of',
  knownAt: 'known_at',
  against: 'against',
  today: 'today',
  territory: 'territory',
  list: 'places',
  source: 'source',
  unit: 'unit',
} as const

type Named = keyof typeof NAMES
const NAMED = Object.keys(NAMES) as Named[]

export function readUrl(url: URL): Selection {
  const query = url.searchParams
  const selection: Selection = {
    technology: null,
    tier: null,
    environment: null,
    scope: null,
    denominator: null,
    asOf: null,
    knownAt: null,
    against: null,
    today: null,
    territory: null,
    list: null,
    source: null,
    unit: null,
    point: readPoint(query.get('point')),
    swipe: query.get('swipe') === '1',
    changed: null,
    routes: query.get('routes') === '1',
    closest: query.get('closest') === '1',
    gap: query.get('gap') === '1',
    measured: query.get('measured') === '1',
    show: null,
    by: null,
    only: null,
    limits: readLimits(query.get('classes') ?? ''),
    lang: null,
    view: readView(url.hash),
  }
  for (const key of NAMED) selection[key] = query.get(NAMES[key]) || null
  if (selection.limits && isUsual(selection.limits)) selection.limits = null
  selection.only = picked((query.get('only') ?? '').split(','), classesOf(selection.limits ?? USUAL))
  const lang = query.get('lang')
  if (isLang(lang)) selection.lang = lang
  const show = query.get('show')
  if (isShow(show)) selection.show = show
  const changed = query.get('changed')
  if (isChangedList(changed)) selection.changed = changed
  const by = query.get('by')
  if (isLevel(by)) selection.by = by
  return selection
}

/** The same page with this selection; what is default is left out, so that plain links stay plain. */
export function writeUrl(selection: Selection, page: URL): URL {
  const url = new URL(page)
  url.search = ''
  url.hash = ''
  for (const key of NAMED) {
    const value = selection[key]
    if (value) url.searchParams.set(NAMES[key], value)
  }
  if (selection.against && selection.swipe) url.searchParams.set('swipe', '1')
  if (selection.against && selection.changed) url.searchParams.set('changed', selection.changed)
  if (selection.point) url.searchParams.set('point', selection.point.map((one) => one.toFixed(5)).join(','))
  if (selection.routes) url.searchParams.set('routes', '1')
  if (selection.closest) url.searchParams.set('closest', '1')
  if (selection.gap) url.searchParams.set('gap', '1')
  if (selection.measured) url.searchParams.set('measured', '1')
  if (selection.measured && selection.show) url.searchParams.set('show', selection.show)
  if (selection.measured && selection.by) url.searchParams.set('by', selection.by)
  if (selection.limits) url.searchParams.set('classes', selection.limits.join(','))
  if (selection.only) url.searchParams.set('only', selection.only.join(','))
  if (selection.lang) url.searchParams.set('lang', selection.lang)
  // Readable in an address bar: none of these need escaping in a query.
  url.search = url.search.replace(/%3A/g, ':').replace(/%2C/g, ',')
  const view = selection.view
  if (view) url.hash = `map=${view.zoom.toFixed(2)}/${view.lat.toFixed(4)}/${view.lon.toFixed(4)}`
  return url
}

function readPoint(text: string | null): [number, number] | null {
  const [lon, lat, ...rest] = (text ?? '').split(',').map((one) => (one.trim() === '' ? NaN : Number(one)))
  if (lon === undefined || lat === undefined || rest.length > 0) return null
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null
}

function readView(hash: string): View | null {
  const match = /^#map=(-?[\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(hash)
  if (!match) return null
  const [zoom, lat, lon] = match.slice(1).map(Number) as [number, number, number]
  const sane = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180
  return sane ? { zoom, lat, lon } : null
}

/** URL, then what was kept, then the browser's wish, then the first that is offered: the country's best, once it is known. */
export function chooseLang(
  fromUrl: Lang | null,
  kept: string | null,
  wishes: readonly string[],
  offered: readonly Lang[] = [SOURCE, ...LANGUAGES],
): Lang {
  const candidates = [fromUrl, kept, ...wishes.map((wish) => wish.slice(0, 2).toLowerCase())]
  for (const one of candidates) if (isLang(one) && offered.includes(one)) return one
  return offered[0] ?? SOURCE
}

export function settle(selection: Selection, country: Country): Question {
  const technology = technologyOf(country, selection.technology)
  const tier = technology.tiers.find((one) => one.id === selection.tier) ?? technology.tiers[0]
  const environments = technology.environments
  const environment = environments.some((one) => one === selection.environment)
    ? selection.environment
    : (environments[0] ?? null)
  return {
    technology: technology.id,
    tier: tier?.id ?? '',
    // What reaches a building has no outdoors: fixed technologies are asked without an environment.
    environment: technology.kind === 'fixed' ? null : environment,
    scope: scopesOf(country, technology).includes(selection.scope ?? '') ? (selection.scope ?? 'any') : 'any',
    denominator: denominatorOf(selection, country, technology),
    asOf: selection.asOf ?? latestOf(country),
    knownAt: selection.knownAt,
  }
}

/** People, households or area as the technology has them; or the places of a list that was known then. */
function denominatorOf({ denominator, knownAt }: Selection, country: Country, technology: Technology): string {
  const list = listOf(denominator)
  const isListed = tellsPlaces(technology) && listsOf(country, knownAt).some((one) => one.id === list)
  if (denominator !== null && list !== null && isListed) return denominator
  return technology.denominators.find((one) => one === denominator) ?? technology.default_denominator
}

export function technologyOf(country: Country, id: string | null): Technology {
  const all = country.technologies
  const found =
    all.find((one) => one.id === id) ??
    all.find((one) => one.filed) ??
    all.find((one) => (one.tiers[0]?.mindown ?? 0) > 0) ??
    all[0]
  if (!found) throw new Error('the country has no technology')
  return found
}

/** The scopes that make sense for a technology: an operator that does not offer it is left out. */
export function scopesOf(country: Country, technology: Technology): string[] {
  return country.scopes.filter((scope) => {
    if (!scope.startsWith('op:')) return true
    const operator = country.operators.find((one) => `op:${one.id}` === scope)
    return !operator || operator.technologies.includes(technology.id)
  })
}

/** The latest date filed for: what is asked about unless another is chosen. */
export const latestOf = (country: Pick<Country, 'as_of' | 'dates'>): string | null =>
  country.as_of ?? country.dates.at(-1) ?? null

/** The later of two instants. An answer tells the last event that concerns it, and the country that of any filing: what is shown beside the figures is of that one. */
export const laterOf = (one: string, other: string | undefined): string =>
  other && Date.parse(other) >= Date.parse(one) ? other : one

/** The same view, with nothing left to a default: the question that was answered, what was known then, and the day targets were judged on. */
export const pinnedTo = (
  selection: Selection,
  { technology, tier, environment, scope, denominator, asOf }: Question,
  knownAt: string,
  today: string | null,
): Selection => ({ ...selection, technology, tier, environment, scope, denominator, asOf, knownAt, today })

/** The question as parameters of the API. */
export const askOf = (question: Question): Record<string, string | null> => ({
  technology: question.technology,
  tier: question.tier,
  environment: question.environment,
  scope: question.scope,
  denominator: question.denominator,
  as_of: question.asOf,
  known_at: question.knownAt,
})
