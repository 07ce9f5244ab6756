// A stranger buys on a phone: list, event, cart, details, payment, tickets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CARDS, choose, giveDetails, openEvent, payWith } from './lib/buy.mjs';
import { openBrowser, openHouse, phone } from './lib/house.mjs';

let house;
let browser;
before(async () => {
  house = await openHouse();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

const visitor = async () => (await browser.newContext(phone)).newPage();

test('a guest buys two tickets on a phone and gets them', async () => {
  const page = await visitor();
  await openEvent(page, house, 'Orchestra of Small Hours');
  await choose(page, 2);
  await giveDetails(page, 'Ada Lovelace', 'ada@example.org');
  await payWith(page, CARDS.good);
  await page.waitForURL('**/orders/*');
  await page.locator('svg[role=img], .qr svg, .ticket-pass svg').first().waitFor();
  assert.match(await page.locator('main').innerText(), /Ada Lovelace/);
  const pdf = await page.request.get(`${page.url().split('?')[0]}/tickets.pdf`);
  assert.equal(pdf.status(), 200);
  assert.equal(pdf.headers()['content-type'], 'application/pdf');
  const calendar = await page.request.get(`${page.url().split('?')[0]}/calendar.ics`);
  assert.match(await calendar.text(), /BEGIN:VEVENT/);
  await page.goto(`${house.url}/my/tickets`);
  assert.match(await page.locator('main').innerText(), /Orchestra of Small Hours/);
});

test('a declined card can be followed by another', async () => {
  const page = await visitor();
  await openEvent(page, house, 'Kite & Anchor');
  await choose(page, 1);
  await giveDetails(page, 'Grace Hopper', 'grace@example.org');
  await payWith(page, CARDS.declined);
  await page.getByText(/declined/i).first().waitFor();
  await payWith(page, CARDS.good);
  // While the provider's word is awaited the page goes on by itself.
  await page.locator('.pass').first().waitFor();
  assert.match(await page.locator('main').innerText(), /Grace Hopper/);
});

test('the bank may ask once more', async () => {
  const page = await visitor();
  await openEvent(page, house, 'Kite & Anchor');
  await choose(page, 1);
  await giveDetails(page, 'Katherine Johnson', 'katherine@example.org');
  await payWith(page, CARDS.secure);
  await page.getByRole('button', { name: /approve the payment/i }).click();
  // While the provider's word is awaited the page goes on by itself.
  await page.locator('.pass').first().waitFor();
  assert.match(await page.locator('main').innerText(), /Katherine Johnson/);
});

test('a free ticket needs no payment', async () => {
  const page = await visitor();
  await openEvent(page, house, 'The Night Market');
  await choose(page, 1);
  await giveDetails(page, 'محمد علي', 'free@example.org');
  // While the provider's word is awaited the page goes on by itself.
  await page.locator('.pass').first().waitFor();
  assert.match(await page.locator('main').innerText(), /محمد علي/);
});

test('what is gone is said to be gone', async () => {
  const first = await visitor();
  await openEvent(first, house, 'Paper Moon Quartet');
  await choose(first, 6);
  const second = await visitor();
  await openEvent(second, house, 'Paper Moon Quartet');
  assert.match(await second.locator('main').innerText(), /All in carts now/);
  await giveDetails(first, 'Mary Somerville', 'mary@example.org');
  await payWith(first, CARDS.good);
  await first.locator('.pass').first().waitFor();
  // Somebody else: a browser may show the page it has for half a minute.
  const third = await visitor();
  await openEvent(third, house, 'Paper Moon Quartet');
  assert.match(await third.locator('main').innerText(), /sold out/i);
});

test('an order opens with its address and code, and with neither alone', async () => {
  const page = await visitor();
  await openEvent(page, house, 'The Night Market');
  await choose(page, 1);
  await giveDetails(page, 'Lise Meitner', 'lise@example.org');
  await page.waitForURL('**/orders/*');
  const order = page.url();
  const stranger = await visitor();
  assert.equal((await stranger.goto(order)).status(), 404);
});
