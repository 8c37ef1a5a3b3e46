/**
 * The operators' page: signs in, then shows who one is, a new filing, its report and receipt, and what
 * was filed before. The one place where its parts meet; they never call each other.
 */
import { batch, computed, effect, signal } from '@preact/signals'
import { render } from 'preact'
import { createResource, IDLE, type Asked } from '../answer'
import { ApiError, countryOf, createApi, type Api, type Country, type Lang } from '../api'
import { focusOn, onceDrawn } from '../drawn'
import { knowLanguages } from '../format'
import { directionOf, loadTexts, translator } from '../i18n'
import { operatorsTranslator } from '../i18n/operators'
import { SOURCE, spokenOf } from '../i18n/fluent'
import type { Theme } from '../map/style'
import { chooseLang, isLang } from '../state'
import { applyTheme, firstTheme, keep, keepTheme, kept } from '../theme'
import { createClient, type Client, type Filing, type Report, type Session } from './client'
import { Desk } from './desk'
import { createFilling, progressModel, type Filling } from './filing'
import { focusOnFiling, Past } from './history'
import { createKeyring } from './keyring'
import { endsSession, problemText } from './problems'
import { focusOnReport, type ReportShown } from './report'
import type { Scene } from './scene'
import type { SignState } from './sign-in'
import { createWork, type Stage, type Work } from './submission'
import { loadWording, wordingOf, type Wording } from './wording'

const LANG_KEY = 'taghtia.lang'
const QUARTER = 0.25

interface FiledQuestion {
  filing: string
  token: string
}

export async function start(root: HTMLElement): Promise<void> {
  applyTheme(firstTheme())
  const page = new OperatorsPage()
  await loadTexts(page.lang.value).catch(() => undefined)
  document.documentElement.dataset['settled'] = ''
  render(<Desk page={page} />, root)
  await page.open()
}

/** What the page knows, as signals, and what may be done; drawn by `desk.tsx`. */
export class OperatorsPage {
  private readonly api: Api = createApi(document.baseURI)
  private readonly keyring = createKeyring(() => sessionStorage)
  private readonly client: Client = createClient(document.baseURI, () => this.keyring.token())

  readonly lang = signal<Lang>(chooseLang(langOf(location.search), kept(LANG_KEY), navigator.languages))
  readonly theme = signal<Theme>(firstTheme())
  readonly online = signal(navigator.onLine)
  readonly country = signal<Country | null>(null)
  readonly signing = signal<SignState>({ busy: false, problem: null, note: null, schemas: [] })
  /** Why there is no page. */
  readonly failure = signal<unknown>(null)
  readonly stage = signal<Stage>({ at: 'choosing', cancelled: false })
  /** What is said to those who listen. */
  readonly said = signal('')
  /** The filing that is about to be taken back. */
  readonly leaving = signal<Filing | null>(null)
  /** The report of a filing, opened from the list: the one asked for last, of this session. */
  readonly filed = signal<Asked<FiledQuestion, Report>>(IDLE)
  private readonly session = signal<Session | null>(null)
  private readonly wording = signal<Wording>(wordingOf(SOURCE, '', ''))

  readonly t = computed(() => translator(this.lang.value))
  readonly say = computed(() => operatorsTranslator(this.lang.value))
  /** What every part is given once one is signed in. */
  readonly scene = computed<Scene | null>(() => {
    const [country, session] = [this.country.value, this.session.value]
    if (!country || !session) return null
    return {
      lang: this.lang.value,
      theme: this.theme.value,
      country,
      session,
      wording: this.wording.value,
      client: this.client,
      t: this.t.value,
      say: this.say.value,
      announce: (text) => this.announce(text),
      expired: (error) => this.expired(error),
    }
  })
  readonly shown = computed<ReportShown | null>(() => this.reportShown())

  readonly work: Work = createWork(this.client, (stage) => this.moved(stage))
  readonly filling: Filling = createFilling(() => this.work)
  readonly past = new Past(() => this.scene.value)
  private readonly reports = createResource(
    ({ filing }: FiledQuestion, signal) => this.client.get<Report>(`filings/${filing}/report`, {}, signal),
    () => this.filedCame(),
  )
  private told = { what: '', quarter: -1 }

  constructor() {
    effect(() => {
      document.documentElement.lang = spokenOf(this.lang.value)
      document.documentElement.dir = directionOf(this.lang.value)
      document.title = this.say.value('operators-title')
    })
    window.addEventListener('online', () => {
      this.online.value = true
    })
    window.addEventListener('offline', () => {
      this.online.value = false
    })
    window.addEventListener('beforeunload', (event) => {
      const stage = this.work.stage()
      if (stage.at === 'sending' && stage.what === 'submit') event.preventDefault()
    })
  }

  async open(): Promise<void> {
    await this.choose(this.lang.value, false)
    void this.loadSchemas()
    try {
      const country = countryOf(await this.api.get('country'))
      knowLanguages(country.languages)
      batch(() => {
        this.country.value = country
        this.failure.value = null
      })
      const lang = chooseLang(langOf(location.search), kept(LANG_KEY), navigator.languages, country.languages)
      if (lang !== this.lang.value) await this.choose(lang, false)
    } catch (error) {
      this.failure.value = error
      return
    }
    const token = this.keyring.token()
    if (token) await this.signIn(token)
  }

  private async loadSchemas(): Promise<void> {
    const list = await this.api.get<{ items: { name: string; href: string }[] }>('schemas').catch(() => null)
    const schemas = (list?.items ?? []).map(({ name }) => ({ name, href: this.api.url(`schemas/${name}`) }))
    this.sign({ schemas })
  }

