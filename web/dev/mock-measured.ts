/** Made-up tests of the mock's operators: one of them, in one province, claims what its tests do not meet. */
import type { Place, Places } from './mock-places.ts'

interface Tech {
  id: string
  tiers: { id: string; mindown: number; minup: number }[]
  filed: boolean
}
interface Told {
  operators: { id: string }[]
  technologies: Tech[]
  chance(...words: (string | number)[]): number
  claimed(place: Place, technology: string, tier: string, operator: string): number | null
  common: Record<string, unknown>
}

const OVERCLAIMS = { operator: 'souss', province: '05.081' }
const SOURCES = [
  { id: 'demo-drive', tests: 61_200, weight: 1 },
  { id: 'demo-crowd', tests: 18_400, weight: 0.35 },
]
const ENOUGH = 30

function wilson(met: number, n: number): [number, number] {
  const [z, share] = [1.96, met / n]
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

function spread(n: number, median: number, width: number) {
  if (n < ENOUGH) return null
  const apart = (median * 1.2) / Math.sqrt(n)
  return {
    n,
    mean: median * 1.08,
    p5: median * (1 - width),
    p50: median,
    p95: median * (1 + 2 * width),
    p50_low: median - apart,
    p50_high: median + apart,
  }
}

function itemsOf(places: Places, place: Place, technology: Tech, told: Told) {
  return told.operators.flatMap(({ id: operator }) =>
    SOURCES.flatMap(({ id: source, weight }) => {
      const luck = told.chance(place.code, operator, source, technology.id)
      const size = { country: 60_000, region: 5000, province: 700, commune: 60 }[place.level] ?? 0
      const tests = Math.round(size * weight * (0.2 + luck))
      if (luck < 0.12 && place.level === 'commune') return []
      const over = operator === OVERCLAIMS.operator && places.isWithin(place.code, OVERCLAIMS.province)
      const tiers = technology.tiers.map((tier) => {
        const claimed = told.claimed(place, technology.id, tier.id, operator)
        const share = Math.min(0.99, (claimed ?? 0.4) * (over ? 0.35 : 0.97) + 0.02)
        const met = Math.round(share * tests)
        const [low, high] = tests > 0 ? wilson(met, tests) : [0, 1]
        const bar = 0.9 * (claimed ?? 0)
        const verdict =
          tests < ENOUGH || !claimed
            ? 'insufficient'
            : high < bar
              ? 'contradicted'
              : low >= bar
                ? 'confirmed'
                : 'insufficient'
        const known = tests >= ENOUGH
        return {
          tier: tier.id,
          n: tests,
          met: known ? met : null,
          share: known ? met / tests : null,
          low: known ? low : null,
          high: known ? high : null,
          claimed,
          verdict,
        }
      })
      const fast = (technology.tiers[0]?.mindown ?? 5) * (over ? 0.6 : 2 + 6 * luck)
      return [
        {
          code: place.code,
          level: place.level,
          names: place.names,
          parent: place.parent,
          operator,
          technology: technology.id,
          source,
          from: '2025-07',
          to: '2026-06',
          tests,
          state: tests >= ENOUGH ? 'measured' : 'insufficient',
          download: spread(tests, fast, 0.8),
          upload: spread(tests, fast / 5, 0.8),
          latency: spread(tests, over ? 160 : 48, 0.5),
          loss: spread(tests, 0.01, 0.9),
          tiers,
          synthetic: true,
        },
      ]
    }),
  )
}

const SENTENCES = {
  fr: '79 600 tests synthétiques de demo-crowd, demo-drive, mois de juillet 2025 à juin 2026. Teste qui veut : les tests ne sont pas un échantillon de la population. Les sources ne sont jamais additionnées. En dessous de 30 tests, rien n’est dit. Le verdict compare les tests qui atteignent un débit aux neuf dixièmes de la part que le même opérateur déclare couvrir : confirmé ou contredit quand tout l’intervalle à 95 % est du même côté.',
  ar: 'عدد الاختبارات: 79 600 اصطناعي من demo-crowd، demo-drive، من يوليوز 2025 إلى يونيو 2026. ليست الاختبارات عينة من السكان. لا تُجمع المصادر أبدا. دون 30 اختبارا لا يقال شيء. يقارن الحكم الاختبارات التي بلغت الصبيب بتسعة أعشار النسبة التي يصرح المتعهد نفسه بتغطيتها.',
  en: '79,600 synthetic tests by demo-crowd, demo-drive, from July 2025 to June 2026. Tests are not a sample of the people. Sources are never added together. Below 30 tests nothing is said. A verdict holds the tests that met a tier against nine tenths of the share the same operator claims: confirmed or contradicted when the whole 95 % interval lies on one side.',
}

export function measurements(places: Places, question: URLSearchParams, told: Told): unknown {
  const within = question.get('within')
  const wanted = told.technologies.filter(
    (one) => one.filed && (!question.get('technology') || question.get('technology') === one.id),
  )
  const items = places
    .level(question.get('level') ?? 'region')
    .filter((one) => !within || places.isWithin(one.code, within))
    .flatMap((place) => wanted.flatMap((technology) => itemsOf(places, place, technology, told)))
    .filter((one) => !question.get('operator') || question.get('operator') === one.operator)
  return {
    ...told.common,
    definition: {
      sentence: SENTENCES[(question.get('lang') ?? 'fr') as 'fr'] ?? SENTENCES.fr,
      from: '2025-07',
      to: '2026-06',
      enough: ENOUGH,
      as_of: told.common['as_of'],
      known_at: told.common['known_at'],
    },
    level: question.get('level') ?? 'region',
    within,
    items,
    aggregates: [],
    sources: SOURCES.map(({ id, tests }) => ({ id, tests, last_at: '2026-06-30T12:00:00Z', synthetic: true })),
    total: items.length,
    next: null,
  }
}

/** What was measured in one commune, for a chosen point. */
export const measuredAt = (places: Places, commune: Place, told: Told) =>
  told.technologies.filter((one) => one.filed).flatMap((technology) => itemsOf(places, commune, technology, told))
