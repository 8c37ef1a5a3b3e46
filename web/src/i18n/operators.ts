/** The operators' page's own messages, apart from the map's so that each page carries only its words. */
import type { Lang } from '../api'
import { fillIn } from '../i18n'
import { ar } from './operators/ar'
import { en } from './operators/en'
import { fr, type OperatorsKey, type OperatorsMessages } from './operators/fr'

export type { OperatorsKey } from './operators/fr'
export const OPERATORS_MESSAGES: Record<Lang, OperatorsMessages> = { fr, ar, en }

export type Say = (key: OperatorsKey, values?: Record<string, string | number>) => string

export const operatorsTranslator =
  (lang: Lang): Say =>
  (key, values = {}) =>
    fillIn(OPERATORS_MESSAGES[lang][key], values)
