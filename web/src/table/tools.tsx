/** The table's tools: which rows and columns are shown, how many rows that leaves, what is picked, and all of it as a file. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { nameOf, percent } from '../format'
import { Icon } from '../icons'
import { levelsOf, levelTitle } from '../levels'
import type { Judged } from '../measured'
import type { Part } from '../shown'
import type { View } from '../view'
import { isFiltered, NO_FILTER, VERDICTS, type Bench, type Column, type Sort } from './bench'
import { Chooser } from './chooser'
import type { Goal } from './goal'
import { baseOf } from './place'
import { headText } from './words'

/** A name is looked for once the typing has rested: the link is not written at each key. */
const REST = 250
const BELOW = [95, 80, 50, 20]

export interface ToolsShown extends Part {
  bench: Bench
  /** Of the figures that are shown. */
  technology: string
  usual: readonly Column[]
  shown: readonly Column[]
  sort: Sort
  goal: Goal | null
  /** How many rows the filters leave, and of how many. */
  count: number
  of: number
  save: () => void
}

export function Tools(props: ToolsShown): JSX.Element {
  const { view, actions, bench, technology, usual, shown, goal, save } = props
  const { t } = view
  return (
    <div class="table-tools">
      <Where view={view} actions={actions} bench={bench} />
      <Below view={view} actions={actions} bench={bench} />
      <VerdictChoice view={view} actions={actions} bench={bench} />
      <NameFilter view={view} actions={actions} bench={bench} />
      <Count {...props} />
      <Picked view={view} actions={actions} bench={bench} />
      <div class="table-out">
        <Chooser {...{ view, actions, bench, technology, usual, shown, goal }} />
        <button type="button" class="button" id="table-csv" onClick={save}>
          <Icon name="download" />
          {t('table-csv')}
        </button>
      </div>
    </div>
  )
}

type Of = Part & { bench: Bench }

interface Place {
  code: string
  name: string
  inside: { code: string; name: string }[]
}

/** What a table may lie in, by the first level: everything between the whole and the base unit. */
function placesOf({ places, country, lang }: View): Place[] {
  const { first, chain, base } = levelsOf(country)
  const { compare } = new Intl.Collator(lang)
  const named = (level: string, of: string) =>
    places
      .descendants(of, level)
      .map(({ code, names }) => ({ code, name: nameOf(lang, names) }))
      .sort((a, b) => compare(a.name, b.name))
  const between = chain.slice(chain.indexOf(first) + 1).filter((one) => one !== base)
  if (first === base) return []
  return named(first, country.id).map((one) => ({ ...one, inside: between.flatMap((level) => named(level, one.code)) }))
}

function Where({ view, actions, bench }: Of): JSX.Element {
  const { t, lang, places, country, code } = view
  const all = useMemo(() => placesOf(view), [places, country, lang])
  const chosen = baseOf({ places, code })
  const name = nameOf(lang, places.get(chosen)?.names ?? country.names)
  const offered = all.flatMap((one) => [one.code, ...one.inside.map((each) => each.code)])
  const other = bench.within !== null && bench.within !== country.id && !offered.includes(bench.within)
  return (
    <label class="tool">
      <span>{t('table-where')}</span>
      <select
        id="table-where"
        value={bench.within ?? ''}
        onChange={({ currentTarget: { value } }) => actions.arrange({ within: value || null })}
      >
        <option value="">{t('table-where-map', { name })}</option>
        <option value={country.id}>{nameOf(lang, country.names)}</option>
        {other ? (
          <option value={bench.within ?? ''}>{nameOf(lang, places.get(bench.within ?? '')?.names)}</option>
        ) : null}
        {all.map((one) =>
          one.inside.length === 0 ? (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ) : (
            <optgroup key={one.code} label={one.name}>
              <option value={one.code}>
                {one.name} ({levelTitle(country, lang, levelsOf(country).first)})
              </option>
              {one.inside.map((each) => (
                <option key={each.code} value={each.code}>
                  {each.name}
                </option>
              ))}
            </optgroup>
          ),
        )}
      </select>
    </label>
  )
}

function Below({ view: { t, lang }, actions, bench: { below } }: Of): JSX.Element {
  const listed = below === null || below === 0 || BELOW.includes(below) ? BELOW : [below, ...BELOW]
  return (
    <label class="tool">
      <span>{t('table-below')}</span>
      <select
        id="table-below"
        value={below === null ? '' : String(below)}
        onChange={({ currentTarget: { value } }) => actions.arrange({ below: value === '' ? null : Number(value) })}
      >
        <option value="">{t('table-below-any')}</option>
        {[...listed]
          .sort((a, b) => b - a)
          .map((one) => (
            <option key={one} value={String(one)}>
              {t('table-below-under', { share: percent(lang, one / 100) })}
            </option>
          ))}
        <option value="0">{t('table-below-zero', { share: percent(lang, 0) })}</option>
      </select>
    </label>
  )
}

/** Only where anything is measured at all: a choice without any result is none. */
function VerdictChoice({ view, actions, bench: { verdict } }: Of): JSX.Element | null {
  const { t, sources } = view
  const isMeasured = (sources.answer?.value ?? []).some((one) => one.tests > 0)
  if (!isMeasured && verdict === null) return null
  return (
    <label class="tool">
      <span>{t('table-verdict')}</span>
      <select
        id="table-verdict"
        value={verdict ?? ''}
        onChange={({ currentTarget: { value } }) => actions.arrange({ verdict: (value || null) as Judged | null })}
      >
        <option value="">{t('table-verdict-any')}</option>
        {VERDICTS.map((one) => (
          <option key={one} value={one}>
            {t(`verdict-${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}

function NameFilter({ view: { t }, actions, bench: { name } }: Of): JSX.Element {
  const [typed, setTyped] = useState(name)
  const timer = useRef<number | undefined>(undefined)
  // Cleared or read from a link: what stands there is what is looked for.
  useEffect(() => setTyped(name), [name])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <label class="tool">
      <span>{t('table-named')}</span>
      <input
        type="search"
        id="table-named"
        value={typed}
        maxLength={80}
        autocomplete="off"
        onInput={({ currentTarget: { value } }) => {
          setTyped(value)
          clearTimeout(timer.current)
          timer.current = window.setTimeout(() => actions.arrange({ name: value.trim() }), REST)
        }}
      />
    </label>
  )
}

/** Said to those who listen whenever it is another; they are told the order too, which others see. */
function Count({ view, actions, bench, sort, goal, count, of }: ToolsShown): JSX.Element {
  const { t } = view
  return (
    <div class="table-count">
      <p role="status" id="table-count">
        {t('table-count', { n: count, of })}
        <span class="visually-hidden">
          {' '}
          {t(sort.up ? 'table-sorted-up' : 'table-sorted-down', { column: headText(view, sort.column, goal) })}
        </span>
      </p>
      {isFiltered(bench) ? (
        <button type="button" class="link" id="table-clear" onClick={() => actions.arrange(NO_FILTER)}>
          {t('table-clear')}
        </button>
      ) : null}
    </div>
  )
}

function Picked({ view: { t }, actions, bench: { picked } }: Of): JSX.Element | null {
  return picked.length === 0 ? null : (
    <div class="table-picked">
      <p>{t('table-picked', { n: picked.length })}</p>
      <button type="button" class="link" id="table-picked-show" onClick={() => actions.framePicked()}>
        {t('table-picked-show')}
      </button>
      <button type="button" class="link" id="table-picked-clear" onClick={() => actions.arrange({ picked: [] })}>
        {t('table-picked-clear')}
      </button>
    </div>
  )
}
