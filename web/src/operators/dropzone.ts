/** Where the file is put: dropped, or chosen with a button that any keyboard reaches. */
import { el, fill, icon } from '../dom'
import { fileSize } from '../format'
import type { Scene } from './scene'

export interface Drop {
  node: HTMLElement
  render(scene: Scene, file: File | null, busy: boolean): void
  problem(text: string): void
  focus(): void
  clear(): void
}

export function createDrop(chosen: (file: File | null, note: string) => void): Drop {
  const input = el('input', {
    type: 'file',
    id: 'filing-file',
    class: 'visually-hidden',
    tabindex: -1,
    'aria-hidden': 'true',
  })
  const label = el('p', { class: 'label', id: 'drop-label' })
  const inside = el('div', { class: 'drop-inside' })
  const button = el('button', {
    type: 'button',
    class: 'button',
    id: 'filing-choose',
    'aria-describedby': 'drop-hint drop-problem drop-label',
  })
  const hint = el('p', { class: 'hint', id: 'drop-hint' })
  const problem = el('p', { class: 'problem', id: 'drop-problem', role: 'alert' })
  const zone = el('div', { class: 'drop', 'data-testid': 'drop' }, inside, button, hint, input)
  const node = el('div', { class: 'drop-field' }, label, zone, problem)
  let scene: Scene | null = null
  let busy = false

  button.addEventListener('click', () => input.click())
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) chosen(file, '')
    input.value = '' // the same file, fixed, may be chosen again
  })
  let depth = 0
  const over = (inside: boolean): void => {
    depth = Math.max(0, depth + (inside ? 1 : -1))
    zone.classList.toggle('over', depth > 0 && !busy)
  }
  zone.addEventListener('dragenter', (event) => {
    event.preventDefault()
    over(true)
  })
  zone.addEventListener('dragleave', () => over(false))
  zone.addEventListener('dragover', (event) => {
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = busy ? 'none' : 'copy'
  })
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    depth = 0
    zone.classList.remove('over')
    if (busy || !event.dataTransfer) return
    const { files, items } = event.dataTransfer
    const folder = items[0]?.webkitGetAsEntry?.()?.isDirectory === true
    if (folder) chosen(null, scene?.say('file-folder') ?? '')
    else if (files[0]) chosen(files[0], files.length > 1 ? (scene?.say('file-several') ?? '') : '')
  })
  // A file dropped beside the zone must not replace the page.
  for (const kind of ['dragover', 'drop'] as const)
    window.addEventListener(kind, (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    })

  const render = (next: Scene, file: File | null, isBusy: boolean): void => {
    scene = next
    busy = isBusy
    const { say, lang } = next
    label.textContent = say('file-file')
    zone.classList.toggle('full', file !== null)
    fill(
      inside,
      icon(file ? 'file' : 'upload'),
      file
        ? el(
            'p',
            { class: 'file-name' },
            el('bdi', {}, file.name),
            el('span', { class: 'quiet block' }, fileSize(lang, file.size)),
          )
        : el('p', {}, el('strong', {}, say('file-drop')), el('span', { class: 'quiet block' }, say('file-or'))),
    )
    button.textContent = say(file ? 'file-change' : 'file-choose')
    button.disabled = busy
    hint.textContent = say('file-packed')
    hint.hidden = file !== null
  }
  return {
    node,
    render,
    problem: (text) => {
      problem.textContent = text
    },
    focus: () => button.focus(),
    clear: () => {
      input.value = ''
    },
  }
}
