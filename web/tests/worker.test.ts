import { beforeEach, describe, expect, it, vi } from 'vitest'
import { KEPT, MOST } from '../src/sw/policy'

const SCOPE = 'https://example.org/base/'

type Act = (event: unknown) => void
const acts = new Map<string, Act>()
const stores = new Map<string, Map<string, Response>>()
const network = vi.fn<(asked: Request | string) => Promise<Response>>()

/** What a browser gives a worker, as far as it uses it. */
function stage(): void {
  const urlOf = (asked: Request | string): string => (typeof asked === 'string' ? asked : asked.url)
  const open = (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>()
    stores.set(name, store)
    return Promise.resolve({
      match: (asked: Request | string) => Promise.resolve(store.get(urlOf(asked))?.clone()),
      put: (asked: Request | string, answer: Response) => Promise.resolve(void store.set(urlOf(asked), answer)),
      delete: (asked: Request | string) => Promise.resolve(store.delete(urlOf(asked))),
      keys: () => Promise.resolve([...store.keys()].map((url) => ({ url }))),
    })
  }
  Object.assign(globalThis, {
    __BUILD__: 'b1',
    registration: { scope: SCOPE },
    clients: { claim: () => Promise.resolve() },
    skipWaiting: () => Promise.resolve(),
    addEventListener: (name: string, act: Act) => acts.set(name, act),
    caches: {
      open,
      keys: () => Promise.resolve([...stores.keys()]),
      delete: (name: string) => Promise.resolve(stores.delete(name)),
    },
    fetch: network,
  })
}

stage()
await import('../src/sw/worker')

/** An answer as the network gives it: of the same origin, which those made by hand are not. */
const answer = (body: string, status = 200, headers: Record<string, string> = {}): Response => {
  const made = new Response(body, { status, headers })
  const basic = (of: Response): Response => {
    Object.defineProperty(of, 'type', { value: 'basic' })
    const clone = of.clone.bind(of)
    of.clone = () => basic(clone())
    return of
  }
  return basic(made)
}

/** What the worker does with a request: its answer, or null where it leaves it alone; all its work is done then. */
async function ask(path: string, mode = 'cors', headers: Record<string, string> = {}, method = 'GET') {
  const work: Promise<unknown>[] = []
  const given: Promise<Response>[] = []
  const request = { url: new URL(path, SCOPE).href, mode, method, headers: new Headers(headers) }
  acts.get('fetch')?.({
    request,
    waitUntil: (one: Promise<unknown>) => work.push(one),
    respondWith: (one: Promise<Response>) => given.push(one),
  })
  const found = await given[0]
  while (work.length > 0) await work.shift()
  return found ? { text: await found.text(), seen: found.headers.get(KEPT), status: found.status } : null
}

const down = () => Promise.reject(new TypeError('no network'))
const kept = (kind: string) =>
  [...stores].flatMap(([name, store]) => (name.includes(` ${kind} `) ? [...store.keys()] : []))

beforeEach(() => {
  stores.clear()
  network.mockReset()
})

