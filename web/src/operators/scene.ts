/** What every part of the operators' page is given to show itself. */
import type { Country, Lang } from '../api'
import type { Translate } from '../i18n'
import type { Say } from '../i18n/operators'
import type { Theme } from '../map/style'
import type { Client, Kind, LayerSummary, Session } from './client'
import type { Wording } from './wording'
import { listText, nameOf, tierText } from '../format'
import { directionOf } from '../i18n/fluent'

export interface Scene {
  lang: Lang
  theme: Theme
  t: Translate
  say: Say
  wording: Wording
  country: Country
  session: Session
  client: Client
  /** Says it to those who listen. */
  announce(text: string): void
  /** The token is of no use any more. */
  expired(error: unknown): void
}

export const operatorName = (scene: Scene, id: string | null): string =>
  nameOf(scene.lang, scene.country.operators.find((one) => one.id === id)?.names) || (id ?? '')

/** "4G 5/1 Mbit/s, outdoor": a declared layer in a few words. */
export function layerText(scene: Scene, layer: LayerSummary): string {
  const { country, lang } = scene
  const technology = country.technologies.find((one) => one.id === layer.technology)
  const environment =
    technology?.kind === 'fixed'
      ? ''
      : nameOf(lang, country.environments.find((one) => one.id === layer.environment)?.names) || layer.environment
  const name = technology
    ? (/\b\dG\b/.exec(nameOf(lang, technology.names))?.[0] ?? nameOf(lang, technology.names))
    : layer.technology
  const speeds = layer.mindown > 0 ? tierText(lang, layer.mindown, layer.minup) : ''
  const words = [name, speeds].filter((one) => one !== '').join(' ')
  const isRtl = directionOf(lang) === 'rtl'
  const parts = [isRtl ? `\u2068${words}\u2069` : words, environment].filter((one) => one !== '')
  // Figures and Latin letters must not drag the words around them, which run the other way, out of order.
  return isRtl ? `\u2067${listText(lang, parts)}\u2069` : listText(lang, parts)
}

/** The kinds an operator can have something to file for, by its technologies. */
export function kindsOf(technologies: readonly string[], country: Country): Kind[] {
  const has = (kind: 'mobile' | 'fixed') =>
    country.technologies.some((one) => one.kind === kind && technologies.includes(one.id))
  const mobile: Kind[] = has('mobile') ? ['mobile-coverage'] : []
  const fixed: Kind[] = has('fixed') ? ['fibre-availability'] : []
  // A backbone is anyone's: it needs no technology of the last mile.
  return [...mobile, ...fixed, 'fibre-network']
}
