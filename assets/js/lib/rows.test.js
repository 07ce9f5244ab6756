import assert from "node:assert/strict";
import { test } from "node:test";

import { chosen, isTyping, nextRow } from "./rows.js";

test("j and k go from row to row and stay at the ends", () => {
  assert.deepEqual([-1, 0, 1, 2].map((at) => nextRow(at, "j", 3)), [0, 1, 2, 2]);
  assert.deepEqual([-1, 0, 1, 2].map((at) => nextRow(at, "k", 3)), [2, 0, 0, 1]);
  assert.equal(nextRow(-1, "j", 0), -1);
});

test("all that match are more than those that are shown", () => {
  assert.equal(chosen({ ticked: 50, all: false, total: 10_000 }), 50);
  assert.equal(chosen({ ticked: 50, all: true, total: 10_000 }), 10_000);
});

test("keys that are typed somewhere mean what they say there", () => {
  const at = { tag: "A", editable: false, type: "", modified: false };
  assert.equal(isTyping(at), false);
  assert.equal(isTyping({ ...at, tag: "INPUT", type: "checkbox" }), false);
  for (const typing of [{ tag: "INPUT", type: "search" }, { tag: "TEXTAREA" }, { tag: "SELECT" }, { editable: true }, { modified: true }]) {
    assert.equal(isTyping({ ...at, ...typing }), true, JSON.stringify(typing));
  }
});
