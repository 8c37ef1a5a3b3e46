/**
 * The questions a view is made of, each with all that its answer depends on, and their words. A label is
 * written from the question an answer carries; which of its words it needs depends on what stands above it.
 */
import type { Country, Lang, Level } from './api'
import { civilDate, instant, listText, nameOf, tierText } from './format'
import type { Key, Translate } from './i18n'
import { operatorOf, type FilingsQuestion } from './compare/filings'
import { againstOf, isSwiped } from './compare/against'
import { drawnLevels, levelsOf, outlineFile, type Levels } from './levels'
import { denominatorText, listOf, listsOf, tellsPlaces } from './listed'
import { communesOf, unitOf } from './measured'
import { routeLevel } from './routes'
import { latestOf, technologyOf, type Question, type Selection } from './state'
import { benchQuestions, type BenchQuestions, type SharesQuestion } from './table/ask'
import { filersOf } from './table/closest'
import type { Bench } from './table/bench'
import type { Tree, Unit } from './tree'

/** In whose words, and of which state of the server's data. */
export interface Edition {
  lang: Lang
  version: string
}

export type FiguresQuestion = Question & Edition
/** The outlines of the plate: of the first level that is drawn, of this pack. */
export interface SketchQuestion {
  file: string
  digest: string
}
/** The shares of the plate: those of the first level alone, which are there long before all others. */
export type PlateQuestion = FiguresQuestion & { level: Level }
/** All dates at once. */
export type HistoryQuestion = Omit<Question, 'asOf'> & Edition & { code: string }
/** All operators at once. */
export type OperatorsQuestion = Omit<Question, 'scope'> & Edition & { code: string }
export type PointQuestion = Pick<Question, 'asOf' | 'knownAt'> & Edition & { at: [lon: number, lat: number] }
/** The places of a list, and which of them the question covers; of a technology that says nothing of places, the places alone. */
export type ListedQuestion = Omit<Question, 'denominator'> & Edition & { list: string; tells: boolean }
/** How many of them are covered in a territory. */
export type ListedShareQuestion = ListedQuestion & { code: string; level: Level }
export type RoutesQuestion = Pick<Question, 'scope' | 'asOf' | 'knownAt'> & Edition
/** Where the question reaches, or what it gained and lost, cell by cell; and, if asked for, the people whom it does not reach. */
export type FootprintQuestion = Omit<Question, 'denominator'> &
  Pick<Edition, 'version'> & { gap: boolean; against: string | null; swipe: boolean }
export type RouteKmQuestion = RoutesQuestion & { level: Level }
export type MeasuredQuestion = Pick<Question, 'technology' | 'tier' | 'scope' | 'asOf' | 'knownAt'> &
  Edition & { communes: string | null }
/** What changed in every base unit of the country, for the map. */
export type ChangesQuestion = Question & Edition & { against: string; level: Level }
/** What changed in a territory, and in those of the next level in it. */
export type ChangeQuestion = ChangesQuestion & { code: string }
/** What a number rests on. */
export type BasisQuestion = Question & Edition & { code: string }
/** What is known of the sources of measurements. */
export type SourcesQuestion = Pick<Question, 'asOf' | 'knownAt'> & Pick<Edition, 'version'>
/** Of the latest date, judged today; of another, judged on that date; with a day `judged` of a copied link, on that day. */
export type TargetsQuestion = Pick<Question, 'asOf' | 'knownAt'> &
  Edition & { latest: boolean; today: string; judged: string | null }

export interface Questions extends BenchQuestions {
  sketch: SketchQuestion | null
  plate: PlateQuestion | null
  figures: FiguresQuestion
  history: HistoryQuestion
  operators: OperatorsQuestion
  point: PointQuestion | null
  footprint: FootprintQuestion | null
  listed: ListedQuestion | null
  listedShare: ListedShareQuestion | null
  routes: RoutesQuestion | null
  routeKm: RouteKmQuestion | null
  measured: MeasuredQuestion | null
  targets: TargetsQuestion
  sources: SourcesQuestion | null
  changes: ChangesQuestion | null
  change: ChangeQuestion | null
  basis: BasisQuestion | null
  filings: FilingsQuestion | null
  /** Each operator's own shares of the base units, where it is asked who is closest to a gap. */
  gapShares: SharesQuestion | null
}

/** What is being chosen for a comparison, before there is one: these need the list of filings. */
export type Comparing = 'filings' | 'known'

export interface Asking {
  selection: Selection
  wanted: Question
  country: Country
  lang: Lang
  /** The territories as far as they are known. */
  places: Tree<Unit>
  /** The point the reader asked about, which need not lie in a chosen commune. */
  pointAsked: boolean
  /** Whether the figures are there: what is not needed for the first picture comes after it. */
  shown: boolean
  /** Whether what the number rests on is looked at. */
  basisOpen: boolean
  comparing: Comparing | null
  /** Whether the map itself is there: until then the plate stands in its place. */
  mapped: boolean
  bench: Bench
}

