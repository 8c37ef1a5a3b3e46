/** What the bars of all pages share: the choice of language, and buttons that are an icon. */
import type { Lang } from './api'
import { el, icon } from './dom'

const LANGUAGES: readonly [Lang, string, string][] = [
  ['fr', 'fr', 'Français'],
  ['ar', 'ع', 'العربية'],
  ['en', 'en', 'English'],
]

export interface Languages {
  node: HTMLElement
  render(lang: Lang, label: string): void
}

export function createLanguages(choose: (lang: Lang) => void): Languages {
  const buttons = LANGUAGES.map(([lang, short, long]) =>
    el(
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
    ),
  )
  const node = el('div', { class: 'segments languages', role: 'group' }, ...buttons)
  const render = (lang: Lang, label: string): void => {
    node.setAttribute('aria-label', label)
    for (const one of buttons) one.setAttribute('aria-pressed', String(one.dataset['lang'] === lang))
  }
  return { node, render }
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
