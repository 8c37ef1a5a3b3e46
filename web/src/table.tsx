/** The map as a table: the accessible alternative, with the same selection and the same figures. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Answer } from './answer'
import type { Level } from './api'
import { nameOf } from './format'
import type { Key } from './i18n'
import { Icon } from './icons'
import { levelsOf, levelsTitle } from './levels'
import type { FiguresQuestion } from './questions'
import { agedAs, Failure, type Part } from './shown'
import {
  baseOf,
  COLUMNS,
  levelsBelow,
  MEASURED,
  order,
  sortBy,
  testsOf,
  widest,
  WORDS,
  type Column,
  type Sort,
} from './table/columns'
import { Row, type Sheet } from './table/row'
import { useWindow, WHOLE } from './table/window'
import type { Actions, Figures, View } from './view'

interface TableShown {
  view: View | null
  actions: Actions
  label: string
  open: boolean
}

export function Table({ view, actions, label, open }: TableShown): JSX.Element {
  const classes = open ? 'data-table open' : 'data-table'
  return (
    <section {...(view ? agedAs(classes, view.figures) : { class: classes })} id="table" aria-label={label}>
      {view ? <Drawer view={view} actions={actions} open={open} /> : null}
    </section>
  )
}

function Drawer({ view, actions, open }: Part & { open: boolean }): JSX.Element {
  const [chosen, setLevel] = useState<Level>('')
  // The order stays while other rows are looked at.
  const [sort, setSort] = useState<Sort>({ column: 'gap', up: false })
  const { t, lang, country, places, figures } = view
  const base = baseOf(view)
  const levels = useMemo(() => levelsBelow({ places, country }, base), [places, country, base])
  const communes = levelsOf(country).base
  const level = levels.includes(chosen) ? chosen : levels.includes(communes) ? communes : (levels.at(-1) ?? '')
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
              <button key={one} type="button" aria-pressed={one === level} onClick={() => setLevel(one)}>
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
        <Body
          view={view}
          actions={actions}
          answer={figures.answer}
          level={level}
          sort={sort}
          press={(column) => setSort((before) => sortBy(column, before))}
        />
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

interface BodyShown extends Part {
  answer: Answer<FiguresQuestion, Figures>
  level: Level
  sort: Sort
  press: (column: Column) => void
}

/** The rows; of many, those in sight. */
function Body({ view, actions, answer, level, sort, press }: BodyShown): JSX.Element {
  const { t, lang, country, code, selection, measured, figures } = view
  const { tree, definition } = answer.value
  const { denominator } = answer.question
  const base = baseOf(view)
  const tests = useMemo(() => testsOf({ measured, figures }), [measured.answer, figures.answer])
  const { source } = selection
  const sheet = useMemo<Sheet>(
    () => ({ view: { lang, t }, tree, tests, source, country, denominator, goTo: (to) => actions.goTo(to) }),
    [lang, t, tree, tests, source, country, denominator, actions],
  )
  const items = useMemo(() => tree.descendants(base, level), [tree, base, level])
  const list = useMemo(() => order(items, sort, sheet), [items, sort, sheet])
  const shown = useWindow(list)
  const isLong = list.length > WHOLE
  const wide = useMemo(() => (isLong ? widest(items, sheet) : []), [isLong, items, sheet])
  const columns = tests ? [...COLUMNS, ...MEASURED] : COLUMNS
  const heads = columns.map((column) => (
    <th
      key={column}
      scope="col"
      class={WORDS.includes(column) ? undefined : 'number'}
      aria-sort={sort.column === column ? (sort.up ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" class="sort" onClick={() => press(column)}>
        {t(`table-${column}` as Key)}
      </button>
    </th>
  ))
  return (
    <div
      class="table-body"
      tabIndex={0}
      role="region"
      aria-labelledby="table-toggle"
      ref={shown.scrolls}
      onScroll={isLong ? shown.scrolled : undefined}
    >
      <table aria-rowcount={isLong ? list.length + 1 : undefined}>
        <caption class="quiet">
          <span lang={answer.question.lang}>{definition.sentence}</span>
          {tests ? <span lang={tests.question.lang}>{` ${tests.value.definition.sentence}`}</span> : null}
          <span class="visually-hidden"> {t('table-caption')}</span>
        </caption>
        <thead>
          <tr aria-rowindex={isLong ? 1 : undefined}>{heads}</tr>
        </thead>
        <tbody ref={shown.rows}>
          <Room key="above" height={shown.above} columns={columns.length} />
          {list.slice(shown.from, shown.to).map((item, at) => (
            <Row
              key={item.code}
              item={item}
              sheet={sheet}
              index={isLong ? shown.from + at + 2 : undefined}
              isChosen={item.code === code}
            />
          ))}
          <Room key="below" height={shown.below} columns={columns.length} />
        </tbody>
        {wide.length > 0 ? (
          <tbody class="widths" aria-hidden="true">
            {wide.map((item) => (
              <Row key={item.code} item={item} sheet={sheet} index={undefined} isChosen={false} />
            ))}
          </tbody>
        ) : null}
      </table>
    </div>
  )
}

/** Stands for rows that are not drawn. */
const Room = ({ height, columns }: { height: number; columns: number }): JSX.Element | null =>
  height === 0 ? null : (
    <tr class="room" aria-hidden="true">
      <td colSpan={columns} style={{ blockSize: `${height}px` }} />
    </tr>
  )
