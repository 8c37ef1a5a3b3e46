/** Taking a filing back: a dialogue that says what it means and asks for the reason. */
import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { civilDate } from '../format'
import type { Filing } from './client'
import { endsSession, problemText } from './problems'
import type { Scene } from './scene'

const REASON_MOST = 500

interface WithdrawShown {
  scene: Scene
  /** The filing asked about; nothing is asked without one. */
  filing: Filing | null
  closed: () => void
  done: (filing: Filing) => void
}

export function Withdrawal({ scene, filing, closed, done }: WithdrawShown): JSX.Element {
  const node = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    if (filing && !node.current?.open) node.current?.showModal()
    else if (!filing && node.current?.open) node.current.close()
  }, [filing])
  return (
    <dialog
      class="dialog"
      aria-labelledby="withdraw-title"
      aria-describedby="withdraw-means"
      ref={node}
      onClose={closed}
    >
      {filing ? <Question key={filing.id} scene={scene} filing={filing} closed={closed} done={done} /> : null}
    </dialog>
  )
}

function Question({ scene, filing, closed, done }: WithdrawShown & { filing: Filing }): JSX.Element {
  const { say, lang } = scene
  const reason = useRef<HTMLTextAreaElement>(null)
  const [problem, setProblem] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  // Once the dialogue is open, which is after its content is there.
  useLayoutEffect(() => queueMicrotask(() => reason.current?.focus()), [])

  const send = async (): Promise<void> => {
    const words = reason.current?.value.trim() ?? ''
    setMissing(words === '')
    if (words === '') {
      setProblem(say('withdraw-reason-need'))
      return reason.current?.focus()
    }
    setBusy(true)
    try {
      await scene.client.withdraw(filing.id, words)
      closed()
      scene.announce(say('withdraw-done'))
      done(filing)
    } catch (error) {
      if (endsSession(error)) {
        closed()
        return scene.expired(error)
      }
      setProblem(problemText(error, say))
      setBusy(false)
    }
  }
  return (
    <form
      method="dialog"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2 class="section-title" id="withdraw-title">
        {say('withdraw-title')}
      </h2>
      <p class="dialog-what">
        <strong>{`${say(`kind-${filing.kind}`)} · ${civilDate(lang, filing.as_of)}`}</strong>
        {filing.file_name ? <bdi class="quiet block">{filing.file_name}</bdi> : null}
      </p>
      <ul class="means" id="withdraw-means">
        {(['withdraw-means', 'withdraw-stays', 'withdraw-final'] as const).map((key) => (
          <li key={key}>{say(key)}</li>
        ))}
      </ul>
      <div class="field">
        <label for="withdraw-reason">{say('withdraw-reason')}</label>
        <textarea
          id="withdraw-reason"
          rows={3}
          required
          maxLength={REASON_MOST}
          aria-describedby="withdraw-hint withdraw-problem"
          aria-invalid={isMissing ? true : undefined}
          ref={reason}
        />
        <p class="hint" id="withdraw-hint">
          {say('withdraw-reason-hint')}
        </p>
        <p class="problem" id="withdraw-problem" role="alert">
          {problem}
        </p>
      </div>
      <div class="actions end">
        <button type="button" class="button" onClick={closed}>
          {say('withdraw-cancel')}
        </button>
        <button type="submit" class="button danger" disabled={busy}>
          {say('withdraw-confirm')}
        </button>
      </div>
    </form>
  )
}
