// The page without a network: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/offline.test.mjs
// The server is reached through a door that is shut: what the browser calls offline does not reach its workers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open, PATIENCE } from './browser.mjs'
import { openDoor } from './door.mjs'

let browser
let door
before(async () => {
  browser = await launch()
  door = await openDoor()
})
after(async () => {
  await browser.close()
  await door.close()
})

const visit = (path = '?lang=en') => open(browser, path, { worker: true, home: door.home })

/** What the worker of the page has kept. */
const keptBy = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const keys = await Promise.all(names.map(async (one) => (await caches.open(one)).keys()))
    return keys.flat().map((one) => one.url)
  })

/** Until the worker is there and has taken in what the page had loaded before it. */
async function prepared(page) {
  const parts = [new URL(page.url()).pathname, 'tiles/territories', 'level=commune', 'maplibre', 'history', 'noto-sans']
  const until = Date.now() + PATIENCE
  for (;;) {
    const kept = await keptBy(page)
    const missing = parts.filter((part) => !kept.some((one) => one.includes(part)))
    if (missing.length === 0) return
    assert.ok(Date.now() < until, `not kept: ${missing.join(', ')}`)
    await page.waitForTimeout(250)
  }
}

const band = (page) => page.locator('[data-band="offline"]')
const drawn = (page) => page.waitForSelector('#map[data-state="ready"]', { timeout: PATIENCE })

test('opens without a network with what was last seen, says so, and goes on when it is back', async () => {
  door.open()
  const { page, context } = await visit()
  await prepared(page)
  const figure = await page.locator('.share strong').textContent()
  assert.equal(await band(page).count(), 0)

  door.shut()
  await page.reload()
  await drawn(page)
  assert.equal(await page.locator('.share strong').textContent(), figure)
  assert.match(await band(page).textContent(), /cannot be reached: what is shown was last seen on \d{1,2} \w+ \d{4}/)

  // What was never seen is told to be missing, and is no number.
  await page.locator('#filter-technology-5g').check()
  await page.locator('.failure').first().waitFor({ timeout: PATIENCE })
  await page.waitForFunction(
    () => /Not there: .*Figures/.test(document.querySelector('[data-band="offline"]')?.textContent ?? ''),
    null,
    { timeout: PATIENCE },
  )

  door.open()
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await band(page).waitFor({ state: 'detached', timeout: PATIENCE })
  await page.locator('.share strong').waitFor({ timeout: PATIENCE })
  await context.close()
})

test('another page of the same place opens too, with what of it was seen', async () => {
  door.open()
  const { page, context } = await visit('?lang=fr')
  await prepared(page)
  door.shut()
  await page.goto(new URL('?lang=fr&territory=05', door.home).href)
  await page.locator('.panel h1', { hasText: 'Béni Mellal' }).waitFor({ timeout: PATIENCE })
  await page.locator('.share strong').waitFor({ timeout: PATIENCE })
  assert.match(await band(page).textContent(), /injoignable/)
  await context.close()
})

test('keeps no write, nothing asked with a token and nothing private', async () => {
  door.open()
  const { page, context } = await visit()
  await prepared(page)
  await page.evaluate(async () => {
    await fetch('api/v1/filings?limit=1', { headers: { authorization: 'Bearer tgh_nothing' } })
    await fetch('api/v1/check?kind=mobile-coverage', { method: 'POST', body: 'x' })
    await fetch('api/v1/session')
    await new Promise((done) => setTimeout(done, 500))
  })
  const kept = await keptBy(page)
  for (const part of ['/filings', '/check', '/session'])
    assert.ok(!kept.some((one) => one.includes(part)), `${part} is kept`)
  assert.ok(
    kept.every((one) => one.startsWith(door.home.href)),
    'only what lies under the path of the page',
  )
  await context.close()
})

test('is taken away with all it has kept, and stays away', async () => {
  door.open()
  const { page, context } = await visit()
  await prepared(page)
  await page.locator('.offline-switch button').click()
  await page.locator('.offline-switch', { hasText: 'keeps nothing' }).waitFor({ timeout: PATIENCE })
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.getRegistration()) === undefined && (await caches.keys()).length === 0,
    null,
    { timeout: PATIENCE },
  )
  await context.close()
})

test('a new release is there at the next visit: pages come from the network first', async () => {
  door.open()
  const { page, context } = await visit()
  await prepared(page)
  door.asked.length = 0
  await page.reload()
  await drawn(page)
  assert.ok(
    door.asked.some((one) => one.startsWith('GET /base/?lang=en')),
    'the page is asked for anew',
  )
  assert.ok(
    door.asked.some((one) => one.includes('/coverage?')),
    'so are its figures',
  )
  assert.ok(!door.asked.some((one) => one.includes('/assets/index-')), 'what is named by its content is not')
  await context.close()
})
