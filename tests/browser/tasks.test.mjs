// What planners come for, each in no more than four clicks, in three languages:
// TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/tasks.test.mjs
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, open, PATIENCE, URL_UNDER_TEST } from './browser.mjs'
import { openDoor } from './door.mjs'

const MOST = 4
const LANGUAGES = ['fr', 'ar', 'en']

let browser
let door
before(async () => {
  browser = await launch()
  door = await openDoor()
})
after(async () => {
  await browser.close()
  await door.close()
})

const api = async (path) => {
  const answer = await fetch(new URL(`api/v1/${path}`, URL_UNDER_TEST))
  assert.equal(answer.status, 200, path)
  return answer.json()
}

/** The page at a link, and a hand that counts what it presses; typing a text and pressing Enter is one. */
async function reader(path, options) {
  const { page, wrong, context } = await open(browser, path, options)
  let clicks = 0
  return {
    page,
    click: async (selector) => {
      clicks += 1
      await page.locator(selector).first().click()
    },
    choose: async (selector, value) => {
      clicks += 1
      await page.locator(selector).selectOption(value)
    },
    find: async (text) => {
      clicks += 1
      const field = page.locator('.search input')
      await field.fill(text)
      await page.locator('.search li[role="option"]').first().waitFor({ timeout: PATIENCE })
      await field.press('Enter')
    },
    /** Until something is so in the page. */
    until: (what, given) => page.waitForFunction(what, given, { timeout: PATIENCE }),
    done: async () => {
      assert.ok(clicks <= MOST, `${clicks} clicks`)
      assert.deepEqual(wrong, [])
      await context.close()
    },
  }
}

const territory = (page) => new URL(page.url()).searchParams.get('territory')
const chosen = () => new URL(location.href).searchParams.get('territory') !== null

