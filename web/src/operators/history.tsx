/** What was filed before: newest first, by page; sorted otherwise, all of it. Each with its report and, while it counts, a way to take it back. */
import { batch, signal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import type { Answer } from '../answer'
import { focusOn, onceDrawn } from '../drawn'
import { civilDate, exact, instant, listText } from '../format'
import { Icon } from '../icons'
import type { Filing, Filings, Session } from './client'
import { ProblemAlert } from './problem-alert'
import { endsSession } from './problems'
import { layerText, operatorName, type Scene } from './scene'

export type SortBy = 'recorded' | 'as_of' | 'kind' | 'state'
export interface Sorting {
  by: SortBy
  descending: boolean
}

const PAGE = 20
const EVERYTHING = 1000
const STATES = ['current', 'history', 'superseded', 'withdrawn'] as const

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

/** The list and whose it is: nothing is shown, nor taken from an answer that comes late, to another session. */
export class Past {
  private readonly listed = signal<Answer<Session, Listing> | null>(null)
  private readonly failed = signal<{ session: Session; error: unknown } | null>(null)
  private readonly running = signal(false)
  private turn = 0

  constructor(private readonly scene: () => Scene | null) {}

  /** The list of this session, once it has come. */
  of(session: Session): Listing | null {
    const listed = this.listed.value
    return listed?.question === session ? listed.value : null
  }

  problem(session: Session): unknown {
    return this.failed.value?.session === session ? this.failed.value.error : null
  }

  isBusy(session: Session): boolean {
    return this.running.value || (this.of(session) === null && this.problem(session) === null)
  }

  /** Asks anew, from the first page. */
  refresh(): Promise<void> {
    return this.load(async (now, before) => {
      const page = await fetchPage(now, null, Math.min(EVERYTHING, Math.max(PAGE, before.items.length)))
      return { listing: { ...before, ...page }, focus: null }
    })
  }

  retry(): Promise<void> {
    this.failed.value = null
    return this.refresh()
  }

  more(): Promise<void> {
    return this.load(async (now, before) => {
      const page = await fetchPage(now, before.next, PAGE)
      return {
        listing: { ...before, ...page, items: [...before.items, ...page.items] },
        focus: page.items[0] ? rowOf(page.items[0].id) : null,
      }
    })
  }

  /** Another order makes sense of the whole list only. */
  sortBy(by: SortBy): Promise<void> {
    return this.load(async (now, before) => {
      const { sorting: was } = before
      const sorting: Sorting = { by, descending: was.by === by ? !was.descending : by === 'recorded' || by === 'as_of' }
      const listing = { ...before, sorting }
      while (listing.next && (by !== 'recorded' || !sorting.descending)) {
        const page = await fetchPage(now, listing.next, EVERYTHING)
        listing.items = [...listing.items, ...page.items]
        listing.next = page.next
      }
      return { listing, focus: `#history [data-sort="${by}"]` }
    })
  }

  /** Fetches from what is there, shows what came, and then goes where `focus` belongs. */
  private async load(
    act: (now: Scene, before: Listing) => Promise<{ listing: Listing; focus: string | null }>,
  ): Promise<void> {
    const now = this.scene()
    if (!now) return
    const { session } = now
    const mine = ++this.turn
    const isLate = (): boolean => mine !== this.turn || this.scene()?.session !== session
    this.running.value = true
    try {
      const { listing, focus } = await act(now, this.of(session) ?? EMPTY)
      if (isLate()) return
      batch(() => {
        this.listed.value = { question: session, value: listing }
        this.failed.value = null
      })
      if (focus) onceDrawn(() => focusOn(focus))
    } catch (error) {
      if (isLate()) return
      if (endsSession(error)) return now.expired(error)
      batch(() => {
        this.listed.value = null
        this.failed.value = { session, error }
      })
    } finally {
      if (mine === this.turn) this.running.value = false
    }
  }
}

const fetchPage = ({ client, session }: Scene, cursor: string | null, limit: number): Promise<Filings> =>
  client.get<Filings>('filings', { operator: session.operator?.id ?? null, limit, cursor })

const rowOf = (id: string): string => `#history tr[data-id="${id}"]`

/** The focus on the row of a filing, or on the list's name where it is not listed. */
export function focusOnFiling(id: string): void {
  focusOn(document.querySelector(rowOf(id)) ? rowOf(id) : '#history-title')
}

export function History({ scene, past, actions }: { scene: Scene; past: Past; actions: HistoryActions }): JSX.Element {
  const { say, lang, session } = scene
  const { items, total } = past.of(session) ?? EMPTY
  return (
    <section class="card history" id="history" aria-labelledby="history-title" aria-busy={past.isBusy(session)}>
      <div class="section-line">
        <h2 class="section-title" id="history-title" tabIndex={-1}>
          {say('history-title')}
        </h2>
        {total > 0 ? (
          <span class="quiet">
            {say('history-shown', { shown: exact(lang, items.length), all: exact(lang, total) })}
          </span>
        ) : null}
        <span class="grow" />
        <button
          type="button"
          class="icon-button"
          aria-label={say('history-refresh')}
          title={say('history-refresh')}
          onClick={() => void past.refresh()}
        >
          <Icon name="back" />
        </button>
      </div>
      {listOf(scene, past, actions)}
    </section>
  )
}

function listOf(scene: Scene, past: Past, actions: HistoryActions): ComponentChildren {
  const { say, t, session } = scene
  const problem = past.problem(session)
  if (problem !== null) return <ProblemAlert error={problem} say={say} retry={() => void past.retry()} />
  const listing = past.of(session)
  if (!listing) return <div class="skeleton block" role="status" aria-label={t('state-loading')} />
  const { items, total, next } = listing
  if (items.length === 0)
    return (
      <p class="empty">
        <Icon name="file" />
        {say('history-empty')}
      </p>
    )
  return (
    <>
      <FilingsTable scene={scene} past={past} listing={listing} actions={actions} />
      {next ? (
        <button type="button" class="button more" onClick={() => void past.more()}>
          {say('history-more', { n: Math.min(PAGE, total - items.length) })}
        </button>
      ) : null}
    </>
  )
}

interface TableShown {
  scene: Scene
  past: Past
  listing: Listing
  actions: HistoryActions
}

function FilingsTable({ scene, past, listing: { items, sorting }, actions }: TableShown): JSX.Element {
  const { say, session } = scene
  const head = (by: SortBy, words: string) => (
    <th scope="col" aria-sort={sorting.by === by ? (sorting.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" data-sort={by} onClick={() => void past.sortBy(by)}>
        {words}
      </button>
    </th>
  )
  return (
    <table class="filings">
      <thead>
        <tr>
          {head('as_of', say('history-as_of'))}
          {head('kind', say('history-kind'))}
          <th scope="col">{say('history-file')}</th>
          {session.operator ? null : <th scope="col">{say('history-operator')}</th>}
          <th scope="col" class="number">
            {say('history-rows')}
          </th>
          {head('recorded', say('history-recorded'))}
          {head('state', say('history-state'))}
          <th scope="col">
            <span class="visually-hidden">{say('history-actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted(items, sorting).map((one) => (
          <Row key={one.id} scene={scene} filing={one} actions={actions} />
        ))}
      </tbody>
    </table>
  )
}

export function sorted(items: readonly Filing[], { by, descending }: Sorting): Filing[] {
  const key = (one: Filing): string => (by === 'state' ? String(STATES.indexOf(one.state)) : one[by])
  const sign = descending ? -1 : 1
  // Equal ones stay newest first, whichever way the column runs.
  return [...items].sort((a, b) => sign * key(a).localeCompare(key(b)) || b.recorded.localeCompare(a.recorded))
}

function Row({ scene, filing, actions }: { scene: Scene; filing: Filing; actions: HistoryActions }): JSX.Element {
  const { say, lang, session } = scene
  const layers = listText(lang, [...new Set(filing.layers.map((one) => layerText(scene, one)))])
  const counts = filing.state !== 'withdrawn'
  return (
    <tr data-id={filing.id} data-state={filing.state} data-damaged={filing.damaged ? 'true' : undefined} tabIndex={-1}>
      <th scope="row">{civilDate(lang, filing.as_of)}</th>
      <td data-label={say('history-kind')}>
        {say(`kind-${filing.kind}`)}
        {layers === '' ? null : (
          <span class="quiet block small-text" title={layers}>
            {layers}
          </span>
        )}
      </td>
      <td data-label={say('history-file')} class="file-cell">
        <bdi title={filing.content_hash ?? ''}>{filing.file_name ?? '–'}</bdi>
      </td>
      {session.operator ? null : <td data-label={say('history-operator')}>{operatorName(scene, filing.operator)}</td>}
      <td data-label={say('history-rows')} class="number">
        {exact(lang, filing.rows)}
      </td>
      <td data-label={say('history-recorded')}>{instant(lang, filing.recorded)}</td>
      <td data-label={say('history-state')}>
        <span class={`state ${filing.state}`} title={say(`state-${filing.state}-hint`)}>
          {say(`state-${filing.state}`)}
        </span>
        {filing.damaged ? (
          <span class="damaged-note block small-text">
            <span class="state damaged-state">{say('history-damaged')}</span>
            <span class="block">{say('history-damaged-todo')}</span>
          </span>
        ) : null}
        {filing.withdrawn ? (
          <span class="quiet block small-text">
            {say('history-withdrawn', {
              date: civilDate(lang, filing.withdrawn.at.slice(0, 10)),
              reason: `\u2068${filing.withdrawn.reason}\u2069`,
            })}
          </span>
        ) : null}
      </td>
      <td class="row-actions">
        <button type="button" class="link" onClick={() => actions.report(filing)}>
          {say('history-report')}
          <span class="visually-hidden">{` ${civilDate(lang, filing.as_of)}`}</span>
        </button>
        {counts ? (
          <button type="button" class="link withdraw" onClick={() => actions.withdraw(filing)}>
            {say('history-withdraw')}
            <span class="visually-hidden">{` ${civilDate(lang, filing.as_of)}`}</span>
          </button>
        ) : null}
      </td>
    </tr>
  )
}
