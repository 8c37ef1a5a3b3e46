/** The divider between two maps: dragged, tapped along or moved with the keys. In right-to-left scripts the first side is the right one. */
import type { JSX, TargetedPointerEvent } from 'preact'
import { useRef } from 'preact/hooks'
import type { Lang } from './api'
import { percentBreak, percentSign } from './format'
import { directionOf } from './i18n'

/** A reader who asks for what was measured is shown a little more of it. */
export const START = 40
const STEP = 2
const PAGE = 10

/** What is seen of the map of the second side: only its part beyond the divider. */
export const beyond = (at: number, lang: Lang): string =>
  directionOf(lang) === 'rtl' ? `inset(0 ${at}% 0 0)` : `inset(0 0 0 ${at}%)`

/** What is seen of a map of the first side: only its part before the divider. */
export const upTo = (at: number, lang: Lang): string =>
  directionOf(lang) === 'rtl' ? `inset(0 0 0 ${100 - at}%)` : `inset(0 ${100 - at}% 0 0)`

/** What the sides are called, what the divider is, and how much of the map the first side takes. */
export interface SwipeWords {
  first: string
  second: string
  divider: string
  text: (n: string) => string
}

interface SwipeShown {
  on: boolean
  /** How much of the width is the first side's, in per cent. */
  at: number
  move: (to: number) => void
  lang: Lang
  words: SwipeWords
}

export function Swipe({ on, at, move, lang, words }: SwipeShown): JSX.Element {
  const node = useRef<HTMLDivElement>(null)
  const dragging = useRef<number | null>(null)
  const mirrored = directionOf(lang) === 'rtl'
  const moveTo = (to: number): void => move(Math.max(0, Math.min(100, to)))
  const shareAt = (clientX: number): number => {
    const box = node.current?.parentElement?.getBoundingClientRect()
    const fromLeft = box ? ((clientX - box.left) / Math.max(1, box.width)) * 100 : 0
    return mirrored ? 100 - fromLeft : fromLeft
  }
  const take = (event: TargetedPointerEvent<HTMLElement>): void => {
    // The handle is held where it was taken, so that it does not jump under the finger.
    dragging.current = at - shareAt(event.clientX)
    event.currentTarget.setPointerCapture(event.pointerId)
    event.currentTarget.focus({ preventScroll: true })
    event.preventDefault()
  }
  const drag = (event: PointerEvent): void => {
    if (dragging.current !== null) moveTo(shareAt(event.clientX) + dragging.current)
  }
  const leave = (): void => {
    dragging.current = null
  }
  const press = (event: KeyboardEvent): void => {
    const forward = mirrored ? -1 : 1
    // Left and right are the screen's, up and down the value's.
    const steps: Record<string, number> = {
      ArrowRight: STEP * forward,
      ArrowLeft: -STEP * forward,
      ArrowUp: STEP,
      ArrowDown: -STEP,
      PageUp: PAGE,
      PageDown: -PAGE,
      Home: -100,
      End: 100,
    }
    const step = steps[event.key]
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    moveTo(at + step)
  }
  return (
    <div class="swipe" hidden={!on} style={{ left: `${mirrored ? 100 - at : at}%` }} ref={node}>
      <span class="swipe-side first">
        <bdi>{words.first}</bdi>
      </span>
      <span class="swipe-side second">
        <bdi>{words.second}</bdi>
      </span>
      <div
        class="swipe-handle"
        role="slider"
        tabIndex={0}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(at)}
        aria-valuetext={words.text(`${percentBreak(lang, Math.round(at) / 100)}${percentSign(lang)}`)}
        aria-orientation="horizontal"
        aria-controls="map map-measured"
        aria-label={words.divider}
        onPointerDown={take}
        onPointerMove={drag}
        onPointerUp={leave}
        onPointerCancel={leave}
        onKeyDown={press}
      >
        <span aria-hidden="true" />
      </div>
    </div>
  )
}
