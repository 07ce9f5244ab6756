// Ways in: an account at a real OpenID Connect provider with all that can go wrong, a second factor, and both with Supabase's own client.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AuthClient } from '@supabase/auth-js';
import { desk, openBrowser, openHouse, phone } from './lib/house.mjs';
import { PASSWORD, PEOPLE, mailTo, signIn } from './lib/people.mjs';
import { openProvider } from './lib/provider.mjs';
import { codeOf } from './lib/totp.mjs';

let house;
let browser;
let provider;

before(async () => {
  [house, browser, provider] = [await openHouse(), await openBrowser(), await openProvider()];
  await house.again(provider.settings(house.url));
});
after(async () => {
  await browser?.close();
  await house?.stop();
  await provider?.stop();
});

const newPage = async (kind = desk) => (await browser.newContext(kind)).newPage();

/** From the sign-in page to the provider's own form. */
async function goThere(page) {
  await page.goto(`${house.url}/sign-in`);
  await page.getByRole('link', { name: 'Go on with Example ID' }).click();
  await page.locator('input[name=login]').waitFor();
}

/** Signs in there as somebody and agrees. */
async function agreeAs(page, name) {
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

const told = (page) => page.locator('main').innerText();

test('somebody new signs in with an account elsewhere and is known again', async () => {
  const page = await newPage(phone);
  await goThere(page);
  await agreeAs(page, 'carla');
  await page.waitForURL(`${house.url}/account`);
  assert.match(await told(page), /carla@people\.example/);
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Carla There');
  assert.match(await told(page), /Accounts elsewhere[\s\S]*Example ID/);
  // The only way in stays.
  await page.getByRole('button', { name: 'Disconnect' }).click();
  assert.match(await told(page), /only way to sign in/);
  const again = await newPage();
  await goThere(again);
  await agreeAs(again, 'carla');
  await again.waitForURL(`${house.url}/account`);
  assert.match(await told(again), /carla@people\.example/);
});

test('who says no there is told so here and is nobody', async () => {
  const page = await newPage();
  await goThere(page);
  await page.getByRole('link', { name: /Cancel/ }).click();
  assert.match(await told(page), /the permission was not given/);
  await page.goto(`${house.url}/account`);
  assert.match(page.url(), /\/sign-in/);
});

test('an answer is taken once, with the state it was asked with, in the browser that asked', async () => {
  const page = await newPage();
  const callbacks = [];
  page.on('request', (request) => {
    if (request.url().includes('/auth/v1/callback')) callbacks.push(request.url());
  });
  await goThere(page);
  await agreeAs(page, 'rita');
  await page.waitForURL(`${house.url}/account`);
  const [used] = callbacks;
  const replayed = await page.goto(used);
  assert.equal(replayed.status(), 422);
  assert.match(await told(page), /has been used or took too long/);

  // An attacker begins and has the victim finish: the victim's browser asked for nothing.
  const [attacker, victim] = [await newPage(), await newPage()];
  const begin = async () => (await attacker.request.get(`${house.url}/sign-in/with/oidc`, { maxRedirects: 0 })).headers().location;
  await victim.goto(await begin());
  await agreeAs(victim, 'victor');
  assert.match(await told(victim), /was not begun in this browser/);
  await victim.goto(`${house.url}/account`);
  assert.match(victim.url(), /\/sign-in/);
  await attacker.goto((await begin()).replace(/state=[0-9a-f]{4}/, 'state=ffff'));
  await agreeAs(attacker, 'mallory');
  assert.match(await told(attacker), /was not begun in this browser/, 'another state');
});

test('a token made for another sign-in does not count', async () => {
  const page = await newPage();
  const answers = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/auth/v1/callback')) answers.push(answer.status());
  });
  const there = await page.request.get(`${house.url}/sign-in/with/oidc`, { maxRedirects: 0 });
  await page.goto(there.headers().location.replace(/nonce=[0-9a-f]{4}/, 'nonce=0000'));
  await agreeAs(page, 'nina');
  await page.getByText('does not answer properly').waitFor();
  assert.deepEqual(answers, [503]);
  await page.goto(`${house.url}/account`);
  assert.match(page.url(), /\/sign-in/);
});

