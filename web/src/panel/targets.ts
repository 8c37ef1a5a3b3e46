/** What was promised for the country, by when, how far it is and who lacks; the replaced promises are kept behind a disclosure. */
import type { Target, TargetProgress } from '../api'
import { el, type Child } from '../dom'
import { civilDate, exact, nameOf, percent, quantity } from '../format'
import type { Key } from '../i18n'
import { failure, headline, ofLine } from '../shown'
import type { Actions, View } from '../view'

export function targetsSection(view: View, actions: Actions): HTMLElement | null {
  const { t, targets, code, country } = view
  if (code !== country.id || targets.status === 'idle') return null
  const inside = body(view, actions)
  return inside.length > 0 ? el('section', { class: 'panel-section targets', id: 'targets' }, el('h2', { class: 'kicker' }, t('targets.title')), ...inside) : null
}

function body(view: View, actions: Actions): Child[] {
  const { t, targets } = view
  // A server without promises has none to fail over.
  if (targets.status === 'failed') return targets.error.status === 404 ? [] : [failure(view, targets.error, actions)]
  if (!targets.answer) return [el('div', { class: 'skeleton block' })]
  const { question, value } = targets.answer
  const { own, others, superseded } = sorted(value.items, (headline(view) ?? view.wanted).technology)
  if (own.length + others.length + superseded.length === 0) return [el('p', { class: 'hint' }, t('targets.none'))]
  return [
    ofLine(view, question),
    own.length === 0 ? el('p', { class: 'hint' }, t('targets.none.technology')) : null,
    ...own.map((one) => card(view, one)),
    disclosure(view, 'targets.others', others),
    disclosure(view, 'targets.superseded', superseded),
    el('details', { class: 'about' }, el('summary', { class: 'link' }, t('targets.statuses')), el('p', { class: 'definition', lang: question.lang }, value.definition.sentence)),
  ]
}

export function sorted(all: Target[], technology: string): { own: Target[]; others: Target[]; superseded: Target[] } {
  const current = all.filter((one) => one.superseded_by === null)
  return { own: current.filter((one) => one.technology === technology), others: current.filter((one) => one.technology !== technology), superseded: all.filter((one) => one.superseded_by !== null) }
}

const disclosure = (view: View, title: Key, items: Target[]): HTMLElement | null =>
  items.length === 0 ? null : el('details', { class: 'more-targets' }, el('summary', { class: 'link' }, view.t(title, { n: items.length })), ...items.map((one) => card(view, one)))

/** What a target counts, as its promise was made: a share or an amount. */
export function amountText(view: Pick<View, 'lang' | 't'>, target: Target, share: number | null, amount: number | null): string {
  const unit = view.t(`unit.${target.denominator}` as Key)
  return target.amount !== null && amount !== null ? `${quantity(view.lang, target.denominator, amount)} ${unit}` : percent(view.lang, share)
}

function card(view: View, target: Target): HTMLElement {
  const { t, lang } = view
  const goal = amountText(view, target, target.goal_share, target.goal_amount)
  return el('article', { class: 'target', 'data-target': target.id, 'data-status': target.status },
    el('header', {}, el('h3', {}, nameOf(lang, target.names)), statusBadge(view, target.status)),
    el('p', { class: 'hint' }, t('targets.goal', { goal, date: civilDate(lang, target.date), who: target.who })),
    el('ul', {}, ...target.progress.map((one) => progress(view, target, one))),
    target.reason ? el('p', { class: 'hint' }, target.reason) : null,
    el('details', { class: 'about' }, el('summary', { class: 'link' }, t('targets.about')), el('p', { class: 'definition' }, target.sentence), el('p', { class: 'definition' }, `${t('targets.source')} `, ...linked(target.source))))
}

function progress(view: View, target: Target, one: TargetProgress): HTMLElement {
  const { t, lang } = view
  const alone = target.scope !== 'each'
  const name = one.scope.startsWith('op:') ? nameOf(lang, one.names) || one.scope.slice(3) : t(`scope.${one.scope}` as Key)
  const reached = amountText(view, target, one.share, one.amount)
  const facts = [
    one.expected_share === null ? null : t('targets.expected', { share: percent(lang, one.expected_share) }),
    one.gap_amount === null || one.gap_amount <= 0 ? null : t(`targets.gap.${target.denominator === 'households' ? 'households' : 'population'}`, { n: quantity(lang, target.denominator, one.gap_amount) }),
  ].filter((each) => each !== null)
  return el('li', { 'data-scope': one.scope, 'data-status': one.status },
    el('span', { class: 'target-line' }, el('span', { class: 'name' }, name), el('strong', { class: 'number' }, one.share === null && one.amount === null ? '–' : reached), alone ? null : statusBadge(view, one.status)),
    bar(one, target),
    facts.length > 0 ? el('span', { class: 'quiet block', title: one.gap_amount === null ? null : exact(lang, one.gap_amount) }, facts.join(' · ')) : null,
    one.reason ? el('span', { class: 'quiet block' }, one.reason) : null)
}

/** Reached as a bar; the goal and where the straight line is today as ticks on it. */
function bar(one: TargetProgress, target: Target): HTMLElement | null {
  if (one.share === null || target.goal_share === null) return null
  const tick = (kind: string, share: number | null) => {
    if (share === null) return null
    const node = el('span', { class: `tick ${kind}` })
    node.style.insetInlineStart = `${Math.min(1, share) * 100}%`
    return node
  }
  const reached = el('span', { class: 'reached' })
  reached.style.inlineSize = `${Math.min(1, one.share) * 100}%`
  return el('div', { class: 'target-bar', 'aria-hidden': 'true' }, reached, tick('expected', one.expected_share), tick('goal', target.goal_share))
}

const statusBadge = (view: View, status: Target['status']): HTMLElement => el('span', { class: 'status', 'data-status': status }, view.t(`target.${status}`))

/** The address in a source can be followed; all else is text. */
function linked(source: string): Child[] {
  const parts = source.split(/(https?:\/\/[^\s)]+)/)
  return parts.map((part, at) => (at % 2 === 1 ? el('a', { href: part, rel: 'noreferrer', dir: 'ltr' }, part) : part))
}
