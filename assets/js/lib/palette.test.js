import assert from "node:assert/strict";
import { test } from "node:test";

import { fits, folded, moved } from "./palette.js";

test("lines are found without accents, in any order of words", () => {
  assert.equal(folded("Übersicht · Café"), "ubersicht · cafe");
  assert.ok(fits("Bestellungen The Tempest", "temp best"));
  assert.ok(fits("Zahlen Große Bühne", "buhne"));
  assert.ok(fits("Orders", "  "));
  assert.ok(!fits("Orders The Tempest", "orders hamlet"));
});

test("the keys go round", () => {
  assert.equal(moved(0, 3, "ArrowDown"), 1);
  assert.equal(moved(2, 3, "ArrowDown"), 0);
  assert.equal(moved(0, 3, "ArrowUp"), 2);
  assert.equal(moved(0, 0, "ArrowDown"), -1);
});
