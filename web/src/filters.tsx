/** What is asked: technology and speed, whose coverage, of what, when; and which layers are shown. Says what the controls ask for, never what an answer is of. */
import type { ComponentChildren, JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Asked } from './answer'
import type { Technology } from './api'
import { CompareWith } from './compare/control'
import { civilDate, listText, nameOf, tierText } from './format'
import type { Key } from './i18n'
import { Icon } from './icons'
import { levelsOf, levelsTitle } from './levels'
import { listOf, listsOf, shareOf, tellsPlaces } from './listed'
import { ListChoice } from './listed-parts'
import { isShow, SHOWS, sourceOf, unitOf, unitsOf } from './measured'
import type { Part } from './shown'
import { scopesOf, technologyOf } from './state'
import { unitsOfLink } from './units'
import type { Actions, View } from './view'

interface Choice {
  value: string
  label: string
  disabled?: boolean
  title?: string
}

/** A date is chosen once the slider has rested. */
const REST = 120

interface FiltersShown {
  view: View | null
  actions: Actions
  label: string
  open: boolean
}

export const Filters = ({ view, actions, label, open }: FiltersShown): JSX.Element => (
  <form
    class={open ? 'filters open' : 'filters'}
    id="filters"
    aria-label={label}
    onSubmit={(event) => event.preventDefault()}
  >
    {view ? <Controls view={view} actions={actions} /> : null}
  </form>
)

function Controls({ view, actions }: Part): JSX.Element {
  const { t, country, wanted } = view
  const technology = technologyOf(country, wanted.technology)
  return (
    <>
      <div class="filters-head">
        <h2 class="phone-only">{t('filters-title')}</h2>
        <button
          type="button"
          class="icon-button phone-only"
          aria-label={t('filters-close')}
          onClick={() => actions.openFilters(false)}
        >
          <Icon name="close" />
        </button>
      </div>
      <What view={view} actions={actions} technology={technology} />
      <Group title={t('filters-who')}>
        <Scope view={view} actions={actions} technology={technology} />
      </Group>
      <Group title={t('filters-denominator')}>
        <Pills
          name="denominator"
          label={t('filters-denominator')}
          choices={[
            ...country.denominators.map((one) => ({
              value: one,
              label: t(`denominator-${one}` as Key),
              disabled: !technology.denominators.includes(one),
            })),
            ...listsOf(country, wanted.knownAt).map((one) => ({
              value: shareOf(one.id),
              label: nameOf(view.lang, one.names) || one.id,
              disabled: !tellsPlaces(technology),
            })),
          ]}
          chosen={wanted.denominator}
          choose={(value) => actions.choose({ denominator: value, ...listWith(view, value) })}
        />
      </Group>
      {country.dates.length > 0 ? <When view={view} actions={actions} /> : null}
      <Layers view={view} actions={actions} />
      <button type="button" class="link reset" onClick={() => actions.choose(NOTHING_CHOSEN)}>
        {t('filters-reset')}
      </button>
    </>
  )
}

/** A share of places is looked at with these places; with another share they are left, unless they were chosen by themselves. */
function listWith({ selection, wanted }: View, denominator: string): { list?: string | null } {
  const next = listOf(denominator)
  if (next !== null) return { list: next }
  return selection.list !== null && listOf(wanted.denominator) === selection.list ? { list: null } : {}
}

const NOTHING_CHOSEN = {
  technology: null,
  tier: null,
  environment: null,
  scope: null,
  denominator: null,
  asOf: null,
  knownAt: null,
  against: null,
  swipe: false,
  changed: null,
  today: null,
}

function What({ view, actions, technology }: Part & { technology: Technology }): JSX.Element {
  const { t, lang, country, wanted } = view
  const notFiled = country.technologies.filter((one) => !one.filed).map((one) => shortName(nameOf(lang, one.names)))
  return (
    <Group title={t('filters-what')}>
      <Pills
        name="technology"
        label={t('filters-technology')}
        choices={technologies(view)}
        chosen={wanted.technology}
        choose={(value) =>
          actions.choose({
            technology: value,
            tier: null,
            environment: null,
            denominator: null,
            ...scopeFor(view, value),
          })
        }
      />
      {notFiled.length > 0 ? <p class="hint">{t('filters-notfiled', { list: listText(lang, notFiled) })}</p> : null}
      {technology.tiers.every((one) => one.mindown === 0) ? null : (
        <Pills
          name="tier"
          label={t('filters-tier')}
          isShown
          choices={technology.tiers.map((one) => ({ value: one.id, label: tierText(lang, one.mindown, one.minup) }))}
          chosen={wanted.tier}
          choose={(value) => actions.choose({ tier: value })}
        />
      )}
      {technology.kind === 'mobile' && technology.environments.length > 1 ? (
        <Pills
          name="environment"
          label={t('filters-environment')}
          isShown
          choices={environments(view, technology)}
          chosen={wanted.environment}
          choose={(value) => actions.choose({ environment: value })}
        />
      ) : null}
    </Group>
  )
}

