/** What hovering says: the unit a click would choose, and the commune under the pointer. A preview only, never a choice. */
import type { Item } from './api'
import type { JSX } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { shareCell } from './figure-cell'
import { againstText } from './compare/against'
import { interval, megabits, nameOf, percent, points } from './format'
import { levelsOf, levelTitle } from './levels'
import { itemsAt, readingOf, sourceOf, verdictOf } from './measured'
import { ChangeSwatch, Swatch } from './swatch'
import { agree, wordsOf } from './questions'
import { isOld } from './answer'
import { agedAs } from './shown'
import type { Hovered } from './store'
import type { View } from './view'

/** Beside the pointer, inside the stage it lies in. */
export function Preview({ view, hovered }: { view: View | null; hovered: Hovered | null }): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const [unit, commune] = hovered?.items ?? []
  const inside = useMemo(
    () =>
      view && unit
        ? [unit, commune].map((item) => (item ? <Lines key={item.code} view={view} item={item} /> : null))
        : null,
    [view, unit, commune],
  )
  useLayoutEffect(() => {
    const [node, stage] = [root.current, root.current?.parentElement]
    if (!node || !stage || !hovered) return
    const { at } = hovered
    const box = stage.getBoundingClientRect()
    const [width, height] = [node.offsetWidth, node.offsetHeight]
    const x = at.x + 16 + width > box.width ? at.x - width - 16 : at.x + 16
    const y = at.y + 16 + height > box.height ? at.y - height - 12 : at.y + 16
    node.style.transform = `translate(${Math.max(4, Math.round(x))}px, ${Math.max(4, Math.round(y))}px)`
  }, [hovered, view])
  return (
    <div
      {...(view ? agedAs('preview', view.figures) : { class: 'preview' })}
      hidden={!inside}
      aria-hidden="true"
      ref={root}
    >
      {inside}
      {view && inside && isOld(view.figures) ? (
        <p class="of">{wordsOf(view, view.figures.answer?.question ?? {})}</p>
      ) : null}
    </div>
  )
}

const Lines = ({ view, item }: { view: View; item: Item }): JSX.Element => (
  <>
    {line(view, item)}
    {changed(view, item)}
    {tests(view, item)}
  </>
)

/** What changed in the unit, which the map is coloured by; nothing where it is of another question than the map's. */
function changed(view: View, { code }: Item): JSX.Element | null {
  const { t, lang, changes, change } = view
  const { answer } = changes
  if (!answer || isOld(changes)) return null
  const { question } = answer
  const inside = change.answer
  const isSame = inside && inside.question.against === question.against && agree(inside.question, question)
  const found = [...answer.value.items, ...(isSame ? inside.value.items : [])].find((one) => one.code === code)
  return found ? (
    <p class="tests">
      <ChangeSwatch change={found.change} />
      <span>{t('compare-against', { what: againstText(view, question.against, view.filings.answer?.value) })}</span>
      <strong>{found.change === null ? '–' : points(lang, found.change)}</strong>
    </p>
  ) : null
}

/** What the tests say of the unit, with how many they are: nothing where the layer is off, or of another question than the share above. */
function tests(view: View, item: Item): JSX.Element | null {
  const {
    t,
    lang,
    selection,
    measured: { answer },
    figures: claimed,
  } = view
  if (!answer || answer.value.items.size === 0 || !claimed.answer || !agree(answer.question, claimed.answer.question))
    return null
  const { question, value: measured } = answer
  const show = selection.show ?? 'verdict'
  const reading = readingOf(itemsAt(measured, item.code, sourceOf(measured, selection.source)), question.tier, show)
  const { item: of, tier } = reading
  if (!of)
    return item.level === levelsOf(view.country).base &&
      !measured.items.has(item.code) &&
      measured.communes === null ? null : (
      <p class="tests">
        <span class="swatch none" />
        <span>{t('measured-none')}</span>
      </p>
    )
  const operator = nameOf(lang, view.country.operators.find((one) => one.id === of.operator)?.names) || of.operator
  const figures = [
    tier && tier.share !== null && tier.low !== null && tier.high !== null
      ? `${percent(lang, tier.share)} (${interval(lang, tier.low, tier.high, 'share')})`
      : null,
    of.download ? megabits(lang, of.download.p50) : null,
    of.tests === null ? null : t('measured-tests', { n: of.tests }),
  ].filter((one) => one !== null)
  return (
    <p class="tests">
      <span class={`swatch mark-${verdictOf(of, question.tier)}`} />
      <span>{[operator, ...figures].join(' · ')}</span>
      <strong>{t(`verdict-${verdictOf(of, question.tier)}`)}</strong>
    </p>
  )
}

function line(view: View, item: Item): JSX.Element {
  return (
    <p>
      <Swatch of={item} />
      <span>
        <bdi>{nameOf(view.lang, item.names)}</bdi>
        <span class="quiet">{` ${levelTitle(view.country, view.lang, item.level)}`}</span>
      </span>
      <strong>{item.state === 'no_filing' ? view.t('state-nofiling') : shareCell(view, item)}</strong>
    </p>
  )
}
