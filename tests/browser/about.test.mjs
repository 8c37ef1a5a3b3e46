// What the page that says what this is says: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/about.test.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, PATIENCE, PHONE, URL_UNDER_TEST, visit } from './browser.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser.close()
})

const HEADINGS = {
  fr: ['D’où viennent les chiffres', 'Le sens des mots', 'Données et interface', 'Sources et licences', 'Contact'],
  ar: ['من أين تأتي الأرقام', 'معاني الكلمات', 'المعطيات والواجهة', 'المصادر والرخص', 'الاتصال'],
  en: ['Where the numbers come from', 'What the words mean', 'Data and interface', 'Sources and licences', 'Contact'],
}

for (const lang of ['fr', 'ar', 'en']) {
  test(`says what this is, in ${lang}, with the country's sources and files that are there`, async () => {
    const { page, wrong, context } = await visit(browser, `about.html?lang=${lang}`)
    await page.locator('.about-page h2').first().waitFor({ timeout: PATIENCE })
    assert.deepEqual(await page.locator('.about-page h2').allTextContents(), HEADINGS[lang])
    const country = await (await fetch(new URL('api/v1/country', URL_UNDER_TEST))).json()
    const text = await page.locator('.about-page').textContent()
    for (const one of country.attribution) assert.ok(text.includes(one), one)
    assert.equal(await page.locator('.about-made-up').count(), country.synthetic ? 1 : 0)
    for (const href of await page.locator('.about-page a').evaluateAll((all) => all.map((one) => one.href)))
      assert.equal((await fetch(href)).status, 200, href)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('is reached from every page', async () => {
  for (const path of ['', 'operators.html', 'filings.html', 'about.html']) {
    const { page, context } = await visit(browser, `${path}?lang=en`)
    const link = page.locator('a[href^="about.html"]').first()
    await link.waitFor({ timeout: PATIENCE })
    await context.close()
  }
})

test('fits a phone', async () => {
  const { page, context } = await visit(browser, 'about.html?lang=ar', { viewport: PHONE, phone: true })
  await page.locator('.about-page h2').first().waitFor({ timeout: PATIENCE })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
  await context.close()
})
