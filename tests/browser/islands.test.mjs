// The page on a country of other levels and languages: the Keel Islands, as tests/integration/islands.rs serves them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser.close()
})

const MOROCCAN = /commune|provinc|r[ée]gion|arrondissement|maroc|morocc|\bHCP\b/i

/** Everything a reader meets: texts, and what stands in titles, labels and placeholders. */
const said = (page) =>
  page.evaluate(() => {
    const attributes = ['title', 'aria-label', 'placeholder', 'alt']
    const texts = [document.title, document.body.textContent]
    for (const node of document.querySelectorAll('*'))
      for (const name of attributes) texts.push(node.getAttribute(name) ?? '')
    return texts.join('\n')
  })

const CASES = [
  { lang: 'en', great: 'Great Keel', harbour: 'Harbour', levels: ['Islands', 'Parishes', 'Wards'], parish: 'Parish' },
  {
    lang: 'es',
    great: 'Gran Quilla',
    harbour: 'El Puerto',
    levels: ['Islas', 'Parroquias', 'Barrios'],
    parish: 'Parroquia',
  },
]

for (const { lang, great, harbour, levels, parish } of CASES)
  test(`shows the islands in ${lang}, by the pack's words alone`, async () => {
    const { page, wrong, context } = await open(browser, `?lang=${lang}`)
    const data = await page.locator('#map').evaluate((node) => ({ ...node.dataset }))
    assert.deepEqual([data.communes, data.known], ['4', '4'])
    assert.deepEqual(await page.locator('.languages button').evaluateAll((all) => all.map((one) => one.dataset.lang)), [
      'en',
      'es',
    ])
    await page.locator('.slot-units table').waitFor()
    assert.match(await page.locator('.slot-units').textContent(), new RegExp(`${levels[0]}.*${great}`, 's'))
    await page.locator('#table-toggle').click()
    const segments = page.locator('.data-table .segments button')
    assert.deepEqual(await segments.allTextContents(), levels)
    await segments.nth(1).click()
    await page.locator('.data-table tbody tr', { hasText: harbour }).waitFor()
    assert.doesNotMatch(await said(page), MOROCCAN)
    await page.locator('.data-table tbody button', { hasText: harbour }).click()
    await page.waitForFunction(() => new URL(location.href).searchParams.get('territory') === '1.2')
    await page.locator('.slot-head h1', { hasText: harbour }).waitFor()
    assert.match(await page.locator('.slot-head .kicker').textContent(), new RegExp(`^${parish}`))
    assert.doesNotMatch(await said(page), MOROCCAN)
    assert.deepEqual(wrong, [])
    await context.close()
  })

test('shows what was measured by the units of the pack', async () => {
  const { page, wrong, context } = await open(browser, '?lang=en&measured=1')
  await page.waitForFunction(() => document.querySelector('#map').dataset.measured === 'ready')
  assert.equal(await page.locator('#map').getAttribute('data-measured-level'), 'island')
  await page.locator('#filter-by-parish').check()
  await page.waitForFunction(() => document.querySelector('#map').dataset.measuredLevel === 'parish')
  await page.locator('.verdicts [data-verdict="contradicted"]').first().waitFor()
  assert.doesNotMatch(await said(page), MOROCCAN)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('finds a place by its name in either language', async () => {
  const { page, wrong, context } = await open(browser, '?lang=en')
  assert.match(await page.locator('#search').getAttribute('placeholder'), /^Parish/)
  await page.locator('#search').fill('bahia interior')
  await page.locator('#search-list [role="option"]', { hasText: 'Inner Bay' }).click()
  await page.waitForFunction(() => new URL(location.href).searchParams.get('territory') === '2.1')
  assert.deepEqual(wrong, [])
  await context.close()
})
