/** The page's side of its service worker: there, told what was loaded before it, and taken away with all it has kept. */
import { keep, kept } from './theme'

const KEY = 'taghtia.offline'
/** Kept with `sw/policy.ts`: the names of the worker's caches begin so. */
const cachesOf = (scope: string): string => `taghtia ${new URL(scope).pathname} `

const scope = (): string => new URL('.', document.baseURI).href

/** Whether this browser can have one, and the build does. */
export const canBeOffline = (): boolean => import.meta.env.PROD && 'serviceWorker' in navigator
export const isOffline = (): boolean => canBeOffline() && kept(KEY) !== 'off'

/** Once everything that is needed first is there: what the page has loaded by then is kept too. */
export async function prepareOffline(): Promise<void> {
  if (!canBeOffline()) return
  if (!isOffline()) return forget()
  try {
    await navigator.serviceWorker.register(new URL('sw.js', scope()), { updateViaCache: 'none' })
    const { active } = await navigator.serviceWorker.ready
    const loaded = performance.getEntriesByType('resource').map((one) => one.name)
    active?.postMessage([new URL(location.pathname, location.href).href, ...new Set(loaded)])
  } catch (error) {
    // The page works without: a browser may forbid it, as private windows do.
    console.info('no service worker', error)
  }
}

/** Takes the worker away, with all that it has kept, and asks for none any more; or asks for it again. */
export async function setOffline(on: boolean): Promise<void> {
  keep(KEY, on ? 'on' : 'off')
  if (on) return prepareOffline()
  await forget()
  // A worker goes on for the page it was there for, until that is another.
  location.reload()
}

async function forget(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(scope())
  await registration?.unregister()
  const names = await caches.keys()
  await Promise.all(names.filter((one) => one.startsWith(cachesOf(scope()))).map((one) => caches.delete(one)))
}
