// The map as a reader meets it, in a real browser: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/map.test.mjs
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

/** The share of the map's pixels with each of some colours. */
async function pixels(page, colours) {
  const picture = (await page.locator('#map canvas').screenshot()).toString('base64')
  return page.evaluate(
    async ([encoded, wanted]) => {
      const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = new OffscreenCanvas(image.width, image.height)
      const pen = canvas.getContext('2d')
      pen.drawImage(image, 0, 0)
      const { data } = pen.getImageData(0, 0, image.width, image.height)
      const counts = Object.fromEntries(wanted.map((one) => [one, 0]))
      for (let at = 0; at < data.length; at += 4) {
        const colour = ((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]).toString(16).padStart(6, '0')
        if (colour in counts) counts[colour] += 4 / data.length
      }
      return counts
    },
    [picture, colours],
  )
}

const CLASSES = ['ffffff', 'eddfba', 'bdd0a2', '8fc4a8', '439e9c', '1f6f8b', '173f5f']
const ACCENT = '0b6e6e'

const chosen = (page) => new URL(page.url()).searchParams.get('territory')

/** A point of the map that lies in the middle of what is framed. */
async function middle(page) {
  const box = await page.locator('#map').boundingBox()
  const legend = await page.locator('.legend').boundingBox()
  const below = legend ? legend.y : box.y + box.height
  return [box.x + box.width / 2, (box.y + below) / 2]
}

test('colours every commune of the country and asks no other host', async () => {
  const { page, wrong, context } = await open(browser, '?lang=en')
  const country = await api('country')
  const expected = country.levels.find((one) => one.id === 'commune')?.count
  const data = await page.locator('#map').evaluate((node) => ({ ...node.dataset }))
  if (expected) assert.equal(Number(data.communes), expected)
  assert.equal(Number(data.known) + Number(data.nodata), Number(data.communes))
  const colours = await pixels(page, CLASSES)
  const covered = Object.values(colours).reduce((sum, one) => sum + one, 0)
  assert.ok(covered > 0.05, `the classes cover ${covered} of the map`)
  assert.ok(Object.values(colours).filter((one) => one > 0.0005).length >= 2, JSON.stringify(colours))
  // Outlines come as tiles, and the plate's alone as a whole.
  const asked = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name))
  assert.ok(asked.some((one) => /\/tiles\/territories\/\d+\/\d+\/\d+\.mvt/.test(one)))
  assert.deepEqual(
    asked.filter((one) => one.includes('/boundaries/') && !one.includes('fineness=sketch')),
    [],
  )
  assert.deepEqual(wrong, [])
  await context.close()
})

test('says the definition word for word, in each language', async () => {
  for (const lang of ['fr', 'ar', 'en']) {
    const { page, wrong, context } = await open(browser, `?lang=${lang}`)
    const { technology, tier, environment } = await page.evaluate(() => ({
      technology: document.querySelector('input[name="technology"]:checked')?.value,
      tier: document.querySelector('input[name="tier"]:checked')?.value,
      environment: document.querySelector('input[name="environment"]:checked')?.value,
    }))
    const query = new URLSearchParams({ level: 'country', lang, technology })
    if (tier) query.set('tier', tier)
    if (environment) query.set('environment', environment)
    const { definition } = await api(`coverage?${query}`)
    assert.equal(await page.locator('.legend-sentence').textContent(), definition.sentence)
    assert.deepEqual(wrong, [])
    await context.close()
  }
})

test('says when data is synthetic', async () => {
  const { synthetic } = await api('country')
  const { page, context } = await open(browser, '?lang=fr')
  assert.equal(await page.locator('[data-band="synthetic"]').count(), synthetic ? 1 : 0)
  if (synthetic) assert.match(await page.locator('[data-band="synthetic"]').textContent(), /démonstration synthétiques/)
  await context.close()
})

/** Clicks the middle of the map until another place is chosen: a loaded machine may still be moving the map at the first. */
async function stepIn(page, from) {
  for (let tries = 0; tries < 4; tries++) {
    await page.mouse.click(...(await middle(page)))
    const moved = page.waitForFunction((code) => new URL(location.href).searchParams.get('territory') !== code, from, {
      timeout: PATIENCE,
    })
    if (
      await moved.then(
        () => true,
        () => false,
      )
    )
      return
    await settled(page)
  }
  assert.fail(`four clicks in the middle of ${from} chose nothing`)
}

