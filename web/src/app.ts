/**
 * The one place where the parts meet: it writes the store, asks the loader, and keeps the address. Parts never call each
 * other; they act through `Actions` and are drawn from the store.
 */
import { batch, effect } from '@preact/signals'
import { h, render } from 'preact'
import { nearestTerritory, readAddress, territoryFault } from './address'
import { countryOf, createApi, lost, type Api, type Country, type Place, type Territory, type Told } from './api'
import { useLimits } from './classes'
import { comparable } from './compare/against'
import { firstPair } from './compare/filings'
import { copyText, toast } from './clipboard'
import { Desk } from './desk'
import { focusOn, onceDrawn } from './drawn'
import { knowLanguages } from './format'
import { directionOf, loadTexts, spokenOf } from './i18n'
import { levelsOf } from './levels'
import { allTerritories, createLoader, type Loader } from './loader'
import { createAtlas, type Atlas, type Ground } from './map-controller'
import { prepareOffline } from './offline'
import { questionsOf } from './questions'
import { createFinder, type Finder, type Known } from './search/places'
import { createSheet, type Sheet } from './sheet'
import { answerAbout } from './shown'
import { chooseLang, laterOf, pinnedTo, readUrl, writeUrl, type Selection } from './state'
import { createStore, type Store } from './store'
import { knownIn, readBench, writeBench, type Bench } from './table/bench'
import { titleOf } from './title'
import { applyTheme, firstTheme, keep, keepTheme, kept } from './theme'
import { watchNews } from './updates'
import type { Actions } from './view'

const LANG_KEY = 'taghtia.lang'
const NEWS_STAY = 8000

export async function start(root: HTMLElement): Promise<void> {
  applyTheme(firstTheme())
  let told: Told = () => undefined
  const api = createApi(document.baseURI, (seen) => told(seen))
  // Both are needed for anything, and neither for the other; what is wrong with the country is told once there is a page.
  const country = api.get('country').catch(() => null)
  const lang = chooseLang(readUrl(new URL(location.href)).lang, kept(LANG_KEY), navigator.languages)
  await loadTexts(lang).catch(() => undefined)
  const application = new Application(root, api)
  told = (seen) => application.told(seen)
  await application.open()
  await country
}

class Application {
  private readonly loader: Loader
  private readonly store: Store
  private readonly actions: Actions = this.makeActions()
  private readonly sheet: Sheet = createSheet(() => this.sheetMoved())
  private readonly finder: Finder
  private readonly atlas: Atlas

  /** The point asked about by hand, and the one whose commune is to be chosen once it is known. */
  private pointAsked = ''
  private placing: [number, number] | null = null
  private hasSaid: unknown = null
  /** Whether what the page is for is there: all else may come now. */
  private settled = false
  /** Whether the map has been asked for: the plate comes before it. */
  private opened = false

  constructor(
    root: HTMLElement,
    private readonly api: Api,
  ) {
    this.loader = createLoader(
      api,
      () => this.store.country.value,
      () => this.arrived(),
    )
    const store = (this.store = this.firstStore())
    this.finder = createFinder(api, () => this.known())
    effect(() => {
      document.documentElement.lang = spokenOf(store.lang.value)
      document.documentElement.dir = directionOf(store.lang.value)
    })
    effect(() => useLimits(store.selection.value.limits))
    effect(() => {
      if (store.view.value) document.title = titleOf(store.view.value)
    })
    this.atlas = this.makeAtlas(this.lay(root))
    effect(() => this.atlas.mark(store.bench.value.picked))
    this.listen()
  }

  async open(): Promise<void> {
    await this.loadCountry()
  }

  private firstStore(): Store {
    const selection = readUrl(new URL(location.href))
    const store = createStore({
      selection,
      lang: chooseLang(selection.lang, kept(LANG_KEY), navigator.languages),
      theme: firstTheme(),
      slots: this.loader.slots(),
      bench: readBench(new URL(location.href), null).bench,
    })
    store.online.value = navigator.onLine
    return store
  }

