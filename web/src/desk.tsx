/**
 * The page: where each part lives. It reads the store and gives every part the same view; the map, which draws itself, is
 * given its containers once they are there, and the view whenever it has been drawn.
 */
import { Fragment, type JSX, type Ref, type RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Place } from './api'
import { isOld } from './answer'
import { isSwiped } from './compare/against'
import { sidesOf } from './compare/legend'
import { Bands } from './banners'
import { partsCalled } from './offline-parts'
import { BarMenu, Brand, IconButton, Languages, Skip } from './bar'
import { FaultBand } from './faults'
import { Filters } from './filters'
import { nameOf } from './format'
import type { Translate } from './i18n'
import { LANGUAGES } from './i18n/fluent'
import { LayerChips } from './layer-chips'
import { Legend } from './legend'
import { levelsOf, levelTitle } from './levels'
import type { Ground } from './map-controller'
import { pageHref } from './page/framed'
import { Sections } from './panel'
import { Plate } from './plate/plate'
import { Preview } from './preview'
import { Scale } from './scale'
import { Search, type Language } from './search'
import type { Finder } from './search/places'
import { Handle, type Sheet } from './sheet'
import type { MapProblem, Store } from './store'
import { beyond, START, Swipe, upTo } from './swipe'
import { Table } from './table'
import type { Actions, View } from './view'

export interface DeskShown {
  store: Store
  actions: Actions
  finder: Finder
  sheet: Sheet
  choosePlace: (place: Place) => void
  /** Called once, when the map has its ground. */
  laid: (ground: Ground) => void
  /** Called whenever a view has been drawn: what the map shows may depend on the size of the rest. */
  drawn: (view: View) => void
}

export function Desk({ store, actions, finder, sheet, choosePlace, laid, drawn }: DeskShown): JSX.Element {
  const t = store.t.value
  const view = store.view.value
  return (
    <>
      <Skip to="map" wanted="canvas" words={t('skip-map')} />
      <Skip to="panel" wanted="h1" words={t('skip-panel')} />
      <Skip to="table" wanted="button" words={t('skip-table')} />
      <TopBar store={store} actions={actions} finder={finder} choosePlace={choosePlace} />
      <DeskBands store={store} actions={actions} />
      <main class="desk">
        <Filters view={view} actions={actions} label={t('filters-title')} open={store.filtersOpen.value} />
        <Stage store={store} actions={actions} sheet={sheet} laid={laid} drawn={drawn} />
        <aside class="panel" id="panel" data-height={sheet.height.value} aria-label={view?.t('panel-title')}>
          <Handle sheet={sheet} t={t} />
          <div class="panel-body">
            {view ? <Sections view={view} actions={actions} /> : null}
            <Pages lang={store.lang.value} t={t} classes="panel-pages" />
          </div>
          {/* On a phone the sheet may hide the legend, which says so elsewhere. */}
          <p class="loading phone-only">{view && isOld(view.figures) ? t('state-loading') : ''}</p>
        </aside>
      </main>
      <Workbench store={store} actions={actions} />
      <p class="visually-hidden" role="status" aria-live="polite">
        {store.said.value}
      </p>
    </>
  )
}

type Of = Pick<DeskShown, 'store' | 'actions'>

interface Grounds {
  map: RefObject<HTMLDivElement | null>
  legend: RefObject<HTMLElement | null>
}

/** How long the plate fades, in milliseconds; as long as in the style sheet. */
const FADE = 200

