/** Requirement sets: what merges, what contradicts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../base/fault.ts";
import { formatFileHash } from "../file-hash/hash.ts";
import { contains, formatSpecifiers, parseSpecifiers } from "../pep440-version/specifiers.ts";
import { parseVersion } from "../pep440-version/version.ts";
import { findContradiction } from "./contradiction.ts";
import { mergeRequirements, type RequirementSet } from "./merge.ts";
import { originText } from "./origin.ts";
import { readArguments, readRequirements } from "./read.ts";
import { sourceText } from "./same-source.ts";

const A = `sha256:${"a".repeat(64)}`;
const B = `sha256:${"b".repeat(64)}`;
const C = `sha512:${"c".repeat(128)}`;
const WHEEL = "https://h.example/x-1.0-py3-none-any.whl";
const ENVIRONMENT = { sys_platform: "linux", python_version: "3.12", extra: "x" };

async function merge(given: readonly string[], file = "", constraints = ""): Promise<RequirementSet> {
  const files = await readRequirements(
    [
      { location: "r.txt", constraint: false },
      { location: "c.txt", constraint: true },
    ],
    { variables: {}, read: (location) => Buffer.from(location === "r.txt" ? file : constraints) },
  );
  return mergeRequirements([...readArguments(given), ...files.requirements], ENVIRONMENT);
}

for (const [sentence, given, file, constraints, understood] of [
  [
    "a name on the command line and its pin in a file are one, hashed (get-pip #73)",
    ["pip"],
    `pip==26.1 --hash=${A}`,
    "",
    `pip==26.1 ${A} <- an index`,
  ],
  [
    "spellings of a name are one name",
    ["Zope.Interface>1"],
    "zope_interface<2",
    "",
    "zope-interface<2,>1 <- an index",
  ],
  ["extras are united", ["x[b]", "x[A,b]"], "", "", "x[a,b] <- an index"],
  ["the same clause twice is one", ["x==1.0"], "x==1", "", "x==1 <- an index"],
  [
    "only hashes of both lines are left",
    [],
    `x==1 --hash=${A} --hash=${B} --hash=${C}\nx --hash=${B} --hash=${C}`,
    "",
    `x==1 ${B} ${C} <- an index`,
  ],
  ["a constraint hashes a requirement", ["x"], "", `x==1 --hash=${A}`, `x==1 ${A} <- an index`],
  [
    "a constraint narrows hashes",
    [],
    `x==1 --hash=${A} --hash=${B}`,
    `x --hash=${B}`,
    `x==1 ${B} <- an index`,
  ],
  ["a constraint tells the place", ["x[a]"], "", `x @ ${WHEEL}`, `x[a]==1.0 <- ${WHEEL}`],
  [
    "one URL twice is one place, credentials and #egg= apart",
    [`x @ ${WHEEL}#egg=x`],
    `x @ ${WHEEL.replace("//", "//u:p@")}`,
    "",
    `x==1.0 <- ${WHEEL}`,
  ],
  [
    "a path twice is one place",
    ["./d/x-1.0-py3-none-any.whl"],
    "d/../d/x-1.0-py3-none-any.whl",
    "",
    "x==1.0 <- ./d/x-1.0-py3-none-any.whl",
  ],
  [
    "a line whose marker does not hold says nothing",
    ["x==1"],
    "x==2; sys_platform == 'win32'",
    "x==3; python_version < '3'",
    "x==1 <- an index",
  ],
  [
    "no extra is asked for while markers are evaluated",
    ["x==1"],
    "x==2; extra == 'x'",
    "",
    "x==1 <- an index",
  ],
  ["a local label goes with its public version", ["x==1"], "x==1+local", "", "x==1,==1+local <- an index"],
] as const) {
  test(`merges: ${sentence}`, async () => {
    const { requirements } = await merge(given, file, constraints);
    const texts = requirements.map(({ name, extras, specifiers, hashes, source }) => {
      const bracket = extras.length === 0 ? "" : `[${extras.join(",")}]`;
      const digests = hashes.map((hash) => `${formatFileHash(hash)} `).join("");
      return `${name}${bracket}${formatSpecifiers(specifiers)} ${digests}<- ${sourceText(source)}`;
    });
    assert.deepEqual(texts, [understood]);
  });
}

for (const [sentence, given, file, constraints, words] of [
  [
    "two versions",
    ["x==1"],
    "\nx==2",
    "",
    "x: argument 1 asks for `==1`, r.txt:2 for `==2`; nothing is both",
  ],
  ["a version and a range", ["x==1"], "x>=2", "", "x: argument 1 asks for `==1`, r.txt:1 for `>=2`"],
  ["ranges that do not meet", ["x<2"], "x>=2", "", "x: argument 1 asks for `<2`, r.txt:1 for `>=2`"],
  [
    "a compatible release below a bound",
    ["x~=2.2"],
    "x>=3",
    "",
    "x: argument 1 asks for `~=2.2`, r.txt:1 for `>=3`",
  ],
  ["a prefix and a version", ["x==1.*"], "", "x==2.0", "x: argument 1 asks for `==1.*`, c.txt:1 for `==2.0`"],
  ["a requirement and a constraint", ["x>2"], "", "x<1", "x: argument 1 asks for `>2`, c.txt:1 for `<1`"],
  ["a wheel and another version", [WHEEL], "x==2", "", "x: argument 1 asks for `==1.0`, r.txt:1 for `==2`"],
  [
    "hashes of other files",
    [],
    `x==1 --hash=${A}\nx==1 --hash=${B}`,
    "",
    `x: r.txt:1 asks for ${A}, r.txt:2 for ${B}`,
  ],
  [
    "hashes of other algorithms, where pip goes on without any",
    [],
    `x==1 --hash=${A}`,
    `x --hash=${C}`,
    `x: r.txt:1 asks for ${A}, c.txt:1 for ${C}`,
  ],
  [
    "the fragment and the option of one line",
    [],
    `${WHEEL}#${A.replace(":", "=")} --hash=${B}`,
    "",
    `x: r.txt:1 asks for ${B}, r.txt:1 for ${A}`,
  ],
  [
    "two places",
    [`x @ ${WHEEL}`],
    `x @ ${WHEEL}?v=2`,
    "",
    `x: argument 1 asks for the one from ${WHEEL}, r.txt:1 for the one from ${WHEEL}?v=2`,
  ],
] as const) {
  test(`contradicts: ${sentence}`, async () => {
    await assert.rejects(merge(given, file, constraints), (thrown) => {
      assert.ok(thrown instanceof Fault);
      assert.equal(thrown.code, "TW-REQUIREMENTS-CONTRADICTION");
      assert.ok(thrown.message.startsWith(words), thrown.message);
      return true;
    });
  });
}

test("constraints ask for nothing, and limit what is found later", async () => {
  const { requirements, constraints } = await merge(["x"], "", `y==1 --hash=${A}`);
  assert.deepEqual(
    requirements.map(({ name }) => name),
    ["x"],
  );
  assert.equal(constraints.get("y")?.pinned, "1");
  assert.equal(constraints.get("y")?.hashes.length, 1);
});

test("what has no name stays apart, what does not count here is told", async () => {
  const { unnamed, skipped } = await merge(["./d", "./a-1.tar.gz", "z; sys_platform == 'win32'"]);
  assert.deepEqual(
    unnamed.map(({ requirement }) => requirement.text),
    ["./d", "./a-1.tar.gz"],
  );
  assert.deepEqual(
    skipped.map(({ origin }) => originText(origin)),
    ["argument 3"],
  );
});

test("a marker without a meaning is told with its place", async () => {
  await assert.rejects(merge([], "\nx; os_name == 'a'"), (thrown) => {
    assert.ok(thrown instanceof Fault && thrown.code === "TW-MARKER-UNDEFINED");
    assert.match(thrown.message, /^r\.txt:2: /);
    return true;
  });
});

test("clauses are called a contradiction only when no version meets them", () => {
  const version = fc.constantFrom(
    "1",
    "1.0",
    "1.1",
    "2",
    "2.0.1",
    "1rc1",
    "1.dev0",
    "1.post1",
    "1!1",
    "1.1a1",
    "1+x",
    "2+y",
    "1.post1.dev0",
  );
  const clause = fc
    .tuple(fc.constantFrom("==", "!=", "<=", ">=", "<", ">", "~=", "===", "==*"), version)
    .map(([operator, text]) => (operator === "==*" ? `==${text}.*` : operator + text));
  const tried = [
    "1",
    "1.0",
    "1.1",
    "2",
    "2.0.1",
    "1rc1",
    "1.dev0",
    "1.post1",
    "1!1",
    "1.1a1",
    "1+x",
    "2+y",
    "1.post1.dev0",
    "0",
    "3",
    "1.0.1",
    "1.2",
    "2.dev0",
  ];
  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 4 }), (clauses) => {
      const specifiers = readable(clauses.join(","));
      if (specifiers === undefined) return;
      const found = findContradiction(specifiers.clauses.map((each) => ({ clause: each, place: 0 })));
      if (found === undefined) return;
      assert.deepEqual(
        tried.filter((each) => contains(specifiers, parseVersion(each), true)),
        [],
      );
    }),
    { numRuns: 5000 },
  );
});

function readable(text: string): ReturnType<typeof parseSpecifiers> | undefined {
  try {
    return parseSpecifiers(text);
  } catch {
    return undefined;
  }
}
