import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { netrcFor, readNetrc } from "./netrc.ts";

const cases: readonly (readonly [
  string,
  string,
  readonly (readonly [string | undefined, string, string])[] | undefined,
])[] = [
  ["one line", "machine A.example login u password p", [["a.example", "u", "p"]]],
  [
    "many lines, account and user",
    "machine a\n  user u\n  account x\n  password p\nmachine b\nlogin v",
    [
      ["a", "u", "p"],
      ["b", "v", ""],
    ],
  ],
  ["quotes and escapes", 'machine a login "u v" password "p\\"\\\\"', [["a", "u v", 'p"\\']]],
  ["a default", "default login u password p", [[undefined, "u", "p"]]],
  [
    "comments, and a password that looks like one",
    "# c\nmachine a # d\nlogin u password #p\n",
    [["a", "u", "#p"]],
  ],
  [
    "a macro to skip",
    "machine a login u password p\nmacdef init\nmachine x login y\n\nmachine b login v password q",
    [
      ["a", "u", "p"],
      ["b", "v", "q"],
    ],
  ],
  ["an empty file", "", []],
  ["an unknown word", "machine a login u secret p", undefined],
  ["a word without its value", "machine a login", undefined],
  ["a quote that does not end", 'machine a login "u', undefined],
  ["no machine", "login u password p", undefined],
];
for (const [what, text, expected] of cases)
  test(`netrc with ${what}`, () => {
    const found = readNetrc(text)?.map(({ machine, login, password }) => [machine, login, password]);
    assert.deepEqual(found, expected);
  });

test("the last entry of a machine counts, then the default, else none", () => {
  const entries = readNetrc("machine a login 1 machine a login 2 default login 3") ?? [];
  assert.equal(netrcFor(entries, "A")?.login, "2");
  assert.equal(netrcFor(entries, "b")?.login, "3");
  assert.equal(netrcFor(entries.slice(0, 2), "b"), undefined);
});

test("any text ends in entries or in nothing", () => {
  fc.assert(fc.property(fc.string(), (text) => void readNetrc(text)));
});
