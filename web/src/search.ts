/** Finding a place by name or coordinates: a combobox as the ARIA practices describe it. */
import { createResource } from './answer'
import type { Lang, Level, Place } from './api'
import { el, fill, icon, type Child } from './dom'
import { coordinates, listText, nameOf, otherName } from './format'
import type { Translate } from './i18n'
import type { Answer, Finder, Hit } from './search/places'

/** The reader's language, what one territory of a level is called in it, and, once the country is known, base units. */
export interface Language {
  lang: Lang
  t: Translate
  title: (level: Level) => string
  units: { unit: string } | null
}

export interface SearchOptions {
  finder: Finder
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
    ({ q, lang }: { q: string; lang: Lang }, signal) => options.finder.fetch(q, lang, signal),
    () => came(),
  )
  let active = -1
  let marked = ''
  let timer = 0
  /** Enter was pressed before the places for what is typed were there: it means the first of them. */
  let eager = false

  const close = () => {
    list.hidden = true
    active = -1
    marked = ''
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
  /** The places for what stands in the field, not for what stood there before: of the server, or what is known without it. */
  const told = (): Answer => {
    const { answer } = found.state()
    const { q, lang } = typed()
    return answer && answer.question.q === q && answer.question.lang === lang
      ? answer.value
      : options.finder.now(q, lang)
  }
  const places = (): Hit[] => told().items
  const choices = () => list.querySelectorAll<HTMLElement>('[role="option"]')
  const mark = (index: number) => {
    const all = [...choices()]
    active = all.length === 0 ? -1 : (index + all.length) % all.length
    all.forEach((one, at) => {
      one.setAttribute('aria-selected', String(at === active))
      if (at === active) one.scrollIntoView({ block: 'nearest' })
    })
    const place = places()[active]
    marked = place ? keyOf(place) : ''
    if (active >= 0) input.setAttribute('aria-activedescendant', `search-option-${active}`)
  }
  /** Whether the list answers what stands in the field now. */
  const markOld = (): boolean => {
    const state = found.state()
    const old = state.status === 'waiting' || (state.status !== 'idle' && state.question.q !== typed().q)
    list.classList.toggle('old', old && (timer !== 0 || places().length === 0))
    list.setAttribute('aria-busy', String(old))
    return old
  }
  const show = () => {
    const { t } = options.language()
    const state = found.state()
    markOld()
    const { items, nowhere } = told()
    if (state.status !== 'ready' && state.status !== 'failed' && items.length === 0) return
    const note =
      state.status === 'failed'
        ? `${t(items.length > 0 ? 'search-partly' : 'search-failed')} · ${t(`error-${state.error.kind}`)}`
        : nowhere
          ? t('search-nowhere')
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
      state.status === 'failed' ? option(items.length, again, el('span', { class: 'found' }, t('error-retry'))) : null,
    )
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
    input.removeAttribute('aria-activedescendant')
    // What the reader has stepped to stays where it was, though places of the server have come.
    const kept = marked === '' ? -1 : items.findIndex((one) => keyOf(one) === marked)
    active = -1
    if (kept >= 0) mark(kept)
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
    const [first] = places()
    const plain = first && active <= 0 && options.finder.isPlain(typed().q, first)
    if (markOld() && !plain && active < 0) eager = true
    else (choices()[active] ?? choices()[0])?.click()
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    eager = false
    marked = ''
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

const keyOf = (place: Place): string => place.code ?? `${place.lat},${place.lon}`

function optionOf(place: Hit, at: number, language: Language, choose: (place: Place) => void): HTMLElement {
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
    place.why.length === 0 ? null : el('span', { class: 'quiet why' }, whyText(place, language)),
  )
}

/** Why a place is there, where its name does not tell. */
const whyText = ({ why, code }: Hit, { lang, t }: Language): string =>
  listText(
    lang,
    why.map((one) => (one === 'code' ? t('search-why-code', { code: code ?? '' }) : t(`search-why-${one}`))),
  )

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
