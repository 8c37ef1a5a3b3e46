/** One row of the table: whether it is picked, its name as a way there, and a cell for each column that is shown. */
import { Component, type JSX } from 'preact'
import type { Item } from '../api'
import { nameOf } from '../format'
import { cellOf } from './cells'
import type { Column } from './bench'
import type { Rows } from './columns'

/** What all rows share. */
export interface Sheet extends Rows {
  /** But the name, which is always there. */
  columns: readonly Column[]
  denominator: string
  /** Whether something that columns need is still to come. */
  isAwaited: boolean
  /** Whether the page compares anything. */
  compares: boolean
  goTo(code: string): void
  /** Takes a row in or out; with all between it and the one before where it is a range. Returns whether it is in. */
  pick(at: number, isRange: boolean): boolean
}

interface RowShown {
  item: Item
  sheet: Sheet
  /** Its place among the rows, which may be drawn in part; none for a row that only measures widths. */
  at: number | null
  isChosen: boolean
  isPicked: boolean
}

/** Drawn anew only when it is another: hundreds of them stand while one scrolls. */
export class Row extends Component<RowShown> {
  override shouldComponentUpdate(next: RowShown): boolean {
    const { item, sheet, at, isChosen, isPicked } = this.props
    return (
      next.item !== item ||
      next.sheet !== sheet ||
      next.at !== at ||
      next.isChosen !== isChosen ||
      next.isPicked !== isPicked
    )
  }

  override render({ item, sheet, at, isChosen, isPicked }: RowShown): JSX.Element {
    const { view, columns } = sheet
    const name = nameOf(view.lang, item.names)
    return (
      <tr
        aria-rowindex={at === null ? undefined : at + 2}
        aria-current={isChosen ? 'true' : undefined}
        class={isPicked ? 'picked' : undefined}
        data-at={at ?? undefined}
        data-code={at === null ? undefined : item.code}
      >
        <td class="pick">
          {at === null ? null : (
            <input
              type="checkbox"
              checked={isPicked}
              aria-label={view.t('table-pick', { name })}
              onClick={(event) => {
                // What is not taken is not ticked either.
                event.currentTarget.checked = sheet.pick(at, event.shiftKey)
              }}
            />
          )}
        </td>
        <th scope="row">
          <button
            type="button"
            class="link plain"
            tabIndex={at === null ? -1 : undefined}
            onClick={(event) => {
              if (at !== null && (event.ctrlKey || event.metaKey || event.shiftKey)) sheet.pick(at, event.shiftKey)
              else sheet.goTo(item.code)
            }}
          >
            {name}
          </button>
        </th>
        {columns.map((column) => cellOf(sheet, item, column))}
      </tr>
    )
  }
}
