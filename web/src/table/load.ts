/** Fetches what tests say of the table's rows: one list, of one level and in one territory. */
import { everyPage, type Api, type MeasuredItem, type Measurements } from '../api'
import type { Levels } from '../levels'
import { askMeasured, gathered, MEASURED_PAGE, type Measured } from '../measured'
import type { RowTestsQuestion } from './ask'

export async function loadRowTests(
  api: Api,
  { whole }: Pick<Levels, 'whole'>,
  question: RowTestsQuestion,
  signal: AbortSignal,
): Promise<Measured> {
  const ask = askMeasured(question)
  const { level, within, lang } = question
  // The same addresses as of the second map: what is there already is not asked for again.
  const [head, items] = await Promise.all([
    api.get<Measurements>('measurements', { ...ask, level: whole, lang }, signal),
    everyPage<MeasuredItem>(api, 'measurements', { ...ask, level, within, limit: MEASURED_PAGE }, signal),
  ])
  return gathered(head, items, within)
}
