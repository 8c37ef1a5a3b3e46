/** What stands in each cell of a row, by its column. A number that is not known is a dash with its reason, never 0. */
import type { ComponentChildren, JSX } from 'preact'
import type { Item } from '../api'
import { atLeast, atMost } from '../figure'
import { Absent, DamagedDash, shareCell } from '../figure-cell'
import { exact, interval, listText, megabits, nameOf, percent, points, quantity } from '../format'
import { levelsOf, unitWords } from '../levels'
import { verdictOf } from '../measured'
import { evidenceText, VerdictBadge } from '../panel/measured'
import { ChangeSwatch, Swatch } from '../swatch'
import { gapOf } from '../tree'
import { isWords, operatorName, coveredOf, readingAt, type Tests } from './columns'
import { MEASURED, operatorOf, type Column } from './bench'
import type { Sheet } from './row'

/** What is awaited: neither a dash nor a number. */
const Awaited = (): JSX.Element => (
  <span class="quiet" aria-hidden="true">
    ···
  </span>
)

export function cellOf(sheet: Sheet, item: Item, column: Column): JSX.Element {
  const { view, tree, denominator } = sheet
  const { lang } = view
  const cell = (value: number | null, bounded: (text: string) => string) => (
    <td key={column} class="number" title={exact(lang, value)}>
      {value === null ? '–' : bounded(quantity(lang, denominator, value))}
    </td>
  )
  const operator = operatorOf(column)
  if (operator !== null) return operatorCell(sheet, item, operator)
  switch (column) {
    case 'parent':
      return (
        <td key={column} class="quiet">
          {nameOf(lang, tree.get(item.parent ?? '')?.names)}
        </td>
      )
    case 'share':
      return (
        <td key={column} class="number share-cell">
          <Swatch of={item} />
          {shareCell(view, item)}
        </td>
      )
    case 'covered':
      return cell(coveredOf(item), (text) => atLeast(view, item, text))
    case 'total':
      return cell(item.total, (text) => text)
    case 'gap':
      return cell(gapOf(item), (text) => atMost(view, item, text))
    case 'closest':
      return closestCell(sheet, item)
    case 'missing':
      return missingCell(sheet, item)
    case 'change':
      return changeCell(sheet, item)
    case 'goal':
      return goalCell(sheet, item)
    case 'name':
    case 'met':
    case 'median':
    case 'tests':
    case 'verdict':
    default:
      return measuredCell(sheet, item, column)
  }
}

function operatorCell({ view, shares, isAwaited }: Sheet, item: Item, operator: string): JSX.Element {
  const own = shares?.get(operator)?.get(item.code)
  return (
    <td key={`op:${operator}`} class="number">
      {own ? shareCell(view, own) : isAwaited ? <Awaited /> : <Absent reason={view.t('state-nofiling')} />}
    </td>
  )
}

function closestCell({ view, closest, isAwaited }: Sheet, item: Item): JSX.Element {
  const { t, lang } = view
  const best = closest?.get(item.code)
  const names = (best?.operators ?? []).map((id) => operatorName(view, id))
  return (
    <td key="closest" class="closest" title={best?.isUncertain ? t('table-closest-uncertain') : undefined}>
      {best ? (
        <>
          <bdi>{listText(lang, names)}</bdi> <span class="quiet">{percent(lang, best.share)}</span>
          {best.isUncertain ? <span class="visually-hidden"> {t('table-closest-uncertain')}</span> : null}
        </>
      ) : closest === null && isAwaited ? (
        <Awaited />
      ) : (
        <Absent reason={t('table-closest-none')} />
      )}
    </td>
  )
}

function missingCell({ view, closest, denominator, isAwaited }: Sheet, item: Item): JSX.Element {
  const { t, lang } = view
  const missing = closest?.get(item.code)?.missing ?? null
  return (
    <td key="missing" class="number" title={missing === null ? undefined : exact(lang, missing)}>
      {missing !== null ? (
        quantity(lang, denominator, missing)
      ) : closest === null && isAwaited ? (
        <Awaited />
      ) : (
        <Absent reason={t('table-closest-none')} />
      )}
    </td>
  )
}

function changeCell({ view, changes, isAwaited, compares }: Sheet, item: Item): JSX.Element {
  const { t, lang } = view
  const change = changes?.get(item.code)?.change ?? null
  const lacking = changes === null && isAwaited ? <Awaited /> : null
  return (
    <td key="change" class="number share-cell">
      {change !== null ? (
        <>
          <ChangeSwatch change={change} />
          {points(lang, change)}
        </>
      ) : (
        (lacking ?? <Absent reason={t(compares ? 'compare-nodata' : 'table-needs-compare')} />)
      )}
    </td>
  )
}

function goalCell({ view, goal }: Sheet, item: Item): JSX.Element {
  const { t, lang } = view
  const difference = goal && item.state === 'known' && item.share !== null ? item.share - goal.share : null
  return (
    <td key="goal" class="number">
      {difference !== null ? (
        points(lang, difference)
      ) : (
        <Absent reason={t(goal ? 'state-nofiling' : 'table-needs-goal')} />
      )}
    </td>
  )
}

const isMeasured = (column: Column): column is (typeof MEASURED)[number] => MEASURED.some((one) => one === column)

function measuredCell(sheet: Sheet, item: Item, column: Column): JSX.Element {
  const { view, tests, isAwaited } = sheet
  const { t, lang, country } = view
  const cell = (inside: ComponentChildren, title?: string): JSX.Element => (
    <td key={column} class={isWords(column) ? undefined : 'number'} title={title}>
      {inside}
    </td>
  )
  if (!isMeasured(column)) return cell(null)
  const isPart = !levelsOf(country).chain.includes(item.level)
  if (isPart) return cell(<Absent reason={t('measured-commune', unitWords(country, lang))} />)
  if (!tests) return cell(isAwaited ? <Awaited /> : <Absent reason={t('measured-none')} />)
  const inside = readingCell(sheet, tests, item, column)
  return cell(inside.text, inside.title)
}

function readingCell(
  { view, source }: Sheet,
  tests: Tests,
  row: Item,
  column: (typeof MEASURED)[number],
): { text: ComponentChildren; title?: string | undefined } {
  const { t, lang } = view
  const { item, tier } = readingAt(tests, source, row)
  if (!item) return { text: <Absent reason={t('measured-none')} /> }
  const damaged = <DamagedDash t={t} reason={t('measured-damaged')} />
  const few = item.state === 'damaged' ? damaged : <Absent reason={t('verdict-insufficient')} />
  const { download } = item
  switch (column) {
    case 'met':
      return {
        text: tier && tier.share !== null ? percent(lang, tier.share) : few,
        title:
          tier && tier.low !== null && tier.high !== null ? interval(lang, tier.low, tier.high, 'share') : undefined,
      }
    case 'median':
      return {
        text: download ? megabits(lang, download.p50) : few,
        title: download ? interval(lang, download.p50_low, download.p50_high, 'speed') : undefined,
      }
    case 'tests':
      return { text: item.tests === null ? damaged : exact(lang, item.tests) }
    case 'verdict':
      return {
        text: (
          <>
            <VerdictBadge t={t} verdict={verdictOf(item, tests.question.tier)} />
            {tests.question.scope.startsWith('op:') ? null : (
              <span class="quiet">{` ${operatorName(view, item.operator)}`}</span>
            )}
          </>
        ),
        title: tier ? evidenceText(view, tier) : undefined,
      }
  }
}
