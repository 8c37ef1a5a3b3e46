/** The figures of the chosen territory, from its name down to its parts. Sections are remade only when what they show changes. */
import { agree, scopeText, wordsOf, type FiguresQuestion } from './questions'
import type { History, Item, Operators } from './api'
import type { Answer, Asked } from './answer'
import { Component, createRef, type ComponentChildren, type JSX } from 'preact'
import { shareCell } from './figure-cell'
import { atLeast, atMost, isCounted, isDamaged, reasonKey } from './figure'
import { civilDate, exact, nameOf, otherName, percent, points, quantity, squareKilometres, people } from './format'
import { directionOf } from './i18n'
import { levelsTitle, levelTitle } from './levels'
import { coveredKey, gapKey, listOf, unitKey } from './listed'
import { ListedSection } from './listed-parts'
import { BasisSection } from './panel/basis'
import { ChangeSection } from './panel/change'
import { DataSection } from './panel/data'
import { MeasuredSection } from './panel/measured'
import { PointSection } from './panel/point'
import { RoutesSection } from './panel/routes'
import { Spark } from './panel/spark'
import { TargetsSection } from './panel/targets'
import { UnitsSection } from './panel/units'
import { agedAs, Answered, answerAbout, Failure, headline, Section, type Part } from './shown'
import { Swatch } from './swatch'
import { gapOf, rankOf } from './tree'
import type { Actions, Figures, View } from './view'

type FiguresAnswer = Answer<FiguresQuestion, Figures>

/** The panel's slots, in their order. */
export const Sections = ({ view, actions }: Part): JSX.Element => (
  <>
    <Slot name="head">{headSection(view, actions)}</Slot>
    <Slot name="figures" asked={view.figures}>
      {figuresSection(view, actions)}
    </Slot>
    <Slot name="basis" asked={view.basis}>
      <BasisSection view={view} actions={actions} />
    </Slot>
    <Slot name="change" asked={view.change}>
      <ChangeSection view={view} actions={actions} />
    </Slot>
    <Slot name="listed" asked={view.listed}>
      <ListedSection view={view} actions={actions} />
    </Slot>
    <Slot name="point" asked={view.point}>
      <PointSection view={view} actions={actions} />
    </Slot>
    <Slot name="measured" asked={view.measured}>
      <MeasuredSection view={view} actions={actions} />
    </Slot>
    <Slot name="history" asked={view.history}>
      <HistorySection view={view} actions={actions} />
    </Slot>
    <Slot name="targets" asked={view.targets}>
      <TargetsSection view={view} actions={actions} />
    </Slot>
    <Slot name="operators" asked={view.operators}>
      <OperatorsSection view={view} actions={actions} />
    </Slot>
    <Slot name="routes" asked={view.routeKm}>
      <RoutesSection view={view} actions={actions} />
    </Slot>
    <Slot name="units" asked={view.figures}>
      <UnitsSection view={view} actions={actions} />
    </Slot>
    <Slot name="definition" asked={view.figures}>
      {definitionSection(view)}
    </Slot>
    <Slot name="data" asked={view.figures}>
      <DataSection view={view} actions={actions} />
    </Slot>
  </>
)

interface SlotShown {
  name: string
  asked?: Asked<unknown, unknown>
  children: ComponentChildren
}

/**
 * One part of the panel, marked while its answer is an old one. The focus is never lost in it: when what had it is gone,
 * it goes to what stands there now, or to the name of the place.
 */
class Slot extends Component<SlotShown> {
  private readonly node = createRef<HTMLDivElement>()

  override getSnapshotBeforeUpdate(): number {
    return this.focusables().findIndex((one) => one === document.activeElement)
  }

  override componentDidUpdate(_props: SlotShown, _state: unknown, focused: number): void {
    if (focused < 0 || this.node.current?.contains(document.activeElement)) return
    const next = this.focusables()[focused] ?? document.querySelector<HTMLElement>('.panel h1')
    next?.focus({ preventScroll: true })
  }

  override render({ name, asked, children }: SlotShown): JSX.Element {
    const classes = `slot slot-${name}`
    return (
      <div {...(asked ? agedAs(classes, asked) : { class: classes })} ref={this.node}>
        {children}
      </div>
    )
  }

