/** What each operator claims at one chosen point. */
import type { Claim } from '../api'
import { el, icon } from '../dom'
import { civilDate, coordinates, nameOf, people, tierText } from '../format'
import type { Actions, View } from '../view'

export function pointSection(view: View, actions: Actions): HTMLElement | null {
  const { t, lang, selection } = view
  if (!selection.point) return null
  const [lon, lat] = selection.point
  const remove = el('button', { type: 'button', class: 'icon-button small', 'aria-label': t('point.clear'), title: t('point.clear'), onclick: () => actions.askPoint(null) }, icon('close'))
  const head = el('div', { class: 'section-head' }, el('h3', { class: 'kicker' }, t('point.title')), remove)
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

/** One line per operator and technology, with the best tier claimed: a tier implies the lower ones. */
function claims(view: View, all: Claim[]): HTMLElement {
  const { lang, country, t } = view
  const best = new Map<string, Claim>()
  for (const claim of all) {
    const key = `${claim.technology}|${claim.operator}|${claim.environment ?? ''}`
    const so = best.get(key)
    if (!so || claim.mindown > so.mindown) best.set(key, claim)
  }
  const order = country.technologies.map((one) => one.id)
  const lines = [...best.values()].sort((a, b) => order.indexOf(a.technology) - order.indexOf(b.technology) || a.operator.localeCompare(b.operator))
  return el('table', { class: 'claims' }, el('tbody', {}, ...lines.map((claim, at) => {
    const technology = nameOf(lang, country.technologies.find((one) => one.id === claim.technology)?.names) || claim.technology
    const operator = nameOf(lang, country.operators.find((one) => one.id === claim.operator)?.names) || claim.operator
    const environment = nameOf(lang, country.environments.find((one) => one.id === claim.environment)?.names)
    const passed = claim.units_passed ? t('point.passed', { n: people(lang, claim.units_passed) }) : ''
    const fresh = lines[at - 1]?.technology !== claim.technology
    return el('tr', { class: fresh ? 'fresh' : null, title: civilDate(lang, claim.as_of) },
      el('th', { scope: 'row' }, fresh ? technology : el('span', { class: 'visually-hidden' }, technology)),
      el('td', {}, operator),
      el('td', { class: 'number' }, tierText(lang, claim.mindown, claim.minup), el('span', { class: 'quiet block' }, passed || environment)))
  })))
}
