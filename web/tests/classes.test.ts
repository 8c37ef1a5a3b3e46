import { afterEach, describe, expect, it } from 'vitest'
import { readAddress } from '../src/address'
import {
  classesOf,
  classOf,
  fillOf,
  picked,
  readLimits,
  shareClasses,
  useLimits,
  USUAL,
  withClass,
} from '../src/classes'
import { readUrl, writeUrl } from '../src/state'
import { COUNTRY } from './country'

const at = (query: string) => new URL(`https://example.org/${query}`)

afterEach(() => useLimits(null))

describe('limits', () => {
  it('are read as they are typed, and only where they rise between 0 and 100', () => {
    expect(readLimits('50,80,90,95,99')).toEqual([50, 80, 90, 95, 99])
    expect(readLimits(' 50 ; 80.5, 99 ')).toEqual([50, 80.5, 99])
    for (const wrong of ['', '0', '100', '50,50', '80,50', '1,2,3,4,5,6', '50,', 'a', '-5', '50.25', '5e1'])
      expect(readLimits(wrong), wrong).toBeNull()
  })

  it('keep the lowest and the best fill however few they are', () => {
    const fills = (limits: number[]) => classesOf(limits).map((one) => one.fill)
    expect(fills([50])).toEqual(['share-0', 'share-1', 'share-6'])
    expect(fills([50, 90])).toEqual(['share-0', 'share-1', 'share-4', 'share-6'])
    expect(fills([...USUAL])).toEqual([0, 1, 2, 3, 4, 5, 6].map((one) => `share-${one}`))
  })

  it('are what everything is coloured by, until the usual ones are put back', () => {
    useLimits([50, 99.5])
    expect(shareClasses().map((one) => one.id)).toEqual(['0', '0-50', '50-99.5', '99.5-100'])
    expect([0, 0.4, 0.5, 0.995, 1].map((one) => classOf(one))).toEqual([0, 1, 2, 3, 3])
    expect(fillOf(1)).toBe('share-6')
    expect(withClass(['50-99.5'], '0')).toEqual(['0', '50-99.5'])
    useLimits(null)
    expect(shareClasses().length).toBe(7)
  })
})

describe('a link with limits', () => {
  it('keeps them, and what is picked of their classes', () => {
    const read = readUrl(at('?classes=50,80&only=0-50'))
    expect([read.limits, read.only]).toEqual([[50, 80], ['0-50']])
    expect(writeUrl(read, at('')).search).toBe('?classes=50,80&only=0-50')
  })

  it('leaves out the usual ones', () => {
    const read = readUrl(at('?classes=20,40,60,80,95&only=80-95'))
    expect([read.limits, read.only]).toEqual([null, ['80-95']])
  })

  it('says what is wrong with them once, and not of what goes with them', () => {
    const faults = (query: string) => readAddress(at(query), COUNTRY).faults.map((one) => [one.of, one.why])
    expect(faults('?classes=90,50&only=50-90')).toEqual([['classes', 'unreadable']])
    expect(faults('?classes=50,90&only=20-40')).toEqual([['only', 'unknown']])
    expect(faults('?classes=50,90&only=0-50,0-50')).toEqual([])
    expect(faults('?unit=province')).toEqual([])
    expect(faults('?unit=street')).toEqual([['unit', 'unknown']])
  })
})

it('puts picked classes into their order', () => {
  expect(picked(['95-100', 'x', '0'], classesOf(USUAL))).toEqual(['0', '95-100'])
  expect(picked(['x'], classesOf(USUAL))).toBeNull()
})
