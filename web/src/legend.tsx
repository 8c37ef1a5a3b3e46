/** The legend: its sentence is the definition, word for word as the server gives it; then the classes. */
import type { Country, Definition, Lang } from './api'
import { shareClasses, withClass } from './classes'
import { OwnClasses } from './legend/own-classes'
import { isSwiped } from './compare/against'
import { ChangeFailed, ChangeScale, ChangeSentence } from './compare/legend'
import { isOld } from './answer'
import type { ComponentChildren, JSX, Ref } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Icon } from './icons'
import { civilDate, megabits, nameOf, listText, percentBreak, percentSign } from './format'
import { levelsOf, levelsTitle } from './levels'
import { ListedLegend } from './listed-parts'
import { SPEED_CLASSES, unitOf, type Measured } from './measured'
import { CELL_FILLS, cssFill } from './palette'
import { lineColours } from './routes'
import { agedAs, Failure, ofLine, type Part } from './shown'
import { technologyOf } from './state'
import type { Actions, View } from './view'

export interface LegendModel {
  sentence: string
  classes: { id: string; colour: string; from: string; to: string }[]
  sign: string
  missing: string[]
  damaged: string[]
  estimate: boolean
}

export function legendModel(definition: Definition, country: Country, lang: Lang): LegendModel {
  const nameOfOperator = (id: string) => nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id
  const single = definition.scope.startsWith('op:')
  return {
    sentence: definition.sentence,
    classes: shareClasses().map((one) => ({
      id: one.id,
      colour: cssFill(one.fill),
      from: percentBreak(lang, one.from),
      to: percentBreak(lang, one.to),
    })),
    sign: percentSign(lang),
    missing: single ? [] : definition.operators_without_filing.map(nameOfOperator),
    damaged: (definition.operators_damaged ?? []).map(nameOfOperator),
    estimate: !single && technologyOf(country, definition.technology).kind === 'fixed',
  }
}

/** What the map's colours and marks say, in the classes of the answer that is shown. */
export function Legend({
  view,
  actions,
  root,
}: {
  view: View | null
  actions: Actions
  root: Ref<HTMLElement>
}): JSX.Element {
  const [wide, setWide] = useState(false)
  return (
    <section class={wide ? 'legend expanded' : 'legend'} aria-label={view?.t('legend-title')} ref={root}>
      {view ? (
        <Shown view={view} actions={actions} wide={wide} widen={() => setWide(!wide)} />
      ) : (
        <div class="legend-head">
          <p class="legend-sentence" id="legend-sentence" />
        </div>
      )}
    </section>
  )
}

function Shown({ view, actions, wide, widen }: Part & { wide: boolean; widen: () => void }): JSX.Element {
  const { figures, lang, t } = view
  // The plate is there before all other figures, and its numbers need their definition.
  const answer = figures.answer ?? view.plate.answer
  const { answer: change } = view.changes
  const failed = figures.status === 'failed' && !change
  const classes = shareClasses()
  const model = useMemo(
    () => (answer ? legendModel(answer.value.definition, view.country, lang) : null),
    [answer, view.country, lang, classes],
  )
  const notice = noticeOf(view, actions)
  return (
    <>
      <div class="notice" role="status" hidden={notice === null}>
        {notice}
      </div>
      <div class="legend-head" hidden={failed}>
        {change ? (
          <ChangeSentence view={view} change={change} />
        ) : (
          <p
            {...agedAs(model ? 'legend-sentence' : 'legend-sentence skeleton', figures)}
            id="legend-sentence"
            lang={answer?.question.lang ?? lang}
          >
            {model?.sentence ?? ''}
          </p>
        )}
        <button
          type="button"
          class="legend-toggle icon-button"
          aria-controls="legend-sentence"
          aria-expanded={wide}
          aria-label={t(wide ? 'legend-collapse' : 'legend-expand')}
          onClick={widen}
        >
          <Icon name="up" />
        </button>
      </div>
      {change && !isSwiped(view.selection) ? (
        <>
          <ChangeScale view={view} change={change} />
          <div {...agedAs('legend-notes', view.changes)}>{footprintOf(view)}</div>
        </>
      ) : (
        <>
          <div {...agedAs('legend-scale', figures)} role="group" hidden={failed}>
            {model ? scaleOf(model, view, actions) : null}
          </div>
          {model ? <OwnClasses view={view} actions={actions} /> : null}
          <div {...agedAs('legend-notes', figures)}>{failed ? null : notesOf(view, model)}</div>
        </>
      )}
      <ChangeFailed view={view} actions={actions} />
      <div {...agedAs('legend-measured', view.measured)}>{measuredOf(view, actions)}</div>
      <div {...agedAs('legend-listed', view.listed)}>
        <ListedLegend view={view} />
      </div>
      <div {...agedAs('legend-routes', view.routes)}>{routesOf(view, actions)}</div>
      <p class="loading" role="status">
        {isOld(change ? view.changes : figures) ? t('state-loading') : ''}
      </p>
    </>
  )
}

