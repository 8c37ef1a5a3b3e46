// The list of filings and a page for each, for everyone: TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/filings.test.mjs
// The server must hold the demonstration: several operators have filed 4G for several dates, and Azilal (05.081) is a province.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open, PATIENCE, PHONE, URL_UNDER_TEST, visit } from './browser.mjs'

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

const PROVINCE = '05.081'
const rows = (page) => page.locator('.filings-all tbody tr')
const parameters = (page) => new URL(page.url()).searchParams
/** As the page names it: in the best language of the country where there is no name in the reader's. */
const named = ({ names }, lang) => names[lang] ?? names.fr
const plain = (text) => text.replace(/[\u2066-\u2069]/g, '')

async function openList(query, options) {
  const opened = await visit(browser, `filings.html${query}`, options)
  await opened.page.locator('#filings-count').waitFor({ timeout: PATIENCE })
  return opened
}
/** An operator's newest filing of mobile coverage that took the place of one of an earlier date. */
async function newest() {
  const { items } = await api('filings?kind=mobile-coverage&limit=1000')
  for (const item of items.filter((one) => one.state === 'current')) {
    const whole = await api(`filings/${item.id}`)
    if (whole.replaces.some((one) => one.as_of < whole.as_of)) return whole
  }
  assert.fail('no filing replaced one of an earlier date')
}

const WORDS = {
  fr: { title: 'Déclarations', effect: 'Ce qu’elle a changé', rules: 'Constats par règle' },
  ar: { title: 'التصاريح', effect: 'ما الذي غيّره', rules: 'الملاحظات حسب القاعدة' },
  en: { title: 'Filings', effect: 'What it changed', rules: 'Findings by rule' },
}

