/** Fetches what a view needs: one resource for each question, and how each is answered. */
import { createResource, type Resource } from './answer'
import {
  everyPage,
  type Api,
  type AtPoint,
  type Basis,
  type Country,
  type Coverage,
  type History,
  type Item,
  type Measurements,
  type Operators,
  type RouteKm,
  type Targets,
  type Territory,
} from './api'
import { loadFootprint } from './footprint'
import { loadFilings } from './compare/filings'
import { loadChanges } from './compare/load'
import { loadPlateShares, loadSketch } from './plate/load'
import { levelsOf, type Levels } from './levels'
import { shareOf } from './listed'
import { loadListed } from './listed-load'
import { loadMeasured } from './measured'
import type { FiguresQuestion, Questions } from './questions'
import { askRoutes, loadRoutes } from './routes'
import { askOf, type Question } from './state'
import { loadShares } from './table/closest'
import { loadRowTests } from './table/load'
import { makeTree } from './tree'
import { isCounted } from './figure'
import type { Figures, Slots } from './view'

export interface Loader {
  slots(): Slots
  ask(questions: Questions): void
  /** Asks again what failed. */
  again(): void
  /** Asks everything anew. */
  anew(): void
}

type Resources = {
  [Name in keyof Slots]: Resource<NonNullable<Questions[Name]>, NonNullable<Slots[Name]['answer']>['value']>
}

/** `country` is the one asked about now; `changed` is called whenever an answer or a failure has come. */
export function createLoader(api: Api, country: () => Country | null, changed: () => void): Loader {
  const inside = (code: string): string | null => (code === country()?.id ? null : code)
  const resources: Resources = {
    sketch: createResource((question, signal) => loadSketch(api, question, signal), changed),
    plate: createResource(
      (question, signal) => loadPlateShares(api, levelsOf(known(country())).whole, question, signal),
      changed,
    ),
    figures: createResource((question, signal) => loadFigures(api, known(country()), question, signal), changed),
    history: createResource(
      ({ code, lang, ...question }, signal) =>
        api.get<History>('coverage/history', { territory: code, ...askOf({ ...question, asOf: null }), lang }, signal),
      changed,
    ),
    operators: createResource(
      ({ code, lang, ...question }, signal) =>
        api.get<Operators>(
          'coverage/operators',
          { territory: code, ...askOf({ ...question, scope: '' }), lang },
          signal,
        ),
      changed,
    ),
    point: createResource(
      ({ at: [lon, lat], asOf, knownAt, lang }, signal) =>
        api.get<AtPoint>(
          'at',
          { lon: lon.toFixed(6), lat: lat.toFixed(6), as_of: asOf, known_at: knownAt, lang },
          signal,
        ),
      changed,
    ),
    footprint: createResource((question, signal) => loadFootprint(api, question, signal), changed),
    listed: createResource((question, signal) => loadListed(api, question, signal), changed),
    listedShare: createResource(
      ({ code, level, list, lang, ...question }, signal) =>
        api.get<Coverage>(
          'coverage',
          { ...askOf({ ...question, denominator: shareOf(list) }), level, within: inside(code), lang },
          signal,
        ),
      changed,
    ),
    routes: createResource((question, signal) => loadRoutes(api, question, signal), changed),
    routeKm: createResource(
      (question, signal) =>
        api.get<RouteKm>(
          'networks/route-km',
          { ...askRoutes(question), level: question.level, lang: question.lang },
          signal,
        ),
      changed,
    ),
    measured: createResource(
      (question, signal) => loadMeasured(api, levelsOf(known(country())), question, signal),
      changed,
    ),
    sources: createResource(
      async ({ asOf, knownAt }, signal) =>
        (
          await api.get<Measurements>(
            'measurements',
            { level: levelsOf(known(country())).whole, as_of: asOf, known_at: knownAt },
            signal,
          )
        ).sources,
      changed,
    ),
    changes: createResource((question, signal) => loadChanges(api, question, null, signal), changed),
    change: createResource(
      ({ code, ...question }, signal) => loadChanges(api, question, inside(code), signal),
      changed,
    ),
    gapShares: createResource((question, signal) => loadShares(api, question, signal), changed),
    filings: createResource((question, signal) => loadFilings(api, question, signal), changed),
    basis: createResource(
      ({ code, lang, ...question }, signal) =>
        api.get<Basis>('coverage/basis', { territory: code, ...askOf(question), lang }, signal),
      changed,
    ),
    shares: createResource((question, signal) => loadShares(api, question, signal), changed),
    rowChanges: createResource(
      ({ code, ...question }, signal) => loadChanges(api, question, inside(code), signal),
      changed,
    ),
    rowTests: createResource(
      (question, signal) => loadRowTests(api, levelsOf(known(country())), question, signal),
      changed,
    ),
    targets: createResource(
      ({ asOf, latest, knownAt, judged, lang }, signal) =>
        api.get<Targets>(
          'targets',
          { as_of: latest && !judged ? null : asOf, known_at: knownAt, today: judged, lang },
          signal,
        ),
      changed,
    ),
  }
  const each = (act: <Name extends keyof Slots>(name: Name) => void): void =>
    (Object.keys(resources) as (keyof Slots)[]).forEach(act)
  return {
    slots: () => {
      const slots: Partial<Slots> = {}
      each((name) => {
        slots[name] = resources[name].state() as never
      })
      return slots as Slots
    },
    ask: (questions) => each((name) => resources[name].ask(questions[name] as never)),
    again: () => each((name) => resources[name].again()),
    anew: () => each((name) => resources[name].anew()),
  }
}

