// Takes the pictures of the README from a demo house of its own: node tests/e2e/screenshots.mjs
// CALLBOARD_BIN names the built program, CALLBOARD_CHROMIUM a Chromium. `--review FOLDER` takes every page instead,
// at 390 and 1280 px, in light and dark, for somebody to look at.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { choose, giveDetails, openEvent } from './lib/buy.mjs';
import { ticketsOn } from './lib/codes.mjs';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';
import { draftEvent, eventOnSale } from './lib/organise.mjs';
import { PEOPLE, signIn } from './lib/people.mjs';

const review = process.argv.includes('--review') ? process.argv[process.argv.indexOf('--review') + 1] : undefined;
const folder = review ?? fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
await mkdir(folder, { recursive: true });

const TITLE = 'Lanterns on the Canal';
const house = await openHouse({}, 'full');
const browser = await openBrowser();
try {
  const owner = await (await browser.newContext(desk)).newPage();
  await signIn(owner, house, PEOPLE.owner);
  const event = await eventOnSale(owner, house, { title: TITLE, startsIn: 75, capacity: 120, tickets: [{ name: 'Quay', quantity: 80 }, { name: 'On the boat', quantity: 40 }] });
  const draft = await draftEvent(owner, house, { title: 'A Winter’s Tale' });
  const buyer = await (await browser.newContext(phone)).newPage();
  await openEvent(buyer, house, TITLE);
  await choose(buyer, 2);
  await giveDetails(buyer, 'Mei Chan', 'mei@example.org');
  await buyer.locator('.pass').first().waitFor();
  const order = new URL(buyer.url()).pathname;
  const [ticket] = await ticketsOn(buyer, browser);
  const door = event.replace('/console/events/', '/gate/');
  await owner.goto(`${house.url}${event}/orders`);
  const sold = await owner.locator('main tbody a').first().getAttribute('href');
  await owner.goto(`${house.url}/events`);
  const shown = (title) => owner.getByRole('link', { name: title }).first().getAttribute('href');
  const show = await shown('Orchestra of Small Hours');
  await owner.goto(`${house.url}/console/the-lantern-house/events?show=past`);
  const past = await owner.locator('main').getByRole('link', { name: 'Opening Night' }).first().getAttribute('href');
  const states = { anybody: undefined, buyer: await buyer.context().storageState(), owner: await owner.context().storageState() };

  /** Opens a page as somebody and takes its picture. */
  const take = async (name, who, path, { shape = desk, colorScheme = 'light', act, fullPage = Boolean(review) } = {}) => {
    const context = await browser.newContext({ ...shape, colorScheme, storageState: states[who], reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(house.url + path);
    await act?.(page);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
    await context.close();
  };
  const scan = async (page) => {
    await page.getByPlaceholder('Type the code').fill(ticket.payload);
    await page.getByRole('button', { name: 'Check code' }).click();
    await page.locator('[data-ruling]').waitFor();
  };

  if (review) {
    const org = '/console/the-lantern-house';
    const pages = {
      anybody: ['/events', show, '/my/tickets', '/orders/lookup', '/sign-in', '/sign-up', '/sign-in/link', '/reset', '/no-such-page', '/dev/mailbox'],
      buyer: [order, '/my/tickets'],
      owner: ['/account', '/console', `${org}/events`, `${org}/events/new`, `${org}/venues`, event, `${past}?range=all`, `${org}?range=all`, draft, `${event}/edit`, `${event}/tickets`, `${event}/orders`, `${event}/team`, org, sold, `${sold}/refund`, '/organizations', '/organizations/new', '/organizations/the-lantern-house', '/gate', door],
    };
    for (const [who, list] of Object.entries(pages)) {
      for (const [n, path] of list.entries()) {
        for (const [size, shape] of [['390', phone], ['1280', desk]]) {
          for (const colorScheme of ['light', 'dark']) {
            const name = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home';
            await take(`${who}-${String(n).padStart(2, '0')}-${name}-${size}-${colorScheme}`, who, path, { shape, colorScheme });
          }
        }
      }
    }
  } else {
    await take('list-desk', 'anybody', '/events');
    await take('list-desk-dark', 'anybody', '/events', { colorScheme: 'dark' });
    await take('event-phone', 'anybody', show, { shape: phone });
    await take('tickets-phone', 'buyer', order, { shape: phone, colorScheme: 'dark' });
    await take('event-console', 'owner', `${past}?range=all`);
    await take('figures-console', 'owner', '/console/the-lantern-house?range=all');
    await take('draft-console', 'owner', draft);
    await take('order-console', 'owner', sold);
    await take('door-green-phone', 'owner', `${door}?gate=North`, { shape: phone, act: scan });
    await take('door-red-phone', 'owner', `${door}?gate=South`, { shape: phone, act: scan });
  }
  console.log(`The pictures are in ${folder}`);
} finally {
  await browser.close();
  await house.stop();
}
