// The operators' page in a real browser: TAGHTIA_URL=... TAGHTIA_TOKEN=... node --test tests/browser/operators.test.mjs
// The token is an operator's with a mobile licence; TAGHTIA_EXPIRED_TOKEN and TAGHTIA_PLANNER_TOKEN, where given, must be turned away.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hold, launch, openOperators, PHONE, signIn, TOKEN, URL_UNDER_TEST, PATIENCE } from './browser.mjs'
import { badCoverage, coverage } from './filings.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser.close()
})

const asked = (path, options = {}) =>
  fetch(new URL(`api/v1/${path}`, URL_UNDER_TEST), { ...options, headers: { authorization: `Bearer ${TOKEN}` } })
const session = async () => (await asked('session')).json()
const AS_OF = '2026-09-30'

/** Puts a file into the form and has it checked. */
async function check(page, { name, text }, asOf = AS_OF) {
  await page.locator('#filing-as-of').fill(asOf)
  await page.locator('#filing-as-of').dispatchEvent('change')
  await page
    .locator('#filing-file')
    .setInputFiles({ name, mimeType: 'application/geo+json', buffer: Buffer.from(text) })
  await page.locator('#filing-check').click()
  await page.locator('#report-title').waitFor()
}

/** A square near Azilal in Merchich / Nord Maroc, which the file does not say. */
const METRES = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { technology: '4g', mindown: 5, minup: 1, environment: 'outdoor' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [386347, 145728],
            [391077, 145675],
            [391138, 151218],
            [386411, 151272],
            [386347, 145728],
          ],
        ],
      },
    },
  ],
})

for (const lang of ['fr', 'ar', 'en']) {
  test(`reads metres in the reference system they lie in once that is confirmed, by the keyboard, in ${lang}`, async () => {
    const { page, context } = await openOperators(browser, { lang })
    await signIn(page, TOKEN)
    await page.locator('#who h1').waitFor()
    await check(page, { name: 'metres.geojson', text: METRES })
    assert.equal(await page.locator('.report').getAttribute('data-accepted'), 'false')
    const offered = page.locator('[data-crs="EPSG:26191"]')
    assert.match(await offered.textContent(), /EPSG:26191/)
    await offered.focus()
    await page.keyboard.press('Enter')
    await page.locator('.report[data-accepted="true"]').waitFor({ timeout: PATIENCE })
    assert.match(await page.locator('.report .system').textContent(), /EPSG:26191/)
    assert.equal(await page.locator('#filing-crs').inputValue(), 'EPSG:26191')
    // Nonsense is told before anything is sent.
    await page.locator('#filing-crs').fill('Merchich')
    await page.locator('#filing-check').click()
    await page.waitForFunction(() => document.querySelector('#filing-crs-problem')?.textContent)
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filing-crs')
    await context.close()
  })
}

const language = { fr: /Ce jeton n’est pas reconnu/, ar: /هذا الرمز غير معروف/, en: /This token is not known/ }

for (const lang of ['fr', 'ar', 'en']) {
  test(`turns away a wrong token and takes the right one, in ${lang}`, async () => {
    const { page, wrong, context } = await openOperators(browser, { lang })
    assert.equal(await page.locator('html').getAttribute('dir'), lang === 'ar' ? 'rtl' : 'ltr')
    await signIn(page, `tgh_${'x'.repeat(43)}`)
    await page.waitForFunction(() => document.querySelector('#token-problem')?.textContent)
    assert.match(await page.locator('#token-problem').textContent(), language[lang])
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'token')
    await signIn(page, TOKEN)
    await page.locator('#who h1').waitFor()
    const { operator } = await session()
    assert.equal(await page.locator('#who h1').textContent(), operator.names[lang])
    const kept = await page.evaluate(() => ({
      url: location.href,
      local: JSON.stringify({ ...localStorage }),
      session: Object.values(sessionStorage),
      cookie: document.cookie,
    }))
    assert.ok(!kept.url.includes('tgh_') && !kept.local.includes('tgh_') && kept.cookie === '')
    assert.deepEqual(kept.session, [TOKEN])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
    assert.deepEqual(
      wrong.filter((one) => !/401/.test(one)),
      [],
    )
    await context.close()
  })
}

test('says why a token that once was good, or is for something else, is not taken', async () => {
  for (const [token, words] of [
    [process.env.TAGHTIA_EXPIRED_TOKEN, /has expired/],
    [process.env.TAGHTIA_REVOKED_TOKEN, /has been revoked/],
    [process.env.TAGHTIA_PLANNER_TOKEN, /allows reading, not filing/],
  ]) {
    if (!token) continue
    const { page, context } = await openOperators(browser, { lang: 'en' })
    await signIn(page, token)
    await page.waitForFunction(() => document.querySelector('#token-problem')?.textContent)
    assert.match(await page.locator('#token-problem').textContent(), words)
    assert.equal(await page.evaluate(() => sessionStorage.length), 0)
    await context.close()
  }
})

