/** A small country for tests: two filed technologies, two operators, three dates. */
import type { Country } from '../src/api'

const names = (text: string) => ({ fr: text, ar: text, en: text })

type Level = Country['levels'][number]

const level = (
  id: string,
  parent: string | null,
  boundaries: string | null,
  role: Level['role'],
  count: number,
): Level => ({
  id,
  names: names(id),
  plural: names(`${id}s`),
  parent,
  boundaries,
  role,
  count,
})

export const COUNTRY: Country = {
  id: 'XX',
  names: names('Pays'),
  bbox: [-10, 20, 0, 30],
  languages: ['fr', 'ar', 'en'],
  basemap: false,
  pack_digest: 'd',
  surface: 'uniform',
  surfaces: ['uniform'],
  time_zone: 'Africa/Casablanca',
  census: { id: 'c', year: 2024, name: names('Census') },
  levels: [
    level('country', null, null, 'whole', 1),
    level('region', 'country', 'regions', 'container', 2),
    level('province', 'region', 'provinces', 'container', 4),
    level('commune', 'province', 'communes', 'base_unit', 8),
    level('sector', 'commune', 'sectors', 'groups', 1),
    level('arrondissement', 'commune', 'arrondissements', 'parts', 2),
  ],
  technologies: [
    {
      id: '2g',
      names: names('2G'),
      kind: 'mobile',
      default_denominator: 'population',
      denominators: ['population', 'households', 'area'],
      tiers: [{ id: '0-0', mindown: 0, minup: 0 }],
      environments: ['outdoor'],
      filed: false,
      filed_environments: [],
    },
    {
      id: '4g',
      names: names('4G'),
      kind: 'mobile',
      default_denominator: 'population',
      denominators: ['population', 'households', 'area'],
      tiers: [{ id: '5-1', mindown: 5, minup: 1 }],
      environments: ['outdoor', 'vehicle'],
      filed: true,
      filed_environments: ['outdoor'],
    },
    {
      id: '5g',
      names: names('5G'),
      kind: 'mobile',
      default_denominator: 'population',
      denominators: ['population', 'households', 'area'],
      tiers: [
        { id: '7-1', mindown: 7, minup: 1 },
        { id: '35-3', mindown: 35, minup: 3 },
      ],
      environments: ['outdoor', 'vehicle'],
      filed: true,
      filed_environments: ['outdoor'],
    },
    {
      id: 'fibre',
      names: names('Fibre'),
      kind: 'fixed',
      default_denominator: 'households',
      denominators: ['households'],
      tiers: [{ id: '100-20', mindown: 100, minup: 20 }],
      environments: ['indoor'],
      filed: true,
      filed_environments: ['indoor'],
    },
  ],
  environments: [
    { id: 'outdoor', names: names('outdoor') },
    { id: 'vehicle', names: names('vehicle') },
  ],
  operators: [
    { id: 'atlas', names: names('Atlas Mobile'), technologies: ['4g', '5g', 'fibre'], filed: true, synthetic: true },
    { id: 'rif', names: names('Rif Télécom'), technologies: ['4g', '5g'], filed: true, synthetic: true },
  ],
  scopes: ['any', 'all', 'min2', 'op:atlas', 'op:rif'],
  denominators: ['population', 'households', 'area'],
  dates: ['2025-06-30', '2025-12-31', '2026-06-30'],
  as_of: '2026-06-30',
  known_at: '2026-11-23T09:00:00Z',
  today: '2026-11-28',
  synthetic: true,
  attribution: [],
  version: 'v1',
}
