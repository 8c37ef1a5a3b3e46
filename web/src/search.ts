/** Finding a place by name or coordinates: a combobox as the ARIA practices describe it. */
import { createResource } from './answer'
import type { Api, Lang, Level, Place } from './api'
import { el, fill, icon, type Child } from './dom'
import { coordinates, listText, nameOf, otherName } from './format'
import type { Translate } from './i18n'

/** The reader's language, what one territory of a level is called in it, and, once the country is known, base units. */
export interface Language {
  lang: Lang
  t: Translate
  title: (level: Level) => string
  units: { unit: string } | null
}

export interface SearchOptions {
  api: Api
  language(): Language
  choose(place: Place): void
}

export interface Search {
  render(): void
}

const PAUSE = 150

export function createSearch(root: HTMLElement, options: SearchOptions): Search {
  const input = el('input', {
    type: 'search',
    id: 'search',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
    'aria-expanded': 'false',
    'aria-controls': 'search-list',
    'aria-autocomplete': 'list',
  })
  const list = el('ul', { id: 'search-list', role: 'listbox', hidden: true })
  const status = el('p', { class: 'visually-hidden', role: 'status' })
  root.append(icon('search'), input, list, status)

  const found = createResource(
    ({ q, lang }: { q: string; lang: Lang }, signal) =>
      options.api.get<{ items: Place[] }>('search', { q, limit: 8, lang }, signal),
    () => came(),
  )
  let active = -1
  let timer = 0
  /** Enter was pressed before the places for what is typed were there: it means the first of them. */
  let eager = false

  const close = () => {
    list.hidden = true
    active = -1
    eager = false
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const choose = (place: Place) => {
    const { lang } = options.language()
    input.value = place.type === 'coordinates' ? coordinates(lang, place.lon, place.lat) : nameOf(lang, place.names)
    close()
    options.choose(place)
  }
  const typed = () => ({ q: input.value.trim(), lang: options.language().lang })
  /** The places for what stands in the field, not for what stood there before. */
  const places = (): Place[] => {
    const { answer } = found.state()
    const { q, lang } = typed()
    return answer && answer.question.q === q && answer.question.lang === lang ? answer.value.items : []
  }
  const choices = () => list.querySelectorAll<HTMLElement>('[role="option"]')
  const mark = (index: number) => {
    const all = [...choices()]
    active = all.length === 0 ? -1 : (index + all.length) % all.length
    all.forEach((one, at) => {
      one.setAttribute('aria-selected', String(at === active))
      if (at === active) one.scrollIntoView({ block: 'nearest' })
    })
    if (active >= 0) input.setAttribute('aria-activedescendant', `search-option-${active}`)
  }
  /** Whether the list answers what stands in the field now. */
  const markOld = (): boolean => {
    const state = found.state()
    const old = state.status === 'waiting' || (state.status !== 'idle' && state.question.q !== typed().q)
    list.classList.toggle('old', old)
    list.setAttribute('aria-busy', String(old))
    return old
  }
  const show = () => {
    const { t } = options.language()
    const state = found.state()
    markOld()
    if (state.status !== 'ready' && state.status !== 'failed') return
    const items = state.answer?.value.items ?? []
    const note =
      state.status === 'failed'
        ? `${t('search-failed')} · ${t(`error-${state.error.kind}`)}`
        : items.length === 0
          ? t('search-none')
          : null
    const again = () => {
      found.again()
      input.focus()
    }
    fill(
      list,
      note ? el('li', { class: 'note', role: 'presentation' }, note) : null,
      ...items.map((place, at) => optionOf(place, at, options.language(), choose)),
      state.status === 'failed' ? option(0, again, el('span', { class: 'found' }, t('error-retry'))) : null,
    )
    list.hidden = false
    active = -1
    input.setAttribute('aria-expanded', 'true')
    input.removeAttribute('aria-activedescendant')
    status.textContent = note ?? t('search-count', { n: items.length })
  }
  const came = () => {
    if (document.activeElement !== input) return
    show()
    const [first] = places()
    if (eager && first) choose(first)
    eager = false
  }
  const ask = () => {
    clearTimeout(timer)
    timer = 0
    const question = typed()
    if (question.q.length < 2) {
      found.ask(null)
      return close()
    }
    found.ask(question)
    show()
  }
  const enter = () => {
    if (timer !== 0) ask()
    else if (list.hidden) return ask()
    if (markOld()) eager = true
    else (choices()[active] ?? choices()[0])?.click()
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    eager = false
    markOld()
    timer = window.setTimeout(ask, PAUSE)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.hidden) ask()
      else mark(event.key === 'ArrowDown' ? active + 1 : Math.max(active, 0) - 1)
    } else if (event.key === 'Enter') {
      if (input.value.trim().length < 2) return
      event.preventDefault()
      enter()
    } else if (event.key === 'Escape') {
      // The first Escape closes the list, the second empties the field; neither steps out of a territory.
      if (list.hidden && input.value === '') return
      event.stopPropagation()
      event.preventDefault()
      if (list.hidden) input.value = ''
      close()
    }
  })
  input.addEventListener('focus', () => {
    if (places().length > 0) ask()
  })
  input.addEventListener('blur', () => window.setTimeout(close, 120))

  const render = () => {
    const { t, units } = options.language()
    input.setAttribute('aria-label', t('search-label'))
    input.setAttribute('placeholder', units ? t('search-placeholder', units) : '')
    list.setAttribute('aria-label', t('search-label'))
  }
  return { render }
}

function optionOf(place: Place, at: number, language: Language, choose: (place: Place) => void): HTMLElement {
  const { lang, t, title } = language
  const kind =
    place.type === 'coordinates'
      ? t('search-coordinates')
      : place.type === 'locality'
        ? t('search-locality')
        : title(place.level ?? '')
  const where = [place.type === 'locality' ? place.commune : undefined, place.province]
    .filter((one) => one && one.code !== place.code)
    .map((one) => nameOf(lang, one?.names))
  const name = place.type === 'coordinates' ? coordinates(lang, place.lon, place.lat) : nameOf(lang, place.names)
  const other = place.type === 'coordinates' ? '' : (otherName(lang, place.names)?.name ?? '')
  return option(
    at,
    () => choose(place),
    el(
      'span',
      { class: 'found' },
      el('bdi', {}, name),
      other && other !== name ? el('bdi', { class: 'quiet' }, other) : null,
    ),
    el('span', { class: 'quiet' }, listText(lang, [kind, ...where])),
  )
}

/** A line to choose; the field keeps the focus. */
const option = (at: number, act: () => void, ...children: Child[]): HTMLElement =>
  el(
    'li',
    {
      role: 'option',
      id: `search-option-${at}`,
      'aria-selected': 'false',
      onmousedown: (event: Event) => event.preventDefault(),
      onclick: act,
    },
    ...children,
  )
