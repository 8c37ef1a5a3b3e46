/** Signing in: one field for the token, and a plain word for each way in which it may not be taken. */
import { el, fill, icon } from '../dom'
import type { Say } from '../i18n/operators'
import { KINDS } from './client'
import { tidyToken } from './keyring'

export interface SignIn {
  node: HTMLElement
  render(say: Say, state: SignState): void
  focus(): void
}

export interface SignState {
  busy: boolean
  problem: string | null
  note: string | null
  schemas: { name: string; href: string }[]
}

export function createSignIn(submit: (token: string) => void): SignIn {
  const title = el('h1', { tabindex: -1 })
  const intro = el('p', { class: 'lead' })
  const label = el('label', { for: 'token' })
  const input = el('input', {
    id: 'token',
    name: 'token',
    type: 'password',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    dir: 'ltr',
    'aria-describedby': 'token-hint token-problem',
    required: true,
  })
  const show = el('button', { type: 'button', class: 'icon-button', 'aria-pressed': 'false' }, icon('eye'))
  const hint = el('p', { class: 'hint', id: 'token-hint' })
  const problem = el('p', { class: 'problem', id: 'token-problem', role: 'alert' })
  const note = el('p', { class: 'hint note', role: 'status' })
  const send = el('button', { type: 'submit', class: 'button primary' })
  const lost = el('p', { class: 'hint' })
  const formats = el('section', { class: 'formats' })
  const form = el(
    'form',
    { class: 'card sign', novalidate: true },
    title,
    intro,
    el('div', { class: 'field' }, label, el('div', { class: 'token-row' }, input, show), hint, problem),
    el('div', { class: 'actions' }, send, note),
    lost,
  )
  const node = el('div', { class: 'sign-page' }, form, formats)
  let say: Say | null = null
  let named = { show: '', hide: '' }
  let sent = false

  const reveal = (shown: boolean): void => {
    input.type = shown ? 'text' : 'password'
    show.setAttribute('aria-pressed', String(shown))
    show.setAttribute('aria-label', named.show)
    show.title = shown ? named.hide : named.show
  }
  show.addEventListener('click', () => reveal(input.type === 'password'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const token = tidyToken(input.value)
    if (token === '') {
      tell(say?.('sign-empty') ?? '')
      input.focus()
    } else {
      sent = true
      submit(token)
    }
  })
  const tell = (text: string): void => {
    problem.textContent = text
    if (text === '') input.removeAttribute('aria-invalid')
    else input.setAttribute('aria-invalid', 'true')
  }

  const render = (words: Say, state: SignState): void => {
    say = words
    named = { show: words('sign-show'), hide: words('sign-hide') }
    title.textContent = words('sign-title')
    intro.textContent = words('sign-intro')
    label.textContent = words('sign-token')
    hint.textContent = words('sign-token-hint')
    lost.textContent = words('sign-lost')
    send.textContent = words(state.busy ? 'sign-busy' : 'sign-in')
    send.disabled = state.busy
    tell(state.problem ?? '')
    note.textContent = state.note ?? ''
    reveal(input.type === 'text')
    // A token that was taken goes; what is being typed while the page still loads stays.
    if (!state.busy) {
      if (sent && state.problem === null) input.value = ''
      sent = false
    }
    fill(
      formats,
      el('h2', { class: 'kicker' }, words('formats-title')),
      el(
        'dl',
        { class: 'kinds' },
        ...KINDS.map((kind) =>
          el(
            'div',
            {},
            el('dt', {}, words(`kind-${kind}`)),
            el('dd', { class: 'quiet' }, words(`kind-${kind}-hint`), ...links(words, kind, state)),
          ),
        ),
      ),
    )
  }
  return { node, render, focus: () => input.focus() }
}

const links = (words: Say, kind: string, state: SignState): HTMLElement[] =>
  state.schemas
    .filter((one) => one.name.startsWith(kind))
    .map((one) =>
      el(
        'a',
        { href: one.href, class: 'link schema' },
        words('formats-schema', { name: one.name.slice(kind.length + 1).replace(/\.json$/, '') || 'json' }),
      ),
    )
