/** The territories inside the chosen one: name, who is not covered, share; least covered first. */
import type { Item } from '../api'
import { el } from '../dom'
import { atMost, shareCell } from '../figure'
import { exact, nameOf, quantity } from '../format'
import { levelsTitle } from '../levels'
import { swatchOf } from '../swatch'
import { gapOf } from '../tree'
import type { Actions, View } from '../view'

type Sort = 'share' | 'gap' | 'name'
const FIRST = 12

export function createUnits(actions: Actions, changed: () => void): (view: View) => HTMLElement | null {
  let sort: Sort = 'gap'
  let all = false
  let shownFor = ''
  return (view) => {
    const { answer } = view.figures
    const items = answer?.value.tree.children(view.code) ?? []
    if (!answer || items.length === 0) return null
    if (shownFor !== view.code) [shownFor, all] = [view.code, false]
    const ordered = order(items, sort, view)
    const of = answer.question.denominator
    const level = items[0]?.level ?? ''
    const head = (key: Sort, text: string) =>
      el(
        'th',
        { scope: 'col', 'aria-sort': sort === key ? (key === 'gap' ? 'descending' : 'ascending') : 'none' },
        el(
          'button',
          {
            type: 'button',
            class: 'sort',
            onclick: () => {
              sort = key
              changed()
            },
          },
          text,
        ),
      )
    const table = el(
      'table',
      { class: 'units' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head('name', levelsTitle(view.country, view.lang, level)),
          head('gap', view.t('panel-children-gap')),
          head('share', view.t('panel-children-share')),
        ),
      ),
      el('tbody', {}, ...ordered.slice(0, all ? undefined : FIRST).map((item) => row(item, of, view, actions))),
    )
    const more =
      items.length > FIRST
        ? el(
            'button',
            {
              type: 'button',
              class: 'link',
              onclick: () => {
                all = !all
                changed()
              },
            },
            all ? view.t('panel-children-less') : view.t('panel-children-all', { n: items.length }),
          )
        : null
    return el('section', { class: 'panel-section' }, table, more)
  }
}

function order(items: Item[], sort: Sort, view: View): Item[] {
  const byName = (a: Item, b: Item) => nameOf(view.lang, a.names).localeCompare(nameOf(view.lang, b.names), view.lang)
  const last = (value: number | null) => value ?? Infinity
  const rules: Record<Sort, (a: Item, b: Item) => number> = {
    name: byName,
    share: (a, b) => last(a.share) - last(b.share) || byName(a, b),
    gap: (a, b) => (gapOf(b) ?? -1) - (gapOf(a) ?? -1) || byName(a, b),
  }
  return [...items].sort(rules[sort])
}

function row(item: Item, of: string, view: View, actions: Actions): HTMLElement {
  const { lang } = view
  const gap = gapOf(item)
  return el(
    'tr',
    {},
    el(
      'th',
      { scope: 'row' },
      el(
        'button',
        { type: 'button', class: 'unit', onclick: () => actions.goTo(item.code) },
        swatchOf(item),
        el('span', {}, nameOf(lang, item.names)),
      ),
    ),
    el(
      'td',
      { class: 'number quiet', title: exact(lang, gap) },
      gap === null ? '–' : atMost(view, item, quantity(lang, of, gap)),
    ),
    el('td', { class: 'number' }, shareCell(view, item)),
  )
}
