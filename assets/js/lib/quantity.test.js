import assert from "node:assert/strict";
import { test } from "node:test";

import { stepped, typedQuantity } from "./quantity.js";

test("counts between nothing and the most", () => {
  const bounds = { least: 1, most: 3 };
  assert.deepEqual([0, 1, 2, 3].map((n) => stepped(n, 1, bounds)), [1, 2, 3, 3]);
  assert.deepEqual([0, 1, 2, 3].map((n) => stepped(n, -1, bounds)), [0, 0, 1, 2]);
});

test("leaps over what is too few", () => {
  const bounds = { least: 4, most: 8 };
  assert.equal(stepped(0, 1, bounds), 4);
  assert.equal(stepped(4, -1, bounds), 0);
  assert.deepEqual([stepped(99999, 1, bounds), stepped(99999, -1, bounds)], [8, 8], "a step leads back to what can be had");
});

test("reads what is typed", () => {
  assert.deepEqual(["2", "", "x", "99", "-1", "2.7"].map((text) => typedQuantity(text)), [2, 0, 0, 99, 0, 2]);
});