test('keeps what is typed while the page still loads', async () => {
  const { page, context } = await openOperators(browser, { lang: 'en' })
  await page.route('**/api/v1/schemas*', async (route) => {
    await new Promise((done) => setTimeout(done, 1500))
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  await page.locator('#token').fill('tgh_half')
  await page.locator('.formats a.schema').first().waitFor()
  assert.equal(await page.locator('#token').inputValue(), 'tgh_half')
  await context.close()
})

test('forgets the token at sign-out, keeps it over a reload before', async () => {
  const { page, context } = await openOperators(browser, { lang: 'en' })
  await signIn(page, TOKEN)
  await page.locator('#who h1').waitFor()
  await page.reload()
  await page.locator('#who h1').waitFor()
  await page.locator('#sign-out').click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'token')
  assert.equal(await page.evaluate(() => sessionStorage.length), 0)
  await page.reload()
  await page.locator('#token').waitFor()
  await context.close()
})

test('shows a refused file with every finding in the reader’s language and its place on the map', async () => {
  const { page, wrong, context } = await openOperators(browser, { lang: 'fr' })
  await signIn(page, TOKEN)
  await page.locator('#who h1').waitFor()
  await check(page, badCoverage())
  assert.equal(await page.locator('#report').getAttribute('data-accepted'), 'false')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'report-title')
  assert.equal(await page.locator('#filing-submit').count(), 0)
  const report = await (
    await asked(`check?kind=mobile-coverage&operator=${(await session()).operator.id}&as_of=${AS_OF}`, {
      method: 'POST',
      body: badCoverage().text,
    })
  ).json()
  assert.equal(await page.locator('.findings tbody tr').count(), report.findings.length)
  const placed = report.findings.filter((one) => one.lon !== undefined)
  assert.ok(placed.length >= 2 && report.findings.some((one) => one.lon === undefined))
  const text = await page.locator('.findings').textContent()
  assert.match(text, /longitude et latitude sont inversées/)
  assert.match(text, /la technologie .9g. est inconnue/)
  assert.match(text, /écrivez la longitude avant la latitude/)
  assert.equal(await page.locator('#live').textContent(), 'Refusé')

  const map = page.locator('.places-map[data-state="ready"]')
  await map.waitFor({ timeout: PATIENCE })
  assert.equal(await map.getAttribute('data-spots'), String(placed.length))
  // From the finding to its place: the point stands in the middle of the map; from the point back to the row.
  const row = page
    .locator('.findings tr.error')
    .filter({ has: page.locator('.to-map button') })
    .first()
  await row.locator('.to-map button').click()
  assert.equal(await row.getAttribute('aria-current'), 'true')
  await page.waitForTimeout(1500)
  await page.locator('.findings tr').last().focus()
  await page.locator('.places-map canvas').click()
  assert.equal(await row.evaluate((node) => node === document.activeElement), true)

  // One rule's findings only, and all again.
  await page.locator('.rule[data-rule="technology.unknown"]').click()
  assert.equal(await page.locator('.findings tbody tr').count(), 1)
  await page.locator('.rule[data-rule="all"]').click()
  const [json] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#report button', { hasText: 'JSON' }).click(),
  ])
  assert.match(json.suggestedFilename(), /^taghtia-report-.+\.json$/)
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#report button', { hasText: 'CSV' }).click(),
  ])
  const lines = (await read(csv)).trim().split('\r\n')
  assert.equal(lines.length, report.findings.length + 1)
  assert.match(lines[0], /severity,rule,row,column/)
  assert.deepEqual(wrong, [])
  await context.close()
})

async function read(download) {
  const parts = []
  for await (const part of await download.createReadStream()) parts.push(part)
  return Buffer.concat(parts).toString()
}

