/**
 * What was measured, beside what is claimed: what to ask, which of several operators speaks for a
 * territory, and how that looks. Too few tests, no tests and a claim contradicted never look alike.
 */
import {
  everyPage,
  type Api,
  type Level,
  type MeasuredDefinition,
  type MeasuredItem,
  type Measurements,
  type MeasuredSource,
  type MeasuredTier,
  type Parameters,
  type Verdict,
} from './api'
import { fillOf } from './classes'
import type { Fill } from './palette'
import type { Levels } from './levels'
import type { MeasuredQuestion } from './questions'
import type { Tree, Unit as Place } from './tree'

/** What colours the measured side. */
export const SHOWS = ['verdict', 'share', 'download'] as const
export type Show = (typeof SHOWS)[number]
export const isShow = (value: unknown): value is Show => SHOWS.includes(value as Show)

export interface Measured {
  definition: MeasuredDefinition
  sources: MeasuredSource[]
  /** Each territory's items, of every source and operator asked for. */
  items: Map<string, MeasuredItem[]>
  /** The territory whose communes are there; null when none are. */
  communes: string | null
}

/** A territory on the measured side: the item that speaks for it, if there is one. */
export interface Reading {
  state: 'none' | 'insufficient' | 'damaged' | 'told'
  item: MeasuredItem | null
  tier: MeasuredTier | null
}

/** Mbit/s, from each on; the fills are the shares', for both are an order from little to much. */
export const SPEED_CLASSES: readonly { from: number; fill: Fill }[] = [0, 5, 10, 20, 50, 100].map((from, at) => ({
  from,
  fill: `share-${at + 1}`,
}))

export const speedFill = (speed: number): Fill => SPEED_CLASSES.findLast((one) => speed >= one.from)?.fill ?? 'share-1'

/** How strong what the tests say is: the narrower the interval of their share, the fuller the colour. */
export function strengthOf(tier: Pick<MeasuredTier, 'low' | 'high'> | null): 1 | 2 | 3 {
  const width = tier && tier.low !== null && tier.high !== null ? tier.high - tier.low : 1
  return width <= 0.05 ? 3 : width <= 0.15 ? 2 : 1
}

/** The units the measured side may be drawn in. */
export const unitsOf = ({ chain }: Levels): readonly Level[] => chain.slice(1)

/** The unit chosen, else what contains communes: most of those have too few tests to tell. */
export const unitOf = (levels: Levels, chosen: Level | null): Level =>
  chosen !== null && unitsOf(levels).includes(chosen) ? chosen : levels.inner

/** The units inside a territory that are looked through for contradictions. */
export const unitsInside = ({ chain, inner, base }: Levels, own: Level | undefined): Level =>
  own === undefined || (chain.includes(own) && chain.indexOf(own) < chain.indexOf(inner)) ? inner : base

/** Whose communes are asked about: those of one territory of the first level, the whole country's where one asks for them, or none. */
export const communesOf = (first: string | null, unit: Level, { base }: Levels, country: string): string | null =>
  first ?? (unit === base ? country : null)

type Counted = Pick<MeasuredQuestion, 'technology' | 'scope' | 'asOf' | 'knownAt'>

const operatorOf = (question: Counted): string | null =>
  question.scope.startsWith('op:') ? question.scope.slice(3) : null

export const askMeasured = (question: Counted): Parameters => ({
  technology: question.technology,
  operator: operatorOf(question),
  as_of: question.asOf,
  known_at: question.knownAt,
})

export const MEASURED_PAGE = 5000

/** The country and what contains communes, and the communes of one territory: those of a whole country are many to send. */
export async function loadMeasured(
  api: Api,
  { whole, chain, base }: Levels,
  question: MeasuredQuestion,
  signal: AbortSignal,
): Promise<Measured> {
  const ask = askMeasured(question)
  const { communes, lang } = question
  const list = (level: Level, within: string | null = null) =>
    everyPage<MeasuredItem>(api, 'measurements', { ...ask, level, within, limit: MEASURED_PAGE }, signal)
  const [head, ...lists] = await Promise.all([
    api.get<Measurements>('measurements', { ...ask, level: whole, lang }, signal),
    ...chain.slice(1, -1).map((level) => list(level)),
    communes ? list(base, communes) : [],
  ])
  return gathered(head, [...head.items, ...lists.flat()], communes)
}

/** Items by their territory, with the sources they are of. */
export function gathered(head: Measurements, all: readonly MeasuredItem[], communes: string | null): Measured {
  const items = new Map<string, MeasuredItem[]>()
  for (const item of all) {
    const others = items.get(item.code)
    if (others) others.push(item)
    else items.set(item.code, [item])
  }
  return { definition: head.definition, sources: sourcesOf(head.sources, items), items, communes }
}

