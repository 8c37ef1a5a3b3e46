import { describe, expect, it } from 'vitest'
import { benchQuestions } from '../src/table/ask'
import {
  EMPTY_BENCH,
  knownIn,
  MOST_PICKED,
  readBench,
  withRow,
  withRows,
  writeBench,
  type Bench,
} from '../src/table/bench'
import { readUrl, settle } from '../src/state'
import { makeTree, type Unit } from '../src/tree'
import { COUNTRY } from './country'

const PAGE = 'https://example.org/base/'
const read = (query: string) => readBench(new URL(PAGE + query), COUNTRY)
const FULL: Bench = {
  open: true,
  level: 'province',
  within: '05',
  columns: ['share', 'op:rif', 'closest'],
  sort: { column: 'op:rif', up: false },
  below: 50,
  name: 'aït',
  verdict: 'contradicted',
  picked: ['05.081', '05.082'],
}

describe('the table in a link', () => {
  it('comes back whole, in short words', () => {
    const url = writeBench(FULL, new URL(`${PAGE}?technology=4g`))
    expect(decodeURIComponent(url.search)).toBe(
      '?technology=4g&table=province&within=05&cols=share,op:rif,closest&sort=-op:rif&below=50&name=aït&verdict=contradicted&rows=05.081,05.082',
    )
    expect(readBench(url, COUNTRY)).toEqual({ bench: FULL, faults: [] })
  })

  it('is not there while nothing was chosen', () => {
    expect(writeBench(EMPTY_BENCH, new URL(PAGE)).href).toBe(PAGE)
    expect(read('')).toEqual({ bench: EMPTY_BENCH, faults: [] })
    expect(read('?table=1').bench).toEqual({ ...EMPTY_BENCH, open: true })
    expect(writeBench({ ...EMPTY_BENCH, open: true }, new URL(PAGE)).search).toBe('?table=1')
  })

  it('keeps a table without columns but the name', () => {
    const bench: Bench = { ...EMPTY_BENCH, columns: [] }
    expect(readBench(writeBench(bench, new URL(PAGE)), COUNTRY)).toEqual({ bench, faults: [] })
  })

  it('says what it does not know, and shows the rest', () => {
    const { bench, faults } = read('?table=canton&cols=share,op:nobody,fun&sort=-mood&below=400&verdict=fine&name=x')
    expect(faults.map((one) => [one.of, one.value, one.why])).toEqual([
      ['table', 'canton', 'unknown'],
      ['cols', 'op:nobody', 'unknown'],
      ['verdict', 'fine', 'unknown'],
      ['sort', 'mood', 'unknown'],
      ['below', '400', 'unreadable'],
    ])
    expect(bench).toEqual({ ...EMPTY_BENCH, open: true, columns: ['share'], name: 'x' })
  })

  it('leaves out territories that are not there, once it is known which there are', () => {
    const places = { get: (code: string) => (code === 'A' ? ({ code: 'A' } as Unit) : undefined) }
    expect(knownIn({ ...EMPTY_BENCH, within: 'Q', picked: ['A', 'Z'] }, places)).toEqual({
      bench: { ...EMPTY_BENCH, picked: ['A'] },
      faults: [
        { of: 'within', value: 'Q', why: 'unknown' },
        { of: 'rows', value: 'Z', why: 'unknown' },
      ],
    })
    const fine = { ...EMPTY_BENCH, within: 'A' }
    expect(knownIn(fine, places).bench).toBe(fine)
  })
})

describe('picking rows', () => {
  it('takes one in and out', () => {
    expect(withRow(['A'], 'B')).toEqual(['A', 'B'])
    expect(withRow(['A', 'B'], 'A')).toEqual(['B'])
  })

  it('takes a list in, and out once all of it is in', () => {
    expect(withRows(['A'], ['A', 'B'])).toEqual(['A', 'B'])
    expect(withRows(['A', 'B', 'C'], ['A', 'B'])).toEqual(['C'])
  })

  it('takes no more than a link can carry', () => {
    const all = Array.from({ length: MOST_PICKED }, (_, at) => String(at))
    expect(withRow(all, 'more')).toBeNull()
    expect(withRow(all, '0')).toHaveLength(MOST_PICKED - 1)
    expect(withRows(all.slice(1), ['more', 'yet more'])).toBeNull()
  })
})

describe('what the table asks', () => {
  const unit = (code: string, level: string, parent: string | null): Unit => ({
    code,
    level,
    names: { fr: code },
    parent,
  })
  const places = makeTree<Unit>('XX', [
    [unit('XX', 'country', null)],
    [unit('R', 'region', 'XX')],
    [unit('P', 'province', 'R')],
    [unit('C', 'commune', 'P')],
  ])
  const ask = (patch: Partial<Bench>, query = '') => {
    const selection = readUrl(new URL(PAGE + query))
    const bench = { ...EMPTY_BENCH, open: true, ...patch }
    return benchQuestions({
      bench,
      selection,
      wanted: settle(selection, COUNTRY),
      country: COUNTRY,
      lang: 'fr',
      places,
    })
  }

  it('is nothing while it is closed', () => {
    expect(ask({ open: false }, '?measured=1&against=2025-06-30')).toEqual({
      shares: null,
      rowChanges: null,
      rowTests: null,
    })
  })

  it("is each operator's shares of the rows, in one list each", () => {
    expect(ask({}, '?territory=R').shares).toMatchObject({ operators: ['atlas', 'rif'], level: 'commune', within: 'R' })
    expect(ask({ within: 'XX' }, '?territory=R').shares).toMatchObject({ within: null })
  })

  it('is only what a column that is shown needs', () => {
    expect(ask({ columns: ['share'] })).toEqual({ shares: null, rowChanges: null, rowTests: null })
    expect(ask({ columns: ['op:rif'] }).shares?.operators).toEqual(['rif'])
    expect(ask({ columns: ['change'] }).rowChanges).toBeNull()
    expect(ask({ columns: ['change'] }, '?against=2025-06-30').rowChanges).toMatchObject({
      against: '2025-06-30',
      level: 'commune',
      code: 'XX',
    })
    expect(ask({ columns: ['tests'], level: 'province' }).rowTests).toMatchObject({ level: 'province', within: null })
    expect(ask({ columns: ['share'], verdict: 'contradicted' }).rowTests).toMatchObject({ level: 'commune' })
  })
})
