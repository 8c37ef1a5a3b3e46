/** Watches for newly published data, and for midnight: the country's version or its day changes whenever an answer may. */
import { countryOf, type Api, type Country } from './api'

const LOOK_EVERY = 30_000

export function watchNews(api: Api, held: () => Country | null, arrived: (now: Country) => void): void {
  const look = async (): Promise<void> => {
    const before = held()
    if (document.visibilityState !== 'visible' || !before) return
    const now = await api
      .look('country')
      .then(countryOf)
      .catch(() => null)
    if (now && (now.version !== before.version || now.today !== before.today)) arrived(now)
  }
  window.setInterval(() => void look(), LOOK_EVERY)
  document.addEventListener('visibilitychange', () => void look())
}
