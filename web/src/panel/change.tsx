/**
 * What changed in the chosen territory: before and after, what was gained and lost, the parts that add up to it, and
 * where in it the change is greatest. Of a side that is damaged, or a bound, nothing is said: never 0.
 */
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { ChangeItem, Changes } from '../api'
import { againstText } from '../compare/against'
import { changeModel, greatest, type Amount, type ChangeModel } from '../compare/model'
import { Absent } from '../figure-cell'
import { exact, listText, nameOf, percent, points, quantity, signedQuantity } from '../format'
import type { Key } from '../i18n'
import { levelNames, levelsTitle } from '../levels'
import type { ChangeQuestion } from '../questions'
import { Answered, type Part } from '../shown'
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
      show={(changes, question) => <ChangeTold view={view} actions={actions} changes={changes} question={question} />}
    />
  )
}

/** Always with what it is compared with: the other half of every number below. */
const titleOf = (view: View, { against }: ChangeQuestion): string =>
  view.t('compare-against', { what: againstText(view, against) })

/** What the telling of a change needs of a page, whichever page it is. */
type About = Pick<View, 'lang' | 't' | 'country'>
type Asked = Pick<ChangeQuestion, 'denominator' | 'code' | 'lang'>

interface ToldShown {
  view: About
  actions: Pick<Actions, 'goTo'>
  changes: Changes
  question: Asked
}

/** A change of a territory with its parts, and where in it the change is greatest. */
export function ChangeTold({ view, actions, changes, question }: ToldShown): JSX.Element {
  const model = changeModel(changes)
  return (
    <div class="change" data-change={model.change ?? undefined}>
      {sharesOf(view, model)}
      {model.amounts.length > 0 ? (
        <dl class="key">
          {amountsEntry(view, 'gained', model.amounts)}
          {amountsEntry(view, 'lost', model.amounts)}
          {directionsEntry(view, model)}
        </dl>
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

const unitOf = ({ t }: About, denominator: string): string => t(`unit-${denominator}` as Key)

function amountsEntry(view: About, which: 'gained' | 'lost', amounts: Amount[]): JSX.Element {
  const { t, lang } = view
  const signed = which === 'gained' ? 1 : -1
  const text = ({ denominator, [which]: value }: Amount): string => {
    const written = value === 0 ? quantity(lang, denominator, 0) : signedQuantity(lang, denominator, signed * value)
    return `${written} ${unitOf(view, denominator)}`.trim()
  }
  const title = amounts.map((one) => `${exact(lang, one[which])} ${unitOf(view, one.denominator)}`.trim())
  return (
    <div class={which === 'lost' && amounts.some((one) => one.lost > 0) ? 'fall' : undefined}>
      <dt>{t(`compare-${which}`)}</dt>
      <dd title={listText(lang, title)}>
        {amounts.map((one) => (
          <span class="amount" key={one.denominator}>
            {text(one)}
          </span>
        ))}
      </dd>
    </div>
  )
}

function directionsEntry({ t, lang, country }: About, { directions }: ChangeModel): JSX.Element | null {
  if (!directions) return null
  const { level, up, down } = directions
  return (
    <div>
      <dt>{levelsTitle(country, lang, level)}</dt>
      <dd>{t('compare-directions', { up, down })}</dd>
    </div>
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
