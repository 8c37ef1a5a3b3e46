/** What has to wait until a change has been drawn, and where the focus goes. */

/** After what has just changed has been drawn: drawing is a microtask, queued by the change. */
export const onceDrawn = (act: () => void): void => queueMicrotask(act)

/** Moves the focus to the first element of that kind, if it is there. */
export const focusOn = (wanted: string, preventScroll = false): void =>
  document.querySelector<HTMLElement>(wanted)?.focus({ preventScroll })