  /** Puts the page into its root; the map's ground is there at once. */
  private lay(root: HTMLElement): Ground {
    const { store, actions, finder, sheet } = this
    const laid: { ground: Ground | null } = { ground: null }
    const desk = h(Desk, {
      store,
      actions,
      finder,
      sheet,
      choosePlace: (place) => this.choosePlace(place),
      laid: (ground) => {
        laid.ground = ground
      },
      drawn: (view) => this.atlas.render(view),
    })
    render(desk, root)
    if (!laid.ground) throw new Error('the page has no ground for its map')
    return laid.ground
  }

  private makeAtlas(ground: Ground): Atlas {
    const { store } = this
    return createAtlas(ground, this.api, {
      view: () => store.view.value,
      goTo: (code, point, asks) => this.goToPoint(code, point, asks),
      moved: (view) => {
        store.selection.value = { ...store.selection.value, view }
        // A link that cannot be shown stays as it came until the reader has chosen something.
        if (store.faults.value.length === 0) this.writeAddress('replace')
      },
      hovered: (what) => {
        store.hovered.value = what
      },
      scaled: (perPixel) => {
        store.perPixel.value = perPixel
      },
      basemap: (attribution) => {
        store.basemap.value = attribution
      },
      failed: (problem) => {
        store.mapProblem.value = problem
        if (problem) this.settle()
      },
      mapped: () => {
        store.mapped.value = true
        this.settle()
        this.update()
      },
      sheet: this.sheet,
    })
  }

  private makeActions(): Actions {
    return {
      choose: (patch) => (patch.lang ? void this.speak(patch.lang) : this.choose(patch)),
      goTo: (code) => this.goTo(code),
      retry: () => this.retry(),
      askPoint: (point) => this.askPoint(point),
      openTable: (open) => this.openTable(open),
      arrange: (patch) => this.arrange(patch),
      framePicked: () => this.framePicked(),
      openFilters: (open) => this.openFilters(open),
      openBasis: (open) => {
        this.store.basisOpen.value = open
        this.update()
      },
      compareBy: (what) => {
        this.store.comparing.value = what
        this.update()
        this.pairFound()
      },
      addressOf: (patch) => this.addressOf({ ...this.store.selection.value, ...patch }),
      switchTheme: () => this.switchTheme(),
      zoomBy: (steps) => this.atlas.zoomBy(steps),
      frame: () => this.atlas.frame(this.store.selection.value.territory),
      url: (path, parameters) => this.api.url(path, parameters),
      copyLink: () => this.copyLink(),
    }
  }

