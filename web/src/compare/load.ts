/** Fetches what changed: whole, though a country may have more territories than fit a page. */
import { everyPage, type Api, type ChangeItem, type Changes } from '../api'
import type { ChangesQuestion } from '../questions'
import { askOf } from '../state'
import { askAgainst } from './against'

/** The question as parameters of the API. */
export const askChanges = ({ against, level, lang, ...question }: ChangesQuestion): Record<string, string | null> => ({
  ...askOf(question),
  ...askAgainst(against),
  level,
  lang,
})

/** Of the whole country where `code` is null. The whole country is no bound to what lies in it. */
export async function loadChanges(
  api: Api,
  question: ChangesQuestion,
  code: string | null,
  signal: AbortSignal,
): Promise<Changes> {
  let head: Changes | null = null
  const ask = { ...askChanges(question), within: code, limit: 5000 }
  const items = await everyPage<ChangeItem>(api, 'changes', ask, signal, (page) => {
    // The first page says what holds of all.
    head ??= page as Changes
  })
  if (head === null) throw new Error('no page of changes')
  return { ...(head as Changes), items }
}
