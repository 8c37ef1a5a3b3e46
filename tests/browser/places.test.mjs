// Places that matter on the map, in a real browser: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/places.test.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open, PATIENCE, URL_UNDER_TEST } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser.close()
})

const api = async (path) => (await fetch(new URL(`api/v1/${path}`, URL_UNDER_TEST))).json()

test('a list is chosen, drawn, counted, and what is not covered is a press away', async () => {
  const { page, wrong, context } = await open(browser, '?technology=4g&lang=en')
  await page.locator('#filter-list').selectOption('schools')
  await page.waitForFunction(() => Number(document.querySelector('#map')?.dataset.listed) > 0, null, {
    timeout: PATIENCE,
  })
  assert.equal(new URL(page.url()).searchParams.get('places'), 'schools')
  const shown = await page.locator('#map').evaluate((node) => ({ ...node.dataset }))
  const [all, uncovered] = await Promise.all([
    api('places/schools?limit=1'),
    api('places/schools?technology=4g&covered=false&limit=1'),
  ])
  assert.deepEqual([Number(shown.listed), Number(shown.listedUncovered)], [all.total, uncovered.total])
  const sum = page.locator('.listed .sum')
  await sum.waitFor()
  const told = await sum.evaluate((node) => ({ ...node.dataset }))
  assert.deepEqual([Number(told.total), Number(told.covered)], [all.total, all.total - uncovered.total])
  assert.match(await page.locator('.legend-listed').innerText(), /not covered[\s\S]*Made-up list/)
  // The table is of the same question; a press on a place goes there.
  const table = new URL(await page.locator('.listed a[download]').getAttribute('href'))
  assert.deepEqual([table.searchParams.get('covered'), table.searchParams.get('technology')], ['false', '4g'])
  await page.locator('.listed summary').click()
  await page.locator('.listed-places button').first().click()
  await page.waitForFunction(() => new URL(location.href).searchParams.has('territory'), null, { timeout: PATIENCE })
  assert.deepEqual(wrong, [])
  await context.close()
})

test('shares are of places, in a link that restores it, and of fibre nothing is said of a place', async () => {
  const { page, wrong, context } = await open(
    browser,
    '?technology=4g&denominator=places:schools&places=schools&lang=en',
  )
  const country = await api('coverage?level=country&technology=4g&denominator=places:schools')
  const share = await page.locator('.slot-figures .share').getAttribute('data-share')
  assert.equal(Number(share), country.items[0].share)
  assert.match(await page.locator('#legend-sentence').innerText(), /^Share of schools with/)
  await page.locator('#filter-technology-fibre').check()
  await page.locator('.listed .hint').first().waitFor()
  await page.waitForFunction(() => /served/.test(document.querySelector('.listed')?.textContent ?? ''), null, {
    timeout: PATIENCE,
  })
  assert.equal(await page.locator('[id="filter-denominator-places:schools"]').isDisabled(), true)
  assert.deepEqual(wrong, [])
  await context.close()
})
