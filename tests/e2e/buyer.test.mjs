// What buyers do to a shop: two clicks, two tabs, back, reload, a keyboard alone, no JavaScript, too late.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CARDS, choose, giveDetails, openEvent, payWith } from './lib/buy.mjs';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';
import { eventOnSale } from './lib/organise.mjs';
import { PEOPLE, mailTo, signIn } from './lib/people.mjs';

let house;
let browser;
/** The organizer's page, where orders are counted. */
let office;
/** The console's page of the event that is bought here, and its title. */
let event;
const TITLE = 'Often Pressed';

before(async () => {
  [house, browser] = [await openHouse(), await openBrowser()];
  office = await (await browser.newContext()).newPage();
  await signIn(office, house, PEOPLE.owner);
  event = await eventOnSale(office, house, { title: TITLE, startsIn: 60 * 24 * 9, tickets: [{ name: 'Entry', price: '10', quantity: 50 }] });
  await eventOnSale(office, house, { title: 'Only Three Chairs', startsIn: 60 * 24 * 10, capacity: 3, tickets: [{ name: 'Chair', price: '5', quantity: 3 }] });
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

const visitor = async (shape = phone) => (await browser.newContext(shape)).newPage();

/** How many orders the organizer sees from one address, and their states. */
async function ordersOf(email) {
  await office.goto(`${house.url}${event}/orders?q=${encodeURIComponent(email)}`);
  return office.locator('main tbody tr').allInnerTexts();
}

/** A button pressed twice as fast as a hand can, whatever it does to the page meanwhile. */
async function pressTwice(button) {
  await button.evaluate((it) => {
    it.click();
    it.click();
  });
}

test('two clicks on every button make one order', async () => {
  const page = await visitor();
  await openEvent(page, house, TITLE);
  await page.locator('input[type=number]').first().fill('2');
  await pressTwice(page.getByRole('button', { name: 'Get tickets' }).first());
  await page.waitForURL('**/checkout/*');
  await page.getByLabel('Your name').fill('Twice');
  await page.getByLabel('E-mail').fill('twice@example.org');
  await pressTwice(page.getByRole('button', { name: 'Continue to payment' }));
  await page.waitForURL('**/pay/**');
  await page.locator(`button[name=card][value="${CARDS.good}"]`).click();
  await pressTwice(page.getByRole('button', { name: /^Pay / }));
  await page.locator('.pass').first().waitFor();
  assert.equal(await page.locator('.pass').count(), 2);
  const orders = await ordersOf('twice@example.org');
  assert.equal(orders.length, 1, orders.join('\n'));
  assert.match(orders[0], /Paid[\s\S]*2[\s\S]*€/);
});

test('a number too large is refused as it was typed, and a step leads back to what can be had', async () => {
  const page = await visitor();
  await openEvent(page, house, TITLE);
  const field = page.locator('input[type=number]').first();
  await field.fill('99999');
  await field.press('Enter');
  await page.waitForURL(/refused=over_limit/);
  assert.equal(await field.inputValue(), '99999');
  assert.match(await page.locator('.price-row__error').innerText(), /enter 0 to \d+\. You asked for 99999\./);
  assert.ok(await field.evaluate((it) => it.scrollWidth <= it.clientWidth), 'the number is seen whole');
  const most = await field.getAttribute('max');
  await page.locator('.stepper__less').first().click();
  assert.equal(await field.inputValue(), most);
  await page.getByRole('button', { name: /get tickets/i }).first().click();
  await page.waitForURL('**/checkout/*');
});

test('reload and back at every step end in the same one order', async () => {
  const page = await visitor();
  const email = 'restless@example.org';
  await openEvent(page, house, TITLE);
  await page.reload();
  await choose(page, 1);
  const checkout = page.url();
  await page.reload();
  await page.goBack();
  await page.goForward();
  assert.equal(page.url(), checkout);
  await giveDetails(page, 'Restless', email);
  await page.waitForURL('**/pay/**');
  const payment = page.url();
  await page.reload();
  await page.goBack();
  await page.waitForURL('**/checkout/*');
  // The form sends the same order to the same payment.
  await giveDetails(page, 'Restless', email);
  await page.waitForURL('**/pay/**');
  assert.equal(new URL(page.url()).pathname, new URL(payment).pathname);
  await payWith(page, CARDS.good);
  await page.locator('.pass').first().waitFor();
  const order = page.url();
  await page.reload();
  assert.equal(await page.locator('.pass').count(), 1);
  await page.goto(checkout);
  await page.waitForURL('**/orders/*');
  assert.equal(page.url().split('?')[0], order.split('?')[0]);
  await page.goto(payment);
  assert.match(await page.locator('body').innerText(), /paid already/i);
  assert.equal((await ordersOf(email)).length, 1);
});

test('two tabs with one cart make one order', async () => {
  const one = await visitor();
  const email = 'tabs@example.org';
  await openEvent(one, house, TITLE);
  await choose(one, 1);
  const two = await one.context().newPage();
  await two.goto(one.url());
  await Promise.all([giveDetails(one, 'Tabs', email), giveDetails(two, 'Tabs', email)]);
  await Promise.all([one.waitForURL('**/pay/**'), two.waitForURL('**/pay/**')]);
  assert.equal(new URL(one.url()).pathname, new URL(two.url()).pathname);
  await payWith(one, CARDS.good);
  await one.waitForURL('**/orders/*');
  await two.locator(`button[name=card][value="${CARDS.good}"]`).click();
  await two.waitForLoadState();
  assert.match(await two.locator('body').innerText(), /paid already/i);
  assert.equal((await ordersOf(email)).length, 1);
});

test('a second cart for the same event replaces the first, and the first says so', async () => {
  const one = await visitor();
  await openEvent(one, house, TITLE);
  await choose(one, 1);
  const two = await one.context().newPage();
  await openEvent(two, house, TITLE);
  await choose(two, 3);
  await giveDetails(one, 'Late', 'late@example.org');
  assert.match(await one.locator('main').innerText(), /reservation is over[\s\S]*Nothing was charged/i);
  await giveDetails(two, 'Late', 'late@example.org');
  await payWith(two, CARDS.good);
  await two.waitForURL('**/orders/*');
  assert.equal((await ordersOf('late@example.org')).length, 1);
});

test('sold out while looking: told at once, what was chosen is kept', async () => {
  const slow = await visitor();
  await openEvent(slow, house, 'Only Three Chairs');
  const quick = await visitor();
  await openEvent(quick, house, 'Only Three Chairs');
  await choose(quick, 2);
  await slow.locator('input[type=number]').first().fill('3');
  await slow.getByRole('button', { name: 'Get tickets' }).first().click();
  const said = slow.getByText(/sold out, or fewer are left than you chose/);
  await said.first().waitFor();
  assert.match(await slow.locator('main').innerText(), /Nothing was held or charged/);
  await choose(slow, 1);
});

test('from the list to the tickets with a keyboard alone', async () => {
  const page = await visitor(desk);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('name') || '');
  const tabTo = async (what, most = 80) => {
    for (let n = 0; n < most; n += 1) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate((wanted) => {
        const it = document.activeElement;
        const label = it?.labels?.[0]?.textContent ?? it?.getAttribute('aria-label') ?? it?.textContent ?? '';
        const box = it?.getBoundingClientRect();
        const seen = box && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
        const outlined = it && (getComputedStyle(it).outlineStyle !== 'none' || getComputedStyle(it, '::after').outlineStyle !== 'none');
        return label.trim().startsWith(wanted) ? { seen, outlined } : undefined;
      }, what);
      if (!here) continue;
      assert.ok(here.seen, `the focus on “${what}” is out of sight`);
      assert.ok(here.outlined, `the focus on “${what}” cannot be seen`);
      return;
    }
    assert.fail(`“${what}” cannot be reached with Tab; the focus ended on “${await focused()}”`);
  };
  await page.goto(`${house.url}/events`);
  await page.keyboard.press('Tab');
  assert.match(await focused(), /Skip/);
  await tabTo(TITLE);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/events/*');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  for (let n = 0; n < 30 && (await page.evaluate(() => document.activeElement?.getAttribute('type'))) !== 'number'; n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('1');
  await tabTo('Get tickets');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/checkout/*');
  await tabTo('Your name');
  await page.keyboard.type('Keys Only');
  await tabTo('E-mail');
  await page.keyboard.type('keys@example.org');
  await tabTo('Continue to payment');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/pay/**');
  for (let n = 0; n < 30 && (await page.evaluate(() => document.activeElement?.getAttribute('value'))) !== CARDS.good; n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('button[aria-pressed=true]').waitFor();
  for (let n = 0; n < 30 && !/^Pay /.test(await focused()); n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.pass').first().waitFor();
  assert.match(await page.locator('main').innerText(), /Keys Only/);
});

test('a whole purchase without JavaScript', async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await openEvent(page, house, TITLE);
  await choose(page, 2);
  // What is wrong comes back with everything typed, by the form's own address.
  const checkout = page.url();
  await page.getByLabel('Ticket 1').fill('Kept');
  await giveDetails(page, ' ', 'plain@');
  await page.locator('.field__error').first().waitFor();
  assert.equal(page.url(), checkout);
  await page.reload();
  assert.equal(await page.getByLabel('Ticket 1').inputValue(), 'Kept');
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'plain@');
  assert.equal(await page.locator('.field__error').count(), 2);
  await giveDetails(page, 'Plain Forms', 'plain@example.org');
  await payWith(page, CARDS.good);
  // While the bank is asked, the page goes on by itself, without a script too.
  await page.locator('.pass').first().waitFor();
  assert.equal(await page.locator('.pass').count(), 2);
  await context.close();
});

test('my tickets, and an order found by address and code', async () => {
  const page = await visitor();
  await openEvent(page, house, TITLE);
  await choose(page, 1);
  await giveDetails(page, 'Lost Mail', 'lost@example.org');
  await payWith(page, CARDS.good);
  await page.waitForURL('**/orders/*');
  const order = page.url().split('?')[0];
  const code = (await page.locator('.copy__text').innerText()).trim();
  assert.match(code, /^[2-9B-Z]{5}-[2-9B-Z]{5}$/);
  // Each code has its name and its shape, on the page and in the mail.
  const said = await page.locator('main').innerText();
  const number = said.match(/Order number ([2-9B-Z]{4}-[2-9B-Z]{4})\b/)[1];
  assert.match(said, /Lookup code/);
  assert.match(said, /Ticket code\s+[2-9B-Z]{4}-[2-9B-Z]{3}-[2-9B-Z]{3}\b/);
  await mailTo(page, house, 'lost@example.org', /\/orders\/[0-9a-f-]+\?code=/);
  const mail = await visitor(desk);
  await mail.goto(`${house.url}/dev/mailbox`);
  await mail.locator('tbody tr').filter({ hasText: 'lost@example.org' }).first().locator('a').first().click();
  const text = await mail.locator('main').innerText();
  assert.match(text, new RegExp(`Order number: ${number}\\s+Lookup code: ${code}\\s`));
  assert.match(text, new RegExp(`tickets-${number.replace('-', '')}\\.pdf \\(\\d+ KB\\)`));
  assert.match(text, /\.ics \(\d+ (bytes|KB)\)/);
  assert.doesNotMatch(text, /boxoffice\./);
  await page.goto(`${house.url}/my/tickets`);
  await page.getByRole('link', { name: TITLE }).first().click();
  await page.waitForURL('**/orders/*');
  const elsewhere = await visitor();
  const look = async (typed) => {
    await elsewhere.goto(`${house.url}/orders/lookup`);
    await elsewhere.getByLabel('E-mail').fill('LOST@example.org');
    await elsewhere.getByLabel('Lookup code').fill(typed);
    await elsewhere.getByRole('button', { name: 'Show my order' }).click();
  };
  await look(code.replace(/.$/, (last) => (last === '2' ? '3' : '2')));
  await elsewhere.getByText('This code is mistyped').first().waitFor();
  assert.equal(await elsewhere.getByLabel('E-mail').inputValue(), 'LOST@example.org');
  await look(code.toLowerCase().replaceAll('-', ' '));
  await elsewhere.waitForURL('**/orders/*');
  assert.equal(elsewhere.url().split('?')[0], order);
  assert.match(await elsewhere.locator('main').innerText(), /Lost Mail/);
});

test('what was refused is loaded, never sent again: reload and back lose nothing', async () => {
  const page = await visitor();
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(new URL(request.url()).pathname));
  await openEvent(page, house, TITLE);
  // More than one order may have: typed past the field's own limit.
  await page.locator('input[type=number]').first().evaluate((field) => { field.max = ''; field.value = '99'; });
  await page.getByRole('button', { name: 'Get tickets' }).first().click();
  await page.getByText(/more of “Entry” than one order may have/).waitFor();
  await page.reload();
  assert.equal(await page.locator('input[type=number]').first().inputValue(), '99');
  await page.goBack();
  await page.goForward();
  await page.getByText(/more of “Entry” than one order may have/).waitFor();
  assert.equal(sent.length, 1, sent.join(' '));
  await choose(page, 2);
  const checkout = page.url();
  await page.getByLabel('Ticket 2').fill('Second Guest');
  await giveDetails(page, '', 'half@');
  await page.locator('.field__error').first().waitFor();
  assert.equal(page.url(), checkout);
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'error-summary', 'the focus is on what is wrong');
  const before = sent.length;
  await page.reload();
  assert.equal(await page.getByLabel('Ticket 2').inputValue(), 'Second Guest');
  await page.goBack();
  await page.goForward();
  await page.goto(`${house.url}/events`);
  await page.goBack();
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'half@');
  assert.equal(sent.length, before, sent.join(' '));
  await giveDetails(page, 'Whole Name', 'whole@example.org');
  await payWith(page, CARDS.good);
  await page.locator('.pass').first().waitFor();
  assert.match(await page.locator('main').innerText(), /Second Guest/);
  const paid = sent.length;
  await page.reload();
  await page.goBack();
  await page.goForward();
  assert.equal(sent.length, paid, sent.join(' '));
  assert.equal((await ordersOf('whole@example.org')).length, 1);
});

test('cookies gone at the checkout: it says so, and how to get back in', async () => {
  const page = await visitor();
  await openEvent(page, house, TITLE);
  await choose(page, 1);
  await page.context().clearCookies();
  await page.reload();
  assert.match(await page.locator('main').innerText(), /This checkout is not open here[\s\S]*cookies were deleted/);
  await page.getByRole('link', { name: 'Find an order' }).click();
  await page.getByLabel('Lookup code').waitFor();
  const code = async () => (await page.locator('.copy__text').innerText()).trim();
  await openEvent(page, house, TITLE);
  await choose(page, 1);
  await giveDetails(page, 'New Phone', 'newphone@example.org');
  await payWith(page, CARDS.good);
  await page.locator('.pass').first().waitFor();
  const [order, known] = [page.url(), await code()];
  await page.context().clearCookies();
  await page.goto(order);
  assert.match(await page.locator('main').innerText(), /This order is not open here/);
  await page.getByLabel('E-mail').fill('newphone@example.org');
  await page.getByLabel('Lookup code').fill(known);
  await page.getByRole('button', { name: 'Show my order' }).click();
  await page.locator('.pass').first().waitFor();
});

test('a cancelled payment: told, with the clock, and paid or given back', async () => {
  const page = await visitor();
  await openEvent(page, house, TITLE);
  await choose(page, 1);
  await giveDetails(page, 'Undecided', 'undecided@example.org');
  await page.waitForURL('**/pay/**');
  await page.getByText('Cancel and go back').click();
  await page.waitForURL('**/orders/*');
  assert.match(await page.locator('main').innerText(), /You cancelled the payment\. Nothing was charged/);
  assert.equal(await page.locator('.steps [aria-current=step]').count(), 1);
  assert.match(await page.locator('.buy-bar count-down').innerText(), /\d+:\d\d/);
  await page.getByRole('button', { name: /^Pay / }).first().click();
  await page.waitForURL('**/pay/**');
  await page.getByText('Cancel and go back').click();
  await page.getByRole('button', { name: 'Give the tickets back' }).click();
  await page.getByRole('button', { name: 'Give them back' }).click();
  await page.getByText('You gave the tickets back before paying. Nothing was charged.').waitFor();
  await page.reload();
  await page.getByText('You gave the tickets back before paying. Nothing was charged.').waitFor();
  await page.getByRole('link', { name: 'Choose tickets again' }).click();
  await choose(page, 1);
});

test('too late: the reservation is over, nothing is charged, the places are on sale again', async () => {
  const page = await visitor();
  await openEvent(page, house, TITLE);
  await choose(page, 1);
  const checkout = page.url();
  const second = await visitor();
  await openEvent(second, house, TITLE);
  await choose(second, 1);
  await giveDetails(second, 'Too Late', 'toolate@example.org');
  await second.waitForURL('**/pay/**');
  // The same house, twenty minutes on.
  await house.again({ CALLBOARD_SERVER__CLOCK_START: new Date(Date.now() + 20 * 60_000).toISOString() });
  await page.goto(checkout);
  assert.match(await page.locator('main').innerText(), /reservation is over[\s\S]*Nothing was charged/i);
  assert.match(await page.locator('body').innerText(), /clock is set to/);
  await page.getByRole('link', { name: 'Choose tickets again' }).click();
  await page.waitForURL('**/events/*');
  await second.goto(`${house.url}/my/tickets`);
  assert.doesNotMatch(await second.locator('main').innerText(), /Often Pressed/);
});
