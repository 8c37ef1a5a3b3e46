/** Share over the filed dates, small. The scale is the series' own, never less than ten points, with its ends written. */
import type { History, Lang } from '../api'
import { el, svg } from '../dom'
import { civilDate, percent } from '../format'
import { directionOf, type Translate } from '../i18n'

const WIDTH = 304
const HEIGHT = 84
const EDGE = { top: 22, bottom: 20, side: 10 }

interface Dot { x: number; y: number; date: string; share: number }

export function spark(history: History, current: string | null, lang: Lang, t: Translate, choose: (date: string) => void): HTMLElement | null {
  const dots = place(history, directionOf(lang) === 'rtl')
  const [first, last] = [dots[0], dots.at(-1)]
  if (!first || !last) return null
  const label = t('panel.history.text', {
    first: percent(lang, first.share), from: civilDate(lang, first.date), last: percent(lang, last.share), to: civilDate(lang, last.date),
  })
  const line = dots.map((one) => `${one.x.toFixed(1)},${one.y.toFixed(1)}`).join(' ')
  // Two ends too near each other would be written over one another: the newer one stays.
  const ends = Math.abs(last.x - first.x) > WIDTH * 0.45 ? [first, last] : [last]
  const floor = HEIGHT - EDGE.bottom
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'spark', role: 'img', 'aria-label': label },
    svg('line', { x1: EDGE.side, x2: WIDTH - EDGE.side, y1: floor, y2: floor, class: 'floor' }),
    svg('polygon', { points: `${first.x},${floor} ${line} ${last.x},${floor}`, class: 'under' }),
    svg('polyline', { points: line, class: 'line' }),
    ...dots.flatMap((one) => dotOf(one, one.date === current, lang, choose)),
    ...ends.map((one) => svg('text', { x: one.x, y: HEIGHT - 4, 'text-anchor': anchor(one), class: 'when' }, civilDate(lang, one.date, 'short'))),
    ...ends.map((one) => svg('text', { x: one.x, y: one.y - 9, 'text-anchor': anchor(one), class: 'value' }, percent(lang, one.share))))
  return el('figure', { class: 'spark-figure' }, picture)
}

function place(history: History, mirrored: boolean): Dot[] {
  const dates = history.items
  const known = dates.map((one, at) => ({ at, date: one.as_of, share: one.share })).filter((one): one is { at: number; date: string; share: number } => one.share !== null)
  const shares = known.map((one) => one.share)
  const [low, high] = scale(Math.min(...shares), Math.max(...shares))
  const step = dates.length > 1 ? (WIDTH - 2 * EDGE.side) / (dates.length - 1) : 0
  return known.map(({ at, date, share }) => {
    const x = EDGE.side + at * step
    return { date, share, x: mirrored ? WIDTH - x : x, y: HEIGHT - EDGE.bottom - 4 - ((share - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom - 4) }
  })
}

/** At least ten points high, inside 0..1: a change of a tenth of a point is not a cliff. */
function scale(low: number, high: number): [number, number] {
  const missing = Math.max(0, 0.1 - (high - low))
  const bottom = Math.max(0, low - missing / 2)
  const top = Math.min(1, Math.max(high, bottom + Math.max(0.1, high - low)))
  return [Math.min(bottom, top - 0.1), top]
}

// SVG's start and end follow the direction of the text: fixed here by giving the picture dir=ltr in CSS.
const anchor = (one: Dot): string => (one.x < WIDTH * 0.2 ? 'start' : one.x > WIDTH * 0.8 ? 'end' : 'middle')

function dotOf(one: Dot, current: boolean, lang: Lang, choose: (date: string) => void): SVGElement[] {
  const title = svg('title', {}, `${civilDate(lang, one.date)} : ${percent(lang, one.share)}`)
  return [
    svg('circle', { cx: one.x, cy: one.y, r: current ? 4.5 : 3, class: current ? 'dot current' : 'dot' }),
    svg('circle', { cx: one.x, cy: one.y, r: 12, class: 'reach', onclick: () => choose(one.date) }, title),
  ]
}
