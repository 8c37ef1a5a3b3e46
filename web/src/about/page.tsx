/** What this is, where its numbers come from and what its words mean, whose data and programs it is made of, and how to reach more. */
import { computed, effect } from '@preact/signals'
import { render, type JSX } from 'preact'
import type { Country } from '../api'
import { exact, instant, nameOf } from '../format'
import { aboutTranslator, type Say } from '../i18n/about'
import { levelNames, levelsOf } from '../levels'
import { Frame } from '../page/frame'
import { FramedPage, pageHref } from '../page/framed'
import { LICENCES } from './licences'

interface Shown {
  frame: Frame
  say: Say
  country: Country
}

export async function start(root: HTMLElement): Promise<void> {
  const frame = new Frame()
  await frame.words()
  const say = computed(() => aboutTranslator(frame.lang.value))
  effect(() => {
    document.title = say.value('about-title')
  })
  const Page = (): JSX.Element => {
    const country = frame.country.value
    return (
      <FramedPage frame={frame} here="about">
        {country ? (
          <About frame={frame} say={say.value} country={country} />
        ) : (
          <div class="skeleton block" role="status" aria-label={frame.t.value('state-loading')} />
        )}
      </FramedPage>
    )
  }
  render(<Page />, root)
  void frame.load()
}

const About = (props: Shown): JSX.Element => (
  <article class="card about-page">
    <h1 class="section-title" tabIndex={-1}>
      {props.say('about-heading', { country: nameOf(props.frame.lang.value, props.country.names) })}
    </h1>
    <p class="lead">{props.say('about-lead')}</p>
    {props.country.synthetic ? <p class="about-made-up">{props.say('about-made-up')}</p> : null}
    <Method {...props} />
    <Terms {...props} />
    <Data {...props} />
    <Sources {...props} />
    <section aria-labelledby="about-contact">
      <h2 id="about-contact">{props.say('about-contact')}</h2>
      <p>{props.say('about-contact-unset')}</p>
    </section>
  </article>
)

function Method({ frame, say, country }: Shown): JSX.Element {
  const lang = frame.lang.value
  const t = frame.t.value
  const { census, surface } = country
  const placed =
    surface === 'urban-centre'
      ? t('basis-surface-urban-centre')
      : surface === 'uniform'
        ? t('basis-surface-uniform')
        : surface
  const { chain } = levelsOf(country)
  const counts = country.levels
    .filter((one) => chain.includes(one.id) && one.count > 1)
    .map((one) => `${exact(lang, one.count)} ${levelNames(country, lang, one.id)}`)
  return (
    <section aria-labelledby="about-method">
      <h2 id="about-method">{say('about-method')}</h2>
      <ul>
        <li>{say('about-method-filed')}</li>
        <li>{say('about-method-cells')}</li>
        <li>{say('about-method-people', { census: nameOf(lang, census.name) || census.id, placed })}</li>
        <li>{say('about-method-measured')}</li>
        <li>{say('about-method-clocks')}</li>
        <li>{say('about-method-damaged')}</li>
      </ul>
      <p class="hint">{say('about-method-levels', { list: counts.join(' · ') })}</p>
    </section>
  )
}

const TERMS = ['share', 'gap', 'filing', 'layer', 'scope', 'as-of', 'known', 'verdict', 'target'] as const

const Terms = ({ say }: Shown): JSX.Element => (
  <section aria-labelledby="about-terms">
    <h2 id="about-terms">{say('about-terms')}</h2>
    <dl class="about-terms">
      {TERMS.map((one) => (
        <div key={one}>
          <dt>{say(`about-term-${one}`)}</dt>
          <dd>{say(`about-means-${one}`)}</dd>
        </div>
      ))}
    </dl>
  </section>
)

function Data({ frame, say, country }: Shown): JSX.Element {
  const lang = frame.lang.value
  const link = (href: string, shown: string): JSX.Element => (
    <a href={href}>
      <bdi>{shown}</bdi>
    </a>
  )
  const file = (path: string, parameters: Record<string, string> = {}): JSX.Element => {
    const href = frame.api.url(path, parameters)
    return link(href, href.replace(document.baseURI.replace(/[^/]*$/, ''), ''))
  }
  return (
    <section aria-labelledby="about-data">
      <h2 id="about-data">{say('about-data')}</h2>
      <p>{say('about-data-open')}</p>
      <dl class="about-terms">
        <div>
          <dt>{say('about-data-api')}</dt>
          <dd>{file('openapi.json')}</dd>
        </div>
        <div>
          <dt>{say('about-data-shares')}</dt>
          <dd>{file('coverage', { level: levelsOf(country).base, f: 'csv' })}</dd>
        </div>
        <div>
          <dt>{say('about-data-measured')}</dt>
          <dd>{file('measurements', { f: 'csv' })}</dd>
        </div>
        <div>
          <dt>{say('about-data-targets')}</dt>
          <dd>{file('targets')}</dd>
        </div>
        <div>
          <dt>{say('about-data-filings')}</dt>
          <dd>{link(pageHref('filings', lang), 'filings')}</dd>
        </div>
      </dl>
      {country.known_at ? (
        <p class="hint">{say('about-data-state', { date: instant(lang, country.known_at) })}</p>
      ) : null}
    </section>
  )
}

const Sources = ({ say, country }: Shown): JSX.Element => (
  <section aria-labelledby="about-sources">
    <h2 id="about-sources">{say('about-sources')}</h2>
    <p>{say('about-sources-pack')}</p>
    <ul>
      {country.attribution.map((one) => (
        <li key={one}>
          <bdi>{one}</bdi>
        </li>
      ))}
    </ul>
    <p>{say('about-sources-programs')}</p>
    <ul class="about-licences">
      {LICENCES.map(({ name, licence, what }) => (
        <li key={name}>
          <bdi>{name}</bdi> <span class="quiet">{`${say(`about-for-${what}`)} · `}</span>
          <bdi class="quiet">{licence}</bdi>
        </li>
      ))}
    </ul>
    <p>{say('about-sources-own')}</p>
  </section>
)
