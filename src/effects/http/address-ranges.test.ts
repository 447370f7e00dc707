import assert from "node:assert/strict";
import { test } from "node:test";
import { isExcepted, isPrivateAddress, isPrivateHost } from "./address-ranges.ts";

for (const address of [
  "127.0.0.1",
  "10.0.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1%eth0",
  "fd00::1",
  "[fc00::1]",
  "::ffff:127.0.0.1",
  "::ffff:a00:1",
  "64:ff9b::10.0.0.1",
  "2002:a00:1::",
])
  test(`${address} is private`, () => assert.equal(isPrivateAddress(address), true));

for (const address of [
  "8.8.8.8",
  "172.32.0.1",
  "192.0.2.1",
  "2606:4700::1",
  "::ffff:8.8.8.8",
  "64:ff9b::808:808",
  "2002:808:808::",
  "a.example",
  "",
])
  test(`${JSON.stringify(address)} is not private`, () => assert.equal(isPrivateAddress(address), false));

test("names that say it themselves are private", () => {
  assert.deepEqual(
    ["localhost", "a.localhost.", "LOCALHOST", "localhost.example", "127.0.0.1"].map(isPrivateHost),
    [true, true, true, false, true],
  );
});

const exceptions: readonly (readonly [string, string, boolean])[] = [
  ["*", "https://a.example/", true],
  ["a.example", "https://a.example/", true],
  ["a.example", "https://x.a.example/", true],
  ["a.example", "https://xa.example/", false],
  [".a.example", "https://x.a.example/", true],
  ["*.a.example", "https://x.a.example/", true],
  ["a.example:443", "https://a.example/", true],
  ["a.example:8080", "https://a.example/", false],
  ["10.0.0.0/8", "http://10.1.2.3/", true],
  ["10.0.0.0/8", "http://11.1.2.3/", false],
  ["10.0.0.0/99", "http://10.1.2.3/", false],
  ["::1", "http://[::1]/", true],
  ["127.0.0.1", "http://127.0.0.1:99/", true],
];
for (const [entry, url, expected] of exceptions)
  test(`NO_PROXY=${entry} ${expected ? "spares" : "does not spare"} ${url}`, () =>
    assert.equal(isExcepted(new URL(url), [entry]), expected));
