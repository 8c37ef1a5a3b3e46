// Reads tiles as other programs read them: vector tiles with Mapbox's own library, pictures of coverage by the
// specification of PNG. One argument: a folder of NAME.mvt and NAME.png. Says what it found as JSON, a line for each.
import { createRequire } from 'node:module'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inflateSync } from 'node:zlib'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const library = async (name) => import(pathToFileURL(require.resolve(name)))
const { VectorTile } = await library('@mapbox/vector-tile')
const pbf = await library('pbf')
const Pbf = pbf.default ?? pbf.PbfReader

const vector = (bytes) => {
  const layers = {}
  for (const [name, layer] of Object.entries(new VectorTile(new Pbf(bytes)).layers)) {
    let points = 0
    let area = 0
    let properties = 0
    for (let at = 0; at < layer.length; at++) {
      const feature = layer.feature(at)
      properties += Object.keys(feature.properties).length
      for (const line of feature.loadGeometry()) {
        // A ring is given closed: its first point again.
        points += line.length - (feature.type === 3 ? 1 : 0)
        for (let i = 1; i < line.length; i++) {
          area += line[i - 1].x * line[i].y - line[i].x * line[i - 1].y
        }
      }
      // As it is drawn on maps that want degrees: rings must be sorted into polygons without a fault.
      feature.toGeoJSON(0, 0, 0)
    }
    layers[name] = { version: layer.version, extent: layer.extent, features: layer.length, points, area, properties }
  }
  return layers
}

const picture = (bytes) => {
  const data = []
  let at = 8
  let head
  let palette = []
  while (at < bytes.length) {
    const length = bytes.readUInt32BE(at)
    const kind = bytes.toString('latin1', at + 4, at + 8)
    const chunk = bytes.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') {
      head = { width: chunk.readUInt32BE(0), height: chunk.readUInt32BE(4), depth: chunk[8], colour: chunk[9] }
    }
    if (kind === 'PLTE') palette = [...chunk]
    if (kind === 'IDAT') data.push(chunk)
    at += length + 12
  }
  const raw = inflateSync(Buffer.concat(data))
  const row = head.width / 2 + 1
  const levels = Array(16).fill(0)
  for (let y = 0; y < head.height; y++) {
    if (raw[y * row] !== 0) throw new Error('a filter that was not expected')
    for (let x = 1; x < row; x++) {
      levels[raw[y * row + x] >> 4]++
      levels[raw[y * row + x] & 15]++
    }
  }
  if (raw.length !== row * head.height) throw new Error('more or less than a picture')
  return { ...head, palette, levels }
}

for (const name of readdirSync(process.argv[2]).sort()) {
  const bytes = readFileSync(join(process.argv[2], name))
  const found = name.endsWith('.mvt') ? vector(bytes) : picture(bytes)
  console.log(JSON.stringify({ name, found }))
}
