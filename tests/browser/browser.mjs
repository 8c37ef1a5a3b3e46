// Opens Debian's Chromium on the page under test and notes what must never happen: errors and foreign requests.
import { createRequire } from 'node:module'

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core')

export const URL_UNDER_TEST = process.env.TAGHTIA_URL ?? 'http://127.0.0.1:8080/'

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How long anything may take: machines differ by far, and what never comes is told all the same. */
export const PATIENCE = Number(process.env.TAGHTIA_PATIENCE ?? 120_000)

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS })
}

export const TOKEN = process.env.TAGHTIA_TOKEN ?? ''

/** A page at `path` (relative to the one under test) with its map drawn, and a list of what went wrong. */
export async function open(browser, path = '', options = {}) {
  const opened = await visit(browser, path, options)
  await opened.page.waitForSelector('#map[data-state="ready"]', { timeout: PATIENCE })
  // Until the map is drawn, a plate stands in its place.
  await opened.page.waitForSelector('.plate', { state: 'detached', timeout: PATIENCE })
  await settled(opened.page)
  return opened
}

/** The operators' page, ready for its token. */
export async function openOperators(browser, { lang = 'fr', ...options } = {}) {
  const opened = await visit(browser, `operators?lang=${lang}`, { ...options, locale: 'en-US' })
  await opened.page.locator('.sign h1:not(:empty)').waitFor({ timeout: PATIENCE })
  await opened.page.waitForFunction(() => document.querySelector('.band.synthetic, .kinds a'))
  return opened
}

export async function signIn(page, token) {
  await page.locator('#token').fill(token)
  await page.locator('.sign [type="submit"]').click()
}

/** Any page, as soon as it has been asked for. */
export async function visit(
  browser,
  path,
  {
    viewport = DESKTOP,
    phone = false,
    dark = false,
    locale = 'fr-FR',
    worker = false,
    home = new URL(URL_UNDER_TEST),
  } = {},
) {
  const context = await browser.newContext({
    viewport,
    locale,
    hasTouch: phone,
    isMobile: phone,
    deviceScaleFactor: phone ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    // A worker answers in the network's place: a test that holds back or counts requests wants none.
    serviceWorkers: worker ? 'allow' : 'block',
  })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  const wrong = []
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.host !== home.host) wrong.push(`foreign request: ${request.url()}`)
  })
  await page.goto(new URL(path, home).href)
  return { page, wrong, context }
}

/** Keeps back the answers to what matches, until they are released; `arrived` waits for a request to have been made. */
export async function hold(page, pattern) {
  const held = []
  const waiting = []
  let free = false
  const handler = async (route) => {
    const url = route.request().url()
    for (const one of waiting.filter((each) => each.pattern.test(url))) one.done()
    if (!free) await new Promise((go) => held.push({ url, go }))
    await route.continue().catch(() => undefined) // given up by the page meanwhile
  }
  await page.route(pattern, handler)
  return {
    arrived: (wanted) =>
      held.some((one) => wanted.test(one.url))
        ? Promise.resolve()
        : new Promise((done) => waiting.push({ pattern: wanted, done })),
    release: async () => {
      free = true
      for (const one of held) one.go()
      await page.unroute(pattern, handler)
    },
  }
}

/** Waits until the canvas stops changing: software rendering takes its time. */
export async function settled(page) {
  let before = ''
  for (let tries = 0; tries < 40; tries++) {
    await page.waitForTimeout(250)
    const now = (await page.locator('#map canvas').screenshot({ animations: 'disabled' })).toString('base64')
    if (now === before) return
    before = now
  }
}
