import assert from "node:assert/strict";
import { test } from "node:test";
import { isSecret, pageOf, read, write } from "./unsent.js";

const text = (name, value, more = {}) => ({ name, value, type: "text", ...more });

test("a form is read as it is sent, and put back as it was", () => {
  const form = (title, on, kind) => [
    text("title", title),
    { name: "version", value: "3", type: "hidden" },
    { name: "open", value: "1", type: "checkbox", checked: on },
    { name: "kind", value: "a", type: "radio", checked: kind === "a" },
    { name: "kind", value: "b", type: "radio", checked: kind === "b" },
    { name: "", value: "Save", type: "submit" },
  ];
  const kept = read(form("The Tempest", false, "b"));
  assert.deepEqual(kept, { fields: [["title", "The Tempest"], ["version", "3"], ["kind", "b"]], names: ["title", "version", "open", "kind"] });
  const fresh = form("", true, "a");
  assert.equal(write(fresh, kept).length, 4);
  assert.deepEqual(read(fresh), kept);
  assert.equal(write(fresh, kept).length, 0, "the second time nothing changes");
});

test("fields of one name keep their order", () => {
  const kept = read([text("name", "Ada"), text("name", "Bo")]);
  const fresh = [text("name", ""), text("name", "")];
  write(fresh, kept);
  assert.deepEqual(fresh.map((f) => f.value), ["Ada", "Bo"]);
});

test("nothing of a form with a secret is kept, and a button alone is nothing", () => {
  assert.equal(read([text("email", "a@b.test"), text("password", "x", { type: "password" })]), null);
  assert.equal(read([text("number", "4242", { autocomplete: "billing cc-number" })]), null);
  assert.equal(read([text("file", "C:\\x", { type: "file" })]), null);
  assert.equal(read([{ name: "id", value: "7", type: "hidden" }]), null);
  assert.equal(isSecret({ type: "text", autocomplete: "name" }), false);
});

test("a form that came back with mistakes is found on the page where it stood first", () => {
  const first = pageOf({ path: "/console/events/7/tickets", search: "?done=type-added" }, null);
  assert.equal(first, "/console/events/7/tickets");
  const came = { action: "/console/events/7/ticket-types", page: first };
  assert.equal(pageOf({ path: "/console/events/7/ticket-types", search: "" }, came), first);
  assert.equal(pageOf({ path: "/console/events/7/edit", search: "?a=b" }, came), "/console/events/7/edit?a=b");
});