/** An operator without the newly chosen technology cannot stay the one counted. */
const scopeFor = (view: View, technology: string): { scope?: null } =>
  scopesOf(view.country, technologyOf(view.country, technology)).includes(view.wanted.scope) ? {} : { scope: null }

function Scope({ view, actions, technology }: Part & { technology: Technology }): JSX.Element {
  const { t, lang, country, wanted } = view
  const scopes = scopesOf(country, technology)
  const operators = scopes
    .filter((one) => one.startsWith('op:'))
    .map((one) => {
      const operator = country.operators.find((other) => `op:${other.id}` === one)
      return (
        <option key={one} value={one}>
          {t('scope-one', { name: nameOf(lang, operator?.names) || one.slice(3) })}
        </option>
      )
    })
  return (
    <div class="field">
      <label for="filter-scope">{t('filters-scope')}</label>
      <select
        id="filter-scope"
        name="scope"
        value={wanted.scope}
        onChange={(event) => actions.choose({ scope: event.currentTarget.value })}
      >
        <optgroup label={t('scope-combined')}>
          {scopes
            .filter((one) => !one.startsWith('op:'))
            .map((one) => (
              <option key={one} value={one}>
                {t(`scope-${one}` as Key)}
              </option>
            ))}
        </optgroup>
        <optgroup label={t('scope-operators')}>{operators}</optgroup>
      </select>
    </div>
  )
}

function When({ view, actions }: Part): JSX.Element {
  const { t, lang, country, wanted } = view
  const timer = useRef(0)
  /** Where the slider is while it moves: what is asked follows once it rests. */
  const [moved, setMoved] = useState<number | null>(null)
  const last = Math.max(0, country.dates.length - 1)
  const asked = wanted.asOf ?? ''
  // A pinned date between two filings shows what was in force: the last one before it.
  const index =
    moved ??
    Math.max(
      0,
      country.dates.findLastIndex((one) => one <= asked),
    )
  const date = moved === null ? asked : (country.dates[moved] ?? '')
  const words = date ? civilDate(lang, date) : ''
  const move = (to: number): void => {
    const chosen = country.dates[to]
    if (!chosen) return
    setMoved(to)
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      setMoved(null)
      actions.choose({ asOf: chosen })
    }, REST)
  }
  return (
    <Group title={t('filters-when')}>
      <div class="field">
        <label for="filter-date">
          {t('filters-date')}{' '}
          <output id="filter-date-text" for="filter-date">
            {words}
          </output>
        </label>
        <div class="slider">
          <div class="ticks" aria-hidden="true">
            {country.dates.map((one) => (
              <span key={one} />
            ))}
          </div>
          <input
            type="range"
            id="filter-date"
            min={0}
            max={last}
            step={1}
            value={index}
            aria-describedby="filter-date-text"
            aria-valuetext={words}
            disabled={last === 0}
            onInput={(event) => move(Number(event.currentTarget.value))}
          />
        </div>
        <div class="ends" aria-hidden="true">
          <span>{civilDate(lang, country.dates[0] ?? '', 'short')}</span>
          <span>{civilDate(lang, country.dates.at(-1) ?? '', 'short')}</span>
        </div>
      </div>
      <CompareWith view={view} actions={actions} />
    </Group>
  )
}

function Layers({ view, actions }: Part): JSX.Element {
  const { t, lang, country, selection } = view
  const levels = levelsOf(country)
  return (
    <Group title={t('filters-layers')}>
      <Units view={view} actions={actions} />
      <Toggle
        name="gap"
        label={t('gap-title')}
        on={selection.gap}
        note={gapNote(view)}
        choose={(on) => actions.choose({ gap: on })}
      />
      <ListChoice view={view} actions={actions} />
      <Toggle
        name="measured"
        label={t('measured-title')}
        on={selection.measured}
        note={measuredNote(view)}
        choose={(on) => actions.choose({ measured: on, swipe: false })}
      />
      <div class="measured-choices" hidden={!selection.measured}>
        <Pills
          name="show"
          label={t('measured-show')}
          isShown
          choices={SHOWS.map((one) => ({ value: one, label: t(`measured-show-${one}`) }))}
          chosen={selection.show ?? 'verdict'}
          choose={(value) => {
            if (isShow(value)) actions.choose({ show: value })
          }}
        />
        <Pills
          name="by"
          label={t('measured-by')}
          isShown
          choices={unitsOf(levels).map((one) => ({ value: one, label: levelsTitle(country, lang, one) }))}
          chosen={unitOf(levels, selection.by)}
          choose={(value) => actions.choose({ by: value })}
        />
        <Sources view={view} actions={actions} />
      </div>
      <Toggle
        name="routes"
        label={t('routes-title')}
        on={selection.routes}
        note={routesNote(view)}
        choose={(on) => actions.choose({ routes: on })}
      />
    </Group>
  )
}

