/** What is asked: technology and speed, whose coverage, of what, when. Built once per language, then kept in step. */
import type { Asked } from './answer'
import type { Technology } from './api'
import { el, fill, icon } from './dom'
import { civilDate, listText, nameOf, tierText } from './format'
import type { Key } from './i18n'
import { levelsOf, levelsTitle } from './levels'
import { isShow, SHOWS, sourceOf, unitOf, unitsOf } from './measured'
import { scopesOf, technologyOf } from './state'
import type { Actions, View } from './view'

export interface Filters {
  render(view: View): void
  open(show: boolean): void
  isOpen(): boolean
}

interface Choice {
  value: string
  label: string
  disabled?: boolean
  title?: string
}

export function createFilters(root: HTMLElement, opener: HTMLButtonElement, actions: Actions): Filters {
  let built = ''
  let dateTimer = 0

  const render = (view: View): void => {
    const shape = `${view.lang}|${view.country.version}|${view.wanted.technology}`
    if (shape !== built) {
      const focused = root.contains(document.activeElement) ? document.activeElement?.id : null
      fill(root, ...build(view))
      built = shape
      if (focused) document.getElementById(focused)?.focus()
    }
    keepInStep(view)
  }

  const build = (view: View): (HTMLElement | null)[] => {
    const { t, lang, country } = view
    const technology = technologyOf(country, view.wanted.technology)
    const notFiled = country.technologies.filter((one) => !one.filed).map((one) => shortName(nameOf(lang, one.names)))
    return [
      el(
        'div',
        { class: 'filters-head' },
        el('h2', { class: 'phone-only' }, t('filters-title')),
        el(
          'button',
          {
            type: 'button',
            class: 'icon-button phone-only',
            'aria-label': t('filters-close'),
            onclick: () => open(false),
          },
          icon('close'),
        ),
      ),
      group(
        t('filters-what'),
        pills('technology', t('filters-technology'), technologies(view), (value) =>
          actions.choose({
            technology: value,
            tier: null,
            environment: null,
            denominator: null,
            ...scopeFor(view, value),
          }),
        ),
        notFiled.length > 0
          ? el('p', { class: 'hint' }, t('filters-notfiled', { list: listText(lang, notFiled) }))
          : null,
        technology.tiers.every((one) => one.mindown === 0)
          ? null
          : pills(
              'tier',
              t('filters-tier'),
              technology.tiers.map((one) => ({ value: one.id, label: tierText(lang, one.mindown, one.minup) })),
              (value) => actions.choose({ tier: value }),
              true,
            ),
        technology.kind === 'mobile' && technology.environments.length > 1
          ? pills(
              'environment',
              t('filters-environment'),
              environments(view, technology),
              (value) => actions.choose({ environment: value }),
              true,
            )
          : null,
      ),
      group(t('filters-who'), scopeSelect(view, technology)),
      group(
        t('filters-denominator'),
        pills(
          'denominator',
          t('filters-denominator'),
          country.denominators.map((one) => ({
            value: one,
            label: t(`denominator-${one}` as Key),
            disabled: !technology.denominators.includes(one),
          })),
          (value) => actions.choose({ denominator: value }),
          false,
          true,
        ),
      ),
      country.dates.length > 0 ? dateGroup(view) : null,
      layersGroup(view),
      el(
        'button',
        {
          type: 'button',
          class: 'link reset',
          onclick: () =>
            actions.choose({
              technology: null,
              tier: null,
              environment: null,
              scope: null,
              denominator: null,
              asOf: null,
              knownAt: null,
              today: null,
            }),
        },
        t('filters-reset'),
      ),
    ]
  }

  /** An operator without the newly chosen technology cannot stay the one counted. */
  const scopeFor = (view: View, technology: string): { scope?: null } =>
    scopesOf(view.country, technologyOf(view.country, technology)).includes(view.wanted.scope) ? {} : { scope: null }

  const scopeSelect = (view: View, technology: Technology): HTMLElement => {
    const { t, lang, country } = view
    const option = (value: string, label: string) => el('option', { value }, label)
    const scopes = scopesOf(country, technology)
    const operators = scopes
      .filter((one) => one.startsWith('op:'))
      .map((one) => {
        const operator = country.operators.find((other) => `op:${other.id}` === one)
        return option(one, t('scope-one', { name: nameOf(lang, operator?.names) || one.slice(3) }))
      })
    const select = el(
      'select',
      { id: 'filter-scope', name: 'scope', onchange: () => actions.choose({ scope: select.value }) },
      el(
        'optgroup',
        { label: t('scope-combined') },
        ...scopes.filter((one) => !one.startsWith('op:')).map((one) => option(one, t(`scope-${one}` as Key))),
      ),
      el('optgroup', { label: t('scope-operators') }, ...operators),
    )
    return el('div', { class: 'field' }, el('label', { for: 'filter-scope' }, t('filters-scope')), select)
  }

  const dateGroup = (view: View): HTMLElement => {
    const { t, lang, country } = view
    const last = Math.max(0, country.dates.length - 1)
    const output = el('output', { id: 'filter-date-text', for: 'filter-date' })
    const slider = el('input', {
      type: 'range',
      id: 'filter-date',
      min: 0,
      max: last,
      step: 1,
      'aria-describedby': 'filter-date-text',
      disabled: last === 0,
    })
    slider.addEventListener('input', () => {
      const date = country.dates[Number(slider.value)]
      if (!date) return
      output.textContent = civilDate(lang, date)
      slider.setAttribute('aria-valuetext', civilDate(lang, date))
      clearTimeout(dateTimer)
      dateTimer = window.setTimeout(() => actions.choose({ asOf: date }), 120)
    })
    const ticks = el('div', { class: 'ticks', 'aria-hidden': 'true' }, ...country.dates.map(() => el('span')))
    const ends = el(
      'div',
      { class: 'ends', 'aria-hidden': 'true' },
      el('span', {}, civilDate(lang, country.dates[0] ?? '', 'short')),
      el('span', {}, civilDate(lang, country.dates.at(-1) ?? '', 'short')),
    )
    return group(
      t('filters-when'),
      el(
        'div',
        { class: 'field' },
        el('label', { for: 'filter-date' }, t('filters-date'), ' ', output),
        el('div', { class: 'slider' }, ticks, slider),
        ends,
      ),
    )
  }

  const layersGroup = (view: View): HTMLElement =>
    group(
      view.t('filters-layers'),
      toggle('measured', view.t('measured-title'), (on) => actions.choose({ measured: on })),
      el(
        'div',
        { class: 'measured-choices' },
        pills(
          'show',
          view.t('measured-show'),
          SHOWS.map((one) => ({ value: one, label: view.t(`measured-show-${one}`) })),
          (value) => {
            if (isShow(value)) actions.choose({ show: value })
          },
          true,
        ),
        pills(
          'by',
          view.t('measured-by'),
          unitsOf(levelsOf(view.country)).map((one) => ({
            value: one,
            label: levelsTitle(view.country, view.lang, one),
          })),
          (value) => actions.choose({ by: value }),
          true,
        ),
        el('div', { class: 'field sources' }),
      ),
      toggle('routes', view.t('routes-title'), (on) => actions.choose({ routes: on })),
    )

  /** Whose tests, where there are several to choose from. */
  const drawSources = (view: View): void => {
    const choices = root.querySelector<HTMLElement>('.measured-choices')
    const field = root.querySelector<HTMLElement>('.sources')
    const value = view.measured.answer?.value
    if (!choices || !field) return
    choices.hidden = !view.selection.measured
    const sources = view.selection.measured ? (value?.sources ?? []) : []
    const key = `${view.lang}|${sources.map((one) => one.id).join('|')}`
    if (field.dataset['sources'] !== key) {
      field.dataset['sources'] = key
      const select = el(
        'select',
        { id: 'filter-source', onchange: () => actions.choose({ source: select.value }) },
        ...sources.map((one) => el('option', { value: one.id }, one.id)),
      )
      fill(
        field,
        ...(sources.length > 1 ? [el('label', { for: 'filter-source' }, view.t('measured-source')), select] : []),
      )
    }
    const select = field.querySelector('select')
    if (select && value) select.value = sourceOf(value, view.selection.source) ?? ''
  }

  const keepInStep = (view: View): void => {
    switchStep(root, 'routes', view.selection.routes, routesNote(view))
    switchStep(root, 'measured', view.selection.measured, measuredNote(view))
    drawSources(view)
    const { wanted: question, country, lang } = view
    const checked: Record<string, string | null> = {
      technology: question.technology,
      tier: question.tier,
      environment: question.environment,
      denominator: question.denominator,
      show: view.selection.show ?? 'verdict',
      by: unitOf(levelsOf(view.country), view.selection.by),
    }
    for (const input of root.querySelectorAll<HTMLInputElement>('input[type="radio"]'))
      input.checked = checked[input.name] === input.value
    const select = root.querySelector<HTMLSelectElement>('#filter-scope')
    if (select) select.value = question.scope
    const slider = root.querySelector<HTMLInputElement>('#filter-date')
    const output = root.querySelector('#filter-date-text')
    const date = question.asOf ?? ''
    // A pinned date between two filings shows what was in force: the last one before it.
    const index = country.dates.findLastIndex((one) => one <= date)
    if (slider && document.activeElement !== slider) slider.value = String(Math.max(0, index))
    else if (slider && country.dates[Number(slider.value)] !== date) slider.value = String(Math.max(0, index))
    slider?.setAttribute('aria-valuetext', civilDate(lang, date))
    if (output) output.textContent = date ? civilDate(lang, date) : ''
  }

  const open = (show: boolean): void => {
    const was = isOpen()
    root.classList.toggle('open', show)
    opener.setAttribute('aria-expanded', String(show))
    if (show) root.querySelector<HTMLElement>('button, input')?.focus()
    else if (was) opener.focus()
  }
  const isOpen = () => root.classList.contains('open')
  opener.addEventListener('click', () => open(!isOpen()))
  return { render, open, isOpen }
}

