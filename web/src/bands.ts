/** Quiet strips under the bar: what is synthetic, offline, pinned to an earlier knowledge, or just published. */
import type { Country, Lang } from './api'
import { el, fill } from './dom'
import { instant } from './format'
import type { Translate } from './i18n'

export interface BandState { country: Country | null; offline: boolean; knownAt: string | null; published: boolean }

export function renderBands(root: HTMLElement, state: BandState, lang: Lang, t: Translate, unpin: () => void): void {
  fill(root,
    state.country?.synthetic ? el('p', { class: 'band synthetic', 'data-band': 'synthetic' }, el('strong', {}, t('band.synthetic')), ' ', el('span', {}, t('band.synthetic.detail'))) : null,
    state.knownAt ? el('p', { class: 'band' }, t('band.known', { date: instant(lang, state.knownAt) }), ' ', el('button', { type: 'button', class: 'link', onclick: unpin }, t('band.known.clear'))) : null,
    state.offline ? el('p', { class: 'band warn', role: 'status' }, t('band.offline')) : null,
    state.published ? el('p', { class: 'band', role: 'status' }, t('band.published')) : null)
}
