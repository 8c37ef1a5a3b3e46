/** The small square that ties a number in a list to its colour on the map. */
import type { JSX } from 'preact'
import type { Figure } from './api'
import { colourOf } from './classes'
import { changeColour } from './compare/classes'

/** The square of a figure: a damaged one has a look of its own. */
export function Swatch({ of }: { of: Pick<Figure, 'share' | 'state'> }): JSX.Element {
  const damaged = of.state === 'damaged'
  const colour = damaged ? null : colourOf(of.share)
  return (
    <span
      class={damaged ? 'swatch damaged' : colour === null ? 'swatch none' : 'swatch'}
      aria-hidden="true"
      style={{ backgroundColor: colour ?? '' }}
    />
  )
}

/** The square of a change; none is known, none is filled. */
export const ChangeSwatch = ({ change }: { change: number | null }): JSX.Element => (
  <span
    class={change === null ? 'swatch none' : 'swatch'}
    aria-hidden="true"
    style={{ backgroundColor: changeColour(change) ?? '' }}
  />
)
