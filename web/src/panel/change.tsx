/**
 * What changed in the chosen territory: before and after, what was gained and lost, the parts that add up to it, and
 * where in it the change is greatest. Of a side that is damaged, or a bound, nothing is said: never 0.
 */
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { ChangeItem, Changes } from '../api'
import { againstText } from '../compare/against'
import { changeModel, greatest, type ChangeModel } from '../compare/model'
import { ChangedUnits, ChangeSentence, type ChangedLists } from '../compare/sentence'
import { Absent } from '../figure-cell'
import { exact, nameOf, percent, points, signedQuantity } from '../format'
import type { Key } from '../i18n'
import { levelNames, levelsOf } from '../levels'
import { agree, type ChangeQuestion } from '../questions'
import { Answered, type Part } from '../shown'
import type { ChangedList } from '../state'
import { ChangeSwatch } from '../swatch'
import type { Actions, View } from '../view'

const FIRST = 8

export function ChangeSection({ view, actions }: Part): JSX.Element {
  const of = view.change.answer?.question ?? (view.change.status === 'idle' ? null : view.change.question)
  return (
    <Answered
      view={view}
      actions={actions}
      title={of ? titleOf(view, of) : ''}
      asked={view.change}
      about={{ code: view.code }}
      show={(changes, question) => (
        <ChangeTold
          view={view}
          actions={actions}
          changes={changes}
          question={question}
          lists={listsIn(view, actions, question)}
        />
      )}
    />
  )
}

/** Always with what it is compared with: the other half of every number below. */
const titleOf = (view: View, { against }: ChangeQuestion): string =>
  view.t('compare-against', { what: againstText(view, against, view.filings.answer?.value) })

/** Of the base units that the map is coloured by, those that lie in the territory; awaited until they are of this question. */
function listsIn(view: View, actions: Actions, question: ChangeQuestion): ChangedLists | null {
  const { country, places, selection, changes, code } = view
  const { base } = levelsOf(country)
  const level = places.get(code)?.level
  if (level === undefined || !levelsOf(country).chain.includes(level) || level === base) return null
  const all = changes.answer
  const isSame = all && all.question.against === question.against && agree(all.question, question)
  const inside = new Set(places.descendants(code, base).map((one) => one.code))
  const patch = (list: ChangedList | null, denominator: string | null) => ({
    changed: list,
    ...(denominator === null ? {} : { denominator }),
  })
  return {
    chosen: selection.changed,
    items: isSame ? all.value.items.filter((one) => inside.has(one.code)) : null,
    around: (unit) => {
      const around = places.get(unit.parent ?? '')
      return around && around.code !== code ? nameOf(view.lang, around.names) : ''
    },
    href: (list, denominator) => actions.addressOf(patch(list, denominator)),
    choose: (list, denominator) => actions.choose(patch(list, denominator)),
  }
}

/** What the telling of a change needs of a page, whichever page it is. */
type About = Pick<View, 'lang' | 't' | 'country'>
type Asked = Pick<ChangeQuestion, 'denominator' | 'code' | 'lang'>

interface ToldShown {
  view: About
  actions: Pick<Actions, 'goTo'>
  changes: Changes
  question: Asked
  /** The lists that the parts of its sentence lead to; null where there is nothing below to list. */
  lists: ChangedLists | null
}

/** A change of a territory with its parts, and where in it the change is greatest. */
export function ChangeTold({ view, actions, changes, question, lists }: ToldShown): JSX.Element {
  const model = changeModel(changes)
  return (
    <div class="change" data-change={model.change ?? undefined}>
      {sharesOf(view, model)}
      <ChangeSentence view={view} model={model} changes={changes} lists={lists} />
      {lists?.chosen ? (
        <ChangedUnits view={view} actions={actions} list={lists.chosen} lists={lists} changes={changes} />
      ) : null}
      {partsOf(view, question, model)}
      <Where view={view} actions={actions} changes={changes} of={question} />
      <details class="about">
        <summary class="link">{view.t('compare-meaning')}</summary>
        <p class="definition" lang={question.lang}>
          {changes.definition}
        </p>
      </details>
    </div>
  )
}

