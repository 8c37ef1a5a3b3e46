/** What went wrong, in the reader's words: by the server's code first, then by kind. */
import { ApiError } from '../api'
import { isOperatorsKey, type OperatorsKey, type Say } from '../i18n/operators'

/** Codes without words of their own: what they amount to here. */
const BY_STATUS: Record<number, OperatorsKey> = {
  401: 'problem-unauthorized',
  403: 'problem-wrong-role',
  408: 'problem-timeout',
  413: 'problem-too-large',
  429: 'problem-too-many-requests',
  503: 'problem-busy',
}

export function problemText(error: unknown, say: Say): string {
  if (!(error instanceof ApiError)) return say('problem-server')
  const values = { seconds: error.retryAfter ?? 60 }
  const key = `problem-${error.code}`
  if (error.code !== '' && isKey(key)) return say(key, values)
  const known = BY_STATUS[error.status]
  if (known) return say(known, values)
  const general = say(`problem-${error.kind}`)
  return error.kind === 'refused' && error.detail ? `${general} ${error.detail}` : general
}

const isKey = (key: string): key is OperatorsKey => isOperatorsKey(key) && key !== 'problem-retry'

/** Whether the token itself is of no use any more, so that one must sign in again. */
export const endsSession = (error: unknown): boolean => error instanceof ApiError && error.status === 401

export const isLost = (error: unknown): boolean =>
  error instanceof ApiError && (error.kind === 'network' || error.kind === 'offline' || error.kind === 'silent')
