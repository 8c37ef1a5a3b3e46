// A label never parts from its number: while answers are late, out of order, lost or not to be read, no label of the
// new question stands beside a figure of the old one. TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/answers.test.mjs
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { hold, launch, open, URL_UNDER_TEST, PATIENCE } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser.close()
})

/** Every part that shows figures of the question, in words, without the marks of writing direction. */
const PARTS = {
  figures: '.slot-figures',
  history: '.slot-history',
  operators: '.slot-operators',
  units: '.slot-units',
  definition: '.slot-definition',
  legend: '.legend-sentence',
  scale: '.legend-scale',
  table: '#table',
}

async function said(page) {
  const plain = (text) =>
    text
      .replace(/[\u200e\u200f\u2066-\u2069]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  const parts = await page.evaluate(
    (where) =>
      Object.fromEntries(
        Object.entries(where).map(([name, selector]) => [name, document.querySelector(selector)?.innerText ?? '']),
      ),
    PARTS,
  )
  const links = await page.locator('.slot-data a').evaluateAll((all) => all.map((one) => `${one.href} ${one.download}`))
  return {
    title: plain(await page.title()),
    links,
    ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, plain(text)])),
  }
}

const marked = (page, selector) =>
  page.locator(selector).evaluate((node) => node.classList.contains('old') && node.getAttribute('aria-busy') === 'true')
const asked = (page) => new URL(page.url()).searchParams.get('technology')
const API = '**/api/v1/**'
const COVERAGE = '**/api/v1/coverage**'
const WORDS = { fr: /Fibre/, ar: /الألياف/, en: /[Ff]ibre/ }
const FIGURE = /\d\s?%/

/** The page with its table open: the drawer shows the same figures as the map. */
async function openWithTable(path) {
  const opened = await open(browser, path)
  await opened.page.locator('#table-toggle').click()
  await opened.page.locator('.data-table tbody tr').first().waitFor()
  // All that its columns and its choices are made of.
  await opened.page.locator('.data-table table[aria-busy="false"]').waitFor()
  await opened.page.locator('#table-verdict').waitFor()
  await opened.page.locator('.slot-history .spark').waitFor()
  await opened.page.locator('.slot-operators .operator').first().waitFor()
  return opened
}