describe('the worker', () => {
  it('asks the network first, and answers from what was seen where that is silent, with the moment', async () => {
    network.mockImplementationOnce(() => Promise.resolve(answer('{"a":1}')))
    expect(await ask('api/v1/country')).toEqual({ text: '{"a":1}', seen: null, status: 200 })
    network.mockImplementationOnce(() => Promise.resolve(answer('{"a":2}')))
    expect((await ask('api/v1/country'))?.text).toBe('{"a":2}')
    network.mockImplementation(down)
    const again = await ask('api/v1/country')
    expect(again?.text).toBe('{"a":2}')
    expect(Date.parse(again?.seen ?? '')).toBeGreaterThan(0)
  })

  it('answers so too where a proxy cannot reach the server, and not where the server says no', async () => {
    network.mockImplementationOnce(() => Promise.resolve(answer('good')))
    await ask('api/v1/country')
    network.mockImplementationOnce(() => Promise.resolve(answer('bad gateway', 502)))
    expect((await ask('api/v1/country'))?.text).toBe('good')
    network.mockImplementationOnce(() => Promise.resolve(answer('refused', 400)))
    expect(await ask('api/v1/country')).toMatchObject({ text: 'refused', status: 400 })
    network.mockImplementationOnce(() => Promise.resolve(answer('bad gateway', 502)))
    expect(await ask('api/v1/targets')).toMatchObject({ text: 'bad gateway', status: 502 })
  })

  it('fails where nothing was seen', async () => {
    network.mockImplementation(down)
    await expect(ask('api/v1/country')).rejects.toThrow('no network')
  })

  it('waits for a silent network no longer than is worth it, and keeps what it says after all', async () => {
    network.mockImplementationOnce(() => Promise.resolve(answer('old page')))
    await ask('', 'navigate')
    vi.useFakeTimers()
    const waiting: ((one: Response) => void)[] = []
    network.mockImplementationOnce(() => new Promise((done) => waiting.push(done)))
    const asked = ask('?technology=5g', 'navigate')
    await vi.advanceTimersByTimeAsync(3_100)
    waiting[0]?.(answer('new page'))
    expect((await asked)?.text).toBe('old page')
    vi.useRealTimers()
    network.mockImplementation(down)
    expect((await ask('', 'navigate'))?.text).toBe('new page')
  })

  it('takes files named by their content from what it has', async () => {
    network.mockImplementationOnce(() => Promise.resolve(answer('script')))
    await ask('assets/index-1.js')
    expect((await ask('assets/index-1.js'))?.text).toBe('script')
    expect(network).toHaveBeenCalledTimes(1)
  })

  it('leaves writes, tokens and what is private alone', async () => {
    expect(await ask('api/v1/filings', 'cors', { authorization: 'Bearer x' })).toBeNull()
    expect(await ask('api/v1/check', 'cors', {}, 'POST')).toBeNull()
    network.mockImplementationOnce(() => Promise.resolve(answer('mine', 200, { 'cache-control': 'private' })))
    await ask('api/v1/filings')
    expect(kept('answer')).toEqual([])
  })

  it('keeps the newest, and as many as there may be', async () => {
    network.mockImplementation(() => Promise.resolve(answer('page')))
    for (let at = 0; at < MOST.page + 2; at += 1) await ask(`page${at}`, 'navigate')
    await ask('page2', 'navigate')
    await ask('another', 'navigate')
    const pages = kept('page').map((one) => one.slice(SCOPE.length))
    expect(pages.length).toBe(MOST.page)
    expect(pages.slice(-2)).toEqual(['page2', 'another'])
    expect(pages).not.toContain('page0')
  })

  it('learns what the page had loaded before it, and nothing from elsewhere', async () => {
    network.mockImplementation(() => Promise.resolve(answer('x')))
    let work: Promise<unknown> = Promise.resolve()
    acts.get('message')?.({
      data: [
        SCOPE,
        `${SCOPE}assets/a.js`,
        `${SCOPE}api/v1/country`,
        'https://other.org/a.js',
        7,
        `${SCOPE}api/v1/session`,
      ],
      waitUntil: (one: Promise<unknown>) => {
        work = one
      },
    })
    await work
    expect([kept('page'), kept('asset'), kept('answer')]).toEqual([
      [SCOPE],
      [`${SCOPE}assets/a.js`],
      [`${SCOPE}api/v1/country`],
    ])
    expect(network).toHaveBeenCalledTimes(3)
  })

  it('forgets what an earlier release kept, and nothing of a neighbour', async () => {
    stores.set('taghtia /base/ answer 1 b0', new Map())
    stores.set('taghtia / answer 1 b0', new Map())
    network.mockImplementation(() => Promise.resolve(answer('x')))
    await ask('assets/a.js')
    let work: Promise<unknown> = Promise.resolve()
    acts.get('activate')?.({ waitUntil: (one: Promise<unknown>) => void (work = one) })
    await work
    expect([...stores.keys()].sort()).toEqual(['taghtia / answer 1 b0', 'taghtia /base/ asset 1'])
  })
})
