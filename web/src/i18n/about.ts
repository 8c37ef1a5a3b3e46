/** The messages of the page that says what this is. */
import type { Lang } from '../api'
import { byLanguage, sayer, spokenOf, type Say as SayOf } from './fluent'
import type { AboutKey } from './keys'

const TEXTS = byLanguage(
  import.meta.glob<string>('../../../data/messages/*/about.ftl', { query: '?raw', import: 'default', eager: true }),
)

export type Say = SayOf<AboutKey>

export const aboutTranslator = (lang: Lang): Say => sayer<AboutKey>(lang, TEXTS[spokenOf(lang)])
