/** What one takes away: the report as JSON and CSV, the receipt as text. */
import type { Finding, Report } from './client'
import type { Wording } from './wording'

const COLUMNS = [
  'severity',
  'rule',
  'row',
  'column',
  'pointer',
  'object',
  'value',
  'lon',
  'lat',
  'message',
  'expected',
  'remedy',
] as const

/** One line per finding, in the reader's words; column names and rule ids stay what they are. */
export function reportCsv(report: Report, wording: Wording): string {
  const lines = report.findings.map((finding) => {
    const said = wording.say(finding)
    const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
    const cells: Record<(typeof COLUMNS)[number], string | number | undefined> = {
      ...pick(finding),
      message: plain(said.message),
      expected: plain(said.expected),
      remedy: plain(said.remedy),
    }
    return COLUMNS.map((name) => cell(cells[name])).join(',')
  })
  // A byte-order mark: spreadsheets take the file for something else than UTF-8 without it.
  return `\ufeff${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`
}

const pick = ({ severity, rule, row, column, pointer, object, value, lon, lat }: Finding) => ({
  severity,
  rule,
  row,
  column,
  pointer,
  object,
  value,
  lon,
  lat,
})

/** Quoted where it must be; what a spreadsheet would take for a formula is kept text. */
function cell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless
}

/** A name for a download that says what it is of. */
export const paperName = (report: Report, ending: string): string =>
  `taghtia-report-${(report.file ?? report.kind ?? 'file').replace(/[^\p{L}\p{N}._-]+/gu, '_')}.${ending}`

export function download(name: string, type: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), 10_000)
}

const DAY = 86_400_000

/** The ends of the last quarters: what a filing is most often for. */
export function quarterEnds(today: Date, how: number): string[] {
  const ends: string[] = []
  for (let month = Math.floor(today.getUTCMonth() / 3) * 3; ends.length < how; month -= 3) {
    ends.push(new Date(Date.UTC(today.getUTCFullYear(), month, 1) - DAY).toISOString().slice(0, 10))
  }
  return ends
}

/** Whole days until an instant; negative once past. */
export const daysUntil = (instant: string, now: Date): number => Math.floor((Date.parse(instant) - now.getTime()) / DAY)
