/** Finding a place by name or coordinates: a combobox as the ARIA practices describe it. */
import { batch, computed, signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { createResource, IDLE, type Asked } from './answer'
import type { ApiError, Lang, Level, Place } from './api'
import { coordinates, listText, nameOf, otherName } from './format'
import type { Translate } from './i18n'
import { Icon } from './icons'
import type { Answer, Finder, Hit } from './search/places'

/** The reader's language, what one territory of a level is called in it, and, once the country is known, base units. */
export interface Language {
  lang: Lang
  t: Translate
  title: (level: Level) => string
  units: { unit: string } | null
}

export interface SearchShown {
  finder: Finder
  language: Language
  choose: (place: Place) => void
}

const PAUSE = 150
const SHORTEST = 2

interface Typed {
  q: string
  lang: Lang
}

/** What the list says, and for what it was typed. */
interface Listed extends Answer {
  q: string
  error: ApiError | null
}

/** What is typed, what was found for it, and where in the list one is. Knows no page. */
class Combobox {
  readonly text = signal('')
  readonly isOpen = signal(false)
  readonly active = signal(-1)
  /** The newest that could be listed: places, or what happened instead. */
  readonly listed = signal<Listed | null>(null)
  private readonly asked = signal<Asked<Typed, Answer>>(IDLE)
  /** Between two letters nothing is asked yet. */
  private readonly isPausing = signal(false)
  /** Whether the server's answer for what stands in the field is still to come. */
  readonly isBusy = computed(() => {
    const state = this.asked.value
    return state.status === 'waiting' || (state.status !== 'idle' && state.question.q !== this.text.value.trim())
  })
  /** Whether the list is of what stood in the field before: what is known without the server is listed before it answers. */
  readonly isOld = computed(
    () => this.isBusy.value && (this.isPausing.value || this.listed.value?.q !== this.text.value.trim()),
  )
  /** Of the page: who is asking in which words, who takes the place, and whether one is still in the field. */
  now: { lang: Lang; choose(place: Place): void; isThere(): boolean } | null = null
  private timer = 0
  /** The place the reader has stepped to: it stays so, though others come before it. */
  private marked = ''
  /** Enter was pressed before the places for what is typed were there: it means the first of them. */
  private eager = false
  private readonly found

  constructor(private readonly finder: Finder) {
    this.found = createResource(
      ({ q, lang }: Typed, signal) => finder.fetch(q, lang, signal),
      () => this.came(),
    )
  }

  items(): Hit[] {
    return this.listed.value?.items ?? []
  }

  type(text: string): void {
    clearTimeout(this.timer)
    this.eager = false
    batch(() => {
      this.text.value = text
      this.isPausing.value = true
      this.mark(-1)
    })
    this.timer = window.setTimeout(() => this.ask(), PAUSE)
  }

  close(): void {
    this.eager = false
    batch(() => {
      this.isOpen.value = false
      this.mark(-1)
    })
  }

  /** The field has the focus again: what was found for it is shown again. */
  enterField(): void {
    if (this.told().items.length > 0) this.ask()
  }

  /** The next line or the one before; nowhere in a list of what was typed before. */
  step(by: 1 | -1): void {
    const was = this.isOpen.value
    if (!was || this.isPausing.value) this.ask()
    if (!was || this.listed.value?.q !== this.typed().q) return
    const many = this.many()
    const from = by === 1 ? this.active.value : Math.max(this.active.value, 0)
    this.mark(many === 0 ? -1 : (from + by + many) % many)
  }

  /** Whether there was something to choose or to ask. */
  enter(): boolean {
    const { q } = this.typed()
    if (q.length < SHORTEST) return false
    if (this.isPausing.value) this.ask()
    else if (!this.isOpen.value) {
      this.ask()
      return true
    } else if (this.listed.value?.q !== q) this.stand()
    const [first] = this.told().items
    const plain = first !== undefined && this.finder.isPlain(q, first)
    if (this.isBusy.value && this.active.value < 0 && !plain) this.eager = true
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
    if (this.listed.value?.error) {
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

  private mark(at: number): void {
    const place = this.items()[at]
    this.active.value = at
    this.marked = place ? keyOf(place) : ''
  }

  private typed(): Typed {
    return { q: this.text.value.trim(), lang: this.now?.lang ?? '' }
  }

  /** The places for what stands in the field, not for what stood there before: of the server, or what is known without it. */
  private told(): Answer {
    const { answer } = this.found.state()
    const { q, lang } = this.typed()
    return answer && answer.question.q === q && answer.question.lang === lang ? answer.value : this.finder.now(q, lang)
  }

  private many(): number {
    return this.items().length + (this.listed.value?.error ? 1 : 0)
  }

  private ask(): void {
    clearTimeout(this.timer)
    const question = this.typed()
    batch(() => {
      this.isPausing.value = false
      if (question.q.length < SHORTEST) {
        this.found.ask(null)
        this.asked.value = this.found.state()
        this.close()
      } else {
        this.found.ask(question)
        this.stand()
      }
    })
  }

  private came(): void {
    this.asked.value = this.found.state()
    if (!this.now?.isThere()) return
    this.stand()
    const first = this.items()[0]
    if (this.eager && first && !this.isBusy.value) this.take(first)
    this.eager = false
  }

  /** Lists what there is to list; while nothing is known yet, what stood there stays. */
  private stand(): void {
    const state = this.found.state()
    const told = this.told()
    batch(() => {
      this.asked.value = state
      if (state.status !== 'ready' && state.status !== 'failed' && told.items.length === 0) return
      const { marked } = this
      this.listed.value = { ...told, q: this.typed().q, error: state.status === 'failed' ? state.error : null }
      this.isOpen.value = true
      this.mark(marked === '' ? -1 : told.items.findIndex((one) => keyOf(one) === marked))
    })
  }
}

export function Search({ finder, language, choose }: SearchShown): JSX.Element {
  const { t, lang, units } = language
  const field = useRef<HTMLInputElement>(null)
  const box = useMemo(() => new Combobox(finder), [finder])
  box.now = { lang, choose, isThere: () => document.activeElement === field.current }
  const active = box.active.value
  const open = box.isOpen.value
  useLayoutEffect(() => {
    if (active >= 0) document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      box.step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      if (box.enter()) event.preventDefault()
    } else if (event.key === 'Escape' && box.leave()) {
      // Neither steps out of a territory.
      event.stopPropagation()
      event.preventDefault()
    }
  }
  const listed = box.listed.value
  const items = box.items()
  const note = listed && noteOf(listed, t)
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
        value={box.text.value}
        ref={field}
        onInput={(event) => box.type(event.currentTarget.value)}
        onKeyDown={press}
        onFocus={() => box.enterField()}
        onBlur={() => window.setTimeout(() => box.close(), 120)}
      />
      <ul
        id="search-list"
        role="listbox"
        aria-label={t('search-label')}
        class={box.isOld.value ? 'old' : ''}
        aria-busy={box.isBusy.value}
        hidden={!open}
      >
        {note ? (
          <li class="note" role="presentation">
            {note}
          </li>
        ) : null}
        {items.map((place, at) => (
          <Option key={at} at={at} active={active} act={() => box.act(at)}>
            <FoundPlace place={place} language={language} />
          </Option>
        ))}
        {listed?.error ? (
          <Option
            at={items.length}
            active={active}
            act={() => {
              box.act(items.length)
              field.current?.focus()
            }}
          >
            <span class="found">{t('error-retry')}</span>
          </Option>
        ) : null}
      </ul>
      <p class="visually-hidden" role="status">
        {listed ? (note ?? t('search-count', { n: items.length })) : ''}
      </p>
    </div>
  )
}

/** What is said above the places, or instead of them. */
function noteOf({ items, nowhere, error }: Listed, t: Translate): string | null {
  if (error) return `${t(items.length > 0 ? 'search-partly' : 'search-failed')} · ${t(`error-${error.kind}`)}`
  if (nowhere) return t('search-nowhere')
  return items.length === 0 ? t('search-none') : null
}

const optionId = (at: number): string => `search-option-${at}`

const keyOf = (place: Place): string => place.code ?? `${place.lat},${place.lon}`

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

function FoundPlace({ place, language }: { place: Hit; language: Language }): JSX.Element {
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
      {place.why.length === 0 ? null : <span class="quiet why">{whyText(place, language)}</span>}
    </>
  )
}

/** Why a place is there, where its name does not tell. */
const whyText = ({ why, code }: Hit, { lang, t }: Language): string =>
  listText(
    lang,
    why.map((one) => (one === 'code' ? t('search-why-code', { code: code ?? '' }) : t(`search-why-${one}`))),
  )
