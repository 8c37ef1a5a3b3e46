/** The rows and columns that are shown, as a file: exact numbers, and what they mean, what is known when, and whether it is made up. Pure. */
import { isCounted } from '../figure'
import { nameOf } from '../format'
import type { Definition, Item } from '../api'
import { readingAt, operatorName, valueOf, type Rows } from './columns'
import { verdictOf } from '../measured'
import type { Column } from './bench'

type Cell = string | number | null | undefined

export interface CsvAbout {
  definition: Definition
  synthetic: boolean
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula is told as text. */
function quoted(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The parts of one column: a name each, and what stands there. */
function partsOf(rows: Rows, column: Column): [string, (item: Item) => Cell][] {
  const { view, tree, closest, tests, source } = rows
  const plain = valueOf(rows, column)
  switch (column) {
    case 'name':
      return [['name', (item) => nameOf(view.lang, item.names)]]
    case 'parent':
      return [
        ['parent', (item) => item.parent],
        ['parent_name', (item) => nameOf(view.lang, tree.get(item.parent ?? '')?.names)],
      ]
    case 'share':
      return [
        ['share', (item) => (isCounted(item) ? item.share : null)],
        ['state', (item) => item.state],
      ]
    case 'gap':
      return [['not_covered', plain]]
    case 'closest':
      return [
        [
          'closest',
          (item) => (closest?.get(item.code)?.operators ?? []).map((id) => operatorName(view, id)).join(' + '),
        ],
        ['closest_share', (item) => closest?.get(item.code)?.share],
      ]
    case 'missing':
      return [['closest_not_covered', plain]]
    case 'goal':
      return [['against_goal', plain]]
    case 'met':
      return [['tests_met_share', plain]]
    case 'median':
      return [['median_download', plain]]
    case 'verdict': {
      const of = (item: Item) => tests && readingAt(tests, source, item).item
      return [
        [
          'verdict',
          (item) => {
            const found = of(item)
            return found ? verdictOf(found, tests?.question.tier ?? '') : null
          },
        ],
        ['verdict_operator', (item) => of(item)?.operator],
      ]
    }
    case 'covered':
    case 'total':
    case 'change':
    case 'tests':
    default:
      return [[column.startsWith('op:') ? `share_${column}` : column, plain]]
  }
}

export function csvOf(items: readonly Item[], columns: readonly Column[], rows: Rows, about: CsvAbout): string {
  const { definition, synthetic } = about
  const parts = columns.flatMap((column) => partsOf(rows, column))
  const same: [string, Cell][] = [
    ['as_of', definition.as_of],
    ['known_at', definition.known_at],
    ['synthetic', String(synthetic)],
    ['definition', definition.sentence],
  ]
  const head = ['code', 'level', ...parts.map(([name]) => name), ...same.map(([name]) => name)]
  const lines = items.map((item) => [
    item.code,
    item.level,
    ...parts.map(([, value]) => value(item)),
    ...same.map(([, value]) => value),
  ])
  return [head, ...lines].map((line) => `${line.map(quoted).join(',')}\r\n`).join('')
}
