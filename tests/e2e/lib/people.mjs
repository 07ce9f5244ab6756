// Who works in the demo house, and how they come in.
export const PEOPLE = { owner: 'owner@lantern.example', door: 'door@lantern.example', finance: 'finance@lantern.example', fan: 'fan@lantern.example', house: 'house@callboard.example' };
export const PASSWORD = 'callboard demo';

/** Signs in by the form. */
export async function signIn(page, house, email, password = PASSWORD) {
  await page.goto(`${house.url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The newest link of a kind in the mails to somebody, from the local mailbox. */
export async function mailTo(page, house, address, link) {
  const reader = await page.context().browser().newPage();
  try {
    for (let look = 0; look < 100; look += 1) {
      await reader.goto(`${house.url}/dev/mailbox`);
      for (const row of await reader.locator('tbody tr').filter({ hasText: address }).all()) {
        const mail = await row.locator('a').first().getAttribute('href');
        const text = await (await reader.request.get(house.url + mail)).text();
        const found = [...text.matchAll(/href="([^"]+)"/g)].map((match) => match[1].replaceAll('&amp;', '&')).find((href) => link.test(href));
        if (found) return found;
      }
      await reader.waitForTimeout(100);
    }
    throw new Error(`no mail to ${address} holds a link like ${link}`);
  } finally {
    await reader.close();
  }
}
