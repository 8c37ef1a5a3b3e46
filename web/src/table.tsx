/** The map as a table, to work with: the same selection and the same figures, whose best they are, and what is chosen of them on the map. */
import type { JSX, RefObject } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Answer, Asked } from './answer'
import type { Item, Level } from './api'
import { toast } from './clipboard'
import { nameOf } from './format'
import { Icon } from './icons'
import { levelsTitle } from './levels'
import { agree, type Facets, type FiguresQuestion } from './questions'
import { agedAs, Failure, type Part } from './shown'
import { MOST_PICKED, withRow, withRows, type Bench, type Column, type Sort } from './table/bench'
import { closestOf, type Closest } from './table/closest'
import { columnsOf, filtered, isWords, order, sortBy, sortOf, usualOf, widest, type Rows } from './table/columns'
import { csvOf } from './table/csv'
import { goalOf } from './table/goal'
import { placeOf } from './table/place'
import { Row, type Sheet } from './table/row'
import { saveText } from './table/save'
import { Tools } from './table/tools'
import { useWindow, WHOLE } from './table/window'
import { headText, headTitle } from './table/words'
import type { Actions, Figures, View } from './view'

interface TableShown {
  view: View | null
  actions: Actions
  label: string
  bench: Bench
}

export function Table({ view, actions, label, bench }: TableShown): JSX.Element {
  const classes = bench.open ? 'data-table open' : 'data-table'
  return (
    <section {...(view ? agedAs(classes, view.figures) : { class: classes })} id="table" aria-label={label}>
      {view ? <Drawer view={view} actions={actions} bench={bench} /> : null}
    </section>
  )
}

type Of = Part & { bench: Bench }

function Drawer({ view, actions, bench }: Of): JSX.Element {
  const { t, lang, country, places, figures, code } = view
  const { open } = bench
  const { base, levels, level } = useMemo(
    () => placeOf(bench, { places, country, code }),
    [bench.within, bench.level, places, country, code],
  )
  const name = nameOf(lang, places.get(base)?.names ?? country.names)
  return (
    <>
      <div class="table-head">
        <button
          type="button"
          class="table-toggle"
          id="table-toggle"
          aria-expanded={open}
          onClick={() => actions.openTable(!open)}
        >
          <Icon name="up" />
          <span>{t('table-open')}</span>
          <span class="quiet">{t('table-title', { level: levelsTitle(country, lang, level), territory: name })}</span>
        </button>
        {open && levels.length > 1 ? (
          <div class="segments" role="group" aria-label={t('table-level')}>
            {levels.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === level}
                onClick={() => actions.arrange({ level: one })}
              >
                {levelsTitle(country, lang, one)}
              </button>
            ))}
          </div>
        ) : null}
        {open ? (
          <button
            type="button"
            class="icon-button"
            aria-label={t('table-close')}
            onClick={() => actions.openTable(false)}
          >
            <Icon name="close" />
          </button>
        ) : null}
      </div>
      {!open ? null : figures.answer ? (
        <Body view={view} actions={actions} bench={bench} answer={figures.answer} base={base} level={level} />
      ) : (
        <div class="table-body">
          {figures.status === 'failed' ? (
            <Failure view={view} error={figures.error} actions={actions} quiet />
          ) : (
            <div class="skeleton block" />
          )}
        </div>
      )}
    </>
  )
}

interface BodyShown extends Of {
  answer: Answer<FiguresQuestion, Figures>
  base: string
  level: Level
}

/** An answer beside the figures, where it is of the same question and of these rows; an older one stands beside nothing. */
function beside<Q extends Facets & { version: string; level: Level }, V>(
  asked: Asked<Q, V>,
  question: FiguresQuestion,
  level: Level,
): Answer<Q, V> | null {
  const { answer } = asked
  return answer && answer.question.level === level && agree(answer.question, question) ? answer : null
}

/** All that the rows are made of, made anew only when something of it is another. */
function useRows({ view, answer, base, level }: BodyShown): Rows & { isAwaited: boolean } {
  const { lang, t, country, selection, shares, rowChanges, rowTests, targets, figures } = view
  const { question } = answer
  const within = base === country.id ? null : base
  const own = beside(shares, question, level)
  const found = own?.question.within === within ? own.value : null
  const tested = beside(rowTests, question, level)
  const tests = tested && tested.question.within === within && tested.value.items.size > 0 ? tested : null
  const changed = beside(rowChanges, question, level)
  const isAbout = changed?.question.code === base && changed.question.against === selection.against
  const items = isAbout ? changed.value.items : null
  const closest = useMemo(() => found && closestIn(found, answer.value, base, level), [found, answer, base, level])
  const changes = useMemo(() => items && new Map(items.map((one) => [one.code, one])), [items])
  const goal = useMemo(() => goalOf({ targets, figures }), [targets.answer, figures.answer])
  const isAwaited = [shares, rowChanges, rowTests].some((one) => one.status === 'waiting')
  const { tree } = answer.value
  const { source } = selection
  return useMemo(
    () => ({
      view: { lang, t, country },
      tree,
      tests,
      source,
      shares: found,
      closest,
      changes,
      goal,
      isAwaited,
    }),
    [lang, t, country, tree, tests, source, found, closest, changes, goal, isAwaited],
  )
}

