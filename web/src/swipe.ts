/** The divider between two maps: dragged, tapped along or moved with the keys. In right-to-left scripts the first side is the right one. */
import { el } from './dom'
import type { Lang } from './api'
import { percentBreak, percentSign } from './format'
import type { Translate } from './i18n'

export interface Swipe {
  render(on: boolean, lang: Lang, t: Translate): void
  covers(x: number): boolean
}

/** Whoever asks for what was measured is shown a little more of it. */
const START = 40
const STEP = 2
const PAGE = 10

/** `over` is the map of the second side: only its part beyond the divider is seen. */
export function createSwipe(stage: HTMLElement, over: HTMLElement): Swipe {
  const handle = el(
    'div',
    {
      class: 'swipe-handle',
      role: 'slider',
      tabindex: 0,
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-orientation': 'horizontal',
      'aria-controls': 'map map-measured',
    },
    el('span', { 'aria-hidden': 'true' }),
  )
  const [first, second] = [el('span', { class: 'swipe-side first' }), el('span', { class: 'swipe-side second' })]
  const node = el('div', { class: 'swipe', hidden: true }, first, second, handle)
  stage.append(node)
  let at = START
  let dragging: number | null = null
  let said: { lang: Lang; t: Translate } | null = null

  const mirrored = () => document.documentElement.dir === 'rtl'
  const show = (): void => {
    const fromLeft = mirrored() ? 100 - at : at
    node.style.left = `${fromLeft}%`
    over.style.clipPath = mirrored() ? `inset(0 ${at}% 0 0)` : `inset(0 0 0 ${at}%)`
    handle.setAttribute('aria-valuenow', String(Math.round(at)))
    if (said)
      handle.setAttribute(
        'aria-valuetext',
        said.t('measured-swipe-text', { n: `${percentBreak(said.lang, at / 100)}${percentSign(said.lang)}` }),
      )
  }
  const move = (next: number): void => {
    at = Math.max(0, Math.min(100, next))
    show()
  }
  const shareAt = (clientX: number): number => {
    const box = stage.getBoundingClientRect()
    const fromLeft = ((clientX - box.left) / Math.max(1, box.width)) * 100
    return mirrored() ? 100 - fromLeft : fromLeft
  }

  handle.addEventListener('pointerdown', (event) => {
    // The handle is held where it was taken, so that it does not jump under the finger.
    dragging = at - shareAt(event.clientX)
    handle.setPointerCapture(event.pointerId)
    handle.focus({ preventScroll: true })
    event.preventDefault()
  })
  handle.addEventListener('pointermove', (event) => {
    if (dragging !== null) move(shareAt(event.clientX) + dragging)
  })
  for (const end of ['pointerup', 'pointercancel'] as const)
    handle.addEventListener(end, () => {
      dragging = null
    })
  handle.addEventListener('keydown', (event) => {
    const forward = mirrored() ? -1 : 1
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
    move(at + step)
  })
  return {
    render: (on, lang, t) => {
      said = { lang, t }
      node.hidden = over.hidden = !on
      handle.setAttribute('aria-label', t('measured-swipe'))
      first.textContent = t('measured-claimed')
      second.textContent = t('measured-measured')
      show()
    },
    covers: (x) => !node.hidden && shareAt(x) > at,
  }
}
