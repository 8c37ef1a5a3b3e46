/**
 * The one place where the parts meet: it holds the selection, asks the loader, and shows every part
 * the same view. Parts never call each other; they act on the selection and are shown the result.
 */
import { countryOf, createApi, type Api, type Country, type Lang, type Place, type Territory } from './api'
import { nearestTerritory, readAddress, territoryFault, type Fault } from './address'
import { createAtlas, type Atlas } from './map-controller'
import { renderBands } from './banners'
import { copyText, toast } from './clipboard'
import { createFilters, type Filters } from './filters'
import { filingsOf } from './damage'
import { faultBand } from './faults'
import { shareText } from './figure'
import { knowLanguages, nameOf } from './format'
import { translator } from './i18n'
import { createLegend, type Legend } from './legend'
import { levelsOf, levelTitle, unitWords } from './levels'
import { allTerritories, createLoader, type Loader } from './loader'
import { watchNews } from './updates'
import { createPanel, type Panel } from './panel'
import { questionsOf } from './questions'
import { createSearch, type Language, type Search } from './search'
import { createFinder, type Known } from './search/places'
import { createSheet, type Sheet } from './sheet'
import { createShell, type Shell } from './shell'
import { chooseLang, laterOf, pinnedTo, readUrl, settle, writeUrl, type Question, type Selection } from './state'
import { createTable, type DataTable } from './table'
import { applyTheme, firstTheme, keep, keepTheme, kept } from './theme'
import type { Theme } from './map'
import { makeTree, type Tree, type Unit } from './tree'
import { answerAbout } from './shown'
import type { Actions, View } from './view'

const LANG_KEY = 'taghtia.lang'
const NEWS_STAY = 8000

export async function start(root: HTMLElement): Promise<void> {
  applyTheme(firstTheme())
  await new Application(root).open()
}

class Application {
  private readonly api: Api = createApi(document.baseURI)
  private readonly loader: Loader = createLoader(
    this.api,
    () => this.country,
    () => this.arrived(),
  )
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
  private wanted: Question | null = null
  private places: Tree<Unit> = makeTree<Unit>('', [])
  private territories: Map<string, Territory> | null = null
  /** The version just published, until the reader has been told that its figures are there. */
  private published: string | null = null
  /** The point asked about by hand, and the one whose commune is to be chosen once it is known. */
  private pointAsked = ''
  private placing: [number, number] | null = null
  private told: unknown = null
  /** What of the link says nothing here, until the reader chooses something. */
  private faults: Fault[] = []

