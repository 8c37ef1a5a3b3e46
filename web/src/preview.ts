/** What hovering says: the unit a click would choose, and the commune under the pointer. A preview only, never a choice. */
import type { Item } from './api'
import { el, fill } from './dom'
import { shareCell } from './figure'
import { interval, megabits, nameOf, percent } from './format'
import { levelsOf, levelTitle } from './levels'
import { itemsAt, readingOf, sourceOf, verdictOf } from './measured'
import { swatchOf } from './swatch'
import { agree, wordsOf } from './questions'
import { isOld } from './answer'
import { markOld } from './shown'
import type { View } from './view'

export interface Preview {
  show(view: View, items: Item[], at: { x: number; y: number }): void
  hide(): void
}

export function createPreview(root: HTMLElement, stage: HTMLElement): Preview {
  let shown: unknown[] = []
  const show = (view: View, items: Item[], at: { x: number; y: number }): void => {
    const { selection } = view
    const now = [
      view.lang,
      isOld(view.figures),
      view.figures.answer,
      view.measured.answer,
      selection.source,
      selection.show,
      ...items,
    ]
    if (now.length !== shown.length || now.some((one, index) => one !== shown[index])) {
      fill(
        root,
        ...items.flatMap((item) => [line(view, item), tests(view, item)]),
        isOld(view.figures) ? el('p', { class: 'of' }, wordsOf(view, view.figures.answer?.question ?? {})) : null,
      )
      shown = now
    }
    markOld(root, view.figures)
    root.hidden = false
    const box = stage.getBoundingClientRect()
    const [width, height] = [root.offsetWidth, root.offsetHeight]
    const x = at.x + 16 + width > box.width ? at.x - width - 16 : at.x + 16
    const y = at.y + 16 + height > box.height ? at.y - height - 12 : at.y + 16
    root.style.transform = `translate(${Math.max(4, Math.round(x))}px, ${Math.max(4, Math.round(y))}px)`
  }
  return {
    show,
    hide: () => {
      root.hidden = true
    },
  }
}

/** What the tests say of the unit, with how many they are: nothing where the layer is off, or of another question than the share above. */
function tests(view: View, item: Item): HTMLElement | null {
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
    return item.level === levelsOf(view.country).base && !measured.items.has(item.code) && measured.communes === null
      ? null
      : el('p', { class: 'tests' }, el('span', { class: 'swatch none' }), el('span', {}, t('measured-none')))
  const operator = nameOf(lang, view.country.operators.find((one) => one.id === of.operator)?.names) || of.operator
  const figures = [
    tier && tier.share !== null && tier.low !== null && tier.high !== null
      ? `${percent(lang, tier.share)} (${interval(lang, tier.low, tier.high, 'share')})`
      : null,
    of.download ? megabits(lang, of.download.p50) : null,
    of.tests === null ? null : t('measured-tests', { n: of.tests }),
  ].filter((one) => one !== null)
  return el(
    'p',
    { class: 'tests' },
    el('span', { class: `swatch mark-${verdictOf(of, question.tier)}` }),
    el('span', {}, [operator, ...figures].join(' · ')),
    el('strong', {}, t(`verdict-${verdictOf(of, question.tier)}`)),
  )
}

function line(view: View, item: Item): HTMLElement {
  return el(
    'p',
    {},
    swatchOf(item),
    el(
      'span',
      {},
      el('bdi', {}, nameOf(view.lang, item.names)),
      el('span', { class: 'quiet' }, ` ${levelTitle(view.country, view.lang, item.level)}`),
    ),
    el('strong', {}, item.state === 'no_filing' ? view.t('state-nofiling') : shareCell(view, item)),
  )
}
