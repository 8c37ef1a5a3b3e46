/** Where the token is kept: this tab's session storage if it may be used, else memory. Never an address, never a cookie. */

const KEY = 'taghtia.token'

export interface Keyring {
  token(): string | null
  keep(token: string): void
  forget(): void
}

export function createKeyring(storage: () => Storage): Keyring {
  let held: string | null = null
  const quietly = <T>(act: (store: Storage) => T): T | null => {
    try {
      return act(storage())
    } catch {
      return null // storage may be forbidden: the token then lasts as long as the page
    }
  }
  return {
    token: () => held ?? quietly((store) => store.getItem(KEY)),
    keep: (token) => {
      held = token
      quietly((store) => store.setItem(KEY, token))
    },
    forget: () => {
      held = null
      quietly((store) => store.removeItem(KEY))
    },
  }
}

/** The token as it was meant: without what copying adds around it. */
export const tidyToken = (typed: string): string =>
  typed
    .trim()
    .replace(/^bearer\s+/i, '')
    .replace(/^["'`]+|["'`]+$/g, '')
    .trim()
