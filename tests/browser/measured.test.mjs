// Claimed beside measured, and targets, in a real browser: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/measured.test.mjs
// The server must hold measurements, one operator of which is contradicted in at least one province, and targets.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open, PHONE, settled, URL_UNDER_TEST, PATIENCE } from './browser.mjs'

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

async function openMeasured(path, options) {
  const opened = await open(browser, path, options)
  await opened.page.locator('#map[data-measured="ready"]').waitFor({ timeout: PATIENCE })
  await settled(opened.page)
  return opened
}

/** What the page asks when nothing is chosen, and the claims that tests of the largest source contradict in provinces. */
async function contradicted() {
  const { items, sources } = await api('measurements?level=province&technology=4g&limit=5000')
  const used = new Set(items.map((one) => one.source))
  const source = sources
    .filter((one) => used.has(one.id))
    .sort((a, b) => b.tests - a.tests || a.id.localeCompare(b.id))[0].id
  const verdict = (one) => one.tiers.find((tier) => tier.tier === '5-1')?.verdict
  const found = items.filter((one) => one.source === source && verdict(one) === 'contradicted')
  assert.ok(found.length > 0, 'no claim is contradicted in any province')
  return { source, found }
}

const value = (page) => page.locator('.swipe-handle').getAttribute('aria-valuenow').then(Number)

/** Pixels of the stage in the rust of a contradicted claim, also half under its stripes, as a share: nothing else of the map is so red. */
async function contradictedPixels(page) {
  const picture = (await page.locator('.stage').screenshot()).toString('base64')
  return page.evaluate(async (encoded) => {
    const image = await createImageBitmap(
      new Blob([Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0))], { type: 'image/png' }),
    )
    const canvas = new OffscreenCanvas(image.width, image.height)
    const pen = canvas.getContext('2d')
    pen.drawImage(image, 0, 0)
    const legend = document.querySelector('.legend').getBoundingClientRect()
    const stage = document.querySelector('.stage').getBoundingClientRect()
    const scale = image.width / stage.width
    pen.clearRect(
      (legend.x - stage.x) * scale,
      (legend.y - stage.y) * scale,
      legend.width * scale,
      legend.height * scale,
    )
    const { data } = pen.getImageData(0, 0, image.width, image.height)
    let count = 0
    for (let at = 0; at < data.length; at += 4)
      if (data[at] - data[at + 1] > 40 && data[at] - data[at + 2] > 60) count++
    return (4 * count) / data.length
  }, picture)
}

const SIDES = { fr: ['déclaré', 'mesuré'], ar: ['مصرح به', 'مقيس'], en: ['claimed', 'measured'] }

