import assert from "node:assert/strict";
import { test } from "node:test";

import { moneyText } from "./money.js";

test("amounts read as the server prints them", () => {
  assert.equal(moneyText(123456, "EUR", 2), "€1,234.56");
  assert.equal(moneyText(-5, "EUR", 2), "−€0.05");
  assert.equal(moneyText(900, "JPY", 0), "¥900");
  assert.equal(moneyText(42000, "HKD", 2), "HK$420.00");
  assert.equal(moneyText(1250, "KWD", 3), "KWD\u00a01.250");
  assert.equal(moneyText(123456789, "CHF", 2), "CHF\u00a01,234,567.89");
});