function closestIn(
  shares: NonNullable<Rows['shares']>,
  { tree }: Figures,
  base: string,
  level: Level,
): ReadonlyMap<string, Closest> {
  return new Map(
    tree.descendants(base, level).flatMap(({ code }) => {
      const best = closestOf(shares, code)
      return best ? [[code, best] as const] : []
    }),
  )
}

/** The rows; of many, those in sight. */
function Body(props: BodyShown): JSX.Element {
  const { view, actions, bench, answer, base, level } = props
  const { t, code, country, selection } = view
  const rows = useRows(props)
  const { tree, definition } = answer.value
  const { denominator } = answer.question
  const { goal, tests, isAwaited } = rows
  // Of the figures that stand there, not of what is asked for next.
  const usual = usualOf({ country, selection, wanted: answer.question, hasGoal: goal !== null })
  const columns = columnsOf(bench, usual)
  const listed = String(columns)
  const sort = sortOf(bench, columns)
  const all = useMemo(() => tree.descendants(base, level), [tree, base, level])
  const { below, name, verdict } = bench
  const left = useMemo(() => filtered(all, { below, name, verdict }, rows), [all, below, name, verdict, rows])
  const list = useMemo(() => order(left, sort, rows), [left, sort.column, sort.up, rows])
  const pick = usePicking(view, actions, bench, list)
  const compares = selection.against !== null
  const sheet = useMemo<Sheet>(
    () => ({
      ...rows,
      columns: columns.slice(1),
      denominator,
      compares,
      goTo: (to) => actions.goTo(to),
      pick: (at, isRange) => pick.current(at, isRange),
    }),
    [rows, listed, denominator, compares, actions],
  )
  const shown = useWindow(list)
  const isLong = list.length > WHOLE
  const wide = useMemo(() => (isLong ? widest(list, rows, columns) : []), [isLong, left, rows, listed])
  const picked = useMemo(() => new Set(bench.picked), [bench.picked])
  const press = (column: Column): void => actions.arrange({ sort: sortBy(column, sort) })
  const save = (): void =>
    saveText(
      `taghtia-${base}-${level}-${answer.question.technology}-${answer.question.tier}-${definition.as_of}.csv`,
      csvOf(list, columns, rows, { definition, synthetic: country.synthetic }),
    )
  return (
    <>
      <Tools
        {...{ view, actions, bench, usual, sort, goal, save }}
        technology={answer.question.technology}
        shown={columns}
        count={list.length}
        of={all.length}
      />
      <Troubles view={view} actions={actions} />
      <div
        class="table-body"
        tabIndex={0}
        role="region"
        aria-labelledby="table-toggle"
        ref={shown.scrolls}
        onScroll={isLong ? shown.scrolled : undefined}
      >
        <table aria-rowcount={list.length + 1} aria-busy={isAwaited}>
          <caption class="quiet">
            <span class="table-caption">
              <span lang={answer.question.lang}>{definition.sentence}</span>
              {tests ? <span lang={tests.question.lang}>{` ${tests.value.definition.sentence}`}</span> : null}
              <span class="visually-hidden"> {t('table-caption')}</span>
            </span>
          </caption>
          <Heads {...{ view, columns, sort, goal, press }} all={<PickAll {...{ view, actions, bench, list }} />} />
          <tbody ref={shown.rows} onKeyDown={(event) => step(event, shown.rows, pick.current)}>
            <Room key="above" height={shown.above} columns={columns.length + 1} />
            {list.slice(shown.from, shown.to).map((item, at) => (
              // By its place: another order writes other words into the same rows, which costs less than other rows.
              <Row
                key={shown.from + at}
                item={item}
                sheet={sheet}
                at={shown.from + at}
                isChosen={item.code === code}
                isPicked={picked.has(item.code)}
              />
            ))}
            <Room key="below" height={shown.below} columns={columns.length + 1} />
          </tbody>
          {wide.length > 0 ? (
            <tbody class="widths" aria-hidden="true">
              {wide.map((item) => (
                <Row key={item.code} item={item} sheet={sheet} at={null} isChosen={false} isPicked={false} />
              ))}
            </tbody>
          ) : null}
        </table>
        {list.length === 0 ? <p class="table-none">{t('table-none')}</p> : null}
      </div>
    </>
  )
}