for (const lang of ['fr', 'ar', 'en']) {
  test(`sets measured beside claimed, in ${lang}: the server's words, the reader's sides, the claim that stands out`, async () => {
    const { page, wrong, context } = await openMeasured(`?lang=${lang}&technology=4g&measured=1`)
    const { definition } = await api(`measurements?level=country&technology=4g&lang=${lang}`)
    assert.equal(await page.locator('.legend-measured details p').textContent(), definition.sentence)
    assert.deepEqual(await page.locator('.swipe-side').allTextContents(), SIDES[lang])
    const [claimed, measured] = await Promise.all(
      ['first', 'second'].map((one) => page.locator(`.swipe-side.${one}`).boundingBox()),
    )
    assert.equal(claimed.x < measured.x, lang !== 'ar')
    assert.equal(await page.locator('[data-band="synthetic"]').count(), 1)

    const { found } = await contradicted()
    const said = await page
      .locator('.contradicted li')
      .evaluateAll((all) => all.map((one) => `${one.dataset.code} ${one.dataset.operator}`))
    assert.deepEqual(
      said.sort(),
      found
        .map((one) => `${one.code} ${one.operator}`)
        .slice(0, 8)
        .sort(),
    )
    assert.ok(Number(await page.locator('#map').getAttribute('data-measured-contradicted')) > 0)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('moves the divider with the keys; the screen’s arrows in both directions of writing', async () => {
  for (const lang of ['en', 'ar']) {
    const { page, context } = await openMeasured(`?lang=${lang}&technology=4g&measured=1`)
    const handle = page.locator('.swipe-handle')
    assert.equal(await handle.getAttribute('role'), 'slider')
    await handle.focus()
    const before = await handle.boundingBox()
    assert.equal(await value(page), 40)
    for (let times = 0; times < 5; times++) await page.keyboard.press('ArrowRight')
    assert.equal(await value(page), lang === 'ar' ? 30 : 50)
    assert.ok((await handle.boundingBox()).x > before.x)
    await page.keyboard.press('PageUp')
    assert.equal(await value(page), lang === 'ar' ? 40 : 60)
    assert.match(await handle.getAttribute('aria-valuetext'), lang === 'ar' ? /40.*%.*الخريطة/ : /60%/)
    // The whole map measured: what is contradicted is there to see. The whole map claimed: it is not.
    await page.keyboard.press('Home')
    await settled(page)
    assert.ok((await contradictedPixels(page)) > 0.0003, 'a contradicted claim is seen on the measured side')
    await page.keyboard.press('End')
    assert.equal(await value(page), 100)
    await settled(page)
    assert.ok((await contradictedPixels(page)) < 0.0001, 'and not on the claimed side')
    await context.close()
  }
})

test('drags the divider with the mouse, and with a finger on a phone', async () => {
  const desk = await openMeasured('?lang=fr&technology=4g&measured=1')
  const box = await desk.page.locator('.swipe-handle').boundingBox()
  const stage = await desk.page.locator('.stage').boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await desk.page.mouse.move(x, y)
  await desk.page.mouse.down()
  await desk.page.mouse.move(x - stage.width / 4, y, { steps: 6 })
  await desk.page.mouse.up()
  assert.equal(await value(desk.page), 15)
  // Let go, it follows no more; the map below has not been moved or chosen from.
  await desk.page.mouse.move(x, y)
  assert.equal(await value(desk.page), 15)
  assert.equal(new URL(desk.page.url()).hash, '')
  assert.deepEqual(desk.wrong, [])
  await desk.context.close()

  const hand = await openMeasured('?lang=ar&technology=4g&measured=1', { viewport: PHONE, phone: true })
  const at = await hand.page.locator('.swipe-handle').boundingBox()
  assert.ok(at.width >= 44 && at.height >= 44, 'a finger finds it')
  const touch = await hand.context.newCDPSession(hand.page)
  const point = (dx) => [{ x: at.x + at.width / 2 + dx, y: at.y + at.height / 2 }]
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(0) })
  for (const dx of [30, 60, 97.5])
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point(dx) })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  assert.equal(await value(hand.page), 15)
  assert.deepEqual(hand.wrong, [])
  await hand.context.close()
})

test('switches on from the filters and says it in the URL, with the verdict of each operator in the panel', async () => {
  const { found } = await contradicted()
  const { page, wrong, context } = await open(browser, `?lang=en&technology=4g&territory=${found[0].code}`)
  assert.equal(await page.locator('.swipe').isVisible(), false)
  await page.locator('#filter-measured').check()
  await page.locator('#map[data-measured="ready"]').waitFor({ timeout: PATIENCE })
  assert.equal(new URL(page.url()).searchParams.get('measured'), '1')
  const line = page.locator(`.verdicts [data-operator="${found[0].operator}"]`)
  assert.equal(await line.getAttribute('data-verdict'), 'contradicted')
  const text = await line.textContent()
  assert.match(text, /contradicted/)
  assert.match(text, /claimed.*%measured.*%.*–.*%/)
  assert.match(text, /median .*\sMbit\/s \(.*–.*\).*tests/)
  await page.locator('#filter-show-download').check()
  assert.equal(new URL(page.url()).searchParams.get('show'), 'download')
  await page.locator('.legend-scale.speeds').waitFor()
  // The province stays told as a whole; communes are asked for, and most have too few tests.
  const count = (mark) => page.locator('#map').getAttribute(`data-measured-${mark}`).then(Number)
  assert.ok((await count('contradicted')) > 0)
  await page.locator('#filter-by-commune').check()
  await page.waitForFunction(() => document.querySelector('#map').dataset.measuredLevel === 'commune')
  assert.equal(new URL(page.url()).searchParams.get('by'), 'commune')
  assert.ok((await count('dots')) > 0)
  await page.locator('#filter-measured').uncheck()
  await page.waitForFunction(
    () =>
      document.querySelector('.swipe').hidden &&
      !document.querySelector('#measured') &&
      !document.querySelector('#map').dataset.measured,
  )
  assert.deepEqual(wrong, [])
  await context.close()
})

