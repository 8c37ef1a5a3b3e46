/** Messages in the reader's language. A missing key cannot compile; a test checks the placeholders too. */
import type { Lang, Level } from './api'
import { ar } from './i18n/ar'
import { en } from './i18n/en'
import { fr, type Key, type Messages } from './i18n/fr'

export type { Key } from './i18n/fr'
export const MESSAGES: Record<Lang, Messages> = { fr, ar, en }

export type Translate = (key: Key, values?: Record<string, string | number>) => string

/** Puts values in the place of their `{names}`; a name without a value stays to be seen. */
export const fillIn = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))

export const translator =
  (lang: Lang): Translate =>
  (key, values = {}) =>
    fillIn(MESSAGES[lang][key], values)

export const directionOf = (lang: Lang): 'rtl' | 'ltr' => (lang === 'ar' ? 'rtl' : 'ltr')

export const levelKey = (level: Level): Key => `level.${level}`
export const levelsKey = (level: Level): Key => `levels.${level}`
