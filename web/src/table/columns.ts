/** The table's columns: which are shown, what stands in each, and the order and choice of the rows by it. Knows no page. */
import type { Answer } from '../answer'
import type { ChangeItem, Country, Item } from '../api'
import { isCounted, shareText } from '../figure'
import { fold } from '../fold'
import { nameOf } from '../format'
import { itemsAt, readingOf, sourceOf, verdictOf, type Measured, type Reading } from '../measured'
import type { Question, Selection } from '../state'
import { gapOf, type Tree } from '../tree'
import type { View } from '../view'
import type { RowTestsQuestion } from './ask'
import { FIGURES, FIRST_SORT, MEASURED, operatorOf, type Bench, type Column, type Sort } from './bench'
import { filersOf, type Closest, type Shares } from './closest'
import type { Goal } from './goal'

/** Columns of words: read from A, the others from the largest. */
const WORDS: readonly Column[] = ['name', 'parent', 'closest', 'verdict']
/** More operators than this have their columns when they are asked for. */
const FEW = 4

export const isWords = (column: Column): boolean => WORDS.includes(column)

/** The sort that a press on a column's head asks for: words from A, numbers from the largest, then the other way. */
export const sortBy = (column: Column, before: Sort): Sort => ({
  column,
  up: before.column === column ? !before.up : isWords(column),
})

interface Usual {
  country: Pick<Country, 'operators'>
  selection: Pick<Selection, 'against' | 'measured'>
  wanted: Pick<Question, 'technology'>
  /** Whether there is a target to hold the shares against. */
  hasGoal?: boolean
}

/** The columns shown unless others are chosen: where people are missing, who is closest; and what the page shows beside it. */
export function usualOf({ country, selection, wanted, hasGoal = false }: Usual): Column[] {
  const operators = filersOf(country, wanted.technology)
  return [
    'parent',
    'share',
    'gap',
    ...(selection.against ? (['change'] as const) : []),
    ...(hasGoal ? (['goal'] as const) : []),
    ...(operators.length > 1 ? (['closest', 'missing'] as const) : []),
    ...(operators.length > 1 && operators.length <= FEW ? operators.map((id) => `op:${id}` as const) : []),
    ...(selection.measured ? MEASURED : []),
  ]
}

/** What can be shown at all, in the order of the chooser. */
export const offeredOf = (country: Pick<Country, 'operators'>, technology: string): Column[] => [
  ...FIGURES,
  ...filersOf(country, technology).map((id) => `op:${id}` as const),
  'change',
  'goal',
  ...MEASURED,
]

/** The name, and what was chosen, or is usual. A filter by a verdict shows the verdict. */
export function columnsOf(
  { columns, verdict }: Pick<Bench, 'columns' | 'verdict'>,
  usual: readonly Column[],
): Column[] {
  const shown: Column[] = ['name', ...(columns ?? usual)]
  return verdict === null || shown.includes('verdict') ? shown : [...shown, 'verdict']
}

/** The order asked for, if its column is there to be seen. */
export const sortOf = ({ sort }: Pick<Bench, 'sort'>, columns: readonly Column[]): Sort =>
  sort && columns.includes(sort.column)
    ? sort
    : columns.includes(FIRST_SORT.column)
      ? FIRST_SORT
      : { column: 'name', up: true }

/** Where no one filed, coverage is unknown: not the same as 0. */
export const coveredOf = (item: Item): number | null => (isCounted(item) ? item.covered : null)

export type Tests = Answer<RowTestsQuestion, Measured>

/** What tests say of a row, by the least favourable operator of those counted. */
export const readingAt = ({ question, value }: Tests, source: string | null, item: Item): Reading =>
  readingOf(itemsAt(value, item.code, sourceOf(value, source)), question.tier, 'verdict')

/** All that the rows and their order are made of; null where it is not shown, or not there yet. */
export interface Rows {
  view: Pick<View, 'lang' | 't' | 'country'>
  tree: Tree
  tests: Tests | null
  source: string | null
  shares: Shares | null
  closest: ReadonlyMap<string, Closest> | null
  changes: ReadonlyMap<string, ChangeItem> | null
  goal: Goal | null
}