for (const lang of ['fr', 'ar', 'en']) {
  test(`tells in four clicks what an operator's last filing changed in Azilal, in ${lang}`, async () => {
    const { page, wrong, context } = await open(browser, `?lang=${lang}&technology=4g`)
    const filing = await newest()
    await page.locator('.topbar > .bar-pages [data-page="filings"]').click() // one
    await page.locator('#filings-count').waitFor({ timeout: PATIENCE })
    assert.equal(await page.locator('h1').textContent(), WORDS[lang].title)
    await page.locator('#filings-by-operator').selectOption(filing.operator) // two
    const own = rows(page).filter({ has: page.locator(`a[href*="id=${filing.id}"]`) })
    await own.locator(`th a`).first().click() // three
    await page.locator('#effect-within').waitFor()
    await page.locator('#effect-within optgroup').first().waitFor({ state: 'attached' })
    await page.locator('#effect-within').selectOption(PROVINCE) // four
    const territory = await api(`territories/${PROVINCE}`)
    await page.locator('.effect-place', { hasText: named(territory, lang) }).waitFor()
    const layer = filing.layers[0]
    const changes = await api(
      `changes?filing=${filing.id}&technology=${layer.technology}&tier=${layer.mindown}-${layer.minup}` +
        `&environment=${layer.environment}&within=${PROVINCE}&level=commune&limit=5000`,
    )
    const total = changes.totals.find((one) => one.denominator === changes.denominator)
    const shown = await page.locator('.change[data-change]').getAttribute('data-change')
    assert.equal(Number(shown), total.change)
    assert.equal(await page.locator('#filing-effect').textContent(), WORDS[lang].effect)
    assert.equal(await page.locator('#filing-findings').textContent(), WORDS[lang].rules)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}

test('lists all filings, newest first, with what each replaced, as the server says', async () => {
  const { page, wrong, context } = await openList('?lang=en')
  const { items, total } = await api('filings?limit=1000')
  assert.match(await page.locator('#filings-count').textContent(), new RegExp(`^${total} filings?`))
  const ids = await rows(page).evaluateAll((all) => all.map((one) => one.dataset.id))
  assert.deepEqual(
    ids,
    items.slice(0, 50).map((one) => one.id),
  )
  for (const id of ids.slice(0, 8)) {
    const { replaces } = await api(`filings/${id}`)
    const links = await page
      .locator(`tr[data-id="${id}"] td:nth-of-type(4) a`)
      .evaluateAll((all) => all.map((one) => new URL(one.href).searchParams.get('id')))
    assert.deepEqual(links.sort(), replaces.map((one) => one.id).sort(), id)
  }
  assert.deepEqual(wrong, [])
  await context.close()
})

test('keeps what is chosen, the order and the page in the link', async () => {
  const { page, context } = await openList('?lang=en')
  const { items } = await api('filings?limit=1000')
  const one = items.find((each) => each.layers.length > 0)
  const { technology } = one.layers[0]
  await page.locator('#filings-by-operator').selectOption(one.operator)
  await page.locator('#filings-by-technology').selectOption(technology)
  await page.locator('[data-sort="as_of"]').click()
  const left = items.filter(
    (each) => each.operator === one.operator && each.layers.some((layer) => layer.technology === technology),
  )
  await page.waitForFunction(
    (n) => document.querySelector('#filings-count').textContent.startsWith(String(n)),
    left.length,
  )
  assert.deepEqual(
    ['operator', 'technology', 'sort'].map((name) => parameters(page).get(name)),
    [one.operator, technology, '-as_of'],
  )
  assert.equal(await page.locator('th[aria-sort="descending"] button').getAttribute('data-sort'), 'as_of')
  const shown = await rows(page).evaluateAll((all) => all.map((each) => each.dataset.id))
  const again = await openList(page.url().slice(page.url().indexOf('?')))
  assert.deepEqual(await rows(again.page).evaluateAll((all) => all.map((each) => each.dataset.id)), shown)
  await page.locator('#filings-clear').click()
  assert.equal(parameters(page).get('operator'), null)
  await again.context.close()
  await context.close()
})

test('grows as it is scrolled, by the server’s pages, and is whole where it is chosen from', async () => {
  // More than a page of the server's holds, made of those that there are.
  const { items, ...head } = await api('filings?limit=1000')
  const MANY = 2300
  const all = Array.from({ length: MANY }, (_, at) => ({
    ...items[at % items.length],
    id: `f-${at}`,
    recorded: new Date(Date.UTC(2026, 0, 1) - at * 60_000).toISOString(),
    state: at === MANY - 1 ? 'withdrawn' : 'history',
  }))
  const { page, wrong, context } = await visit(browser, 'about.html?lang=en')
  const asked = []
  await page.route(/\/api\/v1\/filings\?/, (route) => {
    const query = new URL(route.request().url()).searchParams
    const from = Number(query.get('cursor') ?? 0)
    asked.push(from)
    const to = from + Number(query.get('limit'))
    const part = { ...head, items: all.slice(from, to), total: MANY, next: to < MANY ? String(to) : null }
    return route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(part) })
  })
  const shown = () => rows(page).count()
  const more = (n) =>
    page.waitForFunction((than) => document.querySelectorAll('.filings-all tbody tr').length > than, n)
  await page.goto(new URL('filings.html?lang=en', URL_UNDER_TEST).href)
  await page.locator('#filings-count').waitFor({ timeout: PATIENCE })
  assert.match(plain(await page.locator('#filings-count').textContent()), /^2,?300 filings/)
  assert.equal(await shown(), 50)
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  await more(50)
  assert.deepEqual(asked, [0], 'what is there is not asked for again')
  assert.ok(Number(parameters(page).get('page')) > 1)
  // A link to a number of them; and on, by the button, beyond the first page of the server's.
  asked.length = 0
  await page.goto(new URL('filings.html?lang=en&page=20', URL_UNDER_TEST).href)
  await more(999)
  assert.deepEqual(asked, [0])
  await page.locator('#filings-more').press('Enter')
  await more(1000)
  assert.deepEqual(asked, [0, 1000])
  // Chosen from, it has to be whole: the last of all is found.
  await page.locator('#filings-by-state').selectOption('withdrawn')
  await page.waitForFunction(() => document.querySelectorAll('.filings-all tbody tr').length === 1)
  assert.deepEqual(asked, [0, 1000, 2000])
  assert.match(await page.locator('#filings-count').textContent(), /^1 filing/)
  assert.deepEqual(wrong, [])
  await context.close()
})

test('leads from its effect to the communes that changed, and to the cells it covers', async () => {
  const filing = await newest()
  const { page, wrong, context } = await visit(browser, `filings.html?lang=fr&id=${filing.id}`)
  await page.locator('.change-sentence [data-list="up"]').click()
  await page.locator('.changed-list tbody tr, .changed-list .hint').first().waitFor({ timeout: PATIENCE })
  const { layers, replaces } = filing
  const { technology, mindown, minup, environment } = layers[0]
  const changes = await api(
    `changes?filing=${filing.id}&technology=${technology}&tier=${mindown}-${minup}&environment=${environment}&limit=5000`,
  )
  assert.equal(Number(await page.locator('.changed-list').getAttribute('data-count')), changes.territories.up)
  assert.equal(parameters(page).get('changed'), 'up')
  const reach = new URL(await page.locator('#effect-reach').getAttribute('href'), page.url())
  const map = new URL(await page.locator('#effect-map').getAttribute('href'), page.url())
  assert.equal(reach.searchParams.get('unit'), 'cells')
  assert.ok(replaces.some((one) => map.searchParams.get('against') === `filing:${one.id}`))
  const shown = await open(browser, reach.search)
  await shown.page.waitForFunction(() => document.querySelector('#map')?.dataset.footprint === 'shown')
  assert.equal(await shown.page.locator('#map').getAttribute('data-unit'), 'cells')
  assert.equal(await shown.page.locator('[data-fault]').count(), 0)
  assert.deepEqual([...wrong, ...shown.wrong], [])
  await shown.context.close()
  await context.close()
})

