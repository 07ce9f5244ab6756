import assert from "node:assert/strict";
import { test } from "node:test";

import { allIn, moneyText, typedMinor } from "./money.js";

test("amounts read as the server prints them", () => {
  assert.equal(moneyText(123456, "EUR", 2, "en"), "€1,234.56");
  assert.equal(moneyText(-5, "EUR", 2, "en"), "−€0.05");
  assert.equal(moneyText(900, "JPY", 0, "en"), "¥900");
  assert.equal(moneyText(42000, "HKD", 2, "en"), "HK$420.00");
  assert.equal(moneyText(1250, "KWD", 3, "en"), "KWD\u00a01.250");
  assert.equal(moneyText(123456789, "CHF", 2, "en"), "CHF\u00a01,234,567.89");
  assert.equal(moneyText(-123456, "EUR", 2, "de"), "−1.234,56\u00a0€");
  assert.equal(moneyText(123456, "CHF", 2, "de"), "1.234,56\u00a0CHF");
  assert.equal(moneyText(123456, "EUR", 2, "ar"), "1,234.56\u00a0€");
});

test("an amount of one's own is read as it is typed", () => {
  assert.equal(typedMinor(" 12 ", 2), 1200);
  assert.equal(typedMinor("12.5", 2), 1250);
  assert.equal(typedMinor("12,50", 2), 1250);
  assert.equal(typedMinor("900", 0), 900);
  for (const none of ["", "twelve", "12.505", "-1", "1.2.3"]) assert.ok(Number.isNaN(typedMinor(none, 2)), none);
});

test("what comes on top is what the server adds", () => {
  // The seed's example: 50.00, 10 % and 2.50 on top, 8.25 % tax added.
  assert.equal(allIn(5000, "100000+0 0+250", 82_500), 6224);
  assert.equal(allIn(0, "100000+100", 82_500), 0);
  assert.equal(allIn(1250, "", 0), 1250);
  assert.ok(Number.isNaN(allIn(Number.NaN, "", 0)));
});
