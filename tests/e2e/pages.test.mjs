// Every public page, on a phone and on a desk, in light and dark: nothing that axe finds, nothing wider than the screen.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';

let house;
let browser;
let axe;
before(async () => {
  house = await openHouse();
  browser = await openBrowser();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

const PAGES = ['/', '/events', '/my/tickets', '/orders/lookup', '/sign-in', '/sign-up', '/reset', '/no-such-page'];

for (const [size, shape] of [['390', phone], ['1280', desk]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`public pages at ${size} px, ${colorScheme}`, async () => {
      const context = await browser.newContext({ ...shape, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.goto(`${house.url}/events`);
      const event = await page.locator('main a[href^="/events/"]').first().getAttribute('href');
      for (const path of [...PAGES, event]) {
        await page.goto(house.url + path);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        assert.deepEqual(violations.map((v) => `${path}: ${v.id} ${v.nodes.map((n) => n.target).join(' ')}`), []);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `${path} is ${over} px wider than the screen`);
      }
      assert.deepEqual(errors, []);
      await context.close();
    });
  }
}

test('a public page is the same for everybody', async () => {
  const [one, two] = [await browser.newContext(), await browser.newContext()];
  for (const path of ['/', '/events']) {
    const [a, b] = [await one.request.get(house.url + path), await two.request.get(house.url + path)];
    assert.equal(await a.text(), await b.text());
    assert.equal(a.headers()['etag'], b.headers()['etag']);
  }
});
