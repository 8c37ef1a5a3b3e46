import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LICENCES } from '../src/about/licences'

const json = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

it('names every package that the pages are made of, under the licence it has', () => {
  const { dependencies } = json('../package.json')
  expect(LICENCES.map((one) => one.from).sort()).toEqual(Object.keys(dependencies).sort())
  for (const { from, licence } of LICENCES)
    expect([from, json(`../node_modules/${from}/package.json`).license]).toEqual([from, licence])
})
