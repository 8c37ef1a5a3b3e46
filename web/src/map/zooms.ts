/** The zooms at which the map changes what it shows. Of no import: what needs them need not load the map. */

/** Between these a footprint takes over from the shares of territories. */
export const TAKES_OVER = [7.6, 8.4] as const
