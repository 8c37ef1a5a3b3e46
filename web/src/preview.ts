/** What hovering says: the unit a click would choose, and the commune under the pointer. A preview only, never a choice. */
import type { Item } from './api'
import { el, fill } from './dom'
import { nameOf, percent } from './format'
import { levelKey } from './i18n'
import { swatch } from './swatch'
import type { View } from './view'

export interface Preview { show(view: View, items: Item[], at: { x: number; y: number }): void; hide(): void }

export function createPreview(root: HTMLElement, stage: HTMLElement): Preview {
  let shown = ''
  const show = (view: View, items: Item[], at: { x: number; y: number }): void => {
    const key = `${view.lang}|${items.map((one) => `${one.code}:${one.share}`).join('|')}`
    if (key !== shown) {
      fill(root, ...items.map((item) => line(view, item)))
      shown = key
    }
    root.hidden = false
    const box = stage.getBoundingClientRect()
    const [width, height] = [root.offsetWidth, root.offsetHeight]
    const x = at.x + 16 + width > box.width ? at.x - width - 16 : at.x + 16
    const y = at.y + 16 + height > box.height ? at.y - height - 12 : at.y + 16
    root.style.transform = `translate(${Math.max(4, Math.round(x))}px, ${Math.max(4, Math.round(y))}px)`
  }
  return { show, hide: () => { root.hidden = true } }
}

function line(view: View, item: Item): HTMLElement {
  return el('p', {},
    swatch(item.share),
    el('span', {}, el('bdi', {}, nameOf(view.lang, item.names)), el('span', { class: 'quiet' }, ` ${view.t(levelKey(item.level))}`)),
    el('strong', {}, item.state === 'known' ? percent(view.lang, item.share) : view.t('state.nofiling')))
}
