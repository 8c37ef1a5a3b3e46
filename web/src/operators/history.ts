/** What was filed before: newest first, by page; sorted otherwise, all of it. Each with its report and, while it counts, a way to take it back. */
import { el, fill, icon, type Child } from '../dom'
import { civilDate, exact, instant, listText } from '../format'
import type { OperatorsKey } from '../i18n/operators'
import type { Filing, Filings } from './client'
import { endsSession, problemText } from './problems'
import { layerText, operatorName, type Scene } from './scene'

export type SortBy = 'recorded' | 'as_of' | 'kind' | 'state'
export interface Sorting { by: SortBy; descending: boolean }

const PAGE = 20
const EVERYTHING = 1000
const STATES = ['current', 'history', 'superseded', 'withdrawn'] as const

export interface History {
  node: HTMLElement
  render(scene: Scene): void
  /** Asks anew, from the first page. */
  refresh(): Promise<void>
  focusOn(id: string): void
}

export interface HistoryActions { report(filing: Filing): void; withdraw(filing: Filing): void }

export function createHistory(actions: HistoryActions): History {
  const node = el('section', { class: 'card history', id: 'history', 'aria-labelledby': 'history-title' })
  let scene: Scene | null = null
  let items: Filing[] = []
  let total = 0
  let next: string | null = null
  let status: 'loading' | 'ready' | 'error' = 'loading'
  let problem: unknown = null
  let sorting: Sorting = { by: 'recorded', descending: true }
  let turn = 0

  const fetchPage = async (cursor: string | null, limit: number): Promise<Filings> =>
    scene!.client.get<Filings>('filings', { operator: scene!.session.operator?.id ?? null, limit, cursor })

  /** Fetches, draws, and then goes where `act` says the focus belongs. */
  const load = async (act: () => Promise<string | null>): Promise<void> => {
    const mine = ++turn
    status = items.length === 0 ? 'loading' : status
    let focus: string | null = null
    try {
      focus = await act()
      if (mine !== turn) return
      status = 'ready'
    } catch (error) {
      if (mine !== turn) return
      if (endsSession(error)) return scene?.expired(error)
      ;[status, problem] = ['error', error]
    }
    draw()
    if (focus) node.querySelector<HTMLElement>(focus)?.focus()
  }
  const refresh = (): Promise<void> => load(async () => {
    const wanted = Math.min(EVERYTHING, Math.max(PAGE, items.length))
    const page = await fetchPage(null, wanted)
    ;({ items, total, next } = page)
    return null
  })
  const more = (): Promise<void> => load(async () => {
    const page = await fetchPage(next, PAGE)
    items = [...items, ...page.items]
    ;({ total, next } = page)
    return page.items[0] ? `tr[data-id="${page.items[0].id}"]` : null
  })
  /** Another order makes sense of the whole list only. */
  const sortBy = (by: SortBy): Promise<void> => load(async () => {
    sorting = { by, descending: sorting.by === by ? !sorting.descending : by === 'recorded' || by === 'as_of' }
    while (next && (sorting.by !== 'recorded' || !sorting.descending)) {
      const page = await fetchPage(next, EVERYTHING)
      items = [...items, ...page.items]
      next = page.next
    }
    return `[data-sort="${by}"]`
  })

  const draw = (): void => {
    if (!scene) return
    const { say, lang } = scene
    fill(node,
      el('div', { class: 'section-line' }, el('h2', { class: 'section-title', id: 'history-title', tabindex: -1 }, say('history.title')),
        status === 'ready' && total > 0 ? el('span', { class: 'quiet' }, say('history.shown', { shown: exact(lang, items.length), all: exact(lang, total) })) : null,
        el('span', { class: 'grow' }),
        el('button', { type: 'button', class: 'icon-button', 'aria-label': say('history.refresh'), title: say('history.refresh'), onclick: () => void refresh() }, icon('back'))),
      ...body(scene))
  }
  const body = (now: Scene): Child[] => {
    const { say } = now
    if (status === 'loading') return [el('div', { class: 'skeleton block', role: 'status', 'aria-label': now.t('state.loading') })]
    if (status === 'error') return [el('div', { class: 'alert', role: 'alert' }, icon('warning'), el('div', {}, el('strong', {}, problemText(problem, say)), el('div', { class: 'actions' }, el('button', { type: 'button', class: 'button', onclick: () => void refresh() }, say('problem.retry')))))]
    if (items.length === 0) return [el('p', { class: 'empty' }, icon('file'), say('history.empty'))]
    const left = total - items.length
    return [table(now), next ? el('button', { type: 'button', class: 'button more', onclick: () => void more() }, say('history.more', { n: Math.min(PAGE, left) })) : null]
  }
  const table = (now: Scene): HTMLElement => {
    const { say, session } = now
    const head = (by: SortBy, words: string) => el('th', { scope: 'col', 'aria-sort': sorting.by === by ? (sorting.descending ? 'descending' : 'ascending') : 'none' },
      el('button', { type: 'button', class: 'sort', 'data-sort': by, onclick: () => void sortBy(by) }, words))
    return el('table', { class: 'filings' },
      el('thead', {}, el('tr', {}, head('as_of', say('history.as_of')), head('kind', say('history.kind')), el('th', { scope: 'col' }, say('history.file')),
        session.operator ? null : el('th', { scope: 'col' }, say('history.operator')), el('th', { scope: 'col', class: 'number' }, say('history.rows')), head('recorded', say('history.recorded')), head('state', say('history.state')),
        el('th', { scope: 'col' }, el('span', { class: 'visually-hidden' }, say('history.actions'))))),
      el('tbody', {}, ...sorted(items, sorting).map((one) => row(now, one, actions))))
  }

  return {
    node, refresh,
    render: (now) => {
      const same = scene && scene.lang === now.lang && scene.session === now.session && scene.country === now.country
      scene = now
      if (!same) draw() // a page that renders for other reasons must not take the focus from here
    },
    focusOn: (id) => {
      const target = node.querySelector<HTMLElement>(`tr[data-id="${id}"]`) ?? node.querySelector<HTMLElement>('h2')
      target?.focus()
    },
  }
}

