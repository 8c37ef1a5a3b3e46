/**
 * The texts of the page: the same Fluent files as the server's and the command line's (`data/messages`).
 * A language is a folder there; how it writes numbers and dates stands in its `locale.ftl`.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import type { Lang } from '../api'

/** What a message may be given; a number chooses the plural form and is written as the language does. */
export type Values = Record<string, FluentVariable>
export type Say<K extends string> = (key: K, values?: Values) => string

/** Texts, or how to fetch them, by path: `…/fr/map.ftl`. */
export type Files<T> = Record<string, T>

const LOCALES = byLanguage(
  import.meta.glob<string>('../../../data/messages/*/locale.ftl', { query: '?raw', import: 'default', eager: true }),
)

/** Every language there is a folder for. */
export const LANGUAGES: readonly string[] = Object.keys(LOCALES)

/** The texts of files by their language: the name of their folder. */
export function byLanguage<T>(files: Files<T>): Record<string, T> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path.split('/').at(-2) ?? '', text]))
}

/** The language of programs: what the others are translated from. */
export const SOURCE = 'en'

let fallback = SOURCE

/** The languages of the country, best first: a language without texts is told in the first of them that has some. */
export function preferLanguages(languages: readonly string[]): void {
  fallback = languages.find((one) => LANGUAGES.includes(one)) ?? SOURCE
}

/** The language that texts are told in to a reader of another. */
export const spokenOf = (lang: Lang): string => (LANGUAGES.includes(lang) ? lang : fallback)

const bundles = new Map<string, FluentBundle>()

function localeBundle(asked: Lang): FluentBundle {
  const lang = spokenOf(asked)
  const known = bundles.get(lang)
  if (known) return known
  const resource = new FluentResource(LOCALES[lang] ?? '')
  const plain = new FluentBundle('und')
  plain.addResource(resource)
  const tag = sayWith(plain, 'locale-tag')
  // Western digits wherever the pack's readers expect them: Fluent cannot ask for them, the locale can.
  const bundle = new FluentBundle(`${tag}-u-nu-latn`, { useIsolating: false })
  bundle.addResource(resource)
  bundles.set(lang, bundle)
  return bundle
}

function sayWith(bundle: FluentBundle, key: string, values: Values = {}): string {
  const [id = '', attribute] = key.split('.')
  const message = bundle.getMessage(id)
  const pattern = attribute === undefined ? message?.value : message?.attributes[attribute]
  // What is missing stays to be seen; a key that does not exist does not compile.
  return pattern ? bundle.formatPattern(pattern, values, []) : key
}

/** Says what `locale.ftl` has: marks, months, the order of a date. */
export const localeText = (lang: Lang, key: string, values: Values = {}): string =>
  sayWith(localeBundle(lang), key, values)

/** The locale for `Intl`. */
export const localeOf = (lang: Lang): string => localeBundle(lang).locales[0] ?? SOURCE

export const directionOf = (lang: Lang): 'rtl' | 'ltr' =>
  localeText(lang, 'locale-direction') === 'rtl' ? 'rtl' : 'ltr'

/**
 * Says the messages of a language's files. Where text runs from right to left, what is put in keeps its own
 * direction; elsewhere no invisible marks are added.
 */
export function sayer<K extends string>(lang: Lang, ...texts: (string | undefined)[]): Say<K> {
  const bundle = new FluentBundle([localeOf(lang)], { useIsolating: directionOf(lang) === 'rtl' })
  for (const text of texts) bundle.addResource(new FluentResource(text ?? ''))
  return (key, values) => sayWith(bundle, key, values)
}

/** Whether a text has a message of that name, for names that come from elsewhere. */
export const hasMessage = (text: string, key: string): boolean =>
  text.startsWith(`${key} =`) || text.includes(`\n${key} =`)
