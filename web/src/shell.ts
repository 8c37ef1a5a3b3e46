/** The bare page: where each part lives. Words are put in by `label`, so that a change of language needs no rebuilding. */
import type { Country, Lang } from './api'
import { brand, createLanguages, iconButton, nameButton } from './bar'
import { el, fill, icon } from './dom'
import { nameOf } from './format'
import { directionOf, spokenOf, type Translate } from './i18n'
import { LANGUAGES } from './i18n/fluent'
import type { Theme } from './map'
import { createSwipe, type Swipe } from './swipe'

export interface Shell {
  search: HTMLElement
  filters: HTMLElement
  filtersButton: HTMLButtonElement
  stage: HTMLElement
  map: HTMLElement
  measuredMap: HTMLElement
  swipe: Swipe
  preview: HTMLElement
  legend: HTMLElement
  panel: HTMLElement
  figures: HTMLElement
  table: HTMLElement
  zoomIn: HTMLButtonElement
  zoomOut: HTMLButtonElement
  whole: HTMLButtonElement
  country: HTMLButtonElement
  theme: HTMLButtonElement
  bands: HTMLElement
  label(lang: Lang, t: Translate, country: Country | null, theme: Theme): void
  say(text: string): void
}

export function createShell(root: HTMLElement, chooseLang: (lang: Lang) => void): Shell {
  const [zoomIn, zoomOut, whole, theme] = [
    iconButton('plus'),
    iconButton('minus'),
    iconButton('whole'),
    iconButton('theme'),
  ]
  const country = el('button', { type: 'button', class: 'bar-country' })
  const filtersButton = el(
    'button',
    { type: 'button', class: 'icon-button filters-button', 'aria-expanded': 'false', 'aria-controls': 'filters' },
    icon('filters'),
  )
  const languages = createLanguages(chooseLang)
  const operators = el('a', { class: 'bar-link', href: 'operators.html' })
  const search = el('div', { class: 'search', role: 'search' })
  const bar = el(
    'header',
    { class: 'topbar' },
    brand(),
    country,
    search,
    filtersButton,
    operators,
    languages.node,
    theme,
  )
  const bands = el('section', { class: 'bands' })
  const filters = el('form', { class: 'filters', id: 'filters', onsubmit: (event: Event) => event.preventDefault() })
  const map = el('div', { class: 'map', id: 'map', 'data-state': 'loading' })
  const measuredMap = el('div', { class: 'map measured-map', id: 'map-measured', 'aria-hidden': 'true', hidden: true })
  const preview = el('div', { class: 'preview', hidden: true, 'aria-hidden': 'true' })
  const legend = el('section', { class: 'legend' })
  const sources = el('p', {})
  const attribution = el('details', { class: 'attribution' }, el('summary', {}), sources)
  const stage = el(
    'div',
    { class: 'stage' },
    map,
    measuredMap,
    el('div', { class: 'controls' }, zoomIn, zoomOut, whole),
    legend,
    attribution,
    preview,
  )
  const swipe = createSwipe(stage, measuredMap)
  const figures = el('div', { class: 'panel-body' })
  const panel = el('aside', { class: 'panel', id: 'panel' }, figures)
  const table = el('section', { class: 'data-table', id: 'table' })
  const live = el('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' })
  const skips = ['map', 'panel', 'table'].map((to) => el('a', { href: `#${to}`, class: 'skip', 'data-to': to }))
  for (const skip of skips)
    skip.addEventListener('click', (event) => {
      // A fragment would overwrite the map's place in the URL: move the focus ourselves.
      event.preventDefault()
      const target = document.getElementById(skip.dataset['to'] ?? '')
      target?.querySelector<HTMLElement>('canvas, h1, button')?.focus()
    })
  root.append(...skips, bar, bands, el('main', { class: 'desk' }, filters, stage, panel), table, live)

  const label = (lang: Lang, t: Translate, about: Country | null, now: Theme): void => {
    document.documentElement.lang = spokenOf(lang)
    document.documentElement.dir = directionOf(lang)
    nameButton(zoomIn, t('map-zoomin'))
    nameButton(zoomOut, t('map-zoomout'))
    nameButton(whole, t('map-whole'))
    nameButton(theme, t(now === 'dark' ? 'bar-theme-light' : 'bar-theme-dark'))
    nameButton(filtersButton, t('filters-open'))
    languages.render(lang, t('bar-language'), about?.languages ?? LANGUAGES)
    operators.textContent = t('bar-operators')
    operators.href = `operators.html?lang=${lang}`
    fill(country, about ? nameOf(lang, about.names) : '')
    country.title = t('bar-country')
    filters.setAttribute('aria-label', t('filters-title'))
    bands.setAttribute('aria-label', t('band-label'))
    table.setAttribute('aria-label', t('table-open'))
    skips.forEach((skip, at) => {
      skip.textContent = t((['skip-map', 'skip-panel', 'skip-table'] as const)[at] ?? 'skip-map')
    })
    fill(attribution.querySelector('summary')!, t('map-attribution'))
    // Each in its own direction, in whichever language its holder writes it.
    fill(
      sources,
      ...[...(about?.attribution ?? []), 'Natural Earth', 'MapLibre'].flatMap((one, at) => [
        at === 0 ? null : ' · ',
        el('bdi', {}, one),
      ]),
    )
  }
  return {
    search,
    filters,
    filtersButton,
    stage,
    map,
    measuredMap,
    swipe,
    preview,
    legend,
    panel,
    figures,
    table,
    zoomIn,
    zoomOut,
    whole,
    country,
    theme,
    bands,
    label,
    say: (text) => {
      live.textContent = text
    },
  }
}