export function sorted(items: readonly Filing[], { by, descending }: Sorting): Filing[] {
  const key = (one: Filing): string => (by === 'state' ? String(STATES.indexOf(one.state)) : one[by])
  const sign = descending ? -1 : 1
  // Equal ones stay newest first, whichever way the column runs.
  return [...items].sort((a, b) => sign * key(a).localeCompare(key(b)) || b.recorded.localeCompare(a.recorded))
}

function row(scene: Scene, filing: Filing, actions: HistoryActions): HTMLElement {
  const { say, lang, session } = scene
  const layers = listText(lang, [...new Set(filing.layers.map((one) => layerText(scene, one)))])
  const counts = filing.state !== 'withdrawn'
  const cell = (label: OperatorsKey, attributes: Record<string, string>, ...children: Child[]) => el('td', { 'data-label': say(label), ...attributes }, ...children)
  return el('tr', { 'data-id': filing.id, 'data-state': filing.state, tabindex: -1 },
    el('th', { scope: 'row' }, civilDate(lang, filing.as_of)),
    cell('history.kind', {}, say(`kind.${filing.kind}`), layers === '' ? null : el('span', { class: 'quiet block small-text', title: layers }, layers)),
    cell('history.file', { class: 'file-cell' }, el('bdi', { title: filing.content_hash ?? '' }, filing.file_name ?? '–')),
    session.operator ? null : cell('history.operator', {}, operatorName(scene, filing.operator)),
    cell('history.rows', { class: 'number' }, exact(lang, filing.rows)),
    cell('history.recorded', {}, instant(lang, filing.recorded)),
    cell('history.state', {}, el('span', { class: `state ${filing.state}`, title: say(`state.${filing.state}.hint`) }, say(`state.${filing.state}`)),
      filing.withdrawn ? el('span', { class: 'quiet block small-text' }, say('history.withdrawn', { date: civilDate(lang, filing.withdrawn.at.slice(0, 10)), reason: `\u2068${filing.withdrawn.reason}\u2069` })) : null),
    el('td', { class: 'row-actions' },
      el('button', { type: 'button', class: 'link', onclick: () => actions.report(filing) }, say('history.report'), el('span', { class: 'visually-hidden' }, ` ${civilDate(lang, filing.as_of)}`)),
      counts ? el('button', { type: 'button', class: 'link withdraw', onclick: () => actions.withdraw(filing) }, say('history.withdraw'), el('span', { class: 'visually-hidden' }, ` ${civilDate(lang, filing.as_of)}`)) : null))
}
