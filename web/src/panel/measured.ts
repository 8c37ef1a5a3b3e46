/** Each operator's claim in the chosen territory, beside what tests say of it. */
import type { Evidence, MeasuredItem } from '../api'
import type { Answer } from '../answer'
import { el, icon, type Child } from '../dom'
import { interval, megabits, nameOf, percent, tierText } from '../format'
import { levelsOf, unitWords } from '../levels'
import { askMeasured, itemsAt, unitsInside, sourceOf, tierOf, verdictOf, type Judged, type Measured } from '../measured'
import type { MeasuredQuestion } from '../questions'
import { failure, ofLine } from '../shown'
import { technologyOf } from '../state'
import type { Actions, View } from '../view'

type Told = Answer<MeasuredQuestion, Measured>

export function measuredSection(view: View, actions: Actions): HTMLElement | null {
  const { t, selection } = view
  if (!selection.measured) return null
  return el(
    'section',
    { class: 'panel-section measured', id: 'measured' },
    el('h2', { class: 'kicker' }, t('measured-title')),
    ...body(view, actions),
  )
}

function body(view: View, actions: Actions): Child[] {
  const { t, lang, measured, selection } = view
  if (measured.status === 'failed') return [failure(view, measured.error, actions)]
  const told = measured.answer
  if (!told) return [el('div', { class: 'skeleton block' })]
  const { question, value } = told
  if (value.items.size === 0) return [ofLine(view, question), el('p', { class: 'hint' }, t('measured-empty'))]
  const source = sourceOf(value, selection.source)
  const items = itemsAt(value, view.code, source)
  const within = view.code === view.country.id ? null : view.code
  const levels = levelsOf(view.country)
  const level = view.places.get(view.code)?.level
  const file = actions.url('measurements', {
    ...askMeasured(question),
    level: unitsInside(levels, level ?? levels.first),
    within,
    source,
    lang,
    f: 'csv',
  })
  return [
    ofLine(view, question),
    items.length > 0
      ? el('ul', { class: 'verdicts' }, ...items.map((one) => line(view, told, one, actions)))
      : el(
          'p',
          { class: 'hint' },
          level === levels.parts ? t('measured-commune', unitWords(view.country, lang)) : t('measured-none'),
        ),
    contradictedIn(view, told, source, actions),
    items.length > 0 ? el('p', { class: 'hint' }, t('measured-met', { tier: tierWords(view, question) })) : null,
    el(
      'details',
      { class: 'about' },
      el('summary', { class: 'link' }, t('measured-definition')),
      el('p', { class: 'definition', lang: question.lang }, value.definition.sentence),
    ),
    el(
      'a',
      {
        class: 'button',
        href: file,
        download: `taghtia-measured-${view.code}-${question.technology}-${question.asOf ?? ''}.csv`,
      },
      icon('download'),
      t('panel-csv'),
    ),
  ]
}

const FIRST = 8

/** Where inside the chosen territory tests contradict a claim, and whose: what the map shows, in words. */
function contradictedIn(
  view: View,
  { question, value: measured }: Told,
  source: string | null,
  actions: Actions,
): HTMLElement | null {
  const { t, lang, country, code, places } = view
  const found = places.descendants(code, unitsInside(levelsOf(country), places.get(code)?.level)).flatMap((unit) =>
    itemsAt(measured, unit.code, source)
      .filter((one) => verdictOf(one, question.tier) === 'contradicted')
      .map((item) => ({ unit, item })),
  )
  if (found.length === 0) return null
  const name = (id: string) => nameOf(lang, country.operators.find((one) => one.id === id)?.names) || id
  return el(
    'div',
    { class: 'contradicted' },
    el(
      'p',
      {},
      el('span', { class: 'swatch mark-contradicted', 'aria-hidden': 'true' }),
      el('strong', {}, t('measured-contradicted', { n: found.length })),
    ),
    el(
      'ul',
      {},
      ...found
        .slice(0, FIRST)
        .map(({ unit, item }) =>
          el(
            'li',
            { 'data-code': unit.code, 'data-operator': item.operator },
            el(
              'button',
              { type: 'button', class: 'link', onclick: () => actions.goTo(unit.code) },
              nameOf(lang, unit.names),
            ),
            el('span', { class: 'quiet' }, ` · ${name(item.operator)}`),
          ),
        ),
    ),
    found.length > FIRST ? el('p', { class: 'hint' }, t('measured-more', { n: found.length - FIRST })) : null,
  )
}

function tierWords({ country, lang }: View, question: MeasuredQuestion): string {
  const tier = technologyOf(country, question.technology).tiers.find((one) => one.id === question.tier)
  return tier ? tierText(lang, tier.mindown, tier.minup) : question.tier
}

function line(view: View, { question }: Told, item: MeasuredItem, actions: Actions): HTMLElement {
  const { t, lang, country, wanted } = view
  const tier = tierOf(item, question.tier)
  const verdict = verdictOf(item, question.tier)
  const name = nameOf(lang, country.operators.find((one) => one.id === item.operator)?.names) || item.operator
  const scope = `op:${item.operator}`
  const figure = (words: string, value: string, more = '') =>
    el(
      'span',
      {},
      el('span', { class: 'quiet' }, words),
      el('strong', {}, value),
      more ? el('span', { class: 'quiet number' }, more) : null,
    )
  const { download } = item
  return el(
    'li',
    { 'data-operator': item.operator, 'data-verdict': verdict },
    el(
      'button',
      {
        type: 'button',
        class: 'verdict-line',
        'aria-pressed': String(wanted.scope === scope),
        onclick: () => actions.choose({ scope: wanted.scope === scope ? 'any' : scope }),
      },
      el('span', { class: 'verdict-head' }, el('span', { class: 'name' }, name), verdictBadge(view, verdict)),
      el(
        'span',
        { class: 'verdict-figures' },
        figure(t('measured-claimed'), percent(lang, tier?.claimed)),
        figure(
          t('measured-measured'),
          percent(lang, tier?.share),
          tier && tier.low !== null && tier.high !== null ? interval(lang, tier.low, tier.high, 'share') : '',
        ),
      ),
      el(
        'span',
        { class: 'verdict-figures quiet' },
        el(
          'span',
          {},
          download
            ? t('measured-median', {
                speed: megabits(lang, download.p50),
                interval: interval(lang, download.p50_low, download.p50_high, 'speed'),
              })
            : '',
        ),
        el(
          'span',
          { class: 'number' },
          item.tests === null ? t('measured-damaged') : t('measured-tests', { n: item.tests }),
        ),
      ),
      tier && item.tests !== null ? el('span', { class: 'quiet evidence' }, evidenceText(view, tier)) : null,
    ),
  )
}

/** What a verdict rests on, in words. */
export const evidenceText = ({ t }: Pick<View, 't'>, { tests, cells, days }: Evidence): string =>
  tests === null || cells === null || days === null
    ? t('measured-evidence-damaged')
    : t('measured-evidence', { tests, cells, days })

/** A verdict's word with its look on the map, so that colour alone never says it. */
export function verdictBadge({ t }: Pick<View, 't'>, verdict: Judged): HTMLElement {
  return el(
    'span',
    { class: 'verdict', 'data-verdict': verdict },
    el('span', { class: `swatch mark-${verdict}`, 'aria-hidden': 'true' }),
    t(`verdict-${verdict}`),
  )
}
