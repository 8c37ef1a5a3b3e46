/** Share over the filed dates, small; a damaged date has a cross and no number, and no line is drawn across it. The scale is the series' own, never less than ten points, with its ends written. */
import type { Figure, History, Lang } from '../api'
import type { JSX } from 'preact'
import { isBound, isDamaged, shareText } from '../figure'
import { civilDate, listText } from '../format'
import { directionOf, type Translate } from '../i18n'

const WIDTH = 304
const HEIGHT = 84
const EDGE = { top: 22, bottom: 20, side: 10 }

export interface SparkShown {
  history: History
  /** The date that the figure above is of. */
  current: string | null
  lang: Lang
  t: Translate
  choose: (date: string) => void
}

interface Dot {
  x: number
  y: number
  at: number
  date: string
  share: number
  state: Figure['state']
}

export function Spark({ history, current, lang, t, choose }: SparkShown): JSX.Element | null {
  const dots = place(history, directionOf(lang) === 'rtl')
  const [first, last] = [dots[0], dots.at(-1)]
  const damaged = crosses(history, directionOf(lang) === 'rtl', lang, t)
  if (!first || !last) return damaged.words === null ? null : <figure class="spark-figure">{damaged.words}</figure>
  const words = { lang, t }
  const label = t('panel-history-text', {
    first: shareText(words, first),
    from: civilDate(lang, first.date),
    last: shareText(words, last),
    to: civilDate(lang, last.date),
  })
  // Two ends too near each other would be written over one another: the newer one stays.
  const ends = Math.abs(last.x - first.x) > WIDTH * 0.45 ? [first, last] : [last]
  const floor = HEIGHT - EDGE.bottom
  const picture = (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="spark" role="img" aria-label={label}>
      <line x1={EDGE.side} x2={WIDTH - EDGE.side} y1={floor} y2={floor} class="floor" />
      {stretches(dots).map(lineOf)}
      {damaged.marks}
      {dots.flatMap((one) => dotOf(one, one.date === current, words, choose))}
      {ends.map((one) => (
        <text x={one.x} y={HEIGHT - 4} text-anchor={anchor(one)} class="when">
          {civilDate(lang, one.date, 'short')}
        </text>
      ))}
      {ends.map((one) => (
        <text x={one.x} y={one.y - 9} text-anchor={anchor(one)} class="value">
          {shareText(words, one)}
        </text>
      ))}
    </svg>
  )
  return (
    <figure class="spark-figure">
      {picture}
      {damaged.words}
    </figure>
  )
}

const xOf = (history: History, at: number, mirrored: boolean): number => {
  const step = history.items.length > 1 ? (WIDTH - 2 * EDGE.side) / (history.items.length - 1) : 0
  return mirrored ? WIDTH - EDGE.side - at * step : EDGE.side + at * step
}

/** The dates whose share is damaged: a cross on the floor for each, and their names below. */
function crosses(
  history: History,
  mirrored: boolean,
  lang: Lang,
  t: Translate,
): { marks: JSX.Element[]; words: JSX.Element | null } {
  const damaged = history.items.map((one, at) => ({ one, at })).filter(({ one }) => isDamaged(one))
  const floor = HEIGHT - EDGE.bottom
  const marks = damaged.map(({ one, at }) => {
    const x = xOf(history, at, mirrored)
    return (
      <path d={`M${x - 4},${floor - 9}l8,8m0,-8l-8,8`} class="cross">
        <title>{`${civilDate(lang, one.as_of)} : ${t('state-damaged')}`}</title>
      </path>
    )
  })
  const list = listText(
    lang,
    damaged.map(({ one }) => civilDate(lang, one.as_of, 'short')),
  )
  return {
    marks,
    words: damaged.length === 0 ? null : <figcaption class="hint">{t('panel-history-damaged', { list })}</figcaption>,
  }
}

/** Runs of dates that follow one another. */
function stretches(dots: Dot[]): Dot[][] {
  const runs: Dot[][] = []
  for (const dot of dots) {
    const last = runs.at(-1)
    if (last?.at(-1)?.at === dot.at - 1) last.push(dot)
    else runs.push([dot])
  }
  return runs
}

/** A line and no area: its axis does not start at zero, and an area would be read as an amount. */
const lineOf = (dots: Dot[]): JSX.Element => (
  <polyline points={dots.map((one) => `${one.x.toFixed(1)},${one.y.toFixed(1)}`).join(' ')} class="line" />
)

function place(history: History, mirrored: boolean): Dot[] {
  const dates = history.items
  const known = dates
    .map((one, at) => ({ at, date: one.as_of, share: one.share, state: one.state }))
    .filter((one): one is Omit<Dot, 'x' | 'y'> => one.share !== null)
  const shares = known.map((one) => one.share)
  const [low, high] = scale(Math.min(...shares), Math.max(...shares))
  return known.map(({ at, date, share, state }) => {
    return {
      at,
      date,
      share,
      state,
      x: xOf(history, at, mirrored),
      y: HEIGHT - EDGE.bottom - 4 - ((share - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom - 4),
    }
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

function dotOf(
  one: Dot,
  current: boolean,
  words: { lang: Lang; t: Translate },
  choose: (date: string) => void,
): JSX.Element[] {
  const title = <title>{`${civilDate(words.lang, one.date)} : ${shareText(words, one)}`}</title>
  return [
    <circle
      cx={one.x}
      cy={one.y}
      r={current ? 4.5 : 3}
      class={`dot${current ? ' current' : ''}${isBound(one) ? ' bound' : ''}`}
    />,
    <circle cx={one.x} cy={one.y} r={12} class="reach" onClick={() => choose(one.date)}>
      {title}
    </circle>,
  ]
}