function known(country: Country | null): Country {
  if (!country) throw new Error('no country to ask about')
  return country
}

async function loadFigures(
  api: Api,
  country: Country,
  question: FiguresQuestion,
  signal: AbortSignal,
): Promise<Figures> {
  const ask = askOf(question)
  const [whole, first] = await Promise.all([
    // Only the country's answer carries words: the others are the same in every language, hence kept across it.
    api.get<Coverage>('coverage', { ...ask, level: levelsOf(country).whole, lang: question.lang }, signal),
    figuresOf(api, country, ask, signal),
  ])
  const { definition } = whole
  // Something may have been published between two of the answers, or since one that was kept: all are then of one state of knowledge.
  const { lists } = first.knownAt.some((one) => one !== definition.known_at)
    ? await figuresOf(api, country, { ...ask, as_of: definition.as_of, known_at: definition.known_at }, signal)
    : first
  const tree = makeTree(country.id, [whole.items, ...lists])
  const firstDate =
    tree.get(country.id)?.state === 'no_filing' ? await findFirstDate(api, country.id, question, signal) : null
  return { tree, definition, firstDate, damaged: whole.damaged ?? [] }
}

/** The figures of each level, and what was known when they were counted. Parts of the largest communes are there in a country that has them. */
async function figuresOf(
  api: Api,
  country: Country,
  ask: Record<string, string | null>,
  signal: AbortSignal,
): Promise<{ lists: Item[][]; knownAt: string[] }> {
  const knownAt = new Set<string>()
  const levels = levelsOf(country).drill.slice(1)
  const lists = await Promise.all(
    levels.map((level) =>
      everyPage<Item>(api, 'coverage', { ...ask, level, limit: 5000 }, signal, ({ definition }) => {
        if (definition?.known_at) knownAt.add(definition.known_at)
      }),
    ),
  )
  return { lists, knownAt: [...knownAt] }
}

async function findFirstDate(api: Api, code: string, question: Question, signal: AbortSignal): Promise<string | null> {
  const history = await api.get<History>(
    'coverage/history',
    { territory: code, ...askOf({ ...question, asOf: null }) },
    signal,
  )
  return history.items.find(isCounted)?.as_of ?? null
}

/** Names, census and kind of every commune, for labels and facts; not needed for the first picture. */
export async function allTerritories(api: Api, { chain }: Levels): Promise<Map<string, Territory>> {
  const lists = await Promise.all(
    chain.slice(1).map((level) => everyPage<Territory>(api, 'territories', { level, limit: 2000 })),
  )
  return new Map(lists.flat().map((one) => [one.code, one]))
}
