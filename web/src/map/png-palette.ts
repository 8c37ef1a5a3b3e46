/** Puts other colours into a PNG with a palette, without decoding a pixel: two of its chunks are written anew. */

/** Red, green, blue and how opaque, each 0 to 255. */
export type Rgba = readonly [number, number, number, number]

const SIGNATURE = 8
/** Length, name and checksum of a chunk. */
const AROUND = 12

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** The checksum of PNG's chunks (ISO 3309). */
function crc(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (const byte of bytes) rest = (rest >>> 8) ^ (CRC[(rest ^ byte) & 0xff] ?? 0)
  return (rest ^ 0xffffffff) >>> 0
}

function chunk(name: string, content: readonly number[]): Uint8Array {
  const out = new Uint8Array(content.length + AROUND)
  const view = new DataView(out.buffer)
  view.setUint32(0, content.length)
  out.set(
    Array.from({ length: 4 }, (_, letter) => name.charCodeAt(letter)),
    4,
  )
  out.set(content, 8)
  view.setUint32(content.length + 8, crc(out.subarray(4, content.length + 8)))
  return out
}

/** The same picture, its palette made of other colours; what is no PNG with a palette stays as it is. */
export function repainted(png: Uint8Array, colours: readonly Rgba[]): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const parts: Uint8Array[] = [png.subarray(0, SIGNATURE)]
  let found = false
  for (let at = SIGNATURE; at + AROUND <= png.length;) {
    const length = view.getUint32(at)
    const end = at + length + AROUND
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8))
    if (end > png.length) return png
    if (name === 'PLTE') {
      found = true
      parts.push(
        chunk(
          'PLTE',
          colours.flatMap(([red, green, blue]) => [red, green, blue]),
        ),
        chunk(
          'tRNS',
          colours.map(([, , , opaque]) => opaque),
        ),
      )
    } else if (name !== 'tRNS') parts.push(png.subarray(at, end))
    at = end
  }
  if (!found) return png
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