const RANKS = { contradicted: 0, damaged: 1, insufficient: 2, confirmed: 3 } as const

type Value = (item: Item) => number | null

export function valueOf({ tests, source, shares, closest, changes, goal }: Rows, column: Column): Value {
  const reading = (item: Item): Reading | null => tests && readingAt(tests, source, item)
  const operator = operatorOf(column)
  if (operator !== null) {
    const own = shares?.get(operator)
    return (item) => own?.get(item.code)?.share ?? null
  }
  const values: Partial<Record<Column, Value>> = {
    share: (item) => item.share,
    covered: coveredOf,
    total: (item) => item.total,
    gap: gapOf,
    missing: (item) => closest?.get(item.code)?.missing ?? null,
    change: (item) => changes?.get(item.code)?.change ?? null,
    goal: (item) => (goal && isCounted(item) && item.share !== null ? item.share - goal.share : null),
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

export function operatorName({ lang, country }: Pick<View, 'lang' | 'country'>, id: string): string {
  return nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id
}

function textOf({ view, tree, closest }: Rows, column: Column): ((item: Item) => string) | null {
  const { lang, t } = view
  const texts: Partial<Record<Column, (item: Item) => string>> = {
    name: (item) => nameOf(lang, item.names),
    parent: (item) => nameOf(lang, tree.get(item.parent ?? '')?.names),
    share: (item) => shareText({ lang, t }, item),
    closest: (item) => (closest?.get(item.code)?.operators ?? []).map((id) => operatorName(view, id)).join(' '),
  }
  return texts[column] ?? null
}

/** Folded once each: thousands of names are sorted again and again. */
const keys = new Map<string, string>()
const MANY_KEYS = 20_000

function keyOf(text: string): string {
  const known = keys.get(text)
  if (known !== undefined) return known
  if (keys.size >= MANY_KEYS) keys.clear()
  const key = fold(text)
  keys.set(text, key)
  return key
}

const collators = new Map<string, Intl.Collator>()

function collatorOf(lang: string): Intl.Collator {
  const known = collators.get(lang) ?? new Intl.Collator(lang)
  collators.set(lang, known)
  return known
}

export function order(items: readonly Item[], sort: Sort, rows: Rows): Item[] {
  const sign = sort.up ? 1 : -1
  const text = sort.column === 'share' ? null : textOf(rows, sort.column)
  if (text) {
    const { compare } = collatorOf(rows.view.lang)
    // What has no word stands last, whichever way the rest is sorted.
    return items
      .map((item) => ({ item, key: keyOf(text(item)) }))
      .sort((a, b) => Number(a.key === '') - Number(b.key === '') || sign * compare(a.key, b.key))
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

/** The rows that the filters leave. A share that is not known is below nothing, and a verdict that has not come is none. */
export function filtered(
  items: readonly Item[],
  { below, name, verdict }: Pick<Bench, 'below' | 'name' | 'verdict'>,
  { tests, source }: Pick<Rows, 'tests' | 'source'>,
): readonly Item[] {
  const wanted = fold(name)
  const code = name.trim()
  if (below === null && wanted === '' && verdict === null) return items
  return items.filter((item) => {
    if (below !== null && !(item.share !== null && (below === 0 ? item.share === 0 : item.share * 100 < below)))
      return false
    if (
      wanted !== '' &&
      !item.code.startsWith(code) &&
      !Object.values(item.names).some((one) => keyOf(one).includes(wanted))
    )
      return false
    if (verdict === null) return true
    const of = tests && readingAt(tests, source, item).item
    return of !== null && of !== undefined && verdictOf(of, tests?.question.tier ?? '') === verdict
  })
}

/** Letters differ in width: the longest texts by letters that are measured. */
const LONGEST = 4

/** The rows that need the most room, for each column: a table of which only a part is drawn is as wide as the whole. */
export function widest(items: readonly Item[], rows: Rows, columns: readonly Column[]): Item[] {
  const found = columns.flatMap((column) => {
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
