import assert from "node:assert/strict";
import { test } from "node:test";

import { Sightings } from "./sightings.js";

test("a code held before the camera counts once", () => {
  const sightings = new Sightings(2500);
  assert.equal(sightings.isNew("A", 0), true);
  assert.equal(sightings.isNew("A", 2000), false);
  assert.equal(sightings.isNew("A", 4000), false, "it never went out of sight");
  assert.equal(sightings.isNew("A", 7000), true, "it was gone for three seconds");
});

test("two codes do not hide each other", () => {
  const sightings = new Sightings(2500);
  assert.equal(sightings.isNew("A", 0), true);
  assert.equal(sightings.isNew("B", 100), true);
  assert.equal(sightings.isNew("A", 200), false);
});
