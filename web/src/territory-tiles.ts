/** The country's outlines as tiles: where the server has them. */
import type { Api, Bbox, Country } from './api'
import type { components } from './api.gen'
import { ownAddress } from './footprint'
import { drawnLevels } from './levels'
import type { TerritoryTiles } from './map/territories'

type TerritorySet = components['schemas']['TerritoriesTileJson']

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
