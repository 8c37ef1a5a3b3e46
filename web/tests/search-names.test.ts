import { describe, expect, it } from 'vitest'
import { loadPlaces } from '../dev/mock-places'
import { createIndex } from '../src/search/find'
import { apart, boundOf, hear, missing, plain } from '../src/search/names'
import { spellingOf } from '../src/search/spellings'

const SPELLING = spellingOf(['fr', 'ar', 'en'])
const PLACES = loadPlaces('../data/morocco')
  .all()
  .filter((one) => one.level !== 'country')
const ORDER = ['region', 'province', 'commune']

const index = createIndex<string>(SPELLING, 'MA')
index.add(
  PLACES.map((one) => ({
    value: one.code,
    code: one.code,
    names: Object.values(one.names),
    rank: ORDER.indexOf(one.level),
    people: one.population ?? 0,
  })),
)
const name = (code: string) => PLACES.find((one) => one.code === code)?.names.fr
const first = (typed: string) => {
  const [found] = index.find(typed, 8)
  return found && name(found.value)
}

describe('names', () => {
  it.each([
    ['Zagora', 'Zagora'],
    ['zagora', 'Zagora'],
    ['Zagoura', 'Zagora'],
    ['zaghora', 'Zagora'],
    ['Zagra', 'Zagora'],
    ['warzazat', 'Ouarzazate'],
    ['Ouarzazat', 'Ouarzazate'],
    ['ouarzzate', 'Ouarzazate'],
    ['Warzazate', 'Ouarzazate'],
    ['Bni Mellal', 'Béni Mellal'],
    ['Béni Mellal', 'Béni Mellal'],
    ['beni melal', 'Béni Mellal'],
    ['Boumalne du Dades', 'Boumalne-Dades'],
    ['boumaln dadès', 'Boumalne-Dades'],
    ['Marrakesh', 'Marrakech'],
    ['Marrakch', 'Marrakech'],
    ['Tanger', 'Tanger'],
    ['Tangier', 'Tanger'],
    ['تنجة', 'Tanger'],
    ['تنجه', 'Tanger'],
    ['طنجة', 'Tanger'],
    ['ورززات', 'Ouarzazate'],
    ['زاگورة', 'Zagora'],
    ['العيون', 'Laâyoune'],
    ['عيون', 'Laâyoune'],
    ['الدَّاخلة', 'Dakhla'],
    ['laayoune', 'Laâyoune'],
    ['El Hoceima', 'Al Hoceima'],
    ['Hoceima', 'Al Hoceima'],
    ['alhoceima', 'Al Hoceima'],
    ['Errachidia', 'Errachidia'],
    ['Rachidia', 'Errachidia'],
    ['Er-Rachidia', 'Errachidia'],
    ['Swira', 'Essaouira'],
    ['Saouira', 'Essaouira'],
    ['Fkih Ben Saleh', 'Fquih Ben Salah'],
    ['Taroudannt', 'Taroudannt'],
    ['Taroudant', 'Taroudannt'],
    ['Mekhnes', 'Meknès'],
    ['Khnifra', 'Khénifra'],
    ['Chefchawen', 'Chefchaouen'],
    ['Shefshaouen', 'Chefchaouen'],
    ['Mhamid', "M'hamid El Ghizlane"],
    ['m’hamid', "M'hamid El Ghizlane"],
    ["L'Oriental", 'Oriental'],
    ['casablanca setat', 'Casablanca-Settat'],
  ])('%s is %s', (typed, expected) => expect(first(typed)).toBe(expected))

  it('finds Kelaa Mgouna', () => {
    for (const typed of ['Kelaa Mgouna', "Kalaat M'Gouna", 'kelaat mgouna', 'qalaat mgouna', 'El Kelaa Mgouna'])
      expect(plain(first(typed) ?? '')).toMatch(/mgouna/)
  })
})
describe('codes', () => {
  it.each([
    ['08587', '08.587'],
    ['08.587', '08.587'],
    ['08 587', '08.587'],
    ['MA-08', '08'],
    ['ma08', '08'],
    ['04.081.01.01', undefined],
    ['05.091.01.01', '05.091.01.01'],
    ['050910101', '05.091.01.01'],
    ['05 091 01 01', '05.091.01.01'],
    ['٠٨٥٨٧', '08.587'],
  ])('%s is %s', (typed, code) => {
    const [found] = index.find(typed, 8)
    expect([found?.value, found?.match ?? 'code']).toEqual([code, 'code'])
  })

  it('begin with what is typed, the containers first', () => {
    const found = index.find('0858', 8)
    expect(found.map((one) => one.value).slice(0, 2)).toEqual(['08.587', '08.587.01.13'])
    expect(found.every((one) => one.match === 'code' && !one.whole)).toBe(true)
  })
})

