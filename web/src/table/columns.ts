/** The table's columns: what stands in each, and the order of the rows by it. Knows no page. */
import type { Answer } from '../answer'
import type { Item, Level } from '../api'
import { isCounted, shareText } from '../figure'
import { fold } from '../fold'
import { nameOf } from '../format'
import { levelsOf } from '../levels'
import { itemsAt, readingOf, sourceOf, verdictOf, type Measured, type Reading } from '../measured'
import { agree, type MeasuredQuestion } from '../questions'
import { gapOf, type Tree } from '../tree'
import type { View } from '../view'

export type Column = 'name' | 'parent' | 'share' | 'covered' | 'total' | 'gap' | 'met' | 'median' | 'tests' | 'verdict'
export const COLUMNS: readonly Column[] = ['name', 'parent', 'share', 'covered', 'total', 'gap']
/** Beside the claims while what was measured is shown. */
export const MEASURED: readonly Column[] = ['met', 'median', 'tests', 'verdict']
export const WORDS: readonly Column[] = ['name', 'parent', 'verdict']
const RANKS = { contradicted: 0, damaged: 1, insufficient: 2, confirmed: 3 } as const

export interface Sort {
  column: Column
  up: boolean
}

/** The sort that a press on a column's head asks for: words from A, numbers from the largest, then the other way. */
export const sortBy = (column: Column, before: Sort): Sort => ({
  column,
  up: before.column === column ? !before.up : WORDS.includes(column),
})

/** A unit without parts is shown among its peers. */
export const baseOf = ({ places, code }: Pick<View, 'places' | 'code'>): string =>
  places.children(code).length === 0 ? (places.get(code)?.parent ?? code) : code

/** The levels the territory has units of. */
export function levelsBelow({ places, country }: Pick<View, 'places' | 'country'>, base: string): Level[] {
  const { drill, whole } = levelsOf(country)
  const own = places.get(base)?.level ?? whole
  return drill.slice(drill.indexOf(own) + 1).filter((one) => places.descendants(base, one).length > 0)
}

/** Where no one filed, coverage is unknown: not the same as 0. */
export const coveredOf = (item: Item): number | null => (isCounted(item) ? item.covered : null)

export type Tests = Answer<MeasuredQuestion, Measured>

/** What was measured, where it is of the same question as the figures beside which it would stand. */
export function testsOf({ measured: { answer }, figures }: Pick<View, 'measured' | 'figures'>): Tests | null {
  return answer && figures.answer && answer.value.items.size > 0 && agree(answer.question, figures.answer.question)
    ? answer
    : null
}

/** What tests say of a row, by the least favourable operator of those counted; null where its level was not asked about. */
export const readingAt = ({ question, value }: Tests, source: string | null, item: Item): Reading =>
  readingOf(itemsAt(value, item.code, sourceOf(value, source)), question.tier, 'verdict')

/** All that the rows and their order are made of. */
export interface Rows {
  view: Pick<View, 'lang' | 't'>
  tree: Tree
  tests: Tests | null
  source: string | null
}

type Value = (item: Item) => number | null

function valueOf({ tests, source }: Rows, column: Column): Value {
  const reading = (item: Item): Reading | null => tests && readingAt(tests, source, item)
  const values: Partial<Record<Column, Value>> = {
    share: (item) => item.share,
    covered: coveredOf,
    total: (item) => item.total,
    gap: gapOf,
    met: (item) => reading(item)?.tier?.share ?? null,
    median: (item) => reading(item)?.item?.download?.p50 ?? null,
    tests: (item) => reading(item)?.item?.tests ?? null,
    verdict: (item) => {
      const of = reading(item)?.item
      return of ? RANKS[verdictOf(of, tests?.question.tier ?? '')] : null
    },
  }
  return values[column] ?? (() => null)
}

function textOf({ view: { lang, t }, tree }: Rows, column: Column): ((item: Item) => string) | null {
  const texts: Partial<Record<Column, (item: Item) => string>> = {
    name: (item) => nameOf(lang, item.names),
    parent: (item) => nameOf(lang, tree.get(item.parent ?? '')?.names),
    share: (item) => shareText({ lang, t }, item),
  }
  return texts[column] ?? null
}

export function order(items: readonly Item[], sort: Sort, rows: Rows): Item[] {
  const sign = sort.up ? 1 : -1
  const text = sort.column === 'share' ? null : textOf(rows, sort.column)
  if (text) {
    const { compare } = new Intl.Collator(rows.view.lang)
    return items
      .map((item) => ({ item, key: fold(text(item)) }))
      .sort((a, b) => sign * compare(a.key, b.key))
      .map((one) => one.item)
  }
  const value = valueOf(rows, sort.column)
  // What is unknown stands last, whichever way the rest is sorted.
  return items
    .map((item) => ({ item, key: value(item) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
      return sign * (a.key - b.key)
    })
    .map((one) => one.item)
}

/** Letters differ in width: the longest texts by letters that are measured. */
const LONGEST = 4

/** The rows that need the most room, for each column: a table of which only a part is drawn is as wide as the whole. */
export function widest(items: readonly Item[], rows: Rows): Item[] {
  const found = (rows.tests ? [...COLUMNS, ...MEASURED] : COLUMNS).flatMap((column) => {
    const text = textOf(rows, column)
    const value = valueOf(rows, column)
    const room = text ? (item: Item) => text(item).length : (item: Item) => value(item) ?? -1
    return items
      .map((item) => ({ item, room: room(item) }))
      .sort((a, b) => b.room - a.room)
      .slice(0, text ? LONGEST : 1)
      .map((one) => one.item)
  })
  return [...new Set(found)]
}
