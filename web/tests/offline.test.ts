import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApi, SEEN } from '../src/api'
import { partsCalled } from '../src/offline-parts'
import { translator } from '../src/i18n'
import { cacheName, cachesOf, isDown, KEPT, keyOf, kindOf, LARGEST, mayBeKept } from '../src/sw/policy'

const SCOPE = 'https://example.org/base/'
const asked = (path: string, more: { method?: string; mode?: string; headers?: Record<string, string> } = {}) =>
  kindOf(
    {
      method: more.method ?? 'GET',
      mode: more.mode ?? 'cors',
      url: new URL(path, SCOPE).href,
      headers: new Headers(more.headers),
    },
    SCOPE,
  )

describe('what a worker takes into its hands', () => {
  it('is pages, files, answers and tiles, under its own path', () => {
    expect(asked('', { mode: 'navigate' })).toBe('page')
    expect(asked('?technology=5g', { mode: 'navigate' })).toBe('page')
    expect(asked('operators', { mode: 'navigate' })).toBe('page')
    expect(asked('assets/index-1.js')).toBe('asset')
    expect(asked('api/v1/coverage?level=region')).toBe('answer')
    expect(asked('tiles/coverage/x/4g/5/1/2.png')).toBe('tile')
    for (const other of ['/api/v1/country', 'https://other.org/base/api/v1/country', 'metrics', 'healthz', 'ogc/'])
      expect(asked(other), other).toBeNull()
  })

  it('is no write, nothing with a token, nothing of someone, and no file that is taken away', () => {
    expect(asked('api/v1/filings', { method: 'POST' })).toBeNull()
    expect(asked('api/v1/filings', { headers: { authorization: 'Bearer x' } })).toBeNull()
    expect(asked('api/v1/session')).toBeNull()
    expect(asked('api/v1/submissions/1')).toBeNull()
    expect(asked('api/v1/coverage?f=csv', { mode: 'navigate' })).toBeNull()
    expect(asked('api/v2/coverage')).toBeNull()
  })
})

describe('what may be kept', () => {
  const answer = (
    headers: Record<string, string>,
    more: { status?: number; type?: string; redirected?: boolean } = {},
  ) => mayBeKept({ status: 200, type: 'basic', redirected: false, headers: new Headers(headers), ...more })

  it('is a whole answer that is the same for everyone', () => {
    expect(answer({ 'cache-control': 'public, no-cache' })).toBe(true)
    expect(answer({ 'cache-control': 'no-store' })).toBe(false)
    expect(answer({ 'cache-control': 'Private, max-age=60' })).toBe(false)
    expect(answer({ vary: 'Accept, Authorization' })).toBe(false)
    expect(answer({ 'content-length': String(LARGEST + 1) })).toBe(false)
    expect(answer({}, { status: 404 })).toBe(false)
    expect(answer({}, { status: 206 })).toBe(false)
    expect(answer({}, { type: 'opaque' })).toBe(false)
    expect(answer({}, { redirected: true })).toBe(false)
  })

  it('is kept by path and release, a page whatever it was asked for', () => {
    expect(keyOf('page', `${SCOPE}?technology=5g#map=1/2/3`)).toBe(SCOPE)
    expect(keyOf('answer', `${SCOPE}api/v1/coverage?level=region`)).toContain('?level=region')
    expect(cacheName('answer', SCOPE, 'a')).not.toBe(cacheName('answer', SCOPE, 'b'))
    expect(cacheName('asset', SCOPE, 'a')).toBe(cacheName('asset', SCOPE, 'b'))
    expect(cacheName('page', SCOPE, 'a').startsWith(cachesOf('https://example.org/'))).toBe(false)
  })

  it('stands in for a server that is down, not for one that says no', () => {
    expect([502, 503, 504].map(isDown)).toEqual([true, true, true])
    expect([200, 304, 400, 404, 500].some(isDown)).toBe(false)
  })
})

describe('an answer the worker has kept', () => {
  afterEach(() => vi.unstubAllGlobals())

  const answering = (head: () => Record<string, string>) => {
    const fetching = vi.fn(() => Promise.resolve(new Response('{"a":1}', { headers: head() })))
    vi.stubGlobal('fetch', fetching)
    return fetching
  }

  it('is called by one name on both sides', () => expect(SEEN).toBe(KEPT))

  it('is told with the moment it was seen, and asked for again', async () => {
    const told = vi.fn()
    let seen: Record<string, string> = { [KEPT]: '2026-11-30T00:58:00Z' }
    const fetching = answering(() => seen)
    const api = createApi(SCOPE, told)
    await api.get('country')
    expect(told).toHaveBeenCalledWith('2026-11-30T00:58:00Z')
    seen = {}
    await api.get('country')
    await api.get('country')
    expect(fetching).toHaveBeenCalledTimes(2)
    expect(told).toHaveBeenCalledTimes(1)
    await api.look('country')
    expect(told).toHaveBeenLastCalledWith(null)
  })

  it('is asked for once by all who want it, and given up when none does any more', async () => {
    const signals: (AbortSignal | null | undefined)[] = []
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
      signals.push(signal)
      return new Promise((_, refuse) =>
        signal?.addEventListener('abort', () => refuse(new DOMException('given up', 'AbortError'))),
      )
    })
    const api = createApi(SCOPE)
    const [one, other] = [new AbortController(), new AbortController()]
    const first = api.get('country', {}, one.signal).catch((error: unknown) => String(error))
    const second = api.get('country', {}, other.signal).catch((error: unknown) => String(error))
    await Promise.resolve()
    expect(signals.length).toBe(1)
    one.abort()
    expect(await first).toContain('AbortError')
    expect(signals[0]?.aborted).toBe(false)
    other.abort()
    await second
    expect(signals[0]?.aborted).toBe(true)
    void api.get('country').catch(() => undefined)
    await Promise.resolve()
    expect(signals.length).toBe(2)
  })
})

it('names what could not be had, once, and leaves out what is none to a reader', () => {
  expect(partsCalled(['sketch', 'history', 'changes', 'change'], translator('en'))).toEqual([
    'Over time',
    'Compare with',
  ])
})
