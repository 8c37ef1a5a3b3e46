// What planners come for, each in no more than four clicks, in three languages:
// TAGHTIA_URL=http://127.0.0.1:8080/ node --test tests/browser/tasks.test.mjs
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, open, PATIENCE } from './browser.mjs'

const MOST = 4
const LANGUAGES = ['fr', 'ar', 'en']

let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser.close()
})

/** The page at a link, and a hand that counts what it presses; typing a text and pressing Enter is one. */
async function reader(path) {
  const { page, wrong, context } = await open(browser, path)
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

    test('June 2025 against June 2026', async () => {
      const { page, choose, until, done } = await reader(`?lang=${lang}&as_of=2026-06-30`)
      await choose('#filter-against', '2025-06-30')
      await until(() => document.querySelector('#map')?.dataset.against === '2025-06-30')
      await page.locator('.slot-change .panel-section').first().waitFor({ timeout: PATIENCE })
      assert.equal(new URL(page.url()).searchParams.get('against'), '2025-06-30')
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
