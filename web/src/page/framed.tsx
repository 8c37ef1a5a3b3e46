/** A page beside the map, as it is laid out: the bar with the ways to the other pages, what is to be known, and its main part. */
import type { ComponentChildren, JSX } from 'preact'
import { ApiError } from '../api'
import { Bands } from '../banners'
import { BarMenu, Brand, IconButton, Languages, Skip } from '../bar'
import { LANGUAGES } from '../i18n/fluent'
import type { Key } from '../i18n'
import { Icon } from '../icons'
import type { Frame } from './frame'

export const PAGES = ['map', 'filings', 'operators', 'about'] as const
export type PageName = (typeof PAGES)[number]

const NAMES = { map: 'page-map', filings: 'page-filings', operators: 'bar-operators', about: 'page-about' } as const

/** A page's address beside this one's, in the reader's language. */
export const pageHref = (page: PageName, lang: string): string =>
  page === 'map' ? `./?lang=${lang}` : `${page}.html?lang=${lang}`

interface Framed {
  frame: Frame
  here: PageName
  children: ComponentChildren
}

export function FramedPage({ frame, here, children }: Framed): JSX.Element {
  const [t, lang, country, failure] = [frame.t.value, frame.lang.value, frame.country.value, frame.failure.value]
  const state = {
    country,
    damage: { filings: country?.damaged ?? [], sources: [] },
    offline: !frame.online.value,
    knownAt: null,
    published: false,
  }
  const theme = t(frame.theme.value === 'dark' ? 'bar-theme-light' : 'bar-theme-dark')
  const pages = (classes: string): JSX.Element => (
    <nav class={classes} aria-label={t('page-list')}>
      {PAGES.map((one) => (
        <a key={one} class="bar-link" href={pageHref(one, lang)} aria-current={one === here ? 'page' : undefined}>
          {t(NAMES[one])}
        </a>
      ))}
    </nav>
  )
  const languages = (
    <Languages
      lang={lang}
      label={t('bar-language')}
      offered={country?.languages ?? LANGUAGES}
      choose={(one) => void frame.choose(one)}
    />
  )
  return (
    <>
      <Skip to="main" wanted="h1" words={t('skip-main-part')} />
      <header class="topbar">
        <Brand />
        {pages('bar-pages')}
        <span class="grow" />
        {languages}
        <IconButton icon="theme" name={theme} onClick={() => frame.switchTheme()} />
        <BarMenu
          name={t('bar-menu')}
          pages={pages('menu-pages')}
          languages={languages}
          theme={{ words: theme, press: () => frame.switchTheme() }}
        />
      </header>
      <section class="bands" aria-label={t('band-label')}>
        <Bands state={state} lang={lang} t={t} unpin={() => undefined} />
      </section>
      <main class="operators-main" id="main">
        {failure === null ? children : <Trouble error={failure} t={t} retry={() => void frame.load()} />}
      </main>
    </>
  )
}

/** What happened instead, and a way to try again. */
export function Trouble({
  error,
  t,
  retry,
}: {
  error: unknown
  t: Frame['t']['value']
  retry: () => void
}): JSX.Element {
  const known = error instanceof ApiError ? error : null
  const detail = known?.kind === 'refused' ? (known.detail ?? known.message) : ''
  return (
    <div class="alert" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{t(`error-${known?.kind ?? 'unreadable'}` as Key)}</strong>
        {detail === '' ? null : <p class="hint">{detail}</p>}
        <div class="actions">
          <button type="button" class="button retry" onClick={retry}>
            {t('error-retry')}
          </button>
        </div>
      </div>
    </div>
  )
}
