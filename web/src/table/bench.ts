/**
 * How the table is set: which rows, columns and order, which filters, and which rows are picked; and its form in the link.
 * A null is a default. Pure: what of a link says nothing here is a fault, as in `address.ts`; what needs the territories to
 * be judged, which are known later than the country, is held against them by `knownIn`.
 */
import type { Country, Level } from '../api'
import type { Fault } from '../address'
import { levelsOf } from '../levels'
import type { Judged } from '../measured'
import type { Tree, Unit } from '../tree'

export const FIGURES = ['parent', 'share', 'covered', 'total', 'gap', 'closest', 'missing'] as const
export const MEASURED = ['met', 'median', 'tests', 'verdict'] as const
type Plain = 'name' | (typeof FIGURES)[number] | 'change' | 'goal' | (typeof MEASURED)[number]
/** One operator's own share. */
export type OperatorColumn = `op:${string}`
export type Column = Plain | OperatorColumn
const PLAIN: readonly Plain[] = ['name', ...FIGURES, 'change', 'goal', ...MEASURED]

export interface Sort {
  column: Column
  up: boolean
}
/** What matters most first. */
export const FIRST_SORT: Sort = { column: 'gap', up: false }

export const VERDICTS: readonly Judged[] = ['contradicted', 'insufficient', 'confirmed', 'damaged']

/** As many rows as a link can carry, and an eye can find on the map. */
export const MOST_PICKED = 100
const LONGEST_NAME = 80

export interface Bench {
  open: boolean
  level: Level | null
  /** The territory whose units are the rows; null is the one chosen on the map. */
  within: string | null
  /** All columns but the name, in their order. */
  columns: readonly Column[] | null
  sort: Sort | null
  /** Only shares below this many per cent; 0 is exactly 0. */
  below: number | null
  /** What the name, in any language, contains; or how the code begins. */
  name: string
  verdict: Judged | null
  /** Rows that are outlined on the map. */
  picked: readonly string[]
}

export const EMPTY_BENCH: Bench = {
  open: false,
  level: null,
  within: null,
  columns: null,
  sort: null,
  below: null,
  name: '',
  verdict: null,
  picked: [],
}

/** Without any filter: the same columns, order and picked rows. */
export const NO_FILTER = { within: null, below: null, name: '', verdict: null } as const

export const isFiltered = (bench: Bench): boolean =>
  bench.within !== null || bench.below !== null || bench.name !== '' || bench.verdict !== null

export const operatorOf = (column: Column): string | null => (column.startsWith('op:') ? column.slice(3) : null)

type Known = Pick<Country, 'levels' | 'operators'> | null

/** A link's table, as far as the country is known; without a country nothing is judged but its form. */
export function readBench(url: URL, country: Known): { bench: Bench; faults: Fault[] } {
  const faults: Fault[] = []
  const given = (name: string): string => url.searchParams.get(name) ?? ''
  const drop = (of: Fault['of'], value: string, why: Fault['why']): null => {
    faults.push({ of, value: value.length > 40 ? `${value.slice(0, 40)}…` : value, why })
    return null
  }
  const isColumn = (text: string): text is Column =>
    PLAIN.some((one) => one === text) ||
    (text.startsWith('op:') && (country === null || country.operators.some((one) => `op:${one.id}` === text)))

  const table = given('table')
  const isLevel = country === null || levelsOf(country).drill.slice(1).includes(table)
  const level = table === '' || table === '1' ? null : isLevel ? table : drop('table', table, 'unknown')
  const listed = given('cols') === '' ? null : given('cols').split(',')
  const columns = listed?.filter(isColumn).filter((one) => one !== 'name') ?? null
  const strange = listed?.find((one) => !isColumn(one))
  if (strange !== undefined) drop('cols', strange, 'unknown')
  const sort = given('sort')
  const column = sort.replace(/^-/, '')
  const below = given('below')
  const isBelow = /^\d{1,3}$/.test(below) && Number(below) <= 100
  const verdict = VERDICTS.find((one) => one === given('verdict')) ?? null
  if (given('verdict') !== '' && verdict === null) drop('verdict', given('verdict'), 'unknown')
  return {
    faults,
    bench: {
      open: table !== '',
      level,
      within: given('within') || null,
      columns: columns && [...new Set(columns)],
      sort:
        sort === ''
          ? null
          : isColumn(column)
            ? { column, up: !sort.startsWith('-') }
            : drop('sort', column || sort, 'unknown'),
      below: below === '' ? null : isBelow ? Number(below) : drop('below', below, 'unreadable'),
      name: given('name').slice(0, LONGEST_NAME),
      verdict,
      picked: [...new Set(given('rows').split(','))].filter((one) => one !== '').slice(0, MOST_PICKED),
    },
  }
}

/** The page's address with the table's part of it; what is default is left out. */
export function writeBench(bench: Bench, page: URL): URL {
  const url = new URL(page)
  const { open, level, within, columns, sort, below, name, verdict, picked } = bench
  const set = (key: string, value: string | null): void => {
    if (value !== null && value !== '') url.searchParams.set(key, value)
  }
  set('table', open ? (level ?? '1') : null)
  set('within', within)
  set('cols', columns && (columns.length === 0 ? 'name' : columns.join(',')))
  set('sort', sort && `${sort.up ? '' : '-'}${sort.column}`)
  set('below', below === null ? null : String(below))
  set('name', name)
  set('verdict', verdict)
  set('rows', picked.join(','))
  url.search = url.search.replace(/%3A/g, ':').replace(/%2C/g, ',')
  return url
}

/** The same without territories that are not there, each of which is a fault. */
export function knownIn(bench: Bench, places: Pick<Tree<Unit>, 'get'>): { bench: Bench; faults: Fault[] } {
  const isThere = (code: string): boolean => places.get(code) !== undefined
  const faults: Fault[] = []
  if (bench.within !== null && !isThere(bench.within))
    faults.push({ of: 'within', value: bench.within.slice(0, 40), why: 'unknown' })
  const strange = bench.picked.filter((one) => !isThere(one))
  if (strange[0] !== undefined) faults.push({ of: 'rows', value: strange[0].slice(0, 40), why: 'unknown' })
  if (faults.length === 0) return { bench, faults }
  return {
    faults,
    bench: {
      ...bench,
      within: bench.within !== null && isThere(bench.within) ? bench.within : null,
      picked: bench.picked.filter(isThere),
    },
  }
}

/** The picked rows with one put in or taken out; null where there would be too many. */
export function withRow(picked: readonly string[], code: string): string[] | null {
  if (picked.includes(code)) return picked.filter((one) => one !== code)
  return picked.length >= MOST_PICKED ? null : [...picked, code]
}

/** The picked rows with all of a list put in, or, where all are in, taken out; null where there would be too many. */
export function withRows(picked: readonly string[], codes: readonly string[]): string[] | null {
  const next = codes.every((one) => picked.includes(one))
    ? picked.filter((one) => !codes.includes(one))
    : [...new Set([...picked, ...codes])]
  return next.length > MOST_PICKED ? null : next
}
