/** Writes `src/i18n/keys.ts`, the names of the page's messages, from `data/messages`. Run by `npm run keys`; a test holds it. */
import { readFileSync, writeFileSync } from 'node:fs'

const read = (file) => readFileSync(new URL(`../../data/messages/en/${file}.ftl`, import.meta.url), 'utf8')
const names = (file) => [...read(file).matchAll(/^([a-z][\w-]*) =/gmu)].map((one) => one[1])
const union = (type, file) =>
  `export type ${type} =\n${names(file)
    .map((name) => `  | '${name}'`)
    .join('\n')}\n`

export const keys = () =>
  `/** Made by \`npm run keys\` from data/messages: do not edit. */\n${[
    union('Key', 'map'),
    union('OperatorsKey', 'operators'),
    union('FilingsKey', 'filings'),
    union('AboutKey', 'about'),
  ].join('\n')}`

if (process.argv[1] === new URL(import.meta.url).pathname)
  writeFileSync(new URL('../src/i18n/keys.ts', import.meta.url), keys())
