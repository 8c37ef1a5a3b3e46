/** Where the file is put: dropped, or chosen with a button that any keyboard reaches. */
import type { JSX, TargetedDragEvent } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { fileSize } from '../format'
import { Icon } from '../icons'
import type { Scene } from './scene'

interface DropShown {
  scene: Scene
  file: File | null
  busy: boolean
  problem: string
  /** A file, or none and why. */
  chosen: (file: File | null, note: string) => void
}

export function Drop({ scene, file, busy, problem, chosen }: DropShown): JSX.Element {
  const { say, lang } = scene
  const input = useRef<HTMLInputElement>(null)
  /** How many elements of the zone the dragged file is over: it enters the inner one before it leaves the outer. */
  const [depth, setDepth] = useState(0)
  // A file dropped beside the zone must not replace the page.
  useEffect(() => {
    const keep = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    }
    window.addEventListener('dragover', keep)
    window.addEventListener('drop', keep)
    return () => {
      window.removeEventListener('dragover', keep)
      window.removeEventListener('drop', keep)
    }
  }, [])
  const take = (): void => {
    const now = input.current
    const first = now?.files?.[0]
    if (first) chosen(first, '')
    if (now) now.value = '' // the same file, fixed, may be chosen again
  }
  const over = (event: TargetedDragEvent<HTMLElement>): void => {
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = busy ? 'none' : 'copy'
  }
  const drop = (event: TargetedDragEvent<HTMLElement>): void => {
    event.preventDefault()
    setDepth(0)
    if (busy || !event.dataTransfer) return
    const { files, items } = event.dataTransfer
    const folder = items[0]?.webkitGetAsEntry?.()?.isDirectory === true
    if (folder) chosen(null, say('file-folder'))
    else if (files[0]) chosen(files[0], files.length > 1 ? say('file-several') : '')
  }
  const classes = ['drop', file ? 'full' : '', depth > 0 && !busy ? 'over' : ''].filter((one) => one !== '')
  return (
    <div class="drop-field">
      <p class="label" id="drop-label">
        {say('file-file')}
      </p>
      <div
        class={classes.join(' ')}
        data-testid="drop"
        onDragEnter={(event) => {
          event.preventDefault()
          setDepth((now) => now + 1)
        }}
        onDragLeave={() => setDepth((now) => Math.max(0, now - 1))}
        onDragOver={over}
        onDrop={drop}
      >
        <div class="drop-inside">
          <Icon name={file ? 'file' : 'upload'} />
          {file ? (
            <p class="file-name">
              <bdi>{file.name}</bdi>
              <span class="quiet block">{fileSize(lang, file.size)}</span>
            </p>
          ) : (
            <p>
              <strong>{say('file-drop')}</strong>
              <span class="quiet block">{say('file-or')}</span>
            </p>
          )}
        </div>
        <button
          type="button"
          class="button"
          id="filing-choose"
          aria-describedby="drop-hint drop-problem drop-label"
          disabled={busy}
          onClick={() => input.current?.click()}
        >
          {say(file ? 'file-change' : 'file-choose')}
        </button>
        <p class="hint" id="drop-hint" hidden={file !== null}>
          {say('file-packed')}
        </p>
        <input
          type="file"
          id="filing-file"
          class="visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
          ref={input}
          onChange={take}
        />
      </div>
      <p class="problem" id="drop-problem" role="alert">
        {problem}
      </p>
    </div>
  )
}