  private listen(): void {
    const { store } = this
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.escape()
    })
    window.addEventListener('popstate', () => this.readAddress())
    window.addEventListener('online', () => {
      store.online.value = true
      if (store.seen.value) this.revive()
      else this.retry()
    })
    window.addEventListener('offline', () => {
      store.online.value = false
    })
    watchNews(
      this.api,
      () => store.country.value,
      (now) => this.publish(now),
    )
  }

  /** What a search may look through without the server. */
  private known(): Known | null {
    const { country, places, territories } = this.store
    return (
      country.value && {
        country: country.value,
        places: places.value,
        territories: territories.value ?? new Map<string, Territory>(),
      }
    )
  }

  /** Asks for what the selection needs and has not been asked yet, and shows where things stand. */
  private update(): void {
    const { loader, store } = this
    const { selection, country, wanted, lang, places } = store
    if (country.value && wanted.value) {
      loader.ask(
        questionsOf({
          selection: selection.value,
          wanted: wanted.value,
          country: country.value,
          lang: lang.value,
          places: places.value,
          pointAsked: selection.value.point !== null && String(selection.value.point) === this.pointAsked,
          basisOpen: store.basisOpen.value,
          comparing: store.comparing.value,
          mapped: store.mapped.value,
          bench: store.bench.value,
          shown: this.settled && loader.slots().figures.answer !== null,
        }),
      )
    }
    store.took(loader.slots())
  }

  /** An answer has come, or a failure: more may be known to ask about. */
  private arrived(): void {
    const { store } = this
    const slots = this.loader.slots()
    const { figures } = slots
    batch(() => {
      store.took(slots)
      this.checkTerritory()
      this.checkTable()
    })
    if (slots.plate.status !== 'waiting') this.openMap()
    // Without figures no map is drawn: what else can be had is not kept waiting for it.
    if (figures.status === 'failed') this.settle()
    if (this.settled && figures.status !== 'waiting' && !store.territories.value) void this.loadTerritories()
    if (figures.status === 'ready' && figures.question.version === store.published.value) {
      window.setTimeout(() => {
        store.published.value = null
      }, NEWS_STAY)
    }
    this.update()
    this.placeFound()
    this.pairFound()
    this.sayFigures()
  }

  /** A territory that is not there is left for what contains it, once it is known which there are. */
  private checkTerritory(): void {
    const { selection, faults, places } = this.store
    const { territory, view } = selection.value
    if (this.loader.slots().figures.status !== 'ready' || !territory || places.value.get(territory)) return
    const nearest = nearestTerritory(territory, places.value)
    batch(() => {
      faults.value = [...faults.value.filter((one) => one.of !== 'territory'), territoryFault(territory)]
      selection.value = { ...selection.value, territory: nearest }
    })
    if (!view) this.atlas.frame(nearest)
  }

  /** The same of the table's rows. */
  private checkTable(): void {
    const { bench, faults, places } = this.store
    if (this.loader.slots().figures.status !== 'ready') return
    const known = knownIn(bench.value, places.value)
    if (known.faults.length === 0) return
    bench.value = known.bench
    faults.value = [...faults.value, ...known.faults]
  }

  /** A place found by its coordinates: its commune is known once the point is answered for. */
  private placeFound(): void {
    const { placing } = this
    const { selection, country, places } = this.store
    if (!placing || placing !== selection.value.point) return
    const answer = answerAbout(this.loader.slots().point, { at: placing })
    if (!answer) return
    this.placing = null
    const base = country.value && levelsOf(country.value).base
    const commune = answer.value.territory.findLast((one) => one.level === base)?.code
    if (commune && places.value.get(commune)) this.choose({ territory: commune })
  }

  /** Two filings are to be compared: the last against the one before it, once they are known, unless others are chosen. */
  private pairFound(): void {
    const { comparing, selection, wanted } = this.store
    const { filings } = this.loader.slots()
    if (comparing.value !== 'filings' || selection.value.against !== null || !wanted.value) return
    if (filings.status !== 'ready' || `op:${filings.question.operator}` !== wanted.value.scope) return
    const pair = firstPair(filings.answer.value, wanted.value.technology, wanted.value)
    if (pair) this.choose(pair)
  }

  /** Says the figure to those who listen, once it is the one asked for. */
  private sayFigures(): void {
    const view = this.store.view.value
    if (!view || view.figures.status !== 'ready' || view.figures.answer === this.hasSaid) return
    const first = this.hasSaid === null
    this.hasSaid = view.figures.answer
    if (!first) this.store.said.value = titleOf(view)
  }

  private askPoint(point: [number, number] | null): void {
    this.pointAsked = point ? String(point) : ''
    this.choose({ point })
  }

  private addressOf(selection: Selection): string {
    return writeBench(this.store.bench.value, writeUrl(selection, new URL(location.href))).href
  }

  private writeAddress(how: 'push' | 'replace'): void {
    const url = this.addressOf(this.store.selection.value)
    if (url === location.href) return
    if (how === 'push') history.pushState(null, '', url)
    else history.replaceState(null, '', url)
  }

  /** What the address says, as far as the country is known; what of it says nothing is kept as faults. */
  private readSelection(): void {
    const { selection, bench, faults, country } = this.store
    const url = new URL(location.href)
    if (country.value) {
      const read = readAddress(url, country.value)
      const table = readBench(url, country.value)
      selection.value = read.selection
      bench.value = table.bench
      faults.value = [...read.faults, ...table.faults]
    } else selection.value = readUrl(url)
    this.checkTerritory()
    this.checkTable()
  }

  private readAddress(): void {
    const { selection, lang, country } = this.store
    batch(() => {
      this.readSelection()
      const read = selection.value
      const offered = country.value?.languages.includes(read.lang ?? '') ?? false
      if (read.lang && offered && read.lang !== lang.value) void this.speak(read.lang, false)
    })
    this.update()
    this.atlas.restore(selection.value)
  }

  /** Another language, once its words are there; by the reader's choice it is kept, and in the link. */
  private async speak(lang: string, byHand = true): Promise<void> {
    try {
      await loadTexts(lang)
    } catch {
      toast(this.store.t.value('error-network'))
      return
    }
    if (byHand) return this.choose({ lang })
    this.store.lang.value = lang
    this.atlas.setLang(lang)
    this.update()
  }

  private choose(patch: Partial<Selection>, how: 'push' | 'replace' = 'replace'): void {
    const { selection, lang, faults, country } = this.store
    // The day a copied link names is of its date and of what it knew.
    const isOther = patch.asOf !== undefined || patch.knownAt !== undefined
    batch(() => {
      const chosen = { ...selection.value, ...(isOther ? { today: null } : {}), ...patch }
      selection.value = country.value ? comparable(chosen, country.value) : chosen
      faults.value = []
      if (patch.lang) {
        lang.value = patch.lang
        keep(LANG_KEY, patch.lang)
        this.atlas.setLang(patch.lang)
      }
    })
    this.writeAddress(how)
    this.update()
  }

  /** Chooses a territory from a list, the path or the bar: a place by name, not by point. */
  private goTo(code: string | null): void {
    this.move(code, null)
    onceDrawn(() => {
      if (!this.store.tableOpen.value) focusOn('.panel h1')
      document.querySelector('.panel-body')?.scrollTo({ top: 0 })
    })
  }

  private goToPoint(code: string, point: [number, number], asks: boolean): void {
    if (asks) this.pointAsked = String(point)
    if (this.sheet.isPhone()) this.sheet.set('key')
    // What is seen from near stays in view.
    this.move(code, point, !asks)
  }

  private move(code: string | null, point: [number, number] | null, frames = true): void {
    const { store, sheet } = this
    const territory = code === store.country.value?.id ? null : code
    this.choose({ territory, point }, 'push')
    if (sheet.isPhone() && sheet.height.value === 'title') sheet.set('key')
    if (frames) this.atlas.frame(territory)
    if (store.view.value) store.said.value = titleOf(store.view.value)
  }

  /** Sets the table: its rows, columns, order, filters, and what of it is picked. */
  private arrange(patch: Partial<Bench>): void {
    const { bench, faults } = this.store
    batch(() => {
      bench.value = { ...bench.value, ...patch }
      faults.value = []
    })
    this.writeAddress('replace')
    this.update()
  }

  private framePicked(): void {
    if (this.sheet.isPhone()) this.openTable(false)
    this.atlas.frameMarked()
  }

  private openTable(open: boolean): void {
    this.arrange({ open })
    onceDrawn(() => focusOn(open ? '.table-body' : '.table-toggle', true))
  }

  private openFilters(open: boolean): void {
    const was = this.store.filtersOpen.value
    this.store.filtersOpen.value = open
    if (open) onceDrawn(() => focusOn('.filters :is(button, input)'))
    else if (was) onceDrawn(() => focusOn('.filters-button'))
  }

  private escape(): void {
    const { filtersOpen, tableOpen, selection, places } = this.store
    const { territory } = selection.value
    if (filtersOpen.value) this.openFilters(false)
    else if (tableOpen.value) this.openTable(false)
    else if (territory) this.move(places.value.get(territory)?.parent ?? null, null)
  }

  private choosePlace(place: Place): void {
    const { places, selection } = this.store
    const point: [number, number] | null = place.type === 'territory' ? null : [place.lon, place.lat]
    const code = place.type === 'territory' ? place.code : place.commune?.code
    const known = code && places.value.get(code) ? code : null
    this.pointAsked = String(point)
    this.placing = known ? null : point
    this.choose({ point, territory: known ?? selection.value.territory }, 'push')
    if (this.sheet.isPhone()) this.sheet.set('key')
    if (point) this.atlas.flyTo(point)
    else if (known) this.atlas.frame(known)
  }

  private async loadCountry(): Promise<void> {
    const { store, atlas } = this
    let country: Country
    let spoken: string
    try {
      country = countryOf(await this.api.get('country'))
      knowLanguages(country.languages)
      spoken = chooseLang(this.langAsked(), kept(LANG_KEY), navigator.languages, country.languages)
      await loadTexts(spoken).catch(() => {
        throw lost()
      })
    } catch (error) {
      atlas.fail(error, () => void this.loadCountry())
      return
    }
    const { selection, lang } = store
    batch(() => {
      store.country.value = country
      this.readSelection()
      lang.value = spoken
    })
    this.update()
    if (selection.value.territory && !selection.value.view) atlas.frame(selection.value.territory)
  }

  /** What the page is for is there, or known not to come: names and census, other scripts' letters, what is kept for later. */
  private settle(): void {
    if (this.settled) return
    this.settled = true
    document.documentElement.dataset['settled'] = ''
    if (!this.store.territories.value && this.loader.slots().figures.status !== 'waiting') void this.loadTerritories()
    void prepareOffline()
  }

  private langAsked(): string | null {
    return readUrl(new URL(location.href)).lang
  }

  /** Once the plate is there, or is known not to come: what the map weighs would keep it waiting. */
  private openMap(): void {
    const { country, lang, theme, selection } = this.store
    if (this.opened || !country.value) return
    this.opened = true
    this.atlas.open(country.value, lang.value, theme.value, selection.value)
  }

  /** Names, census and kind of every commune, after the first picture; asked once more when something is tried again. */
  private async loadTerritories(): Promise<void> {
    const { country, territories } = this.store
    const about = country.value
    if (!about || territories.value) return
    territories.value = new Map()
    const found = await allTerritories(this.api, levelsOf(about)).catch(() => null)
    territories.value = found
    if (!found) return
    this.atlas.setNames(found, about)
    this.update()
  }

  /** New filings: everything is asked again, and the reader told once it is there. Another day: what is judged by it. */
  private publish(now: Country): void {
    const { country, published } = this.store
    batch(() => {
      if (now.version !== country.value?.version) published.value = now.version
      country.value = now
    })
    this.api.forget()
    this.update()
  }

  /** An answer came that was kept, or the server can be reached again: then all is asked anew. */
  told(seen: string | null): void {
    const { store } = this
    if (seen !== null) store.seen.value = store.seen.value && store.seen.value < seen ? store.seen.value : seen
    else if (store.seen.value !== null) this.revive()
  }

  private revive(): void {
    const { store, loader, api } = this
    store.seen.value = null
    api.forget()
    loader.anew()
    store.took(loader.slots())
    if (!store.territories.value?.size) {
      store.territories.value = null
      void this.loadTerritories()
    }
  }

  private retry(): void {
    const { country, lang, theme, selection } = this.store
    if (!country.value) return void this.loadCountry()
    this.loader.again()
    this.opened = true
    this.atlas.open(country.value, lang.value, theme.value, selection.value)
    void this.loadTerritories()
    this.store.took(this.loader.slots())
  }

  /** What the sheet leaves free is the map: keep the territory in it, unless the reader has moved the map. */
  private sheetMoved(): void {
    const { selection } = this.store
    if (!selection.value.view && this.sheet.height.value !== 'all') this.atlas.frame(selection.value.territory)
  }

  private switchTheme(): void {
    const { theme } = this.store
    theme.value = theme.value === 'dark' ? 'light' : 'dark'
    applyTheme(theme.value)
    keepTheme(theme.value)
    this.atlas.setTheme(theme.value)
  }

  /** A link that shows these very figures for ever: what is default today is written out. Without figures, one to what is asked. */
  private async copyLink(): Promise<void> {
    const { country, lang, t, said } = this.store
    const selection = this.store.selection.value
    const {
      figures: { answer },
      targets,
    } = this.loader.slots()
    const judged = targets.status === 'ready' ? targets.answer.value.definition.today : selection.today
    const knownAt = answer && laterOf(answer.value.definition.known_at, country.value?.known_at)
    const pinned = answer && knownAt ? pinnedTo(selection, answer.question, knownAt, judged) : selection
    const page = writeUrl({ ...pinned, lang: lang.value }, new URL(location.href))
    const url = writeBench(this.store.bench.value, page).href
    const text = (await copyText(url)) ? t.value(answer ? 'panel-copied' : 'panel-copied-plain') : url
    said.value = text
    toast(text)
  }
}