test('steps in with clicks and out with Escape, and the URL follows', async () => {
  const { page, wrong, context } = await open(browser, '?lang=fr&territory=05')
  assert.equal((await page.locator('.panel h1').textContent()).length > 0, true)
  const { items } = await api('territories?level=region&limit=50')
  const region = items.find((one) => one.code === '05') ?? items[0]
  assert.equal(await page.locator('.panel h1').textContent(), region.names.fr)
  assert.ok((await pixels(page, [ACCENT]))[ACCENT] > 0.0005, 'what is chosen is outlined')
  await stepIn(page, '05')
  const province = chosen(page)
  await settled(page)
  await stepIn(page, province)
  const commune = chosen(page)
  const about = await api(`territories/${commune}`)
  assert.equal(about.level, 'commune')
  assert.equal(await page.locator('.panel h1').textContent(), about.names.fr)
  await page.locator('.slot-point .claims, .slot-point p').first().waitFor()
  const share = Number(await page.locator('.share[data-share]').getAttribute('data-share'))
  assert.ok(share >= 0 && share <= 1)
  await page.keyboard.press('Escape')
  assert.equal(chosen(page), about.parent)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  assert.equal(chosen(page), null)
  await page.goBack()
  assert.notEqual(chosen(page), null)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('writes Arabic from right to left and mirrors the desk', async () => {
  const { page, wrong, context } = await open(browser, '?lang=fr')
  const side = () =>
    page.evaluate(
      () =>
        document.querySelector('.panel').getBoundingClientRect().x >
        document.querySelector('#map').getBoundingClientRect().x,
    )
  assert.equal(await page.locator('html').getAttribute('dir'), 'ltr')
  assert.equal(await side(), true)
  await page.locator('[data-lang="ar"]').click()
  await page.waitForFunction(() => document.documentElement.dir === 'rtl')
  assert.equal(await page.locator('html').getAttribute('lang'), 'ar')
  assert.equal(await side(), false)
  assert.equal(new URL(page.url()).searchParams.get('lang'), 'ar')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('finds a place with the keyboard alone', async () => {
  const { page, wrong, context } = await open(browser, '?lang=fr')
  await page.locator('#search').focus()
  await page.keyboard.type('azilal')
  await page.waitForSelector('#search-list [role="option"]')
  assert.equal(await page.locator('#search').getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.locator('#search').getAttribute('aria-activedescendant'), 'search-option-0')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => new URL(location.href).searchParams.get('territory') !== null)
  assert.match(await page.locator('.panel h1').textContent(), /Azilal/)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('shows covered cells from near, the people without as dots, and who claims a cell that is pressed', async () => {
  const { page, wrong, context } = await open(browser, '?lang=en&technology=4g&gap=1#map=10.00/31.6300/-8.0000')
  await page.locator('#map[data-footprint="gap"]').waitFor()
  assert.match(await page.locator('.legend-notes').textContent(), /Covered cells.*People not covered/s)
  // The footprint's colour over paper, as it comes out of MapLibre: shares have no such blue.
  const near = async () => {
    const picture = (await page.locator('#map canvas').first().screenshot()).toString('base64')
    return page.evaluate(async (encoded) => {
      const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')
      pen.drawImage(image, 0, 0)
      const { data } = pen.getImageData(0, 0, image.width, image.height)
      let count = 0
      for (let at = 0; at < data.length; at += 4)
        if ([84, 137, 184].every((one, band) => Math.abs(data[at + band] - one) < 6)) count += 4 / data.length
      return count
    }, picture)
  }
  let covered = 0
  for (let turn = 0; turn < 20 && covered < 0.2; turn++) {
    await page.waitForTimeout(500)
    covered = await near()
  }
  assert.ok(covered > 0.2, `covered cells are ${covered} of the map around Marrakech`)
  const [x, y] = await middle(page)
  const before = page.url().split('#')[1]
  await page.mouse.click(x, y)
  await page.locator('.point .claims').first().waitFor()
  assert.equal(page.url().split('#')[1], before, 'what is seen from near stays in view')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('draws the fibre routes that are filed, with their kilometres', async () => {
  const { page, wrong, context } = await open(browser, '?lang=en&routes=1')
  const { items } = await api('networks')
  assert.ok(items.length > 0, 'the demonstration has networks')
  await page.locator('.slot-routes dd').first().waitFor()
  assert.ok(Number(await page.locator('#map').getAttribute('data-spans')) > 0)
  assert.match(await page.locator('.legend-routes').textContent(), /in service.*planned/s)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('shows the same figures as a table', async () => {
  const { page, context } = await open(browser, '?lang=en&territory=05')
  await page.locator('#table-toggle').click()
  const rows = page.locator('.data-table tbody tr')
  await rows.first().waitFor()
  const { items } = await api('coverage?level=commune&within=05&limit=5000')
  // Of a long table the rows in sight are drawn; how many there are it says.
  assert.equal(Number(await page.locator('.data-table table').getAttribute('aria-rowcount')), items.length + 1)
  await page.locator('.data-table thead button', { hasText: 'Share' }).click()
  assert.equal(await page.locator('.data-table th[aria-sort="descending"]').textContent(), 'Share')
  await page.keyboard.press('Escape')
  assert.equal(await rows.count(), 0)
  assert.equal(chosen(page), '05')
  await context.close()
})

test('on a phone the map is the screen and figures come up in a sheet', async () => {
  const { page, wrong, context } = await open(browser, '?lang=ar', { viewport: PHONE, phone: true })
  const map = await page.locator('#map').boundingBox()
  assert.equal(map.width, PHONE.width)
  const heights = []
  for (let step = 0; step < 3; step++) {
    heights.push((await page.locator('.panel').boundingBox()).height)
    await page.locator('.sheet-handle').click()
    await page.waitForTimeout(250)
  }
  assert.ok(heights[0] < heights[1] && heights[1] < heights[2], heights.join(' '))
  assert.equal(await page.locator('.filters').isVisible(), false)
  await page.locator('.filters-button').click()
  assert.equal(await page.locator('.filters').isVisible(), true)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('says what failed, offers to try again, and recovers', async () => {
  const { page, context } = await open(browser, '?lang=en')
  await page.route('**/api/v1/coverage?**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"busy","status":503}' }),
  )
  await page.locator('#filter-technology-5g').check()
  await page.locator('.notice button').waitFor()
  assert.match(await page.locator('.notice').textContent(), /server met an error/)
  await page.unroute('**/api/v1/coverage?**')
  await page.locator('.notice button').click()
  await page.waitForFunction(() => document.querySelector('#map')?.dataset.technology === '5g')
  await context.close()
})
