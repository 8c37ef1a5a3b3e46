/** The figures of the chosen territory, from its name down to its parts. Sections are remade only when what they show changes. */
import { agree, scopeText, wordsOf, type FiguresQuestion } from './questions'
import type { Item, History } from './api'
import { isOld, type Answer } from './answer'
import { el, fill, icon, type Child } from './dom'
import { atLeast, atMost, isCounted, isDamaged, reasonKey, shareCell } from './figure'
import { civilDate, exact, nameOf, otherName, percent, points, quantity, squareKilometres, people } from './format'
import { directionOf, type Key } from './i18n'
import { levelsOf, levelsTitle, levelTitle, unitWords } from './levels'
import { measuredSection } from './panel/measured'
import { pointSection } from './panel/point'
import { routesSection } from './panel/routes'
import { spark } from './panel/spark'
import { targetsSection } from './panel/targets'
import { createUnits } from './panel/units'
import { answerAbout, answered, failure, headline, markOld, section } from './shown'
import { askOf } from './state'
import { swatchOf } from './swatch'
import { gapOf, rankOf } from './tree'
import type { Actions, Figures, View } from './view'

export interface Panel {
  render(view: View): void
  focus(): void
}

type Answered = Answer<FiguresQuestion, Figures>

export function createPanel(root: HTMLElement, actions: Actions): Panel {
  const slot = (name: string) => root.appendChild(el('div', { class: `slot slot-${name}` }))
  const [head, figures, point, measured] = [slot('head'), slot('figures'), slot('point'), slot('measured')]
  const [history, targets, operators] = [slot('history'), slot('targets'), slot('operators')]
  const [routes, units, definition, data] = [slot('routes'), slot('units'), slot('definition'), slot('data')]
  // On a phone the sheet may hide the legend, which says so elsewhere.
  const loading = el('p', { class: 'loading phone-only' })
  root.parentElement?.append(loading)
  const seen = new Map<HTMLElement, unknown[]>()
  let last: View | null = null
  const drawUnits = createUnits(actions, () => {
    if (last) fill(units, drawUnits(last))
  })

  /** Draws a slot if one of the things it depends on is another than last time; focus inside it survives otherwise. */
  const draw = (slot: HTMLElement, on: unknown[], make: () => Child[]): void => {
    const before = seen.get(slot)
    if (before && before.length === on.length && before.every((one, at) => one === on[at])) return
    seen.set(slot, on)
    const focused = focusables(slot).findIndex((one) => one === document.activeElement)
    fill(slot, ...make())
    // What had the focus is drawn anew, or gone: the focus stays where it was, or goes to the name of the place.
    if (focused >= 0)
      (focusables(slot)[focused] ?? root.querySelector<HTMLElement>('h1'))?.focus({ preventScroll: true })
  }

  const render = (view: View): void => {
    last = view
    const { lang, code, selection } = view
    root.parentElement?.setAttribute('aria-label', view.t('panel-title'))
    loading.textContent = isOld(view.figures) ? view.t('state-loading') : ''
    for (const one of [figures, units, definition, data]) markOld(one, view.figures)
    for (const [one, asked] of [
      [point, view.point],
      [measured, view.measured],
      [history, view.history],
      [targets, view.targets],
      [operators, view.operators],
      [routes, view.routeKm],
    ] as const)
      markOld(one, asked)
    // While another answer is awaited the one that stands is the same: nothing is drawn anew, no label changes.
    const of = (
      asked: View[keyof View &
        ('figures' | 'point' | 'measured' | 'history' | 'targets' | 'operators' | 'routes' | 'routeKm')],
    ) => asked.answer ?? asked
    const whole = of(view.figures)
    draw(head, [lang, code, view.places, view.territories.get(code), view.figures.status === 'ready'], () =>
      headSection(view, actions),
    )
    draw(figures, [lang, whole, code, of(view.history)], () => figuresSection(view, actions))
    draw(point, [lang, selection.point, of(view.point), whole], () => [pointSection(view, actions)])
    draw(
      measured,
      [lang, code, selection.measured, selection.source, of(view.measured), whole, view.wanted.scope],
      () => [measuredSection(view, actions)],
    )
    draw(targets, [lang, code, of(view.targets), whole], () => [targetsSection(view, actions)])
    draw(history, [lang, of(view.history), code, whole], () => historySection(view, actions))
    draw(operators, [lang, of(view.operators), code, whole, view.wanted.scope], () => operatorsSection(view, actions))
    draw(routes, [lang, code, of(view.routes), of(view.routeKm), whole], () => [routesSection(view, actions)])
    draw(units, [lang, whole, code], () => [drawUnits(view)])
    draw(definition, [lang, whole], () => definitionSection(view))
    draw(data, [lang, code, whole], () => dataSection(view, actions))
  }
  return { render, focus: () => root.querySelector<HTMLElement>('h1')?.focus({ preventScroll: false }) }
}

const focusables = (slot: HTMLElement): HTMLElement[] => [...slot.querySelectorAll<HTMLElement>('button, a, summary')]

