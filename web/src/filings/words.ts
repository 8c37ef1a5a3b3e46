/** What stands on the page of filings in words: operators, layers, states. */
import type { Country, Lang } from '../api'
import { listText, nameOf, tierText } from '../format'
import { directionOf, type Translate } from '../i18n'
import type { Say } from '../i18n/filings'
import type { Filing, Layer } from './model'

export interface Words {
  lang: Lang
  t: Translate
  say: Say
  country: Country
}

export const operatorText = ({ lang, country }: Pick<Words, 'lang' | 'country'>, id: string): string =>
  nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id

export const technologyText = ({ lang, country }: Words, id: string): string =>
  nameOf(lang, country.technologies.find((one) => one.id === id)?.names) || id

/** "4G 5/1 Mbit/s, outdoor". What reaches a building has no outdoors. */
export function layerText(words: Words, layer: Layer): string {
  const { lang, country } = words
  const technology = country.technologies.find((one) => one.id === layer.technology)
  const place =
    technology?.kind === 'fixed'
      ? ''
      : nameOf(lang, country.environments.find((one) => one.id === layer.environment)?.names) || layer.environment
  const speed = layer.mindown > 0 ? tierText(lang, layer.mindown, layer.minup) : ''
  const name = [technologyText(words, layer.technology), speed].filter((one) => one !== '').join(' ')
  const isMirrored = directionOf(lang) === 'rtl'
  return listText(
    lang,
    [isMirrored ? `\u2068${name}\u2069` : name, place].filter((one) => one !== ''),
  )
}

/** The technologies that a filing says something of. */
export const technologiesText = (words: Words, filing: Filing): string =>
  listText(
    words.lang,
    [...new Set(filing.layers.map((one) => one.technology))].map((id) => technologyText(words, id)),
  )
