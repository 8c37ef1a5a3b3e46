/** What each operator claims at one chosen point. */
import type { Claim, MeasuredItem, Names } from '../api'
import type { ComponentChildren, JSX } from 'preact'
import { DamagedDash } from '../figure-cell'
import { filingHref, layerId } from '../filings/link'
import { Icon } from '../icons'
import { filingText, NAMED } from '../damage'
import { civilDate, coordinates, listText, megabits, nameOf, roundedPeople, tierText } from '../format'
import { unitWords } from '../levels'
import { evidenceText, VerdictBadge } from './measured'
import { answerAbout, Failure, headline, ofLine, type Part } from '../shown'
import type { Actions, View } from '../view'

export function PointSection({ view, actions }: Part): JSX.Element | null {
  const { t, lang, selection } = view
  if (!selection.point) return null
  const [lon, lat] = selection.point
  const remove = (
    <button
      type="button"
      class="icon-button small"
      aria-label={t('point-clear')}
      title={t('point-clear')}
      onClick={() => actions.askPoint(null)}
    >
      <Icon name="close" />
    </button>
  )
  const head = (
    <div class="section-head">
      <h2 class="kicker">{t('point-title')}</h2>
      {remove}
    </div>
  )
  const place = (
    <p class="coordinates">
      <Icon name="pin" />
      <bdi>{coordinates(lang, lon, lat)}</bdi>
    </p>
  )
  return (
    <section class="panel-section point" aria-live="polite">
      {head}
      {place}
      {body(view, actions)}
    </section>
  )
}

function body(view: View, actions: Actions): ComponentChildren {
  const { t, point, selection } = view
  if (point.status === 'idle') {
    return [
      <button type="button" class="link" onClick={() => actions.askPoint(selection.point)}>
        {t('point-ask')}
      </button>,
    ]
  }
  if (point.status === 'failed') return [<Failure view={view} error={point.error} actions={actions} />]
  const answer = selection.point && answerAbout(point, { at: selection.point })
  if (!answer) return [<p class="skeleton line" />]
  const { value: at, question } = answer
  if (at.outside) return [<p>{t('point-outside')}</p>]
  const tests = measuredHere(view, at.measurements ?? [])
  const damaged = at.damaged ?? []
  const unknown =
    damaged.length === 0 ? null : (
      <div class="point-damaged">
        <p class="hint">{t('point-damaged')}</p>
        <ul>
          {damaged.slice(0, NAMED).map((one) => (
            <li>{filingText(view, one)}</li>
          ))}
        </ul>
        {damaged.length > NAMED ? <p class="hint">{t('damage-more', { n: damaged.length - NAMED })}</p> : null}
      </div>
    )
  const none = <p>{t(damaged.length === 0 ? 'point-none' : 'point-none-damaged')}</p>
  return [ofLine(view, question), at.claims.length === 0 ? none : claims(view, at.claims), unknown, ...tests]
}

/** What was measured in the whole commune, by operator, technology and source. */
function measuredHere(view: View, items: MeasuredItem[]): JSX.Element[] {
  const { t, lang, country } = view
  const technology = (headline(view) ?? view.wanted).technology
  const told = items.filter((one) => one.tests === null || one.tests > 0)
  if (told.length === 0) return []
  const name = (of: { id: string; names: Names }[], id: string) =>
    nameOf(lang, of.find((one) => one.id === id)?.names) || id
  const order = country.technologies.map((one) => one.id)
  told.sort(
    (a, b) =>
      order.indexOf(a.technology) - order.indexOf(b.technology) ||
      a.operator.localeCompare(b.operator) ||
      (b.tests ?? 0) - (a.tests ?? 0),
  )
  const row = (one: MeasuredItem, at: number, all: MeasuredItem[]) => {
    const fresh = all[at - 1]?.technology !== one.technology
    return (
      <tr class={fresh ? 'fresh' : undefined}>
        <th scope="row">
          <span class={fresh ? undefined : 'visually-hidden'}>{name(country.technologies, one.technology)}</span>
        </th>
        <td>
          {name(country.operators, one.operator)}
          <span class="quiet block">
            <bdi>{one.source}</bdi>
            {' · '}
            {one.tests === null ? t('measured-damaged') : t('measured-tests', { n: one.tests })}
          </span>
        </td>
        <td class="number">
          {one.state === 'damaged' ? (
            <DamagedDash t={t} reason={t('measured-damaged')} />
          ) : one.download ? (
            megabits(lang, one.download.p50)
          ) : (
            <span class="quiet">{t('verdict-insufficient')}</span>
          )}
        </td>
      </tr>
    )
  }
  const table = (rows: MeasuredItem[]) => (
    <table class="claims tests">
      <tbody>{rows.map(row)}</tbody>
    </table>
  )
  const [own, others] = [
    told.filter((one) => one.technology === technology),
    told.filter((one) => one.technology !== technology),
  ]
  return [
    <h3 class="kicker">{t('point-measured', unitWords(view.country, view.lang))}</h3>,
    ...(own.length > 0 ? [table(own)] : [<p class="hint">{t('measured-none')}</p>]),
    ...(others.length > 0
      ? [
          <details class="about">
            <summary class="link">
              {t('targets-others', { n: new Set(others.map((one) => one.technology)).size })}
            </summary>
            {table(others)}
          </details>,
        ]
      : []),
  ]
}

