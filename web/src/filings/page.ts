/** The page of filings: what its link shows, what it asks for that, and what may be done. Drawn by `desk.tsx`. */
import { batch, computed, effect, signal } from '@preact/signals'
import { h, render } from 'preact'
import { createResource, IDLE, type Asked, type Resource } from '../answer'
import { everyPage, type Changes, type ChangeItem, type Names, type Page, type Territory } from '../api'
import { focusOn, onceDrawn } from '../drawn'
import { filingsTranslator } from '../i18n/filings'
import { levelsOf } from '../levels'
import { loadWording, wordingOf, type Wording } from '../operators/wording'
import { SOURCE } from '../i18n/fluent'
import { Frame } from '../page/frame'
import { FilingsDesk } from './desk'
import { LIST, readFilings, writeFilings, type FilingsLink, type LinkFault } from './link'
import { isAsGiven, layerOf, PAGE, type Filing, type FilingWhole, type Report } from './model'

export interface ListQuestion {
  operator: string | null
  kind: string | null
  /** As many as are shown, the newest first; null is all of them. */
  rows: number | null
}
export interface Listed {
  items: Filing[]
  total: number
}
export interface OneQuestion {
  id: string
}
export interface One {
  filing: FilingWhole
  report: Report | null
}
export interface EffectQuestion {
  id: string
  technology: string
  /** One of the technology's; null is its lowest, where premises are filed each with its own speed. */
  tier: string | null
  environment: string | null
  denominator: string
  within: string | null
  lang: string
}
export interface Place {
  code: string
  level: string
  names: Names
  parent: string | null
}
export interface Effect {
  changes: Changes
  /** Where it is of; null is the whole country. */
  place: Place | null
}

/** The pages of a list that have come, and where it goes on. */
interface Given {
  of: string
  items: Filing[]
  cursor: string | null
  total: number
}
const NONE: Given = { of: '', items: [], cursor: null, total: 0 }

/** What a page of the server's holds. */
const MANY = 1000

export async function start(root: HTMLElement): Promise<void> {
  const page = new FilingsPage()
  await page.frame.words()
  render(h(FilingsDesk, { page }), root)
  void page.open()
}

export class FilingsPage {
  readonly frame = new Frame()
  readonly say = computed(() => filingsTranslator(this.frame.lang.value))
  readonly link = signal<FilingsLink>(readFilings(new URL(location.href), null).link)
  readonly faults = signal<readonly LinkFault[]>([])
  readonly wording = signal<Wording>(wordingOf(SOURCE, '', ''))
  /** The territories between the country and its base units: what an effect may be looked at in. */
  readonly places = signal<ReadonlyMap<string, Place>>(new Map())
  readonly list = signal<Asked<ListQuestion, Listed>>(IDLE)
  readonly one = signal<Asked<OneQuestion, One>>(IDLE)
  readonly effect = signal<Asked<EffectQuestion, Effect>>(IDLE)
  /** Every base unit there with its change, once a list of them is looked at. */
  readonly units = signal<Asked<EffectQuestion, ChangeItem[]>>(IDLE)

  private given: Given = NONE

  private readonly lists: Resource<ListQuestion, Listed> = createResource(
    (question, signal) => this.loadList(question, signal),
    () => this.came(),
  )
  private readonly ones: Resource<OneQuestion, One> = createResource(
    (question, signal) => this.loadOne(question, signal),
    () => this.came(),
  )
  private readonly effects: Resource<EffectQuestion, Effect> = createResource(
    (question, signal) => this.loadEffect(question, signal),
    () => this.came(),
  )
  private readonly unitLists: Resource<EffectQuestion, ChangeItem[]> = createResource(
    (question, signal) => this.loadUnits(question, signal),
    () => this.came(),
  )

  constructor() {
    effect(() => {
      document.title = this.say.value('filings-title')
    })
    effect(() => {
      const lang = this.frame.lang.value
      // Words that cannot be fetched, or come after another choice, change nothing.
      void loadWording(lang)
        .then((wording) => {
          if (this.frame.lang.value === lang) this.wording.value = wording
        })
        .catch(() => undefined)
    })
    // The words of an effect are the server's: asked again in another language.
    effect(() => {
      if (this.frame.lang.value && this.frame.country.value) this.update()
    })
    window.addEventListener('popstate', () => this.read())
  }

  async open(): Promise<void> {
    if (!(await this.frame.load())) return
    this.read()
    void this.loadPlaces()
  }

  private read(): void {
    const { link, faults } = readFilings(new URL(location.href), this.frame.country.value)
    batch(() => {
      this.link.value = link
      this.faults.value = faults
    })
    this.update()
  }

  /** Shows something else; a place in the list, or in an effect, is one to come back to. */
  choose(patch: Partial<FilingsLink>, how: 'push' | 'replace' = 'push'): void {
    batch(() => {
      this.link.value = { ...this.link.value, ...patch }
      this.faults.value = []
    })
    const url = writeFilings(this.link.value, new URL(location.href))
    if (url.href !== location.href) {
      if (how === 'push') history.pushState(null, '', url)
      else history.replaceState(null, '', url)
    }
    this.update()
  }

  /** Another choice of the list begins at its first page. */
  filter(patch: Partial<FilingsLink>): void {
    this.choose({ ...patch, page: patch.page ?? 1 }, 'replace')
  }

  /** From the list to a filing, or from one to another. */
  show(id: string | null): void {
    this.choose({ id, layer: null, denominator: null, changed: null, ...(id === null ? { within: null } : {}) })
    window.scrollTo({ top: 0 })
    onceDrawn(() => focusOn('#main h1'))
  }