const group = (title: string, ...children: (HTMLElement | null)[]): HTMLElement =>
  el('section', { class: 'filter-group' }, el('h2', { class: 'kicker' }, title), ...children)

function technologies(view: View): Choice[] {
  const filed = view.country.technologies.filter((one) => one.filed)
  return (filed.length > 0 ? filed : [technologyOf(view.country, view.wanted.technology)]).map((one) => ({
    value: one.id,
    label: shortName(nameOf(view.lang, one.names)),
    title: nameOf(view.lang, one.names),
  }))
}

/** "4G" says as much as "fourth generation 4G" and fits a button. */
const shortName = (name: string): string => /\b\dG\b/.exec(name)?.[0] ?? name

function environments(view: View, technology: Technology): Choice[] {
  return technology.environments.map((id) => ({
    value: id,
    label: nameOf(view.lang, view.country.environments.find((one) => one.id === id)?.names) || id,
    disabled: !technology.filed_environments.includes(id),
    title: technology.filed_environments.includes(id) ? '' : view.t('state-nofiling'),
  }))
}

/** On or off, with a line for what came of it. */
function toggle(name: string, label: string, choose: (on: boolean) => void): HTMLElement {
  const input = el('input', {
    type: 'checkbox',
    role: 'switch',
    id: `filter-${name}`,
    'aria-describedby': `filter-${name}-note`,
  })
  input.addEventListener('change', () => choose(input.checked))
  return el(
    'div',
    { class: 'toggle' },
    input,
    el('label', { for: `filter-${name}` }, label),
    el('p', { class: 'hint', id: `filter-${name}-note`, role: 'status' }),
  )
}

