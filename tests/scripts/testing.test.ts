/** The test runner's own parts: the environment it makes and the counting it does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testEnvironment } from "../../scripts/testing/environment.ts";
import {
  count,
  fail,
  lastLine,
  newTally,
  type Tally,
  type TestEvent,
  words,
} from "../../scripts/testing/tally.ts";

const dropped = [
  "PIP_FIND_LINKS",
  "UV_CACHE_DIR",
  "PYTHONPATH",
  "PYTHONDONTWRITEBYTECODE",
  "SSL_CERT_FILE",
  "REQUESTS_CA_BUNDLE",
  "NODE_EXTRA_CA_CERTS",
  "NODE_OPTIONS",
  "HTTPS_PROXY",
  "no_proxy",
  "TRUEWHEEL_OFFLINE",
  "SOURCE_DATE_EPOCH",
  "VIRTUAL_ENV",
];
for (const name of dropped) {
  test(`the environment of tests does not hold ${name}`, () => {
    assert.equal(testEnvironment({ [name]: "x", PATH: "p" }, "/s")[name], undefined);
  });
}

test("the environment of tests keeps what programs need to start", () => {
  const inner = testEnvironment({ PATH: "p", HOME: "h", LANG: "l" }, "/s");
  assert.deepEqual([inner["PATH"], inner["HOME"], inner["LANG"]], ["p", "h", "l"]);
  assert.equal(inner["XDG_CACHE_HOME"], "/s/cache");
});

const kept: readonly (readonly [string, Record<string, string>, string, string | undefined])[] = [
  ["the certificates of the machine", { SSL_CERT_FILE: "", PIP_CERT: "c" }, "TRUEWHEEL_TEST_CA", "c"],
  [
    "certificates named for tests first",
    { SSL_CERT_FILE: "a", TRUEWHEEL_TEST_CA: "b" },
    "TRUEWHEEL_TEST_CA",
    "b",
  ],
  ["the proxy of the machine", { https_proxy: "p" }, "TRUEWHEEL_TEST_PROXY", "p"],
  ["the index of the machine", { PIP_INDEX_URL: "i" }, "TRUEWHEEL_TEST_INDEX", "i"],
  ["no certificates where the machine has none", { PATH: "p" }, "TRUEWHEEL_TEST_CA", undefined],
];
for (const [sentence, outer, name, value] of kept) {
  test(`a test finds ${sentence} under a name of its own`, () => {
    assert.equal(testEnvironment(outer, "/s")[name], value);
  });
}

test("the environment of an environment is the same", () => {
  const names = fc.constantFrom(...dropped, "PATH", "LANG", "PIP_CERT", "PIP_INDEX_URL");
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (outer) => {
      const once = testEnvironment(outer, "/s");
      assert.deepEqual(testEnvironment(once, "/s"), once);
    }),
  );
});

/** Counts events of the file `a.test.ts`; data is filled up with what every event has. */
function tallied(
  ...events: readonly { readonly type: string; readonly data?: Partial<TestEvent["data"]> }[]
): Tally {
  const tally = newTally("a.test.ts");
  for (const { type, data } of events)
    count(tally, {
      type,
      data: { name: "n", entryFile: "/r/a.test.ts", details: { type: "test" }, ...data },
    });
  return tally;
}

function failure(failureType: string): Error {
  return Object.assign(new Error("outer", { cause: new Error("inner words") }), { failureType });
}

const counted: readonly (readonly [string, Tally, string])[] = [
  ["a pass", tallied({ type: "test:pass" }), "1 passed, 0 failed"],
  [
    "a failure",
    tallied({ type: "test:fail", data: { details: { error: failure("testCodeFailure") } } }),
    "0 passed, 1 failed",
  ],
  [
    "a suite only by its tests",
    tallied({ type: "test:pass", data: { details: { type: "suite" } } }, { type: "test:pass" }),
    "1 passed, 0 failed",
  ],
  ["a skip apart", tallied({ type: "test:pass", data: { skip: "why" } }), "0 passed, 0 failed, 1 skipped"],
  [
    "a failing test that is still to do as a skip",
    tallied({ type: "test:fail", data: { todo: "later" } }),
    "0 passed, 0 failed, 1 skipped",
  ],
  [
    "a subtest's failure once",
    tallied(
      { type: "test:fail", data: { details: { error: failure("testCodeFailure") } } },
      { type: "test:fail", data: { details: { error: failure("subtestsFailed") } } },
    ),
    "0 passed, 1 failed",
  ],
  [
    "a parent whose subtests were never told",
    tallied({ type: "test:fail", data: { details: { error: failure("subtestsFailed") } } }),
    "0 passed, 1 failed",
  ],
  [
    "a file without a test as a failure",
    tallied({ type: "test:pass", data: { name: "/r/a.test.ts", entryFile: undefined } }),
    "0 passed, 1 failed",
  ],
  ["nothing", tallied({ type: "test:start" }), "0 passed, 0 failed"],
];
for (const [sentence, tally, expected] of counted) {
  test(`the tally counts ${sentence}`, () => assert.equal(lastLine([tally]), expected));
}

test("a failure is told in full, with what the file printed", () => {
  const tally = tallied(
    { type: "test:stdout", data: { message: "loud\n" } },
    { type: "test:fail", data: { name: "bad", line: 7, details: { error: failure("testCodeFailure") } } },
  );
  for (const part of ["FAILED bad (a.test.ts:7)", "inner words", "loud"])
    assert.ok(words(tally).includes(part), part);
});

/** What node:test tells of a skip without a reason. */
const bare = true;

test("a skip is told with its reason, and without one it is told loudly", () => {
  const tally = tallied(
    { type: "test:pass", data: { skip: "no PyPy here" } },
    { type: "test:pass", data: { skip: bare } },
  );
  assert.match(
    words(tally),
    /^SKIPPED n \(a\.test\.ts\): no PyPy here\nSKIPPED n \(a\.test\.ts\): NO REASON GIVEN\n$/,
  );
});

test("a test that a helper wrote is told with both files", () => {
  const tally = tallied({
    type: "test:pass",
    data: { file: "/r/support/each.ts", line: 9, skip: "no PyPy here" },
  });
  assert.equal(words(tally), "SKIPPED n (a.test.ts, by support/each.ts:9): no PyPy here\n");
});

test("a passing file says nothing, whatever it printed", () => {
  assert.equal(words(tallied({ type: "test:stdout", data: { message: "loud" } }, { type: "test:pass" })), "");
});

test("a file that had to be stopped is a failure", () => {
  const tally = newTally("a.test.ts");
  fail(tally, "the file as a whole", "a.test.ts", "stopped after 1 minutes");
  assert.equal(lastLine([tally]), "0 passed, 1 failed");
  assert.ok(words(tally).includes("stopped after 1 minutes"));
});