/** What is not a class: no data, what is damaged, who has not filed. */
function notesOf(view: View, model: LegendModel | null): ComponentChildren {
  const { t, lang, figures, country } = view
  return (
    <>
      {footprintOf(view)}
      <p class="legend-nodata">
        <span class="bar none" aria-hidden="true" />
        {t('legend-nodata')}
      </p>
      {model ? damagedOf(view, figures.answer?.value.tree.get(country.id)?.state, model.damaged) : null}
      {model && model.missing.length > 0 ? <p>{t('legend-missing', { list: listText(lang, model.missing) })}</p> : null}
      {model?.estimate ? <p>{t('legend-estimate')}</p> : null}
    </>
  )
}

/** What is seen from near: cells that are covered, or gained and lost, and people who are not covered. */
function footprintOf({ t, footprint }: View): ComponentChildren {
  if (footprint.status === 'failed') return <p class="legend-bound">{t('footprint-failed')}</p>
  if (!footprint.answer) return null
  return (
    <>
      {footprint.answer.value.parts.map(({ look }) => (
        <p class="legend-nodata" key={look}>
          <span class="bar" style={{ backgroundColor: cssFill(CELL_FILLS[look]) }} aria-hidden="true" />
          {t(`footprint-${look}`)}
        </p>
      ))}
      {footprint.answer.value.gap ? (
        <p class="legend-nodata">
          <span class="gap-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t('gap-legend')}
        </p>
      ) : null}
    </>
  )
}

/** Damaged filings: what has their look on the map, or why every number is a lower bound. */
function damagedOf({ t, lang }: View, state: string | undefined, operators: string[]): JSX.Element[] {
  const list = listText(lang, operators)
  if (state === 'damaged')
    return [
      <p class="legend-nodata legend-damaged">
        <span class="bar damaged" aria-hidden="true" />
        {t('state-damaged')}
        {operators.length > 0 ? ` (${list})` : ''}
      </p>,
    ]
  return state === 'lower_bound' ? [<p class="legend-bound">{t('legend-bound', { list })}</p>] : []
}

/** The other side of the divider: in which units, what the colours and marks say, and whose tests they are. */
function measuredOf(view: View, actions: Actions): ComponentChildren {
  const { t, lang, selection, country, measured: asked } = view
  if (asked.status === 'failed')
    return [
      <h3 class="kicker">{t('measured-title')}</h3>,
      <Failure view={view} error={asked.error} actions={actions} quiet />,
    ]
  if (!asked.answer || asked.answer.value.items.size === 0) return []
  const { question, value: measured } = asked.answer
  const show = selection.show ?? 'verdict'
  const entry = (mark: string, words: string) => (
    <li>
      <span class={`swatch wide ${mark}`} aria-hidden="true" />
      {words}
    </li>
  )
  const told = show === 'verdict' ? [entry('mark-confirmed', t('verdict-confirmed'))] : []
  const against = entry(show === 'verdict' ? 'mark-contradicted' : 'mark-against', t('verdict-contradicted'))
  return [
    <h3 class="kicker">
      {t('measured-legend', {
        what: t(`measured-show-${show}`),
        level: levelsTitle(country, lang, unitOf(levelsOf(country), selection.by)),
      })}
    </h3>,
    ofLine(view, question),
    ...(show === 'download' ? [speedScale(lang)] : []),
    <ul class="marks">
      {told}
      {against}
      {entry('mark-insufficient', t('verdict-insufficient'))}
      {entry('none', t('measured-none'))}
      {isSomeDamaged(measured) ? [entry('damaged', t('verdict-damaged'))] : []}
    </ul>,
    show === 'verdict' ? <p class="hint">{t('measured-strength')}</p> : null,
    ...(question.scope.startsWith('op:') ? [] : [<p class="hint">{t('measured-several')}</p>]),
    <details>
      <summary class="link">{t('measured-definition')}</summary>
      <p lang={question.lang}>{measured.definition.sentence}</p>
    </details>,
  ]
}

const isSomeDamaged = ({ items }: Measured): boolean =>
  [...items.values()].some((all) =>
    all.some((one) => one.state === 'damaged' || one.tiers.some((tier) => tier.tests === null)),
  )

