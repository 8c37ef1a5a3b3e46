/**
 * The one place where the parts meet: it holds the selection, asks the loader, and shows every part
 * the same view. Parts never call each other; they act on the selection and are shown the result.
 */
import { createApi, type Api, type AtPoint, type Country, type Lang, type Place, type Territory } from './api'
import { createAtlas, type Atlas } from './atlas'
import { renderBands } from './bands'
import { copyText, toast } from './clipboard'
import { createFilters, type Filters } from './filters'
import { nameOf, percent } from './format'
import { translator } from './i18n'
import { createLegend, type Legend } from './legend'
import { allTerritories, createLoader, type Loader } from './loader'
import { askMeasured, communesOf, DEFAULT_UNIT } from './measured'
import { watchNews } from './news'
import { createPanel, type Panel } from './panel'
import { askRoutes, routeLevel } from './routes'
import { createSearch, type Search } from './search'
import { createSheet, type Sheet } from './sheet'
import { createShell, type Shell } from './shell'
import { chooseLang, readUrl, settle, writeUrl, type Question, type Selection } from './state'
import { createTable, type DataTable } from './table'
import { applyTheme, firstTheme, keep, keepTheme, kept } from './theme'
import type { Theme } from './map'
import type { Actions, View } from './view'

const LANG_KEY = 'taghtia.lang'
const NEWS_STAY = 8000
const NOTHING_ASKED = { figures: '', territory: '', point: '', routes: '', routeKm: '', measured: '', targets: '' }

export async function start(root: HTMLElement): Promise<void> {
  applyTheme(firstTheme())
  await new Application(root).open()
}

class Application {
  private readonly api: Api = createApi(document.baseURI)
  private readonly loader: Loader = createLoader(this.api, () => this.render())
  private readonly shell: Shell
  private readonly legend: Legend
  private readonly filters: Filters
  private readonly panel: Panel
  private readonly sheet: Sheet
  private readonly table: DataTable
  private readonly search: Search
  private readonly atlas: Atlas

  private selection: Selection = readUrl(new URL(location.href))
  private lang: Lang = chooseLang(this.selection.lang, kept(LANG_KEY), navigator.languages)
  private theme: Theme = firstTheme()
  private country: Country | null = null
  private question: Question | null = null
  private territories = new Map<string, Territory>()
  private published = false
  private asked = { ...NOTHING_ASKED }

  constructor(root: HTMLElement) {
    const actions = this.actions()
    this.shell = createShell(root, (lang) => this.choose({ lang }))
    this.legend = createLegend(this.shell.legend, actions)
    this.filters = createFilters(this.shell.filters, this.shell.filtersButton, actions)
    this.panel = createPanel(this.shell.figures, actions)
    this.sheet = createSheet(this.shell.panel, () => this.sheetMoved())
    this.table = createTable(this.shell.table, actions)
    this.search = createSearch(this.shell.search, {
      api: this.api,
      language: () => ({ lang: this.lang, t: translator(this.lang) }),
      choose: (place) => void this.choosePlace(place),
    })
    this.atlas = createAtlas(this.shell, this.api, {
      view: () => this.view(),
      goTo: (code, point) => this.goToPoint(code, point),
      moved: (view) => {
        this.selection = { ...this.selection, view }
        this.writeAddress('replace')
      },
      sheet: this.sheet,
    })
    this.listen()
  }

  async open(): Promise<void> {
    this.render()
    await this.loadCountry()
  }

  private actions(): Actions {
    return {
      choose: (patch) => this.choose(patch),
      goTo: (code) => this.goTo(code),
      retry: () => this.retry(),
      askPoint: (point) => this.askPoint(point),
      openTable: (open) => this.table.open(open),
      url: this.api.url,
      copyLink: () => this.copyLink(),
    }
  }

