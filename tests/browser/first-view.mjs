// How soon a reader sees and uses the page: TAGHTIA_URL=http://127.0.0.1:8080/ node tests/browser/first-view.mjs [PATH] [SLOWER]
// Opens it anew, first as fast as the machine is, then with the page's thread slowed down (4 times unless another number is
// given) on a line of 1.6 Mbit/s with 150 ms. Prints when the plate stands with its shares, when the map is there in its
// place, how many bytes had come by then, MapLibre's own apart, how often the map was drawn, by then and in all, and what
// that took of the processor. Nothing fails by it. The bars, when slow: plate 2 s, map 6 s, 350 kB beyond MapLibre. What the
// clock says holds on an idle machine only.
import { createServer, request } from 'node:http'
import { launch, DESKTOP, PATIENCE, URL_UNDER_TEST } from './browser.mjs'

const path = process.argv[2] ?? '?lang=fr'
const slower = Number(process.argv[3] ?? 4)
const SLOW = { bits: 1_600_000, latency: 150 }
const MAPLIBRE = /\/assets\/(maplibre-gl-worker|style)-[^/]*\.(js|css)$/
const wait = (ms) => new Promise((done) => setTimeout(done, ms))

/** A door before the server, which answers as slowly as a line would, both pages and their workers. */
async function openDoor(line) {
  const upstream = new URL(URL_UNDER_TEST)
  const passed = []
  let free = performance.now()
  /** Waits until the line has carried n bytes, after all that came before. */
  const carried = (bytes) => {
    free = Math.max(free, performance.now()) + (bytes * 8000) / line.bits
    return wait(free - performance.now())
  }
  const server = createServer(async (question, answer) => {
    const told = (bytes) => passed.push({ url: question.url, bytes, at: Date.now() })
    if (line) await wait(line.latency)
    const { method, headers } = question
    const asked = request(
      { host: upstream.hostname, port: upstream.port, path: question.url, method, headers },
      async (given) => {
        answer.writeHead(given.statusCode, given.rawHeaders)
        told(given.rawHeaders.join('    ').length)
        for await (const piece of given) {
          if (line) await carried(piece.length)
          told(piece.length)
          answer.write(piece)
        }
        answer.end()
      },
    )
    asked.on('error', () => answer.destroy())
    asked.end()
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return { home: `http://127.0.0.1:${server.address().port}${upstream.pathname}`, passed, close: () => server.close() }
}

/** Counts how often a map is drawn: each time it clears what it drew before. */
const countDrawings = () => {
  window.drawings = 0
  const { getContext } = Object.getOwnPropertyDescriptors(HTMLCanvasElement.prototype)
  HTMLCanvasElement.prototype.getContext = function (...asked) {
    const context = Reflect.apply(getContext.value, this, asked)
    if (context instanceof WebGL2RenderingContext && !context.isCounted) {
      const clear = context.clear.bind(context)
      context.isCounted = true
      context.clear = (mask) => {
        if (mask & context.COLOR_BUFFER_BIT) window.drawings++
        clear(mask)
      }
    }
    return context
  }
}

/** Notes on the page itself when each part is there: who asks from outside is kept waiting by what is drawn. */
const noteParts = () => {
  const parts = {
    plate: '.plate[data-plate="shares"]',
    figures: '.share strong',
    map: '#map[data-state="ready"]',
  }
  window.noted = {}
  new MutationObserver(() => {
    for (const [part, where] of Object.entries(parts))
      if (!window.noted[part] && document.querySelector(where))
        window.noted[part] = { at: Date.now(), drawings: window.drawings }
  }).observe(document, { childList: true, subtree: true, attributes: true })
}

async function firstView(name, line, rate) {
  const browser = await launch()
  const door = await openDoor(line)
  try {
    const context = await browser.newContext({ viewport: DESKTOP, locale: 'fr-FR', serviceWorkers: 'block' })
    context.setDefaultTimeout(PATIENCE)
    const page = await context.newPage()
    await page.addInitScript(countDrawings)
    await page.addInitScript(noteParts)
    const session = await context.newCDPSession(page)
    if (rate > 1) await session.send('Emulation.setCPUThrottlingRate', { rate })
    const machine = await browser.newBrowserCDPSession()
    const spent = async () => {
      const { processInfo } = await machine.send('SystemInfo.getProcessInfo')
      const of = (type) => processInfo.filter((one) => one.type === type).reduce((sum, one) => sum + one.cpuTime, 0)
      return { drawing: of('GPU'), page: of('renderer') }
    }
    const before = await spent()
    const start = Date.now()
    await page.goto(new URL(path, door.home).href, { waitUntil: 'commit' })
    await page.waitForSelector('#map[data-state="ready"]')
    await page.waitForSelector('.plate', { state: 'detached' })
    const drawings = () => page.evaluate(() => window.drawings)
    // Until nothing is drawn any more.
    for (let last = -1, now = await drawings(); last !== now; now = await drawings()) {
      last = now
      await wait(2000)
    }
    const after = await spent()
    const noted = await page.evaluate(() => window.noted)
    const seconds = (part) => ((noted[part].at - start) / 1000).toFixed(1)
    const came = new Map()
    for (const { url, bytes, at } of door.passed) if (at <= noted.map.at) came.set(url, (came.get(url) ?? 0) + bytes)
    const [own, theirs] = [false, true].map((is) => [...came].filter(([url]) => MAPLIBRE.test(url) === is))
    const kB = (some) => Math.round(some.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000)
    console.log(
      `${name}: plate ${seconds('plate')} s, figures ${seconds('figures')} s, map ${seconds('map')} s; ` +
        `by then ${kB(own)} kB in ${own.length} answers, MapLibre ${kB(theirs)} kB; ` +
        `drawn ${noted.map.drawings} times, ${await drawings()} in all; ` +
        `processor in all: drawing ${(after.drawing - before.drawing).toFixed(1)} s, page ${(after.page - before.page).toFixed(1)} s`,
    )
    if (process.env.TAGHTIA_EACH)
      for (const [url, bytes] of own.sort((a, b) => b[1] - a[1]))
        console.log(`  ${(bytes / 1000).toFixed(1)} kB ${url}`)
  } finally {
    await browser.close()
    door.close()
  }
}

await firstView('as it is', null, 1)
await firstView(`1.6 Mbit/s, ${slower} times slower`, SLOW, slower)
