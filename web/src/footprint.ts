/**
 * Where a question reaches, or what a change gained and lost, as the map needs it: the addresses of tiles, which name what is
 * in force.
 */
import type { Api } from './api'
import type { components } from './api.gen'
import { againstOf, askAgainst } from './compare/against'
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

/** With the earlier side of a comparison beside it, where both are seen. */
export interface Reach extends Footprint {
  before: Footprint | null
}

export async function loadFootprint(api: Api, question: FootprintQuestion, signal: AbortSignal): Promise<Reach> {
  const { technology, tier, environment, scope, asOf, knownAt, gap, against, swipe } = question
  const ask = { technology, tier, environment, scope, as_of: asOf, known_at: knownAt }
  const address = async (file: string, more: Record<string, string | null>): Promise<string> => {
    const { tiles } = await api.get<TileSet>(`/tiles/${file}.json`, { ...ask, ...more }, signal)
    return ownAddress(tiles[0] ?? '', document.baseURI)
  }
  const part = async (look: CellLook, file: string, more: Record<string, string | null>) => {
    const [fill, outlines] = await Promise.all(['png', 'mvt'].map((f) => address(file, { ...more, f })))
    return { look, fill: fill ?? '', outlines: outlines ?? '' }
  }
  if (against && swipe) {
    const earlier = await earlierOf(api, against, signal)
    const [after, before] = await Promise.all([part('covered', 'coverage', {}), part('covered', 'coverage', earlier)])
    return { parts: [after], gap: null, before: { parts: [before], gap: null } }
  }
  // What is compared has no cells without: people who are not covered are of one side only.
  const parts = against
    ? MOVEMENTS.map((cells) => part(cells, 'changes', { cells, ...askAgainst(against) }))
    : [part('covered', 'coverage', {})]
  const [dots, ...shown] = await Promise.all([gap && !against ? address('gap', {}) : null, ...parts])
  return { parts: shown, gap: dots, before: null }
}

/** Where the earlier side's question differs, as that of one side has it: what a filing left is of its date, known then. */
async function earlierOf(api: Api, text: string, signal: AbortSignal): Promise<Record<string, string | null>> {
  const against = againstOf(text)
  switch (against.kind) {
    case 'date':
      return { as_of: against.asOf }
    case 'scope':
      return { scope: against.scope }
    case 'known':
      return { known_at: against.knownAt }
    case 'filing': {
      const path = `filings/${encodeURIComponent(against.filing)}`
      const { as_of, recorded } = await api.get<{ as_of: string; recorded: string }>(path, {}, signal)
      return { as_of, known_at: recorded }
    }
  }
}
