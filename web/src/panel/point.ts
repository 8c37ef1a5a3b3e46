/** What each operator claims at one chosen point. */
import type { Claim } from '../api'
import { el, icon } from '../dom'
import { civilDate, coordinates, listText, nameOf, people, tierText } from '../format'
import type { Actions, View } from '../view'

export function pointSection(view: View, actions: Actions): HTMLElement | null {
  const { t, lang, selection } = view
  if (!selection.point) return null
  const [lon, lat] = selection.point
  const remove = el('button', { type: 'button', class: 'icon-button small', 'aria-label': t('point.clear'), title: t('point.clear'), onclick: () => actions.askPoint(null) }, icon('close'))
  const head = el('div', { class: 'section-head' }, el('h2', { class: 'kicker' }, t('point.title')), remove)
  const place = el('p', { class: 'coordinates' }, icon('pin'), el('bdi', {}, coordinates(lang, lon, lat)))
  return el('section', { class: 'panel-section point', 'aria-live': 'polite' }, head, place, ...body(view, actions))
}

function body(view: View, actions: Actions): HTMLElement[] {
  const { t, point } = view
  if (point.status === 'idle') {
    return [el('button', { type: 'button', class: 'link', onclick: () => actions.askPoint(view.selection.point) }, t('point.ask'))]
  }
  if (point.status === 'error') return [el('p', {}, point.error ? t(`error.${point.error.kind}`) : '')]
  if (point.status === 'loading' || !point.value) return [el('p', { class: 'skeleton line' })]
  if (point.value.outside) return [el('p', {}, t('point.outside'))]
  if (point.value.claims.length === 0) return [el('p', {}, t('point.none'))]
  return [claims(view, point.value.claims)]
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
  const lines = [...best.values()].sort((a, b) => order.indexOf(a[0]?.technology ?? '') - order.indexOf(b[0]?.technology ?? '') || (a[0]?.operator ?? '').localeCompare(b[0]?.operator ?? ''))
  const environmentOf = (claim: Claim) => nameOf(lang, country.environments.find((one) => one.id === claim.environment)?.names)
  const row = (same: Claim[], at: number): HTMLElement | null => {
    const claim = same[0]
    if (!claim) return null
    const about = country.technologies.find((one) => one.id === claim.technology)
    const technology = about ? nameOf(lang, about.names) : claim.technology
    const operator = nameOf(lang, country.operators.find((one) => one.id === claim.operator)?.names) || claim.operator
    const fresh = lines[at - 1]?.[0]?.technology !== claim.technology
    const quiet = about?.kind === 'fixed'
      ? (claim.units_passed ? t('point.passed', { n: people(lang, claim.units_passed) }) : '')
      : listText(lang, [...new Set(same.map(environmentOf))].filter((one) => one !== ''))
    return el('tr', { class: fresh ? 'fresh' : null, title: civilDate(lang, claim.as_of) },
      el('th', { scope: 'row' }, el('span', { class: fresh ? null : 'visually-hidden' }, technology)),
      el('td', {}, operator, el('span', { class: 'quiet block' }, quiet)),
      el('td', { class: 'number' }, claim.mindown > 0 ? tierText(lang, claim.mindown, claim.minup) : ''))
  }
  return el('table', { class: 'claims' }, el('tbody', {}, ...lines.map(row)))
}
