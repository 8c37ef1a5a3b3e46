/** Where MapLibre's worker lies. Of no import: it is fetched while MapLibre itself is, and that not here. */
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'

export const workerAddress = (): string => new URL(workerUrl, document.baseURI).href
