/**
 * What the page knows, as signals: what was chosen (its address), the reader's preferences, the country, and the answers.
 * All else follows from these by `computed`; components read them and are drawn anew when one they read is another. Only
 * `app.tsx` writes here, but for what a part of the screen alone is about (`filtersOpen`). Knows no page,
 * no server and no address: those are `app.tsx`, `loader.ts` and `state.ts`.
 */
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Fault } from './address'
import type { Asked } from './answer'
import type { Comparing } from './questions'
import { isUnreached, type ApiError, type Country, type Item, type Lang, type Territory } from './api'
import { filingsOf } from './damage'
import { translator, type Translate } from './i18n'
import { levelsOf } from './levels'
import type { Theme } from './map/style'
import { settle, type Question, type Selection } from './state'
import { EMPTY_BENCH, type Bench } from './table/bench'
import { makeTree, type Tree, type Unit } from './tree'
import type { Damage } from './banners'
import type { Slots, View } from './view'

/** What hovers over the map, from what is chosen by a click down to the base unit, and where the pointer is. */
export interface Hovered {
  items: Item[]
  at: { x: number; y: number }
}

/** Why there is no map. */
export interface MapProblem {
  error: ApiError | null
  retry: () => void
}

type Answers = { [Name in keyof Slots]: Signal<Slots[Name]> }

export interface Store {
  readonly selection: Signal<Selection>
  readonly lang: Signal<Lang>
  readonly theme: Signal<Theme>
  readonly country: Signal<Country | null>
  readonly territories: Signal<Map<string, Territory> | null>
  readonly online: Signal<boolean>
  /** When the oldest of what stands there was seen, where the page's worker has kept it: the server was not to be reached. */
  readonly seen: Signal<string | null>
  /** The version just published, until the reader has been told that its figures are there. */
  readonly published: Signal<string | null>
  readonly filtersOpen: Signal<boolean>
  /** How the table is set. Apart from what is chosen: nothing else need be drawn anew when it is sorted. */
  readonly bench: Signal<Bench>
  readonly tableOpen: ReadonlySignal<boolean>
  /** Whether what the number rests on is looked at. */
  readonly basisOpen: Signal<boolean>
  readonly comparing: Signal<Comparing | null>
  readonly hovered: Signal<Hovered | null>
  readonly mapProblem: Signal<MapProblem | null>
  /** Whether the map has drawn what it is for: until then a plate stands in its place. */
  readonly mapped: Signal<boolean>
  /** Metres that a pixel of the map is in the middle of it; null until there is one. */
  readonly perPixel: Signal<number | null>
  /** From whom the basemap is; nothing where there is none. */
  readonly basemap: Signal<string>
  /** What is said to those who listen. */
  readonly said: Signal<string>
  /** What of the link says nothing here, until the reader chooses something. */
  readonly faults: Signal<readonly Fault[]>
  readonly t: ReadonlySignal<Translate>
  /** What is asked, with every default settled; the same object as long as it is the same question. */
  readonly wanted: ReadonlySignal<Question | null>
  readonly places: ReadonlySignal<Tree<Unit>>
  readonly view: ReadonlySignal<View | null>
  /** What is damaged, as far as the answers that stand there say. */
  readonly damage: ReadonlySignal<Damage>
  /** Of what is known when, and of which publication, the figures are that stand there. */
  readonly knownAt: ReadonlySignal<string | null>
  readonly isNews: ReadonlySignal<boolean>
  /** The parts of the page that could not be had without the network. */
  readonly missing: ReadonlySignal<readonly (keyof Slots)[]>
  /** Takes over how each answer stands. */
  took(slots: Slots): void
}

export interface First {
  selection: Selection
  lang: Lang
  theme: Theme
  slots: Slots
  bench?: Bench
}

export function createStore(first: First): Store {
  const selection = signal(first.selection)
  const bench = signal(first.bench ?? EMPTY_BENCH)
  const lang = signal(first.lang)
  const theme = signal(first.theme)
  const country = signal<Country | null>(null)
  const territories = signal<Map<string, Territory> | null>(null)
  const published = signal<string | null>(null)
  const comparing = signal<Comparing | null>(null)
  const names = Object.keys(first.slots) as (keyof Slots)[]
  const answers = Object.fromEntries(names.map((name) => [name, signal(first.slots[name])])) as unknown as Answers
  const slots = computed(() => Object.fromEntries(names.map((name) => [name, answers[name].value])) as unknown as Slots)

  const t = computed(() => translator(lang.value))
  let asked: Question | null = null
  const wanted = computed(() => {
    const next = country.value && settle(selection.value, country.value)
    if (JSON.stringify(next) !== JSON.stringify(asked)) asked = next
    return asked
  })
  // With figures all places are known; without, what the list of territories has; before it, the country alone.
  const figures = computed(() => answers.figures.value.answer?.value.tree ?? null)
  const listed = computed(() => {
    const about = country.value
    return about ? makeTree<Unit>(about.id, [[unitOf(about)], [...(territories.value?.values() ?? [])]]) : null
  })
  const none = makeTree<Unit>('', [])
  let known: Tree<Unit> | null = null
  const places = computed(() => {
    if (figures.value) known = figures.value
    return known ?? listed.value ?? none
  })
  const someTerritories = computed(() => territories.value ?? new Map<string, Territory>())
  const view = computed<View | null>(() => {
    const about = country.value
    const question = wanted.value
    if (!about || !question) return null
    return {
      ...slots.value,
      lang: lang.value,
      theme: theme.value,
      t: t.value,
      country: about,
      selection: selection.value,
      wanted: question,
      comparing: comparing.value,
      code: selection.value.territory ?? about.id,
      places: places.value,
      territories: someTerritories.value,
    }
  })
  const shown = computed(() => answers.figures.value.answer?.question ?? null)
  return {
    selection,
    lang,
    theme,
    country,
    territories,
    published,
    online: signal(true),
    seen: signal(null),
    filtersOpen: signal(false),
    bench,
    tableOpen: computed(() => bench.value.open),
    basisOpen: signal(false),
    comparing,
    hovered: signal(null),
    mapProblem: signal(null),
    mapped: signal(false),
    perPixel: signal(null),
    basemap: signal(''),
    said: signal(''),
    faults: signal([]),
    t,
    wanted,
    places,
    view,
    damage: computed(() => ({
      filings: filingsOf(answers.figures.value.answer?.value.damaged, country.value?.damaged),
      sources: answers.sources.value.answer?.value ?? [],
    })),
    knownAt: computed(() => (shown.value ?? selection.value).knownAt),
    isNews: computed(
      () =>
        published.value !== null &&
        answers.figures.value.status === 'ready' &&
        shown.value?.version === published.value,
    ),
    missing: computed(() =>
      names.filter((name) => {
        const asked: Asked<unknown, unknown> = answers[name].value
        return asked.status === 'failed' && isUnreached(asked.error)
      }),
    ),
    took: (next) =>
      batch(() => {
        for (const name of names) (answers[name] as Signal<unknown>).value = next[name]
      }),
  }
}

const unitOf = (country: Country): Unit => ({
  code: country.id,
  level: levelsOf(country).whole,
  names: country.names,
  parent: null,
})