for (const lang of ['fr', 'ar', 'en']) {
  test(`leaves the old figures under their own words, dimmed, while another answer is awaited, in ${lang}`, async () => {
    const { page, wrong, context } = await openWithTable(`?lang=${lang}&territory=08`)
    const old = await said(page)
    assert.match(old.title, FIGURE)
    assert.doesNotMatch(old.title, WORDS[lang])
    const late = await hold(page, COVERAGE)
    await page.locator('#filter-technology-fibre').check()
    await late.arrived(/technology=fibre/)
    assert.equal(asked(page), 'fibre')
    assert.deepEqual(await said(page), old)
    for (const part of [
      '.slot-figures',
      '.slot-history',
      '.slot-operators',
      '.slot-units',
      '.slot-data',
      '.legend-sentence',
      '.legend-scale',
      '#table',
    ])
      assert.ok(await marked(page, part), `${part} is marked as old`)
    assert.ok(await page.locator('#map').evaluate((node) => node.classList.contains('old')), 'the map is dimmed')
    await late.release()
    await page.waitForFunction(() => document.querySelector('#map').dataset.technology === 'fibre')
    const now = await said(page)
    assert.match(now.title, WORDS[lang])
    assert.notEqual(now.title.match(FIGURE)?.[0], undefined)
    assert.notEqual(now.units, old.units)
    await page.locator('.slot-figures:not(.old)').waitFor()
    assert.equal(await page.locator('#map.old').count(), 0)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('keeps every text of dimmed figures readable, in both themes', async () => {
  for (const dark of [false, true]) {
    const { page, context } = await open(browser, '?lang=fr&territory=08', { dark })
    const late = await hold(page, COVERAGE)
    await page.locator('#filter-technology-fibre').check()
    await late.arrived(/technology=fibre/)
    await page.locator('.slot-figures.old').waitFor()
    const least = await page.evaluate(() => {
      const light = (colour) => {
        const [r, g, b] = colour
          .match(/[\d.]+/g)
          .map(Number)
          .map((one) => (colour.startsWith('color(srgb') ? one : one / 255))
          .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      const ground = (node) => {
        const colour = getComputedStyle(node).backgroundColor
        return /rgba\(.*, 0\)$|transparent/.test(colour) ? ground(node.parentElement) : colour
      }
      const through = (node) => (node ? Number(getComputedStyle(node).opacity) * through(node.parentElement) : 1)
      const texts = [...document.querySelectorAll('.old *')].filter(
        (node) =>
          [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim() !== '') && node.checkVisibility(),
      )
      return texts
        .map((node) => {
          const style = getComputedStyle(node)
          const [one, other] = [light(node instanceof SVGElement ? style.fill : style.color), light(ground(node))].sort(
            (a, b) => b - a,
          )
          return {
            text: node.textContent.slice(0, 40),
            contrast: through(node) < 1 ? 0 : (one + 0.05) / (other + 0.05),
          }
        })
        .sort((a, b) => a.contrast - b.contrast)[0]
    })
    assert.ok(least.contrast >= 4.5, JSON.stringify(least))
    await late.release()
    await context.close()
  }
})

/** A server that breaks off in the middle of an answer. */
async function breaksOff(page) {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100_000 })
    response.write('{"items":[', () => response.destroy())
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  await page.route(API, (route) => route.continue({ url: `http://127.0.0.1:${server.address().port}/` }))
  return () => new Promise((done) => server.close(done))
}

const html = (status) => (page) =>
  page.route(API, (route) => route.fulfill({ status, contentType: 'text/html', body: '<h1>Portail</h1>' }))

const FAILURES = [
  ['status 500', 'fr', html(500), /Le serveur a rencontré une erreur/],
  [
    'a refusal with its reason',
    'en',
    (page) =>
      page.route(API, (route) =>
        route.fulfill({
          status: 400,
          contentType: 'application/problem+json',
          body: '{"title":"no such date","detail":"the reason","status":400}',
        }),
      ),
    /refused.*the reason/s,
  ],
  [
    'a connection refused',
    'ar',
    (page) => page.route(API, (route) => route.abort('connectionrefused')),
    /الخادم لا يجيب/,
  ],
  ['no network', 'ar', (page) => page.context().setOffline(true), /أنت غير متصل/],
  ['an answer broken off', 'fr', breaksOff, /Le serveur ne répond pas/],
  ['a page in place of an answer', 'en', html(200), /cannot be read/],
]

for (const [name, lang, breakIt, words] of FAILURES) {
  test(`says what happened in place of the figures, and tries again: ${name}`, async () => {
    const { page, context } = await openWithTable(`?lang=${lang}`)
    const undo = await breakIt(page)
    await page.locator('#filter-technology-fibre').check()
    for (const part of ['.slot-figures', '.slot-history', '.slot-operators', '.legend', '#table'])
      await page.locator(`${part} .failure .retry`).waitFor()
    const now = await said(page)
    assert.equal(asked(page), 'fibre')
    for (const part of ['figures', 'history', 'operators', 'table']) assert.match(now[part], words, part)
    assert.match(await page.locator('.legend .notice').innerText(), words)
    // No figure of the old question is left, nor its words or files.
    for (const [part, text] of Object.entries(now)) if (part !== 'links') assert.doesNotMatch(text, FIGURE, part)
    assert.deepEqual(now.links, [])
    assert.equal(
      await page
        .locator('.share, .sum, .spark, .operator, .units, .data-table tbody tr, .legend-scale .step:visible')
        .count(),
      0,
    )
    assert.equal(await page.locator('#map').getAttribute('data-known'), '0')

    await page.context().setOffline(false)
    await page.unroute(API)
    // The page may have tried by itself, once it was back on the network.
    await page
      .locator('.slot-figures .retry')
      .click({ timeout: name === 'no network' ? 5000 : PATIENCE })
      .catch((error) => {
        if (name !== 'no network') throw error
      })
    await page.waitForFunction(() => document.querySelector('#map').dataset.technology === 'fibre')
    await page.locator('.slot-history .spark').waitFor()
    await page.locator('.data-table tbody tr').first().waitFor()
    assert.match(await page.title(), WORDS[lang])
    assert.equal(await page.locator('.failure').count(), 0)
    if (typeof undo === 'function') await undo()
    await context.close()
  })
}

test('gives up a server that says nothing for half a minute', async () => {
  const { page, context } = await open(browser, '?lang=fr')
  await page.clock.install()
  const late = await hold(page, COVERAGE)
  await page.locator('#filter-technology-fibre').check()
  await late.arrived(/technology=fibre/)
  await page.clock.fastForward(31_000)
  await page.locator('.slot-figures .failure', { hasText: 'n’a pas répondu à temps' }).waitFor()
  await late.release()
  await context.close()
})

test('lets the newest question win, whatever order the answers come in', async () => {
  const { page, wrong, context } = await open(browser, '?lang=en')
  const late = await hold(page, /technology=5g/)
  await page.locator('#filter-technology-5g').check()
  await late.arrived(/coverage\?.*technology=5g/)
  await page.locator('#filter-technology-fibre').check()
  await page.waitForFunction(
    () =>
      document.querySelector('#map').dataset.technology === 'fibre' && !document.querySelector('[aria-busy="true"]'),
  )
  const now = await said(page)
  await late.release()
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  assert.deepEqual(await said(page), now)
  assert.match(now.title, /Fibre/i)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('shows nothing of one place under the name of another', async () => {
  const { page, wrong, context } = await open(browser, '?lang=fr&territory=08')
  await page.locator('.slot-history .spark').waitFor()
  const late = await hold(page, /coverage\/(history|operators)/)
  await page.locator('.units .unit').first().click()
  await late.arrived(/coverage\/operators/)
  assert.equal(await page.locator('.spark, .operator').count(), 0)
  assert.equal(await page.locator('.slot-history .skeleton, .slot-operators .skeleton').count(), 2)
  assert.doesNotMatch(await page.locator('.slot-figures').innerText(), /depuis/)
  await page.goBack()
  await page.locator('.slot-history .spark').waitFor()
  assert.equal(await page.locator('.panel h1').innerText(), 'Drâa-Tafilalet')
  await late.release()
  assert.deepEqual(wrong, [])
  await context.close()
})

test('says in each part of the panel that the server is gone, and heals each', async () => {
  const { page, context } = await open(browser, '?lang=fr&territory=08&routes=1')
  await page.locator('.slot-history .spark').waitFor()
  await page.route(API, (route) => route.abort('connectionrefused'))
  await page.locator('.units .unit').first().click()
  for (const part of ['.slot-history', '.slot-operators', '.slot-routes'])
    await page.locator(`${part} .failure .retry`).waitFor()
  // The figures are of all places, hence there still, and of the question they say.
  assert.match(await page.locator('.slot-figures').innerText(), /4G.*\d\s?%/s)
  assert.equal(await page.locator('.panel .skeleton').count(), 0)
  await page.unroute(API)
  await page.locator('.slot-operators .retry').click()
  await page.locator('.slot-history .spark').waitFor()
  assert.deepEqual(
    await page
      .locator('.failure')
      .evaluateAll((all) =>
        all.map(
          (one) => `${one.closest('.slot, .legend, #table')?.className} ${one.textContent} ${one.checkVisibility()}`,
        ),
      ),
    [],
  )
  await context.close()
})

test('says what happened at a point, and asks again', async () => {
  const { items } = await (await fetch(new URL('api/v1/territories?level=commune&limit=1', URL_UNDER_TEST))).json()
  const {
    bbox: [west, south, east, north],
    code,
  } = items[0]
  const { page, context } = await open(browser, `?lang=ar&territory=${code}`)
  await page.route('**/api/v1/at?**', (route) => route.fulfill({ status: 500, body: '' }))
  await page.goto(
    new URL(`?lang=ar&territory=${code}&point=${(west + east) / 2},${(south + north) / 2}`, URL_UNDER_TEST).href,
  )
  await page.locator('.point .failure', { hasText: 'حدث خطأ في الخادم' }).waitFor()
  await page.unroute('**/api/v1/at?**')
  await page.locator('.point .retry').click()
  await page.locator('.point .claims, .point p:not(.coordinates)').first().waitFor()
  assert.equal(await page.locator('.point .failure').count(), 0)
  await context.close()
})

test('leaves what was measured under its own words, and takes it away when it cannot be asked', async () => {
  const { page, context } = await open(browser, '?lang=en&technology=4g&measured=1')
  await page.locator('#map[data-measured="ready"]').waitFor({ timeout: PATIENCE })
  const told = () => page.locator('#measured').innerText()
  const before = await told()
  const late = await hold(page, '**/api/v1/measurements?**')
  await page.locator('#filter-technology-5g').check()
  await page.waitForFunction(() => document.querySelector('#map').dataset.technology === '5g')
  // The claims are 5G's by now: the tests say that they are not.
  assert.ok(await marked(page, '.slot-measured'))
  assert.match(await page.locator('#measured .of').innerText(), /^4G, 5\/1 Mbit\/s/)
  assert.match(await page.locator('.legend-measured .of').innerText(), /^4G/)
  assert.equal(
    (await told())
      .replace(/4G, 5\/1 Mbit\/s\n/, '')
      .replace(/\s+/g, ' ')
      .trim(),
    before.replace(/\s+/g, ' ').trim(),
  )
  await page.locator('#table-toggle').click()
  await page.locator('.data-table tbody tr').first().waitFor()
  assert.equal(await page.locator('.data-table .verdict').count(), 0)
  await late.release()
  await page.locator('.slot-measured:not(.old)').waitFor()
  await page.locator('.data-table thead th', { hasText: 'Verdict' }).waitFor()
  await page.route('**/api/v1/measurements?**', (route) => route.abort())
  await page.locator('#filter-scope').selectOption('all')
  await page.locator('#filter-scope').selectOption({ index: 3 })
  await page.locator('#measured .failure').waitFor()
  await page.locator('.legend-measured .failure .retry').waitFor()
  assert.equal(await page.locator('.swipe').isVisible(), false)
  assert.equal(await page.locator('.verdicts, .data-table .verdict').count(), 0)
  await context.close()
})

test('draws what hovers from what the map shows, though the pointer rests', async () => {
  const { page, context } = await open(browser, '?lang=en')
  const box = await page.locator('#map').boundingBox()
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.3)
  await page.locator('.preview').waitFor()
  const before = await page.locator('.preview').innerText()
  const late = await hold(page, COVERAGE)
  await page.locator('#filter-technology-fibre').focus()
  await page.keyboard.press('Space')
  await late.arrived(/technology=fibre/)
  assert.equal(
    await page.locator('.preview.old .of').innerText(),
    '4G, 5/1 Mbit/s, outdoor, at least one operator, people, 30 June 2026',
  )
  assert.ok((await page.locator('.preview').innerText()).startsWith(before))
  await late.release()
  await page.waitForFunction(() => document.querySelector('#map').dataset.technology === 'fibre')
  assert.notEqual(await page.locator('.preview').innerText(), before)
  assert.equal(await page.locator('.preview .of').count(), 0)
  await context.close()
})

test('keeps figures and their language together while another language is awaited', async () => {
  const { page, context } = await open(browser, '?lang=fr')
  const sentence = await page.locator('.legend-sentence').innerText()
  const late = await hold(page, COVERAGE)
  await page.locator('[data-lang="en"]').click()
  await late.arrived(/lang=en/)
  assert.equal(await page.locator('.legend-sentence').innerText(), sentence)
  assert.equal(await page.locator('.legend-sentence').getAttribute('lang'), 'fr')
  await late.release()
  await page.locator('.legend-sentence[lang="en"]').waitFor()
  assert.match(await page.locator('.legend-sentence').innerText(), /^Share of people/)
  await context.close()
})

test('gives files and links of the figures that stand there', async () => {
  const { page, context } = await open(browser, '?lang=fr&territory=08')
  const late = await hold(page, COVERAGE)
  await page.locator('#filter-technology-fibre').check()
  await late.arrived(/technology=fibre/)
  assert.match(await page.locator('.slot-data a').first().getAttribute('href'), /technology=4g/)
  await page.locator('.slot-data button').first().click()
  const copied = await page.evaluate(() => navigator.clipboard.readText()).catch(() => null)
  if (copied) assert.match(copied, /technology=4g.*known_at=/)
  await late.release()
  await page.locator('.slot-data a[href*="technology=fibre"]').first().waitFor()
  await context.close()
})

test('chooses no place of an earlier search, and says when a search failed', async () => {
  const { page, context } = await open(browser, '?lang=fr')
  const field = page.locator('#search')
  await field.fill('azilal')
  await page.locator('#search-list [role="option"]').first().waitFor()
  const late = await hold(page, '**/api/v1/search?**')
  // The beginning of a name may be another's: it waits for the server. A name typed in full would not.
  await field.fill('dakhl')
  await field.press('Enter')
  await late.arrived(/q=dakhl/)
  assert.equal(new URL(page.url()).searchParams.get('territory'), null)
  assert.equal(await page.locator('#search-list').getAttribute('aria-busy'), 'true')
  await late.release()
  await page.waitForFunction(() => new URL(location.href).searchParams.get('territory') !== null)
  await page.waitForFunction(() => /Dakhla/.test(document.querySelector('.panel h1')?.textContent ?? ''))
  await page.route('**/api/v1/search?**', (route) => route.abort())
  await field.fill('tata')
  await page.locator('#search-list .note', { hasText: 'Le serveur ne répond pas' }).waitFor()
  await page.unroute('**/api/v1/search?**')
  // What is known here is there all the same.
  await page.locator('#search-list [role="option"]', { hasText: 'Tata' }).first().waitFor()
  await page.locator('#search-list [role="option"]', { hasText: 'Réessayer' }).click()
  await page.waitForFunction(() => !document.querySelector('#search-list .note'))
  await page.locator('#search-list [role="option"]', { hasText: 'Tata' }).first().waitFor()
  await context.close()
})
