/** The map that the operator of the server brought to lie under the country's, as the page needs it. */
import type { Api, Bbox } from './api'
import type { components } from './api.gen'
import { ownAddress } from './footprint'
import type { Basemap } from './map/basemap'

type BasemapSet = components['schemas']['BasemapTileJson']

export async function loadBasemap(api: Api): Promise<Basemap> {
  const { tiles, format, minzoom, maxzoom, bounds, vector_layers, attribution } =
    await api.get<BasemapSet>('/tiles/basemap.json')
  return {
    tiles: ownAddress(tiles[0] ?? '', document.baseURI),
    isPicture: format !== 'mvt',
    minzoom,
    maxzoom,
    bounds: bounds as Bbox,
    layers: vector_layers.map((layer) => layer.id),
    attribution,
  }
}
