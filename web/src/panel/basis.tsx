/**
 * Behind the number: whose filings it is made of, for which date, recorded when and in place of which; who has not filed
 * and what is damaged; how people are placed; each operator's own share, and what tests say of it. Asked for when opened.
 */
import type { ComponentChildren, JSX } from 'preact'
import type { Basis } from '../api'
import { kindText } from '../damage'
import { shareCell } from '../figure-cell'
import { civilDate, instant, interval, listText, nameOf, percent, tierText } from '../format'
import type { Key } from '../i18n'
import type { BasisQuestion } from '../questions'
import { listOf } from '../listed'
import { answerAbout, Failure, ofLine, type Part } from '../shown'
import { Swatch } from '../swatch'
import type { View } from '../view'
import { evidenceText, VerdictBadge } from './measured'

type Operator = Basis['operators'][number]
type Filing = Operator['filings'][number]
type Tests = Operator['tests'][number]

/** Where a number stands, or the reason for none: both rest on something. */
export function BasisSection({ view, actions }: Part): JSX.Element | null {
  const { t, basis, figures } = view
  if (!figures.answer) return null
  return (
    <details
      class="basis"
      open={basis.status !== 'idle'}
      onToggle={(event) => actions.openBasis(event.currentTarget.open)}
    >
      <summary class="link">{t('basis-title')}</summary>
      {basis.status === 'idle' ? null : bodyOf(view, actions)}
    </details>
  )
}

function bodyOf(view: View, actions: Part['actions']): ComponentChildren {
  const { basis } = view
  if (basis.status === 'failed') return <Failure view={view} error={basis.error} actions={actions} />
  const answer = answerAbout<BasisQuestion, Basis>(basis, { code: view.code })
  if (!answer) return <div class="skeleton block" />
  const { value, question } = answer
  return (
    <>
      {ofLine(view, question)}
      {value.operators.length > 0 ? (
        <ul class="basis-operators">
          {value.operators.map((one) => (
            <li key={one.operator} data-operator={one.operator}>
              {operatorOf(view, actions, one)}
            </li>
          ))}
        </ul>
      ) : (
        <p class="hint">{view.t('basis-none')}</p>
      )}
      {silentOf(view, value)}
      {question.denominator === 'area' || listOf(question.denominator) !== null ? null : (
        <p class="hint">{placedText(view, value)}</p>
      )}
      {testsWindow(view, value)}
    </>
  )
}

function operatorOf(view: View, actions: Part['actions'], operator: Operator): ComponentChildren {
  return (
    <>
      <p class="basis-share">
        <Swatch of={operator} />
        <strong>
          <bdi>{nameOf(view.lang, operator.names) || operator.operator}</bdi>
        </strong>
        <span class="number">{shareCell(view, operator)}</span>
      </p>
      <ul class="basis-filings">
        {operator.filings.map((one) => (
          <li key={one.id}>{filingOf(view, actions, one)}</li>
        ))}
      </ul>
      {operator.tests.map((one) => (
        <div class="basis-tests" key={one.source}>
          {testsOf(view, one)}
        </div>
      ))}
    </>
  )
}

/** One filing, as far as it counts for the number; the link leads to all that is public of it. */
function filingOf(view: View, actions: Part['actions'], filing: Filing): ComponentChildren {
  const { t, lang } = view
  const href = (id: string) => actions.url(`filings/${id}`, { lang })
  return (
    <>
      <a href={href(filing.id)}>
        {t('basis-filing', { kind: kindText(t, filing.kind), date: civilDate(lang, filing.as_of) })}
      </a>
      <span class="quiet">{t('basis-recorded', { date: instant(lang, filing.recorded) })}</span>
      {filing.damaged ? (
        <span class="damaged-dash">
          <span class="swatch damaged" aria-hidden="true" />
          <span class="word">{t('basis-damaged')}</span>
        </span>
      ) : null}
      <span class="quiet">{t('basis-layers', { list: listText(lang, layersOf(view, filing)) })}</span>
      {filing.replaces.length > 0 ? (
        <span class="quiet">
          {t('basis-replaces')}{' '}
          {filing.replaces.map((one, at) => (
            <>
              {at === 0 ? null : ' · '}
              <a href={href(one.id)}>
                {t('basis-replaced', { date: civilDate(lang, one.as_of), recorded: instant(lang, one.recorded) })}
              </a>
            </>
          ))}
        </span>
      ) : null}
    </>
  )
}

/** "4G 5/1 Mbit/s, outdoor: 12,345 cells". */
function layersOf({ t, lang, country }: View, { kind, layers }: Filing): string[] {
  return layers.map((layer) => {
    const technology = country.technologies.find((one) => one.id === layer.technology)
    const mobile = technology?.kind === 'mobile'
    const place = country.environments.find((one) => one.id === layer.environment)
    const words = [
      nameOf(lang, technology?.names) || layer.technology,
      layer.mindown > 0 ? tierText(lang, layer.mindown, layer.minup) : '',
      mobile ? nameOf(lang, place?.names) || layer.environment : '',
    ].filter((one) => one !== '')
    const extent = t(kind === 'mobile-coverage' ? 'basis-cells' : 'basis-premises', {
      n: layer.extent,
    })
    return `${words.join(' ')} (${extent})`
  })
}

function testsOf(view: View, tests: Tests): ComponentChildren {
  const { t, lang } = view
  const measured =
    tests.share !== null && tests.low !== null && tests.high !== null
      ? `${percent(lang, tests.share)} (${interval(lang, tests.low, tests.high, 'share')})`
      : null
  return (
    <>
      <VerdictBadge t={t} verdict={tests.tests === null ? 'damaged' : tests.verdict} />
      <span class="quiet">
        {t('basis-tests', { source: tests.source })}
        {measured === null ? null : ` ${measured}`}
      </span>
      <span class="quiet evidence">{evidenceText(view, tests)}</span>
    </>
  )
}

function silentOf({ t, lang }: View, { without_filing: silent }: Basis): JSX.Element | null {
  const names = silent.map((one) => nameOf(lang, one.names) || one.operator)
  return silent.length === 0 ? null : <p class="basis-silent">{t('basis-silent', { list: listText(lang, names) })}</p>
}

/** How people are placed: by which census, and by which of the surfaces that the page has a word for. */
function placedText({ t, lang, country }: View, { definition }: Basis): string {
  const known: Record<string, Key> = { 'urban-centre': 'basis-surface-urban-centre', uniform: 'basis-surface-uniform' }
  const key = known[definition.surface]
  const { census } = country
  const name = definition.census === census.id ? nameOf(lang, census.name) || census.id : definition.census
  return t('basis-placed', { census: name, surface: key ? t(key) : definition.surface })
}

const testsWindow = ({ t, lang }: View, { tests_from: from, tests_to: to }: Basis): JSX.Element | null =>
  from === null || to === null ? null : (
    <p class="hint">
      {t('basis-window', { from: civilDate(lang, `${from}-01`, 'short'), to: civilDate(lang, `${to}-01`, 'short') })}
    </p>
  )