  constructor(root: HTMLElement) {
    const actions = this.actions()
    this.shell = createShell(root, (lang) => this.choose({ lang }))
    this.legend = createLegend(this.shell.legend, actions)
    this.filters = createFilters(this.shell.filters, this.shell.filtersButton, actions)
    this.panel = createPanel(this.shell.figures, actions)
    this.sheet = createSheet(this.shell.panel, () => this.sheetMoved())
    this.table = createTable(this.shell.table, actions)
    this.search = createSearch(this.shell.search, {
      finder: createFinder(this.api, () => this.known()),
      language: () => this.language(),
      choose: (place) => this.choosePlace(place),
    })
    this.atlas = createAtlas(this.shell, this.api, {
      view: () => this.view(),
      goTo: (code, point) => this.goToPoint(code, point),
      moved: (view) => {
        this.selection = { ...this.selection, view }
        // A link that cannot be shown stays as it came until the reader has chosen something.
        if (this.faults.length === 0) this.writeAddress('replace')
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
      url: (path, parameters) => this.api.url(path, parameters),
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
    watchNews(
      this.api,
      () => this.country,
      (now) => this.publish(now),
    )
    new ResizeObserver(() =>
      document.documentElement.style.setProperty('--bands', `${shell.bands.offsetHeight}px`),
    ).observe(shell.bands)
  }

  private language(): Language {
    const { lang, country } = this
    return {
      lang,
      t: translator(lang),
      title: (level) => (country ? levelTitle(country, lang, level) : ''),
      units: country && { unit: levelTitle(country, lang, levelsOf(country).base) },
    }
  }

  private known(): Known | null {
    const { country, places, territories } = this
    return country && { country, places, territories: territories ?? new Map<string, Territory>() }
  }

  private view(): View | null {
    const { country, wanted, selection, lang, places } = this
    if (!country || !wanted) return null
    const territories = this.territories ?? new Map<string, Territory>()
    return {
      ...this.loader.slots(),
      lang,
      theme: this.theme,
      t: translator(lang),
      country,
      selection,
      wanted,
      code: selection.territory ?? country.id,
      places,
      territories,
    }
  }

  private render(): void {
    const { lang, country } = this
    const t = translator(lang)
    this.shell.label(lang, t, country, this.theme)
    this.search.render()
    this.sheet.render(t)
    const view = this.view()
    const shown = view?.figures.answer?.question
    // Of what is known when, and of which publication, the figures are that stand there.
    const damage = {
      filings: filingsOf(view?.figures.answer?.value.damaged, country?.damaged),
      sources: view?.sources.answer?.value ?? [],
    }
    const bands = {
      country,
      damage,
      offline: !navigator.onLine,
      knownAt: (shown ?? this.selection).knownAt,
      published: this.published !== null && view?.figures.status === 'ready' && shown?.version === this.published,
      faults: faultBand(view, this.faults, () => this.choose({})),
    }
    renderBands(this.shell.bands, bands, lang, t, () => this.choose({ knownAt: null }))
    if (!view) return
    // Before the map is told: the second one needs its container's size.
    this.shell.swipe.render((view.measured.answer?.value.items.size ?? 0) > 0, lang, t)
    for (const part of [this.filters, this.legend, this.panel, this.table, this.atlas]) part.render(view)
    document.title = titleOf(view)
  }

  /** Asks for what the selection needs and has not been asked yet, and shows where things stand. */
  private update(): void {
    const { country, selection, lang, loader } = this
    if (country) {
      const settled = settle(selection, country)
      // The same question stays the same object: parts compare by it.
      if (JSON.stringify(settled) !== JSON.stringify(this.wanted)) this.wanted = settled
      const pointAsked = selection.point !== null && String(selection.point) === this.pointAsked
      loader.ask(
        questionsOf({
          selection,
          wanted: this.wanted ?? settled,
          country,
          lang,
          places: this.places,
          pointAsked,
          shown: loader.slots().figures.answer !== null,
        }),
      )
    }
    this.render()
  }

  /** An answer has come, or a failure: more may be known to ask about. */
  private arrived(): void {
    const { figures } = this.loader.slots()
    if (figures.answer) this.places = figures.answer.value.tree
    if (figures.status === 'ready') this.checkTerritory()
    if (figures.status !== 'waiting' && !this.territories) void this.loadTerritories()
    if (figures.status === 'ready' && figures.question.version === this.published) {
      window.setTimeout(() => {
        this.published = null
        this.render()
      }, NEWS_STAY)
    }
    this.update()
    this.placeFound()
    this.sayFigures()
  }

  /** A territory that is not there is left for what contains it, once it is known which there are. */
  private checkTerritory(): void {
    const { territory } = this.selection
    if (!territory || this.places.get(territory)) return
    this.faults = [...this.faults.filter((one) => one.of !== 'territory'), territoryFault(territory)]
    this.selection = { ...this.selection, territory: nearestTerritory(territory, this.places) }
    if (!this.selection.view) this.atlas.frame(this.selection.territory)
  }

  /** A place found by its coordinates: its commune is known once the point is answered for. */
  private placeFound(): void {
    const { placing, selection, country } = this
    if (!placing || placing !== selection.point) return
    const answer = answerAbout(this.loader.slots().point, { at: placing })
    if (!answer) return
    this.placing = null
    const commune = answer.value.territory.findLast((one) => one.level === (country && levelsOf(country).base))?.code
    if (commune && this.places.get(commune)) this.choose({ territory: commune })
  }

  /** Says the figure to those who listen, once it is the one asked for. */
  private sayFigures(): void {
    const view = this.view()
    if (!view || view.figures.status !== 'ready' || view.figures.answer === this.told) return
    const first = this.told === null
    this.told = view.figures.answer
    if (!first) this.shell.say(titleOf(view))
  }

  private askPoint(point: [number, number] | null): void {
    this.pointAsked = point ? String(point) : ''
    this.choose({ point })
  }

  private readSelection(): void {
    const url = new URL(location.href)
    if (!this.country) this.selection = readUrl(url)
    else ({ selection: this.selection, faults: this.faults } = readAddress(url, this.country))
    if (this.loader.slots().figures.status === 'ready') this.checkTerritory()
  }

  private writeAddress(how: 'push' | 'replace'): void {
    const url = writeUrl(this.selection, new URL(location.href))
    if (url.href === location.href) return
    if (how === 'push') history.pushState(null, '', url)
    else history.replaceState(null, '', url)
  }

  private readAddress(): void {
    this.readSelection()
    const offered = this.country?.languages.includes(this.selection.lang ?? '') ?? false
    if (this.selection.lang && offered && this.selection.lang !== this.lang) {
      this.lang = this.selection.lang
      this.atlas.setLang(this.lang)
    }
    this.update()
    this.atlas.restore(this.selection)
  }

  private choose(patch: Partial<Selection>, how: 'push' | 'replace' = 'replace'): void {
    // The day a copied link names is of its date and of what it knew.
    const isOther = patch.asOf !== undefined || patch.knownAt !== undefined
    this.selection = { ...this.selection, ...(isOther ? { today: null } : {}), ...patch }
    this.faults = []
    if (patch.lang) {
      this.lang = patch.lang
      keep(LANG_KEY, patch.lang)
      this.atlas.setLang(patch.lang)
    }
    this.writeAddress(how)
    this.update()
  }

  /** Chooses a territory from a list, the path or the bar: a place by name, not by point. */
  private goTo(code: string | null): void {
    this.move(code, null)
    if (!this.table.isOpen()) this.panel.focus()
    this.shell.figures.scrollTo({ top: 0 })
  }

  private goToPoint(code: string, point: [number, number]): void {
    if (this.sheet.isPhone()) this.sheet.set('key')
    this.move(code, point)
  }

  private move(code: string | null, point: [number, number] | null): void {
    const territory = code === this.country?.id ? null : code
    this.choose({ territory, point }, 'push')
    if (this.sheet.isPhone() && this.sheet.height() === 'title') this.sheet.set('key')
    this.atlas.frame(territory)
    const view = this.view()
    if (view) this.shell.say(titleOf(view))
  }

  private escape(): void {
    if (this.filters.isOpen()) this.filters.open(false)
    else if (this.table.isOpen()) this.table.open(false)
    else if (this.selection.territory) this.move(this.places.get(this.selection.territory)?.parent ?? null, null)
  }

  private choosePlace(place: Place): void {
    const point: [number, number] | null = place.type === 'territory' ? null : [place.lon, place.lat]
    const code = place.type === 'territory' ? place.code : place.commune?.code
    const known = code && this.places.get(code) ? code : null
    this.pointAsked = String(point)
    this.placing = known ? null : point
    this.choose({ point, territory: known ?? this.selection.territory }, 'push')
    if (this.sheet.isPhone()) this.sheet.set('key')
    if (point) this.atlas.flyTo(point)
    else if (known) this.atlas.frame(known)
  }

  private async loadCountry(): Promise<void> {
    try {
      this.country = countryOf(await this.api.get('country'))
      this.readSelection()
      this.spoken(this.country)
    } catch (error) {
      this.atlas.fail(translator(this.lang), error, () => void this.loadCountry())
      return
    }
    this.places = makeTree<Unit>(this.country.id, [[countryUnit(this.country)]])
    this.atlas.open(this.country, this.lang, this.theme, this.selection)
    this.update()
    if (this.selection.territory && !this.selection.view) this.atlas.frame(this.selection.territory)
  }

  /** The page in one of the country's languages. */
  private spoken(country: Country): void {
    knowLanguages(country.languages)
    this.lang = chooseLang(this.selection.lang, kept(LANG_KEY), navigator.languages, country.languages)
  }

  /** Names, census and kind of every commune, after the first picture; asked once more when something is tried again. */
  private async loadTerritories(): Promise<void> {
    const { country } = this
    if (!country || this.territories) return
    this.territories = new Map()
    const found = await allTerritories(this.api, levelsOf(country)).catch(() => null)
    this.territories = found
    if (!found) return
    // With figures the places are known already, and more of them.
    if (!this.loader.slots().figures.answer)
      this.places = makeTree<Unit>(country.id, [[countryUnit(country)], [...found.values()]])
    this.atlas.setNames(found, country)
    this.update()
  }

  /** New filings: everything is asked again, and the reader told once it is there. Another day: what is judged by it. */
  private publish(now: Country): void {
    if (now.version !== this.country?.version) this.published = now.version
    this.country = now
    this.api.forget()
    this.update()
  }

  private retry(): void {
    const { country, lang, theme, selection } = this
    if (!country) return void this.loadCountry()
    this.loader.again()
    this.atlas.open(country, lang, theme, selection)
    void this.loadTerritories()
    this.render()
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

  /** A link that shows these very figures for ever: what is default today is written out. Without figures, one to what is asked. */
  private async copyLink(): Promise<void> {
    const { selection, lang } = this
    const t = translator(lang)
    const {
      figures: { answer },
      targets,
    } = this.loader.slots()
    const judged = targets.status === 'ready' ? targets.answer.value.definition.today : selection.today
    const knownAt = answer && laterOf(answer.value.definition.known_at, this.country?.known_at)
    const pinned = answer && knownAt ? pinnedTo(selection, answer.question, knownAt, judged) : selection
    const url = writeUrl({ ...pinned, lang }, new URL(location.href)).href
    const text = (await copyText(url)) ? t(answer ? 'panel-copied' : 'panel-copied-plain') : url
    this.shell.say(text)
    toast(text)
  }
}

const countryUnit = (country: Country): Unit => ({
  code: country.id,
  level: levelsOf(country).whole,
  names: country.names,
  parent: null,
})

/** The place and its figure under its own name; the place alone where there is no figure. */
function titleOf(view: View): string {
  const {
    lang,
    places,
    code,
    figures: { answer, status },
  } = view
  const place = places.get(code)
  if (!place || status === 'idle' || (status === 'waiting' && !answer))
    return view.t('map-title', unitWords(view.country, lang))
  const item = answer?.value.tree.get(code)
  const technology = nameOf(
    lang,
    view.country.technologies.find((one) => one.id === answer?.question.technology)?.names,
  )
  const figure = item ? ` · ${technology} ${shareText(view, item)}` : ''
  return `${nameOf(lang, place.names)}${figure} · Taghtia`.replace(/[\u2066-\u2069]/g, '')
}
