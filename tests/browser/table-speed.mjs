// How fast the table is on a slow machine: TAGHTIA_URL=http://127.0.0.1:8080/ node tests/browser/table-speed.mjs [SLOWER]
// Sorts by every column that is shown, and scrolls through all base units of the country, with the processor slowed down
// (4 times unless another number is given). Prints figures; nothing fails by them. The bars: a sort 100 ms, 50 frames a second.
import { launch, open } from './browser.mjs'

const slower = Number(process.argv[2] ?? 4)
const ROUNDS = 3
const SECONDS = 3

/** From the press to the frame in which the rows stand in their new order. */
const sorting = (page, column) =>
  page.evaluate(async (wanted) => {
    const button = document.querySelector(`.table-body th[data-column="${wanted}"] button`)
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    await frame()
    const start = performance.now()
    button.click()
    await frame()
    // What was asked for in a frame is drawn when the next task runs.
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = done
      port2.postMessage(0)
    })
    return performance.now() - start
  }, column)

/** Frames while one scrolls steadily, as a hand does with a wheel, and the longest time between two. */
const scrolling = (page, seconds) =>
  page.evaluate(async (span) => {
    const box = document.querySelector('.table-body')
    box.scrollTop = 0
    const times = []
    const until = performance.now() + span * 1000
    let way = 1
    await new Promise((done) => {
      const step = (now) => {
        times.push(now)
        if (now > until) return done()
        box.scrollTop += way * 60
        if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) way = -1
        if (box.scrollTop <= 0) way = 1
        requestAnimationFrame(step)
      }
      requestAnimationFrame(step)
    })
    const gaps = times.slice(1).map((one, at) => one - times[at])
    return { fps: (1000 * gaps.length) / (times.at(-1) - times[0]), longest: Math.max(...gaps) }
  }, seconds)

const browser = await launch()
try {
  const { page, context } = await open(browser, '?lang=fr&technology=4g&table=commune')
  await page.locator('.table-body tbody tr[data-at]').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.table-body table')?.getAttribute('aria-busy') === 'false')
  const rows = (await page.locator('.table-body table').getAttribute('aria-rowcount')) - 1
  const columns = await page
    .locator('.table-body th[data-column]')
    .evaluateAll((all) => all.map((one) => one.dataset.column))
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  console.log(`${rows} rows, ${columns.length} columns, processor ${slower} times slower`)
  for (const column of columns) {
    const times = []
    for (let round = 0; round < ROUNDS; round++) times.push(await sorting(page, column))
    console.log(`sort by ${column}: ${times.map((one) => one.toFixed(0)).join(' ')} ms`)
  }
  const { fps, longest } = await scrolling(page, SECONDS)
  console.log(`scroll: ${fps.toFixed(1)} frames a second, the longest ${longest.toFixed(0)} ms`)
} finally {
  await browser.close()
}
