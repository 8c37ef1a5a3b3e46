/** Boxes, inner points and the faint grid of meridians: the little geometry the map needs by itself. */
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon, Position } from 'geojson'
import type { Bbox } from '../api'

type Shape = Polygon | MultiPolygon

export function bboxOf(shape: Shape): Bbox {
  const box: Bbox = [180, 90, -180, -90]
  for (const ring of shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()) {
    for (const [x = 0, y = 0] of ring) {
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x)
      box[3] = Math.max(box[3], y)
    }
  }
  return box
}

function ringArea(ring: Position[]): number {
  let sum = 0
  for (let at = 1; at < ring.length; at++) {
    const [ax = 0, ay = 0] = ring[at - 1] ?? []
    const [bx = 0, by = 0] = ring[at] ?? []
    sum += ax * by - bx * ay
  }
  return Math.abs(sum / 2)
}

/** The square of how far a point is from a ring, or something no more than `bound` where it is nearer than that. */
function distanceToRing(ring: Position[], x: number, y: number, bound: number): number {
  let least = Infinity
  for (let at = 1; at < ring.length && least > bound; at++) {
    const [ax = 0, ay = 0] = ring[at - 1] ?? []
    const [bx = 0, by = 0] = ring[at] ?? []
    const [dx, dy] = [bx - ax, by - ay]
    const along = dx || dy ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy))) : 0
    const [offX, offY] = [x - ax - along * dx, y - ay - along * dy]
    least = Math.min(least, offX * offX + offY * offY)
  }
  return least
}

function inRing(ring: Position[], x: number, y: number): boolean {
  let inside = false
  for (let at = 1; at < ring.length; at++) {
    const [ax = 0, ay = 0] = ring[at - 1] ?? []
    const [bx = 0, by = 0] = ring[at] ?? []
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

/** A point well inside the largest part: the best of a coarse raster, good enough to stand a name on. */
export function innerPoint(shape: Shape): [number, number] | null {
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  let outer: Position[] | undefined
  for (const [ring] of parts) if (ring && (!outer || ringArea(ring) > ringArea(outer))) outer = ring
  if (!outer) return null
  const [west, south, east, north] = bboxOf({ type: 'Polygon', coordinates: [outer] })
  let best: [number, number] | null = null
  let farthest = -1
  for (let column = 1; column < 12; column++) {
    for (let row = 1; row < 12; row++) {
      const [x, y] = [west + ((east - west) * column) / 12, south + ((north - south) * row) / 12]
      if (!inRing(outer, x, y)) continue
      const room = distanceToRing(outer, x, y, farthest)
      if (room > farthest) [best, farthest] = [[x, y], room]
    }
  }
  return best ?? (outer[0] as [number, number])
}

/** Meridians and parallels every so many degrees around a box. */
export function graticule(box: Bbox, step = 2): FeatureCollection<LineString> {
  const [west, south, east, north] = [box[0] - 40, Math.max(-80, box[1] - 30), box[2] + 40, Math.min(80, box[3] + 30)]
  const features: Feature<LineString>[] = []
  const line = (coordinates: Position[]) =>
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } })
  for (let lon = Math.ceil(west / step) * step; lon <= east; lon += step)
    line([
      [lon, south],
      [lon, north],
    ])
  for (let lat = Math.ceil(south / step) * step; lat <= north; lat += step)
    line([
      [west, lat],
      [east, lat],
    ])
  return { type: 'FeatureCollection', features }
}
