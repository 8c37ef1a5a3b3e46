import { describe, expect, it } from 'vitest'
import { directionOf, MESSAGES, translator, type Key } from '../src/i18n'
import { LANGS } from '../src/state'

const keys = Object.keys(MESSAGES.fr).sort() as Key[]
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? '').sort()

describe.each(LANGS)('messages in %s', (lang) => {
  it('has every key and no other', () => {
    expect(Object.keys(MESSAGES[lang]).sort()).toEqual(keys)
  })

  it('says something for each, but for units that have no word', () => {
    expect(keys.filter((key) => MESSAGES[lang][key].trim() === '')).toEqual(['unit.area'])
  })

  it('has the placeholders of the French', () => {
    for (const key of keys) expect(placeholders(MESSAGES[lang][key]), key).toEqual(placeholders(MESSAGES.fr[key]))
  })
})

it('fills placeholders and leaves unknown ones to be seen', () => {
  expect(translator('en')('panel.rank', { rank: 7, of: 12 })).toBe('rank 7 of 12')
  expect(translator('fr')('panel.rank', { rank: 7 })).toBe('rang 7 sur {of}')
})

it('writes Arabic from right to left', () => {
  expect(LANGS.map(directionOf)).toEqual(['ltr', 'rtl', 'ltr'])
})

it('keeps Arabic messages in Arabic letters', () => {
  const latin = keys.filter(
    (key) => !/[\u0600-\u06ff]/.test(MESSAGES.ar[key]) && key !== 'unit.area' && key !== 'table.title',
  )
  expect(latin).toEqual([])
})
