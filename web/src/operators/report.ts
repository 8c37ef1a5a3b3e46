/** The report of a check: the verdict, what was counted, every finding with its place and remedy, and the places on a map. */
import { el, fill, icon, type Child } from '../dom'
import { civilDate, exact, fileSize, kilometres, listText } from '../format'
import type { Finding, Report, Severity } from './client'
import { download, paperName, reportCsv } from './report-export'
import { createPlaces } from './places'
import { layerText, type Scene } from './scene'

export interface ReportShown {
  report: Report
  /** A check made just now, a refusal, or the report of a recorded filing. */
  of: 'check' | 'refusal' | 'filing'
  /** What may follow from it. */
  submit: (() => void) | null
  close: (() => void) | null
}

export interface ReportView {
  node: HTMLElement
  render(scene: Scene, shown: ReportShown | null): void
  focus(): void
}

const PAGE = 50
const MARKS: Record<Severity, Parameters<typeof icon>[0]> = {
  error: 'error',
  warning: 'warning',
  repair: 'repair',
  info: 'info',
}

export function createReport(): ReportView {
  const node = el('section', { class: 'card report', id: 'report', hidden: true, 'aria-labelledby': 'report-title' })
  const verdict = el('div', { class: 'report-verdict' })
  const side = el('aside', { class: 'report-side' })
  const list = el('div', { class: 'report-list' })
  const body = el('div', { class: 'report-body' }, list, side)
  node.append(verdict, body)
  const places = createPlaces((at) => goToRow(at))
  let drawn: { report: Report | null; lang: string; theme: string; submit: boolean } = {
    report: null,
    lang: '',
    theme: '',
    submit: false,
  }
  let current: { scene: Scene; shown: ReportShown } | null = null
  let rule: string | null = null
  let count = PAGE

  const goToRow = (at: number): void => {
    if (!current) return
    const wanted = current.shown.report.findings[at]
    if (!wanted) return
    if (rule !== null && wanted.rule !== rule) rule = null
    count = Math.max(count, chosen(current.shown.report).findIndex((one) => one.at === at) + 1)
    drawList()
    mark(at)
    const row = list.querySelector<HTMLElement>(`[data-at="${at}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'center' })
  }
  const mark = (at: number): void => {
    for (const row of list.querySelectorAll('[aria-current]')) row.removeAttribute('aria-current')
    list.querySelector(`[data-at="${at}"]`)?.setAttribute('aria-current', 'true')
    places.mark(at)
  }
  const chosen = (report: Report): { finding: Finding; at: number }[] =>
    report.findings
      .map((finding, at) => ({ finding, at }))
      .filter(({ finding }) => rule === null || finding.rule === rule)

  const drawList = (): void => {
    if (!current) return
    const { scene, shown } = current
    fill(
      list,
      ...findingsOf(scene, shown.report, {
        rule,
        rows: chosen(shown.report),
        count,
        filter: (id) => {
          rule = id
          count = PAGE
          drawList()
          list.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus()
        },
        more: () => {
          const from = count
          count += PAGE
          drawList()
          list.querySelectorAll<HTMLElement>('tbody tr')[from]?.focus()
        },
        place: (at) => {
          mark(at)
          places.show(at)
        },
      }),
    )
  }

  const render = (scene: Scene, shown: ReportShown | null): void => {
    node.hidden = shown === null
    if (!shown) {
      current = null
      drawn = { report: null, lang: '', theme: '', submit: false }
      return
    }
    const now = { report: shown.report, lang: scene.lang, theme: scene.theme, submit: shown.submit !== null }
    const fresh = now.report !== drawn.report
    if (!fresh && now.lang === drawn.lang && now.submit === drawn.submit && now.theme === drawn.theme) return
    current = { scene, shown }
    if (fresh) [rule, count] = [null, PAGE]
    drawn = now
    fill(verdict, ...verdictOf(scene, shown))
    drawList()
    const any = shown.report.findings.some((one) => one.lon !== undefined && one.lat !== undefined)
    body.classList.toggle('wide', any)
    side.hidden = !any
    fill(side, any ? places.node : null)
    if (any) places.render(scene, shown.report.findings)
    node.dataset['accepted'] = String(shown.report.accepted)
  }
  return { node, render, focus: () => node.querySelector<HTMLElement>('h2')?.focus() }
}

function verdictOf(scene: Scene, shown: ReportShown): Child[] {
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
  return [
    el(
      'div',
      { class: 'report-head' },
      el('h2', { class: 'section-title', id: 'report-title', tabindex: -1 }, title),
      report.file ? el('bdi', { class: 'quiet file' }, report.file) : null,
      shown.close
        ? el(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': say('report-close'),
              title: say('report-close'),
              onclick: shown.close,
            },
            icon('close'),
          )
        : null,
    ),
    el(
      'div',
      { class: `verdict ${look}` },
      icon(look === 'refused' ? 'error' : look === 'warned' ? 'warning' : 'ok'),
      el(
        'div',
        {},
        el('strong', { class: 'verdict-word' }, say(`report-${look}`)),
        shown.of === 'filing'
          ? el('p', { class: 'quiet' }, say('report-private'))
          : el('p', {}, say(`report-${look}-detail`)),
        report.stopped_early ? el('p', { class: 'warn' }, say('report-stopped')) : null,
      ),
    ),
    el(
      'dl',
      { class: 'counts' },
      ...counts.map(([figure, word, bad]) =>
        el('div', { class: bad ? 'bad' : null }, el('dd', {}, figure), el('dt', {}, word)),
      ),
    ),
    layersOf(scene, report),
    el(
      'div',
      { class: 'actions' },
      shown.submit
        ? el(
            'button',
            {
              type: 'button',
              class: 'button primary',
              id: 'filing-submit',
              'aria-describedby': 'submit-warn',
              onclick: shown.submit,
            },
            say('file-submit'),
          )
        : null,
      shown.submit ? el('p', { class: 'hint', id: 'submit-warn' }, say('file-submit-warn')) : null,
      el('span', { class: 'grow' }),
      el(
        'button',
        {
          type: 'button',
          class: 'button',
          onclick: () => download(paperName(report, 'json'), 'application/json', JSON.stringify(report, null, 2)),
        },
        icon('download'),
        say('report-json'),
      ),
      el(
        'button',
        {
          type: 'button',
          class: 'button',
          onclick: () => download(paperName(report, 'csv'), 'text/csv;charset=utf-8', reportCsv(report, scene.wording)),
        },
        icon('download'),
        say('report-csv'),
      ),
    ),
  ]
}

function layersOf(scene: Scene, report: Report): HTMLElement | null {
  const { say, lang } = scene
  const networks = (report.networks ?? []).map((one) =>
    el(
      'li',
      {},
      el('bdi', {}, one.name ?? one.id),
      el(
        'span',
        { class: 'quiet' },
        say('report-network', { nodes: one.nodes, spans: one.spans, length: kilometres(lang, one.route_km) }),
      ),
    ),
  )
  if (report.layers.length + networks.length === 0) return null
  const line = (layer: Report['layers'][number]): HTMLElement => {
    const extent =
      layer.cells !== undefined
        ? say('report-layer-cells', { n: layer.cells })
        : layer.premises !== undefined
          ? say('report-layer-premises', { n: layer.premises, units: layer.units ?? 0 })
          : ''
    return el('li', {}, el('span', {}, layerText(scene, layer)), el('span', { class: 'quiet' }, extent))
  }
  return el(
    'div',
    { class: 'report-layers' },
    el('h3', { class: 'kicker' }, say('report-layers')),
    el('ul', {}, ...report.layers.map(line), ...networks),
  )
}

interface ListAsk {
  rule: string | null
  rows: { finding: Finding; at: number }[]
  count: number
  filter(rule: string | null): void
  more: () => void
  place: (at: number) => void
}

function findingsOf(scene: Scene, report: Report, ask: ListAsk): Child[] {
  const { say, lang, wording } = scene
  const all = report.finding_counts.reduce((sum, one) => sum + one.count, 0)
  if (all === 0) return [el('p', { class: 'none-found' }, icon('ok'), say('report-none'))]
  const chip = (id: string | null, words: string, count: number, severity: Severity | null) =>
    el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'rule',
          'aria-pressed': String(ask.rule === id),
          'data-rule': id ?? 'all',
          onclick: () => ask.filter(id),
        },
        severity
          ? el('span', { class: `mark ${severity}`, title: say(`severity-${severity}`) }, icon(MARKS[severity]))
          : el('span', { class: 'mark' }),
        el('span', { class: 'rule-words' }, words),
        el('span', { class: 'number' }, exact(lang, count)),
      ),
    )
  const shown = ask.rows.slice(0, ask.count)
  const left = ask.rows.length - shown.length
  return [
    el('h3', { class: 'kicker' }, say('report-byrule')),
    el(
      'ul',
      { class: 'rules' },
      chip(null, say('report-all'), all, null),
      ...report.finding_counts.map((one) =>
        chip(
          one.rule,
          wording.rule(
            one.rule,
            report.findings.find((other) => other.rule === one.rule),
          ),
          one.count,
          one.severity,
        ),
      ),
    ),
    el(
      'h3',
      { class: 'kicker' },
      `${say('report-findings')} · ${say('report-shown', { shown: exact(lang, shown.length), all: exact(lang, ask.rows.length) })}`,
    ),
    report.findings.length < all
      ? el('p', { class: 'hint' }, say('report-kept', { kept: report.findings.length, all }))
      : null,
    el(
      'table',
      { class: 'findings' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ...[say('report-where'), say('report-value'), say('report-what')].map((one) =>
            el('th', { scope: 'col' }, one),
          ),
          el('th', { scope: 'col' }, el('span', { class: 'visually-hidden' }, say('report-place'))),
        ),
      ),
      el('tbody', {}, ...shown.map(({ finding, at }) => rowOf(scene, finding, at, ask.place))),
    ),
    left > 0
      ? el(
          'button',
          { type: 'button', class: 'button', onclick: ask.more },
          say('report-more', { n: Math.min(left, PAGE) }),
        )
      : null,
  ]
}

function rowOf(scene: Scene, finding: Finding, at: number, place: (at: number) => void): HTMLElement {
  const { say, wording } = scene
  const said = wording.say(finding)
  const placed = finding.lon !== undefined && finding.lat !== undefined
  return el(
    'tr',
    { 'data-at': at, tabindex: -1, class: finding.severity },
    el(
      'th',
      { scope: 'row' },
      el(
        'span',
        { class: `mark ${finding.severity}` },
        icon(MARKS[finding.severity]),
        el('span', {}, say(`severity-${finding.severity}`)),
      ),
      el('span', { class: 'where' }, ...whereOf(scene, finding)),
    ),
    el(
      'td',
      { class: 'value' },
      finding.value === undefined ? null : el('bdi', {}, el('code', {}, finding.value === '' ? '""' : finding.value)),
    ),
    el(
      'td',
      { class: 'what' },
      el('p', { class: 'message' }, said.message),
      el(
        'dl',
        {},
        el('div', {}, el('dt', {}, say('report-expected')), el('dd', {}, said.expected)),
        el('div', {}, el('dt', {}, say('report-remedy')), el('dd', {}, said.remedy)),
      ),
      el('code', { class: 'rule-id' }, finding.rule),
    ),
    el(
      'td',
      { class: 'to-map' },
      placed
        ? el(
            'button',
            {
              type: 'button',
              class: 'icon-button small',
              'aria-label': say('report-place'),
              title: say('report-place'),
              onclick: () => place(at),
            },
            icon('pin'),
          )
        : null,
    ),
  )
}

function whereOf({ say, lang }: Scene, finding: Finding): Child[] {
  const parts = [
    finding.row === undefined ? '' : say('report-row', { n: exact(lang, finding.row) }),
    finding.column === undefined ? '' : say('report-column', { name: `\u2068${finding.column}\u2069` }),
    finding.object === undefined ? '' : `\u2068${finding.object}\u2069`,
  ].filter((one) => one !== '')
  return [
    parts.length > 0 ? listText(lang, parts) : finding.pointer === undefined ? say('report-wholefile') : null,
    finding.pointer === undefined ? null : el('bdi', {}, el('code', {}, finding.pointer)),
  ]
}
