/** Where most people are not covered: the five base units of the chosen territory that lack most, each a way there. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Item } from '../api'
import { atMost } from '../figure'
import { exact, nameOf, quantity } from '../format'
import type { Key } from '../i18n'
import { levelsOf, levelsTitle } from '../levels'
import { ofLine, Section, type Part } from '../shown'
import { gapOf, type Tree } from '../tree'

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
  const { t, lang, country, code } = view
  const { answer } = view.figures
  const { base, inner } = levelsOf(country)
  const gaps = useMemo(() => (answer ? largestGaps(answer.value.tree, code, base) : []), [answer, code, base])
  if (!answer || gaps.length === 0) return null
  const { denominator } = answer.question
  const { tree } = answer.value
  return (
    <Section title={t('gaps-title', { units: levelsTitle(country, lang, base) })}>
      {ofLine(view, answer.question)}
      <p class="hint">{t(`gap-${denominator}` as Key)}</p>
      <ol class="gaps">
        {gaps.map(({ item, gap }) => {
          const around = tree.upTo(item.code, inner)
          return (
            <li key={item.code}>
              <button type="button" class="unit" onClick={() => actions.goTo(item.code)}>
                <bdi>{nameOf(lang, item.names)}</bdi>
                {around && around.code !== item.code && around.code !== code ? (
                  <bdi class="quiet">{nameOf(lang, around.names)}</bdi>
                ) : null}
              </button>
              <span class="number" title={exact(lang, gap)}>
                {atMost(view, item, quantity(lang, denominator, gap))}
              </span>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