function headSection(view: View, actions: Actions): Child[] {
  const { t, lang, country } = view
  const place = view.places.get(view.code)
  if (!place) {
    const missing = view.figures.status === 'ready'
    return [missing ? el('p', {}, t('error-unknown-territory')) : el('div', { class: 'skeleton title' })]
  }
  const path = view.places.path(view.code)
  const crumbs = el(
    'nav',
    { class: 'crumbs', 'aria-label': t('panel-path') },
    el(
      'ol',
      {},
      ...path
        .slice(0, -1)
        .map((one) =>
          el(
            'li',
            {},
            el(
              'button',
              { type: 'button', class: 'link', onclick: () => actions.goTo(one.code === country.id ? null : one.code) },
              nameOf(lang, one.names),
            ),
          ),
        ),
    ),
  )
  const about = view.territories.get(view.code)
  const census = about?.population?.[String(country.census.year)]
  const facts = [
    census ? `${people(lang, census)} ${t('panel-census')}` : null,
    about?.area_km2 ? squareKilometres(lang, about.area_km2) : null,
  ].filter((one) => one !== null)
  const second = otherName(lang, place.names)
  return [
    path.length > 1 ? crumbs : null,
    el(
      'p',
      { class: 'kicker' },
      levelTitle(country, lang, place.level),
      place.code !== country.id ? el('bdi', { class: 'code', title: t('panel-code') }, place.code) : null,
    ),
    el('h1', { tabindex: -1 }, el('bdi', {}, nameOf(lang, place.names))),
    second ? el('p', { class: 'second-name', lang: second.lang, dir: directionOf(second.lang) }, second.name) : null,
    facts.length > 0 ? el('p', { class: 'facts quiet' }, facts.join(' · ')) : null,
  ]
}

function figuresSection(view: View, actions: Actions): Child[] {
  const { t, lang, figures } = view
  if (figures.status === 'failed') return [failure(view, figures.error, actions)]
  if (!figures.answer) return [el('div', { class: 'skeleton block' })]
  const {
    question,
    value: { tree },
  } = figures.answer
  const item = tree.get(view.code)
  if (!item) return []
  const { denominator: of, ...asked } = question
  const words = el('p', { class: 'of' }, wordsOf(view, asked))
  if (!isCounted(item) || item.share === null) {
    const dash = isDamaged(item) ? '– ' : ''
    return [
      words,
      el(
        'p',
        { class: 'share', 'data-state': item.state },
        swatchOf(item),
        el('strong', { class: 'word' }, `${dash}${t(reasonKey(item))}`),
      ),
      isDamaged(item) ? el('p', { class: 'hint' }, t('state-damaged-share')) : null,
    ]
  }
  const unit = t(`unit-${of}` as Key)
  const sum = el(
    'p',
    { class: 'sum', title: `${exact(lang, item.covered)} / ${exact(lang, item.total)}` },
    atLeast(
      view,
      item,
      t('panel-covered', {
        covered: quantity(lang, of, item.covered),
        total: quantity(lang, of, item.total),
        unit,
      }).trim(),
    ),
  )
  return [
    words,
    el(
      'p',
      { class: 'share', 'data-share': item.share, 'data-state': item.state },
      swatchOf(item),
      el('strong', {}, atLeast(view, item, percent(lang, item.share))),
      el('span', {}, t(`denominator-of-${of}` as Key)),
    ),
    shareBar(item.share),
    sum,
    el(
      'dl',
      { class: 'key' },
      ...changeEntry(view, question),
      ...gapEntry(view, of, item),
      ...rankEntry(view, figures.answer, item),
    ),
    item.capped
      ? el('p', { class: 'hint' }, t('panel-capped', { ratio: exact(lang, Math.round((item.ratio ?? 1) * 100) / 100) }))
      : null,
  ]
}

function shareBar(share: number): HTMLElement {
  const inner = el('span')
  inner.style.inlineSize = `${share * 100}%`
  return el('div', { class: 'share-bar', 'aria-hidden': 'true' }, inner)
}

/** The change since the filing before, once the history is of the same question as the figure. */
function changeEntry(view: View, question: FiguresQuestion): HTMLElement[] {
  const history = answerAbout(view.history, { code: view.code })
  if (!history || !agree(history.question, question)) return []
  const { items } = history.value
  const now = items.findLastIndex((one) => one.as_of <= (question.asOf ?? '9999'))
  const before = items.slice(0, Math.max(0, now)).findLast((one) => one.share !== null)
  const current = items[now]
  // Of a bound, no change is known.
  if (
    !current ||
    current.share === null ||
    !before ||
    before.share === null ||
    current.state !== 'known' ||
    before.state !== 'known'
  )
    return []
  const change = current.share - before.share
  return [
    el(
      'div',
      { class: change < -0.0005 ? 'fall' : null },
      el('dt', {}, view.t('panel-change', { date: civilDate(view.lang, before.as_of, 'short') })),
      el('dd', {}, points(view.lang, change)),
    ),
  ]
}

