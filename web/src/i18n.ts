/** The map's messages in the reader's language. A missing key cannot compile; a test holds the keys against the files. */
import type { Lang } from './api'
import { byLanguage, sayer, spokenOf, type Say } from './i18n/fluent'
import type { Key } from './i18n/keys'

export { directionOf, spokenOf } from './i18n/fluent'
export type { Key } from './i18n/keys'

const TEXTS = byLanguage(
  import.meta.glob<string>('../../data/messages/*/map.ftl', { query: '?raw', import: 'default', eager: true }),
)

export type Translate = Say<Key>

export const translator = (lang: Lang): Translate => sayer<Key>(lang, TEXTS[spokenOf(lang)])
