/** On a phone the panel is a sheet of three heights: title, key figures, all. Dragged, or stepped with its handle. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
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
  readonly height: ReadonlySignal<Height>
  set(height: Height): void
  /** The same, by the reader's own hand. */
  setByHand(height: Height): void
  isPhone(): boolean
  covers(): number
}

export function createSheet(moved: () => void): Sheet {
  const phone = matchMedia('(max-width: 760px)')
  const height = signal<Height>('title')
  const set = (next: Height): void => {
    height.value = next
  }
  return {
    height,
    set,
    setByHand: (next) => {
      set(next)
      moved()
    },
    isPhone: () => phone.matches,
    covers: () => (phone.matches ? SIZES[height.value]() : 0),
  }
}

/** Stands first in the panel, whose height it changes. */
export function Handle({ sheet, t }: { sheet: Sheet; t: Translate }): JSX.Element {
  const height = sheet.height.value
  const node = useRef<HTMLButtonElement>(null)
  const from = useRef<{ y: number; size: number } | null>(null)
  const dragged = useRef(false)
  const panel = (): HTMLElement | null => node.current?.closest<HTMLElement>('.panel') ?? null
  const rest = (): void => {
    const of = panel()
    if (of) of.style.blockSize = ''
  }
  // A height that was set is the style sheet's again.
  useLayoutEffect(rest, [height])

  const take = (event: PointerEvent): void => {
    from.current = { y: event.clientY, size: panel()?.getBoundingClientRect().height ?? 0 }
    dragged.current = false
    node.current?.setPointerCapture(event.pointerId)
  }
  const drag = (event: PointerEvent): void => {
    const [start, of] = [from.current, panel()]
    if (!start || !of) return
    const by = start.y - event.clientY
    if (Math.abs(by) > 6) dragged.current = true
    if (!dragged.current) return
    of.classList.add('dragging')
    of.style.blockSize = `${Math.max(72, Math.min(innerHeight - 140, start.size + by))}px`
  }
  const release = (): void => {
    const of = panel()
    if (from.current && dragged.current && of) {
      const share = of.getBoundingClientRect().height / innerHeight
      sheet.setByHand(share < 0.3 ? 'title' : share < 0.7 ? 'key' : 'all')
      rest()
    }
    from.current = null
    of?.classList.remove('dragging')
  }
  const step = (): void => {
    if (!dragged.current) sheet.setByHand(HEIGHTS[(HEIGHTS.indexOf(height) + 1) % HEIGHTS.length] ?? 'title')
  }
  return (
    <button
      type="button"
      class="sheet-handle"
      aria-expanded={height !== 'title'}
      aria-label={t(height === 'all' ? 'sheet-shorter' : 'sheet-taller')}
      ref={node}
      onClick={step}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
    />
  )
}