  private focusables(): HTMLElement[] {
    return [...(this.node.current?.querySelectorAll<HTMLElement>('button, a, summary') ?? [])]
  }
}

function headSection(view: View, actions: Actions): ComponentChildren {
  const { t, lang, country } = view
  const place = view.places.get(view.code)
  if (!place) {
    const missing = view.figures.status === 'ready'
    return [missing ? <p>{t('error-unknown-territory')}</p> : <div class="skeleton title" />]
  }
  const path = view.places.path(view.code)
  const crumbs = (
    <nav class="crumbs" aria-label={t('panel-path')}>
      <ol>
        {path.slice(0, -1).map((one) => (
          <li>
            <button type="button" class="link" onClick={() => actions.goTo(one.code === country.id ? null : one.code)}>
              {nameOf(lang, one.names)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
  const about = view.territories.get(view.code)
  const census = about?.population?.[String(country.census.year)]
  const facts = [
    census ? `${people(lang, census)} ${t('panel-census')}` : null,
    about?.area_km2 ? squareKilometres(lang, about.area_km2) : null,
  ].filter((one) => one !== null)
  const second = otherName(lang, place.names)
  return [
    path.length > 1 ? crumbs : null,
    <p class="kicker">
      {levelTitle(country, lang, place.level)}
      {place.code !== country.id ? (
        <bdi class="code" title={t('panel-code')}>
          {place.code}
        </bdi>
      ) : null}
    </p>,
    <h1 tabindex={-1}>
      <bdi>{nameOf(lang, place.names)}</bdi>
    </h1>,
    second ? (
      <p class="second-name" lang={second.lang} dir={directionOf(second.lang)}>
        {second.name}
      </p>
    ) : null,
    facts.length > 0 ? <p class="facts quiet">{facts.join(' · ')}</p> : null,
  ]
}

function figuresSection(view: View, actions: Actions): ComponentChildren {
  const { t, lang, figures } = view
  if (figures.status === 'failed') return <Failure view={view} error={figures.error} actions={actions} />
  if (!figures.answer) return [<div class="skeleton block" />]
  const {
    question,
    value: { tree },
  } = figures.answer
  const item = tree.get(view.code)
  if (!item) return []
  const { denominator: of, ...asked } = question
  // Of people it is said beside the share what they are; of places only that they are.
  const words = <p class="of">{wordsOf(view, listOf(of) === null ? asked : question)}</p>
  if (!isCounted(item) || item.share === null) {
    const dash = isDamaged(item) ? '– ' : ''
    return [
      words,
      <p class="share" data-state={item.state}>
        <Swatch of={item} />
        <strong class="word">{`${dash}${t(reasonKey(item))}`}</strong>
      </p>,
      isDamaged(item) ? <p class="hint">{t('state-damaged-share')}</p> : null,
    ]
  }
  const unit = t(unitKey(of))
  const sum = (
    <p class="sum" title={`${exact(lang, item.covered)} / ${exact(lang, item.total)}`}>
      {atLeast(
        view,
        item,
        t('panel-covered', {
          covered: quantity(lang, of, item.covered),
          total: quantity(lang, of, item.total),
          unit,
        }).trim(),
      )}
    </p>
  )
  return [
    words,
    <p class="share" data-share={item.share} data-state={item.state}>
      <Swatch of={item} />
      <strong>{atLeast(view, item, percent(lang, item.share))}</strong>
      <span>{t(coveredKey(of))}</span>
    </p>,
    shareBar(item.share),
    sum,
    <dl class="key">
      {changeEntry(view, question)}
      {gapEntry(view, of, item)}
      {rankEntry(view, figures.answer, item)}
    </dl>,
    item.capped ? (
      <p class="hint">{t('panel-capped', { ratio: exact(lang, Math.round((item.ratio ?? 1) * 100) / 100) })}</p>
    ) : null,
  ]
}

function shareBar(share: number): JSX.Element {
  return (
    <div class="share-bar" aria-hidden="true">
      <span style={{ inlineSize: `${share * 100}%` }} />
    </div>
  )
}

/** The change since the filing before, once the history is of the same question as the figure. */
function changeEntry(view: View, question: FiguresQuestion): JSX.Element[] {
  const history = answerAbout(view.history, { code: view.code })
  if (!history || !agree(history.question, question)) return []
  const { items } = history.value
  const now = items.findLastIndex((one) => one.as_of <= (question.asOf ?? '9999'))
  const before = items.slice(0, Math.max(0, now)).findLast((one) => one.share !== null)
  const current = items[now]
  // Of a bound, no change is known.
  if (
    !current ||
    current.share === null ||
    !before ||
    before.share === null ||
    current.state !== 'known' ||
    before.state !== 'known'
  )
    return []
  const change = current.share - before.share
  return [
    <div class={change < -0.0005 ? 'fall' : undefined}>
      <dt>{view.t('panel-change', { date: civilDate(view.lang, before.as_of, 'short') })}</dt>
      <dd>{points(view.lang, change)}</dd>
    </div>,
  ]
}

function gapEntry(view: View, of: string, item: Item): JSX.Element[] {
  const gap = gapOf(item)
  return gap === null
    ? []
    : [
        <div>
          <dt>{view.t(gapKey(of))}</dt>
          <dd title={exact(view.lang, gap)}>{atMost(view, item, quantity(view.lang, of, gap))}</dd>
        </div>,
      ]
}

function rankEntry(view: View, { value: { tree } }: FiguresAnswer, item: Item): JSX.Element[] {
  const parent = item.parent ? tree.get(item.parent) : undefined
  const rank = rankOf(tree, item)
  if (!rank || !parent) return []
  const among = view.t('panel-rank-among', {
    level: levelsTitle(view.country, view.lang, item.level),
    parent: nameOf(view.lang, parent.names),
  })
  return [
    <div>
      <dt>{among}</dt>
      <dd>{view.t('panel-rank', rank)}</dd>
    </div>,
  ]
}

const HistorySection = ({ view, actions }: Part): JSX.Element => (
  <Answered
    view={view}
    actions={actions}
    title={view.t('panel-history')}
    asked={view.history}
    about={{ code: view.code }}
    show={(history) => spark(view, history, actions)}
  />
)

const spark = (view: View, history: History, actions: Actions): ComponentChildren =>
  history.items.some((one) => one.share !== null || isDamaged(one)) ? (
    <Spark
      history={history}
      current={headline(view)?.asOf ?? null}
      lang={view.lang}
      t={view.t}
      choose={(date) => actions.choose({ asOf: date })}
    />
  ) : null

const OperatorsSection = ({ view, actions }: Part): JSX.Element => (
  <Answered
    view={view}
    actions={actions}
    title={view.t('panel-operators')}
    asked={view.operators}
    about={{ code: view.code }}
    show={({ items }) => {
      const line = (one: OperatorFigure) => <OperatorLine key={one.scope} view={view} actions={actions} of={one} />
      const single = items.filter((one) => one.scope.startsWith('op:'))
      const together = ['any', 'min2', 'all'].flatMap((scope) => items.filter((one) => one.scope === scope))
      return (
        <>
          <ul class="operators" title={view.t('panel-operators-hint')}>
            {single.map(line)}
          </ul>
          <ul class="operators together">{together.map(line)}</ul>
        </>
      )
    }}
  />
)

type OperatorFigure = Operators['items'][number]

function OperatorLine({ view, actions, of }: Part & { of: OperatorFigure }): JSX.Element {
  const { lang, wanted } = view
  const name = of.scope.startsWith('op:') ? nameOf(lang, of.names) || of.scope.slice(3) : scopeText(view, of.scope)
  return (
    <li>
      <button
        type="button"
        class="operator"
        aria-pressed={of.scope === wanted.scope}
        onClick={() => actions.choose({ scope: of.scope })}
      >
        <span class="name">{name}</span>
        {isCounted(of) ? (
          <span class="bar">
            <span style={{ inlineSize: `${(of.share ?? 0) * 100}%` }} />
          </span>
        ) : (
          <span class={`bar ${isDamaged(of) ? 'damaged' : 'none'}`} />
        )}
        <span class="number">{shareCell(view, of)}</span>
      </button>
    </li>
  )
}

function definitionSection(view: View): ComponentChildren {
  const { answer } = view.figures
  return answer
    ? [
        <Section title={view.t('panel-definition')}>
          <p class="definition" lang={answer.question.lang}>
            {answer.value.definition.sentence}
          </p>
        </Section>,
      ]
    : []
}
