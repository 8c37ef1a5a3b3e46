/** What the table's columns are called. */
import { civilDate, percent } from '../format'
import type { Key } from '../i18n'
import type { View } from '../view'
import { operatorOf, type Column } from './bench'
import { operatorName } from './columns'
import type { Goal } from './goal'

type About = Pick<View, 'lang' | 't' | 'country'>

export function headText(view: About, column: Column, goal: Goal | null): string {
  const operator = operatorOf(column)
  if (operator !== null) return operatorName(view, operator)
  if (column === 'goal' && goal)
    return view.t('table-goal-of', {
      goal: percent(view.lang, goal.share),
      date: civilDate(view.lang, goal.date, 'short'),
    })
  return view.t(`table-${column}` as Key)
}

/** What a column says, where its name does not. */
export function headTitle(view: About, column: Column, goal: Goal | null): string | undefined {
  if (operatorOf(column) !== null)
    return view.t('table-operator-title', { name: operatorName(view, operatorOf(column) ?? '') })
  if (column === 'closest' || column === 'missing') return view.t(`table-${column}-title`)
  if (column === 'goal') return goal?.target.sentence
  return undefined
}
