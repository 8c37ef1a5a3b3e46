/** The figures that stand there, as files, and what else can be taken away: the link, paper, the table. */
import type { ComponentChildren, JSX } from 'preact'
import { askChanges } from '../compare/load'
import { Icon } from '../icons'
import { levelsOf, unitWords } from '../levels'
import { Section, type Part } from '../shown'
import { askOf } from '../state'
import type { Actions, View } from '../view'
import { OfflineSwitch } from './offline-switch'

export function DataSection({ view, actions }: Part): JSX.Element {
  const { t } = view
  return (
    <Section title={t('panel-data')}>
      <div class="buttons">
        {downloads(view, actions)}
        {changeDownload(view, actions)}
        <button type="button" class="button" onClick={() => void actions.copyLink()}>
          <Icon name="link" />
          {t('panel-copy')}
        </button>
        <button type="button" class="button" onClick={() => window.print()}>
          <Icon name="print" />
          {t('panel-print')}
        </button>
        <button type="button" class="button" onClick={() => actions.openTable(true)}>
          <Icon name="table" />
          {t('panel-table', unitWords(view.country, view.lang))}
        </button>
      </div>
      <OfflineSwitch t={t} />
    </Section>
  )
}

/** The figures that stand there, as files: none while there are none. */
function downloads(view: View, actions: Actions): ComponentChildren {
  const {
    t,
    code,
    country,
    figures: { answer },
  } = view
  const item = answer?.value.tree.get(code)
  if (!answer || !item) return []
  const {
    question,
    value: { tree },
  } = answer
  const { chain, base } = levelsOf(country)
  const level = chain.includes(item.level) && item.level !== base ? base : (tree.children(code)[0]?.level ?? item.level)
  const ask = { ...askOf(question), level, within: code === country.id ? null : code, limit: 5000, lang: view.lang }
  const file = `taghtia-${code}-${question.technology}-${question.tier}-${question.asOf ?? ''}`
  return [
    download(t('panel-csv'), actions.url('coverage', { ...ask, f: 'csv' }), `${file}.csv`),
    download(
      t('panel-geojson'),
      actions.url('coverage', { ...ask, geometry: 'simplified', f: 'geojson' }),
      `${file}.geojson`,
    ),
  ]
}

/** What changed, as far as it stands there. */
function changeDownload({ t, code, country, change: { answer }, lang }: View, actions: Actions): ComponentChildren {
  if (!answer || answer.question.code !== code) return null
  const { code: _, ...question } = answer.question
  const { chain, base } = levelsOf(country)
  const level = chain.includes(question.level) ? base : question.level
  const ask = { ...askChanges({ ...question, level, lang }), within: code === country.id ? null : code, limit: 5000 }
  const against = question.against.replaceAll(':', '-')
  const file = `taghtia-change-${code}-${question.technology}-${question.tier}-${against}-${question.asOf ?? ''}.csv`
  return download(t('compare-csv'), actions.url('changes', { ...ask, f: 'csv' }), file)
}

const download = (text: string, href: string, name: string): JSX.Element => (
  <a class="button" href={href} download={name}>
    <Icon name="download" />
    {text}
  </a>
)
