import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createResource, isOld, type Asked } from '../src/answer'
import { ApiError, countryOf, fetchJson, SILENCE, type Api, type Parameters } from '../src/api'
import { translator } from '../src/i18n'
import { createLoader } from '../src/loader'
import { agree, questionsOf, wordsOf } from '../src/questions'
import { askRoutes } from '../src/routes'
import { answerAbout } from '../src/shown'
import { pinnedTo, readUrl, settle, writeUrl } from '../src/state'
import { makeTree, type Unit } from '../src/tree'
import { EMPTY_BENCH } from '../src/table/bench'
import { COUNTRY } from './country'

/** Answers that come when the test says so. */
function later<V>() {
  const open = new Map<string, { give(value: V): void; fail(error: unknown): void; signal: AbortSignal }>()
  const fetching = (question: { of: string }, signal: AbortSignal) =>
    new Promise<V>((give, fail) => open.set(question.of, { give, fail, signal }))
  return { fetching, open }
}
const turn = () => new Promise((done) => setTimeout(done))

describe('a resource', () => {
  it('keeps the last answer with its own question while another is awaited', async () => {
    const { fetching, open } = later<number>()
    const settled = vi.fn()
    const one = createResource(fetching, settled)
    one.ask({ of: '4g' })
    expect(one.state()).toEqual({ status: 'waiting', question: { of: '4g' }, answer: null })
    expect(isOld(one.state())).toBe(false)
    open.get('4g')?.give(93)
    await turn()
    one.ask({ of: 'fibre' })
    expect(one.state()).toEqual({
      status: 'waiting',
      question: { of: 'fibre' },
      answer: { question: { of: '4g' }, value: 93 },
    })
    expect(isOld(one.state())).toBe(true)
    open.get('fibre')?.give(47)
    await turn()
    expect(one.state().answer).toEqual({ question: { of: 'fibre' }, value: 47 })
    expect(settled).toHaveBeenCalledTimes(2)
  })

  it('keeps no answer beside a failure, and asks the failed question again when told to', async () => {
    const { fetching, open } = later<number>()
    const one = createResource(fetching, () => undefined)
    one.ask({ of: '4g' })
    open.get('4g')?.give(93)
    await turn()
    one.ask({ of: 'fibre' })
    open.get('fibre')?.fail(new ApiError('server', 500, 'broken'))
    await turn()
    expect(one.state()).toMatchObject({
      status: 'failed',
      question: { of: 'fibre' },
      answer: null,
      error: { status: 500 },
    })
    one.ask({ of: 'fibre' })
    expect(one.state().status).toBe('failed') // rendering again is no reason to ask again
    one.again()
    expect(one.state()).toEqual({ status: 'waiting', question: { of: 'fibre' }, answer: null })
    open.get('fibre')?.give(47)
    await turn()
    expect(one.state().answer?.value).toBe(47)
  })

  it('drops the answer and the failure of a question no longer asked, whenever they come', async () => {
    const { fetching, open } = later<number>()
    const settled = vi.fn()
    const one = createResource(fetching, settled)
    one.ask({ of: '5g' })
    one.ask({ of: '3g' })
    one.ask({ of: 'fibre' })
    expect([open.get('5g')?.signal.aborted, open.get('3g')?.signal.aborted]).toEqual([true, true])
    open.get('fibre')?.give(47)
    await turn()
    open.get('5g')?.give(31)
    open.get('3g')?.fail(new Error('late'))
    await turn()
    expect(one.state().answer).toEqual({ question: { of: 'fibre' }, value: 47 })
    expect(settled).toHaveBeenCalledTimes(1)
  })

  it('is at its answer again when the question goes back to it, and puts all away for no question', async () => {
    const { fetching, open } = later<number>()
    const one = createResource(fetching, () => undefined)
    one.ask({ of: '4g' })
    open.get('4g')?.give(93)
    await turn()
    const { answer } = one.state()
    one.ask({ of: 'fibre' })
    one.ask({ of: '4g' })
    expect(one.state()).toEqual({ status: 'ready', question: { of: '4g' }, answer })
    open.get('fibre')?.give(47)
    await turn()
    expect(one.state().answer).toBe(answer)
    one.ask(null)
    expect(one.state()).toEqual({ status: 'idle', answer: null })
  })

  it('takes an answer of a shape it cannot read for a failure', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const one = createResource(
      async () => (JSON.parse('{}') as { items: number[] }).items.length,
      () => undefined,
    )
    one.ask('q')
    await turn()
    expect(one.state()).toMatchObject({ status: 'failed', error: { kind: 'unreadable' } })
    vi.restoreAllMocks()
  })
})