function gapEntry(view: View, of: string, item: Item): HTMLElement[] {
  const gap = gapOf(item)
  return gap === null
    ? []
    : [
        el(
          'div',
          {},
          el('dt', {}, view.t(`gap-${of}` as Key)),
          el('dd', { title: exact(view.lang, gap) }, atMost(view, item, quantity(view.lang, of, gap))),
        ),
      ]
}

function rankEntry(view: View, { value: { tree } }: Answered, item: Item): HTMLElement[] {
  const parent = item.parent ? tree.get(item.parent) : undefined
  const rank = rankOf(tree, item)
  if (!rank || !parent) return []
  const among = view.t('panel-rank-among', {
    level: levelsTitle(view.country, view.lang, item.level),
    parent: nameOf(view.lang, parent.names),
  })
  return [el('div', {}, el('dt', {}, among), el('dd', {}, view.t('panel-rank', rank)))]
}

function historySection(view: View, actions: Actions): Child[] {
  const { t, lang, code } = view
  const picture = (history: History) =>
    spark(history, headline(view)?.asOf ?? null, lang, t, (date) => actions.choose({ asOf: date }))
  return answered(view, actions, t('panel-history'), view.history, { code }, (history) =>
    [picture(history)].filter((one) => one !== null),
  )
}

function operatorsSection(view: View, actions: Actions): Child[] {
  const { t, lang, code, wanted } = view
  return answered(view, actions, t('panel-operators'), view.operators, { code }, ({ items }) => {
    const line = (one: (typeof items)[number]) => {
      const name = one.scope.startsWith('op:')
        ? nameOf(lang, one.names) || one.scope.slice(3)
        : scopeText(view, one.scope)
      const bar = el('span', { class: 'bar' }, el('span'))
      ;(bar.firstElementChild as HTMLElement).style.inlineSize = `${(one.share ?? 0) * 100}%`
      return el(
        'li',
        {},
        el(
          'button',
          {
            type: 'button',
            class: 'operator',
            'aria-pressed': String(one.scope === wanted.scope),
            onclick: () => actions.choose({ scope: one.scope }),
          },
          el('span', { class: 'name' }, name),
          isCounted(one) ? bar : el('span', { class: `bar ${isDamaged(one) ? 'damaged' : 'none'}` }),
          el('span', { class: 'number' }, shareCell(view, one)),
        ),
      )
    }
    const single = items.filter((one) => one.scope.startsWith('op:'))
    const together = ['any', 'min2', 'all'].flatMap((scope) => items.filter((one) => one.scope === scope))
    return [
      el('ul', { class: 'operators', title: t('panel-operators-hint') }, ...single.map(line)),
      el('ul', { class: 'operators together' }, ...together.map(line)),
    ]
  })
}

function definitionSection(view: View): Child[] {
  const { answer } = view.figures
  return answer
    ? [
        section(
          view.t('panel-definition'),
          el('p', { class: 'definition', lang: answer.question.lang }, answer.value.definition.sentence),
        ),
      ]
    : []
}

function dataSection(view: View, actions: Actions): Child[] {
  const { t } = view
  return [
    section(
      t('panel-data'),
      el(
        'div',
        { class: 'buttons' },
        ...downloads(view, actions),
        el(
          'button',
          { type: 'button', class: 'button', onclick: () => void actions.copyLink() },
          icon('link'),
          t('panel-copy'),
        ),
        el(
          'button',
          { type: 'button', class: 'button', onclick: () => window.print() },
          icon('print'),
          t('panel-print'),
        ),
        el(
          'button',
          { type: 'button', class: 'button', onclick: () => actions.openTable(true) },
          icon('table'),
          t('panel-table', unitWords(view.country, view.lang)),
        ),
      ),
    ),
  ]
}

/** The figures that stand there, as files: none while there are none. */
function downloads(view: View, actions: Actions): Child[] {
  const {
    t,
    code,
    country,
    figures: { answer },
  } = view
  const item = answer?.value.tree.get(code)
  if (!answer || !item) return []
  const {
    question,
    value: { tree },
  } = answer
  const { chain, base } = levelsOf(country)
  const level = chain.includes(item.level) && item.level !== base ? base : (tree.children(code)[0]?.level ?? item.level)
  const ask = { ...askOf(question), level, within: code === country.id ? null : code, limit: 5000, lang: view.lang }
  const link = (text: string, href: string, name: string) =>
    el('a', { class: 'button', href, download: name }, icon('download'), text)
  const file = `taghtia-${code}-${question.technology}-${question.tier}-${question.asOf ?? ''}`
  return [
    link(t('panel-csv'), actions.url('coverage', { ...ask, f: 'csv' }), `${file}.csv`),
    link(
      t('panel-geojson'),
      actions.url('coverage', { ...ask, geometry: 'simplified', f: 'geojson' }),
      `${file}.geojson`,
    ),
  ]
}
