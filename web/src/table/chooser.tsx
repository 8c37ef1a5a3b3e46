/** Which columns are shown. What cannot be told of this question is named, with what it would need. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../icons'
import type { Part } from '../shown'
import type { View } from '../view'
import type { Bench, Column } from './bench'
import { offeredOf } from './columns'
import type { Goal } from './goal'
import { headText } from './words'

interface ChooserShown extends Part {
  bench: Bench
  technology: string
  usual: readonly Column[]
  shown: readonly Column[]
  goal: Goal | null
}

export function Chooser({ view, actions, bench, technology, usual, shown, goal }: ChooserShown): JSX.Element {
  const { t, country } = view
  const node = useRef<HTMLDetailsElement>(null)
  const offered = offeredOf(country, technology)
  useEffect(() => {
    const close = (event: Event): void => {
      if (node.current?.open && !node.current.contains(event.target as Node)) node.current.open = false
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
    }
  }, [])
  const turn = (column: Column, on: boolean): void => {
    const next = on ? [...shown, column] : shown.filter((one) => one !== column)
    // In the chooser's own order, whichever was ticked last.
    actions.arrange({ columns: offered.filter((one) => next.includes(one)) })
  }
  return (
    <details
      class="chooser"
      ref={node}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !node.current?.open) return
        event.preventDefault()
        node.current.open = false
        node.current.querySelector('summary')?.focus()
      }}
    >
      <summary class="button">
        <Icon name="table" />
        {t('table-columns')}
      </summary>
      <fieldset class="chooser-list">
        <legend class="visually-hidden">{t('table-columns')}</legend>
        {offered.map((column) => {
          const lacking = lackingOf(view, column, goal)
          return (
            <label key={column}>
              <input
                type="checkbox"
                name="column"
                value={column}
                checked={shown.includes(column)}
                disabled={lacking !== null && !shown.includes(column)}
                onChange={({ currentTarget: { checked } }) => turn(column, checked)}
              />
              <span>
                {headText(view, column, goal)}
                {lacking === null ? null : <span class="hint block">{lacking}</span>}
              </span>
            </label>
          )
        })}
        {bench.columns === null || same(bench.columns, usual) ? null : (
          <button
            type="button"
            class="link"
            id="table-columns-reset"
            onClick={() => actions.arrange({ columns: null })}
          >
            {t('table-columns-reset')}
          </button>
        )}
      </fieldset>
    </details>
  )
}

const same = (one: readonly Column[], other: readonly Column[]): boolean => String(one) === String(other)

/** Why a column would be empty; null where it would not. */
function lackingOf({ t, selection }: View, column: Column, goal: Goal | null): string | null {
  if (column === 'change' && selection.against === null) return t('table-needs-compare')
  return column === 'goal' && goal === null ? t('table-needs-goal') : null
}
