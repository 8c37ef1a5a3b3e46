/** Signing in: one field for the token, and a plain word for each way in which it may not be taken. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Say } from '../i18n/operators'
import { Icon } from '../icons'
import { KINDS } from './client'
import { tidyToken } from './keyring'

const TEXT = { type: 'text' } as const
const PASSWORD = { type: 'password' } as const

export interface SignState {
  busy: boolean
  problem: string | null
  note: string | null
  schemas: { name: string; href: string }[]
}

interface SignInShown {
  say: Say
  state: SignState
  submit: (token: string) => void
}

export function SignIn({ say, state, submit }: SignInShown): JSX.Element {
  const field = useRef<HTMLInputElement>(null)
  const sent = useRef(false)
  const [isShown, show] = useState(false)
  /** Nothing was typed: said here, before anyone is asked. */
  const [isEmpty, setEmpty] = useState(false)
  const problem = state.problem ?? (isEmpty ? say('sign-empty') : '')
  // A token that was taken goes; what is being typed while the page still loads stays.
  useEffect(() => {
    if (state.busy) return
    if (sent.current && state.problem === null && field.current) field.current.value = ''
    sent.current = false
  }, [state])

  const send = (event: Event): void => {
    event.preventDefault()
    const token = tidyToken(field.current?.value ?? '')
    setEmpty(token === '')
    if (token === '') return field.current?.focus()
    sent.current = true
    submit(token)
  }
  return (
    <div class="sign-page">
      <form class="card sign" noValidate onSubmit={send}>
        <h1 tabIndex={-1}>{say('sign-title')}</h1>
        <p class="lead">{say('sign-intro')}</p>
        <div class="field">
          <label for="token">{say('sign-token')}</label>
          <div class="token-row">
            <input
              id="token"
              name="token"
              {...(isShown ? TEXT : PASSWORD)}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              dir="ltr"
              aria-describedby="token-hint token-problem"
              aria-invalid={problem === '' ? undefined : true}
              required
              ref={field}
            />
            <button
              type="button"
              class="icon-button"
              aria-pressed={isShown}
              aria-label={say('sign-show')}
              title={say(isShown ? 'sign-hide' : 'sign-show')}
              onClick={() => show(!isShown)}
            >
              <Icon name="eye" />
            </button>
          </div>
          <p class="hint" id="token-hint">
            {say('sign-token-hint')}
          </p>
          <p class="problem" id="token-problem" role="alert">
            {problem}
          </p>
        </div>
        <div class="actions">
          <button type="submit" class="button primary" disabled={state.busy}>
            {say(state.busy ? 'sign-busy' : 'sign-in')}
          </button>
          <p class="hint note" role="status">
            {state.note ?? ''}
          </p>
        </div>
        <p class="hint">{say('sign-lost')}</p>
      </form>
      <section class="formats">
        <h2 class="kicker">{say('formats-title')}</h2>
        <dl class="kinds">
          {KINDS.map((kind) => (
            <div key={kind}>
              <dt>{say(`kind-${kind}`)}</dt>
              <dd class="quiet">
                {say(`kind-${kind}-hint`)}
                {links(say, kind, state)}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}

const links = (say: Say, kind: string, state: SignState): JSX.Element[] =>
  state.schemas
    .filter((one) => one.name.startsWith(kind))
    .map((one) => (
      <a key={one.name} href={one.href} class="link schema">
        {say('formats-schema', { name: one.name.slice(kind.length + 1).replace(/\.json$/, '') || 'json' })}
      </a>
    ))