/** Sources with tests of what is asked, the largest first. */
function sourcesOf(all: MeasuredSource[], items: Map<string, MeasuredItem[]>): MeasuredSource[] {
  const used = new Set([...items.values()].flatMap((some) => some.map((one) => one.source)))
  return all.filter((one) => used.has(one.id)).sort((a, b) => b.tests - a.tests || a.id.localeCompare(b.id))
}

/** The source shown: the one chosen, if it is there, else the largest. Sources are never added together. */
export const sourceOf = (measured: Measured, chosen: string | null): string | null =>
  (measured.sources.find((one) => one.id === chosen) ?? measured.sources[0])?.id ?? null

export const itemsAt = (measured: Measured, code: string, source: string | null): MeasuredItem[] =>
  (measured.items.get(code) ?? []).filter((one) => one.source === source)

export const tierOf = (item: MeasuredItem, tier: string): MeasuredTier | null =>
  item.tiers.find((one) => one.tier === tier) ?? null

/** A verdict, or that a filing or a month it rests on is damaged: then there is none. */
export type Judged = Verdict | 'damaged'

/** One item's verdict at the tier. */
export function verdictOf(item: MeasuredItem, tier: string): Judged {
  const met = tierOf(item, tier)
  return item.state === 'damaged' || met?.tests === null ? 'damaged' : (met?.verdict ?? 'insufficient')
}

/** The least favourable of several operators speaks: a contradiction must not hide behind a better neighbour. */
export function readingOf(items: MeasuredItem[], tier: string, show: Show): Reading {
  const value = (item: MeasuredItem): number | null => {
    if (show === 'download') return item.download?.p50 ?? null
    if (show === 'share') return tierOf(item, tier)?.share ?? null
    const verdict = verdictOf(item, tier)
    return verdict === 'contradicted' ? 0 : verdict === 'confirmed' ? 1 : null
  }
  let least: { item: MeasuredItem; value: number } | null = null
  for (const item of items) {
    const now = value(item)
    if (now !== null && (!least || now < least.value)) least = { item, value: now }
  }
  // Of several, the least is not known where one is damaged; a contradiction stands whatever the others are.
  const damaged = items.find((item) => (show === 'verdict' ? verdictOf(item, tier) : item.state) === 'damaged')
  if (damaged && !(show === 'verdict' && least?.value === 0))
    return { state: 'damaged', item: damaged, tier: tierOf(damaged, tier) }
  const item = least?.item ?? items[0] ?? null
  return { state: least ? 'told' : item ? 'insufficient' : 'none', item, tier: item ? tierOf(item, tier) : null }
}

/** How a territory is drawn: a fill, and a mark over it. */
export interface Look {
  fill: Fill | null
  mark: 'none' | 'dots' | 'damaged' | 'contradicted' | 'against' | ''
}

export function lookOf(reading: Reading, show: Show): Look {
  const { state, item, tier } = reading
  if (state === 'none' || !item) return { fill: null, mark: 'none' }
  if (state === 'damaged') return { fill: null, mark: 'damaged' }
  if (state === 'insufficient') return { fill: null, mark: 'dots' }
  const against = tier?.verdict === 'contradicted'
  if (show === 'share') return { fill: fillOf(tier?.share), mark: against ? 'against' : '' }
  if (show === 'download') return { fill: speedFill(item.download?.p50 ?? 0), mark: against ? 'against' : '' }
  return against
    ? { fill: `contradicted-${strengthOf(tier)}`, mark: 'contradicted' }
    : { fill: `confirmed-${strengthOf(tier)}`, mark: '' }
}

/** Every commune in the look of the unit that holds it; nothing where that unit was not asked about. */
export function communeLooks(
  measured: Measured,
  tree: Tree<Place>,
  { base, first }: Levels,
  level: Level,
  source: string | null,
  tier: string,
  show: Show,
): Map<string, Look | null> {
  const looks = new Map<string, Look | null>()
  const kept = new Map<string, Look>()
  for (const commune of tree.all()) {
    if (commune.level !== base) continue
    const unit = tree.upTo(commune.code, level)
    const asked =
      level !== base ||
      measured.communes === tree.root ||
      (measured.communes !== null && tree.upTo(commune.code, first)?.code === measured.communes)
    if (!unit || !asked) {
      looks.set(commune.code, null)
      continue
    }
    const look = kept.get(unit.code) ?? lookOf(readingOf(itemsAt(measured, unit.code, source), tier, show), show)
    kept.set(unit.code, look)
    looks.set(commune.code, look)
  }
  return looks
}
