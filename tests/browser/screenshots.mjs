// Writes pictures of the map: node tests/browser/screenshots.mjs FOLDER   (TAGHTIA_URL says of which server)
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DESKTOP, launch, open, PHONE, settled } from './browser.mjs'

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
]

const browser = await launch()
try {
  for (const shot of SHOTS.filter((one) => wanted.length === 0 || wanted.includes(one.name))) {
    const { page, wrong, context } = await open(browser, shot.path, { viewport: shot.phone ? PHONE : DESKTOP, phone: shot.phone, dark: shot.dark })
    for (let step = 0; step < (shot.sheet ?? 0); step++) await page.locator('.sheet-handle').click()
    await settled(page)
    await page.screenshot({ path: join(folder, `${shot.name}.png`) })
    console.log(shot.name, wrong.length === 0 ? 'ok' : wrong)
    await context.close()
  }
} finally {
  await browser.close()
}
