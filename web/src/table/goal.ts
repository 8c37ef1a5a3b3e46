/**
 * The target that a table's shares may be held against: one whose question is the very question of the shares. It is the
 * country's; a territory is held against it, and owes nothing.
 */
import type { Target } from '../api'
import { promises, sorted } from '../panel/targets'
import type { View } from '../view'

export interface Goal {
  share: number
  date: string
  target: Target
}

export function goalOf({ targets, figures }: Pick<View, 'targets' | 'figures'>): Goal | null {
  const question = figures.answer?.question
  const value = targets.answer?.value
  if (!question || !value) return null
  const found = sorted(promises(value), question.technology).own.find(
    ({ current: { tier, denominator, environment, scope, goal_share: goal } }) =>
      goal !== null &&
      tier === question.tier &&
      denominator === question.denominator &&
      (question.environment === null || environment === question.environment) &&
      (scope === question.scope || (scope === 'each' && question.scope.startsWith('op:'))),
  )
  const target = found?.current
  return target && target.goal_share !== null ? { share: target.goal_share, date: target.date, target } : null
}
