// An organizer puts on an event, sells, and gives one order's money back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CARDS, choose, giveDetails, openEvent, payWith } from './lib/buy.mjs';
import { ticketsOn } from './lib/codes.mjs';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';
import { addTicketType, draftEvent, eventOnSale, localTime, openOrderOf, publish, refund } from './lib/organise.mjs';
import { PASSWORD, PEOPLE, mailTo, signIn } from './lib/people.mjs';

let house;
let browser;
let office;

before(async () => {
  [house, browser] = [await openHouse(), await openBrowser()];
  office = await (await browser.newContext(desk)).newPage();
  await signIn(office, house, PEOPLE.owner);
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

const main = (page) => page.locator('main').innerText();

test('what an event lacks is named until it can be published', async () => {
  await office.goto(`${house.url}/console/the-lantern-house/venues`);
  await office.getByLabel('Name of the place').fill('The Boathouse');
  await office.getByLabel('Town').fill('Kiel');
  await office.getByRole('button', { name: 'Add place' }).click();
  await office.getByText('The place is added.').waitFor();
  const event = await draftEvent(office, house, { title: 'Songs on the Water', place: /Boathouse/ });
  assert.match(await main(office), /3 things are missing before it can be published/);
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${house.url}/events`);
  assert.doesNotMatch(await main(stranger), /Songs on the Water/);
  await office.getByRole('button', { name: 'Publish' }).click();
  await office.getByText('Not published.').waitFor();
  for (const missing of ['Enter when it starts', 'Add at least one ticket type', 'Set how many people may come in']) {
    assert.match(await main(office), new RegExp(missing));
  }
  // Each with the way to put it right.
  await office.getByRole('link', { name: 'Put it right' }).first().click();
  await office.waitForURL('**/edit');
  await office.locator('input[name=starts]').fill(localTime(60 * 24 * 6));
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('2 things are missing').waitFor();
  await office.goto(`${house.url}${event}/tickets`);
  await office.getByText('Set the capacity first').waitFor();
  await office.getByLabel('People who may come in all').fill('2');
  await office.getByRole('button', { name: 'Save capacity' }).click();
  await office.getByText('The capacity is saved.').waitFor();
  await addTicketType(office, house, event, { name: 'Bench', price: '20', quantity: 2 });
  await office.goto(house.url + event);
  await office.getByText('Ready to be published').waitFor();
  await publish(office, house, event);
  // Somebody else: the first stranger's browser may show the page it has for half a minute.
  const another = await (await browser.newContext()).newPage();
  await another.goto(`${house.url}/events`);
  assert.match(await main(another), /Songs on the Water/);
});

test('a refund gives the money back, frees the places and kills the codes', async () => {
  const event = await eventOnSale(office, house, { title: 'Given Back', startsIn: 80, capacity: 2, tickets: [{ name: 'Chair', price: '30', quantity: 2 }] });
  const buyer = await (await browser.newContext(phone)).newPage();
  await openEvent(buyer, house, 'Given Back');
  await choose(buyer, 2);
  await giveDetails(buyer, 'Rita Refund', 'rita@example.org');
  await payWith(buyer, CARDS.good);
  await buyer.locator('.pass').first().waitFor();
  const [ticket] = await ticketsOn(buyer, browser);
  const other = await (await browser.newContext(phone)).newPage();
  await openEvent(other, house, 'Given Back');
  assert.match(await main(other), /sold out/i);

  await openOrderOf(office, house, event, 'rita@example.org');
  assert.match(await main(office), /Paid[\s\S]*Rita Refund[\s\S]*€60\.00/);
  await office.getByRole('link', { name: 'Refund', exact: true }).click();
  assert.match(await main(office), /€60\.00 goes back to Rita Refund[\s\S]*All 2 tickets stop working at once[\s\S]*places go on sale again/);
  // A reason is asked for, and nothing happens without one.
  await office.evaluate(() => (document.querySelector('main form').noValidate = true));
  await office.getByRole('button', { name: 'Refund €60.00' }).click();
  await office.getByText('Enter why').first().waitFor();
  await office.getByRole('link', { name: 'Keep the order' }).click();
  await refund(office, 'The band is ill');
  assert.match(await main(office), /Refunded[\s\S]*The band is ill[\s\S]*Given back\s+€60\.00/);
  assert.equal(await office.getByRole('link', { name: 'Refund', exact: true }).count(), 0);

  await buyer.reload();
  assert.match(await main(buyer), /This order was refunded[\s\S]*no longer admit/);
  assert.equal(await buyer.locator('.pass__stub svg[role=img]').count(), 0);
  assert.ok(await mailTo(office, house, 'rita@example.org', /\/orders\//));
  await office.goto(`${house.url}/dev/mailbox`);
  assert.match(await main(office), /Refund for Given Back/);
  // The places are on sale again.
  await openEvent(other, house, 'Given Back');
  await choose(other, 2);
  // The code is dead at the door.
  await office.goto(house.url + event.replace('/console/events/', '/gate/'));
  await office.getByPlaceholder('Type the code').fill(ticket.payload);
  await office.getByRole('button', { name: 'Check code' }).click();
  await office.locator('[data-ruling=refuse]').getByText('Refunded').waitFor();
  // Takings tell what stayed.
  await office.goto(house.url + event);
  assert.match(await main(office), /Takings\s+€0\.00\s+€60\.00 paid, €60\.00 given back/);
});

test('the mail brings the tickets and a link that opens the order anywhere', async () => {
  const buyer = await (await browser.newContext(phone)).newPage();
  await openEvent(buyer, house, 'The Night Market');
  await choose(buyer, 1);
  await giveDetails(buyer, 'Mo Mail', 'mo@example.org');
  await buyer.locator('.pass').first().waitFor();
  const link = await mailTo(office, house, 'mo@example.org', /\/orders\/[0-9a-f-]+\?code=/);
  const elsewhere = await (await browser.newContext(phone)).newPage();
  await elsewhere.goto(link);
  assert.doesNotMatch(elsewhere.url(), /code=/, 'the code does not stay in the address');
  assert.match(await main(elsewhere), /Mo Mail/);
});

test('the console works with a keyboard', async () => {
  const event = await eventOnSale(office, house, { title: 'By Hand', startsIn: 60 * 24 * 30 });
  await office.goto(house.url + event);
  const tabTo = async (words) => {
    for (let n = 0; n < 60; n += 1) {
      await office.keyboard.press('Tab');
      if ((await office.evaluate(() => document.activeElement?.textContent?.trim())) === words) return;
    }
    assert.fail(`“${words}” cannot be reached with Tab`);
  };
  await tabTo('Back to draft');
  await office.keyboard.press('Enter');
  const dialog = office.locator('dialog[open], [popover]:popover-open').first();
  await dialog.waitFor();
  assert.ok(await office.evaluate(() => Boolean(document.activeElement?.closest('dialog, [popover]'))), 'the focus is in the dialog');
  await office.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await office.evaluate(() => document.activeElement?.textContent?.trim()), 'Back to draft', 'the focus comes back');
  await office.keyboard.press('Enter');
  await office.locator('dialog[open] button[type=submit], [popover]:popover-open button[type=submit]').first().focus();
  await office.keyboard.press('Enter');
  await office.getByText('a draft again').waitFor();
  await tabTo('Publish');
  await office.keyboard.press('Enter');
  await office.getByText('The event is published.').waitFor();
});

test('the fields of a new place open when it is chosen, without JavaScript too', async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false, storageState: await office.context().storageState() });
  const page = await context.newPage();
  await page.goto(`${house.url}/console/the-lantern-house/events/new`);
  await page.getByLabel('Title', { exact: true }).fill('By the Sea');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL(/\/setup\/where/);
  const name = page.getByLabel('Name of the place');
  assert.equal(await name.isVisible(), false);
  await page.locator('select[name=venue]').selectOption('new');
  await name.fill('Nagi Hall');
  await page.getByLabel('Country').selectOption({ label: 'Japan' });
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL(/\/setup\/tickets/);
  await page.goto(`${house.url}/console/the-lantern-house/venues`);
  assert.match(await main(page), /Nagi Hall/);
  await context.close();
});

test('two who edit the same event do not overwrite each other', async () => {
  const event = await draftEvent(office, house, { title: 'Two Hands', startsIn: 60 * 24 * 8 });
  const colleague = await office.context().newPage();
  for (const page of [office, colleague]) await page.goto(`${house.url}${event}/edit`);
  await colleague.getByLabel('Age limit').fill('From 12');
  await colleague.getByRole('button', { name: 'Save' }).click();
  await colleague.getByText('Saved.').waitFor();
  await office.getByLabel('Title', { exact: true }).fill('Two Hands, One Piano');
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('Somebody else changed this event').waitFor();
  assert.equal(await office.getByLabel('Title', { exact: true }).inputValue(), 'Two Hands, One Piano');
  assert.equal(await office.getByLabel('Age limit').inputValue(), 'From 12');
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('Saved.').waitFor();
});

/** Signs in on the page that asks for it, and waits for the page it leads to. */
async function signInAgain(page, email, path) {
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === path);
}

test('who is signed out while typing finds everything again', async () => {
  const context = await browser.newContext(desk);
  const page = await context.newPage();
  await signIn(page, house, PEOPLE.owner);
  const form = '/console/the-lantern-house/events/new';
  const title = page.getByLabel('Title', { exact: true });
  await page.goto(house.url + form);
  await title.fill('Kept Words');
  await page.getByLabel('Description').fill('One line.\n\nAnother.');
  await page.locator('select[name=currency]').selectOption('CHF');
  // The session ends elsewhere: in another tab, or by itself.
  await context.clearCookies();
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByText('This tab keeps it').waitFor();
  await signInAgain(page, PEOPLE.owner, form);
  await page.getByText('It is back in this form').waitFor();
  assert.equal(await title.inputValue(), 'Kept Words');
  assert.equal(await page.getByLabel('Description').inputValue(), 'One line.\n\nAnother.');
  assert.equal(await page.locator('select[name=currency]').inputValue(), 'CHF');
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage })), new RegExp(PASSWORD));
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByText('The draft is saved.').waitFor();
  // What the house has taken is not offered again.
  await page.goto(house.url + form);
  assert.equal(await title.inputValue(), '');

  // A form that came back with a mistake stands at an address that cannot be opened: the page it came from can.
  const event = await draftEvent(page, house, { title: 'Kept Twice', startsIn: 60 * 24 * 9, capacity: 20 });
  await page.goto(`${house.url}${event}/tickets`);
  await page.locator('input[name=price]').fill('7');
  await page.getByRole('button', { name: 'Add ticket type' }).click();
  await page.locator('.error-summary').waitFor();
  await page.locator('input[name=type_name]').fill('Bench');
  await page.locator('input[name=quantity]').fill('5');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Add ticket type' }).click();
  await page.getByText('This tab keeps it').waitFor();
  await signInAgain(page, PEOPLE.owner, `${event}/tickets`);
  assert.equal(await page.locator('input[name=type_name]').inputValue(), 'Bench');
  await page.getByRole('button', { name: 'Discard it' }).click();
  assert.equal(await page.locator('input[name=type_name]').inputValue(), '');
  await page.reload();
  assert.equal(await page.locator('input[name=type_name]').inputValue(), '');

  // Somebody else at the same desk sees nothing of it.
  await page.goto(house.url + form);
  await title.fill('Nobody Else’s');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByText('This tab keeps it').waitFor();
  await signIn(page, house, PEOPLE.finance);
  await page.goto(`${house.url}/console`);
  await page.locator('kept-forms:defined').waitFor({ state: 'attached' });
  await context.clearCookies();
  await signIn(page, house, PEOPLE.owner);
  await page.goto(house.url + form);
  assert.equal(await title.inputValue(), '');
  await context.close();
});

test('the address typed at the sign-in page goes along to the other ways in', async () => {
  const page = await (await browser.newContext()).newPage();
  for (const way of ['Send me a link instead', 'Forgot your password?', 'Create an account']) {
    await page.goto(`${house.url}/sign-in?next=%2Fconsole`);
    await page.getByLabel('E-mail').fill('ada@example.org');
    await page.getByRole('link', { name: way }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    assert.equal(await page.getByLabel('E-mail').inputValue(), 'ada@example.org', way);
  }
  await page.context().close();
});

test('a programme is uploaded, looked at, brought in, and seen by everybody', async () => {
  const event = await eventOnSale(office, house, { title: 'Talks by the Water', startsIn: 60 * 24 * 5 });
  const entry = (uid, time, title) => `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART:${time}\r\nSUMMARY:${title}\r\nLOCATION:Quay\r\nEND:VEVENT\r\n`;
  const file = (more) => ({
    name: 'talks.ics',
    mimeType: 'text/calendar',
    buffer: Buffer.from(`BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${entry('a', '20990314T100000Z', 'Opening')}${entry('b', '20990314T110000Z', more)}${entry('c', 'soon', 'Nobody knows when')}END:VCALENDAR\r\n`),
  });
  // As on a browser that runs no scripts.
  const plain = await (await browser.newContext({ ...phone, javaScriptEnabled: false, storageState: await office.context().storageState() })).newPage();
  await plain.goto(`${house.url}${event}/programme`);
  await plain.getByRole('link', { name: 'Upload a programme' }).click();
  await plain.getByLabel('Programme file').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('See you at eight') });
  await plain.getByRole('button', { name: 'Look at it first' }).click();
  assert.match(await main(plain), /it begins with “See you at eight/);
  await plain.getByLabel('Programme file').setInputFiles(file('Second talk'));
  await plain.getByRole('button', { name: 'Look at it first' }).click();
  await plain.waitForURL('**/programme/uploads/**');
  assert.match(await main(plain), /iCalendar/);
  assert.match(await main(plain), /Refused rows/);
  await plain.getByRole('button', { name: 'Bring 2 items in' }).click();
  await plain.getByText('The programme is in.').waitFor();
  // Back and again repeat nothing.
  await plain.goBack();
  await plain.reload();
  assert.match(await main(plain), /What came in/);
  await plain.context().close();

  await office.goto(`${house.url}${event}/programme`);
  await office.getByRole('button', { name: 'Publish the programme' }).click();
  await office.getByRole('link', { name: 'Upload a programme' }).click();
  await office.getByLabel('Programme file').setInputFiles(file('Second talk, moved indoors'));
  await office.getByRole('button', { name: 'Look at it first' }).click();
  await office.getByRole('button', { name: 'Bring 1 item in' }).click();
  await office.getByText('The programme is in.').waitFor();
  const visitor = await (await browser.newContext()).newPage();
  await openEvent(visitor, house, 'Talks by the Water');
  await visitor.goto(`${visitor.url().split('?')[0]}/programme`);
  assert.match(await main(visitor), /Second talk, moved indoors/);
  await visitor.context().close();
});
