/** The country's outlines as tiles: where the server has them, what of them the map draws, and which it will ask for first. */
import type { Api, Bbox, Country } from './api'
import type { components } from './api.gen'
import { ownAddress } from './footprint'
import { levelsOf } from './levels'
import type { DrawnLevels, TerritoryTiles } from './map/territories'
import { project, type Frame, type Size } from './plate/frame'

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

/** Pixels of a square, as MapLibre has them. */
const SQUARE = 512

/** The addresses of the squares that a map in this frame asks for: those of the country that are in sight. */
export function squaresIn(
  { tiles, minzoom, maxzoom, bounds }: Pick<TerritoryTiles, 'tiles' | 'minzoom' | 'maxzoom' | 'bounds'>,
  { scale, dx, dy }: Frame,
  { width, height }: Size,
): string[] {
  const z = Math.max(minzoom, Math.min(maxzoom, Math.floor(Math.log2(scale))))
  const [west, south, east, north] = bounds
  const [[left, top], [right, bottom]] = [project(west, north), project(east, south)]
  const squares = (from: number, to: number): number[] => {
    const [first, last] = [from, to].map((one) => Math.floor((one / SQUARE) * 2 ** z)) as [number, number]
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  }
  const across = squares(Math.max(left, -dx / scale), Math.min(right, (width - dx) / scale))
  const down = squares(Math.max(top, -dy / scale), Math.min(bottom, (height - dy) / scale))
  return across.flatMap((x) =>
    down.map((y) => tiles.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))),
  )
}
