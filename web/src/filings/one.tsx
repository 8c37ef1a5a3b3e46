/** One filing: what it declares, how it fared with each rule, which others state the same, and what it changed. */
import type { JSX } from 'preact'
import { kindText } from '../damage'
import { civilDate, exact, fileSize, instant } from '../format'
import { Icon } from '../icons'
import { Trouble } from '../page/framed'
import { EffectOf } from './effect'
import { FilingLink, StateBadge } from './list'
import type { FilingRef, FilingWhole, Report } from './model'
import type { FilingsPage } from './page'
import { layerText, operatorText, type Words } from './words'

interface Of {
  page: FilingsPage
  words: Words
}

export function OneFiling({ page, words }: Of): JSX.Element {
  const { say, t } = words
  const asked = page.one.value
  const { id } = page.link.value
  const answer = asked.answer?.question.id === id ? asked.answer.value : null
  const back = (
    <nav class="crumbs" aria-label={t('panel-path')}>
      <a
        href={page.address({ id: null, layer: null, denominator: null, within: null })}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return
          event.preventDefault()
          page.show(null)
        }}
      >
        {say('filings-heading')}
      </a>
    </nav>
  )
  if (asked.status === 'failed')
    return (
      <section class="card">
        {back}
        <h1 class="section-title" tabIndex={-1}>
          {asked.error.status === 404 ? say('filing-unknown') : say('filing-failed')}
        </h1>
        {asked.error.status === 404 ? (
          <p class="hint">
            <bdi>{id}</bdi>
          </p>
        ) : (
          <Trouble error={asked.error} t={t} retry={() => page.retry()} />
        )}
      </section>
    )
  if (!answer)
    return (
      <section class="card">
        {back}
        <div class="skeleton block" role="status" aria-label={t('state-loading')} />
      </section>
    )
  const { filing, report } = answer
  return (
    <>
      <section class="card filing-head" aria-labelledby="filing-heading" data-filing={filing.id}>
        {back}
        <p class="kicker">{kindText(t, filing.kind)}</p>
        <div class="section-line">
          <h1 id="filing-heading" class="section-title" tabIndex={-1}>
            {say('filing-heading', {
              operator: operatorText(words, filing.operator),
              date: civilDate(words.lang, filing.as_of),
            })}
          </h1>
          <StateBadge words={words} filing={filing} />
        </div>
        <p class="hint">{say(`filing-${filing.state}-means`)}</p>
        <Facts page={page} words={words} filing={filing} />
      </section>
      <EffectOf page={page} words={words} filing={filing} />
      <div class="filing-pair">
        <Layers words={words} filing={filing} />
        <Findings page={page} words={words} report={report} />
      </div>
      <Versions page={page} words={words} filing={filing} />
    </>
  )
}

function Facts({ page, words, filing }: Of & { filing: FilingWhole }): JSX.Element {
  const { say, lang } = words
  const fact = (label: string, value: JSX.Element | string | null) =>
    value === null ? null : (
      <div>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    )
  return (
    <dl class="receipt-lines">
      {fact(say('filings-recorded'), instant(lang, filing.recorded))}
      {fact(say('filing-rows'), exact(lang, filing.rows))}
      {fact(say('filing-size'), filing.bytes === null ? null : fileSize(lang, filing.bytes))}
      {fact(say('filing-id'), <bdi class="code">{filing.id}</bdi>)}
      {fact(say('filing-hash'), filing.content_hash === null ? null : <bdi class="code">{filing.content_hash}</bdi>)}
      {fact(say('filing-made-up'), filing.synthetic ? say('filing-made-up-yes') : null)}
      {filing.withdrawn
        ? fact(
            say('filing-withdrawn'),
            say('filing-withdrawn-why', {
              date: instant(lang, filing.withdrawn.at),
              reason: `\u2068${filing.withdrawn.reason}\u2069`,
            }),
          )
        : null}
      {fact(
        say('filing-api'),
        <a href={page.frame.api.url(`filings/${filing.id}`)}>
          <bdi>{`api/v1/filings/${filing.id}`}</bdi>
        </a>,
      )}
    </dl>
  )
}