/** Mobile: one line per operator, the best speed claimed and where. Fixed: one per speed, for each has its own dwellings. */
function claims(view: View, all: Claim[]): JSX.Element {
  const { lang, country, t } = view
  const best = new Map<string, Claim[]>()
  for (const claim of all) {
    const fixed = country.technologies.find((one) => one.id === claim.technology)?.kind === 'fixed'
    const key = `${claim.technology}|${claim.operator}|${fixed ? claim.mindown : ''}`
    const so = best.get(key)
    const faster = (so?.[0]?.mindown ?? -1) - claim.mindown
    if (!so || faster < 0) best.set(key, [claim])
    else if (faster === 0) so.push(claim)
  }
  const order = country.technologies.map((one) => one.id)
  const lines = [...best.values()].sort(
    (a, b) =>
      order.indexOf(a[0]?.technology ?? '') - order.indexOf(b[0]?.technology ?? '') ||
      (a[0]?.operator ?? '').localeCompare(b[0]?.operator ?? ''),
  )
  const environmentOf = (claim: Claim) =>
    nameOf(lang, country.environments.find((one) => one.id === claim.environment)?.names)
  const row = (same: Claim[], at: number): JSX.Element | null => {
    const claim = same[0]
    if (!claim) return null
    const about = country.technologies.find((one) => one.id === claim.technology)
    const technology = about ? nameOf(lang, about.names) : claim.technology
    const operator = nameOf(lang, country.operators.find((one) => one.id === claim.operator)?.names) || claim.operator
    const fresh = lines[at - 1]?.[0]?.technology !== claim.technology
    const quiet =
      about?.kind === 'fixed'
        ? claim.units_passed
          ? t('point-passed', { n: roundedPeople(claim.units_passed) })
          : ''
        : listText(
            lang,
            [...new Set(same.map(environmentOf))].filter((one) => one !== ''),
          )
    return (
      <tr class={fresh ? 'fresh' : undefined} title={civilDate(lang, claim.as_of)}>
        <th scope="row">
          <span class={fresh ? undefined : 'visually-hidden'}>{technology}</span>
        </th>
        <td>
          {operator}
          <span class="quiet block">{quiet}</span>
          <a class="link" href={filingHref(lang, claim.filing, { layer: layerId(claim) })}>
            {t('point-filing', { date: civilDate(lang, claim.as_of) })}
          </a>
        </td>
        <td class="number">
          {claim.mindown > 0 ? tierText(lang, claim.mindown, claim.minup) : ''}
          {claim.verdict ? <VerdictBadge t={t} verdict={isUntold(claim) ? 'damaged' : claim.verdict} /> : null}
          {(claim.evidence ?? []).map((one) => (
            <span class="quiet block evidence" title={evidenceText(view, one)}>
              <bdi>{one.source}</bdi>
              {' · '}
              {one.tests === null ? t('state-damaged-short') : evidenceText(view, one)}
            </span>
          ))}
        </td>
      </tr>
    )
  }
  return (
    <table class="claims">
      <tbody>{lines.map(row)}</tbody>
    </table>
  )
}

/** Nothing can be told where every source rests on something damaged. */
const isUntold = ({ evidence }: Claim): boolean => evidence.length > 0 && evidence.every((one) => one.tests === null)
