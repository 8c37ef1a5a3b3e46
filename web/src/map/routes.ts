/** Fibre routes over the shares: a casing that parts them from any colour below, solid in use, dashed planned. */
import type { MapColours } from './style'

export const ROUTE_COLOURED = [
  ['routes', 'line-color'],
  ['routes-planned', 'line-color'],
  ['route-nodes', 'circle-stroke-color'],
] as const

/** The operators' colours as the map's language has them. */
export const routeColour = (colours: ReadonlyMap<string, string>): unknown =>
  colours.size === 0 ? '#000' : ['match', ['get', 'operator'], ...[...colours].flat(), '#000']

const width = (...stops: number[]): unknown[] => ['interpolate', ['linear'], ['zoom'], ...stops]
const standing = (which: string): unknown[] => ['==', ['get', 'standing'], which]

export function routeLayers(colours: MapColours): unknown[] {
  const round = { 'line-cap': 'round', 'line-join': 'round' }
  return [
    {
      id: 'routes-casing',
      type: 'line',
      source: 'spans',
      layout: round,
      paint: { 'line-color': colours.paper, 'line-width': width(5, 3.4, 8, 5, 12, 7), 'line-opacity': 0.85 },
    },
    {
      id: 'routes',
      type: 'line',
      source: 'spans',
      filter: standing('operational'),
      layout: round,
      paint: { 'line-width': width(5, 1.6, 8, 2.6, 12, 4) },
    },
    {
      id: 'routes-planned',
      type: 'line',
      source: 'spans',
      filter: standing('planned'),
      layout: { 'line-join': 'round' },
      paint: { 'line-width': width(5, 1.6, 8, 2.6, 12, 4), 'line-dasharray': [2.2, 1.6] },
    },
    {
      id: 'route-nodes',
      type: 'circle',
      source: 'nodes',
      minzoom: 6.5,
      paint: {
        'circle-radius': width(6.5, 2.4, 10, 4.5),
        'circle-color': colours.paper,
        'circle-stroke-width': width(6.5, 1.4, 10, 2.2),
      },
    },
  ]
}
