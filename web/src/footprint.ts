/**
 * Where a question reaches, or what a change gained and lost, as the map needs it: the addresses of tiles, which name what is
 * in force.
 */
import type { Api } from './api'
import type { components } from './api.gen'
import { askAgainst } from './compare/against'
import type { Footprint } from './map/footprint'
import type { CellLook } from './palette'
import type { FootprintQuestion } from './questions'

const MOVEMENTS = ['gained', 'lost'] as const

type TileSet = components['schemas']['TileJson']

/**
 * An address of tiles, under the page's own: the server tells them as it was reached, which behind a proxy need not be how
 * the page was.
 */
export function ownAddress(told: string, page: string): string {
  const at = told.indexOf('/tiles/')
  const base = new URL('.', page).href
  return at < 0 ? told : `${base}${told.slice(at + 1)}`
}

export async function loadFootprint(api: Api, question: FootprintQuestion, signal: AbortSignal): Promise<Footprint> {
  const { technology, tier, environment, scope, asOf, knownAt, gap, against } = question
  const ask = { technology, tier, environment, scope, as_of: asOf, known_at: knownAt }
  const address = async (file: string, more: Record<string, string | null>): Promise<string> => {
    const { tiles } = await api.get<TileSet>(`/tiles/${file}.json`, { ...ask, ...more }, signal)
    return ownAddress(tiles[0] ?? '', document.baseURI)
  }
  const part = async (look: CellLook, file: string, more: Record<string, string>) => {
    const [fill, outlines] = await Promise.all(['png', 'mvt'].map((f) => address(file, { ...more, f })))
    return { look, fill: fill ?? '', outlines: outlines ?? '' }
  }
  // What is compared has no cells without: people who are not covered are of one side only.
  const parts = against
    ? MOVEMENTS.map((cells) => part(cells, 'changes', { cells, ...askAgainst(against) }))
    : [part('covered', 'coverage', {})]
  const [dots, ...shown] = await Promise.all([gap && !against ? address('gap', {}) : null, ...parts])
  return { parts: shown, gap: dots }
}
