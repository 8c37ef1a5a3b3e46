/** Places that matter, on the screen: which list is shown, how many of its places are covered and which are not, and what its marks say. */
import type { JSX } from 'preact'
import { isCounted } from './figure'
import { civilDate, exact, nameOf, percent } from './format'
import { listsOf, lookOf, LOOKS, tellsPlaces, uncoveredIn, type Look } from './listed'
import type { Key } from './i18n'
import { answerAbout, Failure, ofLine, Section, type Part } from './shown'
import { askOf, technologyOf } from './state'
import type { PlaceList } from './api'
import type { View } from './view'

/** Places that are named; the rest is in the table. */
const NAMED = 10

/** Which list is drawn; nothing where none was imported. */
export function ListChoice({ view, actions }: Part): JSX.Element | null {
  const { t, lang, country, selection, wanted, listed } = view
  const lists = listsOf(country, wanted.knownAt)
  if (lists.length === 0) return null
  const note =
    listed.status === 'failed'
      ? t(`error-${listed.error.kind}`)
      : listed.status === 'waiting' && listed.answer === null
        ? t('state-loading')
        : selection.list && !tellsPlaces(technologyOf(country, wanted.technology))
          ? t('listed-fixed')
          : ''
  return (
    <div class="field">
      <label for="filter-list">{t('listed-title')}</label>
      <select
        id="filter-list"
        name="list"
        value={selection.list ?? ''}
        aria-describedby="filter-list-note"
        onChange={(event) => actions.choose({ list: event.currentTarget.value || null })}
      >
        <option value="">{t('listed-none')}</option>
        {lists.map((one) => (
          <option key={one.id} value={one.id}>
            {nameOf(lang, one.names) || one.id}
          </option>
        ))}
      </select>
      <p class="hint" id="filter-list-note" role="status">
        {note}
      </p>
    </div>
  )
}

/** How many of the list's places are covered in the chosen territory, and which are not. */
export function ListedSection({ view, actions }: Part): JSX.Element | null {
  const { t, lang, listed, listedShare } = view
  if (listed.status === 'idle') return null
  const title = (list: PlaceList | undefined): string => nameOf(lang, list?.names) || t('listed-title')
  const failed = [listed, listedShare].find((one) => one.status === 'failed')
  const about = view.country.places?.find((one) => one.id === view.selection.list)
  if (failed?.status === 'failed')
    return (
      <Section title={title(about)}>
        <Failure view={view} error={failed.error} actions={actions} quiet />
      </Section>
    )
  if (!listed.answer)
    return (
      <Section title={title(about)}>
        <div class="skeleton block" />
      </Section>
    )
  const { question, value } = listed.answer
  return (
    <section class="panel-section listed">
      <h2 class="kicker">{title(value.list)}</h2>
      {question.tells ? (
        <>
          {ofLine(view, question)}
          <Counted view={view} />
          <Uncovered view={view} actions={actions} />
        </>
      ) : (
        <p class="hint">{t('listed-fixed')}</p>
      )}
      <Provenance view={view} list={value.list} />
    </section>
  )
}

/** "312 of 400 covered". */
function Counted({ view }: { view: View }): JSX.Element | null {
  const { t, lang, listedShare, code } = view
  const item = answerAbout(listedShare, { code })?.value.items[0]
  if (!item) return listedShare.status === 'waiting' ? <div class="skeleton block" /> : null
  if (item.total === 0) return <p>{t('listed-nowhere')}</p>
  if (!isCounted(item) || item.share === null) return <p>{t('listed-unknown')}</p>
  const least = item.state === 'lower_bound'
  const text = t(least ? 'listed-covered-least' : 'listed-covered', {
    covered: exact(lang, item.covered),
    total: exact(lang, item.total),
  })
  return (
    <>
      <p class="sum" data-covered={item.covered} data-total={item.total}>
        <strong>{text}</strong> ({percent(lang, item.share)})
      </p>
      <div class="share-bar" aria-hidden="true">
        <span style={{ inlineSize: `${item.share * 100}%` }} />
      </div>
    </>
  )
}

function Uncovered({ view, actions }: Part): JSX.Element | null {
  const { t, lang, listed, places, code, country } = view
  if (!listed.answer) return null
  const { question, value } = listed.answer
  const missing = uncoveredIn(value, code, places)
  if (missing.length === 0) return null
  const ask = {
    ...askOf({ ...question, denominator: '' }),
    covered: 'false',
    within: code === country.id ? null : code,
    lang: question.lang,
    limit: 50_000,
    f: 'csv',
  }
  const more = missing.length - NAMED
  return (
    <>
      <details>
        <summary class="link">{t('listed-uncovered', { count: exact(lang, missing.length) })}</summary>
        <ul class="listed-places">
          {missing.slice(0, NAMED).map((one) => (
            <li key={one.id}>
              <button
                type="button"
                class="link"
                onClick={() => {
                  actions.choose({ territory: one.commune, point: [one.lon, one.lat] })
                  actions.frame()
                }}
              >
                <bdi>{one.name ?? one.id}</bdi>
              </button>{' '}
              <span class="quiet">
                <bdi>{nameOf(lang, places.get(one.commune)?.names)}</bdi>
              </span>
            </li>
          ))}
        </ul>
        {more > 0 ? <p class="hint">{t('listed-more', { count: exact(lang, more) })}</p> : null}
      </details>
      <p>
        <a class="link" href={actions.url(`places/${value.list.id}`, ask)} download>
          {t('listed-csv')}
        </a>
      </p>
    </>
  )
}

/** Whose list it is, of when, under which licence, and whether it is made up. */
function Provenance({ view: { t, lang }, list }: { view: View; list: PlaceList }): JSX.Element {
  return (
    <p class="hint listed-source">
      {list.synthetic ? <strong>{t('listed-synthetic')} </strong> : null}
      {t('listed-source', { source: list.source, licence: list.licence, date: civilDate(lang, list.as_of) })}
    </p>
  )
}

/** What the marks say, and where they come from. */
export function ListedLegend({ view }: { view: View }): JSX.Element | null {
  const { t, lang, listed } = view
  if (!listed.answer) return null
  const { value } = listed.answer
  const looks = new Set<Look>(value.items.map(lookOf))
  return (
    <>
      <h3 class="kicker">{nameOf(lang, value.list.names) || value.list.id}</h3>
      {ofLine(view, listed.answer.question)}
      <ul class="marks">
        {LOOKS.filter((look) => looks.has(look)).map((look) => (
          <li key={look}>
            <span class={`listed-mark ${look}`} aria-hidden="true" />
            {t(`listed-look-${look}` as Key)}
          </li>
        ))}
      </ul>
      <p class="hint">{t('listed-thinned')}</p>
      <Provenance view={view} list={value.list} />
    </>
  )
}
