import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { readPipConfig } from "./pip-config.ts";

const read: readonly (readonly [string, string, Record<string, Record<string, string>>])[] = [
  [
    "both signs, and spaces around them",
    "[global]\nindex-url = https://a/\nno-index:yes\n",
    { global: { "index-url": "https://a/", "no-index": "yes" } },
  ],
  [
    "names in pip's one spelling",
    "[global]\nIndex_URL=x\n--proxy=y\n",
    { global: { "index-url": "x", proxy: "y" } },
  ],
  [
    "values over several lines",
    "[install]\nfind-links =\n  /a\n\t/b\n",
    { install: { "find-links": "/a\n/b" } },
  ],
  ["comments, empty lines and CRLF", "# a\r\n\r\n[global]\r\n; b\r\ncert = c\r\n", { global: { cert: "c" } }],
  ["no comments within a line", "[global]\ncert = a # b\n", { global: { cert: "a # b" } }],
  ["a percent sign as it is", "[global]\nproxy = http://u:%40@h\n", { global: { proxy: "http://u:%40@h" } }],
  [
    "[DEFAULT] in every section",
    "[DEFAULT]\ncert = a\n[global]\n[install]\ncert = b\n",
    { global: { cert: "a" }, install: { cert: "b" } },
  ],
  ["an empty file", "", {}],
];
for (const [what, text, expected] of read)
  test(`a pip configuration file has ${what}`, () => {
    const found = Object.fromEntries(
      [...readPipConfig(text, "pip.conf")].map(([name, options]) => [name, Object.fromEntries(options)]),
    );
    assert.deepEqual(found, expected);
  });

for (const [what, text] of [
  ["an option before a section", "cert = a\n"],
  ["a line that is neither", "[global]\nsecret\n"],
  ["a section twice", "[global]\n[global]\n"],
  ["an option twice", "[global]\nindex_url = a\nindex-url = b\n"],
] as const)
  test(`a pip configuration file with ${what} is refused, without repeating the line`, () => {
    assert.throws(
      () => readPipConfig(text, "/etc/pip.conf"),
      (thrown) =>
        codeOf(thrown) === "TW-SOURCE-CONFIG" &&
        thrown instanceof Error &&
        /pip\.conf, line [0-9]+/.test(thrown.message) &&
        !thrown.message.includes("secret"),
    );
  });
