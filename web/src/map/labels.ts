/**
 * The names on the map, each with its share: of the first units from afar, then of what contains base units, then of
 * these; or at every zoom of the units the reader has chosen. Knows no figures: a share comes as it is to be read.
 */
import type { Lang, Names } from '../api'
import { namesIn } from '../format'
import { directionOf } from '../i18n/fluent'
import type { MapColours } from './style'

/** What a label names, from the largest: a unit of the first level, one that contains base units, a base unit. */
export const RANKS = ['first', 'inner', 'base'] as const
export type Rank = (typeof RANKS)[number]

/** From which zoom each is named where nothing else is chosen; the one before it is until then. */
const FROM: Record<Rank, number> = { first: 3, inner: 6, base: 8 }
const FONT = ['Noto Sans']
/** All names are of one source: where several change, they are laid out once. */
const NAMES = 'names'

/** A place's names as properties of its point, `name_LANG`. */
export const labelNames = (names: Names): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([lang, name]) => [`name_${lang}`, name]))

/** The name in a language, else in the best one of the country that it is known in. */
export const labelText = (lang: Lang): unknown[] => [
  'coalesce',
  ...[lang, ...namesIn()].map((one) => ['get', `name_${one}`]),
  '',
]

const byZoom = (...stops: number[]): unknown[] => ['interpolate', ['linear'], ['zoom'], ...stops]

/** A name, and below it the share where there is one. */
const withShare = (lang: Lang): unknown[] => [
  'format',
  labelText(lang),
  {},
  ['case', ['==', ['get', 'share'], ''], '', ['concat', '\n', ['get', 'share']]],
  { 'font-scale': 1.12 },
]

/** Which zooms a rank is named at: its own, all where it is chosen, none where another is. */
function shownAt(rank: Rank, chosen: Rank | null, text: unknown): unknown {
  if (chosen !== null) return chosen === rank ? text : ''
  const next = RANKS[RANKS.indexOf(rank) + 1]
  const from: unknown[] = ['step', ['zoom'], '', FROM[rank], text]
  return next ? [...from, FROM[next], ''] : from
}

/** A base unit is named as the town it mostly is, at any zoom; its share stands there once such units are told. */
const townText = (lang: Lang, chosen: Rank | null, text: unknown): unknown => {
  if (chosen !== null) return chosen === 'base' ? text : labelText(lang)
  return ['step', ['zoom'], labelText(lang), FROM.base, text]
}

/** What is put under a name. */
export interface Naming {
  /** The rank whose units the reader has chosen; null where the zoom decides. */
  chosen: Rank | null
  /** Whether shares belong there: on a side that shows something else they do not. */
  shares: boolean
}

export function labelLayers(colours: MapColours, lang: Lang, { chosen, shares }: Naming): unknown[] {
  const text = shares ? withShare(lang) : labelText(lang)
  const paint = {
    'text-color': colours.ink,
    'text-halo-color': colours.paper,
    'text-halo-width': 1.6,
    'text-halo-blur': 0.4,
  }
  const towns = ['all', ['==', ['get', 'rank'], 'base'], ['<=', ['get', 'from'], ['zoom']]]
  const isMirrored = directionOf(lang) === 'rtl'
  const unit = (rank: 'first' | 'inner', size: unknown) => ({
    id: `${rank}-labels`,
    type: 'symbol',
    source: NAMES,
    filter: ['==', ['get', 'rank'], rank],
    paint: { ...paint, 'text-halo-width': 2 },
    layout: {
      'text-field': shownAt(rank, chosen, text),
      'text-font': FONT,
      'text-size': size,
      'text-max-width': 8,
      'text-line-height': 1.15,
      'text-letter-spacing': isMirrored || rank === 'inner' ? 0 : 0.04,
      'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right'],
      'text-radial-offset': 0.9,
      'text-padding': 2,
      'symbol-sort-key': ['-', 0, ['get', 'people']],
    },
  })
  return [
    {
      id: 'town-dots',
      type: 'circle',
      source: NAMES,
      filter: towns,
      paint: {
        'circle-radius': byZoom(5, 1.8, 9, 2.6),
        'circle-color': colours.ink,
        'circle-stroke-color': colours.paper,
        'circle-stroke-width': 1.2,
      },
    },
    {
      id: 'town-labels',
      type: 'symbol',
      source: NAMES,
      filter: towns,
      paint,
      layout: {
        'text-field': townText(lang, chosen, text),
        'text-font': FONT,
        'text-size': byZoom(5, 12, 9, 13.5),
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 0.5,
        'text-max-width': 8,
        'symbol-sort-key': ['-', 0, ['get', 'people']],
      },
    },
    unit('inner', byZoom(6, 11.5, 8, 14)),
    unit('first', byZoom(4.5, 12, 6, 13.5, 9, 16)),
  ]
}
