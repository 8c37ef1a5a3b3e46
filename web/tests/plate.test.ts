import { describe, expect, it } from 'vitest'
import { outlinesOf, type Topology } from '../src/api'
import { frameAt, frameOf, project, put } from '../src/plate/frame'
import { linesOf, placed, type Label } from '../src/plate/labels'
import { FINE, shapesOf } from '../src/plate/sketch'

const ROOM = { top: 0, bottom: 0, left: 0, right: 0 }
const SIZE = { width: 800, height: 600 }

describe('a frame', () => {
  it('has the world as Web Mercator has it', () => {
    expect(project(0, 0)).toEqual([256, 256])
    expect(project(-180, 85.0511287798066)[0]).toBe(0)
    expect(project(-180, 85.0511287798066)[1]).toBeCloseTo(0, 6)
  })

  it('puts the middle of a box into the middle of what is free, and all of it inside', () => {
    const room = { top: 20, bottom: 180, left: 30, right: 50 }
    const frame = frameOf([-17, 21, -1, 36], SIZE, room)
    const [left, bottom] = put(frame, project(-17, 21))
    const [right, top] = put(frame, project(-1, 36))
    expect((left + right) / 2).toBeCloseTo(30 + 720 / 2, 6)
    expect((top + bottom) / 2).toBeCloseTo(20 + 400 / 2, 6)
    expect(Math.min(left - 30, 750 - right, top - 20, 420 - bottom)).toBeCloseTo(0, 6)
  })

  it('comes no nearer than the map does', () => {
    const { scale } = frameOf([0, 0, 1e-6, 1e-6], SIZE, ROOM)
    expect(scale).toBe(2 ** 11)
  })

  it('is there for a stage smaller than what is kept free', () => {
    const frame = frameOf([0, 0, 1, 1], { width: 10, height: 10 }, { top: 68, bottom: 300, left: 1, right: 1 })
    expect(Object.values(frame).every(Number.isFinite)).toBe(true)
  })

  it('is the view that a link names', () => {
    const frame = frameAt({ zoom: 6, lat: 31, lon: -7 }, SIZE)
    expect(frame.scale).toBe(64)
    const [x, y] = put(frame, project(-7, 31))
    expect([x, y].map((one) => Math.round(one * 1e6) / 1e6)).toEqual([400, 300])
  })
})

/** Two squares side by side, the line between them once; and one that vanished. */
const TOPOLOGY = {
  type: 'Topology',
  attribution: '',
  bbox: [0, 0, 2, 1],
  transform: { scale: [1, 1], translate: [0, 0] },
  objects: {
    regions: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'MultiPolygon', id: '1', arcs: [[[0, 1]]] },
        { type: 'MultiPolygon', id: '2', arcs: [[[-1, 2]]] },
        { type: null, id: '3' },
      ],
    },
  },
  arcs: [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [1, 1],
      [-1, 0],
      [0, -1],
      [1, 0],
    ],
    [
      [1, 0],
      [1, 0],
      [0, 1],
      [-1, 0],
    ],
  ],
} as unknown as Topology

describe('outlines of a topology', () => {
  const { features } = outlinesOf(TOPOLOGY)

  it('are rings with their codes, without what has vanished', () => {
    expect(features.map((one) => one.properties.code)).toEqual(['1', '2'])
    expect(features[1]?.geometry.coordinates).toEqual([
      [
        [
          [1, 1],
          [1, 0],
          [2, 0],
          [2, 1],
          [1, 1],
        ],
      ],
    ])
  })

  it('are shapes of the plate: closed paths in whole steps, and a place for a name inside', () => {
    const [first] = shapesOf({ type: 'FeatureCollection', features })
    expect(first?.path).toMatch(/^M\d+ \d+l(-?\d+ -?\d+ ?)+z$/)
    const steps = (first?.path ?? '').split('l')[1]?.replace('z', '').split(' ').map(Number) ?? []
    const sum = (odd: number) => steps.filter((_, at) => at % 2 === odd).reduce((one, other) => one + other, 0)
    expect([sum(0), sum(1)]).toEqual([0, 0])
    expect(first?.bbox).toEqual([0, 0, 1, 1])
    const [x = 0] = first?.at ?? []
    expect(x).toBeGreaterThan(project(0, 0)[0])
    expect(x).toBeLessThan(project(1, 0)[0])
    expect(FINE).toBe(1024)
  })
})

describe('the names on the plate', () => {
  it('are broken at spaces and behind hyphens, and a long word is left whole', () => {
    expect(linesOf('Béni Mellal-Khénifra')).toEqual(['Béni Mellal-', 'Khénifra'])
    expect(linesOf('Tanger-Tétouan-Al Hoceïma')).toEqual(['Tanger-', 'Tétouan-Al', 'Hoceïma'])
    expect(linesOf('Souss')).toEqual(['Souss'])
    expect(linesOf('Constantinopolitan')).toEqual(['Constantinopolitan'])
    expect(linesOf('')).toEqual([])
  })

  const label = (code: string, x: number, width: number, y = 100): Label => ({
    code,
    name: 'Somewhere',
    share: '50.0%',
    at: [x, y],
    width,
  })

  it('give way to the widest unit: moved a little, then the share alone, then nothing', () => {
    const wide = [0, 1, 2, 3, 4].map((row) => label(`w${row}`, 160, 40, 40 + row * 40))
    const found = placed([label('a', 97, 10), label('b', 168, 5), ...wide], SIZE)
    const of = (code: string) => found.find((one) => one.code === code)
    expect([of('w2')?.lines.length, of('a')?.lines.length, of('b')]).toEqual([1, 0, undefined])
    const moved = placed([label('a', 160, 10, 118), label('b', 160, 40)], SIZE)
    expect(moved.map(({ code, lines, at: [, y] }) => [code, lines.length, y > 118])).toEqual([
      ['b', 1, false],
      ['a', 1, true],
    ])
  })

  it('never lie over the edge', () => {
    expect(placed([label('a', 2, 10), label('b', 799, 10)], SIZE)).toEqual([])
  })
})