function speedScale(lang: Lang): JSX.Element {
  return (
    <div class="legend-scale speeds" role="list">
      {SPEED_CLASSES.map((one, at) => {
        const from = megabits(lang, one.from, false).replace(/[.,]0(?=\D|$)/, '')
        return (
          <span class="step" role="listitem">
            <span class="bar" style={{ backgroundColor: cssFill(one.fill) }} />
            <span class="from">{from}</span>
            {at === SPEED_CLASSES.length - 1 ? (
              <span class="to" dir="ltr">
                Mbit/s
              </span>
            ) : null}
          </span>
        )
      })}
    </div>
  )
}

/** Whose lines these are, what a dash means, and what counts as a kilometre. */
function routesOf(view: View, actions: Actions): ComponentChildren {
  const { t, lang, country, theme, routes: asked } = view
  if (asked.status === 'failed')
    return [
      <h3 class="kicker">{t('routes-title')}</h3>,
      <Failure view={view} error={asked.error} actions={actions} quiet />,
    ]
  if (!asked.answer || asked.answer.value.networks.length === 0) return []
  const { question, value: routes } = asked.answer
  const colours = lineColours(country, theme)
  const operators = [...new Set(routes.networks.map((one) => one.operator))]
  const sample = (colour: string, planned: boolean): JSX.Element => {
    const line = (
      <line
        x1={1}
        x2={27}
        y1={6}
        y2={6}
        stroke={colour}
        stroke-width={3}
        stroke-dasharray={planned ? '5 3.5' : undefined}
      />
    )
    return (
      <svg viewBox="0 0 28 12" class="line-sample" aria-hidden="true">
        {line}
      </svg>
    )
  }
  const entry = (colour: string, planned: boolean, words: string) => (
    <li>
      {sample(colour, planned)}
      {words}
    </li>
  )
  return [
    <h3 class="kicker">{t('routes-title')}</h3>,
    ofLine(view, question),
    <ul class="line-samples">
      {operators.map((id) =>
        entry(colours.get(id) ?? '', false, nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id),
      )}
      {entry('currentColor', false, t('routes-operational'))}
      {entry('currentColor', true, t('routes-planned'))}
    </ul>,
    <details>
      <summary class="link">{t('routes-definition')}</summary>
      <p lang={question.lang}>{routes.definition.sentence}</p>
    </details>,
  ]
}

/** Exactly 0, then the classes; a press lets one stand out on the map, and several. */
function scaleOf({ classes, sign }: LegendModel, { t, selection }: View, actions: Actions): JSX.Element[] {
  const picked = selection.only
  return classes.map((one, at, all) => {
    const share = at === 0 ? `${one.from}${sign}` : `${at === 1 ? '>' : ''}${one.from}–${one.to}${sign}`
    const isPicked = picked?.includes(one.id) ?? false
    const look = ['step', at === 0 ? 'zero' : '', picked && !isPicked ? 'out' : '']
    return (
      <button
        type="button"
        class={look.filter(Boolean).join(' ')}
        aria-pressed={isPicked}
        aria-label={t('legend-pick', { share })}
        title={t('legend-pick', { share })}
        data-class={one.id}
        onClick={() => actions.choose({ only: withClass(picked, one.id) })}
      >
        <span class="bar" style={{ backgroundColor: one.colour }} />
        <span class="from" aria-hidden="true">
          {at === 1 ? '\u00a0' : one.from}
        </span>
        {at === all.length - 1 ? <span class="to" dir="ltr" aria-hidden="true">{`${one.to}${sign}`}</span> : null}
      </button>
    )
  })
}

/** What stands in the way of an answer, and what to do about it. */
function noticeOf(view: View, actions: Actions): ComponentChildren {
  const { t, lang, figures } = view
  if (figures.status === 'failed') return [<Failure view={view} error={figures.error} actions={actions} quiet />]
  if (!figures.answer) return null
  const {
    question: { asOf },
    value: { tree, firstDate },
  } = figures.answer
  if (tree.get(view.country.id)?.state !== 'no_filing' || !asOf) return null
  return [
    <strong>{t('empty-title', { date: civilDate(lang, asOf) })}</strong>,
    <span>{firstDate ? t('empty-first', { date: civilDate(lang, firstDate) }) : t('empty-never')}</span>,
    firstDate ? (
      <button type="button" class="button" onClick={() => actions.choose({ asOf: firstDate })}>
        {t('empty-show', { date: civilDate(lang, firstDate) })}
      </button>
    ) : null,
  ]
}
