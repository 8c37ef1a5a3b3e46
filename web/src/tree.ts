/** The territories with their figures, as a tree: made from the coverage lists of each level. */
import type { Figure, Item, Level } from './api'

export const DRILL: readonly Level[] = ['country', 'region', 'province', 'commune', 'arrondissement']

export interface Tree {
  root: string
  get(code: string): Item | undefined
  children(code: string): Item[]
  /** From the country down to the unit itself. */
  path(code: string): Item[]
  /** The unit of this level that holds the given one (or is it). */
  upTo(code: string, level: Level): Item | undefined
  descendants(code: string, level: Level): Item[]
  all(): Iterable<Item>
}

export function makeTree(root: string, lists: Item[][]): Tree {
  const items = new Map<string, Item>()
  const below = new Map<string, Item[]>()
  for (const list of lists) {
    for (const item of list) {
      items.set(item.code, item)
      if (item.code === root || !item.parent) continue
      const brothers = below.get(item.parent)
      if (brothers) brothers.push(item)
      else below.set(item.parent, [item])
    }
  }
  const path = (code: string): Item[] => {
    const found: Item[] = []
    for (let at = items.get(code); at && !found.includes(at); at = at.parent ? items.get(at.parent) : undefined) found.unshift(at)
    return found
  }
  const children = (code: string): Item[] => below.get(code) ?? []
  const descendants = (code: string, level: Level): Item[] =>
    children(code).flatMap((child) => (child.level === level ? [child] : descendants(child.code, level)))
  return {
    root,
    get: (code) => items.get(code),
    children,
    path,
    upTo: (code, level) => path(code).find((one) => one.level === level),
    descendants,
    all: () => items.values(),
  }
}

/** Place among the units of the same parent, best first; equal shares share a rank. */
export function rankOf(tree: Tree, item: Item): { rank: number; of: number } | null {
  if (item.share === null || !item.parent) return null
  const share = item.share
  const known = tree.children(item.parent).filter((one) => one.level === item.level && one.share !== null)
  if (known.length < 2) return null
  return { rank: 1 + known.filter((one) => (one.share ?? 0) > share).length, of: known.length }
}

/** What is not covered, in the denominator's unit; null when nothing is known. */
export const gapOf = (item: Figure): number | null =>
  item.state !== 'known' || item.covered === null || item.total === null ? null : Math.max(0, item.total - item.covered)
