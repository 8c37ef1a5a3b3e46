/** The territories as a tree, with their figures where it is made from the coverage lists of each level. */
import type { Figure, Item, Level, Names } from './api'
import { isCounted } from './figure'

/** A territory without figures: what it is called and where it belongs. */
export interface Unit {
  code: string
  level: Level
  names: Names
  parent: string | null
}

export interface Tree<T extends Unit = Item> {
  root: string
  get(code: string): T | undefined
  children(code: string): T[]
  /** From the country down to the unit itself. */
  path(code: string): T[]
  /** The unit of this level that holds the given one (or is it). */
  upTo(code: string, level: Level): T | undefined
  descendants(code: string, level: Level): T[]
  all(): Iterable<T>
}

export function makeTree<T extends Unit>(root: string, lists: T[][]): Tree<T> {
  const items = new Map<string, T>()
  const below = new Map<string, T[]>()
  for (const list of lists) {
    for (const item of list) {
      items.set(item.code, item)
      if (item.code === root || !item.parent) continue
      const brothers = below.get(item.parent)
      if (brothers) brothers.push(item)
      else below.set(item.parent, [item])
    }
  }
  const path = (code: string): T[] => {
    const found: T[] = []
    for (let at = items.get(code); at && !found.includes(at); at = at.parent ? items.get(at.parent) : undefined)
      found.unshift(at)
    return found
  }
  const children = (code: string): T[] => below.get(code) ?? []
  const descendants = (code: string, level: Level): T[] =>
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

/** Place among the units of the same parent, best first; equal shares share a rank. Lower bounds have none. */
export function rankOf(tree: Tree, item: Item): { rank: number; of: number } | null {
  if (item.share === null || item.state === 'lower_bound' || !item.parent) return null
  const share = item.share
  const known = tree.children(item.parent).filter((one) => one.level === item.level && one.share !== null)
  if (known.length < 2) return null
  return { rank: 1 + known.filter((one) => (one.share ?? 0) > share).length, of: known.length }
}

/** What is not covered, in the denominator's unit: of a lower bound, at most; null when nothing is known. */
export const gapOf = (item: Figure): number | null =>
  !isCounted(item) || item.covered === null || item.total === null ? null : Math.max(0, item.total - item.covered)
