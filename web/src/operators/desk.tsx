/** The operators' page as it is laid out: the door, or what one does once inside. */
import type { JSX } from 'preact'
import { Bands } from '../banners'
import { BarMenu, Brand, IconButton, Languages, Skip } from '../bar'
import { LANGUAGES } from '../i18n/fluent'
import { Who } from './account'
import { FilingForm } from './filing'
import { History } from './history'
import type { OperatorsPage } from './page'
import { pageHref } from '../page/framed'
import { ProblemAlert } from './problem-alert'
import { Receipt } from './receipt'
import { ReportCard } from './report'
import type { Scene } from './scene'
import { SignIn } from './sign-in'
import { Withdrawal } from './withdraw'

interface Of {
  page: OperatorsPage
}

export function Desk({ page }: Of): JSX.Element {
  const say = page.say.value
  const scene = page.scene.value
  const failure = page.failure.value
  return (
    <>
      <Skip to="main" wanted="h1, input, button" words={say('skip-main')} />
      <TopBar page={page} />
      <DeskBands page={page} />
      <main class="operators-main" id="main">
        {failure !== null ? (
          <ProblemAlert error={failure} say={say} retry={() => void page.open()} />
        ) : scene ? (
          <Inside page={page} scene={scene} />
        ) : (
          <SignIn say={say} state={page.signing.value} submit={(token) => void page.signIn(token)} />
        )}
      </main>
      {scene ? (
        <Withdrawal
          scene={scene}
          filing={page.leaving.value}
          closed={() => {
            page.leaving.value = null
          }}
          done={(filing) => page.withdrawn(filing)}
        />
      ) : null}
      <p class="visually-hidden" role="status" aria-live="polite" id="live">
        {page.said.value}
      </p>
    </>
  )
}

function TopBar({ page }: Of): JSX.Element {
  const [t, say, lang] = [page.t.value, page.say.value, page.lang.value]
  const theme = t(page.theme.value === 'dark' ? 'bar-theme-light' : 'bar-theme-dark')
  const pages = (classes: string): JSX.Element => (
    <nav class={classes} aria-label={t('page-list')}>
      <a class="bar-link" href={pageHref('map', lang)}>
        {say('bar-map')}
      </a>
      <a class="bar-link" href={pageHref('filings', lang)}>
        {t('page-filings')}
      </a>
      <a class="bar-link" href={pageHref('about', lang)}>
        {t('page-about')}
      </a>
    </nav>
  )
  const languages = (
    <Languages
      lang={lang}
      label={t('bar-language')}
      offered={page.country.value?.languages ?? LANGUAGES}
      choose={(one) => void page.choose(one)}
    />
  )
  return (
    <header class="topbar">
      <Brand />
      <span class="bar-page">{say('bar-page')}</span>
      <span class="grow" />
      {pages('bar-pages')}
      {languages}
      <IconButton icon="theme" name={theme} onClick={() => page.switchTheme()} />
      <BarMenu
        name={t('bar-menu')}
        pages={pages('menu-pages')}
        languages={languages}
        theme={{ words: theme, press: () => page.switchTheme() }}
      />
    </header>
  )
}

function DeskBands({ page }: Of): JSX.Element {
  const [t, country] = [page.t.value, page.country.value]
  const state = {
    country,
    damage: { filings: country?.damaged ?? [], sources: [] },
    offline: !page.online.value,
    knownAt: null,
    published: false,
  }
  return (
    <section class="bands" aria-label={t('band-label')}>
      <Bands state={state} lang={page.lang.value} t={t} unpin={() => undefined} />
    </section>
  )
}

function Inside({ page, scene }: Of & { scene: Scene }): JSX.Element {
  const stage = page.stage.value
  return (
    <>
      <Who scene={scene} leave={() => page.signOut()} />
      <FilingForm scene={scene} stage={stage} work={page.work} filling={page.filling} />
      {stage.at === 'received' ? <Receipt scene={scene} received={stage} another={() => page.another()} /> : null}
      <div class="filed-note">
        <FiledNote page={page} scene={scene} />
      </div>
      <ReportCard scene={scene} shown={page.shown.value} />
      <History
        scene={scene}
        past={page.past}
        actions={{
          report: (filing) => page.openReport(filing),
          withdraw: (filing) => {
            page.leaving.value = filing
          },
        }}
      />
    </>
  )
}

/** Stands where the report of a filing will: awaited, or what happened instead. */
function FiledNote({ page, scene }: Of & { scene: Scene }): JSX.Element | null {
  const filed = page.filed.value
  if (filed.status === 'waiting')
    return <div class="skeleton block" role="status" aria-label={scene.t('state-loading')} />
  if (filed.status === 'failed')
    return <ProblemAlert error={filed.error} say={scene.say} retry={() => page.retryReport()} />
  return null
}
