/**
 * Which rows of a long table are drawn: those in sight and some around them, by chunks. What is left out above and below
 * is room of the same height, measured where a chunk was drawn once, else taken for as high as those that were. Short
 * tables, and tables that are printed, are drawn whole.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { RefObject } from 'preact'

const CHUNK = 12
/** A table of at most this many rows is drawn whole. */
export const WHOLE = 48
/** How many chunks are drawn beyond what is in sight, so that scrolling meets rows and not room. */
const AROUND = 1
const FIRST = { from: 0, to: 2 }
const GUESS = 29

export interface Window {
  /** Rows that are drawn: from the first, up to the second. */
  from: number
  to: number
  /** Room above and below them, in CSS pixels. */
  above: number
  below: number
  /** The element that scrolls, and the rows' own. */
  scrolls: RefObject<HTMLDivElement | null>
  rows: RefObject<HTMLTableSectionElement | null>
  scrolled: () => void
}

/** `list` is another object whenever other rows are shown or stand in another order: it is then shown from its first. */
export function useWindow(list: readonly unknown[]): Window {
  const scrolls = useRef<HTMLDivElement>(null)
  const rows = useRef<HTMLTableSectionElement>(null)
  const heights = useRef<(number | undefined)[]>([])
  const [range, setRange] = useState(FIRST)
  const [printing, setPrinting] = useState(false)
  const long = list.length > WHOLE && !printing
  const chunks = Math.ceil(list.length / CHUNK)
  const [from, to] = long ? [Math.min(range.from, chunks - 1), Math.min(range.to, chunks)] : [0, chunks]

  const guess = (): number => {
    const known = heights.current.filter((one) => one !== undefined)
    return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : GUESS * CHUNK
  }
  const room = (first: number, end: number): number => {
    const other = guess()
    let sum = 0
    for (let at = first; at < end; at++) sum += heights.current[at] ?? other
    return sum
  }
  const look = (): void => {
    const box = scrolls.current
    const body = rows.current
    if (!box || !body || !long) return
    const top = box.scrollTop - body.offsetTop
    const bottom = top + box.clientHeight
    const other = guess()
    let [first, end, y] = [0, chunks, 0]
    for (let at = 0; at < chunks; at++) {
      const next = y + (heights.current[at] ?? other)
      if (next <= top) first = at + 1
      if (y < bottom) end = at + 1
      y = next
    }
    const wanted = { from: Math.max(0, Math.min(first, chunks - 1) - AROUND), to: Math.min(chunks, end + AROUND) }
    setRange((now) => (now.from === wanted.from && now.to === wanted.to ? now : wanted))
  }

  useLayoutEffect(() => {
    heights.current = []
    if (scrolls.current) scrolls.current.scrollTop = 0
    // As many rows as before, which are as many as are seen.
    setRange((now) => (now.from === 0 ? now : { from: 0, to: Math.max(FIRST.to, now.to - now.from) }))
  }, [list])
  useLayoutEffect(() => {
    if (!long || !rows.current) return
    const drawn = rows.current.querySelectorAll<HTMLElement>('tr[data-at]')
    for (let at = from; at < to; at++) {
      if (heights.current[at] !== undefined || at === chunks - 1) continue
      const [first, next] = [drawn[(at - from) * CHUNK], drawn[(at - from + 1) * CHUNK - 1]]
      if (first && next) heights.current[at] = next.offsetTop + next.offsetHeight - first.offsetTop
    }
  }, [list, from, to, long, chunks])
  useEffect(() => {
    const [before, after] = [() => setPrinting(true), () => setPrinting(false)]
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    // Rows of another width are of another height.
    const resized = new ResizeObserver(() => {
      heights.current = []
      look()
    })
    if (scrolls.current) resized.observe(scrolls.current)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
      resized.disconnect()
    }
  }, [long, chunks])
  return {
    from: from * CHUNK,
    to: Math.min(to * CHUNK, list.length),
    above: room(0, from),
    below: room(to, chunks),
    scrolls,
    rows,
    scrolled: look,
  }
}
