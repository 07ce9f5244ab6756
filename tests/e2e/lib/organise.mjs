// What an organiser does in the console.

/** `YYYY-MM-DDTHH:mm` by the clocks of a place, so many minutes from now: what a date field takes. */
export function localTime(minutes, zone = 'Europe/Berlin') {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(Date.now() + minutes * 60_000);
  return parts.replace(' ', 'T');
}

/** Creates a draft and returns the path of its page. */
export async function draftEvent(page, house, { title, startsIn, capacity, place = /Lantern Hall/ }) {
  await page.goto(`${house.url}/console/the-lantern-house/events/new`);
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL(/\/setup\/where/);
  const places = page.locator('select[name=venue]');
  await places.selectOption(await places.locator('option').filter({ hasText: place }).getAttribute('value'));
  if (startsIn !== undefined) await page.locator('input[name=starts]').fill(localTime(startsIn));
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.waitForURL(/\/setup\/tickets/);
  const event = new URL(page.url()).pathname.replace('/setup/tickets', '');
  if (capacity) {
    await page.goto(`${house.url}${event}/tickets`);
    await page.locator('input[name=capacity]').fill(String(capacity));
    await page.getByRole('button', { name: 'Save capacity' }).click();
    await page.getByText('The capacity is saved.').waitFor();
  }
  await page.goto(house.url + event);
  return event;
}

/** Adds a ticket type; a price of 0 is free. */
export async function addTicketType(page, house, event, { name, price = '0', quantity }) {
  await page.goto(`${house.url}${event}/tickets`);
  await page.locator('input[name=type_name]').fill(name);
  await page.locator('input[name=price]').fill(price);
  await page.locator('input[name=quantity]').fill(String(quantity));
  await page.getByRole('button', { name: 'Add ticket type' }).click();
  await page.getByText('The ticket type is added.').waitFor();
}

/** Puts a draft on sale. */
export async function publish(page, house, event) {
  await page.goto(house.url + event);
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('The event is published.').waitFor();
}

/** A whole event, on sale. */
export async function eventOnSale(page, house, { title, startsIn, tickets = [{ name: 'Entry', quantity: 50 }], capacity = 50 }) {
  const event = await draftEvent(page, house, { title, startsIn, capacity });
  for (const type of tickets) await addTicketType(page, house, event, type);
  await publish(page, house, event);
  return event;
}

/** The console's page of the order of one address. */
export async function openOrderOf(page, house, event, email) {
  await page.goto(`${house.url}${event}/orders?q=${encodeURIComponent(email)}`);
  await page.locator('main tbody a').first().click();
  await page.waitForURL('**/console/orders/*');
}

/** Gives the money of the order on the page back. */
export async function refund(page, reason) {
  await page.getByRole('link', { name: 'Refund', exact: true }).click();
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: /^(Refund|Withdraw)/ }).click();
  await page.getByText('The order is refunded').waitFor();
}