/** In which units the map is told: as the zoom has it, or as the reader wants them. */
function Units({ view, actions }: Part): JSX.Element {
  const { t, lang, country, selection } = view
  return (
    <div class="field beside">
      <label for="filter-unit">{t('unit-title')}</label>
      <select
        id="filter-unit"
        value={selection.unit ?? ''}
        onChange={(event) => actions.choose({ unit: event.currentTarget.value || null })}
      >
        <option value="">{t('unit-auto')}</option>
        {unitsOfLink(country).map(({ name, unit }) => (
          <option key={name} value={name}>
            {unit === 'cells' ? t('unit-cells') : levelsTitle(country, lang, name)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Whose tests, where there are several to choose from. */
function Sources({ view, actions }: Part): JSX.Element {
  const { t, selection, measured } = view
  const value = selection.measured ? measured.answer?.value : undefined
  return (
    <div class="field sources">
      {value && value.sources.length > 1 ? (
        <>
          <label for="filter-source">{t('measured-source')}</label>
          <select
            id="filter-source"
            value={sourceOf(value, selection.source) ?? ''}
            onChange={(event) => actions.choose({ source: event.currentTarget.value })}
          >
            {value.sources.map((one) => (
              <option key={one.id} value={one.id}>
                {one.id}
              </option>
            ))}
          </select>
        </>
      ) : null}
    </div>
  )
}

const Group = ({ title, children }: { title: string; children: ComponentChildren }): JSX.Element => (
  <section class="filter-group">
    <h2 class="kicker">{title}</h2>
    {children}
  </section>
)

function technologies(view: View): Choice[] {
  const filed = view.country.technologies.filter((one) => one.filed)
  return (filed.length > 0 ? filed : [technologyOf(view.country, view.wanted.technology)]).map((one) => ({
    value: one.id,
    label: shortName(nameOf(view.lang, one.names)),
    title: nameOf(view.lang, one.names),
  }))
}

/** "4G" says as much as "fourth generation 4G" and fits a button. */
const shortName = (name: string): string => /\b\dG\b/.exec(name)?.[0] ?? name

function environments(view: View, technology: Technology): Choice[] {
  return technology.environments.map((id) => ({
    value: id,
    label: nameOf(view.lang, view.country.environments.find((one) => one.id === id)?.names) || id,
    disabled: !technology.filed_environments.includes(id),
    title: technology.filed_environments.includes(id) ? '' : view.t('state-nofiling'),
  }))
}

/** On or off, with a line for what came of it. */
const Toggle = ({
  name,
  label,
  on,
  note,
  choose,
}: {
  name: string
  label: string
  on: boolean
  note: string
  choose: (on: boolean) => void
}): JSX.Element => (
  <div class="toggle">
    <input
      type="checkbox"
      role="switch"
      id={`filter-${name}`}
      aria-describedby={`filter-${name}-note`}
      checked={on}
      onChange={(event) => choose(event.currentTarget.checked)}
    />
    <label for={`filter-${name}`}>{label}</label>
    <p class="hint" id={`filter-${name}-note`} role="status">
      {note}
    </p>
  </div>
)

/** What came of a layer that was switched on, where that is not to be seen: a word, never a figure. */
function noteOf<V>({ t }: View, asked: Asked<unknown, V>, empty: (value: V) => Key | null): string {
  if (asked.status === 'failed') return t(`error-${asked.error.kind}`)
  if (asked.answer === null) return asked.status === 'waiting' ? t('state-loading') : ''
  const none = empty(asked.answer.value)
  return none ? t(none) : ''
}

const gapNote = (view: View): string => (view.selection.gap ? noteOf(view, view.footprint, () => null) : '')
const routesNote = (view: View): string =>
  noteOf(view, view.routes, ({ networks, definition }) =>
    networks.length > 0 ? null : (definition.operators_damaged ?? []).length > 0 ? 'routes-damaged' : 'routes-none',
  )
const measuredNote = (view: View): string =>
  noteOf(view, view.measured, ({ items }) => (items.size === 0 ? 'measured-empty' : null))

interface PillsShown {
  name: string
  label: string
  choices: Choice[]
  chosen: string | null
  choose: (value: string) => void
  /** Whether its label is seen. */
  isShown?: boolean
}

/** One of a few: radio buttons in the shape of pills. */
const Pills = ({ name, label, choices, chosen, choose, isShown = false }: PillsShown): JSX.Element => (
  <fieldset class={`pills pills-${name}`}>
    <legend class={isShown ? 'label' : 'visually-hidden'}>{label}</legend>
    <div class="pill-row">
      {choices.map(({ value, label: words, disabled = false, title = '' }) => (
        <span class="pill" key={value}>
          <input
            type="radio"
            id={`filter-${name}-${value}`}
            name={name}
            value={value}
            checked={value === chosen}
            disabled={disabled}
            onChange={() => choose(value)}
          />
          <label for={`filter-${name}-${value}`} title={title || undefined}>
            {words}
          </label>
        </span>
      ))}
    </div>
  </fieldset>
)
