/** Which unit a click on the map means: one step down inside the chosen territory, else its peer; finer when zoomed in. */
import type { Levels } from './levels'
import type { Tree, Unit } from './tree'

export function unitAt<T extends Unit>(
  { whole, drill, first, inner, base }: Levels,
  tree: Tree<T>,
  communeCode: string,
  chosen: string,
  zoom: number,
): T | undefined {
  const path = tree.path(communeCode)
  const commune = path.at(-1)
  if (!commune) return undefined
  const inside = path.some((one) => one.code === chosen)
  const own = tree.get(chosen)?.level ?? whole
  const next = inside ? (drill[drill.indexOf(own) + 1] ?? base) : own
  const byZoom = zoom >= 9.2 ? base : zoom >= 7.8 ? inner : first
  const wanted = drill.indexOf(next) >= drill.indexOf(byZoom) ? next : byZoom
  return path.find((one) => one.level === wanted) ?? commune
}
