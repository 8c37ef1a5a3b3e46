/**
 * How names are spelt and how directions are called, as data: by script and by language, never by country. A rule
 * rewrites what people interchange into one form, so that a name and what is typed for it meet, or nearly so.
 *
 * A language's rules count where it is one of the country's: the Latin spellings of Arabic names are those of a
 * country that speaks Arabic. Rules are applied in their order to plain names: lower case, without accents and
 * marks, one space between words. Knows no page and no place.
 */
import type { Lang } from '../api'

export type Rule = readonly [from: RegExp, to: string]

/** What is interchanged, and the words that are left out as often as not. */
export interface Spelling {
  rules: readonly Rule[]
  particles: readonly string[]
}

/** A script, and its letters that are heard little and spelt in many ways: a difference in one of them counts half. */
interface Script {
  test: RegExp
  weak: string
  last: readonly Rule[]
}

export const SCRIPTS: Readonly<Record<string, Script>> = {
  Latn: { test: /\p{Script=Latin}/u, weak: 'aeiouyh', last: [[/([^\s\d])\1+/g, '$1']] },
  Arab: { test: /\p{Script=Arabic}/u, weak: 'اويه', last: [[/([^\s\d])\1+/g, '$1']] },
}

/** By a language, or by a language and the script its names are written in beside its own. */
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  'ar-Latn': {
    rules: [
      // The article taken into the first letter of the word that it belongs to: "Errachidia" and "Rachidia".
      [/(^| )[ae](?=([rsndtz])\2)/g, '$1'],
      // A name that another follows ends in t: "Kelaat" and "Kelaa".
      [/aat(?= |$)/g, 'a'],
      [/tch|sch|ch|sh/g, 'ʃ'],
      [/kh/g, 'k'],
      [/gh|rh/g, 'g'],
      [/dj/g, 'j'],
      [/th/g, 't'],
      [/dh/g, 'd'],
      [/qu(?=[eiy])/g, 'k'],
      [/gu(?=[eiy])/g, 'g'],
      [/c(?=[eiy])/g, 's'],
      [/[qc]/g, 'k'],
      [/ou|oo|w|o/g, 'u'],
      [/ai|ei|ay|ey|ie/g, 'i'],
      [/(?<=\S{3})e(?= |$)/g, ''],
      [/[ey]/g, 'i'],
      [/h(?= |$)/g, ''],
    ],
    particles: 'el al l er ar es as ed ad ez az en an et ech ach esh ash'.split(' '),
  },
  ar: {
    rules: [
      [/[أإآٱ]/g, 'ا'],
      [/[ىئی]/g, 'ي'],
      [/ؤ/g, 'و'],
      [/ة/g, 'ه'],
      [/ء/g, ''],
      // Emphatic letters beside plain ones, and every letter that stands for a hard g.
      [/[طث]/g, 'ت'],
      [/ص/g, 'س'],
      [/[ضذ]/g, 'د'],
      [/ظ/g, 'ز'],
      [/[قڭگݣڨک]/g, 'ك'],
      // The article, where more than two letters are left.
      [/(^| )ال(?=\S{3})/g, '$1'],
    ],
    particles: [],
  },
  en: { rules: [], particles: ['the', 'of'] },
  es: {
    rules: [
      [/qu(?=[ei])/g, 'k'],
      [/ll/g, 'y'],
      [/v/g, 'b'],
    ],
    particles: 'el la los las de del y'.split(' '),
  },
  fr: {
    rules: [
      [/ph/g, 'f'],
      [/(^| )ste?(?= )/g, '$1saint'],
    ],
    particles: 'le la les l de du des d et en sur'.split(' '),
  },
}

/** How the names of a country that speaks these languages are spelt. */
export function spellingOf(languages: readonly Lang[]): Spelling {
  const used = Object.entries(SPELLINGS).filter(([key]) => languages.includes(key.split('-')[0] ?? ''))
  // What one language says of its own letters first, then how another's names are written in them.
  used.sort(([one], [other]) => Number(one.includes('-')) - Number(other.includes('-')))
  return { rules: used.flatMap(([, one]) => one.rules), particles: used.flatMap(([, one]) => one.particles) }
}

export const DIRECTIONS = ['north', 'south', 'east', 'west'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** Words for the directions and the axes; the letters that stand for them are those of each language's locale. */
export const WORDS: Readonly<Record<string, Readonly<Record<Direction | 'lat' | 'lon', readonly string[]>>>> = {
  ar: {
    north: ['شمال', 'شمالا'],
    south: ['جنوب', 'جنوبا'],
    east: ['شرق', 'شرقا'],
    west: ['غرب', 'غربا'],
    lat: ['عرض', 'العرض'],
    lon: ['طول', 'الطول'],
  },
  en: {
    north: ['north'],
    south: ['south'],
    east: ['east'],
    west: ['west'],
    lat: ['lat', 'latitude'],
    lon: ['lon', 'lng', 'long', 'longitude'],
  },
  es: {
    north: ['norte'],
    south: ['sur'],
    east: ['este'],
    west: ['oeste'],
    lat: ['latitud'],
    lon: ['longitud'],
  },
  fr: { north: ['nord'], south: ['sud'], east: ['est'], west: ['ouest'], lat: ['latitude'], lon: ['longitude'] },
}

/** Words that may stand beside coordinates and say nothing of them. */
export const IDLE_WORDS: readonly string[] = ['geo', 'gps', 'coordonnees', 'coordinates', 'خط', 'دائره', 'احداثيات']
