/** A promise as a picture: one line through its stages, today on it, and what each operator has reached. Its words stand beside it. */
import type { Lang, Target, TargetPath } from '../api'
import type { JSX } from 'preact'
import { civilDate, percent } from '../format'
import { directionOf } from '../i18n'

const WIDTH = 304
const HEIGHT = 84
const EDGE = { top: 6, bottom: 20, side: 6 }

/** Nothing where no line is known: before the announcement, and where no operator has filed. */
export function PathPicture({
  lang,
  path,
  current,
  today,
}: {
  lang: Lang
  path: TargetPath
  current: Target
  today: string
}): JSX.Element | null {
  // Operators began at different shares: the picture has the lowest line, the words have each one's.
  const line = path.lines
    .map((one) => one.line)
    .filter((one) => one.length > 1)
    .sort((a, b) => (a[0]?.share ?? 0) - (b[0]?.share ?? 0))[0]
  const [first, last] = [line?.[0], line?.at(-1)]
  if (!line || !first || !last) return null
  const mirrored = directionOf(lang) === 'rtl'
  const [from, to] = [dayOf(first.date), dayOf(last.date)]
  const x = (date: string): number => {
    const at = EDGE.side + Math.min(1, Math.max(0, (dayOf(date) - from) / (to - from))) * (WIDTH - 2 * EDGE.side)
    return mirrored ? WIDTH - at : at
  }
  const goals = path.stages.filter((stage) => stage.goal_share !== null)
  const top = Math.max(
    last.share,
    ...goals.map((stage) => stage.goal_share ?? 0),
    ...current.progress.map((one) => one.share ?? 0),
  )
  const y = (share: number): number => HEIGHT - EDGE.bottom - (share / top) * (HEIGHT - EDGE.top - EDGE.bottom)
  const now = x(today)
  const picture = (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="path-picture">
      <line x1={EDGE.side} x2={WIDTH - EDGE.side} y1={y(0)} y2={y(0)} class="floor" />
      <line x1={now} x2={now} y1={0} y2={y(0)} class="today" />
      <polyline
        points={line.map((one) => `${x(one.date).toFixed(1)},${y(one.share).toFixed(1)}`).join(' ')}
        class="line"
      />
      {goals.flatMap((stage) => [
        <circle
          cx={x(stage.date)}
          cy={y(stage.goal_share ?? 0)}
          r={3}
          class={stage.is_current ? 'goal current' : 'goal'}
        />,
        <text
          x={x(stage.date)}
          y={HEIGHT - 4}
          text-anchor={anchor(x(stage.date))}
        >{`${percent(lang, stage.goal_share)} · ${civilDate(lang, stage.date, 'short')}`}</text>,
      ])}
      {current.progress.flatMap((one) =>
        one.share === null || one.filing_as_of === null
          ? []
          : [
              <line
                x1={x(one.filing_as_of)}
                x2={now}
                y1={y(one.share)}
                y2={y(one.share)}
                class="carried"
                data-status={one.status}
              />,
              <circle cx={x(one.filing_as_of)} cy={y(one.share)} r={3} class="reached" data-status={one.status} />,
            ],
      )}
    </svg>
  )
  return (
    <figure class="path-figure" aria-hidden="true">
      {picture}
    </figure>
  )
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000

// SVG's start and end follow the direction of the text: fixed here by giving the picture dir=ltr in CSS.
const anchor = (x: number): string => (x < WIDTH * 0.2 ? 'start' : x > WIDTH * 0.8 ? 'end' : 'middle')
