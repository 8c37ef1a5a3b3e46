/** Finding a place by name or coordinates: a combobox as the ARIA practices describe it. */
import { batch, computed, signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { createResource, IDLE, type Asked } from './answer'
import type { Api, Lang, Level, Place } from './api'
import { coordinates, listText, nameOf, otherName } from './format'
import type { Translate } from './i18n'
import { Icon } from './icons'

/** The reader's language, what one territory of a level is called in it, and, once the country is known, base units. */
export interface Language {
  lang: Lang
  t: Translate
  title: (level: Level) => string
  units: { unit: string } | null
}

export interface SearchShown {
  api: Api
  language: Language
  choose: (place: Place) => void
}

const PAUSE = 150
const SHORTEST = 2

interface Typed {
  q: string
  lang: Lang
}
type Found = Asked<Typed, { items: Place[] }>

/** What is typed, what was found for it, and where in the list one is. Knows no page. */
class Finder {
  readonly text = signal('')
  readonly isOpen = signal(false)
  readonly active = signal(-1)
  /** The newest state that can be listed: places, or what happened instead. */
  readonly listed = signal<Found>(IDLE)
  private readonly asked = signal<Found>(IDLE)
  /** Whether the list answers what stood in the field before. */
  readonly isOld = computed(() => {
    const state = this.asked.value
    return state.status === 'waiting' || (state.status !== 'idle' && state.question.q !== this.text.value.trim())
  })
  /** Of the page: who is asking in which words, who takes the place, and whether one is still in the field. */
  now: { lang: Lang; choose(place: Place): void; isThere(): boolean } | null = null
  private timer = 0
  /** Enter was pressed before the places for what is typed were there: it means the first of them. */
  private eager = false
  private readonly found

  constructor(api: Api) {
    this.found = createResource(
      ({ q, lang }: Typed, signal) => api.get<{ items: Place[] }>('search', { q, limit: 8, lang }, signal),
      () => this.came(),
    )
  }

  items(): Place[] {
    return this.listed.value.answer?.value.items ?? []
  }

  type(text: string): void {
    this.text.value = text
    clearTimeout(this.timer)
    this.eager = false
    this.timer = window.setTimeout(() => this.ask(), PAUSE)
  }

  close(): void {
    this.eager = false
    batch(() => {
      this.isOpen.value = false
      this.active.value = -1
    })
  }

  /** The field has the focus again: what was found for it is shown again. */
  enterField(): void {
    const { q, lang } = this.typed()
    const { answer } = this.asked.value
    if (answer && answer.question.q === q && answer.question.lang === lang && answer.value.items.length > 0) this.ask()
  }

  step(by: 1 | -1): void {
    if (!this.isOpen.value) return this.ask()
    const many = this.many()
    const from = by === 1 ? this.active.value : Math.max(this.active.value, 0)
    this.active.value = many === 0 ? -1 : (from + by + many) % many
  }

  /** Whether there was something to choose or to ask. */
  enter(): boolean {
    if (this.text.value.trim().length < SHORTEST) return false
    if (this.timer !== 0) this.ask()
    else if (!this.isOpen.value) {
      this.ask()
      return true
    }
    if (this.isOld.value) this.eager = true
    else this.act(Math.max(0, this.active.value))
    return true
  }

  /** The first Escape closes the list, the second empties the field; false where there is nothing left to leave. */
  leave(): boolean {
    const was = this.isOpen.value
    if (!was && this.text.value === '') return false
    if (!was) this.text.value = ''
    this.close()
    return true
  }

  /** Takes a line of the list: a place, or another try. */
  act(at: number): void {
    const place = this.items()[at]
    if (place) return this.take(place)
    if (this.listed.value.status === 'failed') {
      this.found.again()
      this.stand()
    }
  }

  private take(place: Place): void {
    const { now } = this
    if (!now) return
    this.text.value = placeName(place, now.lang)
    this.close()
    now.choose(place)
  }

  private typed(): Typed {
    return { q: this.text.value.trim(), lang: this.now?.lang ?? '' }
  }

  private many(): number {
    return this.listed.value.status === 'failed' ? 1 : this.items().length
  }

  private ask(): void {
    clearTimeout(this.timer)
    this.timer = 0
    const question = this.typed()
    if (question.q.length < SHORTEST) {
      this.found.ask(null)
      this.stand()
      return this.close()
    }
    this.found.ask(question)
    this.stand()
  }

  private came(): void {
    this.asked.value = this.found.state()
    if (!this.now?.isThere()) return
    this.stand()
    const first = this.items()[0]
    if (this.eager && first && !this.isOld.value) this.take(first)
    this.eager = false
  }

  /** Lists what there is to list. */
  private stand(): void {
    const state = this.found.state()
    batch(() => {
      this.asked.value = state
      if (state.status !== 'ready' && state.status !== 'failed') return
      this.listed.value = state
      this.isOpen.value = true
      this.active.value = -1
    })
  }
}

export function Search({ api, language, choose }: SearchShown): JSX.Element {
  const { t, lang, units } = language
  const field = useRef<HTMLInputElement>(null)
  const finder = useMemo(() => new Finder(api), [api])
  finder.now = { lang, choose, isThere: () => document.activeElement === field.current }
  const active = finder.active.value
  const open = finder.isOpen.value
  useLayoutEffect(() => {
    if (active >= 0) document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      finder.step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      if (finder.enter()) event.preventDefault()
    } else if (event.key === 'Escape' && finder.leave()) {
      // Neither steps out of a territory.
      event.stopPropagation()
      event.preventDefault()
    }
  }
  const state = finder.listed.value
  const note =
    state.status === 'failed'
      ? `${t('search-failed')} · ${t(`error-${state.error.kind}`)}`
      : state.status === 'ready' && finder.items().length === 0
        ? t('search-none')
        : null
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        type="search"
        id="search"
        role="combobox"
        list={undefined}
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        aria-expanded={open}
        aria-controls="search-list"
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? optionId(active) : undefined}
        aria-label={t('search-label')}
        placeholder={units ? t('search-placeholder', units) : ''}
        value={finder.text.value}
        ref={field}
        onInput={(event) => finder.type(event.currentTarget.value)}
        onKeyDown={press}
        onFocus={() => finder.enterField()}
        onBlur={() => window.setTimeout(() => finder.close(), 120)}
      />
      <ul
        id="search-list"
        role="listbox"
        aria-label={t('search-label')}
        class={finder.isOld.value ? 'old' : ''}
        aria-busy={finder.isOld.value}
        hidden={!open}
      >
        {note ? (
          <li class="note" role="presentation">
            {note}
          </li>
        ) : null}
        {finder.items().map((place, at) => (
          <Option key={at} at={at} active={active} act={() => finder.act(at)}>
            <FoundPlace place={place} language={language} />
          </Option>
        ))}
        {state.status === 'failed' ? (
          <Option
            at={0}
            active={active}
            act={() => {
              finder.act(0)
              field.current?.focus()
            }}
          >
            <span class="found">{t('error-retry')}</span>
          </Option>
        ) : null}
      </ul>
      <p class="visually-hidden" role="status">
        {state.status === 'idle' ? '' : (note ?? t('search-count', { n: finder.items().length }))}
      </p>
    </div>
  )
}

const optionId = (at: number): string => `search-option-${at}`

const placeName = (place: Place, lang: Lang): string =>
  place.type === 'coordinates' ? coordinates(lang, place.lon, place.lat) : nameOf(lang, place.names)

interface OptionShown {
  at: number
  active: number
  act: () => void
  children: ComponentChildren
}

/** A line to choose; the field keeps the focus. */
const Option = ({ at, active, act, children }: OptionShown): JSX.Element => (
  <li
    role="option"
    id={optionId(at)}
    aria-selected={at === active}
    onMouseDown={(event) => event.preventDefault()}
    onClick={act}
  >
    {children}
  </li>
)

function FoundPlace({ place, language }: { place: Place; language: Language }): JSX.Element {
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
  const name = placeName(place, lang)
  const other = place.type === 'coordinates' ? '' : (otherName(lang, place.names)?.name ?? '')
  return (
    <>
      <span class="found">
        <bdi>{name}</bdi>
        {other && other !== name ? <bdi class="quiet">{other}</bdi> : null}
      </span>
      <span class="quiet">{listText(lang, [kind, ...where])}</span>
    </>
  )
}
