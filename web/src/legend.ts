/** The legend: its sentence is the definition, word for word as the server gives it; then the classes. */
import type { Country, Definition, Lang } from './api'
import { SHARE_CLASSES, withClass } from './classes'
import { isOld } from './answer'
import { el, fill, icon, svg, type Child } from './dom'
import { civilDate, megabits, nameOf, listText, percentBreak, percentSign } from './format'
import type { Translate } from './i18n'
import { levelsOf, levelsTitle } from './levels'
import { SPEED_CLASSES, unitOf, type Measured } from './measured'
import { cssFill } from './palette'
import { lineColours } from './routes'
import { failure, markOld, ofLine } from './shown'
import { technologyOf } from './state'
import type { Actions, View } from './view'

export interface LegendModel {
  sentence: string
  classes: { id: string; colour: string; from: string; to: string }[]
  sign: string
  missing: string[]
  damaged: string[]
  estimate: boolean
}

export function legendModel(definition: Definition, country: Country, lang: Lang): LegendModel {
  const nameOfOperator = (id: string) => nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id
  const single = definition.scope.startsWith('op:')
  return {
    sentence: definition.sentence,
    classes: SHARE_CLASSES.map((one, at) => ({
      id: one.id,
      colour: cssFill(`share-${at}`),
      from: percentBreak(lang, one.from),
      to: percentBreak(lang, one.to),
    })),
    sign: percentSign(lang),
    missing: single ? [] : definition.operators_without_filing.map(nameOfOperator),
    damaged: (definition.operators_damaged ?? []).map(nameOfOperator),
    estimate: !single && technologyOf(country, definition.technology).kind === 'fixed',
  }
}

export interface Legend {
  render(view: View): void
}

export function createLegend(root: HTMLElement, actions: Actions): Legend {
  const sentence = el('p', { class: 'legend-sentence', id: 'legend-sentence' })
  const scale = el('div', { class: 'legend-scale', role: 'group' })
  const notes = el('div', { class: 'legend-notes' })
  const notice = el('div', { class: 'notice', role: 'status' })
  const toggle = el(
    'button',
    {
      type: 'button',
      class: 'legend-toggle icon-button',
      'aria-controls': 'legend-sentence',
      'aria-expanded': 'false',
    },
    icon('up'),
  )
  let t: Translate | null = null
  const open = (wide: boolean) => {
    root.classList.toggle('expanded', wide)
    toggle.setAttribute('aria-expanded', String(wide))
    if (t) toggle.setAttribute('aria-label', t(wide ? 'legend-collapse' : 'legend-expand'))
  }
  toggle.addEventListener('click', () => open(!root.classList.contains('expanded')))
  const routes = el('div', { class: 'legend-routes' })
  const measured = el('div', { class: 'legend-measured' })
  const loading = el('p', { class: 'loading', role: 'status' })
  const head = el('div', { class: 'legend-head' }, sentence, toggle)
  root.append(notice, head, scale, notes, measured, routes, loading)
  const drawn = new Map<HTMLElement, unknown[]>()
  const draw = (node: HTMLElement, on: unknown[], make: () => Child[]): void => {
    const before = drawn.get(node)
    if (before && on.every((one, at) => one === before[at])) return
    drawn.set(node, on)
    fill(node, ...make())
  }

  const render = (view: View): void => {
    t = view.t
    open(root.classList.contains('expanded'))
    root.setAttribute('aria-label', view.t('legend-title'))
    const { figures, lang, theme, code, selection } = view
    const { answer } = figures
    for (const node of [sentence, scale, notes]) markOld(node, figures)
    markOld(measured, view.measured)
    markOld(routes, view.routes)
    loading.textContent = isOld(figures) ? view.t('state-loading') : ''
    const model = answer ? legendModel(answer.value.definition, view.country, lang) : null
    head.hidden = scale.hidden = figures.status === 'failed'
    sentence.classList.toggle('skeleton', !model)
    sentence.lang = answer?.question.lang ?? lang
    if (sentence.textContent !== (model?.sentence ?? '')) sentence.textContent = model?.sentence ?? ''
    draw(scale, [answer, lang, String(selection.only)], () => scaleOf(model, view, actions))
    draw(notes, [answer, lang, figures.status === 'failed'], () =>
      figures.status === 'failed'
        ? []
        : [
            el(
              'p',
              { class: 'legend-nodata' },
              el('span', { class: 'bar none', 'aria-hidden': 'true' }),
              view.t('legend-nodata'),
            ),
            ...(answer && model ? damagedOf(view, answer.value.tree.get(view.country.id)?.state, model.damaged) : []),
            model && model.missing.length > 0
              ? el('p', {}, view.t('legend-missing', { list: listText(lang, model.missing) }))
              : null,
            model?.estimate ? el('p', {}, view.t('legend-estimate')) : null,
          ],
    )
    draw(routes, [view.routes.answer ?? view.routes, lang, theme, answer], () => routesOf(view, actions))
    draw(measured, [view.measured.answer ?? view.measured, lang, code, answer, selection.show, selection.by], () =>
      measuredOf(view, actions),
    )
    draw(notice, [answer ?? figures, lang], () => noticeOf(view, actions))
    notice.hidden = notice.childElementCount === 0
  }
  return { render }
}