  clear(): void {
    const { operator, kind, technology, asOf, state } = LIST
    this.filter({ operator, kind, technology, asOf, state })
  }

  /** More of the list, as it is scrolled. */
  more(): void {
    // What is on its way would be given up for the next, and asked for again.
    if (this.lists.state().status === 'waiting') return
    this.choose({ page: this.link.peek().page + 1 }, 'replace')
  }

  retry(): void {
    for (const one of [this.lists, this.ones, this.effects, this.unitLists]) one.again()
    this.took()
  }

  address(patch: Partial<FilingsLink>): string {
    return writeFilings({ ...this.link.value, ...patch }, new URL(location.href)).href
  }

  private update(): void {
    if (!this.frame.country.peek()) return
    const link = this.link.peek()
    const { id, operator, kind, page } = link
    const rows = isAsGiven(link) ? page * PAGE : null
    this.lists.ask(id === null ? { operator, kind, rows } : null)
    this.ones.ask(id === null ? null : { id })
    const effect = id === null ? null : this.effectQuestion()
    this.effects.ask(effect)
    this.unitLists.ask(link.changed === null ? null : effect)
    this.took()
  }

  private took(): void {
    batch(() => {
      this.list.value = this.lists.state()
      this.one.value = this.ones.state()
      this.effect.value = this.effects.state()
      this.units.value = this.unitLists.state()
    })
  }

  private came(): void {
    this.took()
    this.update()
  }

  /** The effect that is looked at: known once the filing is, whose layers it is of. */
  private effectQuestion(): EffectQuestion | null {
    const answer = this.ones.state().answer
    const country = this.frame.country.peek()
    const link = this.link.peek()
    if (!answer || !country || answer.value.filing.id !== link.id) return null
    const layer = layerOf(answer.value.filing.layers, link.layer)
    const technology = country.technologies.find((one) => one.id === layer?.technology)
    if (!layer || !technology) return null
    const { denominators, default_denominator: usual, kind, tiers } = technology
    return {
      id: answer.value.filing.id,
      technology: technology.id,
      tier: tiers.find((one) => one.mindown === layer.mindown && one.minup === layer.minup)?.id ?? null,
      environment: kind === 'fixed' ? null : layer.environment,
      denominator: denominators.find((one) => one === link.denominator) ?? usual,
      within: link.within,
      lang: this.frame.lang.peek(),
    }
  }

  /** Goes on from the pages that are there already, as long as they are of the same list. */
  private async loadList({ operator, kind, rows }: ListQuestion, signal: AbortSignal): Promise<Listed> {
    const { api } = this.frame
    const of = JSON.stringify([operator, kind])
    let { items, cursor, total }: Given = this.given.of === of ? this.given : { ...NONE, of }
    while (items.length === 0 || (cursor !== null && (rows === null || items.length < rows))) {
      const ask = { operator, kind, limit: MANY, cursor }
      const page: Page<Filing> & { total: number } = await api.get('filings', ask, signal)
      // Something may have been filed between two pages: what moved on is there already.
      const known = new Set(items.map((one) => one.id))
      items = [...items, ...page.items.filter((one) => !known.has(one.id))]
      cursor = page.next ?? null
      total = page.total
      this.given = { of, items, cursor, total }
      if (page.items.length === 0) break
    }
    return { items, total: cursor === null ? items.length : total }
  }

  private async loadOne({ id }: OneQuestion, signal: AbortSignal): Promise<One> {
    const { api } = this.frame
    const path = `filings/${encodeURIComponent(id)}`
    const [filing, report] = await Promise.all([
      api.get<FilingWhole>(path, {}, signal),
      // A filing is told without its report where that cannot be had.
      api.get<Report>(`${path}/report`, {}, signal).catch(() => null),
    ])
    return { filing, report }
  }

  private async loadEffect(question: EffectQuestion, signal: AbortSignal): Promise<Effect> {
    const { api } = this.frame
    const country = this.frame.country.peek()
    if (!country) throw new Error('no country to ask about')
    const { id: filing, within, ...ask } = question
    const code = within === null || within === country.id ? null : within
    const place = code === null ? null : await api.get<Territory>(`territories/${encodeURIComponent(code)}`, {}, signal)
    const { chain, base, whole } = levelsOf(country)
    const own = place?.level ?? whole
    const level = chain[chain.indexOf(own) + 1] ?? (chain.includes(own) ? base : own)
    let head: Changes | null = null
    const items = await everyPage<ChangeItem>(
      api,
      'changes',
      { ...ask, filing, within: code, level, limit: 5000 },
      signal,
      (page) => {
        head ??= page as Changes
      },
    )
    if (head === null) throw new Error('no page of changes')
    return { changes: { ...(head as Changes), items }, place }
  }

  private async loadUnits(question: EffectQuestion, signal: AbortSignal): Promise<ChangeItem[]> {
    const country = this.frame.country.peek()
    if (!country) throw new Error('no country to ask about')
    const { id: filing, within, ...ask } = question
    const code = within === country.id ? null : within
    const { base } = levelsOf(country)
    return everyPage(this.frame.api, 'changes', { ...ask, filing, within: code, level: base, limit: 5000 }, signal)
  }

  private async loadPlaces(): Promise<void> {
    const country = this.frame.country.value
    if (!country) return
    const between = levelsOf(country).chain.slice(1, -1)
    const lists = await Promise.all(
      between.map((level) => everyPage<Territory>(this.frame.api, 'territories', { level, limit: 2000 })),
    ).catch(() => [])
    this.places.value = new Map(lists.flat().map((one) => [one.code, one]))
  }
}
