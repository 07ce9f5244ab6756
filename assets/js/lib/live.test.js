import assert from "node:assert/strict";
import { test } from "node:test";

import { Live } from "./live.js";

/** A world whose sockets, clock and answers are the test's. */
function world() {
  const w = {
    sockets: [],
    timers: [],
    asked: [],
    answers: {},
    open(url) {
      const socket = { url, readyState: 0, sent: [], send: (text) => socket.sent.push(JSON.parse(text)), close: () => (socket.readyState = 3) };
      w.sockets.push(socket);
      return socket;
    },
    async ask(path, options) {
      w.asked.push([path, options.headers ?? {}]);
      const answer = w.answers[path];
      if (!answer) throw new Error("away");
      return { ok: answer.status === undefined, status: answer.status ?? 200, json: async () => answer };
    },
    later: (run, ms) => w.timers.push({ run, ms }),
    never: (n) => (w.timers[n - 1].run = undefined),
    chance: () => 0.5,
    place: { protocol: "https:", host: "house.test" },
    last: () => w.sockets.at(-1),
    opens() {
      w.last().readyState = 1;
      w.last().onopen();
    },
    closes(code) {
      w.last().readyState = 3;
      w.last().onclose({ code });
    },
    async says(message) {
      w.last().onmessage({ data: JSON.stringify(message) });
      // What is asked for it is answered meanwhile.
      for (let i = 0; i < 10; i += 1) await undefined;
    },
    async turn() {
      const due = w.timers.splice(0).filter((timer) => timer.run);
      for (const timer of due) await timer.run();
      return due.map((timer) => timer.ms);
    },
  };
  return w;
}

function listener() {
  const heard = [];
  return { heard, hear: (one) => heard.push(one) };
}

test("one connection carries all topics, and tells each what is its own", async () => {
  const w = world();
  const live = new Live(w);
  const [a, b, c] = [listener(), listener(), listener()];
  live.follow("tickets/1", a);
  live.follow("order/2", { ...b, mark: "7", pass: "p" });
  assert.equal(w.sockets.length, 1);
  assert.equal(w.last().url, "wss://house.test/live");
  w.opens();
  assert.deepEqual(w.last().sent, [{ join: ["tickets/1", { topic: "order/2", pass: "p" }] }]);
  w.says({ topic: "tickets/1", value: { n: 1 } });
  w.says({ topic: "tickets/1", value: { n: 1 } });
  w.says({ joined: "order/2", mark: "7" });
  assert.deepEqual(a.heard, [{ value: { n: 1 } }], "the same again is nothing new");
  assert.deepEqual(b.heard, [], "as the page was made");
  w.answers = { "/live/order/2": { mark: "7" } };
  await w.says({ topic: "order/2", changed: true });
  assert.deepEqual(b.heard, [], "what the page shows already");
  w.answers = { "/live/order/2": { mark: "8" } };
  await w.says({ topic: "order/2", changed: true });
  assert.deepEqual(b.heard, [{ changed: true }]);
  w.answers = {};
  await w.says({ topic: "order/2", changed: true });
  assert.equal(b.heard.length, 2, "without an answer it is taken for a change");
  live.follow("tickets/1", c);
  assert.deepEqual(c.heard, [{ value: { n: 1 } }], "whoever comes later has it at once");
});

test("what changed while the page was made or the connection was gone is not missed", async () => {
  const w = world();
  const live = new Live(w);
  const order = listener();
  live.follow("order/2", { ...order, mark: "7" });
  w.opens();
  w.says({ joined: "order/2", mark: "8" });
  assert.deepEqual(order.heard, [{ changed: true }]);
  w.closes(1012);
  await w.turn();
  assert.equal(w.sockets.length, 2);
  w.opens();
  assert.deepEqual(w.last().sent, [{ join: ["order/2"] }]);
  w.says({ joined: "order/2", mark: "8" });
  assert.equal(order.heard.length, 1, "nothing happened meanwhile");
  w.says({ joined: "order/2", mark: "9" });
  assert.equal(order.heard.length, 2);
});

test("without a connection the page asks, and stops asking once there is one", async () => {
  const w = world();
  const live = new Live(w);
  const [tickets, order] = [listener(), listener()];
  live.follow("tickets/1", tickets);
  live.follow("order/2", { ...order, mark: "7", pass: "p" });
  w.answers = { "/live/tickets/1": { value: { n: 2 } }, "/live/order/2": { mark: "8" } };
  w.closes(1006);
  await w.turn();
  assert.deepEqual(w.asked, [], "one failure is no reason");
  w.closes(1006);
  const waits = await w.turn();
  assert.ok(waits.every((ms) => ms >= 500));
  assert.deepEqual(w.asked, [["/live/tickets/1", {}], ["/live/order/2", { "live-pass": "p" }]]);
  assert.deepEqual([tickets.heard, order.heard], [[{ value: { n: 2 } }], [{ changed: true }]]);
  w.opens();
  w.asked.length = 0;
  await w.turn();
  assert.deepEqual(w.asked, []);
});

test("it waits longer and longer, and not longer than a minute", async () => {
  const w = world();
  const live = new Live(w);
  live.follow("tickets/1", listener());
  const longest = [];
  for (let i = 0; i < 12; i += 1) {
    w.closes(1006);
    longest.push(Math.max(...w.timers.map((timer) => timer.ms).filter((ms) => ms < 10_000 || ms > 20_000), 0));
    await w.turn();
  }
  assert.equal(longest[0], 1_000);
  assert.ok(Math.max(...longest) <= 60_500);
});

test("what was refused for now is asked for again", async () => {
  const w = world();
  const live = new Live(w);
  live.follow("order/2", { ...listener(), mark: "7" });
  w.opens();
  await w.says({ refused: "order/2", code: "http.unavailable" });
  const [ms] = await w.turn();
  assert.ok(ms >= 2_000 && ms <= 10_000);
  assert.deepEqual(w.last().sent, [{ join: ["order/2"] }, { join: ["order/2"] }]);
});

test("a sign-in that ended ends what was somebody's, and nothing else; a page that comes back follows on", async () => {
  const w = world();
  const live = new Live(w);
  const door = listener();
  live.follow("door/1", door);
  w.opens();
  w.closes(4001);
  assert.deepEqual(door.heard, [{ changed: true }], "the page is to find out");
  assert.deepEqual(await w.turn(), []);
  assert.equal(w.sockets.length, 1, "nothing is left to follow");
  const tickets = listener();
  live.follow("tickets/1", tickets);
  live.follow("door/1", door);
  w.opens();
  w.says({ topic: "tickets/1", value: 1 });
  w.closes(4001);
  await w.turn();
  assert.equal(w.sockets.length, 3);
  w.opens();
  assert.deepEqual(w.last().sent, [{ join: ["tickets/1"] }]);
  live.leave();
  assert.equal(w.last().readyState, 3);
  live.back();
  assert.equal(w.sockets.length, 4);
});

test("who leaves is told no more, and the last one says so", () => {
  const w = world();
  const live = new Live(w);
  const [a, b] = [listener(), listener()];
  const [leaveA, leaveB] = [live.follow("tickets/1", a), live.follow("tickets/1", b)];
  w.opens();
  leaveA();
  w.says({ topic: "tickets/1", value: 1 });
  assert.deepEqual([a.heard, b.heard], [[], [{ value: 1 }]]);
  leaveB();
  assert.deepEqual(w.last().sent.at(-1), { leave: ["tickets/1"] });
  w.says({ gone: "tickets/1" });
});
