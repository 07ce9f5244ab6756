// Starts a demo house of its own for one test file and ends it afterwards.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/**
 * A running demo house: `{ url, data, said, stop, again }`, its address, its data folder and what it printed. Settings are passed as environment variables;
 * `again(settings)` starts the same house anew, on the same address, with other ones. The season is the small one, unless `season` says `full`.
 */
export async function openHouse(settings = {}, season = 'small') {
  const program = process.env.CALLBOARD_BIN;
  if (!program) throw new Error('CALLBOARD_BIN does not name the built program; bin/test sets it');
  const folder = await mkdtemp(join(tmpdir(), 'callboard-e2e-'));
  // As root the house runs as an account of its own, which has to get through.
  await chmod(folder, 0o755);
  const [port, payments] = [await freePort(), await freePort()];
  const start = (more) => open(program, ['demo', '--season', season, '--data-dir', join(folder, 'house'), '--listen', `127.0.0.1:${port}`], {
    CALLBOARD_PAYMENTS__API_BASE: `http://127.0.0.1:${payments}`,
    CALLBOARD_PAYMENTS__PAGE_ORIGIN: `http://127.0.0.1:${payments}`,
    // One address buys and signs in for many people here.
    CALLBOARD_LIMITS__AUTH_PER_MINUTE: '1000',
    CALLBOARD_LIMITS__BUY_PER_MINUTE: '1000',
    DATABASE_URL: '',
    ...settings,
    ...more,
  });
  let running = await start({});
  return {
    url: `http://127.0.0.1:${port}`,
    data: join(folder, 'house'),
    said: () => running.said(),
    again: async (more) => {
      await running.end();
      running = await start(more);
    },
    stop: async () => {
      await running.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the program and waits until it says that it is open. */
async function open(program, args, settings) {
  const child = spawn(program, args, { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
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
  return {
    said: () => said,
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Chromium, as every test starts it. */
export function openBrowser(args = []) {
  return chromium.launch({
    executablePath: process.env.CALLBOARD_CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...args],
  });
}

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
export const desk = { viewport: { width: 1280, height: 900 } };