test('an address that nobody verified there makes no account here', async () => {
  const page = await newPage();
  await goThere(page);
  await agreeAs(page, 'unverified-uwe');
  assert.match(await told(page), /has not verified your e-mail address/);
});

test('an account that is here is connected only by its owner', async () => {
  const page = await newPage();
  // Somebody signs up here with the address they have there.
  await page.goto(`${house.url}/sign-up`);
  await page.getByLabel('Your name').fill('Olga Here');
  await page.getByLabel('E-mail').fill('olga@people.example');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  const link = await mailTo(page, house, 'olga@people.example', /\/confirm\//);
  await page.goto(link);
  await page.locator('main').getByRole('button').first().click();
  await page.waitForURL(`${house.url}/account`);

  const elsewhere = await newPage();
  await goThere(elsewhere);
  await agreeAs(elsewhere, 'olga');
  assert.match(await told(elsewhere), /Is this your account/);
  await elsewhere.goto(`${house.url}/account`);
  assert.match(elsewhere.url(), /\/sign-in/, "the provider's word alone opens nothing");
  // The provider remembers who was there and asks nothing.
  await elsewhere.goto(`${house.url}/sign-in`);
  await elsewhere.getByRole('link', { name: 'Go on with Example ID' }).click();
  await elsewhere.getByRole('heading', { name: 'Is this your account?' }).waitFor();
  await elsewhere.getByRole('link', { name: 'Sign in with your password' }).click();
  await elsewhere.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.getByRole('button', { name: 'Connect Example ID' }).click();
  await elsewhere.waitForURL(/\/account/);
  assert.match(await told(elsewhere), /Example ID/);

  const after = await newPage();
  await goThere(after);
  await agreeAs(after, 'olga');
  await after.waitForURL(`${house.url}/account`);
  assert.equal(await after.getByLabel('Your name').inputValue(), 'Olga Here');
});

test('a provider that is down or never answers costs a few seconds and a sentence', async () => {
  const page = await newPage();
  await goThere(page);
  provider.fault.now = 'slow';
  const began = Date.now();
  await agreeAs(page, 'slow-sam');
  await page.getByText('does not answer properly').waitFor({ timeout: 20_000 });
  assert.ok(Date.now() - began < 15_000, 'within its limit');
  provider.fault.now = 'broken';
  await page.goto(`${house.url}/sign-in`);
  assert.match(await told(page), /Go on with Example ID/, 'the page itself needs no provider');
  provider.fault.now = null;
});

/** Supabase's own client, unmodified, keeping its things in memory. */
function client(flowType = 'pkce') {
  const kept = new Map();
  return new AuthClient({
    url: `${house.url}/auth/v1`, flowType, autoRefreshToken: false, persistSession: true, detectSessionInUrl: false,
    headers: { apikey: 'anything' },
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) },
  });
}

test("Supabase's client signs in with a provider: the address, the code, the exchange", async () => {
  for (const flow of ['pkce', 'implicit']) {
    const auth = client(flow);
    const { data, error } = await auth.signInWithOAuth({ provider: 'oidc', options: { skipBrowserRedirect: true, redirectTo: `${house.url}/events` } });
    assert.equal(error, null);
    const page = await newPage();
    await page.goto(data.url);
    await agreeAs(page, `sup-${flow}`);
    await page.waitForURL(/\/events/);
    const back = new URL(page.url());
    let user;
    if (flow === 'pkce') {
      const exchanged = await auth.exchangeCodeForSession(back.searchParams.get('code'));
      assert.equal(exchanged.error, null);
      user = exchanged.data.user;
      const again = await auth.exchangeCodeForSession(back.searchParams.get('code'));
      assert.ok(again.error, 'a code is good once');
    } else {
      const fields = new URLSearchParams(back.hash.slice(1));
      const set = await auth.setSession({ access_token: fields.get('access_token'), refresh_token: fields.get('refresh_token') });
      assert.equal(set.error, null);
      user = set.data.user;
    }
    assert.equal(user.email, `sup-${flow}@people.example`);
    assert.equal(user.app_metadata.provider, 'oidc');
    assert.equal(user.identities[0].provider, 'oidc');
  }
});

