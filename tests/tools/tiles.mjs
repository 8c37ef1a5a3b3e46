// Vector tiles as the map's own library reads them: `node tiles.mjs FOLDER` reads every `Z-X-Y.mvt` of a folder and
// prints what is in each; what cannot be read ends it.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VectorTile, classifyRings } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'

const folder = process.argv[2]
const told = {}
for (const name of (await readdir(folder)).sort()) {
  const tile = new VectorTile(new PbfReader(await readFile(join(folder, name))))
  for (const layer of Object.values(tile.layers)) {
    let rings = 0
    let holes = 0
    let people = 0
    for (let at = 0; at < layer.length; at++) {
      const feature = layer.feature(at)
      const lines = feature.loadGeometry()
      people += feature.properties.people ?? 0
      if (feature.type !== 3) continue
      // The first ring of each polygon is its outer one, or what follows is drawn over what it should be cut from.
      const polygons = classifyRings(lines)
      rings += polygons.length
      holes += polygons.reduce((sum, polygon) => sum + polygon.length - 1, 0)
    }
    told[name] = { layer: layer.name, version: layer.version, extent: layer.extent, features: layer.length, rings, holes, people }
  }
}
process.stdout.write(JSON.stringify(told))
