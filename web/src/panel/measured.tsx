/** Each operator's claim in the chosen territory, beside what tests say of it. */
import type { Evidence, MeasuredItem } from '../api'
import type { Answer } from '../answer'
import type { ComponentChildren, JSX } from 'preact'
import { Icon } from '../icons'
import { interval, megabits, nameOf, percent, tierText } from '../format'
import type { Translate } from '../i18n'
import { levelsOf, unitWords } from '../levels'
import { askMeasured, itemsAt, unitsInside, sourceOf, tierOf, verdictOf, type Judged, type Measured } from '../measured'
import type { MeasuredQuestion } from '../questions'
import { Failure, ofLine, type Part } from '../shown'
import { technologyOf } from '../state'
import type { Actions, View } from '../view'

type Told = Answer<MeasuredQuestion, Measured>

export function MeasuredSection({ view, actions }: Part): JSX.Element | null {
  const { t, selection } = view
  if (!selection.measured) return null
  return (
    <section class="panel-section measured" id="measured">
      <h2 class="kicker">{t('measured-title')}</h2>
      {body(view, actions)}
    </section>
  )
}

function body(view: View, actions: Actions): ComponentChildren {
  const { t, lang, measured, selection } = view
  if (measured.status === 'failed') return [<Failure view={view} error={measured.error} actions={actions} />]
  const told = measured.answer
  if (!told) return [<div class="skeleton block" />]
  const { question, value } = told
  if (value.items.size === 0) return [ofLine(view, question), <p class="hint">{t('measured-empty')}</p>]
  const source = sourceOf(value, selection.source)
  const items = itemsAt(value, view.code, source)
  const within = view.code === view.country.id ? null : view.code
  const levels = levelsOf(view.country)
  const level = view.places.get(view.code)?.level
  const file = actions.url('measurements', {
    ...askMeasured(question),
    level: unitsInside(levels, level ?? levels.first),
    within,
    source,
    lang,
    f: 'csv',
  })
  return [
    ofLine(view, question),
    items.length > 0 ? (
      <ul class="verdicts">{items.map((one) => line(view, told, one, actions))}</ul>
    ) : (
      <p class="hint">
        {level === levels.parts ? t('measured-commune', unitWords(view.country, lang)) : t('measured-none')}
      </p>
    ),
    contradictedIn(view, told, source, actions),
    items.length > 0 ? <p class="hint">{t('measured-met', { tier: tierWords(view, question) })}</p> : null,
    <details class="about">
      <summary class="link">{t('measured-definition')}</summary>
      <p class="definition" lang={question.lang}>
        {value.definition.sentence}
      </p>
    </details>,
    <a
      class="button"
      href={file}
      download={`taghtia-measured-${view.code}-${question.technology}-${question.asOf ?? ''}.csv`}
    >
      <Icon name="download" />
      {t('panel-csv')}
    </a>,
  ]
}

const FIRST = 8

/** Where inside the chosen territory tests contradict a claim, and whose: what the map shows, in words. */
function contradictedIn(
  view: View,
  { question, value: measured }: Told,
  source: string | null,
  actions: Actions,
): JSX.Element | null {
  const { t, lang, country, code, places } = view
  const found = places.descendants(code, unitsInside(levelsOf(country), places.get(code)?.level)).flatMap((unit) =>
    itemsAt(measured, unit.code, source)
      .filter((one) => verdictOf(one, question.tier) === 'contradicted')
      .map((item) => ({ unit, item })),
  )
  if (found.length === 0) return null
  const name = (id: string) => nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id
  return (
    <div class="contradicted">
      <p>
        <span class="swatch mark-contradicted" aria-hidden="true" />
        <strong>{t('measured-contradicted', { n: found.length })}</strong>
      </p>
      <ul>
        {found.slice(0, FIRST).map(({ unit, item }) => (
          <li data-code={unit.code} data-operator={item.operator}>
            <button type="button" class="link" onClick={() => actions.goTo(unit.code)}>
              {nameOf(lang, unit.names)}
            </button>
            <span class="quiet">{` · ${name(item.operator)}`}</span>
          </li>
        ))}
      </ul>
      {found.length > FIRST ? <p class="hint">{t('measured-more', { n: found.length - FIRST })}</p> : null}
    </div>
  )
}

function tierWords({ country, lang }: View, question: MeasuredQuestion): string {
  const tier = technologyOf(country, question.technology).tiers.find((one) => one.id === question.tier)
  return tier ? tierText(lang, tier.mindown, tier.minup) : question.tier
}

function line(view: View, { question }: Told, item: MeasuredItem, actions: Actions): JSX.Element {
  const { t, lang, country, wanted } = view
  const tier = tierOf(item, question.tier)
  const verdict = verdictOf(item, question.tier)
  const name = nameOf(lang, country.operators.find((one) => one.id === item.operator)?.names) || item.operator
  const scope = `op:${item.operator}`
  const figure = (words: string, value: string, more = '') => (
    <span>
      <span class="quiet">{words}</span>
      <strong>{value}</strong>
      {more ? <span class="quiet number">{more}</span> : null}
    </span>
  )
  const { download } = item
  return (
    <li data-operator={item.operator} data-verdict={verdict}>
      <button
        type="button"
        class="verdict-line"
        aria-pressed={wanted.scope === scope}
        onClick={() => actions.choose({ scope: wanted.scope === scope ? 'any' : scope })}
      >
        <span class="verdict-head">
          <span class="name">{name}</span>
          <VerdictBadge t={t} verdict={verdict} />
        </span>
        <span class="verdict-figures">
          {figure(t('measured-claimed'), percent(lang, tier?.claimed))}
          {figure(
            t('measured-measured'),
            percent(lang, tier?.share),
            tier && tier.low !== null && tier.high !== null ? interval(lang, tier.low, tier.high, 'share') : '',
          )}
        </span>
        <span class="verdict-figures quiet">
          <span>
            {download
              ? t('measured-median', {
                  speed: megabits(lang, download.p50),
                  interval: interval(lang, download.p50_low, download.p50_high, 'speed'),
                })
              : ''}
          </span>
          <span class="number">
            {item.tests === null ? t('measured-damaged') : t('measured-tests', { n: item.tests })}
          </span>
        </span>
        {tier && item.tests !== null ? <span class="quiet evidence">{evidenceText(view, tier)}</span> : null}
      </button>
    </li>
  )
}

/** What a verdict rests on, in words. */
export const evidenceText = ({ t }: Pick<View, 't'>, { tests, cells, days }: Evidence): string =>
  tests === null || cells === null || days === null
    ? t('measured-evidence-damaged')
    : t('measured-evidence', { tests, cells, days })

/** A verdict's word with its look on the map, so that colour alone never says it. */
export function VerdictBadge({ t, verdict }: { t: Translate; verdict: Judged }): JSX.Element {
  return (
    <span class="verdict" data-verdict={verdict}>
      <span class={`swatch mark-${verdict}`} aria-hidden="true" />
      {t(`verdict-${verdict}`)}
    </span>
  )
}
