/**
 * The one place where the parts meet: it holds the selection, asks the loader, and shows every part
 * the same view. Parts never call each other; they act on the selection and are shown the result.
 */
import { createApi, request, type AtPoint, type Country, type Lang, type Place, type Territory } from './api'
import { renderBands } from './bands'
import { createFilters } from './filters'
import { nameOf, percent } from './format'
import { translator } from './i18n'
import { createLegend } from './legend'
import { allTerritories, createLoader } from './loader'
import { createAtlas } from './atlas'
import { createPanel } from './panel'
import { createSearch } from './search'
import { createSheet } from './sheet'
import { createShell } from './shell'
import { chooseLang, readUrl, settle, writeUrl, type Question, type Selection } from './state'
import { createTable } from './table'
import { applyTheme, firstTheme, keep, keepTheme, kept } from './theme'
import type { Theme } from './map'
import type { Actions, View } from './view'

const LANG_KEY = 'taghtia.lang'
const LOOK_EVERY = 30_000

export async function start(root: HTMLElement): Promise<void> {
  const api = createApi(document.baseURI)
  let selection = readUrl(new URL(location.href))
  let lang: Lang = chooseLang(selection.lang, kept(LANG_KEY), navigator.languages)
  let theme: Theme = firstTheme()
  let country: Country | null = null
  let question: Question | null = null
  let territories = new Map<string, Territory>()
  let published = false
  let asked = { figures: '', territory: '', point: '' }

  applyTheme(theme)
  const shell = createShell(root, (next) => choose({ lang: next }))
  const loader = createLoader(api, () => render())

  const actions: Actions = {
    choose: (patch) => choose(patch),
    goTo: (code, from = 'list') => goTo(code, from),
    stepOut: () => stepOut(),
    retry: () => { asked = { figures: '', territory: '', point: '' }; void (country ? ask() : loadCountry()) },
    askPoint: (point) => { asked.point = point ? 'now' : ''; choose({ point }); if (point && question) void loader.point(point, question, lang) },
    openTable: (open) => {
      table.open(open)
      if (!selection.view) requestAnimationFrame(() => atlas.frame(selection.territory))
    },
    say: shell.say,
    url: api.url,
    copyLink: async () => {
      const pinned = { ...selection, asOf: question?.asOf ?? null, knownAt: selection.knownAt ?? country?.known_at ?? null, lang }
      await navigator.clipboard.writeText(writeUrl(pinned, new URL(location.href)).href)
      shell.say(translator(lang)('panel.copied'))
      toast(translator(lang)('panel.copied'))
    },
  }

  const legend = createLegend(shell.legend, actions)
  const filters = createFilters(shell.filters, shell.filtersButton, actions)
  const panel = createPanel(shell.figures, actions)
  // What the sheet leaves free is the map: keep the territory in it, unless the reader has moved the map.
  const sheet = createSheet(shell.panel, () => { if (!selection.view && sheet.height() !== 'all') atlas.frame(selection.territory) })
  const table = createTable(shell.table, actions)
  const search = createSearch(shell.search, { api, language: () => ({ lang, t: translator(lang) }), choose: (place) => void choosePlace(place) })
  const atlas = createAtlas(shell, api, {
    view: () => currentView(),
    goTo: (code, point) => { selection = { ...selection, point }; asked.point = ''; goTo(code, 'map') },
    moved: (view) => { selection = { ...selection, view }; writeAddress('replace') },
    sheet,
  })

  const currentView = (): View | null => {
    if (!country || !question) return null
    const { figures, history, operators, point, firstDate } = loader.slots
    return { lang, t: translator(lang), country, selection, question, code: selection.territory ?? country.id, figures, history, operators, point, territories, firstDate }
  }

  function render(): void {
    const t = translator(lang)
    shell.label(lang, t, country, theme)
    search.render()
    sheet.render(t)
    renderBands(shell.bands, { country, offline: !navigator.onLine, knownAt: selection.knownAt, published }, lang, t, () => choose({ knownAt: null }))
    const view = currentView()
    if (!view) return
    filters.render(view)
    legend.render(view)
    panel.render(view)
    table.render(view)
    atlas.render(view)
    document.title = titleOf(view)
  }

  /** Asks for what the selection needs and has not been asked yet. */
  async function ask(): Promise<void> {
    if (!country) return
    const settled = settle(selection, country)
    if (!question || JSON.stringify(settled) !== JSON.stringify(question)) question = settled
    const code = selection.territory ?? country.id
    const figuresKey = JSON.stringify([question, lang, country.version])
    const territoryKey = JSON.stringify([question, lang, country.version, code])
    const work: Promise<void>[] = []
    if (asked.figures !== figuresKey) work.push(loader.figures(country, question, lang))
    if (asked.territory !== territoryKey) work.push(loader.territory(code, question, lang))
    asked.figures = figuresKey
    asked.territory = territoryKey
    work.push(askPoint(question))
    render()
    await Promise.all(work)
  }

  /** A point is looked up at once when a commune is chosen; higher up it waits to be asked. */
  async function askPoint(now: Question): Promise<void> {
    const level = loader.slots.figures.value?.tree.get(selection.territory ?? '')?.level
    const wanted = selection.point && (level === 'commune' || level === 'arrondissement' || asked.point !== '')
    const key = wanted ? JSON.stringify([selection.point, now.asOf, now.knownAt, lang, country?.version]) : ''
    if (asked.point === key && (key !== '' || loader.slots.point.status === 'idle')) return
    asked.point = key
    await loader.point(wanted ? selection.point : null, now, lang)
  }

  function writeAddress(how: 'push' | 'replace'): void {
    const url = writeUrl(selection, new URL(location.href))
    if (url.href === location.href) return
    if (how === 'push') history.pushState(null, '', url)
    else history.replaceState(null, '', url)
  }

  function choose(patch: Partial<Selection>, how: 'push' | 'replace' = 'replace'): void {
    selection = { ...selection, ...patch }
    if (patch.lang) {
      lang = patch.lang
      keep(LANG_KEY, lang)
      atlas.setLang(lang)
    }
    writeAddress(how)
    void ask()
  }

  function goTo(code: string | null, from: 'map' | 'list'): void {
    const target = code === country?.id ? null : code
    if (from === 'list') selection = { ...selection, point: null }
    choose({ territory: target }, 'push')
    if (sheet.isPhone() && (from === 'map' || sheet.height() === 'title')) sheet.set('key')
    atlas.frame(target)
    if (from === 'list') { table.isOpen() ? undefined : panel.focus(); shell.figures.scrollTo({ top: 0 }) }
    const view = currentView()
    const item = view?.figures.value?.tree.get(view.code)
    if (view && item) shell.say(`${nameOf(lang, item.names)} ${percent(lang, item.share)}`)
  }

  function stepOut(): boolean {
    if (!selection.territory) return false
    const parent = loader.slots.figures.value?.tree.get(selection.territory)?.parent ?? null
    selection = { ...selection, point: null }
    choose({ territory: parent === country?.id ? null : parent }, 'push')
    atlas.frame(selection.territory)
    return true
  }

  async function choosePlace(place: Place): Promise<void> {
    const point: [number, number] | null = place.type === 'territory' ? null : [place.lon, place.lat]
    const commune = place.type === 'territory' ? place.code : (place.commune?.code ?? (await communeAt(place.lon, place.lat)))
    const known = commune && loader.slots.figures.value?.tree.get(commune) ? commune : null
    selection = { ...selection, point }
    if (point) asked.point = 'now'
    choose({ territory: known ?? selection.territory }, 'push')
    if (sheet.isPhone()) sheet.set('key')
    if (point) atlas.flyTo(point)
    else if (known) atlas.frame(known)
  }

  async function communeAt(lon: number, lat: number): Promise<string | undefined> {
    const found = await api.get<AtPoint>('at', { lon: lon.toFixed(6), lat: lat.toFixed(6), lang }).catch(() => null)
    return found?.territory.findLast((one) => one.level === 'commune')?.code
  }

  async function loadCountry(): Promise<void> {
    try {
      country = await api.get<Country>('country', { lang })
    } catch (error) {
      atlas.fail(translator(lang), error, () => void loadCountry())
      return
    }
    atlas.open(country, lang, theme, selection)
    await ask()
    if (selection.territory && !selection.view) atlas.frame(selection.territory)
    await askPoint(question ?? settle(selection, country))
    territories = await allTerritories(api).catch(() => territories)
    atlas.setNames(territories, country)
    render()
  }

  /** New filings change the version: everything is asked again, and the reader told. */
  async function lookForNews(): Promise<void> {
    if (document.visibilityState !== 'visible' || !country) return
    const now = (await request(api.url('country', { lang })).catch(() => null)) as Country | null
    if (!now || now.version === country.version) return
    country = now
    api.forget()
    published = true
    window.setTimeout(() => { published = false; render() }, 8000)
    await ask()
  }

  const toast = (text: string): void => {
    const node = document.createElement('p')
    node.className = 'toast'
    node.textContent = text
    document.body.append(node)
    window.setTimeout(() => node.remove(), 3500)
  }

  shell.theme.addEventListener('click', () => {
    theme = theme === 'dark' ? 'light' : 'dark'
    applyTheme(theme)
    keepTheme(theme)
    atlas.setTheme(theme)
    render()
  })
  shell.country.addEventListener('click', () => goTo(null, 'list'))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (filters.isOpen()) filters.open(false)
    else if (table.isOpen()) actions.openTable(false)
    else stepOut()
  })
  window.addEventListener('popstate', () => {
    selection = { ...readUrl(new URL(location.href)) }
    if (selection.lang && selection.lang !== lang) atlas.setLang((lang = selection.lang))
    void ask()
    atlas.restore(selection)
  })
  window.addEventListener('online', () => { render(); actions.retry() })
  window.addEventListener('offline', render)
  window.setInterval(() => void lookForNews(), LOOK_EVERY)

  new ResizeObserver(() => document.documentElement.style.setProperty('--bands', `${shell.bands.offsetHeight}px`)).observe(shell.bands)
  render()
  await loadCountry()
}

function titleOf(view: View): string {
  const item = view.figures.value?.tree.get(view.code)
  if (!item) return view.t('app.title')
  const technology = nameOf(view.lang, view.country.technologies.find((one) => one.id === view.question.technology)?.names)
  return `${nameOf(view.lang, item.names)} · ${technology} ${percent(view.lang, item.share)} · Taghtia`.replace(/[\u2066\u2069]/g, '')
}
