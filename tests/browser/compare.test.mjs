// A comparison and what a number rests on, in a real browser: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/compare.test.mjs
// The server must hold the demonstration: several operators have filed 4G for several dates.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hold, launch, open, PATIENCE, URL_UNDER_TEST } from './browser.mjs'

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
