/** The shapes of the plate: the country's first units as paths, where a name stands in each, and the box of each. Pure. */
import type { MultiPolygon, Polygon } from 'geojson'
import type { Bbox, Boundaries } from '../api'
import { bboxOf, innerPoint } from '../map/geometry'
import { project, type Point } from './frame'

export interface Shape {
  code: string
  /** As a path of SVG, in pixels of the world at zoom 0, times `FINE`. */
  path: string
  bbox: Bbox
  /** Where its name stands, in degrees. */
  stand: readonly [lon: number, lat: number] | null
  /** The same, and how wide it is there, in pixels of the world at zoom 0. */
  at: Point | null
  width: number
}

/** Paths are in whole numbers, as fine as a pixel at zoom 10. */
export const FINE = 2 ** 10

/** A place in whole steps of a path. */
function step([lon = 0, lat = 0]: readonly number[]): Point {
  const [x, y] = project(lon, lat)
  return [Math.round(x * FINE), Math.round(y * FINE)]
}

function pathOf(shape: Polygon | MultiPolygon): string {
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  return polygons
    .flat()
    .map((ring) => {
      let [x, y] = [0, 0]
      const steps = ring.map((position, at) => {
        const [nextX, nextY] = step(position)
        const told = at === 0 ? `M${nextX} ${nextY}l` : `${nextX - x} ${nextY - y}`
        ;[x, y] = [nextX, nextY]
        return told
      })
      return `${steps[0] ?? ''}${steps.slice(1).join(' ')}z`
    })
    .join('')
}

export function shapesOf({ features }: Boundaries): Shape[] {
  return features.map(({ properties: { code }, geometry }) => {
    const at = innerPoint(geometry)
    const bbox = bboxOf(geometry)
    return {
      code,
      path: pathOf(geometry),
      bbox,
      stand: at,
      at: at && project(...at),
      width: project(bbox[2], 0)[0] - project(bbox[0], 0)[0],
    }
  })
}
