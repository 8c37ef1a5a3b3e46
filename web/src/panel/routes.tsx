/** Kilometres of fibre route in the chosen territory: what is in use and what is planned, never added up. */
import type { JSX } from 'preact'
import { Absent, DamagedDash } from '../figure-cell'
import { atLeast } from '../figure'
import { kilometres } from '../format'
import { Failure, ofLine, type Part } from '../shown'

export function RoutesSection({ view, actions }: Part): JSX.Element | null {
  const { t, lang, routes, routeKm } = view
  const section = (...children: (JSX.Element | null)[]) => (
    <section class="panel-section routes">
      <h2 class="kicker">{t('routes-title')}</h2>
      {children}
    </section>
  )
  const failed = [routes, routeKm].find((one) => one.status === 'failed')
  if (failed?.status === 'failed') return section(<Failure view={view} error={failed.error} actions={actions} />)
  const { networks, definition } = routes.answer?.value ?? {}
  if (networks?.length === 0 && (definition?.operators_damaged ?? []).length === 0) return null
  const item = routeKm.answer?.value.items.find((one) => one.code === view.code)
  if (!item) return routeKm.status === 'waiting' ? section(<div class="skeleton block" />) : null
  const none = () =>
    item.state === 'damaged' ? <DamagedDash t={t} reason={t('routes-damaged')} /> : <Absent reason={t('routes-none')} />
  const line = (words: string, value: number | null) => (
    <div>
      <dt>{words}</dt>
      <dd>{value === null ? none() : atLeast(view, { state: item.state ?? 'known' }, kilometres(lang, value))}</dd>
    </div>
  )
  return section(
    routeKm.answer && ofLine(view, routeKm.answer.question),
    <dl class="key">
      {line(t('routes-operational'), item.operational_km)}
      {line(t('routes-planned'), item.planned_km)}
    </dl>,
  )
}
