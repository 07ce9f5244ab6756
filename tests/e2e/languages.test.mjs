// A guest whose telephone speaks Arabic buys two tickets: every page on the way is told from right to left, nothing is wider than
// the screen, axe finds nothing, and the order stays Arabic for its papers. Then the same in German, down to 320 px.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { CARDS } from './lib/buy.mjs';
import { openBrowser, openHouse, phone } from './lib/house.mjs';

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

/** What is wrong with the page as it stands: axe's faults, and what is wider than the screen. */
async function faults(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () =>
    (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map((it) => `${it.id} ${it.nodes.map((node) => node.target).join(' ')}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [...found, ...(wide > 1 ? [`${wide} px too wide`] : [])].map((it) => `${where}: ${it}`);
}

/** Buys two tickets of an event by what does not depend on the language, and looks at every page on the way. */
async function buy(locale, dir, shape) {
  const context = await browser.newContext({ ...shape, locale, reducedMotion: 'reduce', bypassCSP: true });
  const page = await context.newPage();
  const wrong = [];
  const look = async (where) => {
    assert.equal(await page.getAttribute('html', 'lang'), locale, where);
    assert.equal((await page.getAttribute('html', 'dir')) ?? 'ltr', dir, where);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), dir, where);
    wrong.push(...(await faults(page, `${where} in ${locale}`)));
  };
  await page.goto(house.url);
  await look('the front page');
  await page.goto(`${house.url}/events?q=Orchestra`);
  await look('the list');
  await page.goto(`${house.url}/events?view=calendar`);
  await look('the calendar');
  await page.goto(`${house.url}/events?q=Orchestra`);
  await page.locator('.event-card__title a').first().click();
  await page.waitForURL('**/events/*');
  await look('the event');
  await page.locator('input[type=number]').first().fill('2');
  await page.locator('form#tickets button[type=submit], form#tickets button:not([type])').last().click();
  await page.waitForURL('**/checkout/*');
  await look('the checkout');
  await page.locator('input[name=name]').fill('ليلى حداد');
  await page.locator('input[name=email]').fill(`${locale}@example.org`);
  await page.locator('main form#details button.button--main').last().click();
  await page.waitForURL('**/pay/**');
  assert.match(await page.locator('body').innerText(), /Language of the page: (de|auto)/);
  await page.locator(`button[name=card][value="${CARDS.good}"]`).click();
  await page.locator('form.pay button[type=submit]').click();
  await page.locator('.pass').first().waitFor();
  await look('the tickets');
  const order = page.url().split('?')[0];
  await page.goto(`${house.url}/my/tickets`);
  await look('my tickets');
  await page.goto(`${house.url}/orders/lookup`);
  await look('the lookup');
  const calendar = await (await page.request.get(`${order}/calendar.ics`)).text();
  assert.equal((await page.request.get(`${order}/tickets.pdf`)).status(), 200);
  assert.equal((await page.request.get(`${order}/receipt.pdf`)).status(), 200);
  await context.close();
  assert.deepEqual(wrong, []);
  // Long lines are folded (RFC 5545, 3.1), also within a word.
  return calendar.replace(/\r\n[ \t]/g, '');
}

test('a purchase in Arabic on a phone, from right to left', async () => {
  assert.match(await buy('ar', 'rtl', phone), /تذاكرك/);
});

test('a purchase in German on the smallest phone', async () => {
  assert.match(await buy('de', 'ltr', { ...phone, viewport: { width: 320, height: 640 } }), /Ihre Tickets/);
});

test('a language that an address names outlasts the first click, also without scripts', async () => {
  const context = await browser.newContext({ ...phone, locale: 'en', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${house.url}/events?lang=de`);
  const told = await page.locator('h1').first().innerText();
  await page.locator('.event-card__title a').first().click();
  assert.equal(await page.getAttribute('html', 'lang'), 'de');
  assert.ok(!page.url().includes('lang='), page.url());
  await page.goto(`${house.url}/events`);
  assert.equal(await page.locator('h1').first().innerText(), told);
  await context.close();
});

test('amounts in Hong Kong dollars are read from right to left as a whole', async () => {
  const context = await browser.newContext({ ...phone, locale: 'ar' });
  const page = await context.newPage();
  await page.goto(`${house.url}/events?q=Orchestra`);
  // Where each letter of the price is drawn: the sign's letters in their order, left of the figures.
  const drawn = await page.evaluate(() => {
    const price = document.querySelector('.event-card__price');
    // The small season sells in euros; the sign of another currency stands where theirs does.
    for (const node of price.childNodes) node.data = node.data.replace('€', 'HK$');
    const walker = document.createTreeWalker(price, NodeFilter.SHOW_TEXT);
    const letters = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        if (/[\dHK$.,]/.test(node.data[at])) letters.push([range.getBoundingClientRect().x, node.data[at]]);
      }
    }
    return letters.sort((a, b) => a[0] - b[0]).map(([, letter]) => letter).join('');
  });
  assert.match(drawn, /^HK\$[\d.,]+/);
  await context.close();
});
