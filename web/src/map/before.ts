/**
 * The earlier side of a comparison on the second map: its shares give way to its own footprint from near, as those of the
 * later side do on the first. Knows no question and no words.
 */
import type { Map as GlMap } from 'maplibre-gl'
import { PALETTES } from '../palette'
import type { Unit } from '../units'
import { putFootprint, type Footprint } from './footprint'
import { givingWay, type Theme } from './style'
import { ofLevel } from './territories'

const GROUND = 'communes-ground'

/** Null takes the footprint away, and leaves the fills of the base units as they are; `base` is their level. */
export function putBefore(gl: GlMap, base: string, reach: Footprint | null, theme: Theme, unit: Unit | null): void {
  if (!gl.getLayer(GROUND))
    gl.addLayer({ id: GROUND, type: 'fill', ...ofLevel(base), paint: { 'fill-antialias': false } }, 'communes')
  gl.setPaintProperty(GROUND, 'fill-color', PALETTES[theme].share[0])
  gl.setPaintProperty(GROUND, 'fill-opacity', reach === null ? 0 : 1)
  gl.setPaintProperty('communes', 'fill-opacity', givingWay(1, reach !== null, unit) as never)
  putFootprint(gl, reach, theme, unit === 'cells')
}
