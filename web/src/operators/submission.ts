/**
 * The life of one file: checked, then submitted, then received; or refused, or lost on the way. Knows
 * no page: it holds the stage, asks the client, and says when the stage has changed.
 */
import { ApiError, isAbort } from '../api'
import {
  newSubmission,
  type Client,
  type Draft,
  type Filing,
  type Finding,
  type Receipt,
  type Report,
  type Submission,
} from './client'
import { isLost } from './problems'

export type What = 'check' | 'submit'
export type Step = 'upload' | 'waiting' | 'checking' | 'recording'

export type Stage =
  | { at: 'choosing'; cancelled: boolean }
  | { at: 'sending'; what: What; step: Step; sent: number; size: number; rows: number | null }
  | { at: 'reported'; what: What; report: Report; draft: Draft }
  | { at: 'received'; receipt: Receipt; draft: Draft }
  | { at: 'failed'; what: What; error: unknown; reason: 'lost' | 'too-large' | 'changed' | 'other'; draft: Draft }

export interface Work {
  stage(): Stage
  check(draft: Draft): Promise<void>
  submit(draft: Draft): Promise<void>
  /** After a failure: learns what became of the submission, and sends again only if it came to nothing. */
  again(): Promise<void>
  cancel(): void
  reset(): void
}

export interface Pace {
  poll: number
  wait(milliseconds: number): Promise<void>
}

const CALM: Pace = { poll: 700, wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) }

export function createWork(client: Client, changed: (stage: Stage) => void, pace: Pace = CALM): Work {
  let stage: Stage = { at: 'choosing', cancelled: false }
  let running: AbortController | null = null
  let last: { what: What; draft: Draft; submission: string } | null = null

  const go = (next: Stage): void => {
    stage = next
    changed(next)
  }
  const sending = (what: What, size: number) => {
    go({ at: 'sending', what, step: 'upload', sent: 0, size, rows: null })
    return (sent: number): void => {
      if (stage.at === 'sending' && stage.step === 'upload')
        go({ ...stage, sent: Math.min(sent, size), step: sent >= size ? 'checking' : 'upload' })
    }
  }

  const attempt = async (
    what: What,
    draft: Draft,
    act: (sent: (bytes: number) => void, signal: AbortSignal) => Promise<Stage>,
  ): Promise<void> => {
    running?.abort()
    const controller = (running = new AbortController())
    const sent = sending(what, draft.file.size)
    try {
      const next = await act(sent, controller.signal)
      if (running === controller) go(next)
    } catch (error) {
      if (running !== controller) return
      if (isAbort(error)) go({ at: 'choosing', cancelled: true })
      else go(await failure(what, draft, error))
    } finally {
      if (running === controller) running = null
    }
  }

  const check = (draft: Draft): Promise<void> =>
    attempt('check', draft, async (sent, signal) => ({
      at: 'reported',
      what: 'check',
      report: await client.check(draft, sent, signal),
      draft,
    }))

  const submit = (draft: Draft): Promise<void> => {
    const submission = newSubmission()
    last = { what: 'submit', draft, submission }
    return attempt('submit', draft, async (sent, signal) => {
      const over = new AbortController()
      void follow(submission, over.signal)
      try {
        return { at: 'received', receipt: await client.submit(draft, submission, sent, signal), draft }
      } finally {
        over.abort()
      }
    })
  }

  /** Shows how far the server is with what it received; silence changes nothing. */
  const follow = async (submission: string, over: AbortSignal): Promise<void> => {
    while (!over.aborted) {
      await pace.wait(pace.poll)
      if (stage.at !== 'sending' || stage.what !== 'submit') return
      if (stage.step === 'upload') continue
      const now = await client.submission(submission).catch(() => null)
      if (now && !over.aborted) show(now)
    }
  }
  const show = (now: Submission): void => {
    if (stage.at !== 'sending') return
    const step: Step =
      now.state === 'waiting'
        ? 'waiting'
        : now.state === 'recorded' || now.state === 'unchanged'
          ? 'recording'
          : 'checking'
    go({ ...stage, step, rows: now.rows ?? stage.rows })
  }

  const again = async (): Promise<void> => {
    if (stage.at !== 'failed') return
    const { what, draft } = stage
    if (what === 'check') return check(draft)
    const before = last
    if (!before) return submit(draft)
    let anew = false
    await attempt('submit', draft, async (sent, signal) => {
      sent(draft.file.size)
      const end = await settle(before.submission, signal)
      if (end === null) anew = true
      return end ?? stage
    })
    if (anew) await submit(draft)
  }

  /** What became of a submission, waited for; null when it came to nothing. */
  const settle = async (submission: string, signal: AbortSignal): Promise<Stage | null> => {
    if (!last) return null
    const { draft } = last
    for (;;) {
      signal.throwIfAborted()
      const now = await client.submission(submission).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      })
      if (now?.filing && (now.state === 'recorded' || now.state === 'unchanged'))
        return { at: 'received', receipt: await receiptOf(client, now.filing, now.state), draft }
      if (now?.state === 'refused')
        return {
          at: 'reported',
          what: 'submit',
          report: refusedReport(draft, (now.problem?.errors ?? []) as unknown as Finding[], now.problem?.detail ?? ''),
          draft,
        }
      if (now?.state !== 'waiting' && now?.state !== 'checking') return null
      show(now)
      await pace.wait(pace.poll)
    }
  }

  return {
    stage: () => stage,
    check,
    submit,
    again,
    cancel: () => running?.abort(),
    reset: () => {
      running?.abort()
      running = null
      go({ at: 'choosing', cancelled: false })
    },
  }
}

async function failure(what: What, draft: Draft, error: unknown): Promise<Stage> {
  if (error instanceof ApiError && error.status === 422) {
    return { at: 'reported', what, report: refusedReport(draft, error.errors as Finding[], error.detail ?? ''), draft }
  }
  const tooLarge = error instanceof ApiError && error.status === 413 && what === 'check'
  const changed = isLost(error) && !(await readable(draft.file))
  return {
    at: 'failed',
    what,
    error,
    draft,
    reason: tooLarge ? 'too-large' : changed ? 'changed' : isLost(error) ? 'lost' : 'other',
  }
}

/** A file that changed on disk since it was chosen can be read no more, and looks like a lost connection. */
async function readable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}

/** The report of a refusal, which says its findings and no more. */
export function refusedReport(draft: Draft, findings: Finding[], summary: string): Report {
  const counts = new Map<string, { rule: string; severity: Finding['severity']; count: number }>()
  for (const { rule, severity } of findings) {
    const so = counts.get(rule)
    if (so) so.count += 1
    else counts.set(rule, { rule, severity, count: 1 })
  }
  const of = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length
  return {
    accepted: false,
    kind: draft.kind,
    operator: draft.operator,
    as_of: draft.asOf,
    file: draft.file.name,
    format: null,
    packaging: null,
    bytes: draft.file.size,
    rows: null,
    stopped_early: false,
    layers: [],
    errors: of('error'),
    warnings: of('warning'),
    repairs: of('repair'),
    finding_counts: [...counts.values()],
    findings,
    summary,
  }
}

async function receiptOf(client: Client, id: string, state: 'recorded' | 'unchanged'): Promise<Receipt> {
  const filing = await client.get<Filing>(`filings/${id}`)
  const report = await client.get<Report>(`filings/${id}/report`).catch(() => null)
  const { recorded, as_of, kind, operator, content_hash } = filing
  return {
    id,
    state: state === 'recorded' ? 'accepted' : 'unchanged',
    recorded,
    as_of,
    kind,
    operator,
    content_hash: content_hash ?? '',
    report,
  }
}
