import { describe, expect, it } from 'vitest'
import { roundLength } from '../src/format'
import { barOf, metresPerPixel } from '../src/scale'

describe('the scale of the map', () => {
  it('is a round length that fits, at every zoom and latitude', () => {
    for (let zoom = 2; zoom <= 14; zoom += 0.25)
      for (const latitude of [0, 31, -55, 66]) {
        const { metres, width } = barOf(metresPerPixel(zoom, latitude))
        expect(width).toBeLessThanOrEqual(110)
        expect(width).toBeGreaterThan(110 / 2.6)
        expect([1, 2, 5]).toContain(Number(String(metres)[0]))
        expect(String(metres)).toMatch(/^[125]0*$/)
      }
  })

  it('is as long as the ground: a degree of the equator is 111 km', () => {
    expect(metresPerPixel(0, 0) * (512 / 360)).toBeCloseTo(111_319.49, 1)
    expect(metresPerPixel(3, 60)).toBeCloseTo(metresPerPixel(4, 0), 6)
  })

  it('is told in the words of the language, without a tenth of nothing', () => {
    const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '').replace(/[\u00a0\u202f]/g, ' ')
    expect(plain(roundLength('en', 200))).toBe('200 m')
    expect(plain(roundLength('fr', 2000))).toBe('2 km')
    expect(plain(roundLength('ar', 200_000))).toMatch(/200/)
    expect(plain(roundLength('ar', 200))).toMatch(/200 م/)
  })
})
