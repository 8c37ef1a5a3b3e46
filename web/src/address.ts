/**
 * A link as it was made, against the country as it is: links age, and people change them by hand. What of a link says
 * nothing here is a fault; the selection goes on without it, and each fault knows what stands in its place. Pure:
 * no page, and no words but those that the caller puts in.
 */
import type { Country } from './api'
import { readLimits } from './classes'
import { LANGUAGES } from './i18n/fluent'
import { faultOf } from './compare/against'
import { isDate, isInstant } from './dates'
import { levelsOf } from './levels'
import { listOf } from './listed'
import { isShow, unitsOf } from './measured'
import { latestOf, readUrl, scopesOf, settle, technologyOf, type Question, type Selection } from './state'
import type { Tree, Unit } from './tree'
import { unitNamed } from './units'

/** The part of a link that is at fault, by its name in the address. */
export type FaultOf =
  | 'technology'
  | 'tier'
  | 'environment'
  | 'scope'
  | 'denominator'
  | 'as_of'
  | 'known_at'
  | 'against'
  | 'today'
  | 'territory'
  | 'places'
  | 'point'
  | 'show'
  | 'by'
  | 'unit'
  | 'only'
  | 'classes'
  | 'lang'
  | 'map'
  | 'table'
  | 'within'
  | 'cols'
  | 'sort'
  | 'below'
  | 'verdict'
  | 'rows'

export interface Fault {
  of: FaultOf
  /** What the link says, cut where it is long. */
  value: string
  /**
   * `unknown`: these data have no such thing; `not_offered`: the operator has not the technology; `unreadable`: it is
   * not of the form that is needed; `ahead`: a date no filing has reached yet, or knowledge of tomorrow;
   * `not_before`: it is held against itself, or against what came after it.
   */
  why: 'unknown' | 'not_offered' | 'unreadable' | 'ahead' | 'not_before'
}

export interface Address {
  /** Without what is at fault: a default stands there. */
  selection: Selection
  faults: Fault[]
}

const LONG = 40

export function readAddress(url: URL, country: Country): Address {
  const selection = readUrl(url)
  const faults: Fault[] = []
  const drop = (of: FaultOf, value: string, why: Fault['why']): null => {
    faults.push({ of, value: value.length > LONG ? `${value.slice(0, LONG)}…` : value, why })
    return null
  }
  const given = (name: string): string => url.searchParams.get(name) ?? ''

  const { technology: asked } = selection
  if (asked && !country.technologies.some((one) => one.id === asked))
    selection.technology = drop('technology', asked, 'unknown')
  const technology = technologyOf(country, selection.technology)
  // What goes with a technology that there is not says nothing of the one that stands in its place.
  const follows = !faults.some((one) => one.of === 'technology')
  if (selection.tier && !technology.tiers.some((one) => one.id === selection.tier))
    selection.tier = follows ? drop('tier', selection.tier, 'unknown') : null
  if (selection.environment && !country.environments.some((one) => one.id === selection.environment))
    selection.environment = drop('environment', selection.environment, 'unknown')
  if (selection.scope && !scopesOf(country, technology).includes(selection.scope))
    selection.scope = drop(
      'scope',
      selection.scope,
      country.scopes.includes(selection.scope) ? 'not_offered' : 'unknown',
    )
  const isList = (id: string | null): boolean => (country.places ?? []).some((one) => one.id === id)
  if (
    selection.denominator &&
    !country.denominators.some((one) => one === selection.denominator) &&
    !isList(listOf(selection.denominator))
  )
    selection.denominator = drop('denominator', selection.denominator, 'unknown')
  if (selection.list && !isList(selection.list)) selection.list = drop('places', selection.list, 'unknown')

  if (selection.asOf) selection.asOf = dateOf('as_of', selection.asOf, latestOf(country), drop)
  if (selection.today) selection.today = dateOf('today', selection.today, null, drop)
  if (selection.knownAt && !isInstant(selection.knownAt))
    selection.knownAt = drop('known_at', selection.knownAt, 'unreadable')
  // The country's day begins earlier than that of the instant in half of the world: a day of grace.
  else if (selection.knownAt && Date.parse(selection.knownAt) > Date.parse(country.today) + 2 * DAY)
    selection.knownAt = drop('known_at', selection.knownAt, 'ahead')

  if (selection.against) {
    const why = faultOf(selection.against, settle(selection, country), country)
    if (why) selection.against = drop('against', selection.against, why)
  }
  if (given('point') && !selection.point) drop('point', given('point'), 'unreadable')
  if (given('show') && !isShow(given('show'))) drop('show', given('show'), 'unknown')
  if (given('by') && !unitsOf(levelsOf(country)).includes(given('by')))
    selection.by = drop('by', given('by'), 'unknown')
  if (selection.unit && !unitNamed(country, selection.unit)) selection.unit = drop('unit', selection.unit, 'unknown')
  const limits = given('classes')
  if (limits && !readLimits(limits)) drop('classes', limits, 'unreadable')
  // What goes with limits that cannot be read says nothing of the usual ones.
  else if ((selection.only?.length ?? 0) < namesIn(given('only'))) drop('only', given('only'), 'unknown')
  const lang = given('lang')
  if (lang && !country.languages.includes(lang) && !LANGUAGES.includes(lang))
    selection.lang = drop('lang', lang, 'unknown')
  if (url.hash.startsWith('#map=') && !selection.view) drop('map', decoded(url.hash.slice(5)), 'unreadable')
  return { selection, faults }
}

