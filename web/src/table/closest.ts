/** Each operator's own share of every row, and whose is the best there. Pure. */
import { everyPage, type Api, type Country, type Item } from '../api'
import { gapOf } from '../tree'
import { isBound, isCounted, isDamaged } from '../figure'
import { askOf, type Question } from '../state'
import type { SharesQuestion } from './ask'

/** By operator, then by territory. */
export type Shares = ReadonlyMap<string, ReadonlyMap<string, Item>>

/** The operators whose shares are worth asking for: those that have filed and offer the technology. */
export const filersOf = (country: Pick<Country, 'operators'>, technology: string): string[] =>
  country.operators.filter((one) => one.filed && one.technologies.includes(technology)).map((one) => one.id)

/** One list for each operator, never one for each row. */
export async function loadShares(api: Api, question: SharesQuestion, signal: AbortSignal): Promise<Shares> {
  const { operators, level, within, version: _, ...asked } = question
  const lists = await Promise.all(
    operators.map((id) => {
      const ask = askOf({ ...asked, scope: `op:${id}` } satisfies Question)
      return everyPage<Item>(api, 'coverage', { ...ask, level, within, limit: 5000 }, signal)
    }),
  )
  return new Map(operators.map((id, at) => [id, new Map((lists[at] ?? []).map((one) => [one.code, one]))]))
}

export interface Closest {
  /** Several where they are equal, in the registry's order. */
  operators: readonly string[]
  share: number
  /** People, households or km² that the operator does not reach. */
  missing: number | null
  /** Whether another might be better: one cannot be read, or is known only to be at least so much. */
  isUncertain: boolean
}

/** Who has the best share in a territory; null where no one has filed, or no one reaches anyone. */
export function closestOf(shares: Shares, code: string): Closest | null {
  const all = [...shares].flatMap(([operator, items]) => {
    const item = items.get(code)
    return item ? [{ operator, item }] : []
  })
  const told = all.filter(({ item }) => isCounted(item))
  const share = Math.max(0, ...told.map(({ item }) => item.share ?? 0))
  const best = told.filter(({ item }) => item.share === share)
  const first = best[0]
  if (share === 0 || !first) return null
  return {
    operators: best.map((one) => one.operator),
    share,
    missing: gapOf(first.item),
    isUncertain: all.some(({ item }) => isDamaged(item) || isBound(item)),
  }
}
