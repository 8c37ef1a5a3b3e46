/** The report of a check: the verdict, what was counted, every finding with its place and remedy, and the places on a map. */
import type { ComponentChildren, JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { focusOn, onceDrawn } from '../drawn'
import { civilDate, exact, fileSize, kilometres, listText } from '../format'
import { Icon, type IconName } from '../icons'
import type { Finding, Report, Severity } from './client'
import { Places, type PlacesHandle } from './places'
import { download, paperName, reportCsv } from './report-export'
import { layerText, type Scene } from './scene'

export interface ReportShown {
  report: Report
  /** A check made just now, a refusal, or the report of a recorded filing. */
  of: 'check' | 'refusal' | 'filing'
  /** What may follow from it. */
  submit: (() => void) | null
  /** Reads the file again as of another reference system. */
  readAs: ((crs: string) => void) | null
  close: (() => void) | null
}

const PAGE = 50
const MARKS: Record<Severity, IconName> = {
  error: 'error',
  warning: 'warning',
  repair: 'repair',
  info: 'info',
}

/** What of a report is looked at: the findings of one rule or of all, how many of them, and the one whose place is. */
interface Look {
  report: Report | null
  rule: string | null
  count: number
  marked: number | null
}
const fresh = (report: Report | null): Look => ({ report, rule: null, count: PAGE, marked: null })

/** Hidden without a report, never taken away: the map in it is made once. */
export function ReportCard({ scene, shown }: { scene: Scene; shown: ReportShown | null }): JSX.Element {
  const report = shown?.report ?? null
  const [held, look] = useState<Look>(fresh(null))
  const now = held.report === report ? held : fresh(report)
  const places = useRef<PlacesHandle | null>(null)
  const findings = report?.findings ?? NO_FINDINGS
  const isPlaced = findings.some((one) => one.lon !== undefined && one.lat !== undefined)
  const mark = (at: number, more: Partial<Look> = {}): void => {
    look({ ...now, ...more, marked: at })
    places.current?.mark(at)
  }
  /** From a point on the map to the row of its finding, which may have to be listed first. */
  const goToRow = (at: number): void => {
    const wanted = findings[at]
    if (!wanted) return
    const rule = now.rule !== null && wanted.rule !== now.rule ? null : now.rule
    const place = rowsOf(findings, rule).findIndex((one) => one.at === at)
    mark(at, { rule, count: Math.max(now.count, place + 1) })
    onceDrawn(() => {
      const row = document.querySelector<HTMLElement>(`#report [data-at="${at}"]`)
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'center' })
    })
  }
  const more = (): void => {
    look({ ...now, count: now.count + PAGE })
    onceDrawn(() => document.querySelectorAll<HTMLElement>('.findings tbody tr')[now.count]?.focus())
  }
  return (
    <section
      class="card report"
      id="report"
      hidden={!shown}
      aria-labelledby="report-title"
      data-accepted={report ? String(report.accepted) : undefined}
    >
      <div class="report-verdict">{shown ? verdictOf(scene, shown) : null}</div>
      <div class={isPlaced ? 'report-body wide' : 'report-body'}>
        <div class="report-list">
          {report ? (
            <Findings
              scene={scene}
              report={report}
              look={now}
              filter={(rule) => look({ ...now, rule, count: PAGE })}
              more={more}
              place={(at) => {
                mark(at)
                places.current?.show(at)
              }}
            />
          ) : null}
        </div>
        <aside class="report-side" hidden={!isPlaced}>
          <Places scene={scene} findings={findings} picked={goToRow} handle={places} />
        </aside>
      </div>
    </section>
  )
}

const NO_FINDINGS: readonly Finding[] = []

const rowsOf = (findings: readonly Finding[], rule: string | null): { finding: Finding; at: number }[] =>
  findings.map((finding, at) => ({ finding, at })).filter(({ finding }) => rule === null || finding.rule === rule)

/** The focus on the report's name. */
export const focusOnReport = (): void => focusOn('#report-title')

/** The reference system that a file was read in, or those it may be in. */
function systemOf({ say }: Scene, { report, readAs }: ReportShown): ComponentChildren {
  const { crs, crs_guesses: guesses = [] } = report
  if (crs)
    return <p class="system">{say(crs.is_chosen ? 'report-crs-chosen' : 'report-crs-named', { crs: crs.code })}</p>
  if (guesses.length === 0) return null
  return (
    <div class="system">
      <p>{say('report-crs-guess')}</p>
      <div class="actions">
        {guesses.map((code) => (
          <button
            key={code}
            type="button"
            class={guesses.length === 1 ? 'button primary' : 'button'}
            data-crs={code}
            disabled={!readAs}
            onClick={() => readAs?.(code)}
          >
            {say('report-crs-read', { crs: code })}
          </button>
        ))}
      </div>
    </div>
  )
}

