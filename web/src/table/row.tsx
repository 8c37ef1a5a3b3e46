/** One row of the table: what is claimed of a unit, and what tests say of it while they are shown. */
import { Component, type JSX } from 'preact'
import type { Country, Item } from '../api'
import { atLeast, atMost } from '../figure'
import { Absent, DamagedDash, shareCell } from '../figure-cell'
import { exact, interval, megabits, nameOf, percent, quantity } from '../format'
import { levelsOf, unitWords } from '../levels'
import { verdictOf } from '../measured'
import { evidenceText, VerdictBadge } from '../panel/measured'
import { Swatch } from '../swatch'
import { gapOf } from '../tree'
import { coveredOf, MEASURED, readingAt, WORDS, type Rows, type Tests } from './columns'

/** What all rows share. */
export interface Sheet extends Rows {
  country: Country
  denominator: string
  goTo(code: string): void
}

interface RowShown {
  item: Item
  sheet: Sheet
  /** Its place in the whole table, which may be drawn in part. */
  index: number | undefined
  isChosen: boolean
}

/** Drawn anew only when it is another: hundreds of them stand while one scrolls. */
export class Row extends Component<RowShown> {
  override shouldComponentUpdate(next: RowShown): boolean {
    const { item, sheet, index, isChosen } = this.props
    return next.item !== item || next.sheet !== sheet || next.index !== index || next.isChosen !== isChosen
  }

  override render({ item, sheet, index, isChosen }: RowShown): JSX.Element {
    const { view, tree, tests, denominator } = sheet
    const { lang } = view
    const cell = (value: number | null, bounded: (text: string) => string) => (
      <td class="number" title={exact(lang, value)}>
        {value === null ? '–' : bounded(quantity(lang, denominator, value))}
      </td>
    )
    return (
      <tr aria-rowindex={index} aria-current={isChosen ? 'true' : undefined}>
        <th scope="row">
          <button type="button" class="link plain" onClick={() => sheet.goTo(item.code)}>
            {nameOf(lang, item.names)}
          </button>
        </th>
        <td class="quiet">{nameOf(lang, tree.get(item.parent ?? '')?.names)}</td>
        <td class="number share-cell">
          <Swatch of={item} />
          {shareCell(view, item)}
        </td>
        {cell(coveredOf(item), (text) => atLeast(view, item, text))}
        {cell(item.total, (text) => text)}
        {cell(gapOf(item), (text) => atMost(view, item, text))}
        {tests ? measuredCells(sheet, tests, item) : null}
      </tr>
    )
  }
}

function measuredCells({ view, country, source }: Sheet, tests: Tests, item: Item): JSX.Element[] {
  const { t, lang } = view
  const { question, value } = tests
  const { item: of, tier } = readingAt(tests, source, item)
  const isFar = item.level === levelsOf(country).base && value.communes === null
  if (!of) {
    const reason = isFar ? t('measured-far', unitWords(country, lang)) : t('measured-none')
    return MEASURED.map((column) => (
      <td key={column} class={WORDS.includes(column) ? undefined : 'number'}>
        <Absent reason={reason} />
      </td>
    ))
  }
  const damaged = <DamagedDash t={t} reason={t('measured-damaged')} />
  const few = of.state === 'damaged' ? damaged : <Absent reason={t('verdict-insufficient')} />
  const shares =
    tier && tier.low !== null && tier.high !== null ? interval(lang, tier.low, tier.high, 'share') : undefined
  const speeds = of.download ? interval(lang, of.download.p50_low, of.download.p50_high, 'speed') : undefined
  const operator = nameOf(lang, country.operators.find((one) => one.id === of.operator)?.names) || of.operator
  return [
    <td class="number" title={shares}>
      {tier && tier.share !== null ? percent(lang, tier.share) : few}
    </td>,
    <td class="number" title={speeds}>
      {of.download ? megabits(lang, of.download.p50) : few}
    </td>,
    <td class="number">{of.tests === null ? damaged : exact(lang, of.tests)}</td>,
    <td title={tier ? evidenceText(view, tier) : undefined}>
      <VerdictBadge t={t} verdict={verdictOf(of, question.tier)} />
      {question.scope.startsWith('op:') ? null : <span class="quiet">{` ${operator}`}</span>}
    </td>,
  ]
}
