/**
 * What a filing changed against what was in force before it: of one of its layers, in the country or in one of its
 * territories, and by the territories in it. Told by the same parts as a comparison on the map.
 */
import type { ComponentChildren, JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { isOld } from '../answer'
import { againstFiling } from '../compare/against'
import type { ChangedLists } from '../compare/sentence'
import { nameOf } from '../format'
import type { Key } from '../i18n'
import { levelsOf, levelTitle } from '../levels'
import { Trouble } from '../page/framed'
import { ChangeTold } from '../panel/change'
import type { ChangedList } from '../state'
import { layerId } from './link'
import { layerOf, type FilingRef, type FilingWhole } from './model'
import type { Effect, EffectQuestion, FilingsPage, Place } from './page'
import { layerText, type Words } from './words'

interface Of {
  page: FilingsPage
  words: Words
  filing: FilingWhole
}

export function EffectOf({ page, words, filing }: Of): JSX.Element {
  const { say, t } = words
  const asked = page.effect.value
  const answer = asked.answer?.question.id === filing.id ? asked.answer : null
  return (
    <section
      class={isOld(asked) ? 'card filing-effect old' : 'card filing-effect'}
      aria-labelledby="filing-effect"
      aria-busy={asked.status === 'waiting'}
    >
      <h2 id="filing-effect" class="section-title">
        {say('filing-effect')}
      </h2>
      {filing.layers.length === 0 ? (
        <>
          <p class="hint">{say(filing.kind === 'fibre-network' ? 'filing-effect-network' : 'filing-layers-none')}</p>
          {filing.kind === 'fibre-network' ? (
            <div class="buttons">
              <a class="button" id="effect-reach" href={routesHref(words, filing)}>
                {say('filing-see-reach')}
              </a>
            </div>
          ) : null}
        </>
      ) : (
        <>
          <p class="hint">{say('filing-effect-lead')}</p>
          <Choices page={page} words={words} filing={filing} />
          <div class="slot-change" aria-live="polite">
            {asked.status === 'failed' ? (
              <Trouble error={asked.error} t={t} retry={() => page.retry()} />
            ) : answer ? (
              <Told page={page} words={words} filing={filing} question={answer.question} effect={answer.value} />
            ) : (
              <div class="skeleton block" role="status" aria-label={t('state-loading')} />
            )}
          </div>
        </>
      )}
    </section>
  )
}

function Choices({ page, words, filing }: Of): JSX.Element {
  const { say, t, country } = words
  const link = page.link.value
  const layer = layerOf(filing.layers, link.layer)
  const technology = country.technologies.find((one) => one.id === layer?.technology)
  const denominators = technology?.denominators ?? []
  const chosen = denominators.find((one) => one === link.denominator) ?? technology?.default_denominator ?? ''
  return (
    <form class="filings-choices" onSubmit={(event) => event.preventDefault()}>
      <label class="tool">
        <span>{say('filing-layer')}</span>
        <select
          id="effect-layer"
          value={layer ? layerId(layer) : ''}
          onChange={({ currentTarget: { value } }) => page.choose({ layer: value }, 'replace')}
        >
          {filing.layers.map((one) => (
            <option key={layerId(one)} value={layerId(one)}>
              {layerText(words, one)}
            </option>
          ))}
        </select>
      </label>
      <label class="tool">
        <span>{t('filters-denominator')}</span>
        <select
          id="effect-denominator"
          value={chosen}
          onChange={({ currentTarget: { value } }) => page.choose({ denominator: value }, 'replace')}
        >
          {denominators.map((one) => (
            <option key={one} value={one}>
              {t(`denominator-${one}` as Key)}
            </option>
          ))}
        </select>
      </label>
      <Within page={page} words={words} filing={filing} />
    </form>
  )
}

function Within({ page, words }: Of): JSX.Element {
  const { t, country, lang } = words
  const { within } = page.link.value
  const places = page.places.value
  const { first } = levelsOf(country)
  const place = page.effect.value.answer?.value.place ?? null
  const groups = useMemo(() => groupsOf(places, first, lang), [places, first, lang])
  const isOther = within !== null && within !== country.id && !places.has(within)
  return (
    <label class="tool">
      <span>{t('table-where')}</span>
      <select
        id="effect-within"
        value={within ?? ''}
        onChange={({ currentTarget: { value } }) => page.choose({ within: value || null })}
      >
        <option value="">{nameOf(lang, country.names)}</option>
        {isOther ? <option value={within}>{place?.code === within ? nameOf(lang, place.names) : within}</option> : null}
        {groups.map(([one, inside]) => (
          <optgroup key={one.code} label={nameOf(lang, one.names)}>
            <option value={one.code}>
              {nameOf(lang, one.names)} ({levelTitle(country, lang, one.level)})
            </option>
            {inside.map((each) => (
              <option key={each.code} value={each.code}>
                {nameOf(lang, each.names)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  )
}

/** By the first level below the whole: what lies in each, whatever its level. */
function groupsOf(places: ReadonlyMap<string, Place>, first: string, lang: string): [Place, Place[]][] {
  const { compare } = new Intl.Collator(lang)
  const byName = (a: Place, b: Place): number => compare(nameOf(lang, a.names), nameOf(lang, b.names))
  const all = [...places.values()].sort(byName)
  const top = (one: Place): string | null => {
    let at: Place | undefined = one
    while (at && at.level !== first) at = places.get(at.parent ?? '')
    return at?.code ?? null
  }
  return all
    .filter((one) => one.level === first)
    .map((one) => [one, all.filter((other) => other !== one && top(other) === one.code)])
}

interface ToldShown extends Of {
  question: EffectQuestion
  effect: Effect
}

function Told({ page, words, filing, question, effect }: ToldShown): JSX.Element {
  const { changes, place } = effect
  const { lang, t, country, say } = words
  const code = place?.code ?? country.id
  return (
    <>
      <Path page={page} words={words} place={place} />
      <h3 class="effect-place">
        <bdi>{nameOf(lang, place?.names ?? country.names)}</bdi>
      </h3>
      <ChangeTold
        view={{ lang, t, country }}
        actions={{ goTo: (to) => page.choose({ within: to === country.id ? null : to }) }}
        changes={changes}
        lists={listsOf(page, words, effect, question)}
        question={{ denominator: question.denominator, code, lang: question.lang }}
      />
      <div class="buttons">
        {filing.replaces.length > 0 ? (
          <a class="button" id="effect-map" href={mapHref(words, filing, question, code, 'change')}>
            {say('filing-see-map')}
          </a>
        ) : null}
        <a class="button" id="effect-reach" href={mapHref(words, filing, question, code, 'reach')}>
          {say('filing-see-reach')}
        </a>
        <a
          class="button"
          id="effect-csv"
          download={`taghtia-${filing.id}-${code}.csv`}
          href={csvHref(page, words, question)}
        >
          {t('compare-csv')}
        </a>
      </div>
    </>
  )
}

/** From the country down, as far as territories between it and its base units are known. */
function Path({
  page,
  words: { lang, t, country },
  place,
}: {
  page: FilingsPage
  words: Words
  place: Place | null
}): ComponentChildren {
  if (!place) return null
  const above: Place[] = []
  for (let at = page.places.value.get(place.parent ?? ''); at; at = page.places.value.get(at.parent ?? ''))
    above.unshift(at)
  const step = (key: string, name: string, code: string | null): JSX.Element => (
    <li key={key}>
      <button type="button" class="link" onClick={() => page.choose({ within: code })}>
        {name}
      </button>
    </li>
  )
  return (
    <nav class="crumbs" aria-label={t('panel-path')}>
      <ol>
        {step(country.id, nameOf(lang, country.names), null)}
        {above.map((one) => step(one.code, nameOf(lang, one.names), one.code))}
      </ol>
    </nav>
  )
}

/** The base units that changed, wherever the effect is looked at but in one of them. */
function listsOf(
  page: FilingsPage,
  { lang, country }: Words,
  { place }: Effect,
  question: EffectQuestion,
): ChangedLists | null {
  const { base, chain } = levelsOf(country)
  if (place && (place.level === base || !chain.includes(place.level))) return null
  const asked = page.units.value
  const isSame = asked.answer !== null && JSON.stringify(asked.answer.question) === JSON.stringify(question)
  const patch = (changed: ChangedList | null, denominator: string | null) => ({
    changed,
    ...(denominator === null ? {} : { denominator }),
  })
  return {
    chosen: page.link.value.changed,
    items: isSame ? asked.answer.value : null,
    around: ({ parent }) => {
      const around = page.places.value.get(parent ?? '')
      return around && around.code !== place?.code ? nameOf(lang, around.names) : ''
    },
    href: (list, denominator) => page.address(patch(list, denominator)),
    choose: (list, denominator) => page.choose(patch(list, denominator), 'replace'),
  }
}

/** The map of the layer as it stood then: against what it replaced, or the cells that it reaches. */
function mapHref(
  { lang, country }: Words,
  filing: FilingWhole,
  question: EffectQuestion,
  code: string,
  what: 'change' | 'reach',
): string {
  const order = (one: FilingRef): string => `${one.as_of} ${one.recorded}`
  const before = [...filing.replaces].sort((one, other) => order(one).localeCompare(order(other))).at(-1)
  const isMobile = country.technologies.find((one) => one.id === question.technology)?.kind === 'mobile'
  const query = new URLSearchParams({
    technology: question.technology,
    ...(question.tier === null ? {} : { tier: question.tier }),
    ...(question.environment === null ? {} : { environment: question.environment }),
    scope: `op:${filing.operator}`,
    denominator: question.denominator,
    as_of: filing.as_of,
    known_at: filing.recorded,
    ...(what === 'change' && before ? { against: againstFiling(before.id) } : {}),
    ...(what === 'reach' && isMobile ? { unit: 'cells' } : {}),
    ...(code === country.id ? {} : { territory: code }),
    lang,
  })
  return `./?${query}`
}

/** A network's routes on the map. */
function routesHref({ lang }: Words, { operator, as_of, recorded }: FilingWhole): string {
  return `./?${new URLSearchParams({ scope: `op:${operator}`, as_of, known_at: recorded, routes: '1', lang })}`
}

/** Every base unit that lies there. */
function csvHref({ frame }: FilingsPage, { country, lang }: Words, question: EffectQuestion): string {
  const { id: filing, within, ...ask } = question
  const { base } = levelsOf(country)
  return frame.api.url('changes', {
    ...ask,
    filing,
    within: within === country.id ? null : within,
    level: base,
    limit: 5000,
    lang,
    f: 'csv',
  })
}
