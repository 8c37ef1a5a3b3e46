/** The form of a new filing: kind, date, file; then how far the work is, and what went wrong on the way. */
import { el, fill, icon, type Child } from '../dom'
import { civilDate, fileSize, nameOf, percent } from '../format'
import type { Draft, Kind } from './client'
import { createDrop } from './dropzone'
import { quarterEnds } from './report-export'
import { problemText } from './problems'
import { kindsOf, type Scene } from './scene'
import type { Stage, Work } from './submission'

export interface FilingForm {
  node: HTMLElement
  render(scene: Scene, stage: Stage): void
  clear(): void
}

interface Chosen {
  kind: Kind | null
  operator: string | null
  asOf: string
  file: File | null
}

const SUGGESTED_DATES = 3

export function createFilingForm(work: () => Work, progressed: (stage: Stage) => void): FilingForm {
  const chosen: Chosen = { kind: null, operator: null, asOf: '', file: null }
  let scene: Scene | null = null
  let built = ''
  let needs: { file?: string; asOf?: string } = {}

  const title = el('h2', { class: 'section-title', id: 'filing-title', tabindex: -1 })
  const about = el('div', { class: 'filing-about' })
  const drop = createDrop((file, note) => {
    chosen.file = file
    needs = { ...needs, ...(file ? { file: '' } : {}), ...(note ? { file: note } : {}) }
    if (work().stage().at !== 'sending') work().reset()
  })
  const actions = el('div', { class: 'actions filing-actions' })
  const progress = el('div', { class: 'progress-slot' })
  const form = el(
    'form',
    { class: 'card filing', 'aria-labelledby': 'filing-title', novalidate: true },
    title,
    el('div', { class: 'filing-grid' }, about, drop.node),
    actions,
    progress,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const draft = ready()
    if (draft) void work().check(draft)
  })

  /** The draft if nothing is missing; else says what is, and goes to the first of it. */
  const ready = (): Draft | null => {
    if (!scene) return null
    const { say } = scene
    const operator = chosen.operator ?? scene.session.operator?.id ?? ''
    needs = {
      ...(chosen.file ? {} : { file: say('need-file') }),
      ...(chosen.asOf === ''
        ? { asOf: say('need-as_of') }
        : chosen.asOf > todayOf(scene)
          ? { asOf: say('need-as_of-future') }
          : {}),
    }
    showNeeds()
    if (needs.asOf) form.querySelector<HTMLElement>('#filing-as-of')?.focus()
    else if (needs.file) drop.focus()
    return chosen.file && chosen.kind && !needs.asOf
      ? { kind: chosen.kind, operator, asOf: chosen.asOf, file: chosen.file }
      : null
  }
  const showNeeds = (): void => {
    const date = form.querySelector('#filing-as-of')
    const text = form.querySelector('#filing-as-of-problem')
    if (text) text.textContent = needs.asOf ?? ''
    if (needs.asOf) date?.setAttribute('aria-invalid', 'true')
    else date?.removeAttribute('aria-invalid')
    drop.problem(needs.file ?? '')
  }

  const render = (next: Scene, stage: Stage): void => {
    scene = next
    const { say, lang, session } = next
    title.textContent = say('file-title')
    const shape = `${lang}|${session.token.id}|${next.country.version}`
    if (shape !== built) {
      built = shape
      fill(about, ...fields(next))
    }
    drop.render(next, chosen.file, stage.at === 'sending')
    for (const input of about.querySelectorAll<HTMLInputElement>('input, select, button'))
      input.disabled = stage.at === 'sending'
    showNeeds()
    fill(actions, ...buttons(next, stage))
    drawProgress(next, stage)
  }

  const fields = (now: Scene): Child[] => {
    const { say, session } = now
    const operators = session.operator ? [] : now.country.operators
    if (operators.length > 0) chosen.operator ??= operators[0]?.id ?? null
    return [operators.length > 0 ? operatorField(now) : null, kindField(now), dateField(now, say('file-as_of'))]
  }

  const operatorField = (now: Scene): HTMLElement => {
    const select = el(
      'select',
      { id: 'filing-operator' },
      ...now.country.operators.map((one) =>
        el('option', { value: one.id, selected: one.id === chosen.operator }, nameOf(now.lang, one.names)),
      ),
    )
    select.addEventListener('change', () => {
      chosen.operator = select.value
      built = ''
      work().reset()
    })
    return el('div', { class: 'field' }, el('label', { for: 'filing-operator' }, now.say('file-operator')), select)
  }

  const kindField = (now: Scene): HTMLElement => {
    const { say, session, country } = now
    const operator = country.operators.find((one) => one.id === (session.operator?.id ?? chosen.operator))
    const kinds = kindsOf(operator?.technologies ?? [], country)
    if (!chosen.kind || !kinds.includes(chosen.kind)) chosen.kind = kinds[0] ?? null
    const choices = kinds.map((kind) => {
      const input = el('input', { type: 'radio', name: 'kind', id: `kind-${kind}`, value: kind })
      input.checked = kind === chosen.kind
      input.addEventListener('change', () => {
        chosen.kind = kind
        work().reset()
      })
      return el(
        'label',
        { class: 'choice', for: `kind-${kind}` },
        input,
        el(
          'span',
          {},
          el('strong', {}, say(`kind-${kind}`)),
          el('span', { class: 'hint block' }, say(`kind-${kind}-hint`)),
        ),
      )
    })
    return el('fieldset', { class: 'field choices' }, el('legend', { class: 'label' }, say('file-kind')), ...choices)
  }

  const dateField = (now: Scene, label: string): HTMLElement => {
    const input = el('input', {
      type: 'date',
      id: 'filing-as-of',
      max: todayOf(now),
      required: true,
      'aria-describedby': 'filing-as-of-hint filing-as-of-problem',
    })
    input.value = chosen.asOf
    const choose = (date: string): void => {
      const before = chosen.asOf
      chosen.asOf = date
      delete needs.asOf
      showNeeds()
      if (before !== date) work().reset()
    }
    input.addEventListener('change', () => choose(input.value))
    const suggestions = quarterEnds(new Date(todayOf(now)), SUGGESTED_DATES).map((date) =>
      el(
        'button',
        {
          type: 'button',
          class: 'button small',
          'data-date': date,
          onclick: () => {
            input.value = date
            choose(date)
          },
        },
        civilDate(now.lang, date),
      ),
    )
    return el(
      'div',
      { class: 'field' },
      el('label', { for: 'filing-as-of' }, label),
      input,
      el('p', { class: 'hint', id: 'filing-as-of-hint' }, now.say('file-as_of-hint')),
      el('div', { class: 'suggestions' }, ...suggestions),
      el('p', { class: 'problem', id: 'filing-as-of-problem', role: 'alert' }),
    )
  }

  const buttons = (now: Scene, stage: Stage): Child[] => {
    const { say } = now
    if (stage.at === 'sending') {
      return [
        stage.step === 'upload'
          ? el('button', { type: 'button', class: 'button', onclick: () => work().cancel() }, say('file-cancel'))
          : null,
      ]
    }
    const known = stage.at === 'reported' && chosen.file === stage.draft.file
    const { check_bytes: most, filing_bytes: whole } = now.session.limits
    if (chosen.file && chosen.file.size > whole)
      return [el('p', { class: 'problem', role: 'alert' }, say('problem-too-large'))]
    if (chosen.file && chosen.file.size > most && stage.at !== 'failed')
      return [directButton(now), el('p', { class: 'hint' }, say('file-submit-direct-hint'))]
    return [
      el(
        'button',
        { type: 'submit', class: known ? 'button' : 'button primary', id: 'filing-check' },
        say(known ? 'file-again' : 'file-check'),
      ),
      stage.at === 'choosing' && stage.cancelled
        ? el('span', { class: 'hint', role: 'status' }, say('file-cancelled'))
        : null,
    ]
  }

  const directButton = (now: Scene): HTMLElement =>
    el(
      'button',
      {
        type: 'button',
        class: 'button primary',
        id: 'filing-direct',
        onclick: () => {
          const draft = ready()
          if (draft) void work().submit(draft)
        },
      },
      now.say('file-submit-direct'),
    )

  const drawProgress = (now: Scene, stage: Stage): void => {
    progressed(stage)
    if (stage.at === 'failed') return fill(progress, failed(now, stage))
    if (stage.at !== 'sending') return fill(progress)
    const bar = progress.querySelector('progress')
    const model = progressModel(now, stage)
    if (!bar || progress.dataset['what'] !== stage.what) {
      progress.dataset['what'] = stage.what
      fill(
        progress,
        el(
          'div',
          { class: 'progress' },
          el('div', { class: 'progress-words' }, el('strong', {}), el('span', { class: 'quiet number' })),
          el('progress', { max: 1 }),
        ),
      )
    }
    const [words, figure, line] = ['strong', '.number', 'progress'].map((one) =>
      progress.querySelector<HTMLElement>(one),
    )
    if (words) words.textContent = model.words
    if (figure) figure.textContent = model.figure
    if (line instanceof HTMLProgressElement) {
      line.setAttribute('aria-label', model.words)
      if (model.share === null) line.removeAttribute('value')
      else line.value = model.share
    }
  }

  const failed = (now: Scene, stage: Extract<Stage, { at: 'failed' }>): HTMLElement => {
    const { say } = now
    const { reason, what } = stage
    if (reason === 'lost') {
      return alertBox(
        say('lost-title'),
        say(what === 'submit' ? 'lost-submit' : 'lost-check'),
        el(
          'button',
          { type: 'button', class: 'button primary', id: 'filing-again', onclick: () => void work().again() },
          say(what === 'submit' ? 'lost-again' : 'problem-retry'),
        ),
      )
    }
    if (reason === 'too-large')
      return alertBox(say('problem-too-large'), say('file-submit-direct-hint'), directButton(now))
    if (reason === 'changed') return alertBox(say('file-changed'), '')
    return alertBox(
      problemText(stage.error, say),
      '',
      el('button', { type: 'button', class: 'button', onclick: () => void work().again() }, say('problem-retry')),
    )
  }

  return {
    node: form,
    render,
    clear: () => {
      chosen.file = null
      needs = {}
      drop.clear()
      work().reset()
      title.focus()
    },
  }
}

const todayOf = (scene: Scene): string => scene.session.today ?? new Date().toISOString().slice(0, 10)

const alertBox = (title: string, text: string, action?: HTMLElement): HTMLElement =>
  el(
    'div',
    { class: 'alert', role: 'alert' },
    icon('warning'),
    el(
      'div',
      {},
      el('strong', {}, title),
      text === '' ? null : el('p', {}, text),
      action ? el('div', { class: 'actions' }, action) : null,
    ),
  )

/** How far it is, in words and as a share; no share where the end is not known. */
export function progressModel(
  { say, lang }: Pick<Scene, 'say' | 'lang'>,
  stage: Extract<Stage, { at: 'sending' }>,
): { words: string; figure: string; share: number | null } {
  if (stage.step === 'upload') {
    const share = stage.size > 0 ? stage.sent / stage.size : 0
    return {
      words: say(`progress-upload-${stage.what}`),
      figure: `${say('progress-of', { done: fileSize(lang, stage.sent), all: fileSize(lang, stage.size) })} · ${percent(lang, share)}`,
      share,
    }
  }
  return {
    words: say(`progress-${stage.step}`),
    figure: stage.rows ? say('progress-rows', { n: stage.rows }) : '',
    share: null,
  }
}
