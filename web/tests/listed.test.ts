import { describe, expect, it } from 'vitest'
import { readAddress } from '../src/address'
import type { Country, ListedPlace, PlaceList } from '../src/api'
import { knowLanguages } from '../src/format'
import { translator } from '../src/i18n'
import { denominatorText, listOf, listsOf, lookOf, pointsOf, shareOf, uncoveredIn } from '../src/listed'
import { readUrl, settle, writeUrl } from '../src/state'
import { makeTree, type Unit } from '../src/tree'
import { COUNTRY } from './country'

const PAGE = 'https://example.org/base/'
const SCHOOLS: PlaceList = {
  id: 'schools',
  names: { fr: 'Écoles', ar: 'المدارس', en: 'Schools' },
  source: 'Ministry',
  licence: 'ODbL',
  as_of: '2026-01-01',
  recorded: '2026-02-01T00:00:00Z',
  synthetic: true,
  places: 3,
}
const WITH: Country = { ...COUNTRY, places: [SCHOOLS] }
const settled = (rest: string, country: Country = WITH) => settle(readUrl(new URL(PAGE + rest)), country)
const place = (id: string, commune: string, covered?: boolean | null): ListedPlace => ({
  id,
  name: null,
  lon: -6,
  lat: 32,
  commune,
  ...(covered === undefined ? {} : { covered }),
})

describe('a share of places', () => {
  it('is asked of a list that there was, of what is filed as areas', () => {
    expect(settled('?technology=4g&denominator=places:schools').denominator).toBe('places:schools')
    expect(settled('?technology=4g&denominator=places:clinics').denominator).toBe('population')
    expect(settled('?technology=4g&denominator=places:schools', COUNTRY).denominator).toBe('population')
    expect(settled('?technology=fibre&denominator=places:schools').denominator).toBe('households')
    const before = '?technology=4g&denominator=places:schools&known_at=2026-01-15T00:00:00Z'
    expect(settled(before).denominator).toBe('population')
    expect(listsOf(WITH, '2026-01-15T00:00:00Z')).toEqual([])
    expect(listsOf(COUNTRY, null)).toEqual([])
  })

  it('is called after its list', () => {
    knowLanguages(['fr', 'ar', 'en'])
    const words = { lang: 'fr', t: translator('fr'), country: WITH }
    expect(denominatorText(words, shareOf('schools'))).toBe('Écoles')
    expect(denominatorText(words, 'population')).toBe('population')
    expect([listOf('places:schools'), listOf('area'), listOf(null)]).toEqual(['schools', null, null])
  })

  it('stands in the link, with the list that is drawn; what there is not is said', () => {
    const rest = '?denominator=places:schools&places=schools'
    const { selection, faults } = readAddress(new URL(PAGE + rest), WITH)
    expect(faults).toEqual([])
    expect(writeUrl(selection, new URL(PAGE)).search).toBe('?denominator=places:schools&places=schools')
    const other = readAddress(new URL(`${PAGE}?places=clinics&denominator=places:clinics`), WITH)
    expect(other.faults.map(({ of }) => of)).toEqual(['denominator', 'places'])
  })
})

describe('places', () => {
  const unit = (code: string, level: string, parent: string | null): Unit => ({ code, level, names: {}, parent })
  const tree = makeTree<Unit>('MA', [
    [unit('MA', 'country', null)],
    [unit('01.', 'region', 'MA'), unit('02.', 'region', 'MA')],
    [unit('01.1.', 'commune', '01.'), unit('02.1.', 'commune', '02.')],
  ])
  const listed = {
    list: SCHOOLS,
    definition: '',
    items: [
      place('a', '01.1.', false),
      place('b', '02.1.', false),
      place('c', '01.1.', true),
      place('d', '01.1.', null),
    ],
  }

  it('that are not covered are those of the territory', () => {
    expect(uncoveredIn(listed, 'MA', tree).map((one) => one.id)).toEqual(['a', 'b'])
    expect(uncoveredIn(listed, '01.', tree).map((one) => one.id)).toEqual(['a'])
    expect(uncoveredIn(listed, '02.1.', tree).map((one) => one.id)).toEqual(['b'])
  })

  it('have a look each, and a name', () => {
    expect(listed.items.map(lookOf)).toEqual(['uncovered', 'uncovered', 'covered', 'unknown'])
    expect(lookOf(place('e', '01.1.'))).toBe('unknown')
    expect(pointsOf(listed).features[0]?.properties).toEqual({ name: 'a', look: 'uncovered' })
  })
})
