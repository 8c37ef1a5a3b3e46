/**
 * How a figure is said, the same in every list, title and picture: a number, a number that is a lower bound
 * because a damaged filing is not counted, or a dash with the word for why there is none. A damaged number is
 * never 0, never empty, and never the same as none filed.
 */
import type { Figure, MeasuredItem } from './api'
import { percent } from './format'
import type { Key, Translate } from './i18n'
import type { Lang } from './api'

interface Words {
  lang: Lang
  t: Translate
}
type Said = Pick<Figure, 'state' | 'share'>

/** Whether there is a share: of everything that counts, or of what of it can be read. */
export const isCounted = (figure: Said): boolean =>
  (figure.state === 'known' || figure.state === 'lower_bound') && figure.share !== null
export const isBound = (figure: Pick<Figure, 'state'>): boolean => figure.state === 'lower_bound'
export const isDamaged = (figure: Pick<Figure, 'state'>): boolean => figure.state === 'damaged'

/** Why there is no share, in a word. */
export const reasonKey = ({ state }: { state: Figure['state'] | MeasuredItem['state'] }): Key =>
  state === 'damaged' ? 'state-damaged' : state === 'insufficient' ? 'state-insufficient' : 'state-nofiling'

/** "41.2%", "at least 41.2%", or a dash with the reason. */
export function shareText(words: Words, figure: Said): string {
  if (isCounted(figure)) return atLeast(words, figure, percent(words.lang, figure.share))
  return figure.state === 'known' ? '–' : `– ${words.t(reasonKey(figure))}`
}

/** The same where there is room for a number alone: a dash for whatever is none. */
export const shortShare = (words: Words, figure: Said): string =>
  isCounted(figure) ? atLeast(words, figure, percent(words.lang, figure.share)) : '–'

/** What is covered, of a bound: as much at least. */
export const atLeast = ({ t }: Pick<Words, 't'>, figure: Pick<Figure, 'state'>, text: string): string =>
  isBound(figure) ? t('bound-least', { n: text }) : text
/** What is not covered, of a bound: as much at most. */
export const atMost = ({ t }: Pick<Words, 't'>, figure: Pick<Figure, 'state'>, text: string): string =>
  isBound(figure) ? t('bound-most', { n: text }) : text
