/**
 * What the table asks beyond the figures of the map: only what a column that is shown, or a filter, needs, and always for
 * all rows at once. Nothing while it is closed.
 */
import type { Country, Lang, Level } from '../api'
import { levelsOf } from '../levels'
import type { ChangeQuestion, Edition } from '../questions'
import type { Question, Selection } from '../state'
import type { Tree, Unit } from '../tree'
import { MEASURED, type Bench, type Column } from './bench'
import { columnsOf, usualOf } from './columns'
import { filersOf } from './closest'
import { placeOf } from './place'

export type SharesQuestion = Omit<Question, 'scope'> &
  Pick<Edition, 'version'> & { level: Level; within: string | null; operators: string[] }
export type RowTestsQuestion = Pick<Question, 'technology' | 'tier' | 'scope' | 'asOf' | 'knownAt'> &
  Edition & { level: Level; within: string | null }

export interface BenchQuestions {
  shares: SharesQuestion | null
  /** `code` is where the rows lie. */
  rowChanges: ChangeQuestion | null
  rowTests: RowTestsQuestion | null
}

export interface BenchAsking {
  bench: Bench
  selection: Selection
  wanted: Question
  country: Country
  lang: Lang
  places: Tree<Unit>
}

const NOTHING: BenchQuestions = { shares: null, rowChanges: null, rowTests: null }

export function benchQuestions({ bench, selection, wanted, country, lang, places }: BenchAsking): BenchQuestions {
  if (!bench.open) return NOTHING
  const { base, level } = placeOf(bench, { places, country, code: selection.territory ?? country.id })
  if (level === '') return NOTHING
  const within = base === country.id ? null : base
  const columns = columnsOf(bench, usualOf({ country, selection, wanted }))
  const shows = (some: (one: Column) => boolean): boolean => columns.some(some)
  const { technology, tier, environment, scope, denominator, asOf, knownAt } = wanted
  const { version } = country
  const all = filersOf(country, technology)
  const needsAll = shows((one) => one === 'closest' || one === 'missing')
  const operators = all.filter((id) => needsAll || columns.includes(`op:${id}`))
  const levels = levelsOf(country)
  const isMeasured = shows((one) => MEASURED.some((other) => other === one)) && levels.chain.includes(level)
  return {
    shares:
      operators.length === 0
        ? null
        : { technology, tier, environment, denominator, asOf, knownAt, version, level, within, operators },
    rowChanges:
      selection.against && columns.includes('change')
        ? { ...wanted, lang, version, against: selection.against, level, code: base }
        : null,
    rowTests: isMeasured ? { technology, tier, scope, asOf, knownAt, lang, version, level, within } : null,
  }
}
