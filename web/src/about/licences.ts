/** What the pages are made of, beside the country's own data; held against the packages by a test. */
export interface Licensed {
  name: string
  /** The package it comes from. */
  from: string
  /** By its SPDX identifier. */
  licence: string
  what: 'map' | 'ground' | 'letters' | 'page' | 'texts'
}

export const LICENCES: readonly Licensed[] = [
  { name: 'MapLibre GL JS', from: 'maplibre-gl', licence: 'BSD-3-Clause', what: 'map' },
  { name: 'Natural Earth', from: 'world-atlas', licence: 'ISC', what: 'ground' },
  { name: 'topojson-client', from: 'topojson-client', licence: 'ISC', what: 'ground' },
  { name: 'Noto Sans', from: '@fontsource/noto-sans', licence: 'OFL-1.1', what: 'letters' },
  { name: 'Noto Sans Arabic', from: '@fontsource/noto-sans-arabic', licence: 'OFL-1.1', what: 'letters' },
  { name: 'Preact', from: 'preact', licence: 'MIT', what: 'page' },
  { name: 'Preact Signals', from: '@preact/signals', licence: 'MIT', what: 'page' },
  { name: 'Fluent', from: '@fluent/bundle', licence: 'Apache-2.0', what: 'texts' },
]
