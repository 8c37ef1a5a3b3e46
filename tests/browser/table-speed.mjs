// How fast the table is on a slow machine: TAGHTIA_URL=http://127.0.0.1:8080/ node tests/browser/table-speed.mjs [SLOWER]
// Sorts by every column that is shown, and scrolls through all base units of the country. Prints the processor's time of
// the page's own thread, which other work on the machine hardly changes, times the factor by which the processor is to be
// slower (4 unless another is given); then the same by the clock, with the browser slowed down by that factor, which says
// something on a machine that is idle only. Nothing fails by them. The bars: a sort 100 ms, 50 frames a second.
import { launch, open } from './browser.mjs'

const slower = Number(process.argv[2] ?? 4)
const SECONDS = 3

/** Presses a column's head; returns once the rows stand in their new order, with the time by the clock. */
const sorting = (page, column) =>
  page.evaluate(async (wanted) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    await frame()
    const start = performance.now()
    document.querySelector(`.table-body th[data-column="${wanted}"] button`).click()
    await frame()
    // What was asked for in a frame is drawn when the next task runs.
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', done)
      port1.start()
      port2.postMessage(0)
    })
    return performance.now() - start
  }, column)

/** Scrolls steadily down and up again, as a hand does with a wheel; returns the times between frames. */
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
    return times.slice(1).map((one, at) => one - times[at])
  }, seconds)

const browser = await launch()
try {
  const { page, context } = await open(browser, '?lang=fr&technology=4g&table=commune')
  await page.locator('.table-body table[aria-busy="false"] tbody tr[data-at]').first().waitFor()
  await page.waitForTimeout(2000)
  const rows = (await page.locator('.table-body table').getAttribute('aria-rowcount')) - 1
  const columns = await page
    .locator('.table-body th[data-column]')
    .evaluateAll((all) => all.map((one) => one.dataset.column))
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (name) => metrics.find((one) => one.name === name)?.value ?? 0
    return 1000 * (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration'))
  }
  const during = async (act) => {
    const before = await spent()
    const result = await act()
    return { result, ms: (await spent()) - before }
  }
  console.log(`${rows} rows, ${columns.length} columns, processor ${slower} times slower`)
  for (const column of columns) {
    const times = []
    for (let round = 0; round < 3; round++) times.push((await during(() => sorting(page, column))).ms * slower)
    console.log(`sort by ${column}: ${times.map((one) => one.toFixed(0)).join(' ')} ms of processor`)
  }
  const { result, ms } = await during(() => scrolling(page, SECONDS))
  const each = (ms * slower) / result.length
  console.log(`scroll: ${each.toFixed(1)} ms of processor a frame, enough for ${(1000 / each).toFixed(0)} a second`)

  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const byClock = []
  for (const column of columns) byClock.push(`${column} ${(await sorting(page, column)).toFixed(0)}`)
  console.log(`by the clock, a sort by: ${byClock.join(', ')} ms`)
  const gaps = await scrolling(page, SECONDS)
  const sum = gaps.reduce((before, one) => before + one, 0)
  console.log(
    `by the clock, ${((1000 * gaps.length) / sum).toFixed(0)} frames a second, the longest ${Math.max(...gaps).toFixed(0)} ms`,
  )
} finally {
  await browser.close()
}
