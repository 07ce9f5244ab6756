import assert from "node:assert/strict";
import { test } from "node:test";

import { clockText, urgency, worthTelling } from "./clock.js";

test("a clock shows minutes and seconds, and hours when there are any", () => {
  assert.equal(clockText(754), "12:34");
  assert.equal(clockText(59.2), "1:00");
  assert.equal(clockText(0), "0:00");
  assert.equal(clockText(-3), "0:00");
  assert.equal(clockText(3661), "1:01:01");
});

test("the last minute is soon, nothing left is over", () => {
  assert.deepEqual([61, 60, 1, 0, -1].map(urgency), ["running", "soon", "soon", "over", "over"]);
});

test("each mark is told once", () => {
  assert.equal(worthTelling(301, 300), true);
  assert.equal(worthTelling(300, 299), false);
  assert.equal(worthTelling(400, 50), true);
});
