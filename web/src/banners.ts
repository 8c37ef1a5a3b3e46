/** Quiet strips under the bar: what is synthetic, damaged, offline, pinned to an earlier knowledge, or just published. */
import type { Country, DamagedFiling, Lang, MeasuredSource } from './api'
import { damageLines } from './damage'
import { el, fill } from './dom'
import { instant } from './format'
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
  knownAt: string | null
  published: boolean
  /** What is wrong with the link, if anything is. */
  faults?: HTMLElement | null
}

export function renderBands(root: HTMLElement, state: BandState, lang: Lang, t: Translate, unpin: () => void): void {
  fill(
    root,
    state.country?.synthetic
      ? el(
          'p',
          { class: 'band synthetic', 'data-band': 'synthetic' },
          el('strong', {}, t('band-synthetic')),
          ' ',
          el('span', {}, t('band-synthetic-detail')),
        )
      : null,
    state.faults ?? null,
    damaged(state, lang, t),
    state.knownAt
      ? el(
          'p',
          { class: 'band' },
          t('band-known', { date: instant(lang, state.knownAt) }),
          ' ',
          el('button', { type: 'button', class: 'link', onclick: unpin }, t('band-known-clear')),
        )
      : null,
    state.offline ? el('p', { class: 'band warn', role: 'status' }, t('band-offline')) : null,
    state.published ? el('p', { class: 'band', role: 'status' }, t('band-published')) : null,
  )
}

/** Stays as long as the damage does: there is nothing to press. */
function damaged({ country, damage }: BandState, lang: Lang, t: Translate): HTMLElement | null {
  const lines = damageLines({ lang, t, country: country ?? { operators: [] } }, damage.filings, damage.sources)
  return lines.length === 0
    ? null
    : el(
        'div',
        { class: 'band damaged-band', 'data-band': 'damaged', tabindex: 0 },
        el('strong', {}, t('band-damaged')),
        ' ',
        el('span', { class: 'detail' }, t('band-damaged-detail')),
        ' ',
        el('ul', {}, ...lines.map((line) => el('li', {}, line))),
      )
}
