// The command palette, by keyboard alone, on a phone, and without a script.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';
import { eventOnSale } from './lib/organise.mjs';
import { PEOPLE, signIn } from './lib/people.mjs';

let house;
let browser;
let axe;
let owner;
let event;

before(async () => {
  [house, browser] = [await openHouse(), await openBrowser()];
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const page = await (await browser.newContext()).newPage();
  await signIn(page, house, PEOPLE.owner);
  event = await eventOnSale(page, house, { title: 'Café Übermut', startsIn: 90 });
  owner = await page.context().storageState();
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

async function look(options) {
  const context = await browser.newContext({ reducedMotion: 'reduce', storageState: owner, bypassCSP: true, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return { context, page, errors };
}

/** The keys are heard once the page's scripts are there. */
const ready = (page) => page.waitForFunction(() => customElements.get('command-palette') !== undefined);

/** What the line is that Enter would open. */
const chosen = (page) => page.locator('.palette [role=option][aria-selected=true]');

test('from anywhere to an event, and from there to its orders, by keyboard alone', async () => {
  const { context, page, errors } = await look(desk);
  await page.goto(`${house.url}/organizations`);
  await ready(page);
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox');
  await box.waitFor();
  assert.ok(await box.evaluate((it) => it === document.activeElement), 'the keyboard is in the field');
  await page.keyboard.type('cafe ubermut');
  await page.locator('.palette [role=option]', { hasText: 'Café Übermut' }).waitFor();
  assert.match(await chosen(page).innerText(), /Café Übermut/);
  assert.equal(await box.getAttribute('aria-activedescendant'), await chosen(page).getAttribute('id'));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${event}`);
  await ready(page);
  await page.keyboard.press('Control+k');
  await page.locator('.palette [role=option]').first().waitFor();
  await page.keyboard.type('orders');
  await page.locator('.palette [role=option]', { hasText: 'Orders' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  assert.match(await chosen(page).innerText(), /Orders/);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${event}/orders`);
  assert.deepEqual(errors, []);
  await context.close();
});

test('Escape leads back to where the keyboard was', async () => {
  const { context, page } = await look(desk);
  await page.goto(`${house.url}/console`);
  await ready(page);
  const opener = page.locator('command-palette a');
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog.palette').waitFor({ state: 'hidden' });
  assert.ok(await opener.evaluate((it) => it === document.activeElement));
  assert.equal(new URL(page.url()).pathname, '/console');
  await context.close();
});

for (const [shape, scheme] of [[phone, 'light'], [phone, 'dark'], [desk, 'light'], [desk, 'dark']]) {
  test(`open in ${scheme} at ${shape.viewport.width} px it has no fault`, async () => {
    const { context, page } = await look({ ...shape, colorScheme: scheme });
    await page.goto(`${house.url}/console`);
    await ready(page);
    await page.locator(shape === phone ? '.rail-bar__palette' : 'command-palette a').click();
    await page.locator('.palette [role=option]').first().waitFor();
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map((it) => `${it.id} ${it.nodes.map((node) => node.target).join(' ')}`));
    assert.deepEqual(found, []);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${over} px wider than the screen`);
    await page.getByRole('combobox').fill('nothing is called like this');
    await page.locator('.palette__none').waitFor();
    await context.close();
  });
}

test('without a script the button leads to the same list as a page', async () => {
  const { context, page } = await look({ ...desk, javaScriptEnabled: false });
  await page.goto(house.url + event);
  await page.locator('command-palette a').click();
  await page.waitForURL('**/palette');
  await page.getByRole('link', { name: 'Orders' }).first().click();
  await page.waitForURL(`**${event}/orders`);
  await context.close();
});

test('a slash leads to the search of the public list, and stays a slash in a field', async () => {
  const { context, page } = await look({ ...desk, storageState: undefined });
  await page.goto(`${house.url}/events`);
  // A public page fetches its scripts when it is drawn; htmx is the last of them.
  await page.locator('script[src*="htmx"]').waitFor({ state: 'attached' });
  await page.keyboard.press('/');
  await page.keyboard.type('a/b');
  assert.equal(await page.locator('main input[type=search]').first().inputValue(), 'a/b');
  await context.close();
});
