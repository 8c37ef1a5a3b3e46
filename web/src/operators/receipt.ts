/** What one keeps after a filing: its number, the instant, the digest of the file. */
import { copyText, toast } from '../clipboard'
import { el, fill, icon } from '../dom'
import { civilDate, instant } from '../format'
import type { Draft, Receipt } from './client'
import { operatorName, type Scene } from './scene'

export interface ReceiptView {
  node: HTMLElement
  render(scene: Scene, received: { receipt: Receipt; draft: Draft } | null): void
  focus(): void
}

export function createReceipt(another: () => void): ReceiptView {
  const node = el('section', { class: 'card receipt', id: 'receipt', hidden: true, 'aria-labelledby': 'receipt-title' })
  const render = (scene: Scene, received: { receipt: Receipt; draft: Draft } | null): void => {
    node.hidden = received === null
    if (!received) return fill(node)
    const { say, lang } = scene
    const { receipt, draft } = received
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
    fill(
      node,
      el(
        'div',
        { class: 'verdict ok' },
        icon('ok'),
        el(
          'div',
          {},
          el('h2', { class: 'verdict-word', id: 'receipt-title', tabindex: -1 }, say(`receipt-${receipt.state}`)),
          el('p', {}, say('receipt-keep')),
        ),
      ),
      el(
        'dl',
        { class: 'receipt-lines' },
        ...lines.map(([term, value, code]) =>
          el(
            'div',
            { class: value.length > 40 && code ? 'long' : null },
            el('dt', {}, term),
            el('dd', {}, code ? el('code', {}, value) : el('bdi', {}, value)),
          ),
        ),
      ),
      el(
        'div',
        { class: 'actions' },
        el(
          'button',
          { type: 'button', class: 'button', id: 'receipt-copy', onclick: () => void copy() },
          icon('copy'),
          say('receipt-copy'),
        ),
        el('a', { class: 'button', href: `./?as_of=${receipt.as_of}&lang=${lang}` }, say('receipt-see')),
        el('button', { type: 'button', class: 'button', onclick: another }, say('file-another')),
      ),
    )
  }
  return { node, render, focus: () => node.querySelector<HTMLElement>('h2')?.focus() }
}
