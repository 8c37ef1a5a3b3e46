/** What the plate is made of: outlines of the first units at their coarsest, and their shares with what these mean. */
import { outlinesOf, type Api, type Coverage, type Definition, type Item, type Level, type Topology } from '../api'
import type { PlateQuestion, SketchQuestion } from '../questions'
import { askOf } from '../state'
import { shapesOf, type Shape } from './sketch'

export interface PlateShares {
  items: Item[]
  definition: Definition
}

export async function loadSketch(api: Api, { file, digest }: SketchQuestion, signal: AbortSignal): Promise<Shape[]> {
  const topology = await api.get<Topology>(`boundaries/${file}/topology`, { fineness: 'sketch', v: digest }, signal)
  return shapesOf(outlinesOf(topology))
}

/** Both are asked for as the figures of all levels will be, and are then there already. */
export async function loadPlateShares(
  api: Api,
  whole: Level,
  { level, ...question }: PlateQuestion,
  signal: AbortSignal,
): Promise<PlateShares> {
  const ask = askOf(question)
  const [head, { items }] = await Promise.all([
    api.get<Coverage>('coverage', { ...ask, level: whole, lang: question.lang }, signal),
    api.get<Coverage>('coverage', { ...ask, level, limit: 5000 }, signal),
  ])
  return { items, definition: head.definition }
}
