/** Where a question reaches, as the map needs it: the addresses of its tiles, which name what is in force. */
import type { Api } from './api'
import type { components } from './api.gen'
import type { Footprint } from './map/footprint'
import type { FootprintQuestion } from './questions'

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
  const { technology, tier, environment, scope, asOf, knownAt, gap } = question
  const ask = { technology, tier, environment, scope, as_of: asOf, known_at: knownAt }
  const address = async (file: string, f: string | null): Promise<string> => {
    const { tiles } = await api.get<TileSet>(`/tiles/${file}.json`, { ...ask, f }, signal)
    return ownAddress(tiles[0] ?? '', document.baseURI)
  }
  const [fill, outlines, dots] = await Promise.all([
    address('coverage', 'png'),
    address('coverage', 'mvt'),
    gap ? address('gap', null) : null,
  ])
  return { fill, outlines, gap: dots }
}