/** Damaged filings: what has their look on the map, or why every number is a lower bound. */
function damagedOf({ t, lang }: View, state: string | undefined, operators: string[]): HTMLElement[] {
  const list = listText(lang, operators)
  if (state === 'damaged')
    return [
      el(
        'p',
        { class: 'legend-nodata legend-damaged' },
        el('span', { class: 'bar damaged', 'aria-hidden': 'true' }),
        t('state-damaged'),
        operators.length > 0 ? ` (${list})` : '',
      ),
    ]
  return state === 'lower_bound' ? [el('p', { class: 'legend-bound' }, t('legend-bound', { list }))] : []
}

/** The other side of the divider: in which units, what the colours and marks say, and whose tests they are. */
function measuredOf(view: View, actions: Actions): Child[] {
  const { t, lang, selection, country, measured: asked } = view
  if (asked.status === 'failed')
    return [el('h3', { class: 'kicker' }, t('measured-title')), failure(view, asked.error, actions, null)]
  if (!asked.answer || asked.answer.value.items.size === 0) return []
  const { question, value: measured } = asked.answer
  const show = selection.show ?? 'verdict'
  const entry = (mark: string, words: string) =>
    el('li', {}, el('span', { class: `swatch wide ${mark}`, 'aria-hidden': 'true' }), words)
  const told = show === 'verdict' ? [entry('mark-confirmed', t('verdict-confirmed'))] : []
  const against = entry(show === 'verdict' ? 'mark-contradicted' : 'mark-against', t('verdict-contradicted'))
  return [
    el(
      'h3',
      { class: 'kicker' },
      t('measured-legend', {
        what: t(`measured-show-${show}`),
        level: levelsTitle(country, lang, unitOf(levelsOf(country), selection.by)),
      }),
    ),
    ofLine(view, question),
    ...(show === 'download' ? [speedScale(lang)] : []),
    el(
      'ul',
      { class: 'marks' },
      ...told,
      against,
      entry('mark-insufficient', t('verdict-insufficient')),
      entry('none', t('measured-none')),
      ...(isSomeDamaged(measured) ? [entry('damaged', t('verdict-damaged'))] : []),
    ),
    show === 'verdict' ? el('p', { class: 'hint' }, t('measured-strength')) : null,
    ...(question.scope.startsWith('op:') ? [] : [el('p', { class: 'hint' }, t('measured-several'))]),
    el(
      'details',
      {},
      el('summary', { class: 'link' }, t('measured-definition')),
      el('p', { lang: question.lang }, measured.definition.sentence),
    ),
  ]
}

const isSomeDamaged = ({ items }: Measured): boolean =>
  [...items.values()].some((all) =>
    all.some((one) => one.state === 'damaged' || one.tiers.some((tier) => tier.tests === null)),
  )

function speedScale(lang: Lang): HTMLElement {
  return el(
    'div',
    { class: 'legend-scale speeds', role: 'list' },
    ...SPEED_CLASSES.map((one, at) => {
      const bar = el('span', { class: 'bar' })
      bar.style.backgroundColor = cssFill(one.fill)
      const from = megabits(lang, one.from, false).replace(/[.,]0(?=\D|$)/, '')
      return el(
        'span',
        { class: 'step', role: 'listitem' },
        bar,
        el('span', { class: 'from' }, from),
        at === SPEED_CLASSES.length - 1 ? el('span', { class: 'to', dir: 'ltr' }, 'Mbit/s') : null,
      )
    }),
  )
}

