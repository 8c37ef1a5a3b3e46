/** The small square that ties a number in a list to its colour on the map. */
import { colourOf } from './classes'
import type { Figure } from './api'
import { el } from './dom'

export function swatch(share: number | null | undefined): HTMLElement {
  const node = el('span', { class: 'swatch', 'aria-hidden': 'true' })
  paint(node, share)
  return node
}

/** The square of a figure: a damaged one has a look of its own. */
export function swatchOf(figure: Pick<Figure, 'share' | 'state'>): HTMLElement {
  if (figure.state === 'damaged') return el('span', { class: 'swatch damaged', 'aria-hidden': 'true' })
  return swatch(figure.share)
}

export function paint(node: HTMLElement, share: number | null | undefined): void {
  const colour = colourOf(share)
  node.classList.toggle('none', colour === null)
  node.style.backgroundColor = colour ?? ''
}
