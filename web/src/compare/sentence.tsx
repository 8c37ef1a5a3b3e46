/**
 * A change in a sentence: what was gained and lost, and how many base units rose or fell, each part a link to the list of
 * those it counts. The same on the map and on a filing's page, which say where such a link leads.
 */
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { ChangeItem, Changes } from '../api'
import { exact, nameOf, points, roundedQuantity, signedQuantity } from '../format'
import type { Key } from '../i18n'
import { localeText } from '../i18n/fluent'
import { levelsTitle } from '../levels'
import type { ChangedList } from '../state'
import { ChangeSwatch } from '../swatch'
import type { Actions, View } from '../view'
import { listed, type Amount, type ChangeModel } from './model'

const FIRST = 8

export interface ChangedLists {
  /** The list that is looked at. */
  chosen: ChangedList | null
  /** The base units in the territory, in what is counted; null while they are awaited. */
  items: readonly ChangeItem[] | null
  /** What a unit lies in, where that need be said. */
  around: (unit: ChangeItem) => string
  /** The address of the page with a list, counted in something else where that is named. */
  href: (list: ChangedList | null, denominator: string | null) => string
  choose: (list: ChangedList | null, denominator: string | null) => void
}

type About = Pick<View, 'lang' | 't' | 'country'>

interface SentenceShown {
  view: About
  model: ChangeModel
  changes: Pick<Changes, 'denominator'>
  lists: ChangedLists | null
}

/** "+13,276 people and +512.7 km² gained; 0 people lost; communes: 12 up, 3 down". */
export function ChangeSentence({ view, model, changes, lists }: SentenceShown): JSX.Element | null {
  const { t, lang, country } = view
  const { amounts, directions } = model
  if (amounts.length === 0) return null
  const link = (list: ChangedList, denominator: string | null, text: string, title?: string) => (
    <ListLink key={`${list}${denominator ?? ''}`} lists={lists} list={list} of={denominator} title={title}>
      {text}
    </ListLink>
  )
  const amount = (list: 'gained' | 'lost', one: Amount): JSX.Element => {
    const { denominator, [list]: value } = one
    const of = denominator === changes.denominator ? null : denominator
    return link(
      list,
      of,
      amountText(view, list, one),
      `${exact(lang, value)} ${t(`unit-${denominator}` as Key)}`.trim(),
    )
  }
  const part = (list: 'gained' | 'lost') => (
    <span class={list === 'lost' && amounts.some((one) => one.lost > 0) ? 'part fall' : 'part'}>
      <span class="what">{t(`compare-${list}`)}</span>{' '}
      {between(
        amounts.map((one) => amount(list, one)),
        view,
      )}
    </span>
  )
  return (
    <p class="change-sentence">
      {part('gained')}
      {part('lost')}
      {directions ? (
        <span class="part">
          <span class="what">{levelsTitle(country, lang, directions.level)}</span>{' '}
          {between(
            [
              link('up', null, t('compare-up', { n: exact(lang, directions.up) })),
              link('down', null, t('compare-down', { n: exact(lang, directions.down) })),
            ],
            view,
          )}
        </span>
      ) : null}
    </p>
  )
}

const between = (all: JSX.Element[], { t }: About): ComponentChildren =>
  all.map((one, at) => (at === 0 ? one : [t('compare-comma'), ' ', one]))

/** "+13,276 people"; what is 0 has no sign. */
function amountText({ lang, t }: About, list: 'gained' | 'lost', { denominator, [list]: value }: Amount): string {
  const sign = list === 'gained' ? 1 : -1
  const text = value === 0 ? exact(lang, 0) : signedQuantity(lang, denominator, sign * value)
  const n = roundedQuantity(denominator, value)
  if (denominator === 'area') return value === 0 ? localeText(lang, 'locale-area', { number: text }) : text
  return t(`compare-amount-${denominator}` as Key, { n, text })
}

/** A link where there is a list; pressed while its list stands below, and then the way to close it. */
function ListLink({
  lists,
  list,
  of,
  title,
  children,
}: {
  lists: ChangedLists | null
  list: ChangedList
  of: string | null
  title: string | undefined
  children: string
}): JSX.Element {
  if (!lists) return <span title={title}>{children}</span>
  const isChosen = lists.chosen === list && of === null
  const to = isChosen ? null : list
  return (
    <a
      class="link"
      href={lists.href(to, of)}
      title={title}
      data-list={list}
      data-of={of ?? undefined}
      aria-current={isChosen ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        lists.choose(to, of)
      }}
    >
      {children}
    </a>
  )
}

interface UnitsShown {
  view: About
  actions: Pick<Actions, 'goTo'>
  list: ChangedList
  lists: ChangedLists
  changes: Pick<Changes, 'denominator' | 'territories'>
}

/** The base units that a part of the sentence counts, those that moved most first. */
export function ChangedUnits({ view, actions, list, lists, changes }: UnitsShown): JSX.Element {
  const { t, lang, country } = view
  const [whole, setWhole] = useState<ChangedList | null>(null)
  const { denominator } = changes
  const title = t(`compare-list-${list}`, { units: levelsTitle(country, lang, changes.territories.level) })
  if (lists.items === null) return <div class="skeleton block" role="status" aria-label={t('state-loading')} />
  const found = listed(lists.items, list)
  const close = (
    <button type="button" class="link" onClick={() => lists.choose(null, null)}>
      {t('compare-list-close')}
    </button>
  )
  const all = whole === list
  return (
    <section class="changed-list" aria-label={title} data-list={list} data-count={found.length}>
      <h3 class="kicker">
        {title} ({exact(lang, found.length)})
      </h3>
      {found.length === 0 ? (
        <p class="hint">{t('compare-list-none')}</p>
      ) : (
        <table class="units">
          <thead>
            <tr>
              <th scope="col">{levelsTitle(country, lang, changes.territories.level)}</th>
              <th scope="col">{t(`denominator-${denominator}` as Key)}</th>
              <th scope="col">{t('compare-share')}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, all ? undefined : FIRST).map(({ item, amount }) => (
              <tr key={item.code} data-code={item.code}>
                <th scope="row">
                  <button type="button" class="unit" onClick={() => actions.goTo(item.code)}>
                    <ChangeSwatch change={item.change} />
                    <span>
                      <bdi>{nameOf(lang, item.names)}</bdi>
                      {lists.around(item) === '' ? null : <bdi class="quiet block">{lists.around(item)}</bdi>}
                    </span>
                  </button>
                </th>
                <td class="number" title={exact(lang, amount)}>
                  {signedQuantity(lang, denominator, amount)}
                </td>
                <td class="number">{item.change === null ? '–' : points(lang, item.change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="list-ends">
        {found.length > FIRST ? (
          <button type="button" class="link" onClick={() => setWhole(all ? null : list)}>
            {all ? t('panel-children-less') : t('panel-children-all', { n: found.length })}
          </button>
        ) : null}
        {close}
      </p>
    </section>
  )
}