test("Supabase's client sets a second factor up, steps up, and takes it off", async () => {
  const auth = client();
  const email = PEOPLE.finance;
  assert.equal((await auth.signInWithPassword({ email, password: PASSWORD })).error, null);
  const enrolled = await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' });
  assert.equal(enrolled.error, null);
  assert.match(enrolled.data.totp.qr_code, /svg/);
  const taken = await auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' });
  assert.equal(taken.error.code, 'mfa_factor_name_conflict');
  const { secret } = enrolled.data.totp;
  const wrong = await auth.mfa.challengeAndVerify({ factorId: enrolled.data.id, code: '000000' });
  assert.equal(wrong.error.code, 'mfa_verification_failed');
  const verified = await auth.mfa.challengeAndVerify({ factorId: enrolled.data.id, code: codeOf(secret, -1) });
  assert.equal(verified.error, null);
  assert.equal((await auth.mfa.getAuthenticatorAssuranceLevel()).data.currentLevel, 'aal2');

  const second = client();
  await second.signInWithPassword({ email, password: PASSWORD });
  const level = (await second.mfa.getAuthenticatorAssuranceLevel()).data;
  assert.deepEqual([level.currentLevel, level.nextLevel], ['aal1', 'aal2']);
  const factors = await second.mfa.listFactors();
  assert.equal(factors.data.totp.length, 1);
  const early = await second.mfa.unenroll({ factorId: enrolled.data.id });
  assert.equal(early.error.code, 'insufficient_aal');
  const refused = await second.updateUser({ password: 'another passphrase' });
  assert.equal(refused.error.code, 'insufficient_aal');
  assert.equal((await second.mfa.challengeAndVerify({ factorId: enrolled.data.id, code: codeOf(secret) })).error, null);
  assert.equal((await second.mfa.getAuthenticatorAssuranceLevel()).data.currentLevel, 'aal2');
  const off = await second.mfa.unenroll({ factorId: enrolled.data.id });
  assert.equal(off.error, null);
  assert.equal(off.data.id, enrolled.data.id);
  assert.equal((await second.signOut({ scope: 'others' })).error, null);
});

test('a second factor on the pages: set up with the picture, asked for, replaced by a recovery code', async () => {
  const page = await newPage(phone);
  await signIn(page, house, PEOPLE.fan);
  await page.goto(`${house.url}/account/second-factor`);
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await page.getByRole('heading', { name: 'Scan the picture' }).waitFor();
  assert.ok(await page.locator('.qr svg').isVisible());
  const secret = await page.locator('.copy__text').first().innerText();
  await page.getByLabel('Code').fill(codeOf(secret, -1));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Your second factor is set up' }).waitFor();
  const codes = await page.locator('ol code').allInnerTexts();
  assert.equal(codes.length, 10);

  const second = await newPage();
  const enter = async () => {
    await second.context().clearCookies();
    await second.goto(`${house.url}/sign-in?next=%2Fmy%2Ftickets`);
    await second.getByLabel('E-mail').fill(PEOPLE.fan);
    await second.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await second.getByRole('button', { name: 'Sign in' }).click();
    await second.getByRole('heading', { name: 'Second step' }).waitFor();
  };
  await enter();
  await second.goto(`${house.url}/account`);
  assert.match(second.url(), /\/sign-in\/second/, 'half a sign-in opens nothing');
  await enter();
  await second.getByLabel('Code').fill(codeOf(secret));
  await second.getByRole('button', { name: 'Go on' }).click();
  await second.waitForURL(`${house.url}/my/tickets`);
  await enter();
  await second.getByRole('link', { name: /recovery code/ }).click();
  await second.getByLabel('Recovery code').fill(codes[0]);
  await second.getByRole('button', { name: 'Go on' }).click();
  await second.waitForURL(`${house.url}/my/tickets`);
  await second.goto(`${house.url}/account/second-factor`);
  assert.match(await told(second), /9 codes are left/);
});
