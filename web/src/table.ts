/** The map as a table: the accessible alternative, with the same selection and the same figures. */
import type { Item, Level } from './api'
import { absent, el, fill, icon } from './dom'
import { atLeast, atMost, damagedDash, isCounted, shareCell } from './figure'
import { fold } from './fold'
import { exact, interval, megabits, nameOf, percent, quantity } from './format'
import type { Key } from './i18n'
import { levelsOf, levelsTitle, unitWords } from './levels'
import type { Answer } from './answer'
import { itemsAt, readingOf, sourceOf, verdictOf, type Measured, type Reading } from './measured'
import { evidenceText, verdictBadge } from './panel/measured'
import { agree, type FiguresQuestion, type MeasuredQuestion } from './questions'
import { failure, markOld } from './shown'
import { swatchOf } from './swatch'
import { gapOf, type Tree } from './tree'
import type { Actions, Figures, View } from './view'

type Answered = Answer<FiguresQuestion, Figures>

type Column = 'name' | 'parent' | 'share' | 'covered' | 'total' | 'gap' | 'met' | 'median' | 'tests' | 'verdict'
const COLUMNS: readonly Column[] = ['name', 'parent', 'share', 'covered', 'total', 'gap']
/** Beside the claims while what was measured is shown. */
const MEASURED: readonly Column[] = ['met', 'median', 'tests', 'verdict']
const WORDS: readonly Column[] = ['name', 'parent', 'verdict']
const RANKS = { contradicted: 0, damaged: 1, insufficient: 2, confirmed: 3 } as const
const PAGE = 150

export interface DataTable {
  render(view: View): void
  open(show: boolean): void
  isOpen(): boolean
}

