/** What every part of the screen is given to show itself: one value, made anew when something changes. */
import type { Asked } from './answer'
import type {
  AtPoint,
  Basis,
  Changes,
  Country,
  Coverage,
  DamagedFiling,
  Definition,
  History,
  Lang,
  MeasuredSource,
  Operators,
  RouteKm,
  Targets,
  Territory,
} from './api'
import type { Translate } from './i18n'
import type { Listed } from './listed'
import type { Measured } from './measured'
import type {
  BasisQuestion,
  ChangeQuestion,
  ChangesQuestion,
  FiguresQuestion,
  FootprintQuestion,
  HistoryQuestion,
  ListedQuestion,
  ListedShareQuestion,
  MeasuredQuestion,
  OperatorsQuestion,
  PointQuestion,
  RouteKmQuestion,
  RoutesQuestion,
  SourcesQuestion,
  TargetsQuestion,
} from './questions'
import type { Routes } from './routes'
import type { Question, Selection } from './state'
import type { Footprint } from './map/footprint'
import type { Theme } from './map/style'
import type { Tree, Unit } from './tree'

export interface Figures {
  tree: Tree
  definition: Definition
  /** Earliest date with a filing for this question, when the chosen date has none. */
  firstDate: string | null
  /** Filings that are in force and not counted, for they cannot be read. */
  damaged: DamagedFiling[]
}

/** Each answer with its question: labels come from there. */
export interface Slots {
  figures: Asked<FiguresQuestion, Figures>
  history: Asked<HistoryQuestion, History>
  operators: Asked<OperatorsQuestion, Operators>
  point: Asked<PointQuestion, AtPoint>
  footprint: Asked<FootprintQuestion, Footprint>
  /** Places of the list that is chosen, and how many are covered in what is chosen. */
  listed: Asked<ListedQuestion, Listed>
  listedShare: Asked<ListedShareQuestion, Coverage>
  /** Fibre networks, once they are switched on, and their kilometres in the territories of one level. */
  routes: Asked<RoutesQuestion, Routes>
  routeKm: Asked<RouteKmQuestion, RouteKm>
  /** What was measured, once it is switched on. */
  measured: Asked<MeasuredQuestion, Measured>
  targets: Asked<TargetsQuestion, Targets>
  /** Where tests come from, and which of their months are damaged: known though the layer is off. */
  sources: Asked<SourcesQuestion, MeasuredSource[]>
  /** What changed, once something is compared: in every base unit, and in what is chosen. */
  changes: Asked<ChangesQuestion, Changes>
  change: Asked<ChangeQuestion, Changes>
  /** What the number rests on, while that is looked at. */
  basis: Asked<BasisQuestion, Basis>
}

export interface View extends Slots {
  lang: Lang
  theme: Theme
  t: Translate
  country: Country
  selection: Selection
  /** What the controls ask for. For controls only: what is shown may answer another question. */
  wanted: Question
  /** The chosen territory's code; the country's when none is chosen. */
  code: string
  /** Names, levels and parents of the territories, which depend on no question. */
  places: Tree<Unit>
  territories: Map<string, Territory>
}

/** What the parts of the screen may ask for. */
export interface Actions {
  choose(patch: Partial<Selection>): void
  goTo(code: string | null): void
  /** Asks again what failed. */
  retry(): void
  askPoint(point: [number, number] | null): void
  openTable(open: boolean): void
  openFilters(open: boolean): void
  /** Asks what the number rests on, or no longer. */
  openBasis(open: boolean): void
  switchTheme(): void
  zoomBy(steps: number): void
  /** Shows the whole of what is chosen. */
  frame(): void
  url(path: string, parameters?: Record<string, string | number | null | undefined>): string
  copyLink(): Promise<void>
}
