/** Kilometres of fibre route in the chosen territory: what is in use and what is planned, never added up. */
import { absent, el } from '../dom'
import { atLeast, damagedDash } from '../figure'
import { kilometres } from '../format'
import { failure, ofLine } from '../shown'
import type { Actions, View } from '../view'

export function routesSection(view: View, actions: Actions): HTMLElement | null {
  const { t, lang, routes, routeKm } = view
  const section = (...children: (HTMLElement | null)[]) =>
    el('section', { class: 'panel-section routes' }, el('h2', { class: 'kicker' }, t('routes-title')), ...children)
  const failed = [routes, routeKm].find((one) => one.status === 'failed')
  if (failed?.status === 'failed') return section(failure(view, failed.error, actions))
  const { networks, definition } = routes.answer?.value ?? {}
  if (networks?.length === 0 && (definition?.operators_damaged ?? []).length === 0) return null
  const item = routeKm.answer?.value.items.find((one) => one.code === view.code)
  if (!item) return routeKm.status === 'waiting' ? section(el('div', { class: 'skeleton block' })) : null
  const none = () => (item.state === 'damaged' ? damagedDash(t, t('routes-damaged')) : absent(t('routes-none')))
  const line = (words: string, value: number | null) =>
    el(
      'div',
      {},
      el('dt', {}, words),
      el('dd', {}, value === null ? none() : atLeast(view, { state: item.state ?? 'known' }, kilometres(lang, value))),
    )
  return section(
    routeKm.answer && ofLine(view, routeKm.answer.question),
    el(
      'dl',
      { class: 'key' },
      line(t('routes-operational'), item.operational_km),
      line(t('routes-planned'), item.planned_km),
    ),
  )
}