export function createTable(root: HTMLElement, actions: Actions): DataTable {
  let level: Level = ''
  let sort: { column: Column; up: boolean } = { column: 'gap', up: false }
  let shown = PAGE
  let last: View | null = null
  let drawn: unknown[] = []

  const draw = (): void => {
    const view = last
    if (!view) return
    const open = isOpen()
    const levels = levelsBelow(view, baseOf(view))
    if (!levels.includes(level))
      level = levels.includes(levelsOf(view.country).base) ? levelsOf(view.country).base : (levels.at(-1) ?? '')
    const { figures } = view
    const now = [
      view.lang,
      figures.answer ?? figures,
      view.places,
      view.code,
      level,
      sort,
      shown,
      open,
      testsOf(view),
      view.selection.source,
    ]
    if (!now.every((one, at) => one === drawn[at])) {
      drawn = now
      fill(root, header(view, levels), open ? within(view) : null)
    }
    markOld(root, figures)
  }

  /** The rows, or what stands in their place. */
  const within = (view: View): HTMLElement => {
    const { figures } = view
    if (figures.status === 'failed')
      return el('div', { class: 'table-body' }, failure(view, figures.error, actions, null))
    return figures.answer
      ? body(view, figures.answer)
      : el('div', { class: 'table-body' }, el('div', { class: 'skeleton block' }))
  }

  /** A unit without parts is shown among its peers. */
  const baseOf = ({ places, code }: View): string =>
    places.children(code).length === 0 ? (places.get(code)?.parent ?? code) : code

  const header = (view: View, levels: Level[]): HTMLElement => {
    const open = isOpen()
    const name = nameOf(view.lang, view.places.get(baseOf(view))?.names ?? view.country.names)
    const toggle = el(
      'button',
      {
        type: 'button',
        class: 'table-toggle',
        id: 'table-toggle',
        'aria-expanded': String(open),
        onclick: () => actions.openTable(!open),
      },
      icon('up'),
      el('span', {}, view.t('table-open')),
      el(
        'span',
        { class: 'quiet' },
        view.t('table-title', { level: levelsTitle(view.country, view.lang, level), territory: name }),
      ),
    )
    const choose = el(
      'div',
      { class: 'segments', role: 'group', 'aria-label': view.t('table-level') },
      ...levels.map((one) =>
        el(
          'button',
          {
            type: 'button',
            'aria-pressed': String(one === level),
            onclick: () => {
              level = one
              shown = PAGE
              draw()
            },
          },
          levelsTitle(view.country, view.lang, one),
        ),
      ),
    )
    return el(
      'div',
      { class: 'table-head' },
      toggle,
      open && levels.length > 1 ? choose : null,
      open
        ? el(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': view.t('table-close'),
              onclick: () => actions.openTable(false),
            },
            icon('close'),
          )
        : null,
    )
  }

  const body = (view: View, answer: Answered): HTMLElement => {
    const {
      question,
      value: { tree, definition },
    } = answer
    const tests = testsOf(view)
    const items = order(tree.descendants(baseOf(view), level), sort, view, tree)
    const heads = (tests ? [...COLUMNS, ...MEASURED] : COLUMNS).map((column) =>
      el(
        'th',
        {
          scope: 'col',
          class: WORDS.includes(column) ? null : 'number',
          'aria-sort': sort.column === column ? (sort.up ? 'ascending' : 'descending') : 'none',
        },
        el(
          'button',
          {
            type: 'button',
            class: 'sort',
            onclick: () => {
              sort = { column, up: sort.column === column ? !sort.up : WORDS.includes(column) }
              draw()
            },
          },
          view.t(`table-${column}` as Key),
        ),
      ),
    )
    const rest = Math.min(PAGE * 4, items.length - shown)
    return el(
      'div',
      { class: 'table-body', tabindex: 0, role: 'region', 'aria-labelledby': 'table-toggle' },
      el(
        'table',
        {},
        el(
          'caption',
          { class: 'quiet' },
          el('span', { lang: question.lang }, definition.sentence),
          tests ? el('span', { lang: tests.question.lang }, ` ${tests.value.definition.sentence}`) : null,
          el('span', { class: 'visually-hidden' }, ' ', view.t('table-caption')),
        ),
        el('thead', {}, el('tr', {}, ...heads)),
        el('tbody', {}, ...items.slice(0, shown).map((item) => row(item, view, answer, actions))),
      ),
      rest > 0
        ? el(
            'button',
            {
              type: 'button',
              class: 'link more',
              onclick: () => {
                shown += rest
                draw()
              },
            },
            view.t('table-more', { n: rest }),
          )
        : null,
    )
  }

  const isOpen = () => root.classList.contains('open')
  return {
    render: (view) => {
      last = view
      draw()
    },
    open: (show) => {
      root.classList.toggle('open', show)
      draw()
      if (show) root.querySelector<HTMLElement>('.table-body')?.focus({ preventScroll: true })
      else root.querySelector<HTMLElement>('.table-toggle')?.focus({ preventScroll: true })
    },
    isOpen,
  }
}

/** Where nobody filed, nobody is known to be covered: not the same as nobody covered. */
const coveredOf = (item: Item): number | null => (isCounted(item) ? item.covered : null)

/** The levels the chosen territory has units of. */
function levelsBelow({ places, country }: View, base: string): Level[] {
  const { drill, whole } = levelsOf(country)
  const own = places.get(base)?.level ?? whole
  return drill.slice(drill.indexOf(own) + 1).filter((one) => places.descendants(base, one).length > 0)
}