for (const lang of LANGUAGES)
  describe(`in ${lang}`, () => {
    test('the footprint near Ouarzazate', async () => {
      const { page, find, until, done } = await reader(`?lang=${lang}`)
      await find('Ouarzazate')
      await until(chosen)
      await until(() => document.querySelector('#map')?.dataset.footprint === 'shown')
      assert.match(territory(page), /^08/)
      await done()
    })

    test('where 4G is missing in Drâa-Tafilalet, and who is closest', async () => {
      const { page, find, click, until, done } = await reader(`?lang=${lang}`)
      await find('Draa Tafilalet')
      await until(() => new URL(location.href).searchParams.get('territory') === '08')
      await click('#gaps-closest')
      await page.locator('.gaps .closest:not(.skeleton)').first().waitFor({ timeout: PATIENCE })
      const codes = await page.locator('.gaps li').evaluateAll((all) => all.map((one) => one.dataset.code))
      const told = await page.locator('.gaps .closest').allTextContents()
      const all = await api('coverage?technology=4g&level=commune&within=08&limit=5000')
      const missing = all.items
        .map((one) => ({ code: one.code, gap: one.total - one.covered }))
        .sort((one, other) => other.gap - one.gap)
      assert.deepEqual(
        codes,
        missing.slice(0, 5).map((one) => one.code),
      )
      // The operator named is the one with the greatest share of its own there.
      for (const [at, code] of codes.entries()) {
        const { items } = await api(`coverage/operators?technology=4g&territory=${code}&lang=${lang}`)
        const own = items.filter((one) => one.scope.startsWith('op:') && one.share !== null)
        const best = own.reduce((first, one) => (one.share > first.share ? one : first))
        if (best.share > 0) assert.ok(told[at].includes(best.names[lang] ?? best.names.fr), `${told[at]} ${best.scope}`)
      }
      assert.equal(new URL(page.url()).searchParams.get('closest'), '1')
      await done()
    })

    test('what an operator’s last filing changed in Azilal', async () => {
      const { page, click, choose, done } = await reader(`?lang=${lang}`)
      await click('.topbar > .bar-pages [data-page="filings"]')
      await page.locator('#filings-count').waitFor({ timeout: PATIENCE })
      await choose('#filings-by-operator', 'zellige')
      const { items } = await api('filings?operator=zellige&limit=1000')
      const last = items.find((one) => one.state === 'current' && one.kind === 'mobile-coverage')
      await click(`tr[data-id="${last.id}"] th a`)
      await page.locator('#effect-within option[value="05.081"]').waitFor({ state: 'attached', timeout: PATIENCE })
      await choose('#effect-within', '05.081')
      await page.waitForFunction(() => new URL(location.href).searchParams.get('within') === '05.081')
      const { names } = await api('territories/05.081')
      await page.locator('.effect-place', { hasText: names[lang] ?? names.fr }).waitFor({ timeout: PATIENCE })
      await page.locator('.change .change-sentence, .change .hint').first().waitFor({ timeout: PATIENCE })
      await done()
    })

    test('5G in 2026, by at least one operator and by each', async () => {
      const { page, click, until, done } = await reader(`?lang=${lang}`)
      await click('#filter-technology-5g')
      await until(() => document.querySelector('#map')?.dataset.technology === '5g')
      const { items } = await api(`coverage/operators?technology=5g&territory=MA&lang=${lang}`)
      await until(
        (n) => document.querySelectorAll('.slot-operators .operators:not(.together) li').length === n,
        items.filter((one) => one.scope.startsWith('op:')).length,
      )
      const any = items.find((one) => one.scope === 'any')
      await until((share) => Number(document.querySelector('.slot-figures .share')?.dataset.share) === share, any.share)
      const numbers = await page.locator('.slot-operators .number').allTextContents()
      assert.equal(numbers.length, items.length)
      assert.match(await page.locator('#filter-date-text').textContent(), /2026/)
      await done()
    })

    test('schools that are not covered', async () => {
      const { page, click, until, done } = await reader(`?lang=${lang}`)
      await click('[id="filter-denominator-places:schools"]')
      await until(() => Number(document.querySelector('#map')?.dataset.listedUncovered) > 0)
      await click('.listed summary')
      const { total } = await api('places/schools?technology=4g&covered=false&limit=1')
      assert.equal(Number(await page.locator('#map').getAttribute('data-listed-uncovered')), total)
      await page.locator('.listed-places button').first().waitFor({ timeout: PATIENCE })
      const { searchParams } = new URL(page.url())
      assert.deepEqual([searchParams.get('denominator'), searchParams.get('places')], ['places:schools', 'schools'])
      await done()
    })

    test('June 2025 against June 2026, the difference and both beside each other', async () => {
      const { page, choose, click, until, done } = await reader(`?lang=${lang}`)
      assert.equal((await api('country')).dates.at(-1), '2026-06-30')
      await choose('#filter-against', '2025-06-30')
      await until(() => document.querySelector('#map')?.dataset.against === '2025-06-30')
      await page.locator('.slot-change .panel-section').first().waitFor({ timeout: PATIENCE })
      assert.equal(new URL(page.url()).searchParams.get('against'), '2025-06-30')
      await click('.change-sentence [data-list="up"]')
      await page.locator('.changed-list[data-list="up"] tbody tr').first().waitFor({ timeout: PATIENCE })
      await click('#compare-how-swipe')
      await until(() => document.querySelector('#map')?.dataset.before === '2025-06-30')
      await done()
    })

    test('the largest gaps, ranked, each a way there', async () => {
      const { page, click, done } = await reader(`?lang=${lang}`)
      const texts = await page.locator('.gaps .number').allTextContents()
      const people = texts.map((one) => Number(one.replace(/\D/g, '')))
      assert.equal(people.length, 5)
      assert.deepEqual(
        people,
        [...people].sort((one, other) => other - one),
      )
      const name = await page.locator('.gaps .unit bdi').first().textContent()
      await click('.gaps .unit')
      await page.locator('.panel h1', { hasText: name }).waitFor({ timeout: PATIENCE })
      assert.match(territory(page), /^\d\d(\.\d+)+/)
      await done()
    })

    test('a link restores everything', async () => {
      const query = `?technology=5g&scope=min2&denominator=area&as_of=2025-12-31&territory=05&unit=province&classes=50,90&only=0-50,90-100&lang=${lang}`
      const view = '#map=7.00/32.0000/-6.5000'
      const { page, done } = await reader(`${query}${view}`)
      assert.equal(await page.locator('[data-band="fault"]').count(), 0)
      assert.deepEqual(
        await page.evaluate(() => [
          document.querySelector('input[name="technology"]:checked')?.value,
          document.querySelector('#filter-scope')?.value,
          document.querySelector('input[name="denominator"]:checked')?.value,
          document.querySelector('#filter-unit')?.value,
          document.querySelector('#map')?.dataset.unit,
          [...document.querySelectorAll('.legend-scale [aria-pressed="true"]')].map((one) => one.dataset.class),
          document.querySelectorAll('.legend-scale .step').length,
          document.documentElement.lang,
        ]),
        ['5g', 'min2', 'area', 'province', 'inner', ['0-50', '90-100'], 4, lang],
      )
      const now = new URL(page.url())
      const sorted = (text) => [...new URLSearchParams(text)].map(String).sort()
      assert.deepEqual(sorted(now.search), sorted(query))
      assert.equal(now.hash, view)
      await done()
    })

    test('what a number means, and what it rests on', async () => {
      const { page, click, done } = await reader(`?lang=${lang}&territory=05`)
      assert.notEqual(await page.locator('.legend-sentence').textContent(), '')
      await click('.slot-basis summary')
      await page.locator('.slot-basis :is(li, td, dd)').first().waitFor({ timeout: PATIENCE })
      await done()
    })

    for (const [typed, code] of [
      ['Zagoura', /^08/],
      ['warzazat', /^08/],
      ['05', /^05$/],
      ['31.63, -8.0', /^07/],
    ])
      test(`a search for ${typed}`, async () => {
        const { page, find, until, done } = await reader(`?lang=${lang}`)
        await find(typed)
        await until(chosen)
        assert.match(territory(page), code)
        await done()
      })

    test('an old link says what is wrong with it, and offers the way back', async () => {
      const { page, click, done } = await reader(`?technology=9g&as_of=2031-01-01&classes=90,50&lang=${lang}`)
      const faults = await page.locator('[data-fault]').evaluateAll((all) => all.map((one) => one.dataset.fault))
      assert.deepEqual(faults, ['technology', 'as_of', 'classes'])
      await click('[data-band="fault"] button')
      await page.locator('[data-band="fault"]').waitFor({ state: 'detached', timeout: PATIENCE })
      assert.equal(new URL(page.url()).search, `?lang=${lang}`)
      await done()
    })

    test('offline, what was last seen, saying so', async () => {
      const options = { worker: true, home: door.home }
      const { page, wrong, context } = await open(browser, `?lang=${lang}`, options)
      const share = await page.locator('.slot-figures .share').getAttribute('data-share')
      await page.evaluate(() => navigator.serviceWorker.ready)
      await page.waitForFunction(
        async () => {
          const names = await caches.keys()
          const keys = await Promise.all(names.map(async (one) => (await caches.open(one)).keys()))
          const urls = keys.flat().map((one) => one.url)
          return ['communes/topology', 'level=commune', 'maplibre', 'history'].every((part) =>
            urls.some((one) => one.includes(part)),
          )
        },
        null,
        { timeout: PATIENCE, polling: 500 },
      )
      door.shut()
      try {
        await page.reload()
        await page.locator('[data-band="offline"]').waitFor({ timeout: PATIENCE })
        await page.locator('.slot-figures .share[data-share]').waitFor({ timeout: PATIENCE })
        assert.equal(await page.locator('.slot-figures .share').getAttribute('data-share'), share)
      } finally {
        door.open()
      }
      assert.deepEqual(
        wrong.filter((one) => !/Failed to load resource|ERR_/.test(one)),
        [],
      )
      await context.close()
    })

    test('own classes, kept in the link, and one of them alone', async () => {
      const { page, click, until, done } = await reader(`?lang=${lang}`)
      const classes = (many) => document.querySelectorAll('.legend-scale .step').length === many
      await click('.own-classes summary')
      await page.locator('#own-limits').fill('50 80 99')
      await page.locator('#own-limits').press('Enter')
      await until(classes, 5)
      await click('.legend-scale [data-class="0-50"]')
      await until(() => document.querySelector('[data-class="0-50"]')?.getAttribute('aria-pressed') === 'true')
      const { searchParams } = new URL(page.url())
      assert.deepEqual([searchParams.get('classes'), searchParams.get('only')], ['50,80,99', '0-50'])
      await click('.own-classes .link[type="button"]')
      await until(classes, 7)
      await done()
    })
  })
