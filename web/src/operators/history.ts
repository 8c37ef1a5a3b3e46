/** What was filed before: newest first, by page; sorted otherwise, all of it. Each with its report and, while it counts, a way to take it back. */
import type { Answer } from '../answer'
import { el, fill, icon, type Child } from '../dom'
import { civilDate, exact, instant, listText } from '../format'
import type { OperatorsKey } from '../i18n/operators'
import type { Filing, Filings, Session } from './client'
import { endsSession, problemAlert } from './problems'
import { layerText, operatorName, type Scene } from './scene'

export type SortBy = 'recorded' | 'as_of' | 'kind' | 'state'
export interface Sorting {
  by: SortBy
  descending: boolean
}

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

interface Listing {
  items: Filing[]
  total: number
  next: string | null
  sorting: Sorting
}
const EMPTY: Listing = { items: [], total: 0, next: null, sorting: { by: 'recorded', descending: true } }

export interface HistoryActions {
  report(filing: Filing): void
  withdraw(filing: Filing): void
}

export function createHistory(actions: HistoryActions): History {
  const node = el('section', { class: 'card history', id: 'history', 'aria-labelledby': 'history-title' })
  let scene: Scene | null = null
  /** The list and whose it is: nothing is shown, nor drawn by an answer that comes late, to another session. */
  let listed: Answer<Session, Listing> | null = null
  let problem: unknown = null
  let turn = 0

  const fetchPage = async ({ client, session }: Scene, cursor: string | null, limit: number): Promise<Filings> =>
    client.get<Filings>('filings', { operator: session.operator?.id ?? null, limit, cursor })
  const held = (): Listing => (listed && listed.question === scene?.session ? listed.value : EMPTY)

  /** Fetches from what is there, draws what came, and then goes where `focus` belongs. */
  const load = async (
    act: (now: Scene, before: Listing) => Promise<{ listing: Listing; focus: string | null }>,
  ): Promise<void> => {
    const now = scene
    if (!now) return
    const mine = ++turn
    const late = () => mine !== turn || scene?.session !== now.session
    let focus: string | null = null
    node.setAttribute('aria-busy', 'true')
    try {
      const came = await act(now, held())
      if (late()) return
      listed = { question: now.session, value: came.listing }
      focus = came.focus
      problem = null
    } catch (error) {
      if (late()) return
      if (endsSession(error)) return scene?.expired(error)
      ;[listed, problem] = [null, error]
    }
    draw()
    if (focus) node.querySelector<HTMLElement>(focus)?.focus()
  }
  const refresh = (): Promise<void> =>
    load(async (now, before) => {
      const page = await fetchPage(now, null, Math.min(EVERYTHING, Math.max(PAGE, before.items.length)))
      return { listing: { ...before, ...page }, focus: null }
    })
  const retry = (): void => {
    problem = null
    draw()
    void refresh()
  }
  const more = (): Promise<void> =>
    load(async (now, before) => {
      const page = await fetchPage(now, before.next, PAGE)
      return {
        listing: { ...before, ...page, items: [...before.items, ...page.items] },
        focus: page.items[0] ? `tr[data-id="${page.items[0].id}"]` : null,
      }
    })
  /** Another order makes sense of the whole list only. */
  const sortBy = (by: SortBy): Promise<void> =>
    load(async (now, before) => {
      const { sorting: was } = before
      const sorting: Sorting = { by, descending: was.by === by ? !was.descending : by === 'recorded' || by === 'as_of' }
      const listing = { ...before, sorting }
      while (listing.next && (by !== 'recorded' || !sorting.descending)) {
        const page = await fetchPage(now, listing.next, EVERYTHING)
        listing.items = [...listing.items, ...page.items]
        listing.next = page.next
      }
      return { listing, focus: `[data-sort="${by}"]` }
    })

  const draw = (): void => {
    if (!scene) return
    const { say, lang } = scene
    const { items, total } = held()
    node.setAttribute('aria-busy', String(listed === null && problem === null))
    fill(
      node,
      el(
        'div',
        { class: 'section-line' },
        el('h2', { class: 'section-title', id: 'history-title', tabindex: -1 }, say('history-title')),
        total > 0
          ? el(
              'span',
              { class: 'quiet' },
              say('history-shown', { shown: exact(lang, items.length), all: exact(lang, total) }),
            )
          : null,
        el('span', { class: 'grow' }),
        el(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': say('history-refresh'),
            title: say('history-refresh'),
            onclick: () => void refresh(),
          },
          icon('back'),
        ),
      ),
      ...body(scene),
    )
  }
  const body = (now: Scene): Child[] => {
    const { say } = now
    if (problem !== null) return [problemAlert(problem, say, retry)]
    if (!listed || listed.question !== now.session)
      return [el('div', { class: 'skeleton block', role: 'status', 'aria-label': now.t('state-loading') })]
    const { items, total, next } = listed.value
    if (items.length === 0) return [el('p', { class: 'empty' }, icon('file'), say('history-empty'))]
    const left = total - items.length
    return [
      table(now, listed.value),
      next
        ? el(
            'button',
            { type: 'button', class: 'button more', onclick: () => void more() },
            say('history-more', { n: Math.min(PAGE, left) }),
          )
        : null,
    ]
  }
  const table = (now: Scene, { items, sorting }: Listing): HTMLElement => {
    const { say, session } = now
    const head = (by: SortBy, words: string) =>
      el(
        'th',
        { scope: 'col', 'aria-sort': sorting.by === by ? (sorting.descending ? 'descending' : 'ascending') : 'none' },
        el('button', { type: 'button', class: 'sort', 'data-sort': by, onclick: () => void sortBy(by) }, words),
      )
    return el(
      'table',
      { class: 'filings' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head('as_of', say('history-as_of')),
          head('kind', say('history-kind')),
          el('th', { scope: 'col' }, say('history-file')),
          session.operator ? null : el('th', { scope: 'col' }, say('history-operator')),
          el('th', { scope: 'col', class: 'number' }, say('history-rows')),
          head('recorded', say('history-recorded')),
          head('state', say('history-state')),
          el('th', { scope: 'col' }, el('span', { class: 'visually-hidden' }, say('history-actions'))),
        ),
      ),
      el('tbody', {}, ...sorted(items, sorting).map((one) => row(now, one, actions))),
    )
  }

  return {
    node,
    refresh,
    render: (now) => {
      const same = scene && scene.lang === now.lang && scene.session === now.session && scene.country === now.country
      if (scene?.session !== now.session) [listed, problem] = [null, null]
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
  const cell = (label: OperatorsKey, attributes: Record<string, string>, ...children: Child[]) =>
    el('td', { 'data-label': say(label), ...attributes }, ...children)
  return el(
    'tr',
    { 'data-id': filing.id, 'data-state': filing.state, 'data-damaged': filing.damaged ? 'true' : null, tabindex: -1 },
    el('th', { scope: 'row' }, civilDate(lang, filing.as_of)),
    cell(
      'history-kind',
      {},
      say(`kind-${filing.kind}`),
      layers === '' ? null : el('span', { class: 'quiet block small-text', title: layers }, layers),
    ),
    cell(
      'history-file',
      { class: 'file-cell' },
      el('bdi', { title: filing.content_hash ?? '' }, filing.file_name ?? '–'),
    ),
    session.operator ? null : cell('history-operator', {}, operatorName(scene, filing.operator)),
    cell('history-rows', { class: 'number' }, exact(lang, filing.rows)),
    cell('history-recorded', {}, instant(lang, filing.recorded)),
    cell(
      'history-state',
      {},
      el(
        'span',
        { class: `state ${filing.state}`, title: say(`state-${filing.state}-hint`) },
        say(`state-${filing.state}`),
      ),
      filing.damaged
        ? el(
            'span',
            { class: 'damaged-note block small-text' },
            el('span', { class: 'state damaged-state' }, say('history-damaged')),
            el('span', { class: 'block' }, say('history-damaged-todo')),
          )
        : null,
      filing.withdrawn
        ? el(
            'span',
            { class: 'quiet block small-text' },
            say('history-withdrawn', {
              date: civilDate(lang, filing.withdrawn.at.slice(0, 10)),
              reason: `\u2068${filing.withdrawn.reason}\u2069`,
            }),
          )
        : null,
    ),
    el(
      'td',
      { class: 'row-actions' },
      el(
        'button',
        { type: 'button', class: 'link', onclick: () => actions.report(filing) },
        say('history-report'),
        el('span', { class: 'visually-hidden' }, ` ${civilDate(lang, filing.as_of)}`),
      ),
      counts
        ? el(
            'button',
            { type: 'button', class: 'link withdraw', onclick: () => actions.withdraw(filing) },
            say('history-withdraw'),
            el('span', { class: 'visually-hidden' }, ` ${civilDate(lang, filing.as_of)}`),
          )
        : null,
    ),
  )
}
