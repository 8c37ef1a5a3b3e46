/** Copies text, also where the browser keeps its clipboard from pages without TLS. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}

/** A word of confirmation that goes away by itself. */
export function toast(text: string): void {
  const node = document.createElement('p')
  node.className = 'toast'
  node.textContent = text
  document.body.append(node)
  window.setTimeout(() => node.remove(), 3500)
}