function verdictOf(scene: Scene, shown: ReportShown): ComponentChildren {
  const { say, lang } = scene
  const { report } = shown
  const look = !report.accepted ? 'refused' : report.warnings > 0 ? 'warned' : 'ok'
  const title =
    shown.of === 'filing' ? say('report-of', { date: civilDate(lang, report.as_of ?? '') }) : say('report-title')
  const counts: [string, string, boolean][] = [
    ...(report.rows === null
      ? []
      : [
          [
            exact(lang, report.rows),
            say(report.format === 'geojson' ? 'report-features' : 'report-rows', { n: report.rows }),
            false,
          ] as [string, string, boolean],
        ]),
    [exact(lang, report.errors), say('report-errors', { n: report.errors }), report.errors > 0],
    [exact(lang, report.warnings), say('report-warnings', { n: report.warnings }), false],
    [exact(lang, report.repairs), say('report-repairs', { n: report.repairs }), false],
    ...(report.bytes === null
      ? []
      : [[fileSize(lang, report.bytes), say('report-size'), false] as [string, string, boolean]]),
  ]
  return (
    <>
      <div class="report-head">
        <h2 class="section-title" id="report-title" tabIndex={-1}>
          {title}
        </h2>
        {report.file ? <bdi class="quiet file">{report.file}</bdi> : null}
        {shown.close ? (
          <button
            type="button"
            class="icon-button"
            aria-label={say('report-close')}
            title={say('report-close')}
            onClick={shown.close}
          >
            <Icon name="close" />
          </button>
        ) : null}
      </div>
      <div class={`verdict ${look}`}>
        <Icon name={look === 'refused' ? 'error' : look === 'warned' ? 'warning' : 'ok'} />
        <div>
          <strong class="verdict-word">{say(`report-${look}`)}</strong>
          {shown.of === 'filing' ? <p class="quiet">{say('report-private')}</p> : <p>{say(`report-${look}-detail`)}</p>}
          {report.stopped_early ? <p class="warn">{say('report-stopped')}</p> : null}
        </div>
      </div>
      <dl class="counts">
        {counts.map(([figure, word, bad]) => (
          <div class={bad ? 'bad' : undefined}>
            <dd>{figure}</dd>
            <dt>{word}</dt>
          </div>
        ))}
      </dl>
      {systemOf(scene, shown)}
      {layersOf(scene, report)}
      <div class="actions">
        {shown.submit ? (
          <button
            type="button"
            class="button primary"
            id="filing-submit"
            aria-describedby="submit-warn"
            onClick={shown.submit}
          >
            {say('file-submit')}
          </button>
        ) : null}
        {shown.submit ? (
          <p class="hint" id="submit-warn">
            {say('file-submit-warn')}
          </p>
        ) : null}
        <span class="grow" />
        <button
          type="button"
          class="button"
          onClick={() => download(paperName(report, 'json'), 'application/json', JSON.stringify(report, null, 2))}
        >
          <Icon name="download" />
          {say('report-json')}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => download(paperName(report, 'csv'), 'text/csv;charset=utf-8', reportCsv(report, scene.wording))}
        >
          <Icon name="download" />
          {say('report-csv')}
        </button>
      </div>
    </>
  )
}

function layersOf(scene: Scene, report: Report): JSX.Element | null {
  const { say, lang } = scene
  const networks = (report.networks ?? []).map((one) => (
    <li>
      <bdi>{one.name ?? one.id}</bdi>
      <span class="quiet">
        {say('report-network', { nodes: one.nodes, spans: one.spans, length: kilometres(lang, one.route_km) })}
      </span>
    </li>
  ))
  if (report.layers.length + networks.length === 0) return null
  const line = (layer: Report['layers'][number]): JSX.Element => {
    const extent =
      layer.cells !== undefined
        ? say('report-layer-cells', { n: layer.cells })
        : layer.premises !== undefined
          ? say('report-layer-premises', { n: layer.premises, units: layer.units ?? 0 })
          : ''
    return (
      <li>
        <span>{layerText(scene, layer)}</span>
        <span class="quiet">{extent}</span>
      </li>
    )
  }
  return (
    <div class="report-layers">
      <h3 class="kicker">{say('report-layers')}</h3>
      <ul>
        {report.layers.map(line)}
        {networks}
      </ul>
    </div>
  )
}

interface FindingsShown {
  scene: Scene
  report: Report
  look: Look
  filter: (rule: string | null) => void
  more: () => void
  place: (at: number) => void
}

