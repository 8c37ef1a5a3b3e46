/** The figures of the chosen territory, from its name down to its parts. Sections are remade only when what they show changes. */
import type { Item } from './api'
import { absent, el, fill, icon, type Child } from './dom'
import { civilDate, exact, nameOf, otherName, percent, points, quantity, squareKilometres, people } from './format'
import { levelKey, levelsKey, type Key } from './i18n'
import { measuredSection } from './panel/measured'
import { pointSection } from './panel/point'
import { routesSection } from './panel/routes'
import { spark } from './panel/spark'
import { targetsSection } from './panel/targets'
import { createUnits } from './panel/units'
import { askOf } from './state'
import { swatch } from './swatch'
import { gapOf, rankOf } from './tree'
import type { Actions, View } from './view'

export interface Panel { render(view: View): void; focus(): void }

export function createPanel(root: HTMLElement, actions: Actions): Panel {
  const slot = (name: string) => root.appendChild(el('div', { class: `slot slot-${name}` }))
  const [head, figures, point, measured] = [slot('head'), slot('figures'), slot('point'), slot('measured')]
  const [history, targets, operators] = [slot('history'), slot('targets'), slot('operators')]
  const [routes, units, definition, data] = [slot('routes'), slot('units'), slot('definition'), slot('data')]
  const seen = new Map<HTMLElement, unknown[]>()
  let last: View | null = null
  const drawUnits = createUnits(actions, () => { if (last) fill(units, drawUnits(last)) })

  /** Draws a slot if one of the things it depends on is another than last time; focus inside it survives otherwise. */
  const draw = (slot: HTMLElement, on: unknown[], make: () => Child[]): void => {
    const before = seen.get(slot)
    if (before && before.length === on.length && before.every((one, at) => one === on[at])) return
    seen.set(slot, on)
    fill(slot, ...make())
  }

  const render = (view: View): void => {
    last = view
    const item = view.figures.value?.tree.get(view.code)
    const tree = view.figures.value?.tree
    root.parentElement?.setAttribute('aria-label', view.t('panel.title'))
    root.classList.toggle('waiting', view.figures.status === 'loading')
    draw(head, [view.lang, view.code, tree ? view.territories.get(view.code) : null, tree], () => headSection(view, item, actions))
    draw(figures, [view.lang, tree, view.code, view.history.value, view.question], () => figuresSection(view, item))
    draw(point, [view.lang, view.selection.point, view.point], () => [pointSection(view, actions)])
    draw(measured, [view.lang, view.code, view.selection.measured, view.selection.source, view.measured, view.question, tree], () => [measuredSection(view, actions)])
    draw(targets, [view.lang, view.code, view.targets, view.question.technology], () => [targetsSection(view, actions)])
    draw(history, [view.lang, view.history.value, view.code], () => historySection(view, actions))
    draw(operators, [view.lang, view.operators.value, view.question.scope], () => operatorsSection(view, actions))
    draw(routes, [view.lang, view.code, view.selection.routes, view.routes.value, view.routeKm], () => [routesSection(view)])
    draw(units, [view.lang, tree, view.code], () => [drawUnits(view)])
    draw(definition, [view.lang, view.figures.value?.definition], () => definitionSection(view))
    draw(data, [view.lang, view.code, view.question, tree], () => dataSection(view, item, actions))
  }
  return { render, focus: () => root.querySelector<HTMLElement>('h1')?.focus({ preventScroll: false }) }
}