test('files with the keyboard alone, from the token to the receipt', async () => {
  const { page, wrong, context } = await openOperators(browser, { lang: 'en' })
  // Asked for before anything is pressed: interception reaches the page on another way than keys do, and a busy page
  // takes the key first. Each evaluation below, answered in order, then says that it has come.
  const chosen = page.waitForEvent('filechooser', { timeout: PATIENCE })
  chosen.catch(() => undefined)
  const focused = () =>
    page.evaluate(
      () =>
        document.activeElement?.id || document.activeElement?.getAttribute('value') || document.activeElement?.tagName,
    )
  const tabTo = async (id) => {
    for (let tries = 0; tries < 40; tries++) {
      if ((await focused()) === id) return
      await page.keyboard.press('Tab')
    }
    assert.fail(`${id} was not reached by Tab; the focus is on ${await focused()}`)
  }
  await tabTo('token')
  await page.keyboard.type(TOKEN)
  await page.keyboard.press('Enter')
  await page.locator('#who h1').waitFor()
  await tabTo('kind-mobile-coverage')
  await tabTo('filing-as-of')
  await page.keyboard.type('09302026')
  assert.equal(await page.locator('#filing-as-of').inputValue(), AS_OF)
  await tabTo('filing-choose')
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)
  assert.equal(outline, 'solid')
  const { name, text } = coverage(7)
  await page.keyboard.press('Enter')
  const chooser = await chosen
  await chooser.setFiles({ name, mimeType: 'application/geo+json', buffer: Buffer.from(text) })
  await tabTo('filing-check')
  await page.keyboard.press('Enter')
  await page.locator('#filing-submit').waitFor()
  assert.equal(await focused(), 'report-title')
  await tabTo('filing-submit')
  await page.keyboard.press('Enter')
  await page.locator('#receipt-title').waitFor()
  assert.equal(await focused(), 'receipt-title')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('submits, shows the receipt and the history, gives the same receipt again, and takes the filing back', async () => {
  const { page, wrong, context } = await openOperators(browser, { lang: 'fr' })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, TOKEN)
  await page.locator('#who h1').waitFor()
  const file = coverage(11)
  await check(page, file)
  await page.locator('#filing-submit').click()
  await page.locator('#receipt-title').waitFor()
  const {
    items: [filing],
  } = await (await asked(`filings?operator=${(await session()).operator.id}&limit=1`)).json()
  const receipt = await page.locator('#receipt').textContent()
  assert.ok(receipt.includes(filing.id) && receipt.includes(filing.content_hash))
  await page.locator('#receipt-copy').click()
  await page.locator('.toast').waitFor()
  assert.match(
    await page.evaluate(() => navigator.clipboard.readText()),
    new RegExp(`id: ${filing.id}[\\s\\S]*sha256: ${filing.content_hash}`),
  )
  await page.locator(`tr[data-id="${filing.id}"][data-state="current"]`).waitFor()

  await page.locator('#receipt button', { hasText: 'autre déclaration' }).click()
  await check(page, file)
  await page.locator('#filing-submit').click()
  await page.locator('#receipt-title').waitFor()
  assert.match(await page.locator('#receipt').textContent(), /déjà en vigueur/)
  assert.ok((await page.locator('#receipt').textContent()).includes(filing.id))

  await page.locator(`tr[data-id="${filing.id}"] button`, { hasText: 'Rapport' }).click()
  await page.locator('#report-title', { hasText: 'Rapport de la déclaration' }).waitFor()
  const shown = await page.locator('#report').textContent()
  assert.ok(shown.includes(file.name) && shown.includes('ne sont visibles que par vous'), shown)
  // Anyone else reads that there is a filing and how often each rule was met: no name, no finding.
  const anyone = async (path) => (await fetch(new URL(`api/v1/${path}`, URL_UNDER_TEST))).json()
  const { findings, withheld, finding_counts: counts } = await anyone(`filings/${filing.id}/report`)
  assert.deepEqual(
    [findings, withheld, counts],
    [[], ['file', 'findings'], (await (await asked(`filings/${filing.id}/report`)).json()).finding_counts],
  )
  assert.equal((await anyone(`filings/${filing.id}`)).file_name, null)
  assert.equal(filing.file_name, file.name)

  await page.locator(`tr[data-id="${filing.id}"] .withdraw`).click()
  const dialog = page.locator('dialog[open]')
  assert.match(await dialog.textContent(), /cesse aussitôt de compter.*reste au registre.*ne s’annule pas/s)
  await dialog.locator('.danger').click()
  assert.equal(await page.locator('#withdraw-problem').textContent(), 'Donnez un motif.')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('dialog[open]').count(), 0)
  await page.locator(`tr[data-id="${filing.id}"] .withdraw`).click()
  await page.locator('#withdraw-reason').fill('essai du navigateur')
  await page.locator('dialog[open] .danger').click()
  await page.locator(`tr[data-id="${filing.id}"][data-state="withdrawn"]`).waitFor()
  assert.match(await page.locator(`tr[data-id="${filing.id}"]`).textContent(), /essai du navigateur/)
  assert.equal(await page.locator(`tr[data-id="${filing.id}"] .withdraw`).count(), 0)
  assert.equal((await (await asked(`filings/${filing.id}`)).json()).withdrawn.reason, 'essai du navigateur')

  await page.locator('[data-sort="as_of"]').click()
  await page.locator('th[aria-sort="descending"] [data-sort="as_of"]').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.sort), 'as_of')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('shows nothing of an earlier session while the list of this one is awaited, and says when it cannot be had', async () => {
  const { page, context } = await openOperators(browser, { lang: 'en' })
  await signIn(page, TOKEN)
  await page.locator('.filings tbody tr').first().waitFor()
  await page.locator('#sign-out').click()
  const late = await hold(page, '**/api/v1/filings?**')
  await signIn(page, TOKEN)
  await late.arrived(/filings/)
  await page.locator('#who h1').waitFor()
  assert.equal(await page.locator('.filings tbody tr').count(), 0)
  assert.equal(await page.locator('#history').getAttribute('aria-busy'), 'true')
  await page.locator('#history .skeleton').waitFor()
  await late.release()
  await page.locator('.filings tbody tr').first().waitFor()
  await page.route('**/api/v1/filings?**', (route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Sign in</h1>' }),
  )
  await page.locator('#history .icon-button').first().click()
  await page.locator('#history .alert', { hasText: 'cannot be read' }).waitFor()
  assert.equal(await page.locator('.filings').count(), 0)
  await page.unroute('**/api/v1/filings?**')
  await page.locator('#history .retry').click()
  await page.locator('.filings tbody tr').first().waitFor()
  await context.close()
})

test('opens the report asked for last, and says when it cannot be had', async () => {
  const { page, context } = await openOperators(browser, { lang: 'en' })
  await signIn(page, TOKEN)
  await page.locator('.filings tbody tr').first().waitFor()
  const rows = page.locator('.filings tbody tr')
  const [first, second] = await rows.evaluateAll((all) => all.slice(0, 2).map((one) => one.dataset.id))
  const report = (id) => page.locator(`tr[data-id="${id}"] .row-actions .link`).first().click()
  const date = (id) => page.locator(`tr[data-id="${id}"] th`).textContent()
  const late = await hold(page, `**/api/v1/filings/${first}/report`)
  await report(first)
  await late.arrived(/report/)
  await page.locator('.filed-note .skeleton').waitFor()
  await report(second)
  await page.locator('#report-title').waitFor()
  await late.release()
  assert.ok((await page.locator('#report-title').textContent()).includes(await date(second)))
  await page.route('**/api/v1/filings/*/report', (route) => route.abort())
  await report(first)
  await page.locator('.filed-note .alert', { hasText: 'does not answer' }).waitFor()
  assert.equal(await page.locator('#report').isVisible(), false)
  await page.unroute('**/api/v1/filings/*/report')
  await page.locator('.filed-note .retry').click()
  await page.locator('#report-title').waitFor()
  assert.ok((await page.locator('#report-title').textContent()).includes(await date(first)))
  await context.close()
})

test('loses the connection while submitting, asks again, and gets the one receipt', async () => {
  const { page, context } = await openOperators(browser, { lang: 'en' })
  await signIn(page, TOKEN)
  await page.locator('#who h1').waitFor()
  await check(page, coverage(13))
  // The server gets the file; its answer is lost on the way.
  await page.route('**/api/v1/filings?**', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.locator('#filing-submit').click()
  await page.locator('#filing-again').waitFor()
  assert.match(await page.locator('.alert').textContent(), /Nothing is lost: ask again/)
  await page.unroute('**/api/v1/filings?**')
  const before = (await (await asked('filings?limit=1')).json()).total
  await page.locator('#filing-again').click()
  await page.locator('#receipt-title').waitFor()
  assert.match(await page.locator('#receipt').textContent(), /recorded and published/)
  assert.equal((await (await asked('filings?limit=1')).json()).total, before)
  await context.close()
})

test('asks for what is missing before anything is sent', async () => {
  const { page, context } = await openOperators(browser, { lang: 'ar', viewport: PHONE, phone: true })
  await signIn(page, TOKEN)
  await page.locator('#who h1').waitFor()
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') sent++
  })
  await page.locator('#filing-check').click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'filing-as-of')
  assert.match(await page.locator('#filing-as-of-problem').textContent(), /حددوا تاريخ الوضعية/)
  assert.match(await page.locator('#drop-problem').textContent(), /اختاروا ملفا/)
  assert.equal(sent, 0)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
  await context.close()
})

test('takes a dropped file, and only one', async () => {
  const { page, context } = await openOperators(browser, { lang: 'en' })
  await signIn(page, TOKEN)
  await page.locator('#who h1').waitFor()
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['one'], 'one.csv'))
    data.items.add(new File(['two'], 'two.csv'))
    return data
  })
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer })
  assert.equal(await page.locator('.file-name bdi').textContent(), 'one.csv')
  assert.match(await page.locator('#drop-problem').textContent(), /the first was taken/)
  await context.close()
})