test('is reached from behind a number and from a point, at the very place and layer', async () => {
  const { page, wrong, context } = await open(browser, `?lang=en&technology=4g&territory=${PROVINCE}`)
  await page.locator('.basis summary').click()
  const link = page.locator('.basis-filings a').first()
  await link.waitFor()
  await link.click()
  await page.locator('.effect-place').waitFor({ timeout: PATIENCE })
  const territory = await api(`territories/${PROVINCE}`)
  assert.equal(await page.locator('.effect-place').textContent(), named(territory, 'en'))
  assert.match(await page.locator('#effect-layer').inputValue(), /^4g_/)
  await page.goBack()
  await page.locator('.basis').waitFor({ timeout: PATIENCE })
  const point = await open(browser, `?lang=en&technology=4g&point=-7.58984,33.57311&territory=06`)
  await point.page.locator('.point .link', { hasText: /See what is claimed/ }).click()
  await point.page.locator('.claims a').first().click()
  await point.page.locator('[data-filing]').waitFor({ timeout: PATIENCE })
  assert.deepEqual([...wrong, ...point.wrong], [])
  await point.context.close()
  await context.close()
})

test('goes from a filing to what it replaced and back, and to the map', async () => {
  const filing = await newest()
  const { page, wrong, context } = await visit(browser, `filings.html?lang=en&id=${filing.id}`)
  await page.locator(`[data-filing="${filing.id}"]`).waitFor({ timeout: PATIENCE })
  const { replaces } = filing
  await page.locator('.filing-refs a').first().click()
  await page.locator(`[data-filing="${replaces[0].id}"]`).waitFor()
  await page.goBack()
  await page.locator(`[data-filing="${filing.id}"]`).waitFor()
  const map = new URL(await page.locator('#effect-map').getAttribute('href'), page.url())
  assert.equal(map.searchParams.get('scope'), `op:${filing.operator}`)
  assert.equal(map.searchParams.get('known_at'), filing.recorded)
  const shown = await open(browser, map.search)
  await shown.page.locator('.change').waitFor({ timeout: PATIENCE })
  const change = await page.locator('.change').getAttribute('data-change')
  assert.equal(await shown.page.locator('.change').getAttribute('data-change'), change, 'the map tells the same change')
  assert.equal(await shown.page.locator('[data-fault]').count(), 0)
  assert.deepEqual([...wrong, ...shown.wrong], [])
  await shown.context.close()
  await context.close()
})

test('says what cannot be shown: no such filing, a link with nonsense', async () => {
  const unknown = await visit(browser, 'filings.html?lang=en&id=f-nothing')
  await unknown.page.locator('h1', { hasText: 'There is no such filing' }).waitFor({ timeout: PATIENCE })
  await unknown.page.locator('.crumbs a').click()
  await unknown.page.locator('#filings-count').waitFor()
  await unknown.context.close()
  const { page, context } = await openList('?lang=fr&operator=personne&page=-3')
  assert.deepEqual(
    (await page.locator('[data-fault]').evaluateAll((all) => all.map((one) => one.dataset.fault))).sort(),
    ['operator', 'page'],
  )
  await context.close()
})

for (const lang of ['fr', 'ar', 'en']) {
  test(`fits a phone, in ${lang}`, async () => {
    const { page, wrong, context } = await openList(`?lang=${lang}`, { viewport: PHONE, phone: true })
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
    await rows(page).first().locator('th a').click()
    await page.locator('[data-filing]').waitFor()
    await page.locator('.filing-effect .change, .filing-effect .hint').first().waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
    assert.equal(await page.locator('html').getAttribute('dir'), lang === 'ar' ? 'rtl' : 'ltr')
    assert.ok(plain(await page.locator('h1').textContent()).length > 5)
    assert.deepEqual(wrong, [])
    await context.close()
  })
}
