/** A figure where there is little room: a number, or a dash that says why there is none. */
import type { ComponentChildren, JSX } from 'preact'
import type { Figure, Lang } from './api'
import { atLeast, isCounted, isDamaged, reasonKey } from './figure'
import { percent } from './format'
import type { Translate } from './i18n'

/** A dash where a number would stand, with the reason for those who hover or listen. */
export const Absent = ({ reason }: { reason: string }): JSX.Element => (
  <span class="quiet" title={reason}>
    <span aria-hidden="true">–</span>
    <span class="visually-hidden">{reason}</span>
  </span>
)

/** A dash, the word, and why. */
export const DamagedDash = ({ t, reason }: { t: Translate; reason: string }): JSX.Element => (
  <span class="damaged-dash" title={reason}>
    {'–\u00a0'}
    <span class="word">{t('state-damaged-short')}</span>
    <span class="visually-hidden">{`. ${reason}`}</span>
  </span>
)

/** "41.2%", "at least 41.2%", or a dash. */
export function shareCell(
  { lang, t }: { lang: Lang; t: Translate },
  figure: Pick<Figure, 'state' | 'share'>,
): ComponentChildren {
  if (isCounted(figure)) return atLeast({ t }, figure, percent(lang, figure.share))
  if (isDamaged(figure)) return <DamagedDash t={t} reason={t('state-damaged-share')} />
  return <Absent reason={t(reasonKey(figure))} />
}