function order(items: Item[], sort: { column: Column; up: boolean }, view: View, tree: Tree): Item[] {
  const parent = (item: Item) => nameOf(view.lang, tree.get(item.parent ?? '')?.names)
  const text: Partial<Record<Column, (item: Item) => string>> = {
    name: (item) => fold(nameOf(view.lang, item.names)),
    parent: (item) => fold(parent(item)),
  }
  const value: Partial<Record<Column, (item: Item) => number | null>> = {
    share: (item) => item.share,
    covered: coveredOf,
    total: (item) => item.total,
    gap: gapOf,
    met: (item) => readingAt(view, item)?.tier?.share ?? null,
    median: (item) => readingAt(view, item)?.item?.download?.p50 ?? null,
    tests: (item) => readingAt(view, item)?.item?.tests ?? null,
    verdict: (item) => {
      const of = readingAt(view, item)?.item
      return of ? RANKS[verdictOf(of, testsOf(view)?.question.tier ?? '')] : null
    },
  }
  const sign = sort.up ? 1 : -1
  const words = text[sort.column]
  if (words)
    return items
      .map((item) => ({ item, key: words(item) }))
      .sort((a, b) => sign * a.key.localeCompare(b.key, view.lang))
      .map((one) => one.item)
  const number = value[sort.column] ?? (() => null)
  // What is unknown stands last, whichever way the rest is sorted.
  return [...items].sort((a, b) => {
    const [left, right] = [number(a), number(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right)
  })
}

function row(item: Item, view: View, { question, value: { tree } }: Answered, actions: Actions): HTMLElement {
  const { lang } = view
  const tests = testsOf(view)
  const cell = (value: number | null, bounded: (text: string) => string = (text) => text) =>
    el(
      'td',
      { class: 'number', title: exact(lang, value) },
      value === null ? '–' : bounded(quantity(lang, question.denominator, value)),
    )
  return el(
    'tr',
    { 'aria-current': item.code === view.code ? 'true' : null },
    el(
      'th',
      { scope: 'row' },
      el(
        'button',
        { type: 'button', class: 'link plain', onclick: () => actions.goTo(item.code) },
        nameOf(lang, item.names),
      ),
    ),
    el('td', { class: 'quiet' }, nameOf(lang, tree.get(item.parent ?? '')?.names)),
    el('td', { class: 'number share-cell' }, swatchOf(item), shareCell(view, item)),
    cell(coveredOf(item), (text) => atLeast(view, item, text)),
    cell(item.total),
    cell(gapOf(item), (text) => atMost(view, item, text)),
    ...(tests ? measuredCells(view, tests, item) : []),
  )
}

/** What was measured, where it is of the same question as the figures beside which it would stand. */
function testsOf({ measured: { answer }, figures }: View): Answer<MeasuredQuestion, Measured> | null {
  return answer && figures.answer && answer.value.items.size > 0 && agree(answer.question, figures.answer.question)
    ? answer
    : null
}

/** What tests say of a row, by the least favourable operator of those counted; null where its level was not asked about. */
function readingAt(view: View, item: Item): Reading | null {
  const tests = testsOf(view)
  return tests
    ? readingOf(
        itemsAt(tests.value, item.code, sourceOf(tests.value, view.selection.source)),
        tests.question.tier,
        'verdict',
      )
    : null
}

function measuredCells(view: View, { question, value }: Answer<MeasuredQuestion, Measured>, item: Item): HTMLElement[] {
  const { t, lang } = view
  const { item: of, tier } = readingAt(view, item) ?? { item: null, tier: null }
  const communes = item.level === levelsOf(view.country).base && value.communes === null
  const none = () => absent(communes ? t('measured-far', unitWords(view.country, lang)) : t('measured-none'))
  if (!of) return MEASURED.map((column) => el('td', { class: WORDS.includes(column) ? null : 'number' }, none()))
  const few = () => (of.state === 'damaged' ? damagedDash(t, t('measured-damaged')) : absent(t('verdict-insufficient')))
  return [
    el(
      'td',
      {
        class: 'number',
        title: tier && tier.low !== null && tier.high !== null ? interval(lang, tier.low, tier.high, 'share') : null,
      },
      tier && tier.share !== null ? percent(lang, tier.share) : few(),
    ),
    el(
      'td',
      {
        class: 'number',
        title: of.download ? interval(lang, of.download.p50_low, of.download.p50_high, 'speed') : null,
      },
      of.download ? megabits(lang, of.download.p50) : few(),
    ),
    el('td', { class: 'number' }, of.tests === null ? damagedDash(t, t('measured-damaged')) : exact(lang, of.tests)),
    el(
      'td',
      { title: tier ? evidenceText(view, tier) : null },
      verdictBadge(view, verdictOf(of, question.tier)),
      question.scope.startsWith('op:')
        ? null
        : el(
            'span',
            { class: 'quiet' },
            ` ${nameOf(lang, view.country.operators.find((one) => one.id === of.operator)?.names) || of.operator}`,
          ),
    ),
  ]
}
