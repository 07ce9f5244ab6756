import assert from "node:assert/strict";
import { test } from "node:test";

import { announcement, cannotBeHad, isOther } from "./standing.js";

const words = { inCarts: "All in carts now.", soldOut: "Sold out", notYet: "Not on sale yet", ended: "Sales have ended", back: "Tickets are to be had." };
const row = (is, price = 500) => ({ is, price });
const shown = new Map([["a", 500], ["hidden", 900]]);

test("other kinds, prices or an event that closed want the page anew; a kind of this page alone does not", () => {
  assert.equal(isOther({ closed: null, rows: { a: row("on_sale") } }, shown, undefined), false);
  assert.equal(isOther({ closed: "cancelled", rows: { a: row("on_sale") } }, shown, undefined), true);
  assert.equal(isOther({ closed: null, rows: { a: row("on_sale", 600) } }, shown, undefined), true);
  assert.equal(isOther({ closed: null, rows: { a: row("on_sale"), b: row("on_sale") } }, shown, undefined), true);
  assert.equal(isOther({ closed: null, rows: {} }, shown, new Set(["a"])), true);
  assert.equal(isOther({ closed: null, rows: { a: row("sold_out") } }, shown, new Set(["a"])), false);
});

test("each state has its words, and only a change of what can be done is read out", () => {
  assert.deepEqual(["on_sale", "in_carts", "sold_out", "not_yet", "ended"].map((is) => cannotBeHad(row(is), words)), [undefined, "All in carts now.", "Sold out", "Not on sale yet", "Sales have ended"]);
  assert.equal(announcement("Stalls", row("sold_out"), true, words), "Stalls: Sold out");
  assert.equal(announcement("Stalls", row("on_sale"), false, words), "Stalls: Tickets are to be had.");
  assert.equal(announcement("Stalls", row("on_sale"), true, words), undefined);
  assert.equal(announcement("Stalls", row("sold_out"), false, words), undefined);
});