describe('a request', () => {
  const request = (target: string, signal?: AbortSignal) => fetchJson(target, {}, signal)
  beforeEach(() => {
    vi.stubGlobal('navigator', { onLine: true })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
  const answers = (response: () => Promise<Response>) =>
    vi.stubGlobal('fetch', (_: string, init: RequestInit) =>
      Promise.race([
        response(),
        new Promise((_done, failed) =>
          init.signal?.addEventListener('abort', () => failed(new DOMException('stopped', 'AbortError'))),
        ),
      ]),
    )
  const kind = (asked: Promise<unknown>) =>
    asked.then(
      () => 'answered',
      (error: unknown) => (error instanceof ApiError ? error.kind : String((error as Error).name)),
    )

  it('reads JSON, and nothing else', async () => {
    answers(async () => new Response('{"a":1}'))
    expect(await request('https://example.org/')).toEqual({ a: 1 })
    answers(async () => new Response('<h1>Sign in</h1>', { status: 200 }))
    expect(await kind(request('https://example.org/'))).toBe('unreadable')
    answers(async () => new Response('<h1>Oh</h1>', { status: 502 }))
    expect(await kind(request('https://example.org/'))).toBe('server')
    answers(async () => Promise.reject(new TypeError('refused')))
    expect(await kind(request('https://example.org/'))).toBe('network')
    answers(
      async () =>
        new Response(
          new ReadableStream({
            start: (out) => {
              out.enqueue(new TextEncoder().encode('{"a"'))
              out.error(new TypeError('reset'))
            },
          }),
        ),
    )
    expect(await kind(request('https://example.org/'))).toBe('network')
  })

  it('is given up after silence, not for being long', async () => {
    vi.useFakeTimers()
    answers(() => new Promise(() => undefined))
    const mute = kind(request('https://example.org/'))
    await vi.advanceTimersByTimeAsync(SILENCE + 1)
    expect(await mute).toBe('silent')
    let out: ReadableStreamDefaultController<Uint8Array> | null = null
    answers(
      async () =>
        new Response(
          new ReadableStream<Uint8Array>({
            start: (one) => {
              out = one
            },
          }),
        ),
    )
    const slow = request('https://example.org/')
    for (const piece of ['{"a"', ':', '1', '}']) {
      await vi.advanceTimersByTimeAsync(SILENCE - 1000)
      out!.enqueue(new TextEncoder().encode(piece))
    }
    out!.close()
    expect(await slow).toEqual({ a: 1 })
  })

  it('is stopped by its caller', async () => {
    answers(() => new Promise(() => undefined))
    const stop = new AbortController()
    const asked = kind(request('https://example.org/', stop.signal))
    stop.abort()
    expect(await asked).toBe('AbortError')
  })
})

it('takes no JSON of someone else for the country', () => {
  expect(countryOf(COUNTRY)).toBe(COUNTRY)
  for (const other of [null, {}, { version: 1 }, []]) expect(() => countryOf(other)).toThrow(ApiError)
})

const at = (search: string) => {
  const selection = readUrl(new URL(`https://example.org/${search}`))
  return { selection, wanted: settle(selection, COUNTRY) }
}
const words = { lang: 'en' as const, t: translator('en'), country: COUNTRY }

describe('a question in words', () => {
  it('says all that is asked, and after a headline only what differs', () => {
    const { wanted } = at('?technology=5g&scope=op:rif')
    expect(wordsOf(words, wanted)).toBe('5G, 7/1 Mbit/s, outdoor, Rif Télécom alone, people, 30 June 2026')
    expect(wordsOf(words, wanted, at('?technology=4g&scope=op:rif').wanted)).toBe('5G, 7/1 Mbit/s')
    expect(wordsOf(words, wanted, wanted)).toBe('')
    expect(wordsOf(words, { asOf: '2025-06-30', knownAt: null }, wanted)).toBe('30 June 2025')
  })

  it('agrees with another as far as both say what they ask', () => {
    const { wanted } = at('?technology=4g')
    const { asOf: _date, ...timeless } = wanted
    expect(agree(timeless, wanted)).toBe(true)
    expect(agree({ ...timeless, tier: 'other' }, wanted)).toBe(false)
  })

  it('does not agree with a question about another publication', () => {
    const { wanted } = at('?technology=4g')
    const of = (version: string) => ({ ...wanted, version })
    expect([agree(of('v1'), of('v1')), agree(of('v1'), of('v2')), agree(of('v1'), wanted)]).toEqual([true, false, true])
  })
})

describe('what is asked', () => {
  const unit = (code: string, level: Unit['level'], parent: string | null): Unit => ({
    code,
    level,
    parent,
    names: { fr: code, ar: code },
  })
  const places = makeTree<Unit>('XX', [
    [unit('XX', 'country', null)],
    [unit('1', 'region', 'XX')],
    [unit('1.1', 'province', '1')],
    [unit('1.1.1', 'commune', '1.1')],
  ])
  const ask = (search: string, pointAsked = false) =>
    questionsOf({
      ...at(search),
      country: COUNTRY,
      lang: 'en',
      places,
      pointAsked,
      shown: true,
      basisOpen: false,
      comparing: null,
      mapped: true,
      bench: EMPTY_BENCH,
    })

  it('says of every question all that its answer depends on, and no more', () => {
    const one = ask('?territory=1.1&technology=5g')
    expect(one.figures).toMatchObject({ technology: '5g', tier: '7-1', lang: 'en', version: 'v1' })
    expect(one.history).not.toHaveProperty('asOf')
    expect(one.operators).not.toHaveProperty('scope')
    expect([one.history.code, one.operators.code]).toEqual(['1.1', '1.1'])
    expect([one.point, one.routes, one.routeKm, one.measured]).toEqual([null, null, null, null])
  })

  it('asks about the communes of the region one is in, once it is known where that is', () => {
    expect(ask('?measured=1&territory=1.1').measured).toMatchObject({ communes: '1', tier: '5-1' })
    expect(ask('?measured=1&territory=unknown').measured).toBeNull()
  })

  it('asks for the routes of the chosen operator, and says whose they are once another is chosen', () => {
    const { routes, routeKm, figures } = ask('?routes=1&territory=1.1&scope=op:rif')
    expect(routeKm).toMatchObject({ level: 'province' })
    expect(routes && askRoutes(routes)).toMatchObject({ operator: 'rif' })
    expect(routeKm && wordsOf(words, routeKm, figures)).toBe('')
    expect(routeKm && wordsOf(words, routeKm, ask('?scope=op:atlas').figures)).toBe('Rif Télécom alone')
    const all = ask('?routes=1&territory=1.1').routes
    expect(all && askRoutes(all)).toMatchObject({ operator: null })
  })

  it('asks about a point in a chosen commune, elsewhere only when told to', () => {
    expect(ask('?territory=1.1.1&point=-5,30').point).toMatchObject({ at: [-5, 30] })
    expect(ask('?territory=1.1&point=-5,30').point).toBeNull()
    expect(ask('?territory=1.1&point=-5,30', true).point).toMatchObject({ at: [-5, 30] })
  })
})

it('takes the figures of all levels from one state of knowledge, though something is published in between', async () => {
  const asked: string[] = []
  const get = async (_path: string, { level, known_at }: Parameters = {}) => {
    asked.push(`${level} ${known_at ?? 'now'}`)
    const knownAt = known_at ?? (level === 'country' ? 'K2' : 'K1')
    return {
      items: [
        { code: String(level), level, parent: null, names: {}, state: 'known', share: knownAt === 'K2' ? 0.5 : 0.4 },
      ],
      next: null,
      definition: { known_at: knownAt },
    }
  }
  const shares = await new Promise<(number | null)[]>((done) => {
    const loader = createLoader(
      { get, url: () => '', forget: () => undefined } as unknown as Api,
      () => COUNTRY,
      () => {
        const { figures } = loader.slots()
        if (figures.answer) done([...figures.answer.value.tree.all()].map((one) => one.share))
      },
    )
    loader.ask(
      questionsOf({
        ...at('?technology=4g'),
        country: COUNTRY,
        lang: 'en',
        places: makeTree<Unit>('XX', []),
        pointAsked: false,
        shown: false,
        basisOpen: false,
        comparing: null,
        mapped: true,
        bench: EMPTY_BENCH,
      }),
    )
  })
  expect(shares).toEqual([0.5, 0.5, 0.5, 0.5, 0.5])
  expect(asked).toEqual(expect.arrayContaining(['country now', 'region now', 'region K2', 'province K2', 'commune K2']))
  expect(asked).not.toContain('country K2')
})

it('has no answer about one place for another', () => {
  const asked: Asked<{ code: string }, number> = {
    status: 'waiting',
    question: { code: '2' },
    answer: { question: { code: '1' }, value: 5 },
  }
  expect(answerAbout(asked, { code: '1' })).toBe(asked.answer)
  expect(answerAbout(asked, { code: '2' })).toBeNull()
})

it('pins a link to the question that was answered and to what was known then', () => {
  const { selection, wanted } = at('?technology=fibre&territory=1')
  expect(pinnedTo(selection, at('?technology=4g').wanted, '2026-11-23T09:00:00Z', '2026-11-28')).toMatchObject({
    territory: '1',
    technology: '4g',
    tier: '5-1',
    denominator: 'population',
    asOf: '2026-06-30',
    knownAt: '2026-11-23T09:00:00Z',
    today: '2026-11-28',
  })
  expect(wanted.technology).toBe('fibre')
})

it('judges the targets of a copied link on the day it was copied, though days pass and more is filed', async () => {
  const { wanted, selection } = at('?technology=4g')
  const link = writeUrl(pinnedTo(selection, wanted, '2026-11-23T09:00:00Z', '2026-11-28'), new URL('http://x/'))
  const later = {
    ...COUNTRY,
    today: '2027-03-01',
    as_of: '2026-12-31',
    dates: [...COUNTRY.dates, '2026-12-31'],
    version: 'v2',
  }
  for (const country of [COUNTRY, later]) {
    const opened = readUrl(link)
    const asked: Parameters[] = []
    const get = (path: string, parameters: Parameters = {}) => {
      if (path === 'targets') asked.push(parameters)
      return new Promise(() => undefined)
    }
    const loader = createLoader(
      { get, url: () => '', forget: () => undefined } as unknown as Api,
      () => country,
      () => undefined,
    )
    loader.ask(
      questionsOf({
        selection: opened,
        wanted: settle(opened, country),
        country,
        lang: 'en',
        places: makeTree<Unit>('XX', []),
        pointAsked: false,
        shown: false,
        basisOpen: false,
        comparing: null,
        mapped: true,
        bench: EMPTY_BENCH,
      }),
    )
    expect(asked).toEqual([{ as_of: '2026-06-30', known_at: '2026-11-23T09:00:00Z', today: '2026-11-28', lang: 'en' }])
  }
})
