/** The small square that ties a number in a list to its colour on the map. */
import { colourOf } from './classes'
import { el } from './dom'

export function swatch(share: number | null | undefined): HTMLElement {
  const node = el('span', { class: 'swatch', 'aria-hidden': 'true' })
  paint(node, share)
  return node
}

export function paint(node: HTMLElement, share: number | null | undefined): void {
  const colour = colourOf(share)
  node.classList.toggle('none', colour === null)
  node.style.backgroundColor = colour ?? ''
}
