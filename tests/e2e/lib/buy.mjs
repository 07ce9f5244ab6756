// What a buyer does, step by step.

/** Opens an event from the list by its title. */
export async function openEvent(page, house, title) {
  await page.goto(`${house.url}/events`);
  await page.getByRole('link', { name: title }).first().click();
  await page.waitForURL('**/events/*');
}

/** Chooses `n` of the first ticket type and goes to the checkout. */
export async function choose(page, n = 1) {
  await page.locator('input[type=number]').first().fill(String(n));
  await page.getByRole('button', { name: /get tickets/i }).first().click();
  await page.waitForURL('**/checkout/*');
}

/** Fills in who buys and goes on to the payment (or, when it is free, to the tickets). */
export async function giveDetails(page, name, email) {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.locator('main button[type=submit], main button:not([type])').last().click();
}

/** Pays on the simulator's page with one of its cards. */
export async function payWith(page, card) {
  await page.waitForURL('**/pay/**');
  await page.locator(`button[name=card][value="${card}"]`).click();
  await page.getByRole('button', { name: /^Pay / }).click();
}

export const CARDS = { good: '4242424242424242', declined: '4000000000000002', poor: '4000000000009995', secure: '4000002760003184' };
