// Damage is named and never a number: answers are rewritten on their way as a server with damaged objects gives them.
// TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/damaged.test.mjs ; with PICTURES=DIR it leaves pictures there
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  DESKTOP,
  launch,
  open,
  openOperators,
  PHONE,
  settled,
  signIn,
  TOKEN,
  URL_UNDER_TEST,
  PATIENCE,
} from './browser.mjs'

let browser, country
before(async () => {
  browser = await launch()
  country = await (await fetch(new URL('api/v1/country', URL_UNDER_TEST))).json()
})
after(async () => {
  await browser.close()
})

const plain = (text) =>
  text
    .replace(/[\u200e\u200f\u2066-\u2069]/g, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
/** Nothing that a number that is not there may turn into. */
const NOT_A_NUMBER = /NaN|null|undefined|Infinity/
const picture = async (page, name) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` })
}

/** The answers as they are where the last operator's filing and months of a source are damaged. */
function damage(path, ask, body, filings) {
  const gone = { share: null, state: 'damaged', covered: null }
  const figure = (one, scope) =>
    one.state !== 'known'
      ? one
      : scope === 'any'
        ? { ...one, state: 'lower_bound' }
        : scope.startsWith('op:') && scope !== `op:${filings[0].operator}`
          ? one
          : { ...one, ...gone }
  const evidence = { tests: null, tests_met: null, cells: null, days: null, verdict: 'insufficient' }
  const measured = (one) => ({
    ...one,
    tests: null,
    state: 'damaged',
    download: null,
    upload: null,
    latency: null,
    loss: null,
    tiers: one.tiers.map((tier) => ({ ...tier, n: null, met: null, share: null, low: null, high: null, ...evidence })),
  })
  const told = { ...body, damaged: filings }
  if (body.definition?.operators && path.startsWith('coverage'))
    told.definition = { ...body.definition, operators_damaged: [filings[0].operator] }
  if (path === 'coverage') told.items = body.items.map((one) => figure(one, ask.get('scope') ?? 'any'))
  // Only the latest date is damaged, of which the figures are.
  if (path === 'coverage/history')
    told.items = body.items.map((one, at, all) =>
      at === all.length - 2
        ? { ...one, ...gone }
        : at === all.length - 1
          ? figure(one, ask.get('scope') ?? 'any')
          : one,
    )
  if (path === 'coverage/operators') told.items = body.items.map((one) => figure(one, one.scope))
  if (path === 'measurements')
    Object.assign(told, {
      items: body.items.map(measured),
      sources: body.sources.map((one, at) => (at === 0 ? { ...one, damaged: ['2026-05', '2026-06'] } : one)),
    })
  if (path === 'at')
    Object.assign(told, {
      measurements: body.measurements.map(measured),
      claims: body.claims
        .filter((one) => one.operator !== filings[0].operator)
        .map((one) => ({ ...one, evidence: [{ source: 'drive', ...evidence }], verdict: 'insufficient' })),
    })
  if (path === 'networks')
    Object.assign(told, { items: [], definition: { ...body.definition, operators_damaged: [filings[0].operator] } })
  if (path === 'networks/route-km')
    told.items = body.items.map((one) => ({ ...one, operational_km: null, planned_km: null, state: 'damaged' }))
  if (path === 'targets')
    told.items = body.items.map((one) => ({
      ...one,
      status: 'not_computable',
      progress: one.progress.map((each) => ({
        ...each,
        share: null,
        amount: null,
        gap_share: null,
        gap_amount: null,
        expected_today_share: null,
        expected_at_filing_share: null,
        status: 'not_computable',
        reason: 'La déclaration est endommagée.',
      })),
    }))
  return told
}

const filingsOf = (count) =>
  [...Array(count)].map((_, at) => ({
    filing: `f${at}`,
    operator: country.operators.at(-1).id,
    kind: ['mobile-coverage', 'fibre-availability', 'fibre-network'][at % 3],
    as_of: country.dates.at(-1),
  }))

async function damaged(path, { filings = filingsOf(2), ...options } = {}) {
  return open(
    {
      newContext: async (given) => {
        const made = await browser.newContext(given)
        await made.route('**/api/v1/**', async (route) => {
          const url = new URL(route.request().url())
          const name = url.pathname.split('/api/v1/')[1]
          if (!/^(country|coverage(\/\w+)?|measurements|at|targets|networks(\/route-km)?)$/.test(name))
            return route.continue()
          const response = await route.fetch()
          await route
            .fulfill({ response, json: damage(name, url.searchParams, await response.json(), filings) })
            .catch(() => undefined)
        })
        return made
      },
    },
    path,
    options,
  )
}

const LEAST = { fr: /au moins \d+,\d %/, ar: /\d+,\d% على الأقل/, en: /at least \d+\.\d%/ }
const WORD = { fr: 'déclaration endommagée', ar: 'تصريح تالف', en: 'damaged filing' }
const MONTHS = { fr: /mai 2026, juin 2026/, ar: /2026.*2026/, en: /May 2026, Jun 2026/ }

for (const lang of ['fr', 'ar', 'en']) {
  test(`says of every number that it is at least so much, and names what is damaged, in ${lang}`, async () => {
    const { page, wrong, context } = await damaged(`?lang=${lang}&territory=08&technology=4g`)
    await page.locator('.slot-history .spark').waitFor()
    await page.locator('.slot-operators .operator').first().waitFor()
    const said = async (selector) => plain(await page.locator(selector).innerText())
    assert.match(plain(await page.title()), LEAST[lang])
    assert.match(await said('.slot-figures .share'), LEAST[lang])
    assert.match(await said('.slot-figures .sum'), { fr: /^au moins/, ar: /على الأقل$/, en: /^at least/ }[lang])
    assert.match(await said('.slot-units tbody tr:first-child'), LEAST[lang])
    assert.match(plain(await page.locator('.slot-history .spark').textContent()), LEAST[lang])
    assert.equal(await page.locator('.slot-history .spark .cross').count(), 1)
    assert.equal(await page.locator('.legend-bound').count(), 1)
    // All operators together, and the one itself: a dash with the word.
    assert.equal(await page.locator('.slot-operators .damaged-dash').count(), 3)
    const band = await said('[data-band="damaged"]')
    assert.match(band, MONTHS[lang])
    assert.ok(band.includes(country.operators.at(-1).names[lang] ?? country.operators.at(-1).names.fr))
    await page.locator('#table-toggle').click()
    assert.match(await said('.data-table tbody:not(.widths) tr:first-child .share-cell'), LEAST[lang])
    assert.doesNotMatch(await said('body'), NOT_A_NUMBER)
    await page.locator('#table-toggle').click()
    await picture(page, `bound-${lang}`)
    assert.deepEqual(wrong, [])
    await context.close()
  })

  test(`shows a dash, the word and the reason where nothing is known, in ${lang}`, async () => {
    // What other operators claim by themselves is known: the table shows what all claim together.
    const { page, wrong, context } = await damaged(`?lang=${lang}&scope=all&technology=4g&cols=share,covered,gap`)
    await page.locator('.slot-operators .operator').first().waitFor()
    const said = async (selector) => plain(await page.locator(selector).innerText())
    const { known, nodata, damaged: lattice } = await page.locator('#map').evaluate((node) => ({ ...node.dataset }))
    assert.deepEqual([known, nodata], ['0', '0'])
    assert.ok(Number(lattice) > 1000)
    assert.match(plain(await page.title()), new RegExp(`– ${WORD[lang]}`))
    assert.equal(await said('.slot-figures .share'), `– ${WORD[lang]}`)
    assert.match(await said('.legend-damaged'), new RegExp(WORD[lang]))
    for (const part of ['.slot-figures', '.slot-units', '.legend-notes'])
      assert.doesNotMatch(await said(part), /\d\s?%/, part)
    assert.match(await said('.slot-units tbody tr:first-child'), /–.*–/)
    await page.locator('#table-toggle').click()
    assert.doesNotMatch(await said('.data-table tbody:not(.widths) tr:first-child'), /\d\s?%|(^| )0( |$)/)
    assert.doesNotMatch(await said('body'), NOT_A_NUMBER)
    await page.locator('#table-toggle').click()
    await settled(page)
    await picture(page, `damaged-${lang}`)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('prints no number of measurements, of a point, of routes or of targets that are damaged', async () => {
  const { items } = await (await fetch(new URL('api/v1/territories?level=commune&limit=1', URL_UNDER_TEST))).json()
  const {
    bbox: [west, south, east, north],
    code,
  } = items[0]
  const { page, wrong, context } = await damaged(
    `?lang=fr&technology=4g&measured=1&routes=1&territory=${code}&point=${(west + east) / 2},${(south + north) / 2}`,
  )
  await page.locator('.point-damaged li').first().waitFor()
  await page.locator('#map[data-measured="ready"]').waitFor({ timeout: PATIENCE })
  const { measuredDamaged, measuredDots } = await page.locator('#map').evaluate((node) => ({ ...node.dataset }))
  assert.ok(Number(measuredDamaged) > 0)
  assert.equal(measuredDots, '0')
  assert.match(plain(await page.locator('.point').innerText()), /mois de mesures endommagés/)
  await page.locator('.slot-routes .damaged-dash').first().waitFor()
  assert.doesNotMatch(plain(await page.locator('body').innerText()), NOT_A_NUMBER)
  await picture(page, 'measured-point-fr')
  await page.locator('.crumbs button').first().click()
  await page.locator('#targets .target').first().waitFor({ state: 'attached' })
  const targets = plain(await page.locator('#targets').textContent())
  assert.match(targets, /non calculable/)
  assert.doesNotMatch(targets, NOT_A_NUMBER)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('names a few of many, on a phone too', async () => {
  for (const [lang, dark] of [
    ['fr', false],
    ['ar', true],
  ]) {
    const { page, context } = await damaged(`?lang=${lang}&scope=all&technology=4g`, {
      filings: filingsOf(40),
      viewport: PHONE,
      phone: true,
      dark,
    })
    const lines = page.locator('[data-band="damaged"] li')
    assert.equal(await lines.count(), 7)
    assert.match(plain(await lines.last().innerText()), { fr: /et 3[4-6] de plus/, ar: /و3[4-6] أخرى/ }[lang])
    const { height } = await page.locator('[data-band="damaged"]').boundingBox()
    assert.ok(height < PHONE.height / 4, `${height} px`)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
    await picture(page, `phone-${lang}`)
    await context.close()
  }
})

test('marks a damaged filing on the operators’ page, and says what to do', { skip: TOKEN === '' }, async () => {
  for (const [lang, todo] of [
    ['fr', /le même fichier/],
    ['ar', /الملف نفسه/],
    ['en', /same file again/],
  ]) {
    const { page, wrong, context } = await openOperators(browser, { lang, viewport: DESKTOP })
    await page.route('**/api/v1/filings?**', async (route) => {
      const response = await route.fetch()
      const body = await response.json()
      await route.fulfill({
        response,
        json: { ...body, items: body.items.map((one, at) => (at === 0 ? { ...one, damaged: true } : one)) },
      })
    })
    await signIn(page, TOKEN)
    const marked = page.locator('tr[data-damaged]')
    await marked.waitFor()
    assert.equal(await marked.count(), 1)
    assert.match(plain(await marked.innerText()), todo)
    await marked.scrollIntoViewIfNeeded()
    await picture(page, `operators-${lang}`)
    assert.deepEqual(wrong, [])
    await context.close()
  }
})