test('gives the measured columns in the table, what is contradicted first when sorted by verdict', async () => {
  const { found } = await contradicted()
  const { page, context } = await openMeasured('?lang=en&technology=4g&measured=1')
  await page.locator('#table-toggle').click()
  await page.locator('.data-table .segments button', { hasText: 'Provinces' }).click()
  await page.locator('.data-table tbody .verdict').first().waitFor()
  await page.locator('.data-table thead button', { hasText: 'Verdict' }).click()
  const rows = page.locator('.data-table tbody:not(.widths) tr')
  const codes = new Set(found.map((one) => one.code))
  const first = await rows.evaluateAll(
    (all, n) => all.slice(0, n + 1).map((one) => one.querySelector('.verdict')?.dataset.verdict ?? 'none'),
    codes.size,
  )
  assert.deepEqual(
    first.slice(0, codes.size).map((one) => one === 'contradicted'),
    [...codes].map(() => true),
  )
  assert.notEqual(first.at(-1), 'contradicted')
  assert.match(await rows.first().textContent(), /Mbit\/s/)
  await context.close()
})

test('says that nothing was measured, or that it could not be asked, and recovers', async () => {
  const { page, context } = await open(browser, '?lang=en&technology=4g')
  await page.route('**/api/v1/measurements?**', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), items: [], total: 0, next: null } })
  })
  await page.locator('#filter-measured').check()
  await page.locator('#measured', { hasText: 'no measurements yet' }).waitFor()
  assert.equal(await page.locator('#filter-measured-note').textContent(), 'no measurements yet')
  assert.equal(await page.locator('.swipe').isVisible(), false)
  await page.unroute('**/api/v1/measurements?**')
  await page.route('**/api/v1/measurements?**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","status":503}' }),
  )
  await page.locator('#filter-technology-5g').check()
  await page.locator('#measured [role="alert"]', { hasText: 'server met an error' }).waitFor()
  await page.unroute('**/api/v1/measurements?**')
  await page.locator('#measured button').click()
  await page.locator('#map[data-measured="ready"]').waitFor({ timeout: PATIENCE })
  await context.close()
})

test('sets a verdict beside the claims at a point', async () => {
  const { found } = await contradicted()
  const { items } = await api(`measurements?level=commune&within=${found[0].code}&technology=4g&limit=5000`)
  for (const { code } of items.sort((a, b) => b.tests - a.tests)) {
    const { bbox } = await api(`territories/${code}`)
    if (!bbox) continue
    const at = [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2].map((one) => one.toFixed(5))
    const here = await api(`at?lon=${at[0]}&lat=${at[1]}`)
    const told = here.claims.filter((one) => one.technology === '4g' && one.verdict)
    if (told.length === 0 || here.territory.at(-1)?.code !== code) continue
    const { page, wrong, context } = await open(browser, `?lang=en&technology=4g&territory=${code}&point=${at}`)
    await page.locator('.point .claims .verdict').first().waitFor()
    const shown = await page
      .locator('.point .claims:not(.tests) .verdict')
      .evaluateAll((all) => all.map((one) => one.dataset.verdict))
    for (const one of told) assert.ok(shown.includes(one.verdict), `${one.verdict} among ${shown}`)
    assert.match(await page.locator('.point').textContent(), /Measured in the commune.*tests/s)
    assert.deepEqual(wrong, [])
    return context.close()
  }
  assert.fail('no tested commune is claimed in its middle')
})

