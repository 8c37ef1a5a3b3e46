/** What the window and those who listen are told of a view: the place and its figure. Pure. */
import { shareText } from './figure'
import { nameOf } from './format'
import { unitWords } from './levels'
import type { View } from './view'

/** The place and its figure under its own name; the place alone where there is no figure. */
export function titleOf(view: View): string {
  const {
    lang,
    places,
    code,
    figures: { answer, status },
  } = view
  const place = places.get(code)
  if (!place || status === 'idle' || (status === 'waiting' && !answer))
    return view.t('map-title', unitWords(view.country, lang))
  const item = answer?.value.tree.get(code)
  const technology = nameOf(
    lang,
    view.country.technologies.find((one) => one.id === answer?.question.technology)?.names,
  )
  const figure = item ? ` · ${technology} ${shareText(view, item)}` : ''
  return `${nameOf(lang, place.names)}${figure} · Taghtia`.replace(/[\u2066-\u2069]/g, '')
}
