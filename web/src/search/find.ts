/**
 * Places by what is typed for them: by name in any of the country's languages, spelt as people spell it, or by code.
 * Best first: the nearer what is typed, the larger the unit, the more people. Made once for a set of places; a
 * question is then answered in a few milliseconds. Pure: it knows neither page nor server.
 */
import { apart, boundOf, digits, hear, missing, type Heard } from './names'
import type { Spelling } from './spellings'

/** Why a place was found: its code, its very name or a part of it, the same name spelt otherwise, or one near to it. */
export type Match = 'code' | 'name' | 'spelling' | 'near'

export interface Candidate<T> {
  value: T
  code?: string | undefined
  names: readonly string[]
  /** The place of its kind: lower ones first. */
  rank: number
  people: number
  /** No territory: of the same name, however that is spelt, it comes after those. */
  minor?: boolean
}

export interface Found<T> {
  value: T
  match: Match
  /** Whether what is typed is the whole name or code, as it is written or as it sounds. */
  whole: boolean
}

export interface Index<T> {
  add(candidates: readonly Candidate<T>[]): void
  find(typed: string, limit: number): Found<T>[]
}

interface Entry<T> extends Candidate<T> {
  bare: string
  heard: readonly Heard[]
}

/** How well a place fits; lower is better, `step` first. */
interface Fit {
  step: number
  far: number
  match: Match
}

const STEP = { whole: 0, sound: 1, begins: 2, soundBegins: 3, words: 4, near: 5, nearBegins: 6 } as const
/** With this many places found, one of another name is no help. */
const ENOUGH = 4
/** Letters needed before the beginning of another name counts as near. */
const NEAR_BEGINS = 5

/** `root` is the code of the whole country, which may be typed before any other. */
export function createIndex<T>(spelling: Spelling, root = ''): Index<T> {
  const prefix = bareCode(root)
  const entries: Entry<T>[] = []
  const add = (candidates: readonly Candidate<T>[]): void => {
    for (const one of candidates) {
      const heard = new Map(
        [...new Set(one.names)].map((name) => hear(name, spelling)).map((name) => [name.plain, name]),
      )
      heard.delete('')
      entries.push({ ...one, bare: bareCode(one.code ?? ''), heard: [...heard.values()] })
    }
  }

  const find = (typed: string, limit: number): Found<T>[] => {
    const asked = hear(typed, spelling)
    if (asked.plain === '') return []
    const code = codeTyped(typed, prefix)
    const found: { entry: Entry<T>; fit: Fit }[] = []
    for (const entry of entries) {
      const fit = fitOf(entry, asked, code)
      if (fit) found.push({ entry, fit: entry.minor && isWhole(fit) ? { ...fit, step: STEP.sound, far: 1 } : fit })
    }
    if (found.length < ENOUGH && !found.some(({ fit }) => isWhole(fit))) {
      const known = new Set(found.map(({ entry }) => entry))
      for (const entry of entries) {
        const fit = known.has(entry) ? null : nearOf(entry, asked)
        if (fit) found.push({ entry, fit })
      }
    }
    found.sort(
      (a, b) =>
        a.fit.step - b.fit.step ||
        a.fit.far - b.fit.far ||
        a.entry.rank - b.entry.rank ||
        b.entry.people - a.entry.people,
    )
    return found
      .slice(0, limit)
      .map(({ entry, fit }) => ({ value: entry.value, match: fit.match, whole: isWhole(fit) }))
  }
  return { add, find }
}

const isWhole = ({ step }: Fit): boolean => step <= STEP.sound

/** A code without what parts it: "08.587" and "08587" are one. */
const bareCode = (code: string): string => code.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** What is typed as a code, with the country's own before it or not; null where it can be none. */
function codeTyped(typed: string, root: string): readonly string[] | null {
  const bare = bareCode(digits(typed).normalize('NFKC'))
  if (!/\d/.test(bare) || bare.length < 2) return null
  const rest = root !== '' && bare.startsWith(root) ? bare.slice(root.length) : ''
  return rest === '' ? [bare] : [bare, rest]
}

function fitOf<T>({ bare, heard }: Entry<T>, asked: Heard, code: readonly string[] | null): Fit | null {
  if (code && bare !== '') {
    if (code.includes(bare)) return { step: STEP.whole, far: 0, match: 'code' }
    if (code.some((one) => bare.startsWith(one)))
      return { step: STEP.begins, far: bare.length - (code.at(-1)?.length ?? 0), match: 'code' }
  }
  let best: Fit | null = null
  for (const name of heard) {
    const fit = name.script === asked.script || asked.script === null ? fitOfName(name, asked) : null
    if (fit && (!best || fit.step < best.step)) best = fit
  }
  return best
}

function fitOfName(name: Heard, asked: Heard): Fit | null {
  if (name.plain === asked.plain) return { step: STEP.whole, far: 0, match: 'name' }
  if (name.sound === asked.sound) return { step: STEP.sound, far: 0, match: 'spelling' }
  if (name.plain.startsWith(asked.plain)) return { step: STEP.begins, far: 0, match: 'name' }
  if (asked.sound === '') return null
  if (name.sound.startsWith(asked.sound)) return { step: STEP.soundBegins, far: 0, match: 'spelling' }
  if (name.words.length === 1) return null
  if (beginWords(asked.words, name.words)) return { step: STEP.words, far: 0, match: 'name' }
  if (beginWords(asked.sounds, name.sounds)) return { step: STEP.words, far: 1, match: 'spelling' }
  return null
}

/** Whether each word typed begins a word of the name, in their order. */
function beginWords(typed: readonly string[], words: readonly string[]): boolean {
  if (typed.length > words.length) return false
  let at = 0
  for (const one of typed) {
    while (at < words.length && !words[at]?.startsWith(one)) at += 1
    at += 1
    if (at > words.length) return false
  }
  return true
}

/** Names that are nearly what is typed, whole or as far as it goes. */
function nearOf<T>({ heard }: Entry<T>, asked: Heard): Fit | null {
  const bound = boundOf(asked.sound.length)
  if (bound === 0) return null
  let best: Fit | null = null
  const take = (step: number, far: number): void => {
    if (far <= bound && (!best || step < best.step || (step === best.step && far < best.far)))
      best = { step, far, match: 'near' }
  }
  for (const name of heard) {
    // Each letter typed that the name has not costs a step, of which there are half as many as the bound has halves.
    if (name.script !== asked.script || missing(asked.letters, name.letters) * 2 > bound) continue
    const found = apart(asked, name, bound)
    if (!found) continue
    take(STEP.near, found.whole)
    if (asked.sound.length >= NEAR_BEGINS) take(STEP.nearBegins, found.beginning)
  }
  return best
}
