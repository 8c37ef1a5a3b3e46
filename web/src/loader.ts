/**
 * Fetches what a view needs and says when each piece has come. A newer question aborts the older
 * one's requests; a failed one keeps the last value beside the error.
 */
import { ApiError, everyPage, isAbort, type Api, type AtPoint, type Country, type Coverage, type History, type Item, type Lang, type Level, type Operators, type RouteKm, type Targets, type Territory } from './api'
import { loadMeasured, type Measured } from './measured'
import { askRoutes, loadRoutes, type Routes } from './routes'
import { askOf, type Question } from './state'
import { makeTree } from './tree'
import { idle, type Figures, type Loaded } from './view'

export interface Slots {
  figures: Loaded<Figures>
  history: Loaded<History>
  operators: Loaded<Operators>
  point: Loaded<AtPoint>
  routes: Loaded<Routes>
  routeKm: Loaded<RouteKm>
  measured: Loaded<Measured>
  targets: Loaded<Targets>
  firstDate: string | null
}

export interface Loader {
  slots: Slots
  figures(country: Country, question: Question, lang: Lang): Promise<void>
  territory(code: string, question: Question, lang: Lang): Promise<void>
  point(at: [number, number] | null, question: Question, lang: Lang): Promise<void>
  /** Fibre routes and their kilometres at a level; null puts them away. */
  routes(question: Question | null, lang: Lang): Promise<void>
  routeKm(level: Level | null, question: Question, lang: Lang): Promise<void>
  /** What was measured, down to the communes of one territory; a null question puts it away. */
  measured(question: Question | null, communes: string | null, lang: Lang): Promise<void>
  targets(question: Question, lang: Lang): Promise<void>
}

const LEVELS: readonly Level[] = ['region', 'province', 'commune']

export function createLoader(api: Api, changed: () => void): Loader {
  const slots: Slots = { figures: idle(), history: idle(), operators: idle(), point: idle(), routes: idle(), routeKm: idle(), measured: idle(), targets: idle(), firstDate: null }
  const running = new Map<string, AbortController>()

  const begin = (name: string): AbortSignal => {
    running.get(name)?.abort()
    const controller = new AbortController()
    running.set(name, controller)
    return controller.signal
  }

  type Name = 'figures' | 'history' | 'operators' | 'point' | 'routes' | 'routeKm' | 'measured' | 'targets'
  const load = async <T>(name: Name, keepOld: boolean, fetching: (signal: AbortSignal) => Promise<T>): Promise<void> => {
    const signal = begin(name)
    const slot = slots as unknown as Record<Name, Loaded<T>>
    slot[name] = { status: 'loading', value: keepOld ? slot[name].value : null, error: null }
    changed()
    try {
      const value = await fetching(signal)
      if (signal.aborted) return
      slot[name] = { status: 'ready', value, error: null }
    } catch (error) {
      if (isAbort(error) || signal.aborted) return
      const told = error instanceof ApiError ? error : new ApiError('server', 0, String(error))
      slot[name] = { status: 'error', value: slot[name].value, error: told }
    }
    changed()
  }

  const figures = (country: Country, question: Question, lang: Lang) =>
    load('figures', true, async (signal): Promise<Figures> => {
      const ask = askOf(question)
      // Only the country's answer carries words: the others are the same in every language, hence kept across it.
      const [whole, parts, ...lists] = await Promise.all([
        api.get<Coverage>('coverage', { ...ask, level: 'country', lang }, signal),
        arrondissements(api, country, ask, signal),
        ...LEVELS.map((level) => everyPage<Item>(api, 'coverage', { ...ask, level, limit: 5000 }, signal)),
      ])
      const tree = makeTree(country.id, [whole.items, ...lists, parts])
      slots.firstDate = tree.get(country.id)?.state === 'no_filing' ? await firstDate(api, country.id, ask, signal) : null
      return { tree, definition: whole.definition }
    })

  let lastTerritory = ''
  const territory = async (code: string, question: Question, lang: Lang) => {
    const { as_of, ...timeless } = askOf(question)
    const { scope: _one, ...everyone } = askOf(question)
    const same = lastTerritory === code
    lastTerritory = code
    await Promise.all([
      load('history', same, (signal) => api.get<History>('coverage/history', { territory: code, ...timeless, lang }, signal)),
      load('operators', same, (signal) => api.get<Operators>('coverage/operators', { territory: code, ...everyone, lang }, signal)),
    ])
  }

  const clear = (name: Name): void => {
    running.get(name)?.abort()
    if (slots[name].status === 'idle') return
    ;(slots as unknown as Record<Name, Loaded<unknown>>)[name] = idle()
    changed()
  }

  const point = async (at: [number, number] | null, question: Question, lang: Lang) => {
    if (!at) return clear('point')
    const [lon, lat] = at
    await load('point', false, (signal) => api.get<AtPoint>('at', { lon: lon.toFixed(6), lat: lat.toFixed(6), as_of: question.asOf, known_at: question.knownAt, lang }, signal))
  }

  const routes = async (question: Question | null, lang: Lang) =>
    question ? load('routes', true, (signal) => loadRoutes(api, question, lang, signal)) : clear('routes')

  const routeKm = async (level: Level | null, question: Question, lang: Lang) =>
    level ? load('routeKm', true, (signal) => api.get<RouteKm>('networks/route-km', { ...askRoutes(question), level, lang }, signal)) : clear('routeKm')

  const measured = async (question: Question | null, communes: string | null, lang: Lang) =>
    question ? load('measured', true, (signal) => loadMeasured(api, question, communes, lang, signal)) : clear('measured')

  const targets = (question: Question, lang: Lang) =>
    load('targets', true, (signal) => api.get<Targets>('targets', { as_of: question.asOf, known_at: question.knownAt, lang }, signal))

  return { slots, figures, territory, point, routes, routeKm, measured, targets }
}

/** Parts of the largest communes; a country without them simply has none. */
async function arrondissements(api: Api, country: Country, ask: Record<string, string | null>, signal: AbortSignal): Promise<Item[]> {
  if (!country.levels.some((one) => one.id === 'arrondissement' && one.count > 0)) return []
  return everyPage<Item>(api, 'coverage', { ...ask, level: 'arrondissement', limit: 5000 }, signal)
}

async function firstDate(api: Api, code: string, ask: Record<string, string | null>, signal: AbortSignal): Promise<string | null> {
  const { as_of: _now, ...timeless } = ask
  const history = await api.get<History>('coverage/history', { territory: code, ...timeless }, signal)
  return history.items.find((one) => one.state === 'known')?.as_of ?? null
}

/** Names, census and kind of every commune, for labels and facts; not needed for the first picture. */
export async function allTerritories(api: Api): Promise<Map<string, Territory>> {
  const lists = await Promise.all(LEVELS.map((level) => everyPage<Territory>(api, 'territories', { level, limit: 2000 })))
  return new Map(lists.flat().map((one) => [one.code, one]))
}
