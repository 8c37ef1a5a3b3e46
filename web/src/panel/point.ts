/** What each operator claims at one chosen point. */
import type { Claim, MeasuredItem, Names } from '../api'
import { el, icon, type Child } from '../dom'
import { filingText, NAMED } from '../damage'
import { damagedDash } from '../figure'
import { civilDate, coordinates, listText, megabits, nameOf, roundedPeople, tierText } from '../format'
import { unitWords } from '../levels'
import { evidenceText, verdictBadge } from './measured'
import { answerAbout, failure, headline, ofLine } from '../shown'
import type { Actions, View } from '../view'

export function pointSection(view: View, actions: Actions): HTMLElement | null {
  const { t, lang, selection } = view
  if (!selection.point) return null
  const [lon, lat] = selection.point
  const remove = el(
    'button',
    {
      type: 'button',
      class: 'icon-button small',
      'aria-label': t('point-clear'),
      title: t('point-clear'),
      onclick: () => actions.askPoint(null),
    },
    icon('close'),
  )
  const head = el('div', { class: 'section-head' }, el('h2', { class: 'kicker' }, t('point-title')), remove)
  const place = el('p', { class: 'coordinates' }, icon('pin'), el('bdi', {}, coordinates(lang, lon, lat)))
  return el('section', { class: 'panel-section point', 'aria-live': 'polite' }, head, place, ...body(view, actions))
}

function body(view: View, actions: Actions): Child[] {
  const { t, point, selection } = view
  if (point.status === 'idle') {
    return [
      el('button', { type: 'button', class: 'link', onclick: () => actions.askPoint(selection.point) }, t('point-ask')),
    ]
  }
  if (point.status === 'failed') return [failure(view, point.error, actions)]
  const answer = selection.point && answerAbout(point, { at: selection.point })
  if (!answer) return [el('p', { class: 'skeleton line' })]
  const { value: at, question } = answer
  if (at.outside) return [el('p', {}, t('point-outside'))]
  const tests = measuredHere(view, at.measurements ?? [])
  const damaged = at.damaged ?? []
  const unknown =
    damaged.length === 0
      ? null
      : el(
          'div',
          { class: 'point-damaged' },
          el('p', { class: 'hint' }, t('point-damaged')),
          el('ul', {}, ...damaged.slice(0, NAMED).map((one) => el('li', {}, filingText(view, one)))),
          damaged.length > NAMED ? el('p', { class: 'hint' }, t('damage-more', { n: damaged.length - NAMED })) : null,
        )
  const none = el('p', {}, t(damaged.length === 0 ? 'point-none' : 'point-none-damaged'))
  return [ofLine(view, question), at.claims.length === 0 ? none : claims(view, at.claims), unknown, ...tests]
}

/** What was measured in the whole commune, by operator, technology and source. */
function measuredHere(view: View, items: MeasuredItem[]): HTMLElement[] {
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
    return el(
      'tr',
      { class: fresh ? 'fresh' : null },
      el(
        'th',
        { scope: 'row' },
        el('span', { class: fresh ? null : 'visually-hidden' }, name(country.technologies, one.technology)),
      ),
      el(
        'td',
        {},
        name(country.operators, one.operator),
        el(
          'span',
          { class: 'quiet block' },
          el('bdi', {}, one.source),
          ' · ',
          one.tests === null ? t('measured-damaged') : t('measured-tests', { n: one.tests }),
        ),
      ),
      el(
        'td',
        { class: 'number' },
        one.state === 'damaged'
          ? damagedDash(t, t('measured-damaged'))
          : one.download
            ? megabits(lang, one.download.p50)
            : el('span', { class: 'quiet' }, t('verdict-insufficient')),
      ),
    )
  }
  const table = (rows: MeasuredItem[]) => el('table', { class: 'claims tests' }, el('tbody', {}, ...rows.map(row)))
  const [own, others] = [
    told.filter((one) => one.technology === technology),
    told.filter((one) => one.technology !== technology),
  ]
  return [
    el('h3', { class: 'kicker' }, t('point-measured', unitWords(view.country, view.lang))),
    ...(own.length > 0 ? [table(own)] : [el('p', { class: 'hint' }, t('measured-none'))]),
    ...(others.length > 0
      ? [
          el(
            'details',
            { class: 'about' },
            el(
              'summary',
              { class: 'link' },
              t('targets-others', { n: new Set(others.map((one) => one.technology)).size }),
            ),
            table(others),
          ),
        ]
      : []),
  ]
}

/** Mobile: one line per operator, the best speed claimed and where. Fixed: one per speed, for each has its own dwellings. */
function claims(view: View, all: Claim[]): HTMLElement {
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
  const row = (same: Claim[], at: number): HTMLElement | null => {
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
    return el(
      'tr',
      { class: fresh ? 'fresh' : null, title: civilDate(lang, claim.as_of) },
      el('th', { scope: 'row' }, el('span', { class: fresh ? null : 'visually-hidden' }, technology)),
      el('td', {}, operator, el('span', { class: 'quiet block' }, quiet)),
      el(
        'td',
        { class: 'number' },
        claim.mindown > 0 ? tierText(lang, claim.mindown, claim.minup) : '',
        claim.verdict ? verdictBadge(view, isUntold(claim) ? 'damaged' : claim.verdict) : null,
        ...(claim.evidence ?? []).map((one) =>
          el(
            'span',
            { class: 'quiet block evidence', title: evidenceText(view, one) },
            el('bdi', {}, one.source),
            ' · ',
            one.tests === null ? t('state-damaged-short') : evidenceText(view, one),
          ),
        ),
      ),
    )
  }
  return el('table', { class: 'claims' }, el('tbody', {}, ...lines.map(row)))
}

/** Nothing can be told where every source rests on something damaged. */
const isUntold = ({ evidence }: Claim): boolean => evidence.length > 0 && evidence.every((one) => one.tests === null)
