/** What happened, in its place, and a way to try again. */
import type { JSX } from 'preact'
import type { Say } from '../i18n/operators'
import { Icon } from '../icons'
import { problemText } from './problems'

export const ProblemAlert = ({ error, say, retry }: { error: unknown; say: Say; retry: () => void }): JSX.Element => (
  <div class="alert" role="alert">
    <Icon name="warning" />
    <div>
      <strong>{problemText(error, say)}</strong>
      <div class="actions">
        <button type="button" class="button retry" onClick={retry}>
          {say('problem-retry')}
        </button>
      </div>
    </div>
  </div>
)
