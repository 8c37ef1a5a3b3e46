/**
 * The map's messages in the reader's language, which alone is fetched. A missing key cannot compile; a test holds the
 * keys against the files.
 */
import { signal } from '@preact/signals'
import type { Lang } from './api'
import { byLanguage, sayer, spokenOf, type Say } from './i18n/fluent'
import type { Key } from './i18n/keys'

export { directionOf, spokenOf } from './i18n/fluent'
export type { Key } from './i18n/keys'

const FILES = byLanguage(
  import.meta.glob<string>('../../data/messages/*/map.ftl', { query: '?raw', import: 'default' }),
)
/** The texts that have come, by their language. */
const texts = signal<Readonly<Record<string, string>>>({})

export type Translate = Say<Key>

/** Fetches the texts of a language, or of the one that stands for it; until then its keys are said. */
export async function loadTexts(lang: Lang): Promise<void> {
  const spoken = spokenOf(lang)
  const file = FILES[spoken]
  if (texts.peek()[spoken] !== undefined || !file) return
  const text = await file()
  texts.value = { ...texts.peek(), [spoken]: text }
}

export const translator = (lang: Lang): Translate => sayer<Key>(lang, texts.value[spokenOf(lang)])
