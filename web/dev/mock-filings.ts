/**
 * The filing side of the mock: any token of `tgh_` and 43 letters signs in (`tgh_expired…`, `tgh_planner…`
 * do not); a file that holds the word "bad" is refused; the rest is recorded in memory.
 */
import { createHash } from 'node:crypto'
import type { Filing, Finding, Report, Session, Submission } from '../src/operators/client.ts'

export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

const OPERATOR = { id: 'atlas', names: { fr: 'Atlas Mobile', ar: 'أطلس موبايل', en: 'Atlas Mobile' } }
const NEVER = 'abcdefghijklmnopqrstuvwxyz'

const problem = (status: number, code: string, detail: string, more: Record<string, unknown> = {}): Answer => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail, ...more },
})

export interface Incoming {
  method: string
  path: string
  query: URLSearchParams
  token: string | null
  name: string | null
  body: Buffer
}

export function createFilings() {
  const filings: Filing[] = seed()
  const reports = new Map<string, Report>()
  const submissions = new Map<string, Submission>()

  const session = (token: string | null): Session | Answer => {
    if (!token) return problem(401, 'unauthorized', 'send the token as: Authorization: Bearer TOKEN')
    if (token.startsWith('tgh_expired')) return problem(401, 'token-expired', 'this token has expired')
    if (token.startsWith('tgh_revoked')) return problem(401, 'token-revoked', 'this token has been revoked')
    if (token.startsWith('tgh_many'))
      return { ...problem(429, 'too-many-requests', 'too many'), headers: { 'retry-after': '42' } }
    if (!token.startsWith('tgh_')) return problem(401, 'unauthorized', 'that token is not known')
    const role = token.startsWith('tgh_planner') ? 'planner' : token.startsWith('tgh_admin') ? 'admin' : 'operator'
    return {
      token: { id: 'tk7f3a', name: 'bureau couverture', role, expires: '2026-12-04T23:59:59Z', last_used: null },
      operator: role === 'operator' ? OPERATOR : null,
      limits: {
        requests_per_minute: 600,
        filings_per_minute: 30,
        uploads_at_once: 4,
        filing_bytes: 1 << 30,
        check_bytes: 1 << 26,
      },
      today: new Date().toISOString().slice(0, 10),
      synthetic: true,
    }
  }

  const file = (incoming: Incoming): Answer => {
    const { query, body, name } = incoming
    const report = check(incoming)
    const submission = query.get('submission')
    const tell = (state: Submission['state'], filing: string | null): void => {
      if (submission)
        submissions.set(submission, {
          state,
          read: body.length,
          bytes: body.length,
          rows: report.rows ?? 0,
          filing,
          problem: null,
        })
    }
    if (!report.accepted) {
      tell('refused', null)
      return problem(422, 'refused', report.summary, { errors: report.findings })
    }
    const content_hash = createHash('sha256').update(body).digest('hex')
    const same = filings.find((one) => one.content_hash === content_hash && one.state === 'current')
    if (same) {
      tell('unchanged', same.id)
      return { status: 200, body: { ...same, state: 'unchanged', report } }
    }
    const kind = (query.get('kind') ?? 'mobile-coverage') as Filing['kind']
    const as_of = query.get('as_of') ?? ''
    for (const one of filings)
      if (one.kind === kind && one.as_of === as_of && one.state !== 'withdrawn') one.state = 'superseded'
    const later = filings.some((one) => one.kind === kind && one.as_of > as_of && one.state === 'current')
    const filing: Filing = {
      id: idOf(filings.length + Date.now()),
      kind,
      operator: query.get('operator') ?? 'atlas',
      as_of,
      recorded: new Date().toISOString(),
      state: later ? 'history' : 'current',
      content_hash,
      file_name: name,
      bytes: body.length,
      rows: report.rows ?? 0,
      layers: report.layers.map(({ cells, premises, units, ...layer }) => ({
        ...layer,
        extent: cells ?? premises ?? units ?? 0,
      })),
      synthetic: true,
    }
    if (!later) for (const one of filings) if (one.kind === kind && one.state === 'current') one.state = 'history'
    filings.unshift(filing)
    reports.set(filing.id, report)
    tell('recorded', filing.id)
    return { status: 201, body: { ...filing, state: 'accepted', report } }
  }

  const withdraw = (id: string, body: Buffer): Answer => {
    const filing = filings.find((one) => one.id === id)
    if (!filing) return problem(404, 'not-found', 'there is no filing of that id')
    if (filing.state === 'withdrawn') return problem(409, 'already-withdrawn', 'already withdrawn')
    filing.state = 'withdrawn'
    filing.withdrawn = {
      at: new Date().toISOString(),
      reason: (JSON.parse(body.toString()) as { reason: string }).reason,
      by: 'tk7f3a',
    }
    return { status: 200, body: { id, withdrawn: filing.withdrawn } }
  }

  const list = (query: URLSearchParams): Answer => {
    const limit = Number(query.get('limit') ?? 100)
    const from = Number(query.get('cursor') ?? 0)
    const operator = query.get('operator')
    const wanted = filings
      .filter((one) => !operator || one.operator === operator)
      .sort((a, b) => b.recorded.localeCompare(a.recorded))
    return {
      status: 200,
      body: {
        items: wanted.slice(from, from + limit),
        total: wanted.length,
        next: from + limit < wanted.length ? String(from + limit) : null,
      },
    }
  }

  return (incoming: Incoming): Answer | null => {
    const { method, path, token } = incoming
    const who = session(token)
    const refused = 'status' in who ? who : null
    const about = /^filings\/([a-z0-9]{26})(?:\/(report|withdrawal))?$/.exec(path)
    if (path === 'session') return refused ?? { status: 200, body: who }
    if (path === 'schemas')
      return {
        status: 200,
        body: {
          items: ['mobile-coverage.csv.json', 'mobile-coverage.geojson.json', 'fibre-availability.csv.json'].map(
            (name) => ({ name, href: `schemas/${name}` }),
          ),
        },
      }
    if (path === 'check' && method === 'POST') return { status: 200, body: check(incoming) }
    if (path === 'filings') return method === 'POST' ? (refused ?? file(incoming)) : list(incoming.query)
    if (path.startsWith('submissions/'))
      return (
        refused ??
        (submissions.has(path.slice(12))
          ? { status: 200, body: submissions.get(path.slice(12)) }
          : problem(404, 'not-found', 'no such submission'))
      )
    if (!about) return null
    const [, id = '', what] = about
    if (what === 'withdrawal') return refused ?? withdraw(id, incoming.body)
    const filing = filings.find((one) => one.id === id)
    if (!filing) return problem(404, 'not-found', 'there is no filing of that id')
    return {
      status: 200,
      body:
        what === 'report'
          ? (reports.get(id) ?? good(filing.file_name, filing.bytes ?? 0, filing.rows, filing.kind, filing.as_of))
          : filing,
    }
  }
}

