// A comparison and what a number rests on, in a real browser: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/compare.test.mjs
// The server must hold the demonstration: several operators have filed 4G for several dates.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hold, launch, open, PATIENCE, PHONE, URL_UNDER_TEST } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser.close()
})

const api = async (path) => {
  const answer = await fetch(new URL(`api/v1/${path}`, URL_UNDER_TEST))
  assert.equal(answer.status, 200, path)
  return answer.json()
}

const REGION = '08'
const plain = (text) => text.replace(/[\u2066-\u2069]/g, '')
const parameters = (page) => new URL(page.url()).searchParams

const WORDS = {
  fr: { parts: 'D’où vient l’écart', network: 'réseau' },
  ar: { parts: 'مصدر الفرق', network: 'الشبكة' },
  en: { parts: 'Where the change comes from', network: 'network' },
}

for (const lang of ['fr', 'ar', 'en']) {
  test(`holds a date against an earlier one, in ${lang}: before, after, the parts that add up, and where`, async () => {
    const { dates } = await api('country')
    const against = dates.at(-3)
    const { page, wrong, context } = await open(browser, `?lang=${lang}&technology=4g&territory=${REGION}`)
    await page.locator('#filter-against').selectOption(against)
    await page.locator('.change[data-change]').waitFor({ timeout: PATIENCE })
    assert.equal(parameters(page).get('against'), against)
    const changes = await api(
      `changes?technology=4g&within=${REGION}&level=province&from_as_of=${against}&lang=${lang}&limit=500`,
    )
    const total = changes.totals.find((one) => one.denominator === changes.denominator)
    assert.equal(Number(await page.locator('.change').getAttribute('data-change')), total.change)
    assert.equal(plain(await page.locator('.parts caption').textContent()), WORDS[lang].parts)
    assert.equal(await page.locator('[data-part="network"] th').textContent(), WORDS[lang].network)
    // Both definitions, word for word.
    const sides = await page.locator('.legend-change .side [lang]').allTextContents()
    assert.deepEqual(sides, [changes.from.definition.sentence, changes.to.definition.sentence])
    assert.equal(await page.locator('#map').getAttribute('data-against'), against)
    const greatest = changes.items
      .filter((one) => one.change)
      .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
      .slice(0, 8)
      .map((one) => one.code)
    assert.deepEqual(
      await page.locator('.changed tbody tr').evaluateAll((all) => all.map((one) => one.dataset.code)),
      greatest,
    )
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('holds one operator against another, leaves it again, and tells a link that makes no sense', async () => {
  const { scopes, dates } = await api('country')
  const [one, other] = scopes.filter((scope) => scope.startsWith('op:'))
  const { page, wrong, context } = await open(browser, `?lang=en&technology=4g&scope=${one}`)
  await page.locator('#filter-against').selectOption(other)
  await page.locator('.change').waitFor({ timeout: PATIENCE })
  assert.equal(parameters(page).get('against'), other)
  await page.locator('#filter-against').selectOption('')
  await page.waitForFunction(() => document.querySelector('#map')?.dataset.against === '')
  assert.equal(parameters(page).get('against'), null)
  assert.deepEqual(wrong, [])
  await context.close()
  const bad = await open(browser, `?lang=en&technology=4g&as_of=${dates[0]}&against=${dates.at(-1)}`)
  await bad.page.locator('[data-fault="against"]').waitFor()
  await bad.context.close()
})

test('says where a comparison failed, shows shares meanwhile, and recovers', async () => {
  const { dates } = await api('country')
  const { page, context } = await open(browser, '?lang=en&technology=4g')
  await page.route('**/api/v1/changes?**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","status":503}' }),
  )
  await page.locator('#filter-against').selectOption(dates.at(-2))
  await page.locator('#filter-against-note', { hasText: 'The server met an error' }).waitFor()
  assert.equal(await page.locator('#map').getAttribute('data-against'), '')
  await page.unroute('**/api/v1/changes?**')
  await page.locator('.retry').first().click()
  await page.locator('.change[data-change]').waitFor({ timeout: PATIENCE })
  await context.close()
})

/** Of one operator, the newest filing of 4G that came after another. */
async function pairOf(operator) {
  const { items } = await api(`filings?operator=${operator}&limit=1000`)
  const own = items
    .filter((one) => !one.withdrawn && one.layers.some((layer) => layer.technology === '4g'))
    .sort((a, b) => b.as_of.localeCompare(a.as_of) || b.recorded.localeCompare(a.recorded))
  const shown = own[0]
  const before = own.find((one) => one !== shown && one.as_of < shown.as_of && one.recorded < shown.recorded)
  return { shown, before, own }
}

test('holds two filings of an operator against each other: the last and the one before it, and others by hand', async () => {
  const { shown, before, own } = await pairOf('zellige')
  const { page, wrong, context } = await open(browser, '?lang=en&technology=4g&scope=op:zellige')
  await page.locator('#filter-against').selectOption('filings')
  await page.waitForFunction((id) => document.querySelector('#map')?.dataset.against === `filing:${id}`, before.id)
  const told = (name) => parameters(page).get(name)
  assert.deepEqual(
    [told('as_of'), told('known_at'), told('against')],
    [shown.as_of, shown.recorded, `filing:${before.id}`],
  )
  const changes = await api(`changes?technology=4g&filing=${shown.id}&from_filing=${before.id}&level=region&lang=en`)
  const total = changes.totals.find((one) => one.denominator === changes.denominator)
  await page.waitForFunction((n) => Number(document.querySelector('.change')?.dataset.change) === n, total.change)
  const older = own.findLast((one) => one.as_of < before.as_of && one.recorded < shown.recorded)
  await page.locator('#compare-before').selectOption(older.id)
  await page.waitForFunction((id) => document.querySelector('#map')?.dataset.against === `filing:${id}`, older.id)
  // The same from the link alone.
  const again = await open(browser, page.url().slice(page.url().indexOf('?')))
  await again.page.waitForFunction((id) => document.querySelector('#map')?.dataset.against === `filing:${id}`, older.id)
  assert.equal(await again.page.locator('#compare-shown').inputValue(), shown.id)
  assert.equal(await again.page.locator('[data-fault]').count(), 0)
  await again.context.close()
  // Without a comparison it is of today again.
  await page.locator('#filter-against').selectOption('')
  await page.waitForFunction(() => document.querySelector('#map')?.dataset.against === '')
  assert.deepEqual([told('as_of'), told('known_at'), told('against')], [null, null, null])
  assert.deepEqual(wrong, [])
  await context.close()
})

test('holds what is known against what was known earlier: a correction, as what it is', async () => {
  const { items } = await api('filings?limit=1000')
  const fixed = items.find((one) => one.state === 'superseded' && one.layers.some((layer) => layer.technology === '4g'))
  const { page, wrong, context } = await open(
    browser,
    `?lang=en&technology=4g&scope=op:${fixed.operator}&as_of=${fixed.as_of}`,
  )
  await page.locator('#filter-against').selectOption('known')
  await page.locator(`#compare-known option[value="${fixed.recorded}"]`).waitFor({ state: 'attached' })
  await page.locator('#compare-known').selectOption(fixed.recorded)
  await page.waitForFunction((at) => document.querySelector('#map')?.dataset.against === `known:${at}`, fixed.recorded)
  assert.equal(parameters(page).get('against'), `known:${fixed.recorded}`)
  await page.locator('[data-part="correction"]').waitFor({ timeout: PATIENCE })
  assert.equal(await page.locator('[data-part="network"]').count(), 0)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('holds claims against what was measured, as one of its choices, and leaves that for another', async () => {
  const { dates } = await api('country')
  const { page, wrong, context } = await open(browser, '?lang=en&technology=4g')
  await page.locator('#filter-against').selectOption('measured')
  await page.waitForSelector('#map[data-measured="ready"]', { timeout: PATIENCE })
  assert.equal(parameters(page).get('measured'), '1')
  await page.locator('#filter-against').selectOption(dates.at(-2))
  await page.waitForFunction((date) => document.querySelector('#map')?.dataset.against === date, dates.at(-2))
  assert.equal(parameters(page).get('measured'), null)
  assert.equal(await page.locator('.swipe').isVisible(), false)
  assert.deepEqual(wrong, [])
  await context.close()
})

const SIDES = {
  fr: ['30 juin 2025', '30 juin 2026'],
  ar: ['30 يونيو 2025', '30 يونيو 2026'],
  en: ['30 June 2025', '30 June 2026'],
}

for (const lang of ['fr', 'ar', 'en']) {
  test(`shows both sides beside each other, in ${lang}: a divider that is dragged by keys, kept in the link`, async () => {
    const { page, wrong, context } = await open(browser, `?lang=${lang}&technology=4g&against=2025-06-30&swipe=1`)
    await page.waitForFunction(() => document.querySelector('#map')?.dataset.before === '2025-06-30')
    // On the map itself stand the shares of the later side.
    assert.equal(await page.locator('#map').getAttribute('data-against'), '')
    assert.deepEqual((await page.locator('.swipe-side').allTextContents()).map(plain), SIDES[lang])
    const handle = page.locator('.swipe-handle')
    const at = async () => Number(await handle.getAttribute('aria-valuenow'))
    const clip = () => page.locator('#map-measured').evaluate((node) => node.style.clipPath)
    const [first, before] = [await at(), await clip()]
    await handle.focus()
    await page.keyboard.press(lang === 'ar' ? 'ArrowLeft' : 'ArrowRight')
    assert.ok((await at()) > first)
    assert.notEqual(await clip(), before)
    // The earlier side stands first: of its map, what lies beyond the divider is cut away.
    const mirrored = lang === 'ar'
    assert.match(
      await clip(),
      mirrored ? /^inset\(0(px)? 0(px)? 0(px)? \d+%\)$/ : /^inset\(0(px)? \d+% 0(px)? 0(px)?\)$/,
    )
    const legend = await page.locator('.legend-change .side [lang]').count()
    assert.equal(legend, 2)
    assert.equal(await page.locator('.legend-scale [data-class]').count(), 7)
    await page.locator('#compare-how-difference').click()
    await page.waitForFunction(() => document.querySelector('#map')?.dataset.against === '2025-06-30')
    assert.equal(parameters(page).get('swipe'), null)
    assert.equal(await page.locator('.swipe').isVisible(), false)
    assert.deepEqual(wrong, [])
    await context.close()
  })

  test(`says a change in a sentence whose parts lead to lists, in ${lang}`, async () => {
    const { dates } = await api('country')
    const against = dates.at(-3)
    const { page, wrong, context } = await open(
      browser,
      `?lang=${lang}&technology=4g&territory=${REGION}&against=${against}`,
    )
    await page.locator('.change-sentence').waitFor({ timeout: PATIENCE })
    const changes = await api(`changes?technology=4g&within=${REGION}&level=commune&from_as_of=${against}&limit=5000`)
    const { up, down } = changes.territories
    const link = (list, of = '') =>
      page.locator(`.change-sentence [data-list="${list}"]${of === '' ? ':not([data-of])' : `[data-of="${of}"]`}`)
    assert.match(plain(await link('up').textContent()), new RegExp(`^${up} |${up}`))
    assert.match(plain(await link('down').textContent()), new RegExp(`${down}`))
    await link('up').click()
    const list = page.locator('.changed-list[data-list="up"]')
    await list.waitFor()
    assert.equal(Number(await list.getAttribute('data-count')), up)
    assert.equal(parameters(page).get('changed'), 'up')
    await link('gained').click()
    const gained = page.locator('.changed-list[data-list="gained"]')
    await gained.waitFor()
    const most = changes.items.filter((one) => one.gained).sort((a, b) => b.gained - a.gained)
    assert.deepEqual(
      await gained.locator('tbody tr').evaluateAll((all) => all.map((one) => one.dataset.code)),
      most.slice(0, 8).map((one) => one.code),
    )
    // Of the area: the same list, counted in square kilometres.
    await link('gained', 'area').click()
    await page.waitForFunction(() => new URL(location.href).searchParams.get('denominator') === 'area')
    await page.locator('.changed-list[data-list="gained"] tbody tr').first().waitFor({ timeout: PATIENCE })
    await page.locator('.changed-list tbody button').first().click()
    await page.waitForFunction(() => new URL(location.href).searchParams.get('territory') !== '08')
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('compares on a phone too: chosen in the filters, with the divider on the map', async () => {
  const { page, wrong, context } = await open(browser, '?lang=fr&technology=4g', { viewport: PHONE, phone: true })
  await page.locator('.filters-button').tap()
  await page.locator('#filter-against').selectOption('2025-06-30')
  await page.locator('#compare-how-swipe').tap()
  await page.locator('.filters-head .icon-button').tap()
  await page.waitForFunction(() => document.querySelector('#map')?.dataset.before === '2025-06-30')
  const handle = await page.locator('.swipe-handle').boundingBox()
  assert.ok(handle.width >= 44 && handle.height >= 44)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
  assert.deepEqual(wrong, [])
  await context.close()
})

for (const lang of ['fr', 'ar', 'en']) {
  test(`has all pages, languages and the theme in a menu at 320 pixels, in ${lang}`, async () => {
    const { page, wrong, context } = await open(browser, `?lang=${lang}`, {
      viewport: { width: 320, height: 640 },
      phone: true,
    })
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
    assert.equal(await fits(), true)
    await page.locator('#bar-menu').focus()
    await page.keyboard.press('Enter')
    const panel = page.locator('#bar-menu-panel')
    await panel.waitFor()
    assert.equal(await panel.locator('a').count(), 3)
    assert.equal(await panel.locator('.languages button').count(), 3)
    assert.equal(await fits(), true)
    const box = await panel.boundingBox()
    assert.ok(box.x >= 0 && box.x + box.width <= 320, `${box.x} ${box.width}`)
    const theme = await page.locator('html').getAttribute('data-theme')
    await panel.locator('.bar-theme').tap()
    assert.notEqual(await page.locator('html').getAttribute('data-theme'), theme)
    await page.locator('#bar-menu').focus()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
    await page.locator('#bar-menu').tap()
    await panel.locator('a[href^="filings"]').tap()
    await page.locator('#filings-count').waitFor({ timeout: PATIENCE })
    assert.equal(await page.locator('#bar-menu').isVisible(), true)
    assert.equal(await page.locator('.topbar > .languages').isVisible(), false)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

const BASIS = {
  fr: ['Derrière ce chiffre', /Population : .*répartie/],
  ar: ['ما وراء هذا الرقم', /السكان: .*موزعون/],
  en: ['Behind this number', /People: .*(placed|spread)/],
}

for (const lang of ['fr', 'ar', 'en']) {
  test(`tells what a number rests on, in ${lang}: filings, shares of each, how people are placed`, async () => {
    const { page, wrong, context } = await open(browser, `?lang=${lang}&technology=4g&territory=${REGION}`)
    assert.equal(await page.locator('.basis summary').textContent(), BASIS[lang][0])
    await page.locator('.basis summary').click()
    await page.locator('.basis-operators li').first().waitFor({ timeout: PATIENCE })
    const basis = await api(`coverage/basis?technology=4g&territory=${REGION}&lang=${lang}`)
    assert.deepEqual(
      await page.locator('.basis-operators > li').evaluateAll((all) => all.map((one) => one.dataset.operator)),
      basis.operators.map((one) => one.operator),
    )
    const links = await page
      .locator('.basis-filings > li > a:first-child')
      .evaluateAll((all) => all.map((one) => new URL(one.href).searchParams.get('id')))
    assert.deepEqual(
      links,
      basis.operators.flatMap((one) => one.filings.map((filing) => filing.id)),
    )
    assert.match(plain(await page.locator('.basis').textContent()), BASIS[lang][1])
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('keeps what a number rests on with the number: another place is awaited under no name but its own', async () => {
  const { page, context } = await open(browser, `?lang=en&technology=4g&territory=${REGION}`)
  await page.locator('.basis summary').click()
  await page.locator('.basis-operators li').first().waitFor({ timeout: PATIENCE })
  const held = await hold(page, '**/api/v1/coverage/basis?**')
  await page.locator('.crumbs button').first().click()
  await held.arrived(/coverage\/basis/)
  assert.equal(await page.locator('.basis-operators').count(), 0, 'the old place’s filings are not shown')
  await page.locator('.basis .skeleton').waitFor()
  await held.release()
  await page.locator('.basis-operators li').first().waitFor({ timeout: PATIENCE })
  await context.close()
})
