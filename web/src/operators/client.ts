/**
 * What the operators' page asks of the server with a token. The token goes into the header of each
 * request and nowhere else; uploads go through XMLHttpRequest, which alone tells how far they are.
 */
import { ACCEPT, ApiError, fetchJson, lost, problemOf, SILENCE, type Parameters } from '../api'
import type { components } from '../api.gen'

export const KINDS = ['mobile-coverage', 'fibre-availability', 'fibre-network'] as const
export type Kind = (typeof KINDS)[number]
type Schemas = components['schemas']

export type Role = Schemas['Role']
export type Severity = Schemas['Severity']
export type Session = Schemas['Session']
export type Finding = Schemas['Finding']
export type LayerSummary = Schemas['LayerSummary']
/** A refusal says its findings only: rows are unknown then. */
export type Report = Omit<Schemas['Report'], 'rows'> & { rows: number | null }
export type Receipt = Omit<Schemas['Receipt'], 'layers' | 'report'> & { report: Report | null }
export type FilingState = Schemas['FilingState']
export type Filing = Schemas['FilingItem']
export type Filings = Schemas['Filings']
export type Submission = Schemas['Submission']

export interface Draft {
  kind: Kind
  operator: string
  asOf: string
  file: File
  /** The reference system of its coordinates; empty: as the file names it. */
  crs: string
}

export interface Client {
  url(path: string, parameters?: Parameters): string
  get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T>
  session(): Promise<Session>
  check(draft: Draft, sent: (bytes: number) => void, signal: AbortSignal): Promise<Report>
  submit(draft: Draft, submission: string, sent: (bytes: number) => void, signal: AbortSignal): Promise<Receipt>
  submission(id: string): Promise<Submission>
  withdraw(id: string, reason: string): Promise<void>
}

export function createClient(base: string, token: () => string | null): Client {
  const url = (path: string, parameters: Parameters = {}): string => {
    const target = new URL(`api/v1/${path}`, base)
    for (const [name, value] of Object.entries(parameters))
      if (value !== null && value !== undefined && value !== '') target.searchParams.set(name, String(value))
    return target.href
  }
  const headers = (): Record<string, string> => {
    const held = token()
    return { accept: ACCEPT, ...(held ? { authorization: `Bearer ${held}` } : {}) }
  }
  const ask = async <T>(method: string, target: string, body?: unknown, signal?: AbortSignal): Promise<T> => {
    const about =
      body === undefined
        ? { headers: headers() }
        : { body: JSON.stringify(body), headers: { ...headers(), 'content-type': 'application/json' } }
    return (await fetchJson(target, { method, cache: 'no-store', ...about }, signal)) as T
  }
  return {
    url,
    get: (path, parameters, signal) => ask('GET', url(path, parameters), undefined, signal),
    session: () => ask('GET', url('session')),
    check: ({ kind, operator, asOf, file, crs }, sent, signal) =>
      upload(url('check', { kind, operator, as_of: asOf, crs }), headers(), file, sent, signal),
    submit: ({ kind, operator, asOf, file, crs }, submission, sent, signal) =>
      upload(url('filings', { kind, operator, as_of: asOf, crs, submission }), headers(), file, sent, signal),
    submission: (id) => ask('GET', url(`submissions/${id}`)),
    withdraw: async (id, reason) => void (await ask('POST', url(`filings/${id}/withdrawal`), { reason })),
  }
}

/** A whole file is checked before a word is answered: that silence may be long. */
const CHECKING_SILENCE = 20 * SILENCE

function upload<T>(
  target: string,
  headers: Record<string, string>,
  file: File,
  sent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', target)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('content-disposition', `attachment; filename="${headerName(file.name)}"`)
    let timer: ReturnType<typeof setTimeout> | undefined
    const listen = (patience: number): void => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        failed(lost())
        request.abort()
      }, patience)
    }
    listen(SILENCE)
    request.upload.addEventListener('progress', (event) => {
      listen(SILENCE)
      sent(event.loaded)
    })
    request.upload.addEventListener('load', () => {
      listen(CHECKING_SILENCE)
      sent(file.size)
    })
    request.addEventListener('loadend', () => clearTimeout(timer))
    request.addEventListener('error', () => failed(lost()))
    request.addEventListener('abort', () => failed(new DOMException('stopped', 'AbortError')))
    request.addEventListener('load', () => {
      const text = request.responseText
      if (request.status < 200 || request.status > 299)
        return failed(problemOf(request.status, request.statusText, text, request.getResponseHeader('retry-after')))
      try {
        done(JSON.parse(text) as T)
      } catch {
        failed(new ApiError('unreadable', request.status, 'the answer is not JSON'))
      }
    })
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

/** A header holds ASCII only: what a name has beyond it becomes an underscore, its ending stays. */
export const headerName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\x20-\x7e]|["\\;]/g, '_')
    .slice(-120)

/** A name for a submission, which tells later what became of it. */
export function newSubmission(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('')
}
