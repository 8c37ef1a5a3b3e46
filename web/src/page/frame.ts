/** What pages beside the map share: the reader's language and theme, the country, whether one is online. Each page is drawn from it. */
import { batch, computed, effect, signal } from '@preact/signals'
import { countryOf, createApi, type Api, type Country, type Lang } from '../api'
import { knowLanguages } from '../format'
import { directionOf, loadTexts, spokenOf, translator } from '../i18n'
import type { Theme } from '../map/style'
import { chooseLang, isLang } from '../state'
import { applyTheme, firstTheme, keep, keepTheme, kept } from '../theme'

const LANG_KEY = 'taghtia.lang'

export class Frame {
  readonly api: Api = createApi(document.baseURI)
  readonly lang = signal<Lang>(chooseLang(langOf(location.search), kept(LANG_KEY), navigator.languages))
  readonly theme = signal<Theme>(firstTheme())
  readonly online = signal(navigator.onLine)
  readonly country = signal<Country | null>(null)
  /** Why there is no country, and hence no page. */
  readonly failure = signal<unknown>(null)
  readonly t = computed(() => translator(this.lang.value))

  constructor() {
    applyTheme(this.theme.value)
    effect(() => {
      document.documentElement.lang = spokenOf(this.lang.value)
      document.documentElement.dir = directionOf(this.lang.value)
    })
    window.addEventListener('online', () => {
      this.online.value = true
    })
    window.addEventListener('offline', () => {
      this.online.value = false
    })
  }

  async load(): Promise<boolean> {
    try {
      const country = countryOf(await this.api.get('country'))
      knowLanguages(country.languages)
      const lang = chooseLang(langOf(location.search), kept(LANG_KEY), navigator.languages, country.languages)
      await loadTexts(lang)
      batch(() => {
        this.country.value = country
        this.failure.value = null
        this.lang.value = lang
      })
      return true
    } catch (error) {
      this.failure.value = error
      return false
    }
  }

  /** The words of the page as it is shown first; without them it says their names until they can be had. */
  readonly words = (): Promise<void> => loadTexts(this.lang.value).catch(() => undefined)

  /** Another language, once its words are there or cannot be had. */
  async choose(lang: Lang): Promise<void> {
    await loadTexts(lang).catch(() => undefined)
    this.lang.value = lang
    keep(LANG_KEY, lang)
    const url = new URL(location.href)
    url.searchParams.set('lang', lang)
    history.replaceState(null, '', url)
  }

  switchTheme(): void {
    this.theme.value = this.theme.value === 'dark' ? 'light' : 'dark'
    applyTheme(this.theme.value)
    keepTheme(this.theme.value)
  }
}

function langOf(search: string): Lang | null {
  const lang = new URLSearchParams(search).get('lang')
  return isLang(lang) ? lang : null
}
