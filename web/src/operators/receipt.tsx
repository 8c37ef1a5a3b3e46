/** What one keeps after a filing: its number, the instant, the digest of the file. */
import type { JSX } from 'preact'
import { copyText, toast } from '../clipboard'
import { civilDate, instant } from '../format'
import { Icon } from '../icons'
import type { Draft, Receipt as Received } from './client'
import { operatorName, type Scene } from './scene'

interface ReceiptShown {
  scene: Scene
  received: { receipt: Received; draft: Draft }
  another: () => void
}

export function Receipt({ scene, received: { receipt, draft }, another }: ReceiptShown): JSX.Element {
  const { say, lang } = scene
  const lines: [string, string, boolean][] = [
    [say('receipt-id'), receipt.id, true],
    [say('receipt-recorded'), `${instant(lang, receipt.recorded)} UTC`, false],
    [say('file-kind'), say(`kind-${receipt.kind}`), false],
    [say('history-operator'), operatorName(scene, receipt.operator), false],
    [say('file-as_of'), civilDate(lang, receipt.as_of), false],
    [say('receipt-file'), draft.file.name, false],
    [say('receipt-hash'), receipt.content_hash, true],
  ]
  const copy = async (): Promise<void> => {
    // Instants and dates as programs write them: a receipt is compared, not only read.
    const text = [
      `Taghtia ${say('receipt-title')}`,
      ...[
        ['id', receipt.id],
        ['recorded', receipt.recorded],
        ['kind', receipt.kind],
        ['operator', receipt.operator],
        ['as_of', receipt.as_of],
        ['file', draft.file.name],
        ['sha256', receipt.content_hash],
      ].map(([name, value]) => `${name}: ${value}`),
    ].join('\n')
    if (await copyText(text)) {
      toast(say('receipt-copied'))
      scene.announce(say('receipt-copied'))
    }
  }
  return (
    <section class="card receipt" id="receipt" aria-labelledby="receipt-title">
      <div class="verdict ok">
        <Icon name="ok" />
        <div>
          <h2 class="verdict-word" id="receipt-title" tabindex={-1}>
            {say(`receipt-${receipt.state}`)}
          </h2>
          <p>{say('receipt-keep')}</p>
        </div>
      </div>
      <dl class="receipt-lines">
        {lines.map(([term, value, code]) => (
          <div class={value.length > 40 && code ? 'long' : undefined}>
            <dt>{term}</dt>
            <dd>{code ? <code>{value}</code> : <bdi>{value}</bdi>}</dd>
          </div>
        ))}
      </dl>
      <div class="actions">
        <button type="button" class="button" id="receipt-copy" onClick={() => void copy()}>
          <Icon name="copy" />
          {say('receipt-copy')}
        </button>
        <a class="button" href={`./?as_of=${receipt.as_of}&lang=${lang}`}>
          {say('receipt-see')}
        </a>
        <button type="button" class="button" onClick={another}>
          {say('file-another')}
        </button>
      </div>
    </section>
  )
}
