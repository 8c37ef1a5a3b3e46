/**
 * Filings of one operator, held against each other: which of them say something of a technology, which is the one shown,
 * and which came before it. Pure.
 */
import type { Api, Country } from '../api'
import { everyPage } from '../api'
import type { Filing } from '../filings/model'
import { scopesOf, technologyOf, type Question, type Selection } from '../state'
import { againstFiling } from './against'
import { filersOf } from '../table/closest'

export interface FilingsQuestion {
  /** Of one operator all; of all operators the newest. */
  operator: string | null
  version: string
}

const NEWEST = 1000

export async function loadFilings(api: Api, { operator }: FilingsQuestion, signal: AbortSignal): Promise<Filing[]> {
  const ask = { operator, limit: NEWEST }
  return operator === null
    ? (await api.get<{ items: Filing[] }>('filings', ask, signal)).items
    : everyPage<Filing>(api, 'filings', ask, signal)
}

/** The operator whose filings are compared; null where several are counted together. */
export const operatorOf = ({ scope }: Pick<Question, 'scope'>): string | null =>
  scope.startsWith('op:') ? scope.slice(3) : null

/** Whose filings can be compared: those who have filed what is asked for, else those who offer it. */
export function filersIn(country: Country, technology: string): string[] {
  const filed = filersOf(country, technology)
  if (filed.length > 0) return filed
  return scopesOf(country, technologyOf(country, technology)).flatMap((one) => operatorOf({ scope: one }) ?? [])
}

const comesAfter = (one: Filing, other: Filing): number =>
  other.as_of.localeCompare(one.as_of) || Date.parse(other.recorded) - Date.parse(one.recorded)

/** Those that say something of the technology, and stand; by the date filed for, latest first. */
export const filingsOf = (all: readonly Filing[], technology: string): Filing[] =>
  all.filter((one) => !one.withdrawn && one.layers.some((layer) => layer.technology === technology)).sort(comesAfter)

/** The one whose state is shown: in force for the date, as known then. */
export function shownOf(of: readonly Filing[], { asOf, knownAt }: Pick<Question, 'asOf' | 'knownAt'>): Filing | null {
  const isThere = (one: Filing): boolean =>
    (asOf === null || one.as_of <= asOf) && (knownAt === null || Date.parse(one.recorded) <= Date.parse(knownAt))
  return of.find(isThere) ?? null
}

/** What a filing can be held against: all that came before it, the one before first. */
export const beforeOf = (of: readonly Filing[], shown: Filing): Filing[] =>
  of.filter(
    (one) => one.id !== shown.id && one.as_of <= shown.as_of && Date.parse(one.recorded) <= Date.parse(shown.recorded),
  )

/** The selection that shows what a filing left, against the one before it, or another. */
export function pairOf(shown: Filing, before: Filing | null): Partial<Selection> {
  return {
    scope: `op:${shown.operator}`,
    asOf: shown.as_of,
    knownAt: shown.recorded,
    against: before && againstFiling(before.id),
  }
}

/** The last filing against the one before it: what is meant unless others are chosen. */
export function firstPair(all: readonly Filing[], technology: string, asked: Question): Partial<Selection> | null {
  const of = filingsOf(all, technology)
  const shown = shownOf(of, asked)
  const before = shown && beforeOf(of, shown)[0]
  return shown && before ? pairOf(shown, before) : null
}

/** Instants at which something of the technology was received, before what is known now; the last first. */
export function instantsOf(all: readonly Filing[], technology: string, shown: string): Filing[] {
  const before = filingsOf(all, technology).filter((one) => Date.parse(one.recorded) < Date.parse(shown))
  const seen = new Set<string>()
  return before
    .sort((one, other) => Date.parse(other.recorded) - Date.parse(one.recorded))
    .filter(({ recorded }) => !seen.has(recorded) && seen.add(recorded))
}
