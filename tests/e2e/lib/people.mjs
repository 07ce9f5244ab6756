// Who works in the demo house, and how they come in.
export const PEOPLE = { owner: 'owner@lantern.example', door: 'door@lantern.example', finance: 'finance@lantern.example', fan: 'fan@lantern.example' };
export const PASSWORD = 'callboard demo';

/** Signs in by the form. */
export async function signIn(page, house, email, password = PASSWORD) {
  await page.goto(`${house.url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