function TopBar({ store, actions, finder, choosePlace }: Of & Pick<DeskShown, 'finder' | 'choosePlace'>): JSX.Element {
  const t = store.t.value
  const lang = store.lang.value
  const country = store.country.value
  const language: Language = {
    lang,
    t,
    title: (level) => (country ? levelTitle(country, lang, level) : ''),
    units: country && { unit: levelTitle(country, lang, levelsOf(country).base) },
  }
  const theme = t(store.theme.value === 'dark' ? 'bar-theme-light' : 'bar-theme-dark')
  const languages = (
    <Languages
      lang={lang}
      label={t('bar-language')}
      offered={country?.languages ?? LANGUAGES}
      choose={(one) => actions.choose({ lang: one })}
    />
  )
  return (
    <header class="topbar">
      <Brand />
      <button type="button" class="bar-country" title={t('bar-country')} onClick={() => actions.goTo(null)}>
        {country ? nameOf(lang, country.names) : ''}
      </button>
      <Search finder={finder} language={language} choose={choosePlace} />
      <IconButton
        icon="filters"
        name={t('filters-open')}
        class="icon-button filters-button"
        aria-expanded={store.filtersOpen.value}
        aria-controls="filters"
        onClick={() => actions.openFilters(!store.filtersOpen.value)}
      />
      <Pages lang={lang} t={t} classes="bar-pages" />
      {languages}
      <IconButton icon="theme" name={theme} onClick={() => actions.switchTheme()} />
      <BarMenu
        name={t('bar-menu')}
        pages={<Pages lang={lang} t={t} classes="menu-pages" />}
        languages={languages}
        theme={{ words: theme, press: () => actions.switchTheme() }}
      />
    </header>
  )
}

/** The other pages: in the bar where there is room for all, and at the end of the figures. */
const Pages = ({ lang, t, classes }: { lang: string; t: Translate; classes: string }): JSX.Element => (
  <nav class={classes} aria-label={t('page-list')}>
    {OTHER_PAGES.map(([page, name]) => (
      <a key={page} class="bar-link" data-page={page} href={pageHref(page, lang)}>
        {t(name)}
      </a>
    ))}
  </nav>
)
const OTHER_PAGES = [
  ['filings', 'page-filings'],
  ['operators', 'bar-operators'],
  ['about', 'page-about'],
] as const

/** The strips under the bar; how high they are is known to the style sheets, which leave room for them. */
function DeskBands({ store, actions }: Of): JSX.Element {
  const t = store.t.value
  const node = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const bands = node.current
    if (!bands) return
    const sized = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--bands', `${bands.offsetHeight}px`),
    )
    sized.observe(bands)
    return () => sized.disconnect()
  }, [])
  const state = {
    country: store.country.value,
    damage: store.damage.value,
    offline: !store.online.value,
    seen: store.seen.value,
    missing: partsCalled(store.missing.value, t),
    knownAt: store.knownAt.value,
    published: store.isNews.value,
    faults: <FaultBand about={store.view.value} faults={store.faults.value} correct={() => actions.choose({})} />,
  }
  return (
    <section class="bands" aria-label={t('band-label')} ref={node}>
      <Bands state={state} lang={store.lang.value} t={t} unpin={() => actions.choose({ knownAt: null })} />
    </section>
  )
}

