/**
 * The first plate of the atlas: the country's first units with their names and shares, drawn before the map has come, in
 * the place and size the map will have. It gives way to the map once that is drawn, and stays where there is none; then
 * its units are what one chooses by.
 */
import type { JSX, RefObject } from 'preact'
import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { isOld } from '../answer'
import type { Item } from '../api'
import { fillOf } from '../classes'
import { isDamaged, shareText } from '../figure'
import { nameOf } from '../format'
import { directionOf } from '../i18n'
import { levelsOf, levelsTitle } from '../levels'
import { cssFill } from '../palette'
import { agree } from '../questions'
import type { Sheet } from '../sheet'
import type { Actions, View } from '../view'
import { frameAt, frameOf, put, roomOf, type Frame, type Size } from './frame'
import { placed, type Placed } from './labels'
import { FINE, type Shape } from './sketch'

interface PlateShown {
  view: View
  actions: Actions
  sheet: Sheet
  map: RefObject<HTMLElement | null>
  legend: RefObject<HTMLElement | null>
  /** Whether the map is there, and the plate on its way out. */
  gone: boolean
  /** Whether there will be no map. */
  alone: boolean
}

interface Drawn {
  shape: Shape
  item: Item | undefined
  name: string
  share: string
}

export function Plate(props: PlateShown): JSX.Element | null {
  const { view, actions, gone, alone } = props
  const shapes = view.sketch.answer?.value ?? null
  const at = useFrame(props, shapes)
  const drawn = useMemo(() => drawnOf(view, shapes ?? []), [view, shapes])
  if (!shapes || !at) return null
  const { frame, size } = at
  const labels = placed(
    drawn.flatMap(({ shape, item, name, share }) =>
      item && shape.at
        ? [{ code: shape.code, name, share, at: put(frame, shape.at), width: shape.width * frame.scale }]
        : [],
    ),
    size,
  )
  const place = `translate(${frame.dx} ${frame.dy}) scale(${frame.scale / FINE})`
  const { country, lang } = view
  return (
    <svg
      class={['plate', gone ? 'gone' : '', isOld(view.plate) ? 'old' : ''].filter(Boolean).join(' ')}
      data-plate={drawn.some(({ item }) => item) ? 'shares' : 'waiting'}
      viewBox={`0 0 ${size.width} ${size.height}`}
      direction={directionOf(lang)}
      {...(alone
        ? { role: 'group', 'aria-label': levelsTitle(country, lang, levelsOf(country).first) }
        : { 'aria-hidden': true })}
    >
      <Marks scale={FINE / frame.scale} />
      <g transform={place}>
        {drawn.map((one) => (
          <Unit key={one.shape.code} of={one} view={view} actions={actions} alone={alone} />
        ))}
      </g>
      <g class="plate-labels" aria-hidden="true">
        {labels.map((one) => (
          <Name key={one.code} of={one} />
        ))}
      </g>
    </svg>
  )
}

/** Shares of another question than the one asked are no shares of it: without them a unit waits. */
function drawnOf(view: View, shapes: readonly Shape[]): Drawn[] {
  const { plate, wanted, lang } = view
  const shares = plate.answer && (agree(plate.answer.question, wanted) || isOld(plate)) ? plate.answer.value : null
  const items = new Map(shares?.items.map((one) => [one.code, one]))
  return shapes.map((shape) => {
    const item = items.get(shape.code)
    return { shape, item, name: item ? nameOf(lang, item.names) : '', share: item ? shareText(view, item) : '' }
  })
}

function fillIn(item: Item | undefined): string {
  if (!item) return 'url(#plate-waiting)'
  if (isDamaged(item)) return 'url(#plate-damaged)'
  const fill = fillOf(item.share)
  return fill === null ? 'url(#plate-none)' : cssFill(fill)
}

interface UnitShown extends Pick<PlateShown, 'view' | 'actions' | 'alone'> {
  of: Drawn
}

function Unit({ of: { shape, item, name, share }, view, actions, alone }: UnitShown): JSX.Element {
  const choose = (): void => actions.goTo(shape.code)
  const isChosen = view.places.upTo(view.code, levelsOf(view.country).first)?.code === shape.code
  const spoken = `${name} · ${share}`
  return (
    <path
      d={shape.path}
      class={isChosen ? 'plate-unit chosen' : 'plate-unit'}
      data-code={shape.code}
      style={{ fill: fillIn(item) }}
      onClick={choose}
      {...(alone && item
        ? {
            role: 'button',
            tabIndex: 0,
            'aria-label': spoken,
            'aria-pressed': isChosen,
            onKeyDown: (event: KeyboardEvent) => {
              if (event.key !== 'Enter' && event.key !== ' ') return
              event.preventDefault()
              choose()
            },
          }
        : {})}
    >
      {item ? <title>{spoken}</title> : null}
    </path>
  )
}

const Name = ({ of: { lines, share, at } }: { of: Placed }): JSX.Element => {
  const first = at[1] - (lines.length * 15) / 2 + 5
  return (
    <text x={at[0]} y={first} text-anchor="middle">
      {lines.map((line, row) => (
        <tspan key={line} x={at[0]} y={first + row * 15}>
          {line}
        </tspan>
      ))}
      <tspan class="plate-share" x={at[0]} y={first + lines.length * 15}>
        {share}
      </tspan>
    </text>
  )
}

/** What is no class: awaited, not filed, damaged, in the looks they have on the map, whatever the shapes' own scale. */
const Marks = ({ scale }: { scale: number }): JSX.Element => (
  <defs>
    <pattern
      id="plate-waiting"
      width="12"
      height="12"
      patternUnits="userSpaceOnUse"
      patternTransform={`scale(${scale})`}
    >
      <rect width="12" height="12" class="mark-waiting" />
      <path d="M1 3h4M7 9h4" class="mark-dash" />
    </pattern>
    <pattern id="plate-none" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform={`scale(${scale})`}>
      <rect width="8" height="8" class="mark-paper" />
      <path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" class="mark-line" />
    </pattern>
    <pattern id="plate-damaged" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform={`scale(${scale})`}>
      <rect width="8" height="8" class="mark-paper" />
      <path d="M-2 10L10 -2M-2 -2L10 10" class="mark-damage" />
    </pattern>
  </defs>
)

/** Where everything stands, as the map will have it: measured anew whenever the stage, the legend or the sheet is another. */
function useFrame(
  { view, sheet, map, legend }: PlateShown,
  shapes: readonly Shape[] | null,
): { frame: Frame; size: Size } | null {
  const [at, move] = useState<{ frame: Frame; size: Size } | null>(null)
  const height = sheet.height.value
  const { selection, country, places, code } = view
  const first = places.upTo(code, levelsOf(country).first)?.code ?? null
  useLayoutEffect(() => {
    const [stage, over] = [map.current, legend.current]
    if (!stage || !over || !shapes) return
    const measure = (): void => {
      const size: Size = { width: stage.clientWidth, height: stage.clientHeight }
      if (size.width === 0 || size.height === 0) return
      const box = shapes.find((one) => one.code === first)?.bbox ?? country.bbox
      const frame = selection.view ? frameAt(selection.view, size) : frameOf(box, size, roomOf(stage, over, sheet))
      move({ frame, size })
    }
    measure()
    const sized = new ResizeObserver(measure)
    sized.observe(stage)
    sized.observe(over)
    return () => sized.disconnect()
  }, [shapes, first, selection.view, country, height])
  return at
}
