/** All filings of all operators: what each is of, when it was learned, what it replaced, and whether it still counts. */
import type { ComponentChildren, JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { kindText } from '../damage'
import { civilDate, exact, instant } from '../format'
import { Trouble } from '../page/framed'
import { filingHref, KINDS, STATES, type FilingsLink, type Sort } from './link'
import { replacedBy, shownOf, type Filing } from './model'
import type { FilingsPage, Listed } from './page'
import { operatorText, technologiesText, type Words } from './words'

interface Of {
  page: FilingsPage
  words: Words
}

export function FilingsList({ page, words }: Of): JSX.Element {
  const { say, t } = words
  const { value: asked } = page.list
  return (
    <section class="card filings-card" aria-labelledby="filings-heading" aria-busy={asked.status === 'waiting'}>
      <h1 id="filings-heading" class="section-title" tabIndex={-1}>
        {say('filings-heading')}
      </h1>
      <p class="hint">{say('filings-lead')}</p>
      <Choices page={page} words={words} />
      {asked.status === 'failed' ? (
        <Trouble error={asked.error} t={t} retry={() => page.retry()} />
      ) : asked.answer ? (
        <List page={page} words={words} listed={asked.answer.value} />
      ) : (
        <div class="skeleton block" role="status" aria-label={t('state-loading')} />
      )}
    </section>
  )
}

/** Dates filed for, newest first. */
const datesOf = (listed: Listed | undefined): string[] =>
  [...new Set((listed?.items ?? []).map((one) => one.as_of))].sort().reverse()

function Choices({ page, words }: Of): JSX.Element {
  const { say, t, country, lang } = words
  const link = page.link.value
  const listed = page.list.value.answer?.value
  const dates = datesOf(listed)
  const choice = (
    name: 'operator' | 'kind' | 'technology' | 'asOf' | 'state',
    label: string,
    options: { value: string; text: string }[],
  ) => (
    <label class="tool">
      <span>{label}</span>
      <select
        id={`filings-by-${name}`}
        value={link[name] ?? ''}
        onChange={({ currentTarget: { value } }) => page.filter({ [name]: value || null })}
      >
        <option value="">{say('filings-all')}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </label>
  )
  const isFiltered = [link.operator, link.kind, link.technology, link.asOf, link.state].some((one) => one !== null)
  const filed = country.technologies.filter((one) => one.filed || one.id === link.technology)
  const listedDates = link.asOf === null || dates.includes(link.asOf) ? dates : [link.asOf, ...dates]
  return (
    <form class="filings-choices" onSubmit={(event) => event.preventDefault()}>
      {choice(
        'operator',
        say('filings-operator'),
        country.operators.map((one) => ({ value: one.id, text: operatorText(words, one.id) })),
      )}
      {choice(
        'kind',
        say('filings-kind'),
        KINDS.map((one) => ({ value: one, text: kindText(t, one) })),
      )}
      {choice(
        'technology',
        say('filings-technology'),
        filed.map((one) => ({ value: one.id, text: one.names[lang] ?? one.id })),
      )}
      {choice(
        'asOf',
        say('filings-as-of'),
        listedDates.map((one) => ({ value: one, text: civilDate(lang, one) })),
      )}
      {choice(
        'state',
        say('filings-state'),
        STATES.map((one) => ({ value: one, text: say(`filing-${one}`) })),
      )}
      {isFiltered ? (
        <button type="button" class="link" id="filings-clear" onClick={() => page.clear()}>
          {t('table-clear')}
        </button>
      ) : null}
    </form>
  )
}

function List({ page, words, listed }: Of & { listed: Listed }): JSX.Element {
  const { say, t, lang } = words
  const link = page.link.value
  const replaced = useMemo(() => replacedBy(listed.items), [listed])
  const {
    rows,
    count,
    page: at,
    pages,
  } = useMemo(
    () => shownOf(listed.items, link, (id) => operatorText(words, id)),
    [listed, link, words.lang, words.country],
  )
  return (
    <>
      <p class="filings-count" role="status" id="filings-count">
        {say('filings-count', { n: count })}
      </p>
      {listed.items.length < listed.total ? (
        <p class="hint">
          {say('filings-newest', { n: listed.items.length, of: listed.total })}{' '}
          <button type="button" class="link" onClick={() => page.all()}>
            {say('filings-load-all')}
          </button>
        </p>
      ) : null}
      {count === 0 ? (
        <p class="empty">{say(listed.total === 0 ? 'filings-none-yet' : 'filings-none')}</p>
      ) : (
        <table class="filings filings-all" aria-rowcount={count + 1}>
          <caption class="visually-hidden">{t('table-caption')}</caption>
          <Heads words={words} link={link} press={(by) => page.filter(sortBy(by, link))} />
          <tbody>
            {rows.map((one) => (
              <Row key={one.id} page={page} words={words} filing={one} replaced={replaced.get(one.id) ?? []} />
            ))}
          </tbody>
        </table>
      )}
      {pages > 1 ? (
        <nav class="pages" aria-label={say('filings-pages')}>
          <button type="button" class="button" disabled={at <= 1} onClick={() => page.filter({ page: at - 1 })}>
            {say('filings-newer-page')}
          </button>
          <span>{say('filings-page-of', { n: exact(lang, at), of: exact(lang, pages) })}</span>
          <button type="button" class="button" disabled={at >= pages} onClick={() => page.filter({ page: at + 1 })}>
            {say('filings-older-page')}
          </button>
        </nav>
      ) : null}
    </>
  )
}

/** Dates from the newest, words from A; then the other way. */
const sortBy = (by: Sort, { sort, up }: FilingsLink): Pick<FilingsLink, 'sort' | 'up'> => ({
  sort: by,
  up: sort === by ? !up : by !== 'recorded' && by !== 'as_of',
})

function Heads({
  words: { say },
  link,
  press,
}: {
  words: Words
  link: FilingsLink
  press: (by: Sort) => void
}): JSX.Element {
  const head = (by: Sort, text: string) => (
    <th scope="col" aria-sort={link.sort === by ? (link.up ? 'ascending' : 'descending') : 'none'}>
      <button type="button" class="sort" data-sort={by} onClick={() => press(by)}>
        {text}
      </button>
    </th>
  )
  return (
    <thead>
      <tr>
        {head('as_of', say('filings-as-of'))}
        {head('operator', say('filings-operator'))}
        {head('kind', say('filings-kind'))}
        {head('recorded', say('filings-recorded'))}
        <th scope="col">{say('filings-replaces')}</th>
        {head('state', say('filings-state'))}
      </tr>
    </thead>
  )
}

function Row({ page, words, filing, replaced }: Of & { filing: Filing; replaced: Filing[] }): JSX.Element {
  const { say, t, lang } = words
  const technologies = technologiesText(words, filing)
  return (
    <tr data-id={filing.id} data-state={filing.state}>
      <th scope="row">
        <FilingLink page={page} words={words} id={filing.id}>
          {civilDate(lang, filing.as_of)}
        </FilingLink>
      </th>
      <td data-label={say('filings-operator')}>
        <bdi>{operatorText(words, filing.operator)}</bdi>
      </td>
      <td data-label={say('filings-kind')}>
        {kindText(t, filing.kind)}
        {technologies === '' ? null : <span class="quiet block small-text">{technologies}</span>}
      </td>
      <td data-label={say('filings-recorded')}>{instant(lang, filing.recorded)}</td>
      <td data-label={say('filings-replaces')}>
        {replaced.length === 0 ? <span class="quiet">–</span> : null}
        {replaced.map((one) => (
          <span key={one.id} class="block">
            <FilingLink page={page} words={words} id={one.id}>
              {civilDate(lang, one.as_of)}
            </FilingLink>
          </span>
        ))}
      </td>
      <td data-label={say('filings-state')}>
        <StateBadge words={words} filing={filing} />
      </td>
    </tr>
  )
}

/** The state in a word; damaged is told beside it, for the filing stands all the same. */
export const StateBadge = ({ words: { say, t }, filing }: { words: Words; filing: Filing }): JSX.Element => (
  <>
    <span class={`state ${filing.state}`} title={say(`filing-${filing.state}-means`)}>
      {say(`filing-${filing.state}`)}
    </span>
    {filing.damaged ? (
      <span class="damaged-dash block">
        <span class="swatch damaged" aria-hidden="true" /> <span class="word">{t('basis-damaged')}</span>
      </span>
    ) : null}
  </>
)

/** To a filing of this page: a link like any other, followed without loading the page again. */
export function FilingLink({
  page,
  words,
  id,
  children,
}: Of & { id: string; children: ComponentChildren }): JSX.Element {
  return (
    <a
      href={filingHref(words.lang, id)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        page.show(id)
      }}
    >
      {children}
    </a>
  )
}
