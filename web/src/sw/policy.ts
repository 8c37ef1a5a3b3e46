/**
 * What the service worker takes into its hands, what it may keep, and how much. Pure: knows no cache and no event.
 *
 * Nothing is kept that is not the same for everyone: no writes, nothing asked with a token, nothing that an answer calls
 * private or not to be stored. What is not listed here goes to the network as if there were no worker.
 */

/** When an answer was seen, in the head of one that is kept; the page knows it by the same name. */
export const KEPT = 'x-taghtia-kept'

/** Pages, files whose names change with their content, answers of the API, tiles. */
export type Kind = 'page' | 'asset' | 'answer' | 'tile'
export const KINDS: readonly Kind[] = ['page', 'asset', 'answer', 'tile']

/** How many of each are kept, the newest; and how large one may be, in bytes. */
export const MOST: Record<Kind, number> = { page: 8, asset: 120, answer: 240, tile: 400 }
export const LARGEST = 4 << 20

/** How long the network is waited for where something is kept, in milliseconds. */
export const PATIENCE: Record<Kind, number> = { page: 3_000, asset: 0, answer: 10_000, tile: 10_000 }

/** The format of what is kept: another one forgets what there was. */
const FORMAT = 1

interface Asked {
  method: string
  url: string
  mode: string
  headers: Pick<Headers, 'has'>
}

/** Whose every answer is someone's own, or of this moment. */
const NOT_KEPT = /^api\/v1\/(session|tokens|audit|check|submissions)\b/

export function kindOf({ method, url, mode, headers }: Asked, scope: string): Kind | null {
  if (method !== 'GET' || headers.has('authorization') || !url.startsWith(scope)) return null
  const path = new URL(url).pathname.slice(new URL(scope).pathname.length)
  if (path.startsWith('api/'))
    return mode !== 'navigate' && path.startsWith('api/v1/') && !NOT_KEPT.test(path) ? 'answer' : null
  if (path.startsWith('tiles/')) return mode === 'navigate' ? null : 'tile'
  if (path.startsWith('assets/')) return 'asset'
  // A page lies at the root, or at a name beside it.
  return mode === 'navigate' && !path.includes('/') ? 'page' : null
}

interface Answered {
  status: number
  type: string
  redirected: boolean
  headers: Pick<Headers, 'get'>
}

export function mayBeKept({ status, type, redirected, headers }: Answered): boolean {
  const says = (name: string, word: string) => (headers.get(name) ?? '').toLowerCase().includes(word)
  return (
    status === 200 &&
    type === 'basic' &&
    !redirected &&
    !says('cache-control', 'no-store') &&
    !says('cache-control', 'private') &&
    !says('vary', 'authorization') &&
    Number(headers.get('content-length') ?? 0) <= LARGEST
  )
}

/** Whether an answer is no answer of the server: it is down, or a proxy cannot reach it. */
export const isDown = (status: number): boolean => status === 502 || status === 503 || status === 504

/** What a page is kept under: what it was asked for does not change it. */
export function keyOf(kind: Kind, url: string): string {
  const key = new URL(url)
  key.hash = ''
  if (kind === 'page') key.search = ''
  return key.href
}

/**
 * The caches of a worker. Two servers may lie under one host, hence the path. Answers are of a release, whose page reads
 * them; pages and assets name theirs.
 */
export const cacheName = (kind: Kind, scope: string, build: string): string =>
  `${cachesOf(scope)}${kind} ${FORMAT}${kind === 'answer' || kind === 'tile' ? ` ${build}` : ''}`

export const cachesOf = (scope: string): string => `taghtia ${new URL(scope).pathname} `
