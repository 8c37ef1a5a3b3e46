/** What the bars of all pages share: the choice of language, and buttons that are an icon. */
import type { Lang } from './api'
import { el, fill, icon } from './dom'
import { LANGUAGES, localeText } from './i18n/fluent'

export interface Languages {
  node: HTMLElement
  /** Offers the country's languages, once they are known. */
  render(lang: Lang, label: string, offered: readonly Lang[]): void
}

export function createLanguages(choose: (lang: Lang) => void): Languages {
  const node = el('div', { class: 'segments languages', role: 'group' })
  const button = (lang: Lang): HTMLElement => {
    const [short, long] = [LANGUAGES.includes(lang) ? localeText(lang, 'locale-short') : lang, ownName(lang)]
    return el(
      'button',
      {
        type: 'button',
        lang,
        'data-lang': lang,
        title: long,
        'aria-label': `${short} · ${long}`,
        onclick: () => choose(lang),
      },
      short,
    )
  }
  let drawn = ''
  const render = (lang: Lang, label: string, offered: readonly Lang[]): void => {
    node.setAttribute('aria-label', label)
    if (drawn !== offered.join()) {
      drawn = offered.join()
      fill(node, ...offered.map(button))
    }
    for (const one of node.querySelectorAll<HTMLElement>('button'))
      one.setAttribute('aria-pressed', String(one.dataset['lang'] === lang))
  }
  return { node, render }
}

/** A language's name in itself. */
function ownName(lang: Lang): string {
  const name = new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1)
}

export const iconButton = (name: Parameters<typeof icon>[0]): HTMLButtonElement =>
  el('button', { type: 'button', class: 'icon-button' }, icon(name))

/** The same words for those who see a button and those who hear it. */
export function nameButton(node: HTMLElement, text: string): void {
  node.setAttribute('aria-label', text)
  node.title = text
}

export const brand = (): HTMLElement =>
  el('div', { class: 'brand' }, el('strong', {}, 'Taghtia'), el('span', { lang: 'ar', 'aria-hidden': 'true' }, 'تغطية'))
