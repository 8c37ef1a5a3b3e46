/** On a phone the panel is a sheet of three heights: title, key figures, all. Dragged, or stepped with its handle. */
import { el } from './dom'
import type { Translate } from './i18n'

export type Height = 'title' | 'key' | 'all'
const HEIGHTS: readonly Height[] = ['title', 'key', 'all']

/** How much of the screen each height will cover, in CSS pixels, whether or not it is still moving. Kept with phone.css. */
const SIZES: Record<Height, () => number> = {
  title: () => 92,
  key: () => innerHeight * 0.52,
  all: () => innerHeight - 140,
}

export interface Sheet {
  render(t: Translate): void
  set(height: Height): void
  height(): Height
  isPhone(): boolean
  covers(): number
}

export function createSheet(panel: HTMLElement, moved: () => void): Sheet {
  const phone = matchMedia('(max-width: 760px)')
  const handle = el('button', { type: 'button', class: 'sheet-handle' })
  panel.prepend(handle)
  let height: Height = 'title'
  let t: Translate | null = null
  let from: { y: number; size: number } | null = null
  let dragged = false

  const set = (next: Height): void => {
    height = next
    panel.dataset['height'] = next
    panel.style.blockSize = ''
    handle.setAttribute('aria-expanded', String(next !== 'title'))
    if (t) handle.setAttribute('aria-label', t(next === 'all' ? 'sheet-shorter' : 'sheet-taller'))
  }
  const byHand = (next: Height): void => {
    set(next)
    moved()
  }
  const step = (): void => byHand(HEIGHTS[(HEIGHTS.indexOf(height) + 1) % HEIGHTS.length] ?? 'title')

  handle.addEventListener('click', () => {
    if (!dragged) step()
  })
  handle.addEventListener('pointerdown', (event) => {
    from = { y: event.clientY, size: panel.getBoundingClientRect().height }
    dragged = false
    handle.setPointerCapture(event.pointerId)
  })
  handle.addEventListener('pointermove', (event) => {
    if (!from) return
    const moved = from.y - event.clientY
    if (Math.abs(moved) > 6) dragged = true
    if (dragged) {
      panel.classList.add('dragging')
      panel.style.blockSize = `${Math.max(72, Math.min(innerHeight - 140, from.size + moved))}px`
    }
  })
  const release = (): void => {
    if (from && dragged) {
      const share = panel.getBoundingClientRect().height / innerHeight
      byHand(share < 0.3 ? 'title' : share < 0.7 ? 'key' : 'all')
    }
    from = null
    panel.classList.remove('dragging')
  }
  handle.addEventListener('pointerup', release)
  handle.addEventListener('pointercancel', release)
  set('title')
  return {
    render: (translate) => {
      t = translate
      set(height)
    },
    set,
    height: () => height,
    isPhone: () => phone.matches,
    covers: () => (phone.matches ? SIZES[height]() : 0),
  }
}
