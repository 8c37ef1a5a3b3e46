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
import type { FilingsQuestion } from './compare/filings'
import type {
  BasisQuestion,
  ChangeQuestion,
  ChangesQuestion,
  Comparing,
  FiguresQuestion,
  FootprintQuestion,
  HistoryQuestion,
  ListedQuestion,
  ListedShareQuestion,
  MeasuredQuestion,
  OperatorsQuestion,
  PlateQuestion,
  PointQuestion,
  RouteKmQuestion,
  RoutesQuestion,
  SketchQuestion,
  SourcesQuestion,
  TargetsQuestion,
} from './questions'
import type { PlateShares } from './plate/load'
import type { Shape } from './plate/sketch'
import type { Routes } from './routes'
import type { Question, Selection } from './state'
import type { Filing } from './filings/model'
import type { Reach } from './footprint'
import type { Theme } from './map/style'
import type { RowTestsQuestion, SharesQuestion } from './table/ask'
import type { Bench } from './table/bench'
import type { Shares } from './table/closest'
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
  /** The plate that stands where the map will: its shapes and their shares. */
  sketch: Asked<SketchQuestion, Shape[]>
  plate: Asked<PlateQuestion, PlateShares>
  figures: Asked<FiguresQuestion, Figures>
  history: Asked<HistoryQuestion, History>
  operators: Asked<OperatorsQuestion, Operators>
  point: Asked<PointQuestion, AtPoint>
  footprint: Asked<FootprintQuestion, Reach>
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
  /** The filings that a comparison is chosen from. */
  filings: Asked<FilingsQuestion, Filing[]>
  gapShares: Asked<SharesQuestion, Shares>
  /** What the table's columns need beyond the figures: each operator's own shares, changes, and tests, of its rows. */
  shares: Asked<SharesQuestion, Shares>
  rowChanges: Asked<ChangeQuestion, Changes>
  rowTests: Asked<RowTestsQuestion, Measured>
}

export interface View extends Slots {
  lang: Lang
  theme: Theme
  t: Translate
  country: Country
  selection: Selection
  /** What is being chosen for a comparison, before there is one. */
  comparing: Comparing | null
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
  /** Sets the table otherwise. */
  arrange(patch: Partial<Bench>): void
  /** Shows the picked rows on the map, whole. */
  framePicked(): void
  openFilters(open: boolean): void
  /** Asks what the number rests on, or no longer. */
  openBasis(open: boolean): void
  /** Begins a comparison for which filings have to be known, or no longer. */
  compareBy(what: Comparing | null): void
  /** The address of the page with something else chosen. */
  addressOf(patch: Partial<Selection>): string
  switchTheme(): void
  zoomBy(steps: number): void
  /** Shows the whole of what is chosen. */
  frame(): void
  url(path: string, parameters?: Record<string, string | number | null | undefined>): string
  copyLink(): Promise<void>
}
