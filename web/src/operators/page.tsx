/**
 * The operators' page: signs in, then shows who one is, a new filing, its report and receipt, and what
 * was filed before. The one place where its parts meet; they never call each other.
 */
import { createResource } from '../answer'
import { ApiError, countryOf, createApi, type Api, type Country, type Lang } from '../api'
import { render } from 'preact'
import { Bands } from '../banners'
import { Brand, IconButton, Languages, Skip } from '../bar'
import { el, fill } from '../dom'
import { knowLanguages } from '../format'
import { directionOf, translator } from '../i18n'
import { operatorsTranslator } from '../i18n/operators'
import { LANGUAGES, SOURCE, spokenOf } from '../i18n/fluent'
import { chooseLang, isLang } from '../state'
import { applyTheme, firstTheme, keep, keepTheme, kept } from '../theme'
import type { Theme } from '../map/style'
import { createClient, type Client, type Filing, type Report, type Session } from './client'
import { createFilingForm, progressModel } from './filing'
import { createHistory } from './history'
import { createKeyring } from './keyring'
import { endsSession, problemAlert, problemText } from './problems'
import { createReceipt } from './receipt'
import { createReport, type ReportShown } from './report'
import type { Scene } from './scene'
import { createSignIn, type SignState } from './sign-in'
import { createWho } from './account'
import { createWithdrawDialog } from './withdraw'
import { createWork, type Stage } from './submission'
import { loadWording, wordingOf, type Wording } from './wording'

const LANG_KEY = 'taghtia.lang'
const QUARTER = 0.25

interface FiledQuestion {
  filing: string
  token: string
}

export async function start(root: HTMLElement): Promise<void> {
  applyTheme(firstTheme())
  await new OperatorsPage(root).open()
}