/** "81.4 % → 84.5 %, +3.1 points"; a dash with its reason where a side has no share. */
function sharesOf({ t, lang }: About, { lacking, before, after, change }: ChangeModel): ComponentChildren {
  if (lacking === 'damaged') return <p class="hint">{t('compare-damaged')}</p>
  const reason = t('state-nofiling')
  return (
    <p class="share change-shares">
      {change === null ? null : <strong>{points(lang, change)}</strong>}
      <span>
        <span class="visually-hidden">{t('compare-before')} </span>
        {before === null ? reason : percent(lang, before)}
        <span class="arrow" aria-hidden="true" />
        <span class="visually-hidden">{t('compare-after')} </span>
        {after === null ? reason : percent(lang, after)}
      </span>
    </p>
  )
}

/** What it comes of, in points and in what is counted, and that this is all of it. */
function partsOf(view: About, question: Asked, model: ChangeModel): ComponentChildren {
  const { t, lang } = view
  const own = model.amounts[0]
  if (!own) return null
  if (model.parts === null) return <p class="hint">{t('compare-unsplit')}</p>
  if (model.parts.length === 0) return null
  const of = question.denominator
  const row = (key: string, name: string, net: number, change: number | null, strong = false) => (
    <tr key={key} class={strong ? 'total' : undefined} data-part={key}>
      <th scope="row">{name}</th>
      <td class="number" title={exact(lang, net)}>
        {signedQuantity(lang, of, net)}
      </td>
      <td class="number">{change === null ? <Absent reason={t('state-nofiling')} /> : points(lang, change)}</td>
    </tr>
  )
  return (
    <>
      <table class="parts">
        <caption>{t('compare-parts')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t(`denominator-${of}` as Key)}</th>
            <th scope="col">{t('compare-share')}</th>
          </tr>
        </thead>
        <tbody>
          {model.parts.map(({ name, net, change }) => row(name, t(`compare-part-${name}`), net, change))}
          {row('total', t('compare-total'), own.net, model.change, true)}
        </tbody>
      </table>
      <p class="hint">{t(model.addsUp ? 'compare-adds-up' : 'compare-adds-up-rounded')}</p>
    </>
  )
}

/** The territories of the next level in which most changed, each a way there. */
function Where({
  view,
  actions,
  changes,
  of,
}: Pick<ToldShown, 'view' | 'actions' | 'changes'> & { of: Asked }): JSX.Element | null {
  const { t, lang, country } = view
  /** The territory whose list is shown in full: another one begins short again. */
  const [whole, setWhole] = useState<string | null>(null)
  if (changes.items.every((one) => one.code === of.code)) return null
  const found = greatest(changes.items)
  const level = changes.level
  if (found.length === 0) {
    const known = changes.items.some((one) => one.net !== null)
    return known ? <p class="hint">{t('compare-nowhere', { units: levelNames(country, lang, level) })}</p> : null
  }
  const all = whole === of.code
  return (
    <>
      <table class="units changed">
        <thead>
          <tr>
            <th scope="col">{t('compare-most', { units: levelNames(country, lang, level) })}</th>
            <th scope="col">{t(`denominator-${of.denominator}` as Key)}</th>
            <th scope="col">{t('compare-share')}</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, all ? undefined : FIRST).map((one) => (
            <Row key={one.code} view={view} actions={actions} item={one} of={of.denominator} />
          ))}
        </tbody>
      </table>
      {found.length > FIRST ? (
        <button type="button" class="link" onClick={() => setWhole(all ? null : of.code)}>
          {all ? t('panel-children-less') : t('panel-children-all', { n: found.length })}
        </button>
      ) : null}
    </>
  )
}

function Row({
  view,
  actions,
  item,
  of,
}: Pick<ToldShown, 'view' | 'actions'> & { item: ChangeItem; of: string }): JSX.Element {
  const { t, lang } = view
  return (
    <tr data-code={item.code}>
      <th scope="row">
        <button type="button" class="unit" onClick={() => actions.goTo(item.code)}>
          <ChangeSwatch change={item.change} />
          <span>{nameOf(lang, item.names)}</span>
        </button>
      </th>
      <td class="number quiet" title={exact(lang, item.net)}>
        {signedQuantity(lang, of, item.net)}
      </td>
      <td class="number">
        {item.change === null ? <Absent reason={t('state-nofiling')} /> : points(lang, item.change)}
      </td>
    </tr>
  )
}
