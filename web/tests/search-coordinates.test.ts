import { describe, expect, it } from 'vitest'
import type { Bbox } from '../src/api'
import { coordinates, knowLanguages } from '../src/format'
import { readCoordinates } from '../src/search/coordinates'
import { wordsIn } from '../src/search/places'

const BOX: Bbox = [-17.2, 20.7, -0.9, 36]
const WORDS = wordsIn('fr', ['fr', 'ar', 'en'])
const read = (typed: string, words = WORDS) => readCoordinates(typed, BOX, words)
const at = (typed: string, words = WORDS) => {
  const [first] = read(typed, words) ?? []
  return first ? [Number(first.lat.toFixed(4)), Number(first.lon.toFixed(4)), first.how, first.inside] : null
}

it.each(['fr', 'ar', 'en'])('reads what the screen itself shows in %s, in each of its languages', (lang) => {
  knowLanguages(['fr', 'ar', 'en'])
  for (const [lon, lat] of [
    [-6.8934, 30.9189],
    [-1.5, 34],
    [-13, 27.0001],
    [6.1, -4.25],
  ] as const)
    for (const reader of ['fr', 'ar', 'en']) {
      const [first] = read(coordinates(lang, lon, lat), wordsIn(reader, ['fr', 'ar', 'en'])) ?? []
      expect([first?.lat, first?.lon, first?.how]).toEqual([lat, lon, 'stated'])
    }
})

describe('decimal degrees', () => {
  it.each([
    ['31.79, -7.09'],
    ['31.79 -7.09'],
    ['31.79,-7.09'],
    ['31,79 ; -7,09'],
    ['31,79;-7,09'],
    ['31,79 −7,09'],
    ['31,79, -7,09'],
    ['31.79/-7.09'],
    ['(31.79, -7.09)'],
    ['31.79° -7.09°'],
    ['٣١٫٧٩، -٧٫٠٩'],
    ['٣١.٧٩ ، -٧.٠٩'],
    ['۳۱٫۷۹ -۷٫۰۹'],
    ['geo:31.79,-7.09'],
  ])('%s', (typed) => expect(at(typed)).toEqual([31.79, -7.09, 'latlon', true]))

  it.each([
    ['30.9189 N 6.8934 W'],
    ['30.9189N 6.8934W'],
    ['N 30.9189 W 6.8934'],
    ['N30.9189, W6.8934'],
    ['6.8934 W 30.9189 N'],
    ['30,9189° N, 6,8934° O'],
    ['30,9189 nord, 6,8934 ouest'],
    ['lat=30.9189&lon=-6.8934'],
    ['lon: -6.8934 lat: 30.9189'],
    ['latitude 30,9189 longitude -6,8934'],
    ['30.9189 شمال 6.8934 غرب'],
    ['٣٠٫٩١٨٩ شمالاً، ٦٫٨٩٣٤ غرباً'],
    ['30.9189° ش، 6.8934° غ'],
    ['شمال 30.9189 غرب 6.8934'],
    ['خط العرض 30.9189 خط الطول -6.8934'],
  ])('%s', (typed) => expect(at(typed)).toEqual([30.9189, -6.8934, 'stated', true]))
})

describe('degrees, minutes and seconds', () => {
  it.each([
    ["31°47'N 7°5'W", 31.7833, -7.0833],
    ['31°47′24″N 7°5′24″O', 31.79, -7.09],
    ['31° 47\' 24" N, 7° 5\' 24" W', 31.79, -7.09],
    ["31°47''24 N", null, null],
    ["N31°47.4' W7°5.4'", 31.79, -7.09],
    ['N 31° 47,4′ O 7° 5,4′', 31.79, -7.09],
    ['31 47 24 N 7 5 24 W', 31.79, -7.09],
    ['31 47.4 N, 7 5.4 W', 31.79, -7.09],
    ['31º47’24”N 7º5’24”W', 31.79, -7.09],
    ["٣١°٤٧'ش ٧°٥'غ", 31.7833, -7.0833],
    ['31°47 N 7°5 W', 31.7833, -7.0833],
    ['-7°5\'24", 31°47\'24"', 31.79, -7.09],
    ["31°75'N 7°5'W", null, null],
  ])('%s', (typed, lat, lon) => expect(at(typed)?.slice(0, 2) ?? [null, null]).toEqual([lat, lon]))
})

describe('what is not plainly in the country', () => {
  it('reads a swapped pair as what lies in the country, and keeps what was typed', () => {
    expect(read('-7.09,31.79')).toEqual([
      { lat: 31.79, lon: -7.09, how: 'lonlat', inside: true },
      { lat: -7.09, lon: 31.79, how: 'latlon', inside: false },
    ])
  })

  it('offers the sign that was left out', () => {
    expect(read('31.79, 7.09')?.map((one) => [one.lat, one.lon, one.how])).toEqual([
      [31.79, -7.09, 'signed'],
      [31.79, 7.09, 'latlon'],
      [7.09, 31.79, 'lonlat'],
    ])
    expect(at('31.79 N 7.09 E')).toEqual([31.79, 7.09, 'stated', false])
  })

  it('says what lies elsewhere, and what lies nowhere', () => {
    expect(at('48.8566, 2.3522')).toEqual([48.8566, 2.3522, 'latlon', false])
    expect(read('95, 200')).toEqual([])
    expect(read('95 N 7 W')).toEqual([])
    expect(at('100, 20')).toEqual([20, 100, 'lonlat', false])
  })

  it('takes a letter of two meanings as the reader’s language has it', () => {
    expect(at('30.9 N 6.8 O', wordsIn('ar', ['fr', 'ar', 'en']))?.slice(0, 2)).toEqual([30.9, -6.8])
  })

  it.each([
    'Zagora',
    '08.587',
    '08587',
    '04.081.01.01',
    'Sidi 2',
    '31.79',
    '1, 2, 3',
    'Bloc 4 N',
    '31.79 N',
    '5 N 6 N',
    'N',
    '°',
  ])('finds none in %s', (typed) => expect(read(typed)).toBeNull())

  it('reads only what is said once', () => {
    expect(read('-31 S, 7 W')).toBeNull()
    expect(read('31 N S, 7 W')).toBeNull()
    expect(read('1 2 3 4')).toBeNull()
  })
})
