/** Which unit a click on the map means: one step down inside the chosen territory, else its peer; finer when zoomed in. */
import type { Level } from './api'
import { DRILL, type Tree, type Unit } from './tree'

const deeper = (a: Level, b: Level): Level => (DRILL.indexOf(a) >= DRILL.indexOf(b) ? a : b)

export function unitAt<T extends Unit>(
  tree: Tree<T>,
  communeCode: string,
  chosen: string,
  zoom: number,
): T | undefined {
  const path = tree.path(communeCode)
  const commune = path.at(-1)
  if (!commune) return undefined
  const inside = path.some((one) => one.code === chosen)
  const own = tree.get(chosen)?.level ?? 'country'
  const next = inside ? (DRILL[DRILL.indexOf(own) + 1] ?? 'commune') : own
  const byZoom: Level = zoom >= 9.2 ? 'commune' : zoom >= 7.8 ? 'province' : 'region'
  const wanted = deeper(next, byZoom)
  return path.find((one) => one.level === wanted) ?? commune
}
