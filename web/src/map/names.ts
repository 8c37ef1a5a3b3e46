/**
 * What is named on the map, as points: base units as the towns they mostly are, from the zoom at which each is told, and the
 * units above them; each with its share as it is to be read. A name stands where it is known that it can, and nowhere else.
 */
import type { Feature, FeatureCollection, Point } from 'geojson'
import type { Names } from '../api'
import type { UnitLabel } from '../units'
import { labelNames } from './labels'

export interface Town {
  code: string
  names: Names
  people: number
}

/** Where names stand, by code. */
export type Stands = ReadonlyMap<string, readonly [lon: number, lat: number]>

const TOWN_ZOOMS: readonly [people: number, from: number][] = [
  [300_000, 3],
  [100_000, 6],
  [40_000, 7],
  [15_000, 8],
  [5_000, 9],
]
const LAST = 10

export function namesOf(
  towns: readonly Town[],
  labels: readonly UnitLabel[],
  stands: Stands,
): FeatureCollection<Point> {
  const shares = new Map(labels.filter((one) => one.rank === 'base').map((one) => [one.code, one.share]))
  const point = (one: { code: string; names: Names }, more: Record<string, number | string>): Feature<Point>[] => {
    const at = stands.get(one.code)
    if (!at) return []
    const geometry: Point = { type: 'Point', coordinates: [...at] }
    return [{ type: 'Feature', properties: { ...labelNames(one.names), ...more }, geometry }]
  }
  return {
    type: 'FeatureCollection',
    features: [
      ...labels
        .filter((one) => one.rank !== 'base')
        .flatMap((one) => point(one, { rank: one.rank, share: one.share, people: one.people })),
      ...towns.flatMap((one) =>
        point(one, {
          rank: 'base',
          share: shares.get(one.code) ?? '',
          people: one.people,
          from: TOWN_ZOOMS.find(([people]) => one.people >= people)?.[1] ?? LAST,
        }),
      ),
    ],
  }
}
