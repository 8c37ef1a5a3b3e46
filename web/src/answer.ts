/**
 * An answer is a value together with the question it answers: neither is to be had without the other.
 * What is shown takes its labels, units and titles from the answer's question, never from the controls,
 * which may ask for something else already.
 *
 * While another question is awaited the last answer stands, as what it is; a failure keeps none, so that
 * no old number can be shown beside what happened. The answer to a question no longer asked is dropped,
 * whenever it comes. Knows no page and no address.
 */
import { ApiError } from './api'

export interface Answer<Q, V> {
  readonly question: Q
  readonly value: V
}

export type Asked<Q, V> =
  | { readonly status: 'idle'; readonly answer: null }
  /** The answer, if any, is to a question asked before. */
  | { readonly status: 'waiting'; readonly question: Q; readonly answer: Answer<Q, V> | null }
  | { readonly status: 'ready'; readonly question: Q; readonly answer: Answer<Q, V> }
  | { readonly status: 'failed'; readonly question: Q; readonly answer: null; readonly error: ApiError }

export const IDLE = { status: 'idle', answer: null } as const

/** Whether what stands there answers a question asked before the one awaited. */
export const isOld = (asked: Asked<unknown, unknown>): boolean => asked.status === 'waiting' && asked.answer !== null

export interface Resource<Q, V> {
  state(): Asked<Q, V>
  /** Asks, unless this very question is the one asked last; null puts question and answer away. */
  ask(question: Q | null): void
  /** Asks a question that failed once more. */
  again(): void
  /** Asks the same question anew, whatever came of it; what stands there stands until then. */
  anew(): void
}

/** `settled` is called when an answer or a failure has come, never from within `ask`. */
export function createResource<Q, V>(
  fetching: (question: Q, signal: AbortSignal) => Promise<V>,
  settled: () => void,
): Resource<Q, V> {
  let state: Asked<Q, V> = IDLE
  let running: AbortController | null = null

  const start = async (question: Q): Promise<void> => {
    const mine = (running = new AbortController())
    state = { status: 'waiting', question, answer: state.answer }
    let next: Asked<Q, V>
    try {
      const value = await fetching(question, mine.signal)
      next = { status: 'ready', question, answer: { question, value } }
    } catch (error) {
      if (running !== mine) return
      next = { status: 'failed', question, answer: null, error: reasonOf(error) }
    }
    if (running !== mine) return
    running = null
    state = next
    settled()
  }

  const ask = (question: Q | null): void => {
    if (question !== null && state.status !== 'idle' && same(question, state.question)) return
    running?.abort()
    running = null
    if (question === null) state = IDLE
    // Back to what still stands: it is the answer, and need not be asked for.
    else if (state.answer && same(question, state.answer.question))
      state = { status: 'ready', question, answer: state.answer }
    else void start(question)
  }
  const again = (): void => {
    if (state.status === 'failed') void start(state.question)
  }
  const anew = (): void => {
    if (state.status === 'idle') return
    running?.abort()
    void start(state.question)
  }
  return { state: () => state, ask, again, anew }
}

/** Questions are plain objects of one maker, with their fields in one order. */
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What is not an `ApiError` is an answer of another shape than the page can read. */
function reasonOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  console.error(error)
  return new ApiError('unreadable', 0, String(error))
}
