/** The country's outlines as tiles: where the server has them, and what of them the map draws. */
import type { Api, Bbox, Country } from './api'
import type { components } from './api.gen'
import { ownAddress } from './footprint'
import { levelsOf } from './levels'
import type { DrawnLevels, TerritoryTiles } from './map/territories'

type TerritorySet = components['schemas']['TerritoriesTileJson']

/** The levels that are drawn: of those that have outlines, each once. */
export function drawnLevels(country: Pick<Country, 'levels'>): DrawnLevels {
  const { base, inner, first, parts } = levelsOf(country)
  const drawn = (level: string | null): string | null =>
    country.levels.find((one) => one.id === level)?.boundaries ? level : null
  return {
    base,
    inner: inner === base || inner === first ? null : drawn(inner),
    first: first === base ? null : drawn(first),
    parts: drawn(parts),
  }
}

export async function loadTerritoryTiles(api: Api, country: Country): Promise<TerritoryTiles> {
  const { tiles, minzoom, maxzoom, bounds } = await api.get<TerritorySet>('/tiles/territories.json')
  return {
    tiles: ownAddress(tiles[0] ?? '', document.baseURI),
    minzoom,
    maxzoom,
    bounds: bounds as Bbox,
    levels: drawnLevels(country),
  }
}
