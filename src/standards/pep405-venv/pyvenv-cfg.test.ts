import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parsePyvenvCfg, writePyvenvCfg } from "./pyvenv-cfg.ts";

const ENVIRONMENT = { home: "/usr/bin", version: "3.11.2", systemSitePackages: false, prompt: undefined };

const table: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
  ["reads keys in any letter case", "Home = /usr/bin\n", [["home", "/usr/bin"]]],
  ["splits at the first equals sign", "home = /a=b\n", [["home", "/a=b"]]],
  ["ignores lines without one", "# note\n\nhome=/x\n", [["home", "/x"]]],
  ["takes the last of equal keys", "home = /a\nhome = /b\n", [["home", "/b"]]],
  [
    "reads Windows line ends",
    "home = C:\\Py\r\nversion = 3.9.1\r\n",
    [
      ["home", "C:\\Py"],
      ["version", "3.9.1"],
    ],
  ],
  ["reads nothing from nothing", "", []],
];
for (const [sentence, text, expected] of table) {
  test(`pyvenv.cfg: ${sentence}`, () => assert.deepEqual([...parsePyvenvCfg(text)], expected));
}

test("pyvenv.cfg: is written the same way every time", () => {
  assert.equal(
    writePyvenvCfg({ ...ENVIRONMENT, prompt: "it's" }),
    "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\nprompt = 'it\\'s'\n",
  );
});

test("pyvenv.cfg: what was written is read back, and a prompt cannot add a line", () => {
  fc.assert(
    fc.property(fc.string(), (prompt) => {
      const read = parsePyvenvCfg(writePyvenvCfg({ ...ENVIRONMENT, prompt }));
      assert.deepEqual([...read.keys()], ["home", "include-system-site-packages", "version", "prompt"]);
      assert.equal(read.get("home"), "/usr/bin");
    }),
  );
});