function headSection(view: View, item: Item | undefined, actions: Actions): Child[] {
  const { t, lang, country } = view
  if (!item) {
    const missing = view.figures.status === 'ready'
    return [missing ? el('p', {}, t('error.unknown.territory')) : el('div', { class: 'skeleton title' })]
  }
  const path = view.figures.value?.tree.path(view.code) ?? []
  const crumbs = el('nav', { class: 'crumbs', 'aria-label': t('panel.path') }, el('ol', {}, ...path.slice(0, -1).map((one) =>
    el('li', {}, el('button', { type: 'button', class: 'link', onclick: () => actions.goTo(one.code === country.id ? null : one.code) }, nameOf(lang, one.names))))))
  const about = view.territories.get(view.code)
  const census = about?.population?.['2024']
  const facts = [
    census ? `${people(lang, census)} ${t('panel.census')}` : null,
    about?.area_km2 ? squareKilometres(lang, about.area_km2) : null,
  ].filter((one) => one !== null)
  const second = otherName(lang, item.names)
  return [
    path.length > 1 ? crumbs : null,
    el('p', { class: 'kicker' }, t(levelKey(item.level)), item.code !== country.id ? el('bdi', { class: 'code', title: 'HCP' }, item.code) : null),
    el('h1', { tabindex: -1 }, el('bdi', {}, nameOf(lang, item.names))),
    second ? el('p', { class: 'second-name', lang: lang === 'ar' ? 'fr' : 'ar', dir: lang === 'ar' ? 'ltr' : 'rtl' }, second) : null,
    facts.length > 0 ? el('p', { class: 'facts quiet' }, facts.join(' · ')) : null,
  ]
}

function figuresSection(view: View, item: Item | undefined): Child[] {
  const { t, lang, question } = view
  if (!item) return view.figures.status === 'ready' ? [] : [el('div', { class: 'skeleton block' })]
  const of = question.denominator
  if (item.state !== 'known' || item.share === null) {
    return [el('p', { class: 'share' }, swatch(null), el('strong', { class: 'word' }, t(item.state === 'insufficient' ? 'state.insufficient' : 'state.nofiling')))]
  }
  const gap = gapOf(item)
  const unit = t(`unit.${of}` as Key)
  const sum = el('p', { class: 'sum', title: `${exact(lang, item.covered)} / ${exact(lang, item.total)}` },
    t('panel.covered', { covered: quantity(lang, of, item.covered), total: quantity(lang, of, item.total), unit }).trim())
  return [
    el('p', { class: 'share', 'data-share': item.share }, swatch(item.share), el('strong', {}, percent(lang, item.share)), el('span', {}, t(`denominator.of.${of}` as Key))),
    shareBar(item.share),
    sum,
    el('dl', { class: 'key' }, ...changeEntry(view), ...gapEntry(view, gap), ...rankEntry(view, item)),
    item.capped ? el('p', { class: 'hint' }, t('panel.capped', { ratio: exact(lang, Math.round((item.ratio ?? 1) * 100) / 100) })) : null,
  ]
}

function shareBar(share: number): HTMLElement {
  const inner = el('span')
  inner.style.inlineSize = `${share * 100}%`
  return el('div', { class: 'share-bar', 'aria-hidden': 'true' }, inner)
}

function changeEntry(view: View): HTMLElement[] {
  const items = view.history.value?.items ?? []
  const now = items.findLastIndex((one) => one.as_of <= (view.question.asOf ?? '9999'))
  const before = items.slice(0, Math.max(0, now)).findLast((one) => one.share !== null)
  const current = items[now]
  if (!current || current.share === null || !before || before.share === null) return []
  const change = current.share - before.share
  return [el('div', { class: change < -0.0005 ? 'fall' : null }, el('dt', {}, view.t('panel.change', { date: civilDate(view.lang, before.as_of, 'short') })), el('dd', {}, points(view.lang, change)))]
}

const gapEntry = (view: View, gap: number | null): HTMLElement[] =>
  gap === null ? [] : [el('div', {}, el('dt', {}, view.t(`gap.${view.question.denominator}` as Key)), el('dd', { title: exact(view.lang, gap) }, quantity(view.lang, view.question.denominator, gap)))]

