/**
 * What the page of filings shows, and its form in the link: the list, with what is looked for in it, or one filing, with
 * what of its effect is looked at. Pure.
 */
import type { Country } from '../api'
import { isDate } from '../dates'
import { isChangedList, type ChangedList } from '../state'

export const KINDS = ['mobile-coverage', 'fibre-availability', 'fibre-network'] as const
export const STATES = ['current', 'history', 'superseded', 'withdrawn'] as const
export const SORTS = ['recorded', 'as_of', 'operator', 'kind', 'state'] as const
export type Sort = (typeof SORTS)[number]

export interface FilingsLink {
  /** The filing that is shown; null is the list. */
  id: string | null
  operator: string | null
  kind: string | null
  technology: string | null
  /** The date filed for. */
  asOf: string | null
  state: string | null
  sort: Sort
  up: boolean
  /** How many pages of the list are shown, one below the other. */
  page: number
  /** What of a filing's effect is looked at: the territory, and which of its layers counted in what. */
  within: string | null
  layer: string | null
  denominator: string | null
  /** Which list of the units that changed. */
  changed: ChangedList | null
}

export const LIST: FilingsLink = {
  id: null,
  operator: null,
  kind: null,
  technology: null,
  asOf: null,
  state: null,
  sort: 'recorded',
  up: false,
  page: 1,
  within: null,
  layer: null,
  denominator: null,
  changed: null,
}

export interface LinkFault {
  of: 'operator' | 'kind' | 'technology' | 'as_of' | 'state' | 'sort' | 'page' | 'denominator'
  value: string
}

const NAMES = {
  id: 'id',
  operator: 'operator',
  kind: 'kind',
  technology: 'technology',
  asOf: 'as_of',
  state: 'state',
  within: 'within',
  layer: 'layer',
  denominator: 'denominator',
} as const
type Named = keyof typeof NAMES
const NAMED = Object.keys(NAMES) as Named[]

type Known = Pick<Country, 'operators' | 'technologies' | 'denominators'>

/** A link, and what of it says nothing here; that is left out. */
export function readFilings(url: URL, country: Known | null): { link: FilingsLink; faults: LinkFault[] } {
  const query = url.searchParams
  const faults: LinkFault[] = []
  const link: FilingsLink = { ...LIST }
  for (const name of NAMED) link[name] = query.get(NAMES[name]) || null
  const check = (
    name: 'operator' | 'kind' | 'technology' | 'asOf' | 'state' | 'denominator',
    isFine: boolean,
  ): void => {
    const value = link[name]
    if (value === null || isFine) return
    faults.push({ of: name === 'asOf' ? 'as_of' : name, value: value.slice(0, 40) })
    link[name] = null
  }
  check('operator', country === null || country.operators.some((one) => one.id === link.operator))
  check('technology', country === null || country.technologies.some((one) => one.id === link.technology))
  check('denominator', country === null || country.denominators.some((one) => one === link.denominator))
  check(
    'kind',
    KINDS.some((one) => one === link.kind),
  )
  check(
    'state',
    STATES.some((one) => one === link.state),
  )
  check('asOf', link.asOf === null || isDate(link.asOf))
  const changed = query.get('changed')
  if (isChangedList(changed)) link.changed = changed
  const sort = query.get('sort') ?? ''
  const by = SORTS.find((one) => one === sort.replace(/^-/, ''))
  if (by) Object.assign(link, { sort: by, up: !sort.startsWith('-') })
  else if (sort !== '') faults.push({ of: 'sort', value: sort.slice(0, 40) })
  const page = query.get('page') ?? ''
  if (/^[1-9]\d{0,5}$/.test(page)) link.page = Number(page)
  else if (page !== '') faults.push({ of: 'page', value: page.slice(0, 40) })
  return { link, faults }
}

/** The address of what is shown; what is default is left out. `lang` stays as it is. */
export function writeFilings(link: FilingsLink, page: URL): URL {
  const url = new URL(page)
  const lang = url.searchParams.get('lang')
  url.search = ''
  url.hash = ''
  if (lang) url.searchParams.set('lang', lang)
  for (const name of NAMED) {
    const value = link[name]
    if (value) url.searchParams.set(NAMES[name], value)
  }
  if (link.changed) url.searchParams.set('changed', link.changed)
  if (link.sort !== LIST.sort || link.up !== LIST.up) url.searchParams.set('sort', `${link.up ? '' : '-'}${link.sort}`)
  if (link.page > 1) url.searchParams.set('page', String(link.page))
  return url
}

/** A layer's name in links: technology, speeds and environment. */
export const layerId = (layer: { technology: string; mindown: number; minup: number; environment: string }): string =>
  `${layer.technology}_${layer.mindown}-${layer.minup}_${layer.environment}`

/** The page of a filing, from any other page, with what of its effect is meant. */
export function filingHref(
  lang: string,
  id: string,
  more: Partial<Pick<FilingsLink, 'within' | 'layer' | 'denominator'>> = {},
): string {
  const query = new URLSearchParams({ lang, id })
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value)
  return `filings.html?${query}`
}
