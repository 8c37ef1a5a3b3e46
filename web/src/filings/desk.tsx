/** The page of filings as it is laid out: the list, or one of them. */
import type { JSX } from 'preact'
import { FramedPage } from '../page/framed'
import { FilingsList } from './list'
import type { LinkFault } from './link'
import { OneFiling } from './one'
import type { FilingsPage } from './page'
import type { Words } from './words'

export function FilingsDesk({ page }: { page: FilingsPage }): JSX.Element {
  const { frame } = page
  const country = frame.country.value
  const words: Words | null = country && {
    lang: frame.lang.value,
    t: frame.t.value,
    say: page.say.value,
    country,
  }
  return (
    <FramedPage frame={frame} here="filings">
      {words ? (
        <>
          <Faults faults={page.faults.value} words={words} />
          {page.link.value.id === null ? (
            <FilingsList page={page} words={words} />
          ) : (
            <OneFiling page={page} words={words} />
          )}
        </>
      ) : (
        <div class="skeleton block" role="status" aria-label={frame.t.value('state-loading')} />
      )}
    </FramedPage>
  )
}

/** What of a link says nothing here. */
function Faults({ faults, words: { t, say } }: { faults: readonly LinkFault[]; words: Words }): JSX.Element | null {
  const called: Record<LinkFault['of'], string> = {
    operator: say('filings-operator'),
    kind: say('filings-kind'),
    technology: say('filings-technology'),
    as_of: say('filings-as-of'),
    state: say('filings-state'),
    sort: say('filings-sort'),
    page: say('filings-page'),
    denominator: t('filters-denominator'),
  }
  return faults.length === 0 ? null : (
    <div class="card fault" role="status">
      <strong>{t('fault-title')}</strong>
      <ul>
        {faults.map((one) => (
          <li key={one.of} data-fault={one.of}>
            {t('fault-unknown', { what: called[one.of], value: one.value })} {t('fault-left-out')}
          </li>
        ))}
      </ul>
    </div>
  )
}
