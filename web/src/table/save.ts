/** Gives the reader a text as a file, without the server. */

/** A spreadsheet takes a file for UTF-8 by the mark at its beginning. */
const MARK = '\ufeff'

export function saveText(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([MARK, text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // Once the download has begun.
  window.setTimeout(() => URL.revokeObjectURL(address), 1000)
}
