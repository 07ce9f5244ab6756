// The real listing, whole: a house whose clock stands in December 2024 takes it in; a guest finds one of its events, buys it,
// receives it by mail and is let in at its door, once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { CARDS, choose, giveDetails, payWith } from './lib/buy.mjs';
import { openBrowser, openHouse, phone } from './lib/house.mjs';

// Entry 166329 of the listing: one plain date, one plain price; three hours before it begins.
const CLOCK = '2024-12-21T06:30:00Z';
const ENGLISH = /NSPIRESeries 2024: Lingnan Images.*GlamorousYouth/;
const CHINESE = '《明媚時光》';

const folder = join(process.env.CALLBOARD_SHARED || resolve(import.meta.dirname, '../../../shared'), 'data/event-listings');
const files = ['events', 'venues'].map((what) => join(folder, `hk-lcsd-cultural-programmes-2024-12.${what}.xml`));
const missing = await Promise.all(files.map((file) => access(file))).then(() => false, () => `SKIPPED: the listing is not in ${folder}; set CALLBOARD_SHARED`);

let house;
let browser;
before(async () => {
  if (missing) return;
  house = await openHouse({ CALLBOARD_SERVER__CLOCK_START: CLOCK });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

async function take(...more) {
  const args = ['import', 'lcsd', '--events', files[0], '--venues', files[1], '--organization', 'The Lantern House', '--data-dir', house.data, '--json', ...more];
  const env = { ...process.env, DATABASE_URL: '', CALLBOARD_SERVER__CLOCK_START: CLOCK };
  const { stdout } = await promisify(execFile)(process.env.CALLBOARD_BIN, args, { env, maxBuffer: 64 << 20 });
  return JSON.parse(stdout).outcome;
}

/** From page to page of the list until the event is there. */
async function find(page) {
  await page.goto(`${house.url}/events`);
  for (;;) {
    const link = page.getByRole('link', { name: ENGLISH }).first();
    if (await link.count()) return link;
    const next = page.locator('main a[rel=next]');
    assert.equal(await next.count(), 1, 'the event stands on one of the pages of the list');
    await next.click();
    await page.waitForLoadState('load');
  }
}

/** The mail of that purpose to that address, as soon as the house has made it. */
async function mailTo(page, address) {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    await page.goto(`${house.url}/dev/mailbox`);
    const row = page.getByRole('row').filter({ hasText: address }).filter({ hasText: /ticket/i }).first();
    if (await row.count()) return row.getByRole('link').first().click();
    await page.waitForTimeout(250);
  }
  assert.fail(`no mail to ${address} within a minute`);
}

async function banner(page) {
  assert.match(await page.locator('.banners').innerText(), /clock is set to 21 December 2024/, page.url());
}

test('an event of the listing is taken in, found, bought, received and scanned', { skip: missing, timeout: 300_000 }, async () => {
  const dry = await take('--capacity', '50', '--dry-run');
  const first = await take('--capacity', '50');
  assert.deepEqual(first, dry, 'the dry run says exactly what happens');
  assert.equal(first.refused.length, 0);
  assert.ok(first.created > 1_041 && first.on_sale > 100, `${first.created} events, ${first.on_sale} on sale`);
  const second = await take('--capacity', '50');
  assert.deepEqual([second.created, second.changed, second.kept, second.venues_created], [0, 0, 0, 0], 'importing again changes nothing');

  const page = await (await browser.newContext(phone)).newPage();
  const link = await find(page);
  await banner(page);
  await link.click();
  await page.waitForURL('**/events/*');
  await banner(page);
  const shown = await page.locator('main').innerText();
  assert.ok(shown.includes(CHINESE), 'the page shows both titles');
  assert.match(shown, /17:30/, 'in the clocks of Hong Kong');
  assert.match(shown, /HK\$70/);
  await choose(page, 1);
  await banner(page);
  await giveDetails(page, '陳大文', 'tai-man@example.hk');
  await payWith(page, CARDS.good);
  await page.waitForURL('**/orders/*');
  await banner(page);
  // Until the provider's word is there the page asks to wait and goes on by itself.
  await page.locator('main').getByText('陳大文').first().waitFor();
  const code = await page.locator('.qr__text code').first().innerText();

  await mailTo(page, 'tai-man@example.hk');
  await page.waitForURL('**/dev/mailbox/*');
  const links = await page.locator('main a[href*="/files/"]').evaluateAll((all) => all.map((a) => a.href));
  const attached = await Promise.all(links.map(async (href) => (await page.request.get(href)).body()));
  assert.ok(attached.some((file) => file.subarray(0, 5).toString() === '%PDF-'), 'a PDF is attached');
  assert.ok(attached.some((file) => file.toString().includes('DTSTART;TZID=Asia/Hong_Kong:20241221T173000') || file.toString().includes('DTSTART:20241221T093000Z')), 'and a calendar file');

  const door = await (await browser.newContext(phone)).newPage();
  await door.goto(`${house.url}/sign-in?next=/gate`);
  await banner(door);
  await door.getByLabel('E-mail').fill('door@lantern.example');
  await door.getByLabel('Password').fill('callboard demo');
  await door.getByRole('button', { name: 'Sign in', exact: true }).click();
  await door.waitForURL('**/gate');
  await banner(door);
  await door.getByRole('link', { name: ENGLISH }).click();
  await door.waitForURL('**/gate/*');
  await banner(door);
  const show = async (code) => {
    await door.locator('input[name=code]').last().fill(code.toLowerCase().replace('-', ' '));
    await door.getByRole('button', { name: /check/i }).last().click();
  };
  await show(code);
  const green = door.locator('#verdict [data-ruling=admit]');
  await green.waitFor();
  assert.match(await green.innerText(), /陳大文/);
  await show(code);
  const red = door.locator('#verdict [data-ruling=refuse]');
  await red.waitFor();
  assert.match(await red.innerText(), /already used/i);

  await door.goto(`${house.url}/console`);
  await banner(door);
});
