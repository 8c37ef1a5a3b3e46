import { describe, expect, it } from 'vitest'
import { basemapLayers, type Basemap } from '../src/map/basemap'

const basemap = (isPicture: boolean, ...layers: string[]): Basemap => ({
  tiles: 'http://here/tiles/basemap/{z}/{x}/{y}',
  isPicture,
  minzoom: 0,
  maxzoom: 12,
  bounds: [-17, 20, -1, 36],
  layers,
  attribution: '',
})
const ids = (one: Basemap) => basemapLayers(one, 'light').map(({ layer }) => layer.id)

describe('a basemap', () => {
  it('of pictures lies under every fill', () => {
    const [picture, ...more] = basemapLayers(basemap(true), 'dark')
    expect([picture?.layer.type, picture?.under[0], more.length]).toEqual(['raster', 'communes-ground', 0])
  })

  it('of vector tiles has waters under fills, and rivers and roads over them, in each common schema', () => {
    expect(ids(basemap(false, 'earth', 'roads', 'water', 'places'))).toEqual([
      'basemap-waters-water',
      'basemap-rivers-water',
      'basemap-streets-roads',
      'basemap-roads-roads',
    ])
    expect(ids(basemap(false, 'transportation', 'water', 'waterway', 'poi'))).toContain('basemap-rivers-waterway')
    expect(ids(basemap(false, 'streets', 'ocean', 'water_polygons', 'water_lines'))).toContain('basemap-roads-streets')
  })

  it('of a schema that is not known draws nothing', () => {
    expect(ids(basemap(false, 'contours', 'hillshade'))).toEqual([])
  })

  it('has layers of one id each, in the same order in every theme', () => {
    const all = basemap(false, 'roads', 'transportation', 'streets', 'water', 'ocean', 'waterway', 'water_lines')
    const found = ids(all)
    expect(new Set(found).size).toBe(found.length)
    expect(basemapLayers(all, 'dark').map(({ layer }) => layer.id)).toEqual(found)
  })
})
