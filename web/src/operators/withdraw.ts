/** Taking a filing back: a dialogue that says what it means and asks for the reason. */
import { el, fill } from '../dom'
import { civilDate } from '../format'
import type { Filing } from './client'
import { endsSession, problemText } from './problems'
import type { Scene } from './scene'

const REASON_MOST = 500

export interface WithdrawDialog {
  node: HTMLDialogElement
  ask(scene: Scene, filing: Filing): void
}

export function createWithdrawDialog(done: (filing: Filing) => void): WithdrawDialog {
  const node = el('dialog', {
    class: 'dialog',
    'aria-labelledby': 'withdraw-title',
    'aria-describedby': 'withdraw-means',
  })
  const ask = (scene: Scene, filing: Filing): void => {
    const { say, lang } = scene
    const reason = el('textarea', {
      id: 'withdraw-reason',
      rows: 3,
      required: true,
      maxlength: REASON_MOST,
      'aria-describedby': 'withdraw-hint withdraw-problem',
    })
    const problem = el('p', { class: 'problem', id: 'withdraw-problem', role: 'alert' })
    const confirm = el('button', { type: 'submit', class: 'button danger' }, say('withdraw-confirm'))
    const send = async (): Promise<void> => {
      const words = reason.value.trim()
      if (words === '') {
        problem.textContent = say('withdraw-reason-need')
        reason.setAttribute('aria-invalid', 'true')
        return reason.focus()
      }
      confirm.disabled = true
      try {
        await scene.client.withdraw(filing.id, words)
        node.close()
        scene.announce(say('withdraw-done'))
        done(filing)
      } catch (error) {
        if (endsSession(error)) {
          node.close()
          return scene.expired(error)
        }
        problem.textContent = problemText(error, say)
        confirm.disabled = false
      }
    }
    const form = el(
      'form',
      { method: 'dialog', novalidate: true },
      el('h2', { class: 'section-title', id: 'withdraw-title' }, say('withdraw-title')),
      el(
        'p',
        { class: 'dialog-what' },
        el('strong', {}, `${say(`kind-${filing.kind}`)} · ${civilDate(lang, filing.as_of)}`),
        filing.file_name ? el('bdi', { class: 'quiet block' }, filing.file_name) : null,
      ),
      el(
        'ul',
        { class: 'means', id: 'withdraw-means' },
        ...(['withdraw-means', 'withdraw-stays', 'withdraw-final'] as const).map((key) => el('li', {}, say(key))),
      ),
      el(
        'div',
        { class: 'field' },
        el('label', { for: 'withdraw-reason' }, say('withdraw-reason')),
        reason,
        el('p', { class: 'hint', id: 'withdraw-hint' }, say('withdraw-reason-hint')),
        problem,
      ),
      el(
        'div',
        { class: 'actions end' },
        el('button', { type: 'button', class: 'button', onclick: () => node.close() }, say('withdraw-cancel')),
        confirm,
      ),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void send()
    })
    fill(node, form)
    node.showModal()
    reason.focus()
  }
  return { node, ask }
}
