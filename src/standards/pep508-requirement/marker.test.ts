/** Environment markers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { evaluateMarker, formatMarker, joinMarkers, parseMarker } from "./marker.ts";

const ENVIRONMENT = {
  os_name: "posix",
  sys_platform: "linux",
  platform_machine: "",
  platform_release: "6.1.0-13-amd64",
  python_version: "3.12",
  python_full_version: "3.12.1",
};

for (const [sentence, text, normal] of [
  ["quotes become double", "os_name == 'nt'", 'os_name == "nt"'],
  ["unless the text holds them", `os_name == 'a"b'`, `os_name == 'a"b'`],
  [
    "old spellings become new",
    "os.name=='x' or python_implementation=='y'",
    'os_name == "x" or platform_python_implementation == "y"',
  ],
  ["needless parentheses go", "((os_name=='x'))", 'os_name == "x"'],
  [
    "others stay",
    "(os_name=='x' or os_name=='y') and os_name!='z'",
    '(os_name == "x" or os_name == "y") and os_name != "z"',
  ],
  [
    "names of extras become normal",
    "extra == 'Foo_Bar' or 'A.B' in extras",
    'extra == "foo-bar" or "a-b" in extras',
  ],
] as const) {
  test(`writing: ${sentence}`, () => {
    assert.equal(formatMarker(parseMarker(text)), normal);
    assert.equal(formatMarker(parseMarker(normal)), normal);
  });
}

for (const [sentence, text, holds] of [
  ["versions are compared as versions", "python_version >= '3.9'", true],
  ["and so is the other way around", "'3.9' <= python_version", true],
  ["a prefix works", "python_full_version == '3.12.*'", true],
  ["what is no version is compared as text", "platform_release == '6.1.0-13-amd64'", true],
  ["a text has no order", "sys_platform < 'z' or sys_platform > 'a'", false],
  ["a text is at least itself", "sys_platform >= 'linux'", true],
  ["in looks for a part", "'in' in sys_platform", true],
  ["not in is its opposite", "sys_platform not in 'win32'", true],
  ["and binds tighter than or", "os_name == 'posix' or os_name == 'x' and os_name == 'y'", true],
  ["parentheses bind tightest", "(os_name == 'posix' or os_name == 'x') and os_name == 'y'", false],
  ["no extra is the default", "extra == ''", true],
] as const) {
  test(`evaluation: ${sentence}`, () => assert.equal(evaluateMarker(parseMarker(text), ENVIRONMENT), holds));
}

test("a Python between releases counts as the release it calls itself", () => {
  const marker = parseMarker("python_full_version > '3.13.0rc1'");
  assert.equal(evaluateMarker(marker, { ...ENVIRONMENT, python_full_version: "3.14.0+" }), true);
});

test("one of the extras is enough", () => {
  const marker = parseMarker("extra == 'a-b'");
  assert.equal(evaluateMarker(marker, ENVIRONMENT, new Set(["x", "A.b"])), true);
  assert.equal(evaluateMarker(marker, ENVIRONMENT, new Set()), false);
});

test("sets of names are for locks", () => {
  const lock = { ...ENVIRONMENT, extras: new Set(["A_b"]), dependency_groups: new Set<string>() };
  assert.equal(evaluateMarker(parseMarker("'a-B' in extras and 'x' not in dependency_groups"), lock), true);
});

test("joined markers keep their meaning", () => {
  const either = parseMarker("os_name == 'x' or os_name == 'posix'");
  const joined = joinMarkers(either, "and", parseMarker("python_version > '3'"));
  assert.equal(formatMarker(joined), '(os_name == "x" or os_name == "posix") and python_version > "3"');
  assert.equal(evaluateMarker(joined, ENVIRONMENT), true);
});

for (const [sentence, text] of [
  ["a variable without a value", "implementation_name == 'x'"],
  ["an order between texts by ~=", "os_name ~= 'x'"],
  ["two texts", "'a' == 'b'"],
  ["a fault behind what already decides", "os_name == 'posix' or os_name === 'x'"],
  ["a set on the left", "extras == 'x'"],
] as const) {
  test(`cannot evaluate ${sentence}`, () => {
    const environment = { ...ENVIRONMENT, extras: new Set<string>() };
    assert.throws(
      () => evaluateMarker(parseMarker(text), environment),
      (thrown) => codeOf(thrown) === "TW-MARKER-UNDEFINED",
    );
  });
}

for (const [sentence, text] of [
  ["nothing", ""],
  ["a variable that is none", "os_nam == 'x'"],
  ["no operator", "os_name 'x'"],
  ["an operator that is none", "os_name = 'x'"],
  ["a quote that stays open", "os_name == 'x"],
  ["a parenthesis that stays open", "(os_name == 'x'"],
  ["not without in", "os_name not 'x'"],
  ["a line end", "os_name == 'x'\n"],
  ["a line end in a text", "os_name == 'x\n'"],
  ["a thousand parentheses", `${"(".repeat(1000)}os_name == 'x'${")".repeat(1000)}`],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseMarker(text),
      (thrown) => codeOf(thrown) === "TW-MARKER-INVALID",
    );
  });
}
