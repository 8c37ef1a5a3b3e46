// The table as a workbench, in a real browser: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/table.test.mjs
// The server must hold the demonstration: Drâa-Tafilalet (08) is a region of it, and several operators have filed 4G.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { launch, open, PATIENCE, PHONE, URL_UNDER_TEST } from './browser.mjs'

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
const parameters = (page) => new URL(page.url()).searchParams
const rows = (page) => page.locator('.table-body tbody tr[data-at]')
/** All that its columns need is there. */
const ready = async (page) => {
  await rows(page).first().waitFor()
  await page.waitForFunction(
    () => document.querySelector('.table-body table')?.getAttribute('aria-busy') === 'false',
    null,
    { timeout: PATIENCE },
  )
}
const column = (page, name) =>
  page.evaluate((wanted) => {
    const at = [...document.querySelectorAll('.table-body thead tr > *')].findIndex(
      (one) => one.dataset.column === wanted,
    )
    return [...document.querySelectorAll('.table-body tbody tr[data-at]')].map((row) =>
      row.children[at].textContent.trim(),
    )
  }, name)

/** The communes of a region by the people who are not covered, and who reaches most of them. */
async function missing(lang) {
  const { operators } = await api('country')
  const own = operators.filter((one) => one.filed && one.technologies.includes('4g'))
  const ask = `coverage?technology=4g&level=commune&within=${REGION}&limit=5000`
  const [all, ...lists] = await Promise.all([
    api(ask),
    ...own.map(async ({ id }) => new Map((await api(`${ask}&scope=op:${id}`)).items.map((one) => [one.code, one]))),
  ])
  return all.items
    .map((one) => {
      const shares = own.map((operator, at) => ({ operator, share: lists[at].get(one.code).share ?? -1 }))
      const best = Math.max(...shares.map(({ share }) => share))
      const names =
        best > 0 ? shares.filter(({ share }) => share === best).map(({ operator }) => named(operator, lang)) : []
      return { code: one.code, name: named(one, lang), gap: one.total - one.covered, names }
    })
    .sort((a, b) => b.gap - a.gap)
}

/** As the page names it: in the best language of the country where there is no name in the reader's. */
const named = ({ names }, lang) => names[lang] ?? names.fr
const plain = (text) => text.replace(/[\u2066-\u2069]/g, '')
const CLOSEST = { fr: 'Opérateur le plus proche', ar: 'المتعهد الأقرب', en: 'Closest operator' }

