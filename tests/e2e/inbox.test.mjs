// The inbox: somebody orders, the bell of who works there counts while a page is open, and opening a notice marks it read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { giveDetails, openEvent } from './lib/buy.mjs';
import { openBrowser, openHouse, phone } from './lib/house.mjs';
import { eventOnSale } from './lib/organise.mjs';
import { PEOPLE, signIn } from './lib/people.mjs';

let house;
let browser;
let office;
const TITLE = 'The Bell Tolls';

before(async () => {
  [house, browser] = [await openHouse(), await openBrowser()];
  office = await (await browser.newContext(phone)).newPage();
  await signIn(office, house, PEOPLE.owner);
  await eventOnSale(office, house, { title: TITLE, startsIn: 60 * 24 * 9, tickets: [{ name: 'Seat', price: '0', quantity: 20 }] });
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

test('an order rings the bell of a page that is open, and opening its notice leads to it and marks it read', async () => {
  await office.goto(`${house.url}/account/inbox`);
  if (await office.getByRole('button', { name: 'Mark all read' }).count()) {
    await office.getByRole('button', { name: 'Mark all read' }).click();
    await office.getByText('All of it is marked read.').waitFor();
  }
  await office.goto(`${house.url}/`);
  await office.locator('.bell').waitFor();
  assert.equal(await office.locator('.bell__count').count(), 0, 'nothing new');
  await office.evaluate(() => (window.kept = true));

  const buyer = await (await browser.newContext(phone)).newPage();
  await openEvent(buyer, house, TITLE);
  await buyer.locator('.price-row input').first().fill('1');
  await buyer.getByRole('button', { name: /get tickets/i }).first().click();
  await buyer.waitForURL('**/checkout/*');
  await giveDetails(buyer, 'Ada Lovelace', 'ada@example.org');
  await buyer.waitForURL('**/orders/*');

  await office.locator('.bell__count', { hasText: '1' }).waitFor();
  assert.equal(await office.evaluate(() => window.kept), true, 'without loading the page');
  await office.locator('.bell').click();
  await office.waitForURL('**/account/inbox');
  const notice = office.locator('.notice--new');
  assert.equal(await notice.count(), 1);
  assert.match(await notice.innerText(), new RegExp(`“${TITLE}”`));
  await notice.locator('.notice__open').click();
  await office.waitForURL('**/console/orders/*');
  await office.goto(`${house.url}/account/inbox?only=unread`);
  await office.getByText('All read', { exact: true }).waitFor();
  for (const path of ['/account/inbox', '/account/notifications']) {
    await office.goto(house.url + path);
    assert.ok(await office.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the phone`);
  }
});

test('without a script a notice is opened and preferences are kept', async () => {
  const page = await (await browser.newContext({ ...phone, javaScriptEnabled: false, storageState: await office.context().storageState() })).newPage();
  await page.goto(`${house.url}/account/notifications`);
  await page.locator('[name="mail.order.paid"]').selectOption('digest');
  await page.locator('[name=quiet_from]').selectOption('22');
  await page.locator('[name=quiet_until]').selectOption('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal(await page.locator('[name="mail.order.paid"]').inputValue(), 'digest');
  assert.equal(await page.locator('[name=quiet_from]').inputValue(), '22');
  await page.goto(`${house.url}/account/inbox`);
  await page.locator('.notice__open').first().click();
  await page.waitForURL('**/console/orders/*');
});
