/** What the solver selects, what it says when it cannot, and that it is right: held against trying every combination. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ask, question, solved, told, type Universe } from "../../../tests/support/universe.ts";
import { contains } from "../../standards/pep440-version/specifiers.ts";
import { parseVersion } from "../../standards/pep440-version/version.ts";
import { parseRequirement } from "../../standards/pep508-requirement/requirement.ts";
import type { Problem } from "./problem.ts";

type More = Partial<Problem<never>>;

const plain: Universe = {
  a: { "1.0": [], "2.0": ["b>=2"], "3.0": ["b>=3"] },
  b: { "1.0": [], "2.0": [], "3.0": ["c"] },
  c: { "1.0": [] },
};

const chosen: readonly (readonly [string, Universe, readonly string[], readonly string[], More?])[] = [
  ["takes the newest of everything", plain, ["a"], ["a 3.0", "b 3.0", "c 1.0"]],
  ["goes back where the newest excludes another", plain, ["a", "b<3"], ["a 2.0", "b 2.0"]],
  ["takes the oldest when asked to", plain, ["a"], ["a 1.0"], { direction: "lowest" }],
  [
    "takes the oldest of what was named only",
    plain,
    ["a>1"],
    ["a 2.0", "b 3.0", "c 1.0"],
    { direction: "lowest-direct" },
  ],
  [
    "stays with an earlier version",
    plain,
    ["a"],
    ["a 2.0", "b 3.0", "c 1.0"],
    { preferred: new Map([["a", ["2.0"]]]) },
  ],
  [
    "leaves an earlier version that does not fit",
    plain,
    ["a>2"],
    ["a 3.0", "b 3.0", "c 1.0"],
    { preferred: new Map([["a", ["2.0"]]]) },
  ],
  [
    "keeps to constraints",
    plain,
    ["a"],
    ["a 2.0", "b 2.0"],
    { constraints: new Map([["b", [ask("b<3", "c.txt:1")]]]) },
  ],
  [
    "asks nothing for a constraint alone",
    plain,
    ["b<2"],
    ["b 1.0"],
    { constraints: new Map([["c", [ask("c==9")]]]) },
  ],
  [
    "puts overrides in place of what releases say",
    plain,
    ["a==3.0"],
    ["a 3.0", "b 1.0"],
    { overrides: new Map([["b", [ask("b==1.0")]]]) },
  ],
  ["asks for no needs when told so", plain, ["a"], ["a 3.0"], { withoutNeeds: true }],
  [
    "takes an extra with the version of its project",
    {
      a: { "1.0": ["b; extra == 'x'"], "2.0": ["c; extra == 'x'", "d>1; extra == 'x'"] },
      b: { "1.0": [] },
      c: { "1.0": [] },
      d: { "1.0": [] },
    },
    ["a[x]"],
    ["a 1.0", "b 1.0"],
  ],
  [
    "follows an extra that asks for another of its own project",
    { a: { "1.0": ["a[x]; extra == 'all'", "b; extra == 'x'"] }, b: { "1.0": [] } },
    ["a[all]"],
    ["a 1.0", "b 1.0"],
  ],
  [
    "passes releases over that were yanked",
    { a: { "1.0": [], "2.0": { yanked: "broken" } } },
    ["a"],
    ["a 1.0"],
  ],
  [
    "takes a yanked release that is pinned, also by another release",
    { a: { "1.0": ["b==2.0"] }, b: { "1.0": [], "2.0": { yanked: "" } } },
    ["b", "a"],
    ["a 1.0", "b 2.0"],
  ],
  ["passes pre-releases over", { a: { "1.0": [], "2.0rc1": [] } }, ["a"], ["a 1.0"]],
  ["takes pre-releases where nothing else fits", { a: { "1.0": [], "2.0rc1": [] } }, ["a>1"], ["a 2.0rc1"]],
  [
    "takes pre-releases where a clause names one, whoever wrote it",
    { a: { "1.0": [], "2.0rc1": [] }, z: { "1.0": ["a>=2.0rc1"] } },
    ["a", "z"],
    ["a 2.0rc1", "z 1.0"],
  ],
  [
    "takes pre-releases when asked to",
    { a: { "1.0": [], "2.0rc1": [] } },
    ["a"],
    ["a 2.0rc1"],
    { prereleases: undefined },
  ],
  [
    "passes releases over that need another Python",
    { a: { "1.0": [], "2.0": { python: ">=3.13" } } },
    ["a"],
    ["a 1.0"],
  ],
  [
    "passes lines over whose markers do not hold",
    { a: { "1.0": ["b; sys_platform == 'win32'"] } },
    ["a", "c; os_name == 'nt'"],
    ["a 1.0"],
  ],
];

for (const [sentence, universe, lines, expected, more] of chosen) {
  test(`the solver ${sentence}`, () => {
    assert.deepEqual(told(universe, question(lines, (more ?? {}) as object)), expected);
  });
}

const impossible: readonly (readonly [string, Universe, readonly string[], readonly string[]])[] = [
  [
    "two lines of one input",
    { a: { "1.0": [], "2.0": [] } },
    ["a<2", "a>=2"],
    [
      "Because requirements.in:1 asks for a<2 and requirements.in:2 asks for a>=2, the requirements cannot be met together.",
    ],
  ],
  [
    "two releases that want other versions of a third",
    { a: { "1.0": ["b<2"] }, c: { "1.0": ["b>=2"] }, b: { "1.0": [], "2.0": [] } },
    ["a", "c"],
    [
      "Because a needs b<2 and c needs b>=2, a and c cannot be used together.",
      "And because requirements.in:1 asks for a, c cannot be used.",
      "And because requirements.in:2 asks for c, the requirements cannot be met together.",
    ],
  ],
  ["a project that nobody has", {}, ["a"], ["requirements.in:1 asks for a (no index knows a)."]],
  [
    "a version that is not there",
    { a: { "1.0": [], "1.5": [] } },
    ["a==9"],
    ["requirements.in:1 asks for a==9 (there is 1.0 to 1.5)."],
  ],
  [
    "releases that cannot be used",
    {
      a: {
        "1.0": { yanked: "broken" },
        "2.0": { python: ">=3.13" },
        "3.0": { out: "was uploaded yesterday" },
      },
    },
    ["a"],
    [
      "Because a 3.0 was uploaded yesterday, a 2.0 needs Python >=3.13, and this is for Python 3.12.1 and a 1.0 was yanked (broken) and requirements.in:1 asks for a, the requirements cannot be met together.",
    ],
  ],
];

for (const [sentence, universe, lines, expected] of impossible) {
  test(`explains ${sentence}`, () => {
    assert.deepEqual(told(universe, question(lines)), expected);
  });
}

/** Four projects with three versions, needs between them at will. */
const universes = fc
  .array(
    fc.array(
      fc.array(
        fc.tuple(
          fc.constantFrom("a", "b", "c", "d"),
          fc.constantFrom("", "<2", ">=2", "==1.0", "!=2.0", "<=3.0", ">3"),
        ),
        {
          maxLength: 3,
        },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    { minLength: 4, maxLength: 4 },
  )
  .map((projects): Universe => {
    return Object.fromEntries(
      projects.map((releases, project) => [
        "abcd".charAt(project),
        Object.fromEntries(
          releases.map((needs, at) => [`${at + 1}.0`, needs.map(([name, clause]) => name + clause)]),
        ),
      ]),
    );
  });
const lines = fc.uniqueArray(fc.constantFrom("a", "b", "c>=2", "d<3", "a<3", "b!=1.0"), {
  minLength: 1,
  maxLength: 3,
});

/** True when `selection` (name to version, undefined for none) meets everything. */
function isRight(
  universe: Universe,
  asked: readonly string[],
  selection: ReadonlyMap<string, string>,
): boolean {
  const needed = [
    ...asked,
    ...[...selection].flatMap(([name, version]) => universe[name]?.[version] as readonly string[]),
  ];
  return needed.every((line) => {
    const { normalized, specifiers } = parseRequirement(line);
    const version = selection.get(normalized);
    return version !== undefined && contains(specifiers, parseVersion(version), true);
  });
}

function* everySelection(
  universe: Universe,
  names = Object.keys(universe),
): Iterable<ReadonlyMap<string, string>> {
  const [name, ...rest] = names;
  if (name === undefined) return yield new Map();
  for (const inner of everySelection(universe, rest)) {
    yield inner;
    for (const version of Object.keys(universe[name] ?? {})) yield new Map([...inner, [name, version]]);
  }
}

test("a selection meets every requirement, and there is one exactly when trying everything finds one", () => {
  fc.assert(
    fc.property(universes, lines, (universe, asked) => {
      const { outcome } = solved(universe, question(asked));
      if (outcome.kind === "solved") {
        const selection = new Map([...outcome.selected].map(([name, { version }]) => [name, version.text]));
        assert.ok(isRight(universe, asked, selection));
        return;
      }
      assert.equal(outcome.kind, "failed");
      for (const selection of everySelection(universe)) assert.ok(!isRight(universe, asked, selection));
    }),
    { numRuns: 400 },
  );
});

test("a recorded run replays: the same wants in the same order, and the same outcome", () => {
  fc.assert(
    fc.property(universes, lines, (universe, asked) => {
      assert.deepEqual(
        solved(universe, question(asked)),
        solved(universe, question(asked.toReversed().toReversed())),
      );
    }),
    { numRuns: 50 },
  );
});