for (const lang of ['fr', 'ar', 'en']) {
  test(`tells in two clicks where 4G is missing in Drâa-Tafilalet, and who is closest, in ${lang}`, async () => {
    const { page, wrong, context } = await open(browser, `?lang=${lang}&technology=4g`)
    await page.locator('#search').fill('tafilalet')
    await page.locator('#search-list [role="option"]').first().click()
    await page.waitForFunction((code) => new URL(location.href).searchParams.get('territory') === code, REGION)
    await page.locator('#table-toggle').click()
    await ready(page)
    const expected = await missing(lang)
    assert.equal(await page.locator('[data-column="closest"]').textContent(), CLOSEST[lang])
    assert.deepEqual(
      (await column(page, 'name')).slice(0, 10),
      expected.slice(0, 10).map((one) => one.name),
    )
    const closest = await column(page, 'closest')
    for (const [at, { names }] of expected.slice(0, 10).entries())
      for (const name of names) assert.ok(plain(closest[at]).includes(name), `${closest[at]} names ${name}`)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('has all of its state in the link, and opens from it as it was', async () => {
  const link = `?lang=en&technology=4g&territory=${REGION}&table=commune&below=95&name=a&sort=name&cols=share,total,closest`
  const { page, wrong, context } = await open(browser, link)
  await ready(page)
  const names = await column(page, 'name')
  assert.deepEqual(names, [...names].sort(new Intl.Collator('en').compare))
  assert.deepEqual(
    await page.locator('.table-body th[data-column]').evaluateAll((all) => all.map((one) => one.dataset.column)),
    ['name', 'share', 'total', 'closest'],
  )
  const { items } = await api(`coverage?technology=4g&level=commune&within=${REGION}&limit=5000`)
  const fold = (text) =>
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
  const left = items.filter(
    (one) =>
      one.share * 100 < 95 &&
      (one.code.startsWith('a') || Object.values(one.names).some((name) => fold(name).includes('a'))),
  )
  assert.match(
    await page.locator('#table-count').textContent(),
    new RegExp(`^${left.length} rows? of ${items.length}\\b`),
  )
  await rows(page).nth(1).locator('input').click()
  await rows(page)
    .nth(3)
    .locator('input')
    .click({ modifiers: ['Shift'] })
  assert.equal(parameters(page).get('rows').split(',').length, 3)
  assert.equal(await page.locator('#map').getAttribute('data-marked'), '3')
  const again = await open(browser, page.url().slice(page.url().indexOf('?')))
  await ready(again.page)
  assert.deepEqual(await column(again.page, 'name'), names)
  assert.equal(await again.page.locator('.table-body tr.picked').count(), 3)
  assert.equal(await again.page.locator('#map').getAttribute('data-marked'), '3')
  await page.locator('#table-clear').click()
  assert.deepEqual([parameters(page).get('below'), parameters(page).get('name')], [null, null])
  assert.match(await page.locator('#table-count').textContent(), new RegExp(`^${items.length} rows of ${items.length}`))
  assert.deepEqual([...wrong, ...again.wrong], [])
  await again.context.close()
  await context.close()
})

test('says what of a link it does not know, and shows the rest', async () => {
  const { page, context } = await open(
    browser,
    `?lang=en&table=canton&cols=share,mood&below=400&rows=99.999.99&territory=${REGION}`,
  )
  await ready(page)
  await page.locator('[data-fault="rows"]').waitFor()
  assert.deepEqual(
    (await page.locator('[data-fault]').evaluateAll((all) => all.map((one) => one.dataset.fault))).sort(),
    ['below', 'cols', 'rows', 'table'],
  )
  await page.locator('.fault-band button').click()
  assert.equal(await page.locator('[data-fault]').count(), 0)
  assert.deepEqual(
    ['table', 'cols', 'below', 'rows'].map((one) => parameters(page).get(one)),
    ['1', 'share', null, null],
  )
  await context.close()
})

test('is worked with by the keyboard alone', async () => {
  const { page, wrong, context } = await open(browser, `?lang=en&technology=4g&territory=${REGION}`)
  await page.locator('#table-toggle').focus()
  await page.keyboard.press('Enter')
  await ready(page)
  await page.locator('th[data-column="share"] button').focus()
  await page.keyboard.press('Enter')
  assert.equal(await page.locator('th[data-column="share"]').getAttribute('aria-sort'), 'descending')
  assert.match(await page.locator('#table-count').textContent(), /Sorted by Share, descending/)
  await page.keyboard.press('Space')
  assert.equal(await page.locator('th[data-column="share"]').getAttribute('aria-sort'), 'ascending')
  await rows(page).first().locator('input').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  assert.equal(await page.locator('.table-body tr.picked').count(), 3)
  // The chooser of columns opens, takes a column away, and closes by Escape without closing the table.
  await page.locator('.chooser summary').focus()
  await page.keyboard.press('Enter')
  await page.locator('.chooser input[value="gap"]').focus()
  await page.keyboard.press('Space')
  assert.equal(await page.locator('th[data-column="gap"]').count(), 0)
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.chooser[open]').count(), 0)
  assert.equal(await page.locator('.data-table.open').count(), 1)
  await page.locator('#table-picked-show').focus()
  await page.keyboard.press('Enter')
  assert.equal(await page.locator('#map').getAttribute('data-marked'), '3')
  assert.deepEqual(wrong, [])
  await context.close()
})

test('lists the whole country or a province, whatever the map shows, and tells how many rows', async () => {
  const { page, context } = await open(browser, `?lang=fr&technology=4g&territory=${REGION}&table=commune`)
  await ready(page)
  const [whole, province] = await Promise.all([
    api('coverage?technology=4g&level=commune&limit=5000'),
    api('coverage?technology=4g&level=province&limit=500'),
  ])
  await page.locator('#table-where').selectOption('MA')
  await page.waitForFunction(
    (n) => document.querySelector('.table-body table')?.getAttribute('aria-rowcount') === n,
    String(whole.items.length + 1),
  )
  const other = province.items.find((one) => !one.code.startsWith(REGION))
  await page.locator('#table-where').selectOption(other.code)
  const inside = whole.items.filter((one) => one.parent === other.code)
  await page.waitForFunction(
    (n) => document.querySelector('.table-body table')?.getAttribute('aria-rowcount') === n,
    String(inside.length + 1),
  )
  assert.equal(parameters(page).get('territory'), REGION, 'the map stays where it was')
  await context.close()
})

test('shows changes with a comparison, and tests and verdicts where they are measured', async () => {
  const { dates } = await api('country')
  const against = dates.at(-3)
  const { page, wrong, context } = await open(
    browser,
    `?lang=en&technology=4g&table=province&within=MA&against=${against}&measured=1`,
  )
  await ready(page)
  const changes = await api(`changes?technology=4g&level=province&from_as_of=${against}&limit=500`)
  const names = await column(page, 'name')
  const told = await column(page, 'change')
  const byName = new Map(changes.items.map((one) => [named(one, 'en'), one]))
  for (const [at, name] of names.slice(0, 10).entries()) {
    const { change } = byName.get(name)
    if (change === null) continue
    const points = Math.abs(Math.round(change * 1000) / 10).toFixed(1)
    assert.ok(plain(told[at]).includes(points), `${name}: ${told[at]} is ${points}`)
  }
  await page.locator('#table-verdict').selectOption('contradicted')
  await page.waitForFunction(() => new URL(location.href).searchParams.get('verdict') === 'contradicted')
  for (const text of await column(page, 'verdict')) assert.match(text, /^contradicted/)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('gives what is shown as a file', async () => {
  const { page, context } = await open(browser, `?lang=en&technology=4g&territory=${REGION}&table=commune&below=80`)
  await ready(page)
  const shown = Number(await page.locator('.table-body table').getAttribute('aria-rowcount')) - 1
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#table-csv').click()])
  const text = await readFile(await download.path(), 'utf8')
  const lines = text.replace('\ufeff', '').trimEnd().split('\r\n')
  assert.equal(lines.length, shown + 1)
  assert.match(
    lines[0],
    /^code,level,name,parent,parent_name,share,state,not_covered,closest,closest_share,closest_not_covered,share_op:/,
  )
  assert.match(lines[1], /,true,/, 'made-up data are said to be')
  await context.close()
})

test('on a phone is the whole screen, and nothing is beyond its edge but in the table', async () => {
  const { page, wrong, context } = await open(browser, `?lang=ar&technology=4g&territory=${REGION}&table=commune`, {
    viewport: PHONE,
    phone: true,
  })
  await ready(page)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
  const body = await page.locator('.table-body').boundingBox()
  assert.ok(body.height > 300, `rows have ${body.height} pixels`)
  assert.deepEqual(wrong, [])
  await context.close()
})
