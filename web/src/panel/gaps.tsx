/**
 * Where most is not covered: the five base units of the chosen territory that lack most, each a way there; who is closest to
 * covering each, once that is asked; and the way to all of them, ranked.
 */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Item } from '../api'
import { atMost } from '../figure'
import { exact, listText, nameOf, percent, quantity } from '../format'
import { levelsOf, levelsTitle } from '../levels'
import { gapKey } from '../listed'
import { agree } from '../questions'
import { Failure, ofLine, Section, type Part } from '../shown'
import { closestOf, filersOf, type Closest } from '../table/closest'
import { operatorName } from '../table/columns'
import { gapOf, type Tree } from '../tree'
import type { View } from '../view'

export const FIRST = 5

/** The base units inside a territory that lack most, with what they lack; where nothing lacks, none. */
export function largestGaps(tree: Tree, code: string, base: string): { item: Item; gap: number }[] {
  return tree
    .descendants(code, base)
    .map((item) => ({ item, gap: gapOf(item) ?? 0 }))
    .filter(({ gap }) => gap >= 1)
    .sort((one, other) => other.gap - one.gap || one.item.code.localeCompare(other.item.code))
    .slice(0, FIRST)
}

export function GapsSection({ view, actions }: Part): JSX.Element | null {
  const { t, lang, country, code, selection } = view
  const { answer } = view.figures
  const { base, inner } = levelsOf(country)
  const gaps = useMemo(() => (answer ? largestGaps(answer.value.tree, code, base) : []), [answer, code, base])
  if (!answer || gaps.length === 0) return null
  const { denominator, technology } = answer.question
  const { tree } = answer.value
  const asks = filersOf(country, technology).length > 1
  return (
    <Section title={t('gaps-title', { units: levelsTitle(country, lang, base) })}>
      {ofLine(view, answer.question)}
      <p class="hint">{t(gapKey(denominator))}</p>
      <ol class="gaps">
        {gaps.map(({ item, gap }) => {
          const around = tree.upTo(item.code, inner)
          return (
            <li key={item.code} data-code={item.code}>
              <button type="button" class="unit" onClick={() => actions.goTo(item.code)}>
                <bdi>{nameOf(lang, item.names)}</bdi>
                {around && around.code !== item.code && around.code !== code ? (
                  <bdi class="quiet">{nameOf(lang, around.names)}</bdi>
                ) : null}
              </button>
              <span class="number" title={exact(lang, gap)}>
                {atMost(view, item, quantity(lang, denominator, gap))}
              </span>
              {asks && selection.closest ? <ClosestTo view={view} code={item.code} of={denominator} /> : null}
            </li>
          )
        })}
      </ol>
      {asks && selection.closest && view.gapShares.status === 'failed' ? (
        <Failure view={view} error={view.gapShares.error} actions={actions} quiet />
      ) : null}
      <p class="list-ends">
        {asks ? (
          <button
            type="button"
            class="link"
            id="gaps-closest"
            aria-pressed={selection.closest}
            onClick={() => actions.choose({ closest: !selection.closest })}
          >
            {t('gaps-closest')}
          </button>
        ) : null}
        <button
          type="button"
          class="link"
          id="gaps-all"
          onClick={() => {
            actions.arrange({ level: base, sort: { column: 'gap', up: false } })
            actions.openTable(true)
          }}
        >
          {t('gaps-all')}
        </button>
      </p>
    </Section>
  )
}

/** Whose own share is the highest there, and what it does not reach; awaited until it is of these figures. */
function ClosestTo({ view, code, of }: { view: View; code: string; of: string }): JSX.Element | null {
  const { t, gapShares, figures } = view
  if (gapShares.status === 'failed') return null
  const { answer } = gapShares
  const question = figures.answer?.question
  if (!answer || !question || !agree(answer.question, question)) return <span class="closest skeleton" />
  const found = closestOf(answer.value, code)
  return (
    <span class="closest" title={found?.isUncertain ? t('table-closest-uncertain') : t('table-closest-title')}>
      {found ? closestText(view, found, of) : t('table-closest-none')}
    </span>
  )
}

function closestText(view: View, { operators, share, missing, isUncertain }: Closest, denominator: string): string {
  const { t, lang } = view
  const text = t('gaps-closest-is', {
    name: listText(
      lang,
      operators.map((id) => operatorName(view, id)),
    ),
    share: percent(lang, share),
    missing: `${quantity(lang, denominator, missing)} ${t(gapKey(denominator))}`,
  })
  return isUncertain ? `${text} *` : text
}