const STATUS = {
  fr: { met: 'atteint', on_track: 'dans les temps', late: 'en retard', not_computable: 'non calculable' },
  ar: { met: 'محقق', on_track: 'في الموعد', late: 'متأخر', not_computable: 'غير قابل للحساب' },
  en: { met: 'met', on_track: 'on track', late: 'late', not_computable: 'not computable' },
}

const LOCALE = { fr: 'fr-FR', ar: 'ar-MA-u-nu-latn', en: 'en-GB' }
const dateIn = (lang, date) =>
  new Intl.DateTimeFormat(LOCALE[lang], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )

test('a date chosen stands for today, and the latest is judged today again', async () => {
  const [day] = (await api('country')).dates.slice(-2)
  const { page, wrong, context } = await open(browser, `?lang=en&technology=5g&as_of=${day}`)
  const today = page.locator('#targets-today')
  await today.waitFor()
  assert.equal(await today.getAttribute('data-from'), 'as_of')
  assert.ok((await today.textContent()).includes(dateIn('en', day)))
  const { as_of: latest } = await api('country')
  await page.goto(new URL(`?lang=en&technology=5g&as_of=${latest}`, page.url()).href)
  await page.locator('#targets-today[data-from="clock"]').waitFor()
  assert.deepEqual(wrong, [])
  await context.close()
})

for (const lang of ['fr', 'ar', 'en']) {
  test(`shows the targets of the technology with status, gap and source, in ${lang}`, async () => {
    const { page, wrong, context } = await open(browser, `?lang=${lang}&technology=5g`)
    const { items, paths, definition } = await api(`targets?lang=${lang}`)
    const currentOf = (path) => items.find((one) => one.id === path.current)
    const standing = paths.filter((path) => currentOf(path).technology === '5g' && !path.superseded)
    const replaced = paths.filter((path) => path.superseded)
    assert.ok(standing.length > 0 && replaced.length > 0)
    await page.locator('#targets > .target').first().waitFor()
    // Judged today, not on the date of the last filing, and it says so.
    assert.equal(definition.today_from, 'clock')
    assert.ok((await page.locator('#targets-today').textContent()).includes(dateIn(lang, definition.today)))
    assert.deepEqual(
      await page.locator('#targets > .target').evaluateAll((all) => all.map((one) => one.dataset.path)),
      standing.map((one) => one.id),
    )
    for (const path of standing) {
      const target = currentOf(path)
      const card = page.locator(`.target[data-path="${path.id}"]`)
      assert.equal(await card.locator('header .status').textContent(), STATUS[lang][path.status])
      assert.equal(await card.locator('h3').textContent(), path.names[lang])
      assert.deepEqual(
        await card.locator('.stages li').evaluateAll((all) => all.map((one) => one.dataset.target)),
        path.stages.map((stage) => stage.target),
      )
      assert.equal(await card.locator('li[data-scope]').count(), target.progress.length)
      for (const one of target.progress.filter((each) => each.filing_as_of)) {
        const said = await card.locator(`li[data-scope="${one.scope}"]`).textContent()
        for (const day of [one.filing_as_of, definition.today])
          assert.ok(said.includes(dateIn(lang, day)), `${day}: ${said}`)
      }
      await card.locator('summary').click()
      const written = await card.locator('.about').textContent()
      assert.ok(written.includes(target.source) && written.includes(target.sentence), written)
    }
    assert.equal(await page.locator(`.target[data-path="${replaced[0].id}"]`).isVisible(), false)
    await page.locator('#targets > .more-targets > summary').last().click()
    assert.equal(await page.locator(`.target[data-path="${replaced[0].id}"]`).isVisible(), true)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
    // The country's promises stand with the country only.
    await page.locator('.units .unit').first().click()
    assert.equal(await page.locator('#targets').count(), 0)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}