describe('the order of what is found', () => {
  const found = (typed: string) => index.find(typed, 8).map(({ value, match, whole }) => [name(value), match, whole])

  it('has the name itself first, then the larger unit, then those of more people', () => {
    expect(found('Zagora').slice(0, 2)).toEqual([
      ['Zagora', 'name', true],
      ['Zagora', 'name', true],
    ])
    expect(index.find('zagora', 2).map((one) => one.value)).toEqual(['08.587', '08.587.01.13'])
    expect(found('Marrakesh')[0]).toEqual(['Marrakech', 'spelling', true])
    expect(found('Tanger')[0]).toEqual(['Tanger', 'name', true])
  })

  it('says what is near and what is only spelt otherwise', () => {
    expect(found('Bni Mellal')[0]).toEqual(['Béni Mellal', 'near', false])
    expect(found('warzazat')[0]).toEqual(['Ouarzazate', 'spelling', true])
  })

  it('offers no other name beside the one that is typed, nor for a word of nowhere', () => {
    expect(found('Azilal').every(([, match]) => match === 'name')).toBe(true)
    expect([found('lycee'), found('xyzabc'), found(''), found('  '), found('...')]).toEqual([[], [], [], [], []])
  })

  it('takes another country as it is spelt there', () => {
    const islands = createIndex<string>(spellingOf(['en', 'es']), 'KL')
    islands.add([
      { value: '1.2', code: '1.2', names: ['Inner Bay', 'Bahía Interior'], rank: 1, people: 10 },
      { value: '2.1', code: '2.1', names: ['Chapel Rock', 'Roca de la Capilla'], rank: 1, people: 10 },
    ])
    const first = (typed: string) => islands.find(typed, 1)[0]?.value
    expect(['bahia interior', 'bahya', 'roca capiya', 'chappel rok', 'KL 21', 'interior'].map(first)).toEqual([
      '1.2',
      '1.2',
      '2.1',
      '2.1',
      '2.1',
      '1.2',
    ])
    // What Arabic names bring into Latin letters is no rule of a country without them.
    expect(hear('Chapel', spellingOf(['en', 'es'])).sound).toBe('chapel')
  })
})

describe('the distance', () => {
  const one = (typed: string, other: string, bound = 4) => apart(hear(typed, SPELLING), hear(other, SPELLING), bound)

  it('counts a letter whole, a weak one half, and two swapped as one', () => {
    expect([one('tata', 'tata')?.whole, one('tatam', 'tata')?.whole, one('tata', 'titi')?.whole]).toEqual([0, 2, 2])
    expect([one('brkan', 'barkan')?.whole, one('brkan', 'bkran')?.whole]).toEqual([1, 2])
    expect([one('safi', 'rabat', 2), one('agad', 'agadir')?.beginning]).toEqual([null, 0])
  })

  it('is the same both ways, nothing only for the same, and never more than a change of each letter', () => {
    const words = ['zagora', 'zagura', 'warzazat', 'bni mlal', 'safi', 'asfi', 'tinghir', 'marrakesh', 'ifrane']
    for (const a of words)
      for (const b of words) {
        const [there, back] = [one(a, b, 40), one(b, a, 40)]
        expect(there?.whole).toBe(back?.whole)
        expect(there?.whole === 0).toBe(hear(a, SPELLING).sound === hear(b, SPELLING).sound)
        expect(there!.beginning).toBeLessThanOrEqual(there!.whole)
        // Letters that one lacks are a bound from below: what is passed over is never near.
        const lacking = missing(hear(a, SPELLING).letters, hear(b, SPELLING).letters)
        expect(lacking * 2).toBeLessThanOrEqual(there!.whole)
      }
  })

  it('allows nothing for three letters, and never more than two for a name', () => {
    expect([1, 3, 4, 7, 11, 40].map(boundOf)).toEqual([0, 0, 2, 3, 4, 4])
  })
})

it('answers within 5 ms of a processor for each key', { timeout: 120_000 }, () => {
  const typed = ['o', 'ouarzzate', 'xyzabcdefgh', 'ait bouguemez', 'مولاي يعققوب', 'sidi', '0858']
  const round = (): number => {
    const before = process.cpuUsage()
    for (const one of typed) index.find(one, 8)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000 / typed.length
  }
  // The best of several: what a busy machine adds is not ours.
  expect(Math.min(...Array.from({ length: 15 }, round))).toBeLessThan(5)
})
