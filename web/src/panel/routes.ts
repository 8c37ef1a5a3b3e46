/** Kilometres of fibre route in the chosen territory: what is in use and what is planned, never added up. */
import { absent, el } from '../dom'
import { kilometres } from '../format'
import type { View } from '../view'

export function routesSection(view: View): HTMLElement | null {
  const { t, lang, selection, routes, routeKm } = view
  if (!selection.routes || !routes.value || routes.value.networks.length === 0) return null
  const item = routeKm.value?.items.find((one) => one.code === view.code)
  if (!item) return routeKm.status === 'loading' ? el('section', { class: 'panel-section' }, el('div', { class: 'skeleton block' })) : null
  const line = (words: string, value: number | null) => el('div', {}, el('dt', {}, words), el('dd', {}, value === null ? absent(t('routes.none')) : kilometres(lang, value)))
  return el('section', { class: 'panel-section routes' }, el('h2', { class: 'kicker' }, t('routes.title')),
    el('dl', { class: 'key' }, line(t('routes.operational'), item.operational_km), line(t('routes.planned'), item.planned_km)))
}