/** What is to be asked now. */
export function questionsOf({
  selection,
  wanted,
  country,
  lang,
  places,
  pointAsked,
  shown,
  basisOpen,
  comparing,
  mapped,
  bench,
}: Asking): Questions {
  const edition: Edition = { lang, version: country.version }
  const code = selection.territory ?? country.id
  const { technology, tier, environment, scope, denominator, asOf, knownAt } = wanted
  const when = { asOf, knownAt, ...edition }
  const level = places.get(code)?.level
  const levels = levelsOf(country)
  // A point is looked up at once where a commune is chosen; higher up it waits to be asked about.
  const point =
    selection.point && (pointAsked || (level !== undefined && (level === levels.base || level === levels.parts)))
      ? selection.point
      : null
  const routes: RoutesQuestion | null = selection.routes ? { scope, ...when } : null
  const lengths = routeLevel(levels, level)
  // Until it is known where a territory lies, the communes around it cannot be asked about.
  const measured = selection.measured && level !== undefined
  const around = places.upTo(code, levels.first)?.code ?? null
  const communes = communesOf(around, unitOf(levels, selection.by), levels, country.id)
  const { against } = selection
  const kind = technologyOf(country, technology)
  // A change is of people or of area: lists of places are not compared.
  const changed = listOf(denominator) === null ? denominator : kind.default_denominator
  const changes: ChangesQuestion | null = against
    ? { ...wanted, denominator: changed, ...edition, against, level: levels.base }
    : null
  const isListed = listsOf(country, knownAt).some((one) => one.id === selection.list)
  const listed: ListedQuestion | null =
    shown && selection.list && isListed
      ? { technology, tier, environment, scope, ...when, list: selection.list, tells: tellsPlaces(kind) }
      : null
  const drawn = drawnLevels(country)
  return {
    sketch: mapped ? null : { file: outlineFile(country, drawn.first ?? drawn.base), digest: country.pack_digest },
    // Of a change it has no picture: its units wait, and no share stands under the legend of another thing.
    plate: mapped || against ? null : { ...wanted, ...edition, level: levels.first },
    figures: { ...wanted, ...edition },
    history: { technology, tier, environment, scope, denominator, knownAt, ...edition, code },
    operators: { technology, tier, environment, denominator, ...when, code },
    point: point && { at: point, ...when },
    // After the first picture, which is of territories.
    footprint: shown
      ? {
          technology,
          tier,
          environment,
          scope,
          asOf,
          knownAt,
          version: country.version,
          gap: selection.gap,
          against,
          swipe: isSwiped(selection),
        }
      : null,
    listed,
    listedShare: listed?.tells && level !== undefined ? { ...listed, code, level } : null,
    routes,
    routeKm: routes && lengths !== null ? { ...routes, level: lengths } : null,
    measured: measured ? { technology, tier, scope, ...when, communes } : null,
    targets: { ...when, latest: asOf === latestOf(country), today: country.today, judged: selection.today },
    sources: shown ? { asOf, knownAt, version: country.version } : null,
    changes,
    change:
      changes && level !== undefined ? { ...changes, level: levelBelow(levels, places, code, level), code } : null,
    filings: needsFilings(against, comparing) ? { operator: operatorOf(wanted), version: country.version } : null,
    gapShares:
      shown && selection.closest
        ? {
            technology,
            tier,
            environment,
            denominator,
            asOf,
            knownAt,
            version: country.version,
            level: levels.base,
            within: selection.territory,
            operators: filersOf(country, technology),
          }
        : null,
    basis: basisOpen ? { ...wanted, ...edition, code } : null,
    ...benchQuestions({ bench: shown ? bench : { ...bench, open: false }, selection, wanted, country, lang, places }),
  }
}

/** Filings are named by their dates, and instants are those at which one was received. */
function needsFilings(against: string | null, comparing: Comparing | null): boolean {
  const kind = against === null ? null : againstOf(against).kind
  return comparing !== null || kind === 'filing' || kind === 'known'
}

/** The level of what lies in a territory: parts only where there are some, and itself where nothing does. */
function levelBelow(levels: Levels, places: Tree<Unit>, code: string, level: Level): Level {
  const next = levels.chain[levels.chain.indexOf(level) + 1]
  return (levels.chain.includes(level) ? next : undefined) ?? places.children(code)[0]?.level ?? level
}

const FACETS = ['technology', 'tier', 'environment', 'scope', 'denominator', 'asOf', 'knownAt'] as const
type Facet = (typeof FACETS)[number]
export type Facets = Partial<Question>

export interface Words {
  lang: Lang
  t: Translate
  country: Country
}

/** A question in words: those of its facets that are not `said` already with the same value. */
export function wordsOf({ lang, t, country }: Words, question: Facets, said: Facets | null = null): string {
  const technology = country.technologies.find((one) => one.id === question.technology)
  const word: Record<Facet, () => string> = {
    technology: () => nameOf(lang, technology?.names) || (question.technology ?? ''),
    tier: () => {
      const tier = technology?.tiers.find((one) => one.id === question.tier)
      return !tier ? (question.tier ?? '') : tier.mindown > 0 ? tierText(lang, tier.mindown, tier.minup) : ''
    },
    environment: () =>
      nameOf(lang, country.environments.find((one) => one.id === question.environment)?.names) ||
      (question.environment ?? ''),
    scope: () => scopeText({ lang, t, country }, question.scope ?? ''),
    denominator: () => denominatorText({ lang, t, country }, question.denominator ?? ''),
    asOf: () => (question.asOf ? civilDate(lang, question.asOf) : ''),
    knownAt: () => (question.knownAt ? t('band-known', { date: instant(lang, question.knownAt) }) : ''),
  }
  const differs = (facet: Facet): boolean =>
    question[facet] !== undefined && (said?.[facet] === undefined || said[facet] !== question[facet])
  return listText(
    lang,
    FACETS.filter(differs)
      .map((facet) => word[facet]())
      .filter((text) => text !== ''),
  )
}

export function scopeText({ lang, t, country }: Words, scope: string): string {
  if (!scope.startsWith('op:')) return t(`scope-${scope}` as Key)
  const id = scope.slice(3)
  return t('scope-one', { name: nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id })
}

/** Whether two questions ask the same, of the same publication, as far as both say what they ask. */
export const agree = (one: Facets & Partial<Edition>, other: Facets & Partial<Edition>): boolean =>
  ([...FACETS, 'version'] as const).every(
    (facet) => one[facet] === undefined || other[facet] === undefined || one[facet] === other[facet],
  )