  private listen(): void {
    const { shell } = this
    shell.theme.addEventListener('click', () => this.switchTheme())
    shell.country.addEventListener('click', () => this.goTo(null))
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.escape()
    })
    window.addEventListener('popstate', () => this.readAddress())
    window.addEventListener('online', () => this.retry())
    window.addEventListener('offline', () => this.render())
    watchNews(this.api, () => this.country, (now) => void this.publish(now))
    new ResizeObserver(() => document.documentElement.style.setProperty('--bands', `${shell.bands.offsetHeight}px`)).observe(shell.bands)
  }

  private view(): View | null {
    const { country, question, selection, lang, territories } = this
    if (!country || !question) return null
    return { ...this.loader.slots, lang, theme: this.theme, t: translator(lang), country, selection, question, code: selection.territory ?? country.id, territories }
  }

  private render(): void {
    const { lang, country } = this
    const t = translator(lang)
    this.shell.label(lang, t, country, this.theme)
    this.search.render()
    this.sheet.render(t)
    const bands = { country, offline: !navigator.onLine, knownAt: this.selection.knownAt, published: this.published }
    renderBands(this.shell.bands, bands, lang, t, () => this.choose({ knownAt: null }))
    const view = this.view()
    if (!view) return
    // Before the map is told: the second one needs its container's size.
    this.shell.swipe.render(view.selection.measured && (view.measured.value?.items.size ?? 0) > 0, lang, t)
    for (const part of [this.filters, this.legend, this.panel, this.table, this.atlas]) part.render(view)
    document.title = titleOf(view)
  }

  /** Asks for what the selection needs and has not been asked yet. */
  private async ask(): Promise<void> {
    const { country, selection, lang, loader } = this
    if (!country) return
    const settled = settle(selection, country)
    // The same question stays the same object: parts compare by it.
    if (JSON.stringify(settled) !== JSON.stringify(this.question)) this.question = settled
    const question = this.question ?? settled
    const code = selection.territory ?? country.id
    const figures = JSON.stringify([question, lang, country.version])
    const territory = `${figures}${code}`
    const work: Promise<void>[] = []
    if (this.asked.figures !== figures) work.push(loader.figures(country, question, lang))
    if (this.asked.territory !== territory) work.push(loader.territory(code, question, lang))
    this.asked = { ...this.asked, figures, territory }
    work.push(this.lookAtPoint(question), this.lookAtRoutes(question), this.lookAtMeasured(question), this.lookAtTargets(question))
    this.render()
    await Promise.all(work)
  }

  /** Routes are fetched while they are switched on; their kilometres for the level of what is chosen. */
  private async lookAtRoutes(question: Question): Promise<void> {
    const { selection, loader, lang, country } = this
    const { level } = loader.slots.figures.value?.tree.get(selection.territory ?? country?.id ?? '') ?? {}
    const wanted = selection.routes ? JSON.stringify([askRoutes(question), lang, country?.version]) : ''
    const lengths = routeLevel(level)
    const km = selection.routes && lengths ? `${wanted}${lengths}` : ''
    const work: Promise<void>[] = []
    if (this.asked.routes !== wanted) work.push(loader.routes(wanted ? question : null, lang))
    if (this.asked.routeKm !== km) work.push(loader.routeKm(km ? lengths : null, question, lang))
    this.asked = { ...this.asked, routes: wanted, routeKm: km }
    await Promise.all(work)
  }

  /** What was measured is fetched while it is switched on, with the communes of the region one is in, or of all where they are asked for. */
  private async lookAtMeasured(question: Question): Promise<void> {
    const { selection, loader, lang, country } = this
    if (selection.measured && selection.territory && !loader.slots.figures.value) return // its region is not known yet
    const region = loader.slots.figures.value?.tree.upTo(selection.territory ?? '', 'region')?.code ?? null
    const communes = communesOf(region, selection.by ?? DEFAULT_UNIT, country?.id ?? '')
    const wanted = selection.measured ? JSON.stringify([askMeasured(question), communes, lang, country?.version]) : ''
    if (this.asked.measured === wanted) return
    this.asked = { ...this.asked, measured: wanted }
    await loader.measured(wanted ? question : null, communes, lang)
  }

  private async lookAtTargets(question: Question): Promise<void> {
    const wanted = JSON.stringify([question.asOf, question.knownAt, this.lang, this.country?.version])
    if (this.asked.targets === wanted) return
    this.asked = { ...this.asked, targets: wanted }
    await this.loader.targets(question, this.lang)
  }

  /** A point is looked up at once when a commune is chosen; higher up it waits to be asked. */
  private async lookAtPoint(question: Question): Promise<void> {
    const { selection, loader, lang, country } = this
    const level = loader.slots.figures.value?.tree.get(selection.territory ?? '')?.level
    const wanted = selection.point && (level === 'commune' || level === 'arrondissement' || this.asked.point !== '')
    const key = wanted ? JSON.stringify([selection.point, question.asOf, question.knownAt, lang, country?.version]) : ''
    if (this.asked.point === key && (key !== '' || loader.slots.point.status === 'idle')) return
    this.asked.point = key
    await loader.point(wanted ? selection.point : null, question, lang)
  }

  private askPoint(point: [number, number] | null): void {
    this.asked.point = point ? 'wanted' : ''
    this.choose({ point })
  }

  private writeAddress(how: 'push' | 'replace'): void {
    const url = writeUrl(this.selection, new URL(location.href))
    if (url.href === location.href) return
    if (how === 'push') history.pushState(null, '', url)
    else history.replaceState(null, '', url)
  }

  private readAddress(): void {
    this.selection = readUrl(new URL(location.href))
    if (this.selection.lang && this.selection.lang !== this.lang) {
      this.lang = this.selection.lang
      this.atlas.setLang(this.lang)
    }
    void this.ask()
    this.atlas.restore(this.selection)
  }

  private choose(patch: Partial<Selection>, how: 'push' | 'replace' = 'replace'): void {
    this.selection = { ...this.selection, ...patch }
    if (patch.lang) {
      this.lang = patch.lang
      keep(LANG_KEY, patch.lang)
      this.atlas.setLang(patch.lang)
    }
    this.writeAddress(how)
    void this.ask()
  }

  /** Chooses a territory from a list, the path or the bar: a place by name, not by point. */
  private goTo(code: string | null): void {
    this.move(code, null)
    if (!this.table.isOpen()) this.panel.focus()
    this.shell.figures.scrollTo({ top: 0 })
  }

  private goToPoint(code: string, point: [number, number]): void {
    this.asked.point = ''
    if (this.sheet.isPhone()) this.sheet.set('key')
    this.move(code, point)
  }

  private move(code: string | null, point: [number, number] | null): void {
    const territory = code === this.country?.id ? null : code
    this.choose({ territory, point }, 'push')
    if (this.sheet.isPhone() && this.sheet.height() === 'title') this.sheet.set('key')
    this.atlas.frame(territory)
    const view = this.view()
    const item = view?.figures.value?.tree.get(view.code)
    if (item) this.shell.say(`${nameOf(this.lang, item.names)} ${percent(this.lang, item.share)}`)
  }

  private escape(): void {
    if (this.filters.isOpen()) this.filters.open(false)
    else if (this.table.isOpen()) this.table.open(false)
    else if (this.selection.territory) this.move(this.loader.slots.figures.value?.tree.get(this.selection.territory)?.parent ?? null, null)
  }

  private async choosePlace(place: Place): Promise<void> {
    const point: [number, number] | null = place.type === 'territory' ? null : [place.lon, place.lat]
    const code = place.type === 'territory' ? place.code : (place.commune?.code ?? (await this.communeAt(place.lon, place.lat)))
    const known = code && this.loader.slots.figures.value?.tree.get(code) ? code : null
    if (point) this.asked.point = 'wanted'
    this.choose({ point, territory: known ?? this.selection.territory }, 'push')
    if (this.sheet.isPhone()) this.sheet.set('key')
    if (point) this.atlas.flyTo(point)
    else if (known) this.atlas.frame(known)
  }

  private async communeAt(lon: number, lat: number): Promise<string | undefined> {
    const found = await this.api.get<AtPoint>('at', { lon: lon.toFixed(6), lat: lat.toFixed(6), lang: this.lang }).catch(() => null)
    return found?.territory.findLast((one) => one.level === 'commune')?.code
  }

  private async loadCountry(): Promise<void> {
    try {
      this.country = await this.api.get<Country>('country')
    } catch (error) {
      this.atlas.fail(translator(this.lang), error, () => void this.loadCountry())
      return
    }
    this.atlas.open(this.country, this.lang, this.theme, this.selection)
    await this.ask()
    if (this.selection.territory && !this.selection.view) this.atlas.frame(this.selection.territory)
    if (this.question) await Promise.all([this.lookAtPoint(this.question), this.lookAtRoutes(this.question), this.lookAtMeasured(this.question)])
    this.territories = await allTerritories(this.api).catch(() => this.territories)
    this.atlas.setNames(this.territories, this.country)
    this.render()
  }

  /** New filings: everything is asked again, and the reader told. */
  private async publish(now: Country): Promise<void> {
    this.country = now
    this.api.forget()
    this.published = true
    window.setTimeout(() => {
      this.published = false
      this.render()
    }, NEWS_STAY)
    await this.ask()
  }

  private retry(): void {
    this.asked = { ...NOTHING_ASKED }
    void (this.country ? this.ask() : this.loadCountry())
  }

  /** What the sheet leaves free is the map: keep the territory in it, unless the reader has moved the map. */
  private sheetMoved(): void {
    if (!this.selection.view && this.sheet.height() !== 'all') this.atlas.frame(this.selection.territory)
  }

  private switchTheme(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark'
    applyTheme(this.theme)
    keepTheme(this.theme)
    this.atlas.setTheme(this.theme)
    this.render()
  }

  /** A link that shows these very figures for ever: what is default today is written out. */
  private async copyLink(): Promise<void> {
    const { selection, question, country, lang } = this
    const pinned = { ...selection, asOf: question?.asOf ?? null, knownAt: selection.knownAt ?? country?.known_at ?? null, lang }
    const url = writeUrl(pinned, new URL(location.href)).href
    const text = (await copyText(url)) ? translator(lang)('panel.copied') : url
    this.shell.say(text)
    toast(text)
  }
}

function titleOf(view: View): string {
  const item = view.figures.value?.tree.get(view.code)
  if (!item) return view.t('app.title')
  const technology = nameOf(view.lang, view.country.technologies.find((one) => one.id === view.question.technology)?.names)
  return `${nameOf(view.lang, item.names)} · ${technology} ${percent(view.lang, item.share)} · Taghtia`.replace(/[\u2066\u2069]/g, '')
}
