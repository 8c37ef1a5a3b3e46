/** The limits between classes as the reader sets them: typed in per cent, told when they are none, and put back. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { isUsual, readLimits, USUAL } from '../classes'
import type { Part } from '../shown'

export function OwnClasses({ view: { t, selection }, actions }: Part): JSX.Element {
  const limits = selection.limits ?? USUAL
  const stands = limits.join(', ')
  /** What is typed and not in use yet; null where that is what stands. */
  const [typed, type] = useState<string | null>(null)
  const isWrong = typed !== null && readLimits(typed) === null
  const take = (): void => {
    const read = readLimits(typed ?? stands)
    if (typed === null || !read) return
    type(null)
    // The classes that stood out are no classes any more.
    actions.choose({ limits: isUsual(read) ? null : read, only: null })
  }
  const putBack = (): void => {
    type(null)
    actions.choose({ limits: null, only: null })
  }
  return (
    <details class="own-classes">
      <summary class="link">{t('classes-title')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          take()
        }}
      >
        <label for="own-limits">{t('classes-limits')}</label>
        <span class="own-row">
          <input
            id="own-limits"
            type="text"
            inputMode="decimal"
            autocomplete="off"
            dir="ltr"
            value={typed ?? stands}
            aria-invalid={isWrong}
            aria-describedby="own-limits-hint"
            onInput={(event) => type(event.currentTarget.value)}
            onChange={take}
          />
          <button type="submit" class="button" disabled={isWrong}>
            {t('classes-take')}
          </button>
          {selection.limits ? (
            <button type="button" class="link" onClick={putBack}>
              {t('classes-reset')}
            </button>
          ) : null}
        </span>
        <p class={isWrong ? 'hint wrong' : 'hint'} id="own-limits-hint" role={isWrong ? 'alert' : undefined}>
          {t(isWrong ? 'classes-wrong' : 'classes-hint')}
        </p>
      </form>
    </details>
  )
}