const idOf = (n: number): string =>
  [...Array(26)].map((_, at) => NEVER[(n * 7 + at * 5 + Math.floor(n / (at + 1))) % 26]).join('')

function seed(): Filing[] {
  const dates = ['2026-06-30', '2025-12-31', '2025-06-30', '2024-12-31', '2024-06-30', '2023-12-31']
  const kinds = ['mobile-coverage', 'fibre-availability'] as const
  return dates.flatMap((as_of, at) =>
    kinds.map((kind, which): Filing => ({
      id: idOf(at * 10 + which + 1),
      kind,
      operator: 'atlas',
      as_of,
      recorded: `${as_of.slice(0, 4)}-${as_of.slice(5, 7) === '12' ? '12' : '07'}-${20 + which}T08:1${at}:00Z`,
      state: at === 0 ? 'current' : 'history',
      content_hash: createHash('sha256').update(`${kind}${as_of}`).digest('hex'),
      file_name: `${kind}-${as_of}.csv.gz`,
      bytes: 3_456_789 - at * 100_000,
      rows: 812_345 - at * 9000,
      layers:
        which === 0
          ? [
              { technology: '4g', mindown: 5, minup: 1, environment: 'outdoor', extent: 500_000 },
              { technology: '5g', mindown: 7, minup: 1, environment: 'outdoor', extent: 120_000 },
            ]
          : [
              {
                technology: 'fibre',
                mindown: 100,
                minup: 20,
                environment: 'indoor',
                extent: 120_000,
              },
            ],
      synthetic: true,
    })),
  )
}

function good(file: string | null, bytes: number, rows: number, kind: Report['kind'], as_of: string | null): Report {
  return {
    accepted: true,
    kind,
    operator: 'atlas',
    as_of,
    ...(file === null ? {} : { file }),
    format: 'csv',
    packaging: 'none',
    bytes,
    rows,
    stopped_early: false,
    layers: [{ technology: '4g', mindown: 5, minup: 1, environment: 'outdoor', cells: rows }],
    errors: 0,
    warnings: 0,
    repairs: 0,
    finding_counts: [],
    findings: [],
    summary: `in order: ${rows} rows`,
  }
}

function check({ body, name, query }: Incoming): Report {
  const text = body.toString()
  const rows = text.split('\n').length - 1
  const report = good(name, body.length, rows, query.get('kind') as Report['kind'], query.get('as_of'))
  if (!text.includes('bad')) return report
  const cities: [number, number][] = [
    [-7.6, 33.6],
    [-5.0, 34.0],
    [-8.0, 31.6],
    [-9.6, 30.4],
    [-13.2, 27.1],
    [2.3, 48.8],
  ]
  const findings: Finding[] = [
    ...cities.map(([lon, lat], at): Finding => ({
      rule: 'premises.longitude',
      severity: 'error',
      row: 3 + at * 7,
      column: 'longitude',
      value: '-7,62',
      lon,
      lat,
      expected: 'degrees east, -180 to 180',
      message: 'longitude -7,62 is not valid',
      remedy: 'give decimal degrees with a dot',
    })),
    {
      rule: 'csv.row.length',
      severity: 'error',
      row: 12,
      value: '4',
      expected: '6 fields',
      message: 'the row has 4 fields',
      remedy: 'look for a missing or an extra comma, or a text with commas but no quotes',
    },
    {
      rule: 'cell.foreign',
      severity: 'warning',
      row: 40,
      column: 'h3_res9_id',
      value: '8939a1234567fff',
      lon: -1.2,
      lat: 34.9,
      expected: 'a cell of the country',
      message: 'cell 8939a1234567fff lies outside the country and was left out',
      remedy: 'nothing needs to be done for cells on the border',
    },
    {
      rule: 'csv.header.unknown-column',
      severity: 'info',
      row: 1,
      column: 'remarks',
      expected: 'a column of the schema',
      message: 'column remarks is not part of the schema and was not read',
      remedy: 'nothing needs to be done, unless the name is misspelt',
    },
  ]
  return {
    ...report,
    accepted: false,
    findings,
    errors: 7,
    warnings: 1,
    summary: `refused: ${rows} rows, 7 errors, 1 warning`,
    finding_counts: [
      { rule: 'premises.longitude', severity: 'error', count: 6 },
      { rule: 'csv.row.length', severity: 'error', count: 1 },
      { rule: 'cell.foreign', severity: 'warning', count: 1 },
      { rule: 'csv.header.unknown-column', severity: 'info', count: 1 },
    ],
  }
}