function Layers({ words, filing }: { words: Words; filing: FilingWhole }): JSX.Element {
  const { say, t } = words
  const isCells = filing.kind === 'mobile-coverage'
  return (
    <section class="card" aria-labelledby="filing-layers">
      <h2 id="filing-layers" class="section-title">
        {say('filing-layers')}
      </h2>
      {filing.layers.length === 0 ? (
        <p class="hint">{say(filing.kind === 'fibre-network' ? 'filing-layers-network' : 'filing-layers-none')}</p>
      ) : (
        <table class="filing-layers">
          <thead>
            <tr>
              <th scope="col">{say('filing-layer')}</th>
              <th scope="col" class="number">
                {say('filing-extent')}
              </th>
            </tr>
          </thead>
          <tbody>
            {filing.layers.map((one) => (
              <tr key={layerText(words, one)}>
                <th scope="row">{layerText(words, one)}</th>
                <td class="number">{t(isCells ? 'basis-cells' : 'basis-premises', { n: one.extent })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const MARKS = { error: 'error', warning: 'warning', repair: 'repair', info: 'info' } as const

/** How often each rule was met: the single findings quote the file, and are for its filer. */
function Findings({ page, words, report }: Of & { report: Report | null }): JSX.Element {
  const { say, lang } = words
  const wording = page.wording.value
  const counts = report?.finding_counts ?? []
  return (
    <section class="card" aria-labelledby="filing-findings">
      <h2 id="filing-findings" class="section-title">
        {say('filing-findings')}
      </h2>
      {report === null ? (
        <p class="hint">{say('filing-no-report')}</p>
      ) : counts.length === 0 ? (
        <p class="none-found">
          <Icon name="ok" />
          {say('filing-no-findings')}
        </p>
      ) : (
        <table class="filing-rules">
          <thead>
            <tr>
              <th scope="col">{say('filing-severity')}</th>
              <th scope="col">{say('filing-rule')}</th>
              <th scope="col" class="number">
                {say('filing-times')}
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.map((one) => (
              <tr key={one.rule} data-rule={one.rule}>
                <td>
                  <span class={`mark ${one.severity}`}>
                    <Icon name={MARKS[one.severity]} />
                  </span>{' '}
                  {say(`finding-${one.severity}`)}
                </td>
                <th scope="row">
                  {wording.rule(one.rule, undefined)}
                  <bdi class="rule-id block small-text">{one.rule}</bdi>
                </th>
                <td class="number">{exact(lang, one.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="hint">{say('filing-findings-private')}</p>
    </section>
  )
}

/** What it replaced, and all that state anything of the same for the same date. */
function Versions({ page, words, filing }: Of & { filing: FilingWhole }): JSX.Element {
  const { say } = words
  const others = filing.versions.filter((one) => one.id !== filing.id)
  return (
    <section class="card" aria-labelledby="filing-versions">
      <h2 id="filing-versions" class="section-title">
        {say('filing-versions')}
      </h2>
      <h3 class="kicker">{say('filing-replaced')}</h3>
      {filing.replaces.length === 0 ? (
        <p class="hint">{say('filing-replaced-none')}</p>
      ) : (
        <Refs page={page} words={words} refs={filing.replaces} own={filing.id} />
      )}
      <h3 class="kicker">{say('filing-same-date')}</h3>
      {others.length === 0 ? (
        <p class="hint">{say('filing-same-date-none')}</p>
      ) : (
        <Refs page={page} words={words} refs={filing.versions} own={filing.id} />
      )}
    </section>
  )
}

function Refs({ page, words, refs, own }: Of & { refs: readonly FilingRef[]; own: string }): JSX.Element {
  const { t, say, lang } = words
  return (
    <ul class="filing-refs">
      {refs.map((one) => {
        const text = t('basis-replaced', { date: civilDate(lang, one.as_of), recorded: instant(lang, one.recorded) })
        return (
          <li key={one.id} aria-current={one.id === own ? 'true' : undefined}>
            {one.id === own ? (
              <strong>{text}</strong>
            ) : (
              <FilingLink page={page} words={words} id={one.id}>
                {text}
              </FilingLink>
            )}{' '}
            <span class={`state ${one.state}`}>{say(`filing-${one.state}`)}</span>
          </li>
        )
      })}
    </ul>
  )
}
