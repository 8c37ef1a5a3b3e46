/** Light or dark: the reader's kept choice, else the system's. */
import type { Theme } from './map/style'
import { applyFills } from './palette'

const KEY = 'taghtia.theme'

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage may be forbidden; the page works without it
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // nothing to do: the choice lasts as long as the page
  }
}

export function firstTheme(): Theme {
  const chosen = kept(KEY)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  applyFills(document.documentElement.style, theme)
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', theme === 'dark' ? '#14181c' : '#fbfaf7')
}

export function keepTheme(theme: Theme): void {
  keep(KEY, theme)
}
