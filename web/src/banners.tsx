/** Quiet strips under the bar: what is synthetic, wrong with the link, damaged, offline, pinned to an earlier knowledge, or just published. */
import type { Country, DamagedFiling, Lang, MeasuredSource } from './api'
import { damageLines } from './damage'
import type { ComponentChildren, JSX } from 'preact'
import { instant, listText } from './format'
import type { Translate } from './i18n'

/** What is damaged, as far as the answers that stand there say. */
export interface Damage {
  filings: DamagedFiling[]
  sources: Pick<MeasuredSource, 'id' | 'damaged'>[]
}
export interface BandState {
  damage: Damage
  country: Country | null
  offline: boolean
  /** When the oldest of what stands there was seen, where the server was not to be reached. */
  seen?: string | null
  /** What could not be had, in words. */
  missing?: readonly string[]
  knownAt: string | null
  published: boolean
  /** What is wrong with the link, if anything is. */
  faults?: ComponentChildren
}

/** `unpin` lets go of an earlier state of knowledge. */
export function Bands({
  state,
  lang,
  t,
  unpin,
}: {
  state: BandState
  lang: Lang
  t: Translate
  unpin: () => void
}): JSX.Element {
  return (
    <>
      {state.country?.synthetic ? (
        <p class="band synthetic" data-band="synthetic">
          <strong>{t('band-synthetic')}</strong> <span>{t('band-synthetic-detail')}</span>
        </p>
      ) : null}
      {state.faults}
      {damaged(state, lang, t)}
      {state.knownAt ? (
        <p class="band">
          {t('band-known', { date: instant(lang, state.knownAt) })}{' '}
          <button type="button" class="link" onClick={unpin}>
            {t('band-known-clear')}
          </button>
        </p>
      ) : null}
      {state.offline || state.seen ? (
        <p class="band warn" role="status" data-band="offline">
          {state.seen ? t('band-seen', { date: instant(lang, state.seen) }) : t('band-offline')}{' '}
          {state.missing?.length ? t('band-missing', { list: listText(lang, [...state.missing]) }) : null}
        </p>
      ) : null}
      {state.published ? (
        <p class="band" role="status">
          {t('band-published')}
        </p>
      ) : null}
    </>
  )
}

/** Stays as long as the damage does: there is nothing to press. */
function damaged({ country, damage }: BandState, lang: Lang, t: Translate): JSX.Element | null {
  const lines = damageLines({ lang, t, country: country ?? { operators: [] } }, damage.filings, damage.sources)
  return lines.length === 0 ? null : (
    <div class="band damaged-band" data-band="damaged" tabindex={0}>
      <strong>{t('band-damaged')}</strong> <span class="detail">{t('band-damaged-detail')}</span>{' '}
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </div>
  )
}
