/**
 * The service worker: the page opens without a network, with what was last seen. Pages come from the network, and from
 * what is kept where it is silent; files whose names change with their content from what is kept; answers and tiles from
 * the network, else from what is kept, with the moment they were seen in their head. What may be kept is `policy.ts`.
 */
import {
  cacheName,
  cachesOf,
  isDown,
  KEPT,
  keyOf,
  KINDS,
  kindOf,
  LARGEST,
  mayBeKept,
  MOST,
  PATIENCE,
  type Kind,
} from './policy'

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Lasting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Told extends Lasting {
  readonly data: unknown
}
interface Worker {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(name: 'install' | 'activate', act: (event: Lasting) => void): void
  addEventListener(name: 'fetch', act: (event: Fetching) => void): void
  addEventListener(name: 'message', act: (event: Told) => void): void
}

declare const __BUILD__: string

const worker = globalThis as unknown as Worker
const scope = (): string => worker.registration.scope
const open = (kind: Kind): Promise<Cache> => caches.open(cacheName(kind, scope(), __BUILD__))

/** The page that is open goes on with the new worker: what it has is named by its content, and stays. */
worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))

worker.addEventListener('activate', (event) => {
  const own = KINDS.map((kind) => cacheName(kind, scope(), __BUILD__))
  const forget = async (): Promise<void> => {
    const names = await caches.keys()
    const old = names.filter((name) => name.startsWith(cachesOf(scope())) && !own.includes(name))
    await Promise.all(old.map((name) => caches.delete(name)))
    await worker.clients.claim()
  }
  event.waitUntil(forget())
})

worker.addEventListener('fetch', (event) => {
  const kind = kindOf(event.request, scope())
  if (kind === null) return
  event.respondWith(kind === 'asset' ? keptFirst(event, kind) : networkFirst(event, kind))
})

/** What the page had loaded before this worker was there. */
worker.addEventListener('message', (event) => {
  const loaded = event.data
  if (!Array.isArray(loaded)) return
  const learn = async (url: unknown): Promise<void> => {
    if (typeof url !== 'string' || !url.startsWith(scope())) return
    const path = url.slice(scope().length)
    const mode = /^[^/?#]*$/.test(path) ? 'navigate' : 'cors'
    const kind = kindOf({ method: 'GET', url, mode, headers: new Headers() }, scope())
    if (!kind || (await kept(kind, url))) return
    // As the page asked for it, from what the browser still has.
    const headers = path.startsWith('api/') ? { accept: 'application/json, application/geo+json;q=0.9' } : {}
    await keep(kind, url, await fetch(url, { headers, cache: 'force-cache' }))
  }
  event.waitUntil(
    (async () => {
      for (const url of loaded.slice(0, MOST.answer)) await learn(url).catch(() => undefined)
    })(),
  )
})

async function keptFirst(event: Fetching, kind: Kind): Promise<Response> {
  const { request } = event
  const had = await kept(kind, request.url)
  if (had) return had
  const answer = await fetch(request)
  event.waitUntil(keep(kind, request.url, answer.clone()))
  return answer
}

async function networkFirst(event: Fetching, kind: Kind): Promise<Response> {
  const { request } = event
  const answering = fetch(request).then((answer) => {
    event.waitUntil(keep(kind, request.url, answer.clone()))
    return answer
  })
  const silence = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE[kind]))
  const answer = await Promise.race([answering.catch(() => null), silence])
  if (answer && !isDown(answer.status)) return answer
  // Kept alive until the network has answered after all: the next one who asks has that.
  event.waitUntil(answering.catch(() => undefined))
  return (await kept(kind, request.url)) ?? answer ?? answering
}

const kept = async (kind: Kind, url: string): Promise<Response | undefined> =>
  (await open(kind)).match(keyOf(kind, url), { ignoreVary: true })

/** Puts an answer into its cache, newest last, and lets go of the oldest beyond how many there may be. */
async function keep(kind: Kind, url: string, answer: Response): Promise<void> {
  if (!mayBeKept(answer)) return
  const body = await answer.blob()
  if (body.size > LARGEST) return
  const headers = new Headers(answer.headers)
  // The body is unpacked already.
  headers.delete('content-encoding')
  headers.delete('content-length')
  if (kind === 'answer' || kind === 'tile') headers.set(KEPT, new Date().toISOString())
  const [cache, key] = [await open(kind), keyOf(kind, url)]
  await cache.delete(key, { ignoreVary: true })
  await cache.put(key, new Response(body, { status: answer.status, headers }))
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST[kind])).map((one) => cache.delete(one)))
}
