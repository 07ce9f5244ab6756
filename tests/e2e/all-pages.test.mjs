// Every page, whoever it is for, on a phone and on a desk, in light and dark: nothing that axe finds, nothing wider
// than the screen (down to 320 px), no script that fails.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { CARDS, choose, giveDetails, openEvent, payWith } from './lib/buy.mjs';
import { ticketsOn } from './lib/codes.mjs';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';
import { draftEvent, eventOnSale } from './lib/organise.mjs';
import { PEOPLE, mailTo, signIn } from './lib/people.mjs';

let house;
let browser;
let axe;
/** Cookies of those who look: somebody who only looks, a buyer, the owner, who runs the platform. */
const looks = {};
/** Paths to look at, by who looks. */
const paths = {};
/** Classes that components have rules for. */
const ruled = new Set();
/** A code that was let in, for the door. */
let used;

before(async () => {
  [house, browser] = [await openHouse(), await openBrowser()];
  const components = new URL('../../assets/css/components/', import.meta.url);
  for (const name of await readdir(components)) {
    for (const [, rule] of (await readFile(new URL(name, components), 'utf8')).matchAll(/\.([a-z][\w-]*)/g)) ruled.add(rule);
  }
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const owner = await (await browser.newContext()).newPage();
  await signIn(owner, house, PEOPLE.owner);
  const event = await eventOnSale(owner, house, { title: 'Looked At', startsIn: 90 });
  const draft = await draftEvent(owner, house, { title: 'Half Made' });
  await owner.goto(`${house.url}/organizations/the-lantern-house`);
  await owner.getByLabel('E-mail').fill('invited@example.org');
  await owner.locator('select[name=role]').selectOption('STAFF');
  await owner.locator('select[name=event]').selectOption(event.split('/').pop());
  await owner.getByRole('button', { name: 'Invite' }).click();
  const invitation = new URL(await mailTo(owner, house, 'invited@example.org', /\/invitations\//)).pathname;

  const buyer = await (await browser.newContext()).newPage();
  await openEvent(buyer, house, 'Looked At');
  await choose(buyer, 2);
  await giveDetails(buyer, 'Ida Looker', 'ida@example.org');
  await buyer.locator('.pass').first().waitFor();
  const order = new URL(buyer.url()).pathname;
  [{ payload: used }] = await ticketsOn(buyer, browser);
  await openEvent(buyer, house, 'Kite & Anchor');
  await choose(buyer, 1);
  const checkout = new URL(buyer.url()).pathname;
  await openEvent(buyer, house, 'Stand-up at the Cellar');
  await choose(buyer, 1);
  await giveDetails(buyer, 'Ida Looker', 'ida@example.org');
  await buyer.waitForURL('**/pay/**');
  await buyer.getByText('Cancel and go back').click();
  await buyer.waitForURL('**/orders/*');
  const unpaid = new URL(buyer.url()).pathname;

  await owner.goto(`${house.url}${event}/tickets`);
  await owner.locator('summary', { hasText: 'New zone' }).click();
  await owner.locator('input[name=zone_name]').fill('Lounge');
  await owner.getByRole('button', { name: 'Add zone' }).click();
  await owner.locator('summary', { hasText: 'New quota' }).click();
  await owner.locator('input[name=quota_name]').fill('Circle');
  await owner.locator('input[name=quota_capacity]').fill('20');
  await owner.locator('form[action$="/quotas"] input[type=checkbox]').first().check();
  await owner.getByRole('button', { name: 'Add quota' }).click();
  await owner.getByText('The quota is added.').waitFor();
  const shelf = [];
  for (const folder of ['ticket-types', 'quotas', 'zones']) shelf.push(await owner.locator(`main a[href*="/${folder}/"]`).first().getAttribute('href'));

  await owner.goto(`${house.url}${draft}/programme/upload`);
  const long = 'Unreasonably'.repeat(12);
  const rows = `id;title;starts;room\n1;Opening;2099-03-14 10:00;Hall\n2;;soon;\n${long};${long};${long};${long}\n`;
  await owner.getByLabel('Programme file').setInputFiles({ name: `${long}.csv`, mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await owner.getByRole('button', { name: 'Look at it first' }).click();
  await owner.waitForURL('**/programme/uploads/**');
  const upload = new URL(owner.url()).pathname;

  await owner.goto(`${house.url}${event}/orders`);
  const sold = await owner.locator('main tbody a').first().getAttribute('href');
  await owner.goto(`${house.url}/events`);
  const shown = await owner.locator('main a[href^="/events/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const door = event.replace('/console/events/', '/gate/');
  const org = '/console/the-lantern-house';
  paths.anybody = [
    '/', '/events', ...new Set([shown[0], ...shown.slice(1, 4)]), '/my/tickets', '/orders/lookup', '/sign-in', '/sign-in/link', '/sign-up', '/reset',
    '/confirm/no-such-token', invitation, '/no-such-page', '/dev/mailbox',
  ];
  paths.buyer = [order, unpaid, checkout, '/my/tickets'];
  paths.owner = [
    '/account', '/account/history', '/account/second-factor', '/organizations/the-lantern-house/sign-in', '/console', `${org}/events`, `${org}/events?show=drafts`, `${org}/events?show=past`, `${org}/events/new`, `${org}/venues`,
    event, `${event}/edit`, `${event}/tickets`, `${event}/orders`, `${event}/orders?q=nobody`, `${event}/team`, `${event}/refunds`, `${event}/cancel`, org, `${org}?range=all`, draft, `${draft}/tickets`, `${draft}/orders`, `${draft}/programme`, `${draft}/programme/upload`, upload,
    sold, `${sold}/refund`, '/organizations', '/organizations/new', '/organizations/the-lantern-house', invitation,
    ...shelf, '/gate', door, `${door}?gate=A&zone=LOUNGE`, `${door}/search?q=ida`, `${door}/search?q=nobody`,
  ];
  const chief = await (await browser.newContext()).newPage();
  await signIn(chief, house, PEOPLE.house);
  await chief.goto(`${house.url}/admin/people?q=fan%40`);
  const person = await chief.locator('main tbody a').first().getAttribute('href');
  await chief.goto(`${house.url}/admin/organizations`);
  const organization = await chief.locator('main tbody a').first().getAttribute('href');
  await chief.goto(`${house.url}/admin/messages`);
  const message = await chief.locator('main tbody a').first().getAttribute('href');
  await chief.goto(`${house.url}/admin/audit`);
  const row = await chief.locator('main tbody a').first().getAttribute('href');
  paths.house = [
    '/admin', '/admin/people', '/admin/people?q=nobody', person, '/admin/organizations', organization, '/admin/jobs', '/admin/jobs?state=dead',
    '/admin/messages', '/admin/messages?state=sent', message, '/admin/audit', '/admin/audit?who=nobody', row, '/admin/audit/verify', '/admin/queries',
  ];
  looks.house = await chief.context().storageState();
  paths.door = door;
  looks.anybody = undefined;
  looks.buyer = await buyer.context().storageState();
  looks.owner = await owner.context().storageState();
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

/** How far the page is wider than the screen, told if it is. */
async function tooWide(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return over > 0 ? [`${where} is ${over} px wider than the screen`] : [];
}

/** What axe finds on the page as it stands. Of a page's faults only those of colour depend on the scheme. */
async function found(page, where, rules) {
  const violations = await page.evaluate(async (only) => {
    const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
    return (await window.axe.run(document, options)).violations.map((it) => `${it.id} ${it.nodes.map((node) => node.target).join(' ')}`);
  }, rules);
  return violations.map((it) => `${where}: ${it}`);
}

/** What is wrong with the page as it stands, in light and in dark. */
async function faults(page, where) {
  await page.evaluate(axe);
  const light = await found(page, where);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await found(page, `${where} in dark`, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark, ...(await tooWide(page, where)), ...(await bare(page, where))];
}

/** Classes of a page that carries its style sheets, but not the rules there are for them. */
async function bare(page, where) {
  const classes = await page.evaluate((ruled) => {
    const carried = [...document.querySelectorAll('head style')].map((style) => style.textContent).join('');
    if (!carried) return [];
    const seen = new Set([...document.querySelectorAll('[class]')].flatMap((element) => [...element.classList]));
    return ruled.filter((name) => seen.has(name) && !new RegExp(`\\.${name}(?![\\w-])`).test(carried));
  }, [...ruled]);
  return classes.map((name) => `${where}: css/public.css has no rules for .${name}`);
}

/**
 * A context for looking, with a page that notes what its scripts do wrong. Without motion, as somebody
 * may ask for: a colour on its way to another is no fault.
 */
async function look(who, options) {
  const context = await browser.newContext({ reducedMotion: 'reduce', colorScheme: 'light', ...options, storageState: looks[who], bypassCSP: true });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error}`));
  return { context, page, errors };
}

for (const who of ['anybody', 'buyer', 'owner', 'house']) {
  for (const [size, shape] of [['390', phone], ['1280', desk]]) {
    test(`pages of ${who} at ${size} px`, async () => {
      const { context, page, errors } = await look(who, shape);
      const wrong = [];
      for (const path of paths[who]) {
        await page.goto(house.url + path);
        wrong.push(...(await faults(page, path)));
        if (shape !== phone) continue;
        await page.setViewportSize({ width: 320, height: 640 });
        wrong.push(...(await tooWide(page, `${path} at 320 px`)));
        await page.setViewportSize(phone.viewport);
      }
      if (who === 'owner') {
        // The verdict fills the screen; then a mistake beside its field.
        await page.goto(house.url + paths.door);
        await page.getByPlaceholder('Type the code').fill(used);
        await page.getByRole('button', { name: 'Check code' }).click();
        await page.locator('[data-ruling]').waitFor();
        wrong.push(...(await faults(page, 'verdict')));
        await page.goto(`${house.url}/console/the-lantern-house/venues`);
        await page.evaluate(() => (document.querySelector('main form').noValidate = true));
        await page.getByRole('button', { name: 'Add place' }).click();
        await page.locator('.field__error').first().waitFor();
        wrong.push(...(await faults(page, 'venue with mistakes')));
      }
      assert.deepEqual([...wrong, ...errors], []);
      await context.close();
    });
  }
}

test('a public page is the same for everybody', async () => {
  const [one, two] = [await browser.newContext(), await browser.newContext({ storageState: looks.owner })];
  for (const path of ['/', '/events', paths.anybody.find((path) => path.startsWith('/events/'))]) {
    const [a, b] = [await one.request.get(house.url + path), await two.request.get(house.url + path)];
    assert.equal(await a.text(), await b.text());
    assert.equal(a.headers()['etag'], b.headers()['etag']);
  }
});

test('no page has a style or a script of its own, but those of the house', async () => {
  const seen = await browser.newContext({ storageState: looks.owner });
  for (const path of ['/events', '/console', paths.door, '/account', '/sign-in']) {
    const answer = await seen.request.get(house.url + path);
    const policy = answer.headers()['content-security-policy'];
    assert.match(policy, /default-src 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/, path);
    const text = await answer.text();
    assert.doesNotMatch(text, /\sstyle="|\son[a-z]+="|hx-on|javascript:/, path);
    const own = [...text.matchAll(/<(style|script)(?![^>]* src=)(?![^>]*ld\+json)[^>]*>([^<]*)<\/\1>/g)];
    for (const [, tag, inside] of own) {
      const hash = `'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
      assert.ok(policy.includes(hash), `${path}: a ${tag} that the policy does not know: ${inside.slice(0, 80)}`);
    }
    assert.equal(own.filter(([, tag]) => tag === 'style').length > 0, path === '/events' || path === '/sign-in' || path === '/account', path);
  }
});

test('a word of 200 letters widens no page, and a word that fits is not parted', async () => {
  const long = 'Unreasonably'.repeat(17).slice(0, 200);
  const owner = await (await browser.newContext({ storageState: looks.owner })).newPage();
  await eventOnSale(owner, house, { title: `${long} Night`, startsIn: 60 * 24 * 3, tickets: [{ name: long.slice(0, 120), price: '12', quantity: 9 }] });
  await eventOnSale(owner, house, { title: 'Philharmonic Improvisations', startsIn: 60 * 24 * 4 });
  for (const shape of [phone, desk]) {
    const { context, page } = await look('anybody', shape);
    const wrong = [];
    const check = async (where) => wrong.push(...(await faults(page, where)));
    await page.goto(`${house.url}/events`);
    await check('list');
    await openEvent(page, house, `${long} Night`);
    await check('event');
    await page.locator('input[type=number]').first().evaluate((field) => { field.max = ''; field.value = '10'; });
    await page.getByRole('button', { name: 'Get tickets' }).first().click();
    await page.getByText(/sold out, or fewer|than one order may have/).first().waitFor();
    await check('refused');
    await choose(page, 1);
    await giveDetails(page, long, 'half@');
    await page.locator('.field__error').first().waitFor();
    await check('checkout');
    await giveDetails(page, long, `${'l'.repeat(60)}@${'example.'.repeat(20)}org`);
    await page.waitForURL('**/pay/**');
    wrong.push(...(await tooWide(page, 'the payment page')));
    await page.getByText('Cancel and go back').click();
    await page.waitForURL('**/orders/*');
    await check('unpaid');
    await page.getByRole('button', { name: /^Pay / }).first().click();
    await payWith(page, CARDS.good);
    await page.locator('.pass').first().waitFor();
    await check('order');
    await page.goto(`${house.url}/my/tickets`);
    await check('my tickets');
    assert.deepEqual(wrong, []);
    // A title of long words that fit: each stands on one line.
    await openEvent(page, house, 'Philharmonic Improvisations');
    const parted = await page.locator('h1').evaluate((title) => {
      const text = document.createTreeWalker(title, NodeFilter.SHOW_TEXT).nextNode();
      const lines = (from, to) => {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, to);
        return new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top))).size;
      };
      return [...text.data.matchAll(/\S+/g)].filter((word) => lines(word.index, word.index + word[0].length) > 1).map((word) => word[0]);
    });
    assert.deepEqual(parted, []);
    await context.close();
  }
  await owner.context().close();
});
