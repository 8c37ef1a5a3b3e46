/** The territories inside the chosen one: name, who is not covered, share; least covered first. */
import type { Item, Lang } from '../api'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { shareCell } from '../figure-cell'
import { atMost } from '../figure'
import { exact, nameOf, quantity } from '../format'
import { levelsTitle } from '../levels'
import type { Part } from '../shown'
import { Swatch } from '../swatch'
import { gapOf } from '../tree'

type Sort = 'share' | 'gap' | 'name'
const FIRST = 12

export function UnitsSection({ view, actions }: Part): JSX.Element | null {
  const [sort, setSort] = useState<Sort>('gap')
  /** The territory whose list is shown in full: another one begins short again. */
  const [whole, setWhole] = useState<string | null>(null)
  const { t, lang, country, code } = view
  const { answer } = view.figures
  const items = useMemo(() => answer?.value.tree.children(code) ?? [], [answer, code])
  const ordered = useMemo(() => order(items, sort, lang), [items, sort, lang])
  if (!answer || items.length === 0) return null
  const all = whole === code
  const head = (key: Sort, text: string) => (
    <th scope="col" aria-sort={sort === key ? (key === 'gap' ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" onClick={() => setSort(key)}>
        {text}
      </button>
    </th>
  )
  return (
    <section class="panel-section">
      <table class="units">
        <thead>
          <tr>
            {head('name', levelsTitle(country, lang, items[0]?.level ?? ''))}
            {head('gap', t('panel-children-gap'))}
            {head('share', t('panel-children-share'))}
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, all ? undefined : FIRST).map((item) => (
            <Row key={item.code} item={item} of={answer.question.denominator} view={view} actions={actions} />
          ))}
        </tbody>
      </table>
      {items.length > FIRST ? (
        <button type="button" class="link" onClick={() => setWhole(all ? null : code)}>
          {all ? t('panel-children-less') : t('panel-children-all', { n: items.length })}
        </button>
      ) : null}
    </section>
  )
}

function order(items: Item[], sort: Sort, lang: Lang): Item[] {
  const { compare } = new Intl.Collator(lang)
  const byName = (a: Item, b: Item) => compare(nameOf(lang, a.names), nameOf(lang, b.names))
  const last = (value: number | null) => value ?? Infinity
  const rules: Record<Sort, (a: Item, b: Item) => number> = {
    name: byName,
    share: (a, b) => last(a.share) - last(b.share) || byName(a, b),
    gap: (a, b) => (gapOf(b) ?? -1) - (gapOf(a) ?? -1) || byName(a, b),
  }
  return [...items].sort(rules[sort])
}

function Row({ item, of, view, actions }: Part & { item: Item; of: string }): JSX.Element {
  const { lang } = view
  const gap = gapOf(item)
  return (
    <tr>
      <th scope="row">
        <button type="button" class="unit" onClick={() => actions.goTo(item.code)}>
          <Swatch of={item} />
          <span>{nameOf(lang, item.names)}</span>
        </button>
      </th>
      <td class="number quiet" title={exact(lang, gap)}>
        {gap === null ? '–' : atMost(view, item, quantity(lang, of, gap))}
      </td>
      <td class="number">{shareCell(view, item)}</td>
    </tr>
  )
}
