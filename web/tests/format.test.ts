import { describe, expect, it } from 'vitest'
import { fold } from '../src/fold'
import {
  civilDate,
  coordinates,
  exact,
  knowLanguages,
  nameOf,
  otherName,
  people,
  percent,
  percentBreak,
  points,
  quantity,
} from '../src/format'

const NNBSP = '\u202f'
const bare = (text: string) => text.replace(/[\u2066\u2069]/g, '')

describe('percent', () => {
  it('has one decimal, in each language its own way', () => {
    expect(percent('fr', 0.8144)).toBe(`81,4${NNBSP}%`)
    expect(percent('en', 0.8144)).toBe('81.4%')
    expect(bare(percent('ar', 0.8144))).toBe('81,4%')
  })

  it('never rounds something to nothing, nor almost all to all', () => {
    expect(percent('en', 0.0001)).toBe(`<${NNBSP}0.1%`)
    expect(percent('en', 0.99996)).toBe('99.9%')
    expect(percent('en', 1)).toBe('100.0%')
    expect(percent('en', 0)).toBe('0.0%')
  })

  it('does not turn "no data" into a number', () => {
    expect(percent('fr', null)).toBe('–')
    expect(percent('fr', Number.NaN)).toBe('–')
  })

  it('isolates figures inside Arabic text', () => {
    expect(percent('ar', 0.5)).toMatch(/^\u2066.*\u2069$/)
  })
})

describe('people', () => {
  it('are rounded to the hundred above ten thousand only', () => {
    expect(people('en', 36_828_330)).toBe('36,828,300')
    expect(people('en', 12_345.6)).toBe('12,300')
    expect(people('en', 10_000)).toBe('10,000')
    expect(people('en', 9_876.4)).toBe('9,876')
  })

  it('have narrow no-break spaces in French', () => {
    expect(people('fr', 36_828_330)).toBe(`36${NNBSP}828${NNBSP}300`)
  })

  it('have Latin digits in Arabic', () => {
    expect(bare(people('ar', 36_828_330))).toMatch(/^36.828.300$/)
  })

  it('are exact where asked', () => {
    expect(exact('fr', 36_828_330)).toBe(`36${NNBSP}828${NNBSP}330`)
    expect(exact('en', 12_345.6)).toBe('12,345.6')
  })
})

describe('points', () => {
  it('carry their sign, with a true minus', () => {
    expect(points('fr', 0.031)).toBe(`+3,1${NNBSP}pt`)
    expect(points('en', -0.004)).toBe('\u22120.4 pt')
    expect(points('en', 0)).toBe('±0.0 pt')
    expect(points('en', 0.00001)).toBe('±0.0 pt')
  })
})

it('gives area its unit', () => {
  expect(quantity('fr', 'area', 684_196.4)).toBe(`684${NNBSP}196${NNBSP}km²`)
  expect(quantity('en', 'households', 12_345)).toBe('12,300')
})

it('writes breaks without decimals', () => {
  expect([0, 0.2, 0.95, 1].map((one) => percentBreak('fr', one))).toEqual(['0', '20', '95', '100'])
})

it('writes civil dates without shifting a day', () => {
  expect(civilDate('fr', '2026-06-30')).toBe('30 juin 2026')
  expect(civilDate('en', '2023-12-31')).toBe('31 December 2023')
  expect(civilDate('ar', '2026-06-30')).toMatch(/30.*2026/)
  expect(civilDate('en', 'never')).toBe('never')
})

it('names things in the language asked, else in the best of the country', () => {
  knowLanguages(['fr', 'ar', 'en'])
  const names = { fr: 'Fès', ar: 'فاس' }
  expect([nameOf('fr', names), nameOf('ar', names), nameOf('en', names)]).toEqual(['Fès', 'فاس', 'Fès'])
  expect([otherName('fr', names)?.name, otherName('ar', names)?.name]).toEqual(['فاس', 'Fès'])
  knowLanguages(['en', 'es'])
  expect([nameOf('en', { es: 'Isla' }), otherName('en', { en: 'Isle', es: 'Isla' })]).toEqual(['Isla', null])
  expect(nameOf('fr', null)).toBe('')
})

it('writes coordinates latitude first', () => {
  expect(coordinates('fr', -7.5898, 33.5731)).toBe('33,5731° N, 7,5898° O')
  expect(coordinates('en', -7.5898, 33.5731)).toBe('33.5731° N, 7.5898° W')
})

it('folds accents and Arabic variants', () => {
  expect(fold('Laâyoune-Sakia')).toBe(fold('laayoune sakia'))
  expect(fold('أزيلال')).toBe(fold('ازيلال'))
})