function switchStep(root: HTMLElement, name: string, on: boolean, note: string): void {
  const input = root.querySelector<HTMLInputElement>(`#filter-${name}`)
  const text = root.querySelector<HTMLElement>(`#filter-${name}-note`)
  if (input) input.checked = on
  if (text && text.textContent !== note) text.textContent = note
}

/** What came of a layer that was switched on, where that is not to be seen: a word, never a figure. */
function noteOf<V>({ t }: View, asked: Asked<unknown, V>, empty: (value: V) => Key | null): string {
  if (asked.status === 'failed') return t(`error-${asked.error.kind}`)
  if (asked.answer === null) return asked.status === 'waiting' ? t('state-loading') : ''
  const none = empty(asked.answer.value)
  return none ? t(none) : ''
}

const routesNote = (view: View): string =>
  noteOf(view, view.routes, ({ networks, definition }) =>
    networks.length > 0 ? null : (definition.operators_damaged ?? []).length > 0 ? 'routes-damaged' : 'routes-none',
  )
const measuredNote = (view: View): string =>
  noteOf(view, view.measured, ({ items }) => (items.size === 0 ? 'measured-empty' : null))

/** One of a few: radio buttons in the shape of pills. */
function pills(
  name: string,
  label: string,
  choices: Choice[],
  choose: (value: string) => void,
  shown = false,
  silent = false,
): HTMLElement {
  const buttons = choices.map((one) => {
    const id = `filter-${name}-${one.value}`
    const input = el('input', {
      type: 'radio',
      id,
      name,
      value: one.value,
      disabled: one.disabled,
      onchange: () => choose(one.value),
    })
    return el('span', { class: 'pill' }, input, el('label', { for: id, title: one.title || null }, one.label))
  })
  const legend = el('legend', { class: shown && !silent ? 'label' : 'visually-hidden' }, label)
  return el('fieldset', { class: `pills pills-${name}` }, legend, el('div', { class: 'pill-row' }, ...buttons))
}
