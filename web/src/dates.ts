/** Days and instants as links and the server write them. */

/** A day of the calendar: the thirtieth of February is none. */
export function isDate(text: string): boolean {
  const when = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return when !== null && !Number.isNaN(when.getTime()) && when.toISOString().startsWith(text)
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i

/** An instant of RFC 3339. */
export function isInstant(text: string): boolean {
  const day = INSTANT.exec(text)?.[1]
  return day !== undefined && isDate(day) && !Number.isNaN(Date.parse(text))
}