const DAY = 86_400_000

/** How many different classes are named. */
const namesIn = (text: string): number => new Set(text.split(',').filter((one) => one !== '')).size

function dateOf(
  of: 'as_of' | 'today',
  value: string,
  last: string | null,
  drop: (of: FaultOf, value: string, why: Fault['why']) => null,
): string | null {
  if (!isDate(value)) return drop(of, value, 'unreadable')
  return last !== null && value > last ? drop(of, value, 'ahead') : value
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * A territory that is not among the known: what contains it as far as its code tells, else the whole country (null).
 * Codes say what contains them by how they begin, where they do; nothing is asked of their form.
 */
export function nearestTerritory(code: string, places: Pick<Tree<Unit>, 'get' | 'root'>): string | null {
  for (let length = code.length - 1; length > 0; length -= 1) {
    const found = places.get(code.slice(0, length))
    if (found && found.code !== places.root && !/[\p{L}\p{N}]/u.test(code.charAt(length))) return found.code
  }
  return null
}

export const territoryFault = (code: string): Fault => ({
  of: 'territory',
  value: code.length > LONG ? `${code.slice(0, LONG)}…` : code,
  why: 'unknown',
})

/** What stands in the place of the faulty part, as a question's word or a selection's; null where nothing does. */
export function insteadOf(fault: Fault, selection: Selection, country: Country): Partial<Question & Selection> | null {
  const question = settle(selection, country)
  switch (fault.of) {
    case 'technology':
      return { technology: question.technology, tier: question.tier }
    case 'tier':
      return { technology: question.technology, tier: question.tier }
    case 'environment':
      return question.environment ? { environment: question.environment } : null
    case 'scope':
      return { scope: question.scope }
    case 'denominator':
      return { denominator: question.denominator }
    case 'as_of':
      return question.asOf ? { asOf: question.asOf } : null
    case 'territory':
      return { territory: selection.territory ?? country.id }
    case 'places':
    case 'known_at':
    case 'against':
    case 'today':
    case 'point':
    case 'show':
    case 'by':
    case 'unit':
    case 'only':
    case 'classes':
    case 'lang':
    case 'map':
    case 'table':
    case 'within':
    case 'cols':
    case 'sort':
    case 'below':
    case 'verdict':
    case 'rows':
      return null
  }
}
