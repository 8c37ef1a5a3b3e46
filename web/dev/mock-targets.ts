/** Morocco's announced targets as the server has them, with made-up progress. */
const names = (fr: string, ar: string, en: string) => ({ fr, ar, en })
const SOURCE = 'ANRT, rapport annuel 2024, chapitre 2 (https://www.anrt.ma)'

const one = (id: string, title: ReturnType<typeof names>, more: Record<string, unknown>) => ({
  id,
  names: title,
  who: 'ANRT',
  technology: '5g',
  tier: '7-1',
  environment: 'outdoor',
  scope: 'any',
  denominator: 'population',
  share: null,
  amount: null,
  goal_share: null,
  goal_amount: null,
  date: '2026-12-31',
  announced: '2025-07-01',
  source: SOURCE,
  supersedes: null,
  superseded_by: null,
  status: 'on_track',
  reason: null,
  progress: [] as unknown[],
  definition: `${title.en}.`,
  sentence: `${title.fr}.`,
  ...more,
})

const filed = (expected: number | null) => ({
  filing_as_of: '2026-06-30',
  filing_age_days: 151,
  expected_at_filing_share: expected,
  expected_today_share: expected === null ? null : expected + 0.04,
})

const step = (
  scope: string,
  share: number,
  expected: number,
  gap: number,
  people: number,
  status: string,
  title: unknown = null,
) => ({
  scope,
  names: title,
  share,
  amount: null,
  ...filed(expected),
  gap_share: gap,
  gap_amount: people,
  status,
  reason: null,
})

const PROMISES = [
  one(
    'ma-5g-2026',
    names(
      '5G à 45 % de la population fin 2026',
      'الجيل الخامس لـ 45٪ من السكان نهاية 2026',
      '5G for 45 % of people by the end of 2026',
    ),
    {
      share: 0.45,
      goal_share: 0.45,
      goal_amount: 16_572_700,
      scope: 'each',
      supersedes: 'ma-5g-2026-first',
      status: 'late',
      progress: [
        step('op:atlas', 0.447, 0.39, 0.003, 110_500, 'on_track', names('Atlas Mobile', 'أطلس موبايل', 'Atlas Mobile')),
        step('op:rif', 0.412, 0.39, 0.038, 1_399_500, 'on_track', names('Rif Télécom', 'ريف تيليكوم', 'Rif Telecom')),
        step('op:souss', 0.288, 0.39, 0.162, 5_966_200, 'late', names('Souss Net', 'سوس نت', 'Souss Net')),
      ],
    },
  ),
  one(
    'ma-5g-2030',
    names(
      '5G à 85 % de la population en 2030',
      'الجيل الخامس لـ 85٪ من السكان في 2030',
      '5G for 85 % of people in 2030',
    ),
    {
      share: 0.85,
      goal_share: 0.85,
      goal_amount: 31_304_100,
      date: '2030-12-31',
      status: 'on_track',
      progress: [step('any', 0.518, 0.47, 0.332, 12_227_000, 'on_track')],
    },
  ),
  one(
    'ma-5g-2026-first',
    names(
      '5G à 25 % de la population fin 2026',
      'الجيل الخامس لـ 25٪ من السكان نهاية 2026',
      '5G for 25 % of people by the end of 2026',
    ),
    {
      share: 0.25,
      goal_share: 0.25,
      goal_amount: 9_207_000,
      superseded_by: 'ma-5g-2026',
      status: 'met',
      announced: '2024-02-01',
      progress: [step('any', 0.518, 0.2, 0, 0, 'met')],
    },
  ),
  one(
    'ma-fibre-2030',
    names(
      'Fibre pour 5,6 millions de foyers en 2030',
      'الألياف البصرية لـ 5,6 مليون أسرة في 2030',
      'Fibre for 5.6 million households in 2030',
    ),
    {
      technology: 'fibre',
      tier: '100-20',
      environment: null,
      denominator: 'households',
      amount: 5_600_000,
      goal_share: 0.603,
      goal_amount: 5_600_000,
      date: '2030-12-31',
      status: 'on_track',
      progress: [
        {
          scope: 'any',
          names: null,
          share: 0.334,
          amount: 3_100_000,
          ...filed(null),
          gap_share: null,
          gap_amount: 2_500_000,
          status: 'on_track',
          reason: null,
        },
      ],
    },
  ),
]

export function targets(question: URLSearchParams, common: Record<string, unknown>): unknown {
  const lang = (question.get('lang') ?? 'fr') as 'fr'
  const sentence = {
    fr: 'Dans les temps : la part atteinte est sur la ligne droite entre l’annonce et l’objectif, ou au-dessus.',
    ar: 'في الموعد: النسبة المحققة على الخط المستقيم بين الإعلان والهدف أو فوقه.',
    en: 'On track: the share reached is at or above the straight line from the announcement to the goal.',
  }[lang]
  // Each target is a promise of one stage.
  const paths = PROMISES.map((item) => ({
    id: item.id,
    names: item.names,
    who: item.who,
    current: item.id,
    status: item.status,
    superseded: item.superseded_by !== null,
    lines: [],
    stages: [
      {
        target: item.id,
        names: item.names,
        date: item.date,
        goal_share: item.goal_share,
        goal_amount: item.goal_amount,
        status: item.status,
        is_current: true,
      },
    ],
  }))
  return {
    ...common,
    definition: { sentence, today: '2026-11-28', today_from: 'clock' },
    paths,
    items: PROMISES.map((item) => ({ ...item, sentence: `${item.names[lang] ?? item.names.fr}.` })),
  }
}
