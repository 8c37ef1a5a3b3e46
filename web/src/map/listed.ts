/**
 * Places that matter, as marks over the map: a disc where a place is covered, an open diamond where it is not, a small
 * ring where that is not known; they differ in shape as much as in colour. From afar those that would lie on others are
 * left out; from near all are drawn, and named.
 */
import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl'
import type { FeatureCollection } from 'geojson'
import { LOOKS, type Look } from '../listed'
import { fillsOf } from '../palette'
import { MAP_COLOURS, type Theme } from './style'

const ID = 'listed'
/** What the marks lie under. */
const UNDER = 'town-dots'
/** From here on all are drawn, and from here on named. */
const [ALL_FROM, NAMED_FROM] = [9, 11]
const SIZE = 36

function picture(look: Look, theme: Theme): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIZE
  const pen = canvas.getContext('2d')
  if (!pen) return new ImageData(SIZE, SIZE)
  const { accent, paper, quiet } = MAP_COLOURS[theme]
  const middle = SIZE / 2
  const diamond = (reach: number): void => {
    pen.beginPath()
    pen.moveTo(middle, middle - reach)
    pen.lineTo(middle + reach, middle)
    pen.lineTo(middle, middle + reach)
    pen.lineTo(middle - reach, middle)
    pen.closePath()
  }
  const disc = (reach: number): void => {
    pen.beginPath()
    pen.arc(middle, middle, reach, 0, 2 * Math.PI)
  }
  // A casing of paper parts each from any colour below.
  pen.fillStyle = paper
  if (look === 'uncovered') {
    diamond(17)
    pen.fill()
    pen.strokeStyle = fillsOf(theme).gap
    pen.lineWidth = 5
    diamond(11.5)
    pen.stroke()
  } else {
    disc(look === 'covered' ? 13 : 10)
    pen.fill()
    if (look === 'covered') {
      pen.fillStyle = accent
      disc(10)
      pen.fill()
    } else {
      pen.strokeStyle = quiet
      pen.lineWidth = 3
      disc(7)
      pen.stroke()
    }
  }
  return pen.getImageData(0, 0, SIZE, SIZE)
}

function layer(theme: Theme): Record<string, unknown> {
  const colours = MAP_COLOURS[theme]
  return {
    id: ID,
    type: 'symbol',
    source: ID,
    layout: {
      'icon-image': ['concat', 'listed-', ['get', 'look']],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 4, 0.42, 8, 0.68, 12, 1],
      'icon-allow-overlap': ['step', ['zoom'], false, ALL_FROM, true],
      'icon-padding': 0,
      'text-field': ['step', ['zoom'], '', NAMED_FROM, ['get', 'name']],
      'text-font': ['Noto Sans'],
      'text-size': 12,
      'text-anchor': 'top',
      'text-offset': [0, 0.8],
      'text-max-width': 9,
      'text-optional': true,
    },
    paint: { 'text-color': colours.ink, 'text-halo-color': colours.paper, 'text-halo-width': 1.6 },
  }
}

/** Puts places on the map in place of those before; null takes them away. */
export function putListed(gl: GlMap, places: FeatureCollection | null, theme: Theme): void {
  const known = gl.getSource<GeoJSONSource>(ID)
  if (!places) {
    if (gl.getLayer(ID)) gl.removeLayer(ID)
    if (known) gl.removeSource(ID)
    return
  }
  for (const look of LOOKS) {
    const [id, image] = [`listed-${look}`, picture(look, theme)]
    if (gl.hasImage(id)) gl.updateImage(id, image)
    else gl.addImage(id, image, { pixelRatio: 2 })
  }
  if (known) void known.setData(places)
  else gl.addSource(ID, { type: 'geojson', data: places })
  if (!gl.getLayer(ID)) gl.addLayer(layer(theme) as never, UNDER)
  for (const [name, value] of Object.entries(layer(theme)['paint'] as object))
    gl.setPaintProperty(ID, name as never, value as never)
}