  private sign(patch: Partial<SignState>): void {
    this.signing.value = { ...this.signing.value, ...patch }
  }

  private announce(text: string): void {
    this.said.value = text
  }

  async signIn(token: string): Promise<void> {
    const before = this.keyring.token()
    this.sign({ busy: true, problem: null, note: null })
    this.keyring.keep(token)
    try {
      const session = await this.client.session()
      const files = session.token.role === 'operator' || session.token.role === 'admin'
      if (!files) throw new ApiError('refused', 403, 'wrong role', null, { code: `role-${session.token.role}` })
      batch(() => {
        this.session.value = session
        this.sign({ busy: false })
      })
      onceDrawn(() => focusOn('#main h1'))
      await this.past.refresh()
    } catch (error) {
      // A token kept from before that cannot be asked about now is kept: the network may come back.
      if (before !== token || (error instanceof ApiError && error.status !== 0 && error.status < 500))
        this.keyring.forget()
      const problem = this.signProblem(error)
      this.sign({ busy: false, problem })
      onceDrawn(() => focusOn('#token'))
      this.announce(problem)
    }
  }

  private signProblem(error: unknown): string {
    const say = this.say.value
    const role = error instanceof ApiError ? /^role-(probe|planner)$/.exec(error.code)?.[1] : undefined
    return role
      ? say('problem-no-filing-role', { role: say(role === 'probe' ? 'role-probe' : 'role-planner') })
      : problemText(error, say)
  }

  signOut(): void {
    this.leave({ problem: null, note: this.say.value('sign-out-done') })
  }

  /** The server no longer takes the token: back to the door, with the reason. */
  private expired(error: unknown): void {
    this.leave({ problem: problemText(error, this.say.value), note: null })
  }

  private leave(why: Partial<SignState>): void {
    this.keyring.forget()
    batch(() => {
      this.session.value = null
      this.leaving.value = null
      this.ask(null)
      this.filling.clear()
      this.sign(why)
    })
    onceDrawn(() => focusOn('#token'))
  }

  private moved(stage: Stage): void {
    if (stage.at === 'failed' && stage.error instanceof ApiError && stage.error.status === 401)
      return this.expired(stage.error)
    if (stage.at !== 'choosing') this.ask(null)
    this.stage.value = stage
    this.sayProgress(stage)
    if (stage.at === 'reported') {
      onceDrawn(focusOnReport)
      const { accepted, warnings } = stage.report
      this.announce(this.say.value(accepted ? (warnings > 0 ? 'report-warned' : 'report-ok') : 'report-refused'))
    } else if (stage.at === 'received') {
      onceDrawn(() => focusOn('#receipt-title'))
      void this.past.refresh()
    }
  }

  /** To those who listen: each quarter of an upload, then each step; not every byte. */
  private sayProgress(stage: Stage): void {
    const scene = this.scene.value
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

  /** Another filing after a receipt. */
  another(): void {
    this.ask(null)
    this.filling.clear()
    onceDrawn(() => focusOn('#filing-title'))
  }

  private ask(question: FiledQuestion | null): void {
    this.reports.ask(question)
    this.filed.value = this.reports.state()
  }

  openReport(filing: Filing): void {
    const session = this.session.value
    if (!session) return
    this.ask({ filing: filing.id, token: session.token.id })
    // One that is there already: nothing comes that would move the focus.
    if (this.filed.value.status === 'ready') onceDrawn(focusOnReport)
  }

  retryReport(): void {
    this.reports.again()
    this.filed.value = this.reports.state()
  }

  private filedCame(): void {
    const state = this.reports.state()
    this.filed.value = state
    if (state.status === 'failed' && endsSession(state.error)) return this.expired(state.error)
    if (state.status === 'ready') onceDrawn(focusOnReport)
  }

  private reportShown(): ReportShown | null {
    const stage = this.stage.value
    const filed = this.filed.value
    if (filed.status === 'ready') {
      const {
        question: { filing },
        value: report,
      } = filed.answer
      const close = (): void => {
        this.ask(null)
        onceDrawn(() => focusOnFiling(filing))
      }
      return { report, of: 'filing', submit: null, readAs: null, close }
    }
    if (filed.status !== 'idle' || stage.at !== 'reported') return null
    const may = stage.what === 'check' && stage.report.accepted
    return {
      report: stage.report,
      of: stage.what === 'check' ? 'check' : 'refusal',
      submit: may ? () => void this.work.submit(stage.draft) : null,
      readAs: (crs) => {
        this.filling.choose({ crs })
        void this.work.check({ ...stage.draft, crs })
      },
      close: null,
    }
  }

  /** A filing was taken back. */
  withdrawn(filing: Filing): void {
    void this.past.refresh().then(() => onceDrawn(() => focusOnFiling(filing.id)))
  }

  async choose(lang: Lang, byHand = true): Promise<void> {
    await loadTexts(lang).catch(() => undefined)
    this.lang.value = lang
    if (byHand) {
      keep(LANG_KEY, lang)
      const url = new URL(location.href)
      url.searchParams.set('lang', lang)
      history.replaceState(null, '', url)
      // A problem was said in the other language.
      this.sign({ problem: null, note: null })
    }
    // Words that cannot be fetched, or come after another choice, change nothing: findings stay in the words they are in.
    const wording = await loadWording(lang).catch(() => null)
    if (wording && this.lang.value === lang) this.wording.value = wording
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
