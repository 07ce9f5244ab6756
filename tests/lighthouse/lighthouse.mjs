// Lighthouse over what visitors see of a demo house of its own, and the table of docs/performance.md: bin/lighthouse
// CALLBOARD_BIN names the built program, CALLBOARD_CHROMIUM a Chromium. `--page NAME` asks one page alone, `--why` says what
// each page lost points for, `--json FILE` keeps every figure. Ends with 1 when a page has less than 95 points of anything.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const ENOUGH = 95;
const LARGEST_PAINT_MS = 1000;
const CATEGORIES = { performance: 'Performance', accessibility: 'Accessibility', 'best-practices': 'Best practices', seo: 'SEO' };

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const program = process.env.CALLBOARD_BIN;
if (!program) {
  console.error('CALLBOARD_BIN does not name the built program; bin/lighthouse builds it and sets it');
  process.exit(2);
}

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

async function openHouse() {
  const folder = await mkdtemp(join(tmpdir(), 'callboard-lighthouse-'));
  await chmod(folder, 0o755);
  const [port, payments] = [await freePort(), await freePort()];
  const child = spawn(program, ['demo', '--season', 'small', '--data-dir', join(folder, 'house'), '--listen', `127.0.0.1:${port}`], {
    env: { ...process.env, DATABASE_URL: '', CALLBOARD_PAYMENTS__API_BASE: `http://127.0.0.1:${payments}`, CALLBOARD_PAYMENTS__PAGE_ORIGIN: `http://127.0.0.1:${payments}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  await new Promise((resolve, reject) => {
    const listen = (chunk) => {
      said += chunk;
      if (said.includes('Callboard is open')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`the house did not open (exit ${code}):\n${said}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** A visitor without a window: forms and cookies. */
class Visitor {
  cookies = new Map();

  constructor(house) {
    this.house = house;
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async ask(path, fields) {
    const answer = await fetch(this.house.url + path, {
      method: fields ? 'POST' : 'GET',
      body: fields && new URLSearchParams(fields),
      headers: { accept: 'text/html', ...(this.cookie && { cookie: this.cookie }) },
      redirect: 'manual',
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }
}

/** The pages, as whoever sees them. */
async function pages(house) {
  const guest = new Visitor(house);
  const listing = (await guest.ask('/events')).text;
  for (const [, show] of listing.matchAll(/href="(\/events\/[a-z0-9-]+)"/g)) {
    const page = (await guest.ask(show)).text;
    const field = page.match(/name="(quantity\[[0-9a-f-]+\])"/)?.[1];
    if (!field || !page.includes(`action="${show}/hold`)) continue;
    const held = await guest.ask(`${show}/hold`, { [field]: '1' });
    if (!held.location?.startsWith('/checkout/')) continue;
    const buyer = new Visitor(house);
    await buyer.ask('/sign-in', { email: 'fan@lantern.example', password: 'callboard demo' });
    return [
      { name: 'home', path: '/' },
      { name: 'listing', path: '/events' },
      { name: 'event', path: show },
      { name: 'checkout', path: held.location, cookie: guest.cookie, isPrivate: true },
      { name: 'my tickets', path: '/my/tickets', cookie: buyer.cookie, isPrivate: true },
    ];
  }
  throw new Error('no event of the demo house has a ticket to sell');
}

const house = await openHouse();
const chromium = await launch({
  chromePath: process.env.CALLBOARD_CHROMIUM || '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const rows = [];
try {
  const only = option('--page');
  for (const { name, path, cookie, isPrivate } of (await pages(house)).filter((page) => !only || page.name === only)) {
    console.error(`${name} …`);
    // Lighthouse's own way: a slow phone, its throttling simulated.
    const { lhr } = await lighthouse(house.url + path, {
      port: chromium.port,
      output: 'json',
      logLevel: 'error',
      // One person's page asks search engines to stay away, and describes itself to none.
      skipAudits: isPrivate ? ['is-crawlable', 'meta-description'] : undefined,
      extraHeaders: cookie ? { Cookie: cookie } : undefined,
    });
    if (lhr.runtimeError) throw new Error(`${name}: ${lhr.runtimeError.message}`);
    const points = Object.fromEntries(Object.keys(CATEGORIES).map((id) => [id, Math.round((lhr.categories[id].score ?? 0) * 100)]));
    const lost = Object.keys(CATEGORIES).flatMap((id) => lhr.categories[id].auditRefs
      .filter(({ id: audit, weight }) => weight > 0 && lhr.audits[audit].score !== null && lhr.audits[audit].score < 1)
      .map(({ id: audit }) => ({ category: id, audit, score: lhr.audits[audit].score, shown: lhr.audits[audit].displayValue ?? '', title: lhr.audits[audit].title, items: lhr.audits[audit].details?.items })));
    const ms = (audit) => Math.round(lhr.audits[audit].numericValue);
    rows.push({
      name, path, points, lost,
      largest: ms('largest-contentful-paint'), first: ms('first-contentful-paint'), blocked: ms('total-blocking-time'),
      shift: lhr.audits['cumulative-layout-shift'].numericValue, answered: ms('server-response-time'), bytes: ms('total-byte-weight'),
    });
    if (process.argv.includes('--why')) {
      for (const { category, audit, score, shown, title, items } of lost) {
        console.error(`  ${category}: ${audit} ${score} ${shown}: ${title}`);
        for (const item of (items ?? []).slice(0, 4)) console.error(`      ${item.node?.snippet ?? item.url ?? item.source ?? JSON.stringify(item).slice(0, 300)}`);
      }
    }
  }
} finally {
  chromium.kill();
  await house.stop();
}

console.log(`| | ${Object.values(CATEGORIES).join(' | ')} | largest paint | bytes |`);
console.log(`|---|${'---|'.repeat(Object.keys(CATEGORIES).length)}---|---|`);
for (const { name, points, largest, bytes } of rows) {
  console.log(`| ${name} | ${Object.keys(CATEGORIES).map((id) => points[id]).join(' | ')} | ${(largest / 1000).toFixed(2)} s | ${Math.round(bytes / 1024)} KiB |`);
}
if (option('--json')) await writeFile(option('--json'), JSON.stringify(rows, null, 2));
const short = rows.flatMap(({ name, points, largest }) => [
  ...Object.entries(points).filter(([, got]) => got < ENOUGH).map(([id, got]) => `${name}: ${got} points for ${CATEGORIES[id]}, ${ENOUGH} are wanted`),
  ...(largest < LARGEST_PAINT_MS ? [] : [`${name}: the largest paint after ${largest} ms, less than ${LARGEST_PAINT_MS} is wanted`]),
]);
for (const line of short) console.error(line);
process.exitCode = short.length > 0 ? 1 : 0;
