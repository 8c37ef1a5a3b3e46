/** Watches for newly published data: the country's version changes whenever an answer may. */
import { request, type Api, type Country } from './api'

const LOOK_EVERY = 30_000

export function watchNews(api: Api, held: () => Country | null, arrived: (now: Country) => void): void {
  const look = async (): Promise<void> => {
    const before = held()
    if (document.visibilityState !== 'visible' || !before) return
    const now = (await request(api.url('country')).catch(() => null)) as Country | null
    if (now && now.version !== before.version) arrived(now)
  }
  window.setInterval(() => void look(), LOOK_EVERY)
  document.addEventListener('visibilitychange', () => void look())
}