function Stage({ store, actions, sheet, laid, drawn }: Of & Pick<DeskShown, 'sheet' | 'laid' | 'drawn'>): JSX.Element {
  const t = store.t.value
  const lang = store.lang.value
  const view = store.view.value
  const problem = store.mapProblem.value
  const [map, measuredMap, legend] = [
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLElement>(null),
  ]
  const [at, move] = useState(START)
  // What was measured stands beyond the divider; of a comparison the earlier side stands before it.
  const compared = view && isSwiped(view.selection) ? view.changes.answer : null
  const measured = !compared && (view?.measured.answer?.value.items.size ?? 0) > 0
  const words =
    view && compared
      ? sidesOf(view, compared)
      : {
          first: t('measured-claimed'),
          second: t('measured-measured'),
          divider: t('measured-swipe'),
          text: (n: string) => t('measured-swipe-text', { n }),
        }
  useLayoutEffect(() => {
    if (map.current && measuredMap.current && legend.current)
      laid({ map: map.current, measuredMap: measuredMap.current, legend: legend.current })
  }, [])
  // After it has been drawn: the second map needs its container's size.
  useLayoutEffect(() => {
    if (view) drawn(view)
  }, [view])
  return (
    <div class="stage">
      <MapGround map={map} />
      <FirstPlate store={store} actions={actions} sheet={sheet} map={map} legend={legend} />
      <div
        class="map measured-map"
        id="map-measured"
        aria-hidden="true"
        hidden={!measured && !compared}
        style={{ clipPath: compared ? upTo(at, lang) : beyond(at, lang) }}
        ref={measuredMap}
      />
      {view ? <LayerChips view={view} actions={actions} /> : null}
      <div class="controls">
        <IconButton icon="plus" name={t('map-zoomin')} onClick={() => actions.zoomBy(1)} />
        <IconButton icon="minus" name={t('map-zoomout')} onClick={() => actions.zoomBy(-1)} />
        <IconButton icon="whole" name={t('map-whole')} onClick={() => actions.frame()} />
      </div>
      <Legend view={view} actions={actions} root={legend} />
      <Scale store={store} />
      <details class="attribution">
        <summary>{t('map-attribution')}</summary>
        <Sources
          of={[...(view?.country.attribution ?? []), store.basemap.value, 'Natural Earth', 'MapLibre'].filter(Boolean)}
        />
      </details>
      <Hover store={store} />
      <Swipe on={measured || compared !== null} at={at} move={move} lang={lang} words={words} />
      {problem ? <MapFailed problem={problem} t={t} plated={Boolean(view?.sketch.answer)} /> : null}
    </div>
  )
}

/** Until the map is there, and where it never will be; it fades, and is then taken away. */
function FirstPlate({ store, ...shown }: Of & Pick<DeskShown, 'sheet'> & Grounds): JSX.Element | null {
  const view = store.view.value
  const mapped = store.mapped.value
  const [left, leave] = useState(false)
  useLayoutEffect(() => {
    if (!mapped) return
    const timer = setTimeout(() => leave(true), FADE)
    return () => clearTimeout(timer)
  }, [mapped])
  return view && !left ? <Plate {...shown} view={view} gone={mapped} alone={store.mapProblem.value !== null} /> : null
}

/** Each in its own direction, in whichever language its holder writes it. */
const Sources = ({ of }: { of: string[] }): JSX.Element => (
  <p>
    {of.map((one, at) => (
      <Fragment key={one}>
        {at === 0 ? null : ' · '}
        <bdi>{one}</bdi>
      </Fragment>
    ))}
  </p>
)

/** The map's own: it writes its classes and what it shows onto this element, which is therefore never drawn anew. */
const MapGround = ({ map }: { map: Ref<HTMLDivElement> }): JSX.Element => (
  <div class="map" id="map" data-state="loading" ref={map} />
)

/** By itself: how it is set concerns nothing else. */
const Workbench = ({ store, actions }: Of): JSX.Element => (
  <Table view={store.view.value} actions={actions} label={store.t.value('table-open')} bench={store.bench.value} />
)

/** By itself: it follows the pointer, and nothing else need be drawn for that. */
const Hover = ({ store }: { store: Store }): JSX.Element => (
  <Preview view={store.view.value} hovered={store.hovered.value} />
)

interface Failed {
  problem: MapProblem
  t: Translate
  /** Whether the plate stands there instead. */
  plated: boolean
}

/** What is said where the map cannot be shown. */
const MapFailed = ({ problem: { error, retry }, t, plated }: Failed): JSX.Element => (
  <div class={plated ? 'map-failed beside' : 'map-failed'} role="alert">
    <strong>{error ? t(`error-${error.kind}`) : t('map-failed')}</strong>
    {error ? null : <span>{t('map-failed-detail')}</span>}
    {plated ? <span>{t('plate-stays')}</span> : null}
    <button type="button" class="button" onClick={retry}>
      {t('error-retry')}
    </button>
  </div>
)
