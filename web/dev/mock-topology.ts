/** The mock's topologies: each ring a line of its own, which is a topology too, on the server's grid for a map. */
import type { MultiPolygon, Polygon, Position } from 'geojson'
import type { Boundaries } from '../src/api'

const STEPS = 10_000

export function topologyOf(boundaries: Boundaries | undefined, name: string): unknown {
  if (!boundaries) return undefined
  const polygons = boundaries.features.map(({ geometry }) => polygonsOf(geometry))
  const all = polygons.flat(3)
  const [xs, ys] = [all.map(([x = 0]) => x), all.map(([, y = 0]) => y)]
  const least = (values: number[]): number => values.reduce((one, other) => Math.min(one, other), Infinity)
  const most = (values: number[]): number => values.reduce((one, other) => Math.max(one, other), -Infinity)
  const [west, south, east, north] = [least(xs), least(ys), most(xs), most(ys)]
  const scale = Math.max(east - west, north - south) / STEPS
  const arcs: number[][][] = []
  const line = (ring: Position[]): number[] => {
    let [x, y] = [0, 0]
    arcs.push(
      ring.map(([lon = 0, lat = 0]) => {
        const [nextX, nextY] = [Math.round((lon - west) / scale), Math.round((lat - south) / scale)]
        const step = [nextX - x, nextY - y]
        ;[x, y] = [nextX, nextY]
        return step
      }),
    )
    return [arcs.length - 1]
  }
  const geometries = boundaries.features.map(({ properties }, at) => ({
    type: 'MultiPolygon',
    id: properties.code,
    arcs: (polygons[at] ?? []).map((rings) => rings.map(line)),
  }))
  return {
    type: 'Topology',
    attribution: '',
    bbox: [west, south, east, north],
    transform: { scale: [scale, scale], translate: [west, south] },
    objects: { [name]: { type: 'GeometryCollection', geometries } },
    arcs,
  }
}

const polygonsOf = (shape: Polygon | MultiPolygon): Position[][][] =>
  shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