function rankEntry(view: View, item: Item): HTMLElement[] {
  const tree = view.figures.value?.tree
  const parent = item.parent ? tree?.get(item.parent) : undefined
  const rank = tree ? rankOf(tree, item) : null
  if (!rank || !parent) return []
  const among = view.t('panel.rank.among', { level: view.t(levelsKey(item.level)), parent: nameOf(view.lang, parent.names) })
  return [el('div', {}, el('dt', {}, among), el('dd', {}, view.t('panel.rank', rank)))]
}

function historySection(view: View, actions: Actions): Child[] {
  const { t, lang, history, question } = view
  if (!history.value) return history.status === 'loading' ? [section(t('panel.history'), el('div', { class: 'skeleton block' }))] : []
  const picture = spark(history.value, question.asOf, lang, t, (date) => actions.choose({ asOf: date }))
  return picture ? [section(t('panel.history'), picture)] : []
}

function operatorsSection(view: View, actions: Actions): Child[] {
  const { t, lang, operators, question } = view
  if (!operators.value) return operators.status === 'loading' ? [section(t('panel.operators'), el('div', { class: 'skeleton block' }))] : []
  const items = operators.value.items
  const line = (one: (typeof items)[number]) => {
    const name = one.scope.startsWith('op:') ? nameOf(lang, one.names) || one.scope.slice(3) : t(`scope.${one.scope}` as Key)
    const bar = el('span', { class: 'bar' }, el('span'))
    ;(bar.firstElementChild as HTMLElement).style.inlineSize = `${(one.share ?? 0) * 100}%`
    const chosen = one.scope === question.scope
    return el('li', {}, el('button', { type: 'button', class: 'operator', 'aria-pressed': String(chosen), onclick: () => actions.choose({ scope: one.scope }) },
      el('span', { class: 'name' }, name), one.state === 'known' ? bar : el('span', { class: 'bar none' }),
      el('span', { class: 'number' }, one.state === 'known' ? percent(lang, one.share) : absent(t('state.nofiling')))))
  }
  const single = items.filter((one) => one.scope.startsWith('op:'))
  const together = ['any', 'min2', 'all'].flatMap((scope) => items.filter((one) => one.scope === scope))
  return [section(t('panel.operators'), el('ul', { class: 'operators', title: t('panel.operators.hint') }, ...single.map(line)), el('ul', { class: 'operators together' }, ...together.map(line)))]
}

function definitionSection(view: View): Child[] {
  const definition = view.figures.value?.definition
  return definition ? [section(view.t('panel.definition'), el('p', { class: 'definition' }, definition.sentence))] : []
}

function dataSection(view: View, item: Item | undefined, actions: Actions): Child[] {
  const { t, country, question } = view
  if (!item) return []
  const children = view.figures.value?.tree.children(view.code) ?? []
  const level = item.level === 'country' || item.level === 'region' || item.level === 'province' ? 'commune' : (children[0]?.level ?? item.level)
  const within = view.code === country.id ? null : view.code
  const ask = { ...askOf(question), level, within, limit: 5000, lang: view.lang }
  const link = (text: string, href: string, name: string) => el('a', { class: 'button', href, download: name }, icon('download'), text)
  const file = `taghtia-${view.code}-${question.technology}-${question.tier}-${question.asOf ?? ''}`
  return [section(t('panel.data'), el('div', { class: 'buttons' },
    link(t('panel.csv'), actions.url('coverage', { ...ask, f: 'csv' }), `${file}.csv`),
    link(t('panel.geojson'), actions.url('coverage', { ...ask, geometry: 'simplified', f: 'geojson' }), `${file}.geojson`),
    el('button', { type: 'button', class: 'button', onclick: () => void actions.copyLink() }, icon('link'), t('panel.copy')),
    el('button', { type: 'button', class: 'button', onclick: () => window.print() }, icon('print'), t('panel.print')),
    el('button', { type: 'button', class: 'button', onclick: () => actions.openTable(true) }, icon('table'), t('panel.table'))))]
}

const section = (title: string, ...children: Child[]): HTMLElement => el('section', { class: 'panel-section' }, el('h2', { class: 'kicker' }, title), ...children)
