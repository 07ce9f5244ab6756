// Every component in every state, in light and dark, in both directions, on a phone and on a desk: nothing that axe finds,
// nothing wider than the screen, no script that fails.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';

let house;
let browser;
let axe;

before(async () => {
  [house, browser] = [await openHouse(), await openBrowser()];
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

async function open(shape) {
  const context = await browser.newContext({ ...shape, reducedMotion: 'reduce', bypassCSP: true });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error}`));
  return { context, page, errors };
}

/** What axe finds, and how far the page is wider than the screen. */
async function faults(page, where) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    // A gallery has many of what a page has once, and of headings any order: those rules are for whole pages.
    const rules = Object.fromEntries(['heading-order', 'landmark-unique', 'region', 'landmark-no-duplicate-banner'].map((id) => [id, { enabled: false }]));
    const found = await window.axe.run(document, { resultTypes: ['violations'], rules });
    return found.violations.map((it) => `${it.id} ${it.nodes.slice(0, 3).map((node) => node.target).join(' ')}`);
  });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [...violations, ...(over > 0 ? [`${over} px wider than the screen`] : [])].map((it) => `${where}: ${it}`);
}

for (const [theme, dir, lang] of [['light', 'ltr', 'en'], ['dark', 'ltr', 'de'], ['light', 'rtl', 'ar'], ['dark', 'rtl', 'ar']]) {
  for (const shape of [phone, desk]) {
    test(`the gallery in ${theme}, ${dir}, ${lang}, at ${shape.viewport.width} px`, async () => {
      const { context, page, errors } = await open(shape);
      await page.goto(`${house.url}/dev/gallery?theme=${theme}&dir=${dir}&lang=${lang}`);
      assert.equal(await page.locator('html').getAttribute('dir'), dir);
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      assert.deepEqual([...(await faults(page, 'gallery')), ...errors], []);
      await context.close();
    });
  }
}

test('each component and each whole page has an address of its own', async () => {
  const { context, page, errors } = await open(phone);
  await page.goto(`${house.url}/dev/gallery`);
  const links = await page.locator('.gallery__name a, .gallery__index a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.ok(links.length > 40, `${links.length}`);
  const wrong = [];
  for (const link of links) {
    const answer = await page.goto(house.url + link.replace('dir=ltr', 'dir=rtl'));
    if (answer.status() !== 200) wrong.push(`${link}: ${answer.status()}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) wrong.push(`${link} is ${over} px wider than the screen`);
  }
  assert.deepEqual([...wrong, ...errors], []);
  const missing = await page.goto(`${house.url}/dev/gallery/NoSuchThing`);
  assert.equal(missing.status(), 404);
  await context.close();
});

test('a name of two hundred letters leaves every column of a table in sight', async () => {
  for (const shape of [desk, phone]) {
    const { context, page } = await open(shape);
    await page.goto(`${house.url}/dev/gallery`);
    const hidden = await page.locator('.table').evaluateAll((tables) => {
      const out = [];
      for (const table of tables) {
        const row = table.querySelector('tbody tr');
        if (!row) continue;
        const cell = row.querySelectorAll('th, td')[Math.min(1, row.cells.length - 1)];
        cell.append('X'.repeat(200));
        const sheet = table.getBoundingClientRect();
        for (const other of row.cells) {
          const box = other.getBoundingClientRect();
          if (box.right > sheet.right + 1 || box.left < sheet.left - 1) out.push(`${table.querySelector('caption')?.textContent}: ${other.dataset.label}`);
        }
      }
      return out;
    });
    assert.deepEqual(hidden, []);
    await context.close();
  }
});

test('the switches keep each other', async () => {
  const { context, page } = await open(desk);
  await page.goto(`${house.url}/dev/gallery`);
  await page.getByRole('link', { name: 'dark' }).click();
  await page.getByRole('link', { name: 'rtl' }).click();
  await page.getByRole('navigation', { name: 'Language', exact: true }).getByRole('link', { name: 'Deutsch' }).click();
  assert.deepEqual(
    await page.locator('html').evaluate((html) => [html.dataset.theme, html.dir, html.lang]),
    ['dark', 'rtl', 'de'],
  );
  await context.close();
});