interface HeadsShown {
  view: View
  columns: readonly Column[]
  sort: Sort
  goal: Rows['goal']
  press: (column: Column) => void
  all: JSX.Element
}

const Heads = ({ view, columns, sort, goal, press, all }: HeadsShown): JSX.Element => (
  <thead>
    <tr aria-rowindex={1}>
      <td class="pick">{all}</td>
      {columns.map((column) => (
        <th
          key={column}
          scope="col"
          data-column={column}
          class={isWords(column) ? undefined : 'number'}
          aria-sort={sort.column === column ? (sort.up ? 'ascending' : 'descending') : 'none'}
        >
          <button type="button" class="sort" title={headTitle(view, column, goal)} onClick={() => press(column)}>
            {headText(view, column, goal)}
          </button>
        </th>
      ))}
    </tr>
  </thead>
)

/** What columns need and did not get: said once, above the rows. */
function Troubles({ view, actions }: Part): JSX.Element | null {
  const failed = [view.shares, view.rowChanges, view.rowTests].find((one) => one.status === 'failed')
  return failed?.status === 'failed' ? (
    <div class="table-trouble">
      <Failure view={view} error={failed.error} actions={actions} quiet />
    </div>
  ) : null
}

type Picking = (at: number, isRange: boolean) => boolean

/** Takes rows in or out, by their place; a range goes from the one before. The latest is called, whichever rows were drawn when. */
function usePicking(view: View, actions: Actions, bench: Bench, list: readonly Item[]): { current: Picking } {
  const [from, setFrom] = useState<string | null>(null)
  const pick: Picking = (at, isRange) => {
    const code = list[at]?.code
    if (code === undefined) return false
    const start = isRange ? list.findIndex((one) => one.code === from) : -1
    const [first, last] = [Math.min(start, at), Math.max(start, at)]
    const range = list.slice(first, last + 1).map((one) => one.code)
    // A range is taken in, whatever of it was in before.
    const missing = range.filter((one) => !bench.picked.includes(one))
    const next =
      start < 0 ? withRow(bench.picked, code) : missing.length === 0 ? bench.picked : withRows(bench.picked, missing)
    setFrom(code)
    if (next === null) toast(view.t('table-picked-most', { n: MOST_PICKED }))
    else actions.arrange({ picked: next })
    return (next ?? bench.picked).includes(code)
  }
  const latest = useRef(pick)
  latest.current = pick
  return latest
}

/** All rows that are left by the filters, as long as they are few enough. */
function PickAll({ view, actions, bench, list }: Of & { list: readonly Item[] }): JSX.Element | null {
  const codes = list.length > MOST_PICKED ? [] : list.map((one) => one.code)
  const isAll = codes.length > 0 && codes.every((one) => bench.picked.includes(one))
  const some = !isAll && codes.some((one) => bench.picked.includes(one))
  const node = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (node.current) node.current.indeterminate = some
  }, [some])
  const label = view.t('table-pick-all')
  if (codes.length === 0) return <span class="visually-hidden">{view.t('table-pick-column')}</span>
  return (
    <input
      type="checkbox"
      ref={node}
      checked={isAll}
      aria-label={label}
      title={label}
      onChange={() => {
        const next = withRows(bench.picked, codes)
        if (next === null) toast(view.t('table-picked-most', { n: MOST_PICKED }))
        actions.arrange({ picked: next ?? [...bench.picked] })
      }}
    />
  )
}

/** From one row's box to the next by the arrows; with shift, taking it in. */
function step(event: KeyboardEvent, rows: RefObject<HTMLElement | null>, pick: Picking): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const target = event.target as HTMLElement
  const row = target.closest<HTMLElement>('tr[data-at]')
  if (by === 0 || !row) return
  event.preventDefault()
  const at = Number(row.dataset['at']) + by
  const next = rows.current?.querySelector<HTMLElement>(`tr[data-at="${at}"]`)
  if (!next) return
  next.querySelector<HTMLElement>(target.matches('input') ? 'input' : 'button')?.focus()
  next.scrollIntoView({ block: 'nearest' })
  if (event.shiftKey) pick(at, true)
}

/** Stands for rows that are not drawn. */
const Room = ({ height, columns }: { height: number; columns: number }): JSX.Element | null =>
  height === 0 ? null : (
    <tr class="room" aria-hidden="true">
      <td colSpan={columns} style={{ blockSize: `${height}px` }} />
    </tr>
  )
