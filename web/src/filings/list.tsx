/** All filings of all operators: what each is of, when it was learned, what it replaced, and whether it still counts. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { kindText } from '../damage'
import { civilDate, exact, instant } from '../format'
import { Trouble } from '../page/framed'
import { filingHref, KINDS, STATES, type FilingsLink, type Sort } from './link'
import { isAsGiven, replacedBy, shownOf, type Filing } from './model'
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
  const { status } = page.list.value
  const isWhole = listed.items.length >= listed.total
  const replaced = useMemo(() => replacedBy(listed.items), [listed])
  const { rows, count } = useMemo(
    () => shownOf(listed.items, link, (id) => operatorText(words, id)),
    [listed, link, words.lang, words.country],
  )
  // Of a list as the server gives it, it says how many there are; else all are counted once they are there.
  const all = isAsGiven(link) ? listed.total : count
  return (
    <>
      <p class="filings-count" role="status" id="filings-count">
        {status === 'waiting' && !isWhole && !isAsGiven(link)
          ? say('filings-loading', { n: exact(lang, listed.items.length), of: exact(lang, listed.total) })
          : say('filings-count', { n: all })}
      </p>
      {count === 0 ? (
        <p class="empty">{say(listed.total === 0 ? 'filings-none-yet' : 'filings-none')}</p>
      ) : (
        <table class="filings filings-all" aria-rowcount={all + 1}>
          <caption class="visually-hidden">{t('table-caption')}</caption>
          <Heads words={words} link={link} press={(by) => page.filter(sortBy(by, link))} />
          <tbody>
            {rows.map((one) => (
              <Row
                key={one.id}
                page={page}
                words={words}
                filing={one}
                replaced={replaced.get(one.id) ?? []}
                isWhole={isWhole}
              />
            ))}
          </tbody>
        </table>
      )}
      {rows.length < all ? <More page={page} words={words} shown={rows.length} of={all} /> : null}
    </>
  )
}

/** The end of what is shown: more comes when it is reached by scrolling, or by the button. */
function More({ page, words: { say, lang }, shown, of }: Of & { shown: number; of: number }): JSX.Element {
  const node = useRef<HTMLButtonElement>(null)
  const isAwaited = page.list.value.status === 'waiting'
  useEffect(() => {
    const end = node.current
    if (!end || isAwaited) return
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((one) => one.isIntersecting)) page.more()
      },
      { rootMargin: '600px 0px' },
    )
    // Not at once: a list that is shorter than the screen would be shown whole before anyone has scrolled.
    const begin = (): void => seen.observe(end)
    window.addEventListener('scroll', begin, { once: true, passive: true })
    return () => {
      window.removeEventListener('scroll', begin)
      seen.disconnect()
    }
  }, [page, shown, isAwaited])
  return (
    <p class="pages">
      <button
        type="button"
        class="button"
        id="filings-more"
        ref={node}
        disabled={isAwaited}
        onClick={() => page.more()}
      >
        {say('filings-more')}
      </button>
      <span>{say('filings-shown', { n: exact(lang, shown), of: exact(lang, of) })}</span>
    </p>
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

function Row({
  page,
  words,
  filing,
  replaced,
  isWhole,
}: Of & { filing: Filing; replaced: Filing[]; isWhole: boolean }): JSX.Element {
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
        {replaced.length > 0 ? null : (
          // What it replaced may be among those that are not here yet.
          <span class="quiet" title={isWhole ? undefined : say('filings-older')}>
            {isWhole ? '–' : '…'}
          </span>
        )}
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
