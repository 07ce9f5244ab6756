// Pages that are open while something happens: stock that goes and comes back, an order that is paid, a door that fills.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CARDS, choose, giveDetails, openEvent, payWith } from './lib/buy.mjs';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';
import { eventOnSale } from './lib/organise.mjs';
import { PEOPLE, signIn } from './lib/people.mjs';

let house;
let browser;
let office;
const TITLE = 'Three Chairs And A Stool';

before(async () => {
  [house, browser] = [await openHouse(), await openBrowser()];
  office = await (await browser.newContext()).newPage();
  await signIn(office, house, PEOPLE.owner);
  await eventOnSale(office, house, {
    title: TITLE,
    startsIn: 60 * 24 * 9,
    tickets: [
      { name: 'Chair', price: '5', quantity: 3 },
      { name: 'Stool', price: '3', quantity: 1 },
    ],
  });
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

const visitor = async (shape = desk) => (await browser.newContext(shape)).newPage();

const row = (page, name) => page.locator('.price-row', { has: page.getByText(name, { exact: true }) });

/** Waits for words in a row; the page is not loaded again meanwhile. */
const says = (page, name, words) => row(page, name).getByText(words).waitFor();

/** Marks the document, so that a page that was loaded again is noticed. */
const mark = (page) => page.evaluate(() => (window.kept = true));
const kept = (page) => page.evaluate(() => window.kept === true);

async function hold(page, name, count) {
  await openEvent(page, house, TITLE);
  await row(page, name).locator('input').fill(String(count));
  await page.getByRole('button', { name: /get tickets/i }).first().click();
  await page.waitForURL('**/checkout/*');
}

test('what others take and give back is seen without loading the page, and what was typed stays', async () => {
  const watcher = await visitor();
  await openEvent(watcher, house, TITLE);
  await says(watcher, 'Chair', '3 left');
  await row(watcher, 'Chair').locator('input').fill('2');
  await mark(watcher);

  const [first, second] = [await visitor(phone), await visitor()];
  await hold(first, 'Chair', 1);
  await says(watcher, 'Chair', '2 left');
  assert.equal(await row(watcher, 'Chair').locator('input').inputValue(), '2');
  await hold(second, 'Chair', 2);
  await says(watcher, 'Chair', /All in carts now/);
  assert.equal(await row(watcher, 'Chair').locator('input').count(), 0, 'nothing to choose');
  assert.match(await watcher.locator('[data-said]').innerText(), /Chair: All in carts/);
  assert.equal(await watcher.getByRole('button', { name: /get tickets/i }).first().isVisible(), true, 'there is a stool');

  // A page that was opened now, with nothing to choose, has the choice once there is one.
  const late = await visitor(phone);
  await openEvent(late, house, TITLE);
  await mark(late);
  assert.equal(await row(late, 'Chair').locator('input').count(), 0);
  await hold(first, 'Stool', 1);
  await says(watcher, 'Stool', /All in carts now/);
  assert.equal(await late.locator('.buy-bar').isVisible(), true, 'the chair of the first came back with the cart for a stool');
  await says(late, 'Chair', '1 left');
  await row(late, 'Chair').getByRole('button', { name: /One more/ }).click();
  assert.match(await late.locator('.buy-bar__amount').innerText(), /5\.00/);
  assert.ok((await kept(watcher)) && (await kept(late)), 'neither page was loaded again');
  await late.locator('.buy-bar').getByRole('button', { name: /get tickets/i }).click();
  await late.waitForURL('**/checkout/*');
  await says(watcher, 'Chair', /All in carts now/);
  assert.equal(await watcher.getByRole('button', { name: /get tickets/i }).first().isVisible(), false, 'nothing is left to get');
});

test('an order paid in one tab is seen in the other', async () => {
  await eventOnSale(office, house, { title: 'Paid Elsewhere', startsIn: 60 * 24 * 11, tickets: [{ name: 'Entry', price: '12', quantity: 50 }] });
  const page = await visitor();
  await openEvent(page, house, 'Paid Elsewhere');
  await choose(page, 1);
  await giveDetails(page, 'Two Tabs', 'tabs@example.org');
  await page.waitForURL('**/pay/**');
  const other = await page.context().newPage();
  await other.goto(`${house.url}/my/tickets`);
  await other.locator('a[href^="/orders/"]').first().click();
  await other.getByRole('heading', { name: 'Pay for your tickets' }).waitFor();
  await payWith(page, CARDS.good);
  await other.getByRole('heading', { name: 'Your ticket' }).waitFor();
});

test('the door counts what is sold and who comes, on every device', async () => {
  const path = await eventOnSale(office, house, { title: 'Counted At The Door', startsIn: 60, tickets: [{ name: 'Entry', quantity: 9 }] });
  const door = await visitor(phone);
  await signIn(door, house, PEOPLE.owner);
  await door.goto(`${house.url}/gate/${path.split('/').at(-1)}`);
  const counts = door.locator('.door__counts');
  assert.match(await counts.innerText(), /0[\s\S]*0/);
  const page = await visitor();
  await openEvent(page, house, 'Counted At The Door');
  await choose(page, 2);
  await giveDetails(page, 'Comes Soon', 'soon@example.org');
  await page.locator('.pass').first().waitFor();
  await door.getByText('/ 2').or(counts.filter({ hasText: /0\D+2/ })).first().waitFor();
  assert.match(await counts.innerText(), /0\D+2/);
});

test('stock is told to whoever looks, and a page without a connection works as before', async () => {
  const path = await eventOnSale(office, house, { title: 'Called Off Soon', startsIn: 60 * 24 * 12, tickets: [{ name: 'Entry', price: '4', quantity: 5 }] });
  const [watcher, deaf] = [await visitor(), await visitor()];
  await deaf.routeWebSocket(/\/live$/, (socket) => socket.close());
  await openEvent(watcher, house, 'Called Off Soon');
  await openEvent(deaf, house, 'Called Off Soon');
  await says(watcher, 'Entry', '5 left');
  await office.goto(`${house.url}${path}`);
  await choose(deaf, 1);
  await says(watcher, 'Entry', '4 left');
  assert.match(deaf.url(), /\/checkout\//);
});
