/** Places that matter, as they are asked for: all of a list, and which of them a question covers. */
import { everyPage, type Api, type ListedPlace, type PlaceList } from './api'
import type { Listed } from './listed'
import type { ListedQuestion } from './questions'
import { askOf } from './state'

/** The server's largest page. */
const PAGE = 50_000

export async function loadListed(
  api: Api,
  { list, tells, lang, technology, tier, environment, scope, asOf, knownAt }: ListedQuestion,
  signal: AbortSignal,
): Promise<Listed> {
  const asked = askOf({ technology, tier, environment, scope, asOf, knownAt, denominator: '' })
  const ask = tells ? asked : { known_at: knownAt }
  const head: { list?: PlaceList; definition: string } = { definition: '' }
  const items = await everyPage<ListedPlace>(api, `places/${list}`, { ...ask, limit: PAGE, lang }, signal, (page) => {
    const { list: about, definition } = page as unknown as { list: PlaceList; definition: string }
    Object.assign(head, { list: about, definition })
  })
  if (!head.list) throw new Error('a list without a head')
  return { list: head.list, definition: head.definition, items }
}
