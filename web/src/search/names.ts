/**
 * Names as they are compared: plain (case, accents and marks set aside), by sound (what people interchange made one,
 * as `spellings` says for the country's languages), and how far two of them lie apart. Pure; knows no place.
 */
import { SCRIPTS, type Spelling } from './spellings'

/** Arabic and Persian digits as the ones that codes and coordinates are kept in. */
export const digits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))

/** Lower case, without accents, vowel marks and punctuation, one space between words. An apostrophe joins what it stands between. */
export function plain(text: string, particles: readonly string[] = []): string {
  const bare = digits(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u061c\u2066-\u2069\u202a-\u202e]/g, '')
    .toLowerCase()
  return bare
    .replace(/(\p{L}+)['’ʼʻ`´‘]+(?=\p{L})/gu, (_, before: string) =>
      particles.includes(before) ? `${before} ` : before,
    )
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const scriptOf = (text: string): string | null =>
  Object.entries(SCRIPTS).find(([, script]) => script.test.test(text))?.[0] ?? null

/** A letter counts two, a weak one or a weak one for another one. */
const LETTER = 2
/** No name of a place has more letters; what follows is not measured. */
const WIDEST = 64

/** A name ready to be compared. */
export interface Heard {
  script: string | null
  plain: string
  words: readonly string[]
  /** The words as they sound, without those that are left out as often as not. */
  sounds: readonly string[]
  /** The same without spaces: "Aitmelloul" is "Ait Melloul"; its letters as numbers, and what each of them counts. */
  sound: string
  codes: Uint16Array
  costs: Uint8Array
  /** Which letters the sound has, a bit for each: names of other letters need not be measured. */
  letters: number
}

export function hear(text: string, { rules, particles }: Spelling): Heard {
  const folded = plain(text, particles)
  const script = scriptOf(folded)
  const words = folded === '' ? [] : folded.split(' ')
  const telling = words.filter((one) => !particles.includes(one))
  let heard = (telling.length > 0 ? telling : words).join(' ')
  for (const [from, to] of [...rules, ...(SCRIPTS[script ?? '']?.last ?? [])]) heard = heard.replace(from, to)
  const sounds = heard.split(' ').filter((one) => one !== '')
  const sound = sounds.join('')
  const weak = SCRIPTS[script ?? '']?.weak ?? ''
  const codes = Uint16Array.from(sound.slice(0, WIDEST), (letter) => letter.charCodeAt(0))
  const costs = Uint8Array.from(sound.slice(0, WIDEST), (letter) => (weak.includes(letter) ? 1 : LETTER))
  return { script, plain: folded, words, sounds, sound, codes, costs, letters: lettersOf(codes, costs) }
}

/** A bit for each letter that counts whole; letters that share one only make names be measured that need not be. */
const lettersOf = (codes: Uint16Array, costs: Uint8Array): number =>
  codes.reduce((bits, code, at) => (costs[at] === LETTER ? bits | (1 << (code % 31)) : bits), 0)

/** How many letters that count whole one has and the other lacks: each costs a step at least. */
export function missing(one: number, other: number): number {
  let left = one & ~other
  let count = 0
  for (; left !== 0; left &= left - 1) count += 1
  return count
}

/** As far as what is typed may lie from a name: nothing for three letters, a letter for four, and so on. */
export const boundOf = (length: number): number => (length < 4 ? 0 : length < 7 ? 2 : length < 11 ? 3 : 4)

/** What is typed against the whole of a name, and against the beginning of it that is nearest. */
export interface Apart {
  whole: number
  beginning: number
}

let [before, last, now] = [new Uint8Array(WIDEST + 1), new Uint8Array(WIDEST + 1), new Uint8Array(WIDEST + 1)]

/**
 * How far two sounds lie apart, in halves of a letter: letters put in, left out, changed, or two of them swapped. Null
 * where that is more than `bound` either way; what is more than it is told as one more.
 */
export function apart(typed: Heard, name: Heard, bound: number): Apart | null {
  const far = bound + 1
  const height = typed.codes.length
  // No more of the name can be the beginning that is meant.
  const width = Math.min(name.codes.length, height + bound)
  now[0] = 0
  for (let at = 1; at <= width; at += 1) now[at] = Math.min(far, now[at - 1]! + name.costs[at - 1]!)
  for (let row = 1; row <= height; row += 1) {
    ;[before, last, now] = [last, now, before]
    const letter = typed.codes[row - 1]!
    const own = typed.costs[row - 1]!
    let best = (now[0] = Math.min(far, last[0]! + own))
    for (let at = 1; at <= width; at += 1) {
      const other = name.codes[at - 1]!
      const costs = name.costs[at - 1]!
      const changed = letter === other ? 0 : own === 1 ? costs : LETTER
      let least = last[at - 1]! + changed
      if (last[at]! + own < least) least = last[at]! + own
      if (now[at - 1]! + costs < least) least = now[at - 1]! + costs
      if (row > 1 && at > 1 && letter === name.codes[at - 2] && typed.codes[row - 2] === other)
        least = Math.min(least, before[at - 2]! + LETTER)
      now[at] = least < far ? least : far
      if (least < best) best = least
    }
    if (best > bound) return null
  }
  const whole = width === name.codes.length ? now[width]! : far
  let beginning = whole
  for (let at = 0; at <= width; at += 1) beginning = Math.min(beginning, now[at]!)
  return beginning > bound ? null : { whole, beginning }
}
