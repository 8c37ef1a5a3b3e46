import { describe, expect, it } from 'vitest'
import { effect } from '@preact/signals'
import { IDLE } from '../src/answer'
import type { Definition, Item } from '../src/api'
import { createStore } from '../src/store'
import { readUrl } from '../src/state'
import { makeTree } from '../src/tree'
import type { Slots } from '../src/view'
import { COUNTRY } from './country'

const SLOTS: Slots = {
  sketch: IDLE,
  plate: IDLE,
  figures: IDLE,
  history: IDLE,
  operators: IDLE,
  point: IDLE,
  footprint: IDLE,
  listed: IDLE,
  listedShare: IDLE,
  routes: IDLE,
  routeKm: IDLE,
  measured: IDLE,
  targets: IDLE,
  sources: IDLE,
  changes: IDLE,
  change: IDLE,
  basis: IDLE,
  filings: IDLE,
  gapShares: IDLE,
  shares: IDLE,
  rowChanges: IDLE,
  rowTests: IDLE,
}

const storeAt = (query: string) =>
  createStore({ selection: readUrl(new URL(`http://x/${query}`)), lang: 'fr', theme: 'light', slots: SLOTS })

const item: Item = {
  code: 'XX',
  level: 'country',
  names: { fr: 'Pays' },
  parent: null,
  state: 'known',
  share: 0.5,
  covered: 1,
  total: 2,
}

/** The answer to what is asked now. */
function answered(store: ReturnType<typeof storeAt>, version: string): Slots {
  const question = { ...store.wanted.value!, lang: 'fr', version }
  const definition = { sentence: 'words' } as Definition
  const value = { tree: makeTree('XX', [[item]]), definition, firstDate: null, damaged: [] }
  return { ...SLOTS, figures: { status: 'ready', question, answer: { question, value } } }
}

describe('the store', () => {
  it('has no view before the country is known, and then settles what is asked', () => {
    const store = storeAt('?technology=fibre')
    expect([store.view.value, store.wanted.value]).toEqual([null, null])
    store.country.value = COUNTRY
    expect([store.view.value?.code, store.wanted.value?.technology]).toEqual(['XX', 'fibre'])
  })

  it('keeps the same question while nothing of it changes, so that nothing is asked or drawn for it', () => {
    const store = storeAt('')
    store.country.value = COUNTRY
    let told = 0
    effect(() => {
      if (store.wanted.value) told += 1
    })
    const before = store.wanted.value
    store.selection.value = { ...store.selection.value, territory: 'R1', view: { zoom: 5, lat: 1, lon: 2 } }
    expect([store.wanted.value, told]).toEqual([before, 1])
    expect(store.wanted.value).toBe(before)
    store.selection.value = { ...store.selection.value, technology: '5g' }
    expect([store.wanted.value?.technology, told]).toEqual(['5g', 2])
  })

  it('knows places from the figures, before them from the list, and keeps them when the figures fail', () => {
    const store = storeAt('')
    store.country.value = COUNTRY
    expect(store.places.value.get('XX')?.level).toBe('country')
    const region = { code: 'R1', level: 'region', names: { fr: 'Une' }, parent: 'XX' }
    store.territories.value = new Map([['R1', region as never]])
    expect(store.places.value.children('XX').map((one) => one.code)).toEqual(['R1'])
    const slots = answered(store, 'v1')
    store.took(slots)
    expect(store.places.value).toBe(slots.figures.answer?.value.tree)
    store.took(SLOTS)
    expect(store.places.value).toBe(slots.figures.answer?.value.tree)
  })

  it('says that something new is there once its figures are, not before', () => {
    const store = storeAt('')
    store.country.value = COUNTRY
    store.took(answered(store, 'v1'))
    store.published.value = 'v2'
    expect(store.isNews.value).toBe(false)
    store.took(answered(store, 'v2'))
    expect(store.isNews.value).toBe(true)
  })

  it('tells a view of the same answers once for all that changes together', () => {
    const store = storeAt('')
    store.country.value = COUNTRY
    let drawn = 0
    effect(() => {
      if (store.view.value) drawn += 1
    })
    store.took(answered(store, 'v1'))
    expect(drawn).toBe(2)
    store.took({ ...answered(store, 'v1'), figures: store.view.value!.figures })
    expect(drawn).toBe(2)
  })
})
