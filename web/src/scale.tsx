/** The map's scale: a bar of a round length in the middle of what is shown, in the words of the language. */
import type { JSX } from 'preact'
import { roundLength } from './format'
import type { Store } from './store'

/** The widest that the bar becomes, in pixels. */
const MOST = 110
/** The Earth's circumference on the map, in metres, and a world's width at zoom 0 in pixels. */
const [AROUND, WORLD] = [40_075_016.686, 512]

/** How many metres a pixel is, at a latitude. */
export const metresPerPixel = (zoom: number, latitude: number): number =>
  (AROUND * Math.cos((latitude * Math.PI) / 180)) / (WORLD * 2 ** zoom)

/** The longest round length that fits, and how wide it is. */
export function barOf(perPixel: number): { metres: number; width: number } {
  const most = perPixel * MOST
  const power = 10 ** Math.floor(Math.log10(most))
  const round = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power
  return { metres: round, width: round / perPixel }
}

/** By itself: it follows every move, and nothing else need be drawn for that. */
export function Scale({ store }: { store: Pick<Store, 'perPixel' | 'lang'> }): JSX.Element | null {
  const perPixel = store.perPixel.value
  if (perPixel === null) return null
  const { metres, width } = barOf(perPixel)
  return (
    <div class="scale" style={{ inlineSize: `${width.toFixed(1)}px` }}>
      <bdi>{roundLength(store.lang.value, metres)}</bdi>
    </div>
  )
}
