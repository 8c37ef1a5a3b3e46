/** What every part of the screen is given to show itself: one value, made anew when something changes. */
import type { ApiError, AtPoint, Country, Definition, History, Lang, Operators, RouteKm, Targets, Territory } from './api'
import type { Translate } from './i18n'
import type { Measured } from './measured'
import type { Routes } from './routes'
import type { Question, Selection } from './state'
import type { Theme } from './map/style'
import type { Tree } from './tree'

/** A value on its way: an error or a wait keeps the last value, so that the screen never goes blank. */
export interface Loaded<T> { status: 'idle' | 'loading' | 'ready' | 'error'; value: T | null; error: ApiError | null }

export const idle = <T>(): Loaded<T> => ({ status: 'idle', value: null, error: null })

export interface Figures { tree: Tree; definition: Definition }

export interface View {
  lang: Lang
  theme: Theme
  t: Translate
  country: Country
  selection: Selection
  question: Question
  /** The chosen territory's code; the country's when none is chosen. */
  code: string
  figures: Loaded<Figures>
  history: Loaded<History>
  operators: Loaded<Operators>
  point: Loaded<AtPoint>
  /** Fibre networks, once they are switched on, and their kilometres in the territories of one level. */
  routes: Loaded<Routes>
  routeKm: Loaded<RouteKm>
  /** What was measured, once it is switched on. */
  measured: Loaded<Measured>
  targets: Loaded<Targets>
  territories: Map<string, Territory>
  /** Earliest date with a filing for this question, when the chosen date has none. */
  firstDate: string | null
}

/** What the parts of the screen may ask for. */
export interface Actions {
  choose(patch: Partial<Selection>): void
  goTo(code: string | null): void
  retry(): void
  askPoint(point: [number, number] | null): void
  openTable(open: boolean): void
  url(path: string, parameters?: Record<string, string | number | null | undefined>): string
  copyLink(): Promise<void>
}
