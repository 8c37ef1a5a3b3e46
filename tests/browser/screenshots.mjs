// Writes pictures of the pages: node tests/browser/screenshots.mjs FOLDER [NAME...]   (TAGHTIA_URL says of which server;
// the operators' page needs an operator's token in TAGHTIA_TOKEN)
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DESKTOP, launch, open, openOperators, PHONE, settled, signIn, TOKEN } from './browser.mjs'
import { badCoverage } from './filings.mjs'

const folder = process.argv[2] ?? 'screenshots'
const wanted = process.argv.slice(3)
mkdirSync(folder, { recursive: true })

const SHOTS = [
  { name: 'map-fr-desktop', path: '?lang=fr' },
  { name: 'map-ar-desktop', path: '?lang=ar' },
  { name: 'map-en-region', path: '?lang=en&territory=05' },
  { name: 'map-fr-dark', path: '?lang=fr&technology=5g', dark: true },
  { name: 'map-fr-phone', path: '?lang=fr', phone: true },
  { name: 'map-ar-phone', path: '?lang=ar', phone: true },
  { name: 'map-fr-phone-region', path: '?lang=fr&territory=05', phone: true, sheet: 1 },
  { name: 'measured-fr-wide', path: '?lang=fr&measured=1', measured: true },
  { name: 'measured-ar-phone', path: '?lang=ar&measured=1', phone: true, measured: true },
  { name: 'map-fr-routes', path: '?lang=fr&routes=1' },
]

const OPERATORS = ['fr', 'ar', 'en'].flatMap((lang) => [
  { name: `operators-${lang}-wide`, lang },
  { name: `operators-${lang}-phone`, lang, phone: true },
])

/** The page with a refused file, its findings and their places: all of it that matters on one picture. */
async function operators(browser, { name, lang, phone }) {
  const { page, wrong, context } = await openOperators(browser, {
    lang,
    viewport: phone ? PHONE : { width: 1440, height: 1500 },
    phone,
  })
  await signIn(page, TOKEN)
  await page.locator('#who h1').waitFor()
  await page.locator('.filings tbody tr').first().waitFor()
  await page.locator('#filing-as-of').fill('2026-09-30')
  await page.locator('#filing-as-of').dispatchEvent('change')
  const { name: file, text } = badCoverage()
  await page
    .locator('#filing-file')
    .setInputFiles({ name: file, mimeType: 'application/geo+json', buffer: Buffer.from(text) })
  await page.locator('#filing-check').click()
  await page.locator('.places-map[data-state="ready"]').waitFor()
  await page.waitForTimeout(3000)
  if (!phone) await page.evaluate(() => scrollTo(0, 0))
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  console.log(name, wrong.length === 0 ? 'ok' : wrong)
  await context.close()
}

const browser = await launch()
try {
  for (const shot of SHOTS.filter((one) => wanted.length === 0 || wanted.includes(one.name))) {
    const { page, wrong, context } = await open(browser, shot.path, {
      viewport: shot.phone ? PHONE : DESKTOP,
      phone: shot.phone,
      dark: shot.dark,
    })
    if (shot.measured) await page.locator('#map[data-measured="ready"]').waitFor({ timeout: 60_000 })
    for (let step = 0; step < (shot.sheet ?? 0); step++) await page.locator('.sheet-handle').click()
    await settled(page)
    await page.screenshot({ path: join(folder, `${shot.name}.png`) })
    console.log(shot.name, wrong.length === 0 ? 'ok' : wrong)
    await context.close()
  }
  for (const shot of OPERATORS.filter((one) => TOKEN !== '' && (wanted.length === 0 || wanted.includes(one.name))))
    await operators(browser, shot)
} finally {
  await browser.close()
}
