/** Made-up answers to what changed, and to what a number rests on: differences of the made-up figures. */
import type { Place, Places } from './mock-places.ts'

interface Figure {
  share: number | null
  state: string
  covered: number
  total: number
}

interface Told {
  common: object
  definition: (question: URLSearchParams) => object
  dates: readonly string[]
  date: string
  figure: (place: Place, question: URLSearchParams) => Figure
}

const unit = (place: Place) => ({ code: place.code, level: place.level, names: place.names, parent: place.parent })

/** The earlier side: what differs is said by `from_…`, and otherwise it is of the date before. */
function earlier(question: URLSearchParams, { dates, date }: Told): URLSearchParams {
  const from = new URLSearchParams(question)
  const scope = question.get('from_scope')
  const before = dates.filter((one) => one < date).at(-1) ?? date
  from.set('as_of', question.get('from_as_of') ?? (scope ? date : before))
  if (scope) from.set('scope', scope)
  return from
}

export function changes(places: Places, question: URLSearchParams, told: Told): unknown {
  const from = earlier(question, told)
  const within = question.get('within')
  const isDefinition = question.has('from_scope')
  const change = (place: Place, denominator = question.get('denominator') ?? 'population') => {
    const of = (side: URLSearchParams) => {
      const ask = new URLSearchParams(side)
      ask.set('denominator', denominator)
      return told.figure(place, ask)
    }
    const [before, after] = [of(from), of(question)]
    const net = after.covered - before.covered
    const points = before.share === null || after.share === null ? null : after.share - before.share
    const parts = (name: string, whole: number | null) => ({
      [`${name}_network`]: whole === null ? null : isDefinition ? 0 : whole,
      [`${name}_definition`]: whole === null ? null : isDefinition ? whole : 0,
      [`${name}_correction`]: whole === null ? null : 0,
      [`${name}_denominator`]: whole === null ? null : 0,
    })
    return {
      covered_before: before.covered,
      covered_after: after.covered,
      total_before: before.total,
      total_after: after.total,
      gained: Math.max(0, net),
      lost: Math.max(0, -net),
      net,
      ...parts('net', net),
      share_before: before.share,
      share_after: after.share,
      change: points,
      ...parts('change', points),
    }
  }
  const inside = (level: string) => places.level(level).filter((one) => !within || places.isWithin(one.code, within))
  const whole = places.get(within ?? 'MA')
  const directions = inside('commune').map((one) => Math.sign(change(one).change ?? 0))
  const count = (sign: number) => directions.filter((one) => one === sign).length
  const items = inside(question.get('level') ?? 'region').map((one) => ({ ...unit(one), ...change(one) }))
  const side = (ask: URLSearchParams) => ({
    definition: told.definition(ask),
    state: whole ? told.figure(whole, ask).state : 'no_filing',
  })
  return {
    ...told.common,
    definition: 'Made-up changes between made-up figures.',
    from: side(from),
    to: side(question),
    denominator: question.get('denominator') ?? 'population',
    level: question.get('level') ?? 'region',
    within,
    totals: whole
      ? (question.get('technology') === 'fibre' ? ['households'] : ['population', 'households', 'area']).map((one) => ({
          denominator: one,
          ...change(whole, one),
        }))
      : [],
    territories: { level: 'commune', up: count(1), down: count(-1), unchanged: count(0) },
    items,
    total: items.length,
    next: null,
  }
}

interface Operator {
  id: string
  names: object
}

export function basis(
  place: Place,
  question: URLSearchParams,
  told: Told & { operators: readonly Operator[] },
): unknown {
  const wanted = told.operators.filter(
    (one) => !question.get('scope')?.startsWith('op:') || question.get('scope') === `op:${one.id}`,
  )
  const own = wanted.map((one) => {
    const ask = new URLSearchParams(question)
    ask.set('scope', `op:${one.id}`)
    return { ...one, figure: told.figure(place, ask) }
  })
  const [mindown, minup] = (question.get('tier') ?? '5-1').split('-').map(Number)
  const technology = question.get('technology') ?? '4g'
  const before = told.dates.filter((one) => one < told.date).at(-1)
  return {
    ...told.common,
    definition: told.definition(question),
    territory: unit(place),
    number: told.figure(place, question),
    operators: own
      .filter((one) => one.figure.share !== null)
      .map(({ id, names, figure }) => ({
        operator: id,
        names,
        ...figure,
        filings: [
          {
            id: `f-${id}`,
            kind: technology === 'fibre' ? 'fibre-availability' : 'mobile-coverage',
            as_of: told.date,
            recorded: `${told.date}T09:00:00Z`,
            synthetic: true,
            layers: [
              { technology, mindown, minup, environment: question.get('environment') ?? 'indoor', extent: 81234 },
            ],
            replaces: before
              ? [{ id: `f-${id}-before`, as_of: before, recorded: `${before}T09:00:00Z`, state: 'history' }]
              : [],
          },
        ],
        tests: [],
      })),
    without_filing: own.filter((one) => one.figure.share === null).map(({ id, names }) => ({ operator: id, names })),
    tests_from: null,
    tests_to: null,
  }
}