/** Whose lines these are, what a dash means, and what counts as a kilometre. */
function routesOf(view: View, actions: Actions): Child[] {
  const { t, lang, country, theme, routes: asked } = view
  if (asked.status === 'failed')
    return [el('h3', { class: 'kicker' }, t('routes-title')), failure(view, asked.error, actions, null)]
  if (!asked.answer || asked.answer.value.networks.length === 0) return []
  const { question, value: routes } = asked.answer
  const colours = lineColours(country, theme)
  const operators = [...new Set(routes.networks.map((one) => one.operator))]
  const sample = (colour: string, planned: boolean): SVGElement => {
    const line = svg('line', {
      x1: 1,
      x2: 27,
      y1: 6,
      y2: 6,
      stroke: colour,
      'stroke-width': 3,
      'stroke-dasharray': planned ? '5 3.5' : null,
    })
    return svg('svg', { viewBox: '0 0 28 12', class: 'line-sample', 'aria-hidden': 'true' }, line)
  }
  const entry = (colour: string, planned: boolean, words: string) => el('li', {}, sample(colour, planned), words)
  return [
    el('h3', { class: 'kicker' }, t('routes-title')),
    ofLine(view, question),
    el(
      'ul',
      { class: 'line-samples' },
      ...operators.map((id) =>
        entry(colours.get(id) ?? '', false, nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id),
      ),
      entry('currentColor', false, t('routes-operational')),
      entry('currentColor', true, t('routes-planned')),
    ),
    el(
      'details',
      {},
      el('summary', { class: 'link' }, t('routes-definition')),
      el('p', { lang: question.lang }, routes.definition.sentence),
    ),
  ]
}

/** Exactly 0, then the classes; a press lets one stand out on the map, and several. */
function scaleOf(model: LegendModel | null, { t, selection }: View, actions: Actions): HTMLElement[] {
  const picked = selection.only
  return (model?.classes ?? []).map((one, at, all) => {
    const bar = el('span', { class: 'bar' })
    bar.style.backgroundColor = one.colour
    const share =
      at === 0 ? `${one.from}${model?.sign ?? ''}` : `${at === 1 ? '>' : ''}${one.from}–${one.to}${model?.sign ?? ''}`
    const out = picked !== null && !picked.includes(one.id)
    return el(
      'button',
      {
        type: 'button',
        class: `step${at === 0 ? ' zero' : ''}${out ? ' out' : ''}`,
        'aria-pressed': String(picked?.includes(one.id) ?? false),
        'aria-label': t('legend-pick', { share }),
        title: t('legend-pick', { share }),
        'data-class': one.id,
        onclick: () => actions.choose({ only: withClass(picked, one.id) }),
      },
      bar,
      el('span', { class: 'from', 'aria-hidden': 'true' }, at === 1 ? '\u00a0' : one.from),
      at === all.length - 1
        ? el('span', { class: 'to', dir: 'ltr', 'aria-hidden': 'true' }, `${one.to}${model?.sign ?? ''}`)
        : null,
    )
  })
}

/** What stands in the way of an answer, and what to do about it. */
function noticeOf(view: View, actions: Actions): Child[] {
  const { t, lang, figures } = view
  if (figures.status === 'failed') return [failure(view, figures.error, actions, null)]
  if (!figures.answer) return []
  const {
    question: { asOf },
    value: { tree, firstDate },
  } = figures.answer
  if (tree.get(view.country.id)?.state !== 'no_filing' || !asOf) return []
  return [
    el('strong', {}, t('empty-title', { date: civilDate(lang, asOf) })),
    el('span', {}, firstDate ? t('empty-first', { date: civilDate(lang, firstDate) }) : t('empty-never')),
    firstDate
      ? el(
          'button',
          { type: 'button', class: 'button', onclick: () => actions.choose({ asOf: firstDate }) },
          t('empty-show', { date: civilDate(lang, firstDate) }),
        )
      : null,
  ]
}
