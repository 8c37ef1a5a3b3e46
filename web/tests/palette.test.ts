import { describe, expect, it } from 'vitest'
import { USUAL_CLASSES, withClass } from '../src/classes'
import { CHANGE_CLASSES } from '../src/compare/classes'
import { MAP_COLOURS, type Theme } from '../src/map/style'
import { fillsOf, PALETTES } from '../src/palette'

/** Relative luminance and contrast as WCAG 2.2 has them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one: string, other: string): number => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The hue in degrees, and how much of it there is. */
function hue(hex: string): { at: number; much: number } {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  const span = most - least || 1
  const sixth = most === r ? (g - b) / span : most === g ? 2 + (b - r) / span : 4 + (r - g) / span
  return { at: (sixth * 60 + 360) % 360, much: most - least }
}
const between = (one: number, other: number): number => Math.min(Math.abs(one - other), 360 - Math.abs(one - other))

it('measures contrast as WCAG does', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

describe.each(['light', 'dark'] as Theme[])('the palette of the %s theme', (theme) => {
  const { share, change, confirmed, contradicted } = PALETTES[theme]
  const [zero = '', lowest = '', ...higher] = share
  const best = higher.at(-1) ?? ''
  const { land, waiting, sea } = MAP_COLOURS[theme]
  const apart = (one: string, other: string, least: number) =>
    expect(contrast(one, other), `${one} on ${other}`).toBeGreaterThanOrEqual(least)

  it('has a fill for each class', () => expect(share.length).toBe(USUAL_CLASSES.length))

  it('tells exactly 0 from the lowest class, from land and from what is awaited', () => {
    for (const other of [lowest, land, waiting]) apart(zero, other, 1.3)
  })

  it('tells the lowest class from land, neighbours and what is awaited, and the best from them at a glance', () => {
    for (const other of [land, waiting]) {
      apart(lowest, other, 1.3)
      apart(best, other, 3)
    }
  })

  it('goes one way, from the bare paper of the theme', () => {
    const lights = share.map(luminance)
    const order = theme === 'light' ? [...lights].sort((a, b) => b - a) : [...lights].sort((a, b) => a - b)
    expect(lights).toEqual(order)
  })

  it('tells each class from the next by its light alone', () => {
    for (const [at, one] of share.slice(1).entries()) apart(one, share[at] ?? '', 1.15)
  })

  it('gives verdicts hues that no class has, the stronger the fuller', () => {
    const hues = share.map(hue).filter((one) => one.much > 0.1)
    for (const strong of [confirmed.at(-1) ?? '', contradicted.at(-1) ?? '']) {
      apart(strong, land, 1.3)
      apart(strong, waiting, 1.3)
      for (const one of hues) expect(between(hue(strong).at, one.at)).toBeGreaterThan(18)
    }
    for (const steps of [confirmed, contradicted])
      for (const one of [land, waiting]) {
        const away = steps.map((step) => contrast(step, one))
        expect(away).toEqual([...away].sort((a, b) => a - b))
      }
    expect(between(hue(confirmed.at(-1) ?? '').at, hue(contradicted.at(-1) ?? '').at)).toBeGreaterThan(90)
  })

  it('tells falls from rises by their hue, each step from the next, and none from what is awaited by it alone', () => {
    expect(change.length).toBe(CHANGE_CLASSES.length)
    const [fall = '', , middle = '', , rise = ''] = change
    expect(between(hue(fall).at, hue(rise).at)).toBeGreaterThan(90)
    for (const [at, one] of change.slice(1).entries()) apart(one, change[at] ?? '', 1.3)
    for (const other of [land, waiting]) apart(middle, other, 1.3)
    // Both ends stand out from the middle alike.
    for (const end of [fall, rise]) apart(end, middle, 3)
  })

  it('keeps the land from the sea', () => apart(land, sea, 1.2))

  it('names each fill once', () => {
    const fills = fillsOf(theme)
    const lists = [share, change, confirmed, contradicted]
    expect(Object.keys(fills).length).toBe(lists.flat().length + 2)
    expect(new Set(Object.values(fills)).size).toBe(Object.keys(fills).length)
  })
})

it('tells each class from dark land', () => {
  for (const one of PALETTES.dark.share) expect(contrast(one, MAP_COLOURS.dark.land)).toBeGreaterThanOrEqual(1.3)
})

describe('picking classes', () => {
  it('puts one in and takes it out, in their order', () => {
    expect(withClass(null, '20-40')).toEqual(['20-40'])
    expect(withClass(['20-40'], '0')).toEqual(['0', '20-40'])
    expect(withClass(['20-40'], '20-40')).toBeNull()
  })

  it('picks none where all are picked', () => {
    const all = USUAL_CLASSES.map((one) => one.id)
    expect(withClass(all.slice(1), '0')).toBeNull()
  })
})
