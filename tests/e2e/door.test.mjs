// The door on a phone: one of our codes before the camera, typed codes, names, and every reason to say no.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CARDS, choose, giveDetails, openEvent, payWith } from './lib/buy.mjs';
import { ticketsOn, video } from './lib/codes.mjs';
import { openBrowser, openHouse, phone } from './lib/house.mjs';
import { eventOnSale, openOrderOf, refund } from './lib/organise.mjs';
import { PASSWORD, PEOPLE, mailTo, signIn } from './lib/people.mjs';

const TITLE = 'Door Test Tonight';
const ELSEWHERE = 'The Night Market';

let house;
let browser;
let folder;
/** The event's page in the console, and its door. */
let event;
let door;
/** Tickets by whom they are for. */
const held = {};
/** A page of whoever works at this door and nowhere else. */
let staff;

before(async () => {
  [house, browser, folder] = [await openHouse(), await openBrowser(), await mkdtemp(join(tmpdir(), 'callboard-camera-'))];
  const owner = await (await browser.newContext()).newPage();
  await signIn(owner, house, PEOPLE.owner);
  event = await eventOnSale(owner, house, { title: TITLE, startsIn: 90, tickets: [{ name: 'Entry', price: '12', quantity: 40 }] });
  door = event.replace('/console/events/', '/gate/');
  for (const [name, title] of [['Ada Camera', TITLE], ['Berta Typed', TITLE], ['Carla Named', TITLE], ['Dora Refunded', TITLE], ['Emil Offline', TITLE], ['Finn Elsewhere', ELSEWHERE]]) {
    const page = await (await browser.newContext(phone)).newPage();
    await openEvent(page, house, title);
    await choose(page, 1);
    await giveDetails(page, name, `${name.split(' ')[0].toLowerCase()}@example.org`);
    if (title === TITLE) await payWith(page, CARDS.good);
    await page.locator('.pass').first().waitFor();
    [held[name.split(' ')[0]]] = await ticketsOn(page, browser);
    await page.context().close();
  }
  await openOrderOf(owner, house, event, 'dora@example.org');
  await refund(owner, 'She is ill');
  staff = await hire(owner, 'nadia@example.org');
});
after(async () => {
  await browser?.close();
  await house?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Invites somebody to the door of this one event, who signs up and accepts. */
async function hire(owner, email) {
  await owner.goto(`${house.url}/organizations/the-lantern-house`);
  await owner.getByLabel('E-mail').fill(email);
  await owner.locator('select[name=role]').selectOption('STAFF');
  await owner.locator('select[name=event]').selectOption(event.split('/').pop());
  await owner.getByRole('button', { name: 'Invite' }).click();
  await owner.getByText(email).first().waitFor();
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(`${house.url}/sign-up`);
  await page.getByLabel('Your name').fill('Nadia Door');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('We have sent a mail').waitFor();
  await page.goto(await mailTo(page, house, email, /\/confirm\//));
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await page.waitForURL('**/account');
  await page.goto(await mailTo(page, house, email, /\/invitations\//));
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/invitations'));
  return page;
}

/** Types a code into the scanner's field and returns what the door says. */
async function type(page, code) {
  await page.getByPlaceholder('Type the code').fill(code);
  await page.getByRole('button', { name: 'Check code' }).click();
  return verdict(page);
}

/** Waits for the next verdict: `{ ruling, words }`. Without a graphics card a busy machine reads a picture in seconds, not moments. */
async function verdict(page, patience = 30_000) {
  const shown = page.locator('#verdict [data-ruling]:not([data-read])');
  await shown.waitFor({ timeout: patience });
  const said = { ruling: await shown.getAttribute('data-ruling'), words: await shown.innerText() };
  await shown.evaluate((section) => section.setAttribute('data-read', ''));
  return said;
}

test('a code before the camera is green, and red when it is shown again', async () => {
  const file = join(folder, 'ada.y4m');
  await video(browser, file, [held.Ada.png]);
  const camera = await openBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`]);
  try {
    const context = await camera.newContext({ ...phone, storageState: await staff.context().storageState() });
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    // Who allowed the camera before need not press; who presses just as it comes on does not stop it.
    await page.addInitScript(() => {
      new MutationObserver((_, watch) => {
        if (!document.querySelector('[data-camera=on]')) return;
        watch.disconnect();
        document.querySelector('.scanner__camera').click();
      }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-camera'] });
    });
    await page.goto(`${house.url}${door}?gate=North`);
    const first = await verdict(page, 120_000);
    assert.equal(first.ruling, 'admit', first.words);
    assert.match(first.words, /Let in[\s\S]*Entry[\s\S]*Ada Camera/);
    assert.match(await page.locator('#counter').innerText(), /1/);
    const again = await verdict(page, 120_000);
    assert.equal(again.ruling, 'refuse', again.words);
    assert.match(again.words, /Do not let in[\s\S]*Already used[\s\S]*Today at \d\d:\d\d, gate North/);
    assert.deepEqual(errors, []);
  } finally {
    await camera.close();
  }
});

test('a code can be typed as people type, and a slip is told', async () => {
  await staff.goto(`${house.url}${door}?gate=South`);
  const slip = held.Berta.typed.replace(/.$/, (last) => (last === '2' ? '3' : '2'));
  const mistyped = await type(staff, slip);
  assert.deepEqual([mistyped.ruling, /Mistyped/.test(mistyped.words)], ['refuse', true], mistyped.words);
  const good = await type(staff, held.Berta.typed.toLowerCase().replaceAll('-', ' '));
  assert.deepEqual([good.ruling, /Berta Typed/.test(good.words)], ['admit', true], good.words);
  const again = await type(staff, held.Berta.typed);
  assert.match(again.words, /Already used[\s\S]*gate South/);
});

test('a name is found and let in once', async () => {
  await staff.goto(`${house.url}${door}?gate=South`);
  await staff.getByText('Find by name').click();
  await staff.getByLabel('A part of the name').fill('carla');
  await staff.getByRole('button', { name: 'Find', exact: true }).click();
  await staff.getByRole('button', { name: 'Let in' }).click();
  const said = await verdict(staff);
  assert.deepEqual([said.ruling, /Carla Named/.test(said.words)], ['admit', true], said.words);
  await staff.getByLabel('A part of the name').fill('carla');
  await staff.getByRole('button', { name: 'Find', exact: true }).click();
  await staff.getByText('In already').waitFor();
  assert.equal(await staff.getByRole('button', { name: 'Let in' }).count(), 0);
  await staff.getByLabel('A part of the name').fill('finn');
  await staff.getByRole('button', { name: 'Find', exact: true }).click();
  await staff.getByText('Nobody of that name').waitFor();
});

test('every other reason is told in its own words', async () => {
  await staff.goto(`${house.url}${door}`);
  // One letter of the signature.
  const at = 100;
  const forged = held.Emil.payload.slice(0, at) + (held.Emil.payload[at] === '1' ? '2' : '1') + held.Emil.payload.slice(at + 1);
  const cases = [
    ['refunded, seen', held.Dora.payload, /Refunded/],
    ['refunded, typed', held.Dora.typed, /Refunded/],
    ['another event, seen', held.Finn.payload, /For another event/],
    ['another event, typed', held.Finn.typed, /For another event/],
    ['forged', forged, /Forged/],
    ['not ours', 'https://example.org/menu', /Not a ticket of ours/],
  ];
  for (const [what, code, words] of cases) {
    const said = await type(staff, code);
    assert.equal(said.ruling, 'refuse', what);
    assert.match(said.words, words, what);
    assert.doesNotMatch(said.words, /Finn|Emil/, `${what}: nothing is told of a ticket that is not of this evening`);
  }
  await staff.getByText('Last scans').click();
  assert.match(await staff.locator('#last-scans').innerText(), /Forged/);
});

test('whoever works at one door sees that one and no other', async () => {
  await staff.goto(`${house.url}/gate`);
  assert.deepEqual(await staff.locator('.doors__name').allInnerTexts(), [TITLE]);
  const owner = await (await browser.newContext()).newPage();
  await signIn(owner, house, PEOPLE.owner);
  await owner.goto(`${house.url}/gate`);
  const other = await owner.locator('a.doors__door').filter({ hasText: 'Kite & Anchor' }).getAttribute('href');
  assert.equal((await staff.goto(house.url + other)).status(), 404);
  assert.equal((await staff.request.post(`${house.url}${other}/scan`, { form: { typed: held.Emil.typed } })).status(), 404);
  // The owner's own door of a later evening: the ticket is right, the day is not.
  await owner.goto(house.url + other);
  const buyer = await (await browser.newContext(phone)).newPage();
  await openEvent(buyer, house, 'Kite & Anchor');
  await choose(buyer, 1);
  await giveDetails(buyer, 'Gerd Early', 'gerd@example.org');
  await payWith(buyer, CARDS.good);
  await buyer.locator('.pass').first().waitFor();
  const [early] = await ticketsOn(buyer, browser);
  const said = await type(owner, early.payload);
  assert.equal(said.ruling, 'refuse');
  assert.match(said.words, /Too early[\s\S]*lets people in from/);
});

test('without a connection nobody is let in, and it says so', async () => {
  const page = await staff.context().newPage();
  await page.goto(`${house.url}${door}?gate=South`);
  await page.context().setOffline(true);
  await page.getByText('codes cannot be checked').waitFor();
  const none = await type(page, held.Emil.typed);
  assert.equal(none.ruling, 'check');
  assert.match(none.words, /Not checked[\s\S]*No connection[\s\S]*Nobody was let in/);
  await page.context().setOffline(false);
  await page.getByText('codes cannot be checked').waitFor({ state: 'hidden' });
  const then = await type(page, held.Emil.typed);
  assert.deepEqual([then.ruling, /Emil Offline/.test(then.words)], ['admit', true], then.words);
  await page.close();
});

test('a scan without a session keeps the code and comes back to the same gate', async () => {
  const context = await browser.newContext({ ...phone, storageState: await staff.context().storageState() });
  const page = await context.newPage();
  // On a slow line the guest holds up the code before the page is all there.
  let goOn;
  const pressed = new Promise((resolve) => (goOn = resolve));
  await page.route('**/htmx.min.*.js', (route) => pressed.then(() => route.continue()));
  await page.goto(`${house.url}${door}?gate=North%202`);
  await context.clearCookies();
  await page.locator('.scanner__view').waitFor();
  await page.getByPlaceholder('Type the code').fill(held.Berta.typed);
  await page.getByRole('button', { name: 'Check code' }).click();
  goOn();
  const none = await verdict(page);
  assert.equal(none.ruling, 'check');
  assert.match(none.words, /Not checked[\s\S]*You are signed out[\s\S]*Nobody was let in/);
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.getByLabel('E-mail').fill('nadia@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === door && url.searchParams.get('gate') === 'North 2');
  assert.match((await verdict(page)).words, /read while you were signed out/);
  assert.equal(await page.getByPlaceholder('Type the code').inputValue(), held.Berta.typed);
  await page.getByRole('button', { name: 'Check code' }).click();
  assert.match((await verdict(page)).words, /Already used/);
  // Read once, kept no longer; and the next scan does not join it.
  await page.reload();
  await page.locator('.scanner__view').waitFor();
  assert.equal(await page.getByPlaceholder('Type the code').inputValue(), '');
  await context.close();
});

test('a door that gets only half of its page checks codes all the same', async () => {
  const page = await staff.context().newPage();
  await page.route('**/htmx.min.*.js', (route) => route.abort());
  await page.goto(`${house.url}${door}?gate=South`);
  await page.locator('.scanner__view').waitFor();
  assert.match((await type(page, held.Berta.typed)).words, /Already used/);
  await page.close();
});

test('whoever is signed out in another tab is told before the next scan', async () => {
  const page = await staff.context().newPage();
  await page.clock.install();
  await page.goto(`${house.url}${door}?gate=South`);
  const cookies = await staff.context().cookies();
  await staff.context().clearCookies();
  await page.clock.fastForward(21_000);
  const said = await verdict(page);
  assert.match(said.words, /Not checked[\s\S]*signed out/i);
  assert.equal(await page.getByRole('link', { name: /sign in/i }).getAttribute('href'), `/sign-in?next=${encodeURIComponent(`${door}?gate=South`)}`);
  await staff.context().addCookies(cookies);
  await page.close();
});

test('the door works without JavaScript', async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false, storageState: await staff.context().storageState() });
  const page = await context.newPage();
  await page.goto(`${house.url}${door}?gate=West`);
  await page.getByPlaceholder('Type the code').fill(held.Berta.typed);
  await page.getByRole('button', { name: 'Check code' }).click();
  assert.match(await page.locator('#verdict').innerText(), /Already used[\s\S]*gate South/);
  await context.close();
});
