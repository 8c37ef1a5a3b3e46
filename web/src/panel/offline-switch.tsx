/** Whether this device keeps what was seen, to open without a network, and the way to have it forgotten. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Translate } from '../i18n'
import { canBeOffline, isOffline, setOffline } from '../offline'

export function OfflineSwitch({ t }: { t: Translate }): JSX.Element | null {
  const [on, turn] = useState(isOffline)
  if (!canBeOffline()) return null
  const press = (): void => {
    turn(!on)
    void setOffline(!on)
  }
  return (
    <p class="hint offline-switch">
      {t(on ? 'offline-on' : 'offline-off')}{' '}
      <button type="button" class="link" onClick={press}>
        {t(on ? 'offline-turn-off' : 'offline-turn-on')}
      </button>
    </p>
  )
}
