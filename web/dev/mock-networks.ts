/** Two made-up backbones between the pack's largest communes: lines that bend a little, some of them only planned. */
import type { Places } from './mock-places.ts'

const TOWNS: [string, number, number][] = [
  ['Tanger', -5.81, 35.76],
  ['Rabat', -6.84, 34.02],
  ['Casablanca', -7.59, 33.57],
  ['Fès', -5.0, 34.03],
  ['Oujda', -1.91, 34.68],
  ['Marrakech', -8.0, 31.63],
  ['Agadir', -9.6, 30.42],
  ['Beni Mellal', -6.35, 32.34],
  ['Errachidia', -4.43, 31.93],
  ['Laâyoune', -13.2, 27.15],
  ['Dakhla', -15.93, 23.7],
]
const LINES: [operator: string, from: number, to: number, status: string][] = [
  ['atlas', 0, 1, 'operational'],
  ['atlas', 1, 2, 'operational'],
  ['atlas', 1, 3, 'operational'],
  ['atlas', 3, 4, 'operational'],
  ['atlas', 2, 5, 'operational'],
  ['atlas', 5, 6, 'operational'],
  ['atlas', 6, 9, 'planned'],
  ['atlas', 9, 10, 'proposed'],
  ['rif', 0, 3, 'operational'],
  ['rif', 3, 8, 'underConstruction'],
  ['rif', 2, 7, 'operational'],
  ['rif', 7, 8, 'planned'],
]
const standing = (status: string): string => (status === 'operational' ? 'operational' : 'planned')

function route(from: number, to: number): [number, number][] {
  const [, ax, ay] = TOWNS[from]!
  const [, bx, by] = TOWNS[to]!
  return [...Array(13)].map((_, at) => {
    const share = at / 12
    const bend = Math.sin(share * Math.PI) * 0.12 * Math.sin(at * 2.1 + from)
    return [ax + (bx - ax) * share + bend, ay + (by - ay) * share - bend]
  })
}

const length = (line: [number, number][]): number =>
  line.slice(1).reduce((sum, [x, y], at) => sum + Math.hypot((x - line[at]![0]) * 93, (y - line[at]![1]) * 111), 0)

export function networks(
  places: Places,
  path: string,
  question: URLSearchParams,
  common: Record<string, unknown>,
): unknown {
  const operator = question.get('operator')
  const before = String(common['as_of']) < '2025-06-30'
  const lines = before ? [] : LINES.filter(([one]) => !operator || one === operator)
  const operators = [...new Set(lines.map(([one]) => one))]
  const sum = (wanted: (line: (typeof LINES)[number]) => boolean) =>
    lines.filter(wanted).reduce((all, [, from, to]) => all + length(route(from, to)), 0)
  const sentence = {
    fr: 'Kilomètres de tracé de fibre déclarés par les opérateurs, coupés aux limites des communes.',
    ar: 'كيلومترات مسارات الألياف البصرية المصرح بها، مقطوعة عند حدود الجماعات.',
    en: 'Kilometres of fibre route filed by operators, each span cut where communes meet.',
  }[question.get('lang') ?? 'fr']
  const definition = {
    as_of: common['as_of'],
    known_at: common['known_at'],
    operators,
    operators_without_filing: ['souss'],
    sentence,
  }
  if (path === 'networks') {
    const items = operators.map((id) => ({
      id: `net-${id}`,
      name: `Dorsale ${id}`,
      operator: id,
      filing: 'f',
      as_of: '2025-06-30',
      nodes: 8,
      spans: lines.filter(([one]) => one === id).length,
      components: 1,
      findings: { errors: 0, warnings: 0 },
      route_km: {
        operational: sum(([one, , , s]) => one === id && standing(s) === 'operational'),
        planned: sum(([one, , , s]) => one === id && standing(s) !== 'operational'),
      },
    }))
    return { ...common, definition, items }
  }
  if (path === 'networks/spans') {
    const features = lines.map(([id, from, to, status], at) => ({
      type: 'Feature',
      id: `s${at}`,
      geometry: { type: 'LineString', coordinates: route(from, to) },
      properties: {
        network: `net-${id}`,
        operator: id,
        name: `${TOWNS[from]![0]} – ${TOWNS[to]![0]}`,
        status,
        standing: standing(status),
        length_km: length(route(from, to)),
      },
    }))
    return { ...common, type: 'FeatureCollection', total: features.length, next: null, features }
  }
  if (path === 'networks/nodes') {
    const features = operators.flatMap((id) =>
      [...new Set(lines.filter(([one]) => one === id).flatMap(([, from, to]) => [from, to]))].map((at) => ({
        type: 'Feature',
        id: `n${id}${at}`,
        geometry: { type: 'Point', coordinates: TOWNS[at]!.slice(1) },
        properties: {
          network: `net-${id}`,
          operator: id,
          name: TOWNS[at]![0],
          status: 'operational',
          standing: 'operational',
        },
      })),
    )
    return { ...common, type: 'FeatureCollection', total: features.length, next: null, features }
  }
  if (path !== 'networks/route-km') return undefined
  const whole = places.country.population ?? 1
  const items = places.level(question.get('level') ?? 'region').map((one) => {
    const share = one.code === 'MA' ? 1 : (one.population ?? 0) / Math.max(whole, 37_000_000)
    const known = lines.length > 0
    return {
      code: one.code,
      level: one.level,
      names: one.names,
      parent: one.parent,
      operational_km: known ? sum(([, , , s]) => standing(s) === 'operational') * share : null,
      planned_km: known ? sum(([, , , s]) => standing(s) !== 'operational') * share : null,
    }
  })
  return { ...common, definition, level: question.get('level'), items }
}
