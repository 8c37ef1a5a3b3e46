/** Who is signed in, until when, and for what. */
import { el, fill, icon } from '../dom'
import { civilDate, listText, nameOf } from '../format'
import { daysUntil } from './report-export'
import { operatorName, type Scene } from './scene'

const SOON_DAYS = 14

export interface Who {
  node: HTMLElement
  render(scene: Scene): void
}

export function createWho(leave: () => void): Who {
  const node = el('section', { class: 'who', id: 'who' })
  const render = (scene: Scene): void => {
    const { say, session, lang, country } = scene
    const { token, operator } = session
    node.setAttribute('aria-label', say('who-title'))
    const about = country.operators.find((one) => one.id === operator?.id)
    const technologies = (about?.technologies ?? []).map(
      (id) => nameOf(lang, country.technologies.find((one) => one.id === id)?.names) || id,
    )
    const name = operator ? nameOf(lang, operator.names) || operatorName(scene, operator.id) : say(`role-${token.role}`)
    const facts: [string, string, boolean][] = [
      [say('who-role'), say(`role-${token.role}`), false],
      [say('who-token'), token.name || token.id, false],
      ['', expiry(scene), soon(scene)],
      ...(technologies.length > 0
        ? [[say('who-technologies'), listText(lang, technologies), false] as [string, string, boolean]]
        : []),
    ]
    fill(
      node,
      el(
        'div',
        { class: 'who-name' },
        el('h1', { tabindex: -1 }, el('bdi', {}, name)),
        operator ? el('bdi', { class: 'quiet' }, operator.id) : null,
      ),
      el(
        'ul',
        { class: 'who-facts' },
        ...facts.map(([term, text, warn]) =>
          el(
            'li',
            { class: warn ? 'warn' : null },
            term === '' ? null : el('span', { class: 'quiet' }, `${term} `),
            el('bdi', {}, text),
          ),
        ),
      ),
      el('button', { type: 'button', class: 'button', id: 'sign-out', onclick: leave }, icon('leave'), say('sign-out')),
    )
  }
  return { node, render }
}

const soon = ({ session }: Scene): boolean =>
  session.token.expires !== null && daysUntil(session.token.expires, new Date()) < SOON_DAYS

function expiry(scene: Scene): string {
  const { say, lang, session } = scene
  const until = session.token.expires
  if (until === null) return say('who-never')
  return say(soon(scene) ? 'who-soon' : 'who-expires', { date: civilDate(lang, until.slice(0, 10)) })
}