class OperatorsPage {
  private readonly api: Api = createApi(document.baseURI)
  private readonly keyring = createKeyring(() => sessionStorage)
  private readonly client: Client = createClient(document.baseURI, () => this.keyring.token())
  private readonly work = createWork(this.client, (stage) => this.moved(stage))
  private readonly live = el('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite', id: 'live' })
  private readonly bands = el('section', { class: 'bands' })
  private readonly main = el('main', { class: 'operators-main', id: 'main' })
  private readonly bar: ReturnType<typeof createBar>
  private readonly sign = createSignIn((token) => void this.signIn(token))
  private readonly who = createWho(() => this.signOut())
  private readonly form = createFilingForm(
    () => this.work,
    (stage) => this.sayProgress(stage),
  )
  private readonly report = createReport()
  private readonly receipt = createReceipt(() => {
    this.filed.ask(null)
    this.form.clear()
  })
  private readonly history = createHistory({
    report: (filing) => this.openReport(filing),
    withdraw: (filing) => this.withdrawal.ask(this.scene()!, filing),
  })
  private readonly withdrawal = createWithdrawDialog(
    (filing) => void this.history.refresh().then(() => this.history.focusOn(filing.id)),
  )

  private lang: Lang = chooseLang(langOf(location.search), kept(LANG_KEY), navigator.languages)
  private theme: Theme = firstTheme()
  private wording: Wording = wordingOf(SOURCE, '', '')
  private country: Country | null = null
  private session: Session | null = null
  private signing: SignState = { busy: false, problem: null, note: null, schemas: [] }
  private failure: unknown = null
  /** The report of a filing, opened from the list: the one asked for last, of this session. */
  private readonly filed = createResource(
    ({ filing }: FiledQuestion, signal) => this.client.get<Report>(`filings/${filing}/report`, {}, signal),
    () => this.filedCame(),
  )
  private readonly filedNote = el('div', { class: 'filed-note' })
  private told = { what: '', quarter: -1 }
  private pieces: 'sign' | 'desk' | null = null

  constructor(root: HTMLElement) {
    this.bar = createBar(
      (lang) => void this.choose(lang),
      () => this.switchTheme(),
    )
    root.append(this.bar.node, this.bands, this.main, this.withdrawal.node, this.live)
    window.addEventListener('online', () => this.render())
    window.addEventListener('offline', () => this.render())
    window.addEventListener('beforeunload', (event) => {
      const stage = this.work.stage()
      if (stage.at === 'sending' && stage.what === 'submit') event.preventDefault()
    })
  }

  async open(): Promise<void> {
    this.render()
    await this.choose(this.lang, false)
    void this.loadSchemas()
    try {
      this.country = countryOf(await this.api.get('country'))
      this.failure = null
      knowLanguages(this.country.languages)
      const { languages } = this.country
      const lang = chooseLang(langOf(location.search), kept(LANG_KEY), navigator.languages, languages)
      if (lang !== this.lang) await this.choose(lang, false)
    } catch (error) {
      this.failure = error
      return this.render()
    }
    const token = this.keyring.token()
    if (token) await this.signIn(token)
    else this.render()
  }

  private async loadSchemas(): Promise<void> {
    const list = await this.api.get<{ items: { name: string; href: string }[] }>('schemas').catch(() => null)
    this.signing = {
      ...this.signing,
      schemas: (list?.items ?? []).map(({ name }) => ({ name, href: this.api.url(`schemas/${name}`) })),
    }
    this.render()
  }

  private scene(): Scene | null {
    const { country, session, lang, theme, wording, client } = this
    if (!country || !session) return null
    return {
      lang,
      theme,
      country,
      session,
      wording,
      client,
      t: translator(lang),
      say: operatorsTranslator(lang),
      announce: (text) => this.announce(text),
      expired: (error) => this.expired(error),
    }
  }

  private announce(text: string): void {
    this.live.textContent = text
  }

  private async signIn(token: string): Promise<void> {
    const say = operatorsTranslator(this.lang)
    const before = this.keyring.token()
    this.signing = { ...this.signing, busy: true, problem: null, note: null }
    this.keyring.keep(token)
    this.render()
    try {
      const session = await this.client.session()
      const files = session.token.role === 'operator' || session.token.role === 'admin'
      if (!files) throw new ApiError('refused', 403, 'wrong role', null, { code: `role-${session.token.role}` })
      this.session = session
      this.signing = { ...this.signing, busy: false }
      this.render()
      this.main.querySelector<HTMLElement>('h1')?.focus()
      await this.history.refresh()
    } catch (error) {
      // A token kept from before that cannot be asked about now is kept: the network may come back.
      if (before !== token || (error instanceof ApiError && error.status !== 0 && error.status < 500))
        this.keyring.forget()
      this.signing = { ...this.signing, busy: false, problem: this.signProblem(error) }
      this.render()
      this.sign.focus()
      this.announce(this.signing.problem ?? say('problem-server'))
    }
  }

  private signProblem(error: unknown): string {
    const say = operatorsTranslator(this.lang)
    const role = error instanceof ApiError ? /^role-(probe|planner)$/.exec(error.code)?.[1] : undefined
    return role
      ? say('problem-no-filing-role', { role: say(role === 'probe' ? 'role-probe' : 'role-planner') })
      : problemText(error, say)
  }

  private signOut(): void {
    this.leave()
    this.signing = { ...this.signing, problem: null, note: operatorsTranslator(this.lang)('sign-out-done') }
    this.render()
    this.sign.focus()
  }

  /** The server no longer takes the token: back to the door, with the reason. */
  private expired(error: unknown): void {
    this.leave()
    this.signing = { ...this.signing, problem: problemText(error, operatorsTranslator(this.lang)), note: null }
    this.render()
    this.sign.focus()
  }

  private leave(): void {
    this.keyring.forget()
    this.session = null
    this.filed.ask(null)
    this.form.clear()
  }

  private moved(stage: Stage): void {
    if (stage.at === 'failed' && stage.error instanceof ApiError && stage.error.status === 401)
      return this.expired(stage.error)
    if (stage.at !== 'choosing') this.filed.ask(null)
    this.render()
    if (stage.at === 'reported') {
      this.report.focus()
      const say = operatorsTranslator(this.lang)
      this.announce(
        say(stage.report.accepted ? (stage.report.warnings > 0 ? 'report-warned' : 'report-ok') : 'report-refused'),
      )
    } else if (stage.at === 'received') {
      this.receipt.focus()
      void this.history.refresh()
    }
  }

  /** To those who listen: each quarter of an upload, then each step; not every byte. */
  private sayProgress(stage: Stage): void {
    const scene = this.scene()
    if (stage.at !== 'sending' || !scene) {
      this.told = { what: '', quarter: -1 }
      return
    }
    const { words, share } = progressModel(scene, stage)
    const quarter = share === null ? 0 : Math.floor(share / QUARTER)
    if (words === this.told.what && quarter === this.told.quarter) return
    this.told = { what: words, quarter }
    this.announce(
      share === null ? words : scene.say('progress-said', { what: words, percent: `${quarter * 100 * QUARTER}%` }),
    )
  }

  private openReport(filing: Filing): void {
    const { session } = this
    if (!session) return
    this.filed.ask({ filing: filing.id, token: session.token.id })
    this.render()
    // One that is there already: nothing comes that would move the focus.
    if (this.filed.state().status === 'ready') this.report.focus()
  }

  private filedCame(): void {
    const state = this.filed.state()
    if (state.status === 'failed' && endsSession(state.error)) return this.expired(state.error)
    this.render()
    if (state.status === 'ready') this.report.focus()
  }

  /** Stands where the report will: awaited, or what happened instead. */
  private renderFiled(scene: Scene): void {
    const state = this.filed.state()
    const retry = (): void => {
      this.filed.again()
      this.render()
    }
    const waiting = () => el('div', { class: 'skeleton block', role: 'status', 'aria-label': scene.t('state-loading') })
    fill(
      this.filedNote,
      state.status === 'waiting'
        ? waiting()
        : state.status === 'failed'
          ? problemAlert(state.error, scene.say, retry)
          : null,
    )
  }

  private shown(): ReportShown | null {
    const stage = this.work.stage()
    const filed = this.filed.state()
    if (filed.status === 'ready') {
      const {
        question: { filing },
        value: report,
      } = filed.answer
      const close = (): void => {
        this.filed.ask(null)
        this.render()
        this.history.focusOn(filing)
      }
      return { report, of: 'filing', submit: null, close }
    }
    if (filed.status !== 'idle') return null
    if (stage.at !== 'reported') return null
    const may = stage.what === 'check' && stage.report.accepted
    return {
      report: stage.report,
      of: stage.what === 'check' ? 'check' : 'refusal',
      submit: may ? () => void this.work.submit(stage.draft) : null,
      close: null,
    }
  }

  private render(): void {
    const { lang, country, theme } = this
    const t = translator(lang)
    const say = operatorsTranslator(lang)
    this.bar.render(lang, theme, country?.languages ?? LANGUAGES)
    document.title = say('operators-title')
    const state = {
      country,
      damage: { filings: country?.damaged ?? [], sources: [] },
      offline: !navigator.onLine,
      knownAt: null,
      published: false,
    }
    render(<Bands state={state} lang={lang} t={t} unpin={() => undefined} />, this.bands)
    this.bands.setAttribute('aria-label', t('band-label'))
    if (this.failure !== null) return this.renderFailure()
    const scene = this.scene()
    this.arrange(scene ? 'desk' : 'sign')
    if (!scene) return this.sign.render(say, this.signing)
    const stage = this.work.stage()
    this.who.render(scene)
    this.form.render(scene, stage)
    this.renderFiled(scene)
    this.report.render(scene, this.shown())
    this.receipt.render(scene, stage.at === 'received' ? stage : null)
    this.form.node.hidden = stage.at === 'received'
    this.history.render(scene)
  }

  /** Parts are put in place once, so that focus and what was typed stay. */
  private arrange(pieces: 'sign' | 'desk'): void {
    if (this.pieces === pieces) return
    this.pieces = pieces
    if (pieces === 'sign') fill(this.main, this.sign.node)
    else
      fill(
        this.main,
        this.who.node,
        this.form.node,
        this.receipt.node,
        this.filedNote,
        this.report.node,
        this.history.node,
      )
  }

  private renderFailure(): void {
    this.pieces = null
    const say = operatorsTranslator(this.lang)
    fill(
      this.main,
      problemAlert(this.failure, say, () => void this.open()),
    )
  }

  private async choose(lang: Lang, byHand = true): Promise<void> {
    this.lang = lang
    if (byHand) {
      keep(LANG_KEY, lang)
      const url = new URL(location.href)
      url.searchParams.set('lang', lang)
      history.replaceState(null, '', url)
      // A problem was said in the other language.
      this.signing = { ...this.signing, problem: null, note: null }
    }
    this.render()
    // Words that cannot be fetched, or come after another choice, change nothing: findings stay in the words they are in.
    const wording = await loadWording(lang).catch(() => null)
    if (!wording || this.lang !== lang) return
    this.wording = wording
    this.render()
  }

  private switchTheme(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark'
    applyTheme(this.theme)
    keepTheme(this.theme)
    this.render()
  }
}

function langOf(search: string): Lang | null {
  const lang = new URLSearchParams(search).get('lang')
  return isLang(lang) ? lang : null
}

/** The bar, in a place of its own that takes no room. */
function createBar(choose: (lang: Lang) => void, switchTheme: () => void) {
  const node = el('div', { class: 'bar-place' })
  const draw = (lang: Lang, now: Theme, offered: readonly Lang[]): void => {
    const t = translator(lang)
    const say = operatorsTranslator(lang)
    document.documentElement.lang = spokenOf(lang)
    document.documentElement.dir = directionOf(lang)
    const bar = (
      <>
        <Skip to="main" wanted="h1, input, button" words={say('skip-main')} />
        <header class="topbar">
          <Brand />
          <span class="bar-page">{say('bar-page')}</span>
          <span class="grow" />
          <a class="bar-link" href={`./?lang=${lang}`}>
            {say('bar-map')}
          </a>
          <Languages lang={lang} label={t('bar-language')} offered={offered} choose={choose} />
          <IconButton
            icon="theme"
            name={t(now === 'dark' ? 'bar-theme-light' : 'bar-theme-dark')}
            onClick={switchTheme}
          />
        </header>
      </>
    )
    render(bar, node)
  }
  return { node, render: draw }
}
