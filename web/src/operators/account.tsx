/** Who is signed in, until when, and for what. */
import type { JSX } from 'preact'
import { civilDate, listText, nameOf } from '../format'
import { Icon } from '../icons'
import { daysUntil } from './report-export'
import { operatorName, type Scene } from './scene'

const SOON_DAYS = 14

export function Who({ scene, leave }: { scene: Scene; leave: () => void }): JSX.Element {
  const { say, session, lang, country } = scene
  const { token, operator } = session
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
  return (
    <section class="who" id="who" aria-label={say('who-title')}>
      <div class="who-name">
        <h1 tabIndex={-1}>
          <bdi>{name}</bdi>
        </h1>
        {operator ? <bdi class="quiet">{operator.id}</bdi> : null}
      </div>
      <ul class="who-facts">
        {facts.map(([term, text, warn]) => (
          <li key={term} class={warn ? 'warn' : undefined}>
            {term === '' ? null : <span class="quiet">{`${term} `}</span>}
            <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
      <button type="button" class="button" id="sign-out" onClick={leave}>
        <Icon name="leave" />
        {say('sign-out')}
      </button>
    </section>
  )
}

const soon = ({ session }: Scene): boolean =>
  session.token.expires !== null && daysUntil(session.token.expires, new Date()) < SOON_DAYS

function expiry(scene: Scene): string {
  const { say, lang, session } = scene
  const until = session.token.expires
  if (until === null) return say('who-never')
  return say(soon(scene) ? 'who-soon' : 'who-expires', { date: civilDate(lang, until.slice(0, 10)) })
}
