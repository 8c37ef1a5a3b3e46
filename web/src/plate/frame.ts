/**
 * Where the map stands when something is framed: Web Mercator and its fit into what is free of the stage, as MapLibre
 * reckons them, without MapLibre. Plate and map are framed alike, so that one gives way to the other in its place.
 */
import type { Bbox } from '../api'
import type { View } from '../state'

/** Pixels of the whole world at zoom 0. */
const WORLD = 512
/** The nearest that anything is framed from. */
export const FIT_MOST = 11

export interface Size {
  width: number
  height: number
}

/** What is kept free at each edge, in pixels. */
export interface Room {
  top: number
  bottom: number
  left: number
  right: number
}

/** From pixels of the world at zoom 0 to pixels of the stage. */
export interface Frame {
  scale: number
  dx: number
  dy: number
}

export type Point = readonly [x: number, y: number]

/** A place, in pixels of the world at zoom 0. */
export function project(lon: number, lat: number): Point {
  const sine = Math.sin((lat * Math.PI) / 180)
  return [(WORLD * (lon + 180)) / 360, WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))]
}

export const put = ({ scale, dx, dy }: Frame, [x, y]: Point): Point => [x * scale + dx, y * scale + dy]

/** The frame of a box: the middle of its picture in the middle of what is free. */
export function frameOf([west, south, east, north]: Bbox, { width, height }: Size, room: Room): Frame {
  const [left, bottom] = project(west, south)
  const [right, top] = project(east, north)
  const free: Size = {
    width: Math.max(1, width - room.left - room.right),
    height: Math.max(1, height - room.top - room.bottom),
  }
  const scale = Math.min(free.width / (right - left), free.height / (bottom - top), 2 ** FIT_MOST)
  return {
    scale,
    dx: room.left + free.width / 2 - ((left + right) / 2) * scale,
    dy: room.top + free.height / 2 - ((top + bottom) / 2) * scale,
  }
}

/** The frame of a view that a link or the reader's hand has chosen. */
export function frameAt({ zoom, lat, lon }: View, { width, height }: Size): Frame {
  const scale = 2 ** zoom
  const [x, y] = project(lon, lat)
  return { scale, dx: width / 2 - x * scale, dy: height / 2 - y * scale }
}

/** What is free of the map: the legend must not hide the country's south, nor the sheet on a phone. */
export function roomOf(map: HTMLElement, legend: HTMLElement, sheet: { isPhone(): boolean; covers(): number }): Room {
  const box = map.getBoundingClientRect()
  const over = legend.getBoundingClientRect()
  const edge = Math.min(32, box.width / 12)
  const above = over.height > 0 ? box.bottom - over.top : 0
  const bottom = Math.min(box.height * 0.62, Math.max(above, sheet.covers()) + 16)
  return { top: sheet.isPhone() ? 68 : edge, bottom, left: edge, right: edge }
}