function Findings({ scene, report, look, filter, more, place }: FindingsShown): JSX.Element {
  const { say, lang, wording } = scene
  const all = report.finding_counts.reduce((sum, one) => sum + one.count, 0)
  if (all === 0)
    return (
      <p class="none-found">
        <Icon name="ok" />
        {say('report-none')}
      </p>
    )
  const chip = (id: string | null, words: string, count: number, severity: Severity | null) => (
    <li key={id}>
      <button
        type="button"
        class="rule"
        aria-pressed={look.rule === id}
        data-rule={id ?? 'all'}
        onClick={() => filter(id)}
      >
        {severity ? (
          <span class={`mark ${severity}`} title={say(`severity-${severity}`)}>
            <Icon name={MARKS[severity]} />
          </span>
        ) : (
          <span class="mark" />
        )}
        <span class="rule-words">{words}</span>
        <span class="number">{exact(lang, count)}</span>
      </button>
    </li>
  )
  const rows = rowsOf(report.findings, look.rule)
  const shown = rows.slice(0, look.count)
  const left = rows.length - shown.length
  return (
    <>
      <h3 class="kicker">{say('report-byrule')}</h3>
      <ul class="rules">
        {chip(null, say('report-all'), all, null)}
        {report.finding_counts.map((one) =>
          chip(
            one.rule,
            wording.rule(
              one.rule,
              report.findings.find((other) => other.rule === one.rule),
            ),
            one.count,
            one.severity,
          ),
        )}
      </ul>
      <h3 class="kicker">{`${say('report-findings')} · ${say('report-shown', { shown: exact(lang, shown.length), all: exact(lang, rows.length) })}`}</h3>
      {report.findings.length < all ? (
        <p class="hint">{say('report-kept', { kept: report.findings.length, all })}</p>
      ) : null}
      <table class="findings">
        <thead>
          <tr>
            {[say('report-where'), say('report-value'), say('report-what')].map((one) => (
              <th scope="col">{one}</th>
            ))}
            <th scope="col">
              <span class="visually-hidden">{say('report-place')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ finding, at }) => (
            <Row key={at} scene={scene} finding={finding} at={at} isMarked={at === look.marked} place={place} />
          ))}
        </tbody>
      </table>
      {left > 0 ? (
        <button type="button" class="button" onClick={more}>
          {say('report-more', { n: Math.min(left, PAGE) })}
        </button>
      ) : null}
    </>
  )
}

interface RowShown {
  scene: Scene
  finding: Finding
  at: number
  isMarked: boolean
  place: (at: number) => void
}

function Row({ scene, finding, at, isMarked, place }: RowShown): JSX.Element {
  const { say, wording } = scene
  const said = wording.say(finding)
  const placed = finding.lon !== undefined && finding.lat !== undefined
  return (
    <tr data-at={at} tabIndex={-1} class={finding.severity} aria-current={isMarked ? 'true' : undefined}>
      <th scope="row">
        <span class={`mark ${finding.severity}`}>
          <Icon name={MARKS[finding.severity]} />
          <span>{say(`severity-${finding.severity}`)}</span>
        </span>
        <span class="where">{whereOf(scene, finding)}</span>
      </th>
      <td class="value">
        {finding.value === undefined ? null : (
          <bdi>
            <code>{finding.value === '' ? '""' : finding.value}</code>
          </bdi>
        )}
      </td>
      <td class="what">
        <p class="message">{said.message}</p>
        <dl>
          <div>
            <dt>{say('report-expected')}</dt>
            <dd>{said.expected}</dd>
          </div>
          <div>
            <dt>{say('report-remedy')}</dt>
            <dd>{said.remedy}</dd>
          </div>
        </dl>
        <code class="rule-id">{finding.rule}</code>
      </td>
      <td class="to-map">
        {placed ? (
          <button
            type="button"
            class="icon-button small"
            aria-label={say('report-place')}
            title={say('report-place')}
            onClick={() => place(at)}
          >
            <Icon name="pin" />
          </button>
        ) : null}
      </td>
    </tr>
  )
}

function whereOf({ say, lang }: Scene, finding: Finding): ComponentChildren {
  const parts = [
    finding.row === undefined ? '' : say('report-row', { n: exact(lang, finding.row) }),
    finding.column === undefined ? '' : say('report-column', { name: `\u2068${finding.column}\u2069` }),
    finding.object === undefined ? '' : `\u2068${finding.object}\u2069`,
  ].filter((one) => one !== '')
  return [
    parts.length > 0 ? listText(lang, parts) : finding.pointer === undefined ? say('report-wholefile') : null,
    finding.pointer === undefined ? null : (
      <bdi>
        <code>{finding.pointer}</code>
      </bdi>
    ),
  ]
}
