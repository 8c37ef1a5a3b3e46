/** Pictures of tiles get the page's colours without being decoded, and tiles are asked of where the page is. */
import { deflateSync, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ownAddress } from '../src/footprint'
import { levelsOf } from '../src/map/footprint'
import { repainted, type Rgba } from '../src/map/png-palette'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** A chunk with a checksum of 0: it is the chunks we write that are checked. */
function chunk(name: string, content: Uint8Array): number[] {
  const length = [24, 16, 8, 0].map((by) => (content.length >> by) & 0xff)
  return [...length, ...Buffer.from(name), ...content, 0, 0, 0, 0]
}

/** A picture of two pixels with the levels 3 and 15, as the server makes them. */
const picture = (): Uint8Array =>
  Uint8Array.from([
    ...SIGNATURE,
    ...chunk('IHDR', Uint8Array.from([0, 0, 0, 2, 0, 0, 0, 1, 4, 3, 0, 0, 0])),
    ...chunk(
      'PLTE',
      Uint8Array.from({ length: 48 }, (_, at) => Math.floor(at / 3) * 17),
    ),
    ...chunk('tRNS', Uint8Array.from([0])),
    ...chunk('IDAT', deflateSync(Uint8Array.from([0, 0x3f]))),
    ...chunk('IEND', new Uint8Array()),
  ])

function chunks(png: Uint8Array): Map<string, { content: Uint8Array; crc: number }> {
  const view = new DataView(png.buffer, png.byteOffset)
  const found = new Map<string, { content: Uint8Array; crc: number }>()
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at)
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8))
    found.set(name, { content: png.subarray(at + 8, at + 8 + length), crc: view.getUint32(at + 8 + length) })
    at += length + 12
  }
  return found
}

test('another palette leaves every pixel as it was', () => {
  const colours = levelsOf('light', 'covered')
  const now = chunks(repainted(picture(), colours))
  expect([...now.keys()]).toEqual(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])
  expect([...(now.get('PLTE')?.content ?? [])].slice(9, 12)).toEqual(colours[3]?.slice(0, 3))
  expect([...(now.get('tRNS')?.content ?? [])]).toEqual(colours.map(([, , , opaque]) => opaque))
  expect([...inflateSync(now.get('IDAT')?.content ?? new Uint8Array())]).toEqual([0, 0x3f])
  // The checksum of an empty IEND is known from the standard; ours are made in the same way.
  const black = chunks(repainted(picture(), [[0, 0, 0, 255]]))
  expect(black.get('PLTE')?.crc).toBe(0xa77a3dda)
})

test('what is no picture with a palette stays as it is', () => {
  for (const bytes of [new Uint8Array(), Uint8Array.from([1, 2, 3]), picture().subarray(0, 40)])
    expect(repainted(bytes, levelsOf('dark', 'lost'))).toBe(bytes)
})

test('nothing covered is clear, a little is seen, and more is never less seen', () => {
  for (const theme of ['light', 'dark'] as const) {
    const opaque = levelsOf(theme, 'gained').map((one: Rgba) => one[3])
    expect(opaque[0]).toBe(0)
    expect(opaque[1]).toBeGreaterThan(40)
    expect(opaque[15]).toBe(255)
    expect(opaque).toEqual([...opaque].sort((one, other) => one - other))
  }
})

test('tiles are asked of where the page lies, whatever the server is called from inside', () => {
  const told = 'http://10.0.0.7:8080/maps/tiles/coverage/{z}/{x}/{y}.png?technology=4g'
  expect(ownAddress(told, 'https://coverage.example/maps/')).toBe(
    'https://coverage.example/maps/tiles/coverage/{z}/{x}/{y}.png?technology=4g',
  )
})
