/** The messages of the page of filings, apart from the map's so that each page carries only its words. */
import type { Lang } from '../api'
import { byLanguage, sayer, spokenOf, type Say as SayOf } from './fluent'
import type { FilingsKey } from './keys'

const TEXTS = byLanguage(
  import.meta.glob<string>('../../../data/messages/*/filings.ftl', { query: '?raw', import: 'default', eager: true }),
)

export type Say = SayOf<FilingsKey>

export const filingsTranslator = (lang: Lang): Say => sayer<FilingsKey>(lang, TEXTS[spokenOf(lang)])
