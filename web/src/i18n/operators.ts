/** The operators' page's own messages, apart from the map's so that each page carries only its words. */
import type { Lang } from '../api'
import { byLanguage, hasMessage, sayer, spokenOf, type Say as SayOf } from './fluent'
import type { OperatorsKey } from './keys'

export type { OperatorsKey } from './keys'

const TEXTS = byLanguage(
  import.meta.glob<string>('../../../data/messages/*/operators.ftl', { query: '?raw', import: 'default', eager: true }),
)

export type Say = SayOf<OperatorsKey>

export const operatorsTranslator = (lang: Lang): Say => sayer<OperatorsKey>(lang, TEXTS[spokenOf(lang)])

/** Whether there are words of ours for what the server names. */
export const isOperatorsKey = (key: string): key is OperatorsKey => hasMessage(Object.values(TEXTS)[0] ?? '', key)
