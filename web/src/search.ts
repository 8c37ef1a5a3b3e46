/** Finding a place by name or coordinates: a combobox as the ARIA practices describe it. */
import { isAbort, type Api, type Lang, type Place } from './api'
import { el, fill, icon } from './dom'
import { coordinates, listText, nameOf, otherName } from './format'
import { levelKey, type Translate } from './i18n'

export interface SearchOptions {
  api: Api
  language(): { lang: Lang; t: Translate }
  choose(place: Place): void
}

export interface Search { render(): void }

const PAUSE = 150

export function createSearch(root: HTMLElement, options: SearchOptions): Search {
  const input = el('input', {
    type: 'search', id: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search',
    'aria-expanded': 'false', 'aria-controls': 'search-list', 'aria-autocomplete': 'list',
  })
  const list = el('ul', { id: 'search-list', role: 'listbox', hidden: true })
  const status = el('p', { class: 'visually-hidden', role: 'status' })
  root.append(icon('search'), input, list, status)

  let places: Place[] = []
  let active = -1
  let timer = 0
  let running: AbortController | null = null

  const close = () => {
    list.hidden = true
    active = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const choose = (place: Place) => {
    const { lang } = options.language()
    input.value = place.type === 'coordinates' ? coordinates(lang, place.lon, place.lat) : nameOf(lang, place.names)
    close()
    options.choose(place)
  }
  const mark = (index: number) => {
    active = places.length === 0 ? -1 : (index + places.length) % places.length
    list.querySelectorAll('[role="option"]').forEach((one, at) => {
      one.setAttribute('aria-selected', String(at === active))
      if (at === active) one.scrollIntoView({ block: 'nearest' })
    })
    if (active >= 0) input.setAttribute('aria-activedescendant', `search-option-${active}`)
  }
  const show = (found: Place[], note: string | null) => {
    const { t } = options.language()
    places = found
    fill(list, ...found.map((place, at) => optionOf(place, at, options.language(), choose)), note ? el('li', { class: 'note', role: 'presentation' }, note) : null)
    list.hidden = false
    active = -1
    input.setAttribute('aria-expanded', 'true')
    input.removeAttribute('aria-activedescendant')
    status.textContent = note ?? t('search.count', { n: found.length })
  }
  const ask = async () => {
    const q = input.value.trim()
    running?.abort()
    if (q.length < 2) return close()
    running = new AbortController()
    const { lang, t } = options.language()
    try {
      const answer = await options.api.get<{ items: Place[] }>('search', { q, limit: 8, lang }, running.signal)
      if (document.activeElement === input) show(answer.items, answer.items.length === 0 ? t('search.none') : null)
    } catch (error) {
      if (!isAbort(error)) show([], t('search.failed'))
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), PAUSE)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.hidden) void ask()
      else mark(event.key === 'ArrowDown' ? active + 1 : Math.max(active, 0) - 1)
    } else if (event.key === 'Enter') {
      const place = places[Math.max(0, active)]
      if (!list.hidden && place) {
        event.preventDefault()
        choose(place)
      }
    } else if (event.key === 'Escape') {
      // The first Escape closes the list, the second empties the field; neither steps out of a territory.
      if (list.hidden && input.value === '') return
      event.stopPropagation()
      event.preventDefault()
      if (list.hidden) input.value = ''
      close()
    }
  })
  input.addEventListener('focus', () => { if (input.value.trim().length >= 2 && places.length > 0) void ask() })
  input.addEventListener('blur', () => window.setTimeout(close, 120))

  const render = () => {
    const { t } = options.language()
    input.setAttribute('aria-label', t('search.label'))
    input.setAttribute('placeholder', t('search.placeholder'))
    list.setAttribute('aria-label', t('search.label'))
  }
  return { render }
}

function optionOf(place: Place, at: number, language: { lang: Lang; t: Translate }, choose: (place: Place) => void): HTMLElement {
  const { lang, t } = language
  const kind = place.type === 'coordinates' ? t('search.coordinates') : place.type === 'locality' ? t('search.locality') : t(levelKey(place.level ?? 'commune'))
  const where = [place.type === 'locality' ? place.commune : undefined, place.province].filter((one) => one !== undefined && one.code !== place.code).map((one) => nameOf(lang, one?.names))
  const title = place.type === 'coordinates' ? coordinates(lang, place.lon, place.lat) : nameOf(lang, place.names)
  const other = place.type === 'coordinates' ? '' : otherName(lang, place.names)
  return el('li', { role: 'option', id: `search-option-${at}`, 'aria-selected': 'false', onmousedown: (event: Event) => event.preventDefault(), onclick: () => choose(place) },
    el('span', { class: 'found' }, el('bdi', {}, title), other && other !== title ? el('bdi', { class: 'quiet' }, other) : null),
    el('span', { class: 'quiet' }, listText(lang, [kind, ...where])))
}
