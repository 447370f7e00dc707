import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf } from "../../base/fault.ts";
import { contains, parseSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import { compareVersions, parseVersion } from "../../standards/pep440-version/version.ts";
import { parseRequirement } from "../../standards/pep508-requirement/requirement.ts";
import { environmentsOf } from "./environments.ts";
import { type Pool, type Question, resolve } from "./resolve.ts";

/** Project -> version -> requirements; `python` is Requires-Python. */
type World = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

interface Made {
  readonly version: ReturnType<typeof parseVersion>;
}

function poolOf(world: World, pythons: Readonly<Record<string, string>> = {}): Pool<Made> {
  return {
    candidates: (name) => {
      const versions = Object.keys(world[name] ?? {}).map(parseVersion);
      return Promise.resolve(
        versions.toSorted((a, b) => compareVersions(b, a)).map((version) => ({ version })),
      );
    },
    needs: (name, { version }) => {
      const python = pythons[`${name} ${version.text}`];
      return Promise.resolve({
        requirements: (world[name]?.[version.text] ?? []).map(parseRequirement),
        requiresPython: python === undefined ? undefined : parseSpecifiers(python),
      });
    },
  };
}

function question(series: string, roots: readonly string[], wishes: Record<string, string> = {}): Question {
  const asked = Object.entries(wishes).map(([name, text]) => [name, parseSpecifiers(text)] as const);
  return { roots, wishes: new Map(asked), environments: environmentsOf(series) };
}

async function solved(
  world: World,
  asked: Question,
  pythons?: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const { chosen } = await resolve(asked, poolOf(world, pythons));
    return [...chosen].map(([name, { version }]) => `${name} ${version.text}`).join(", ");
  } catch (thrown) {
    return thrown instanceof Error ? `${codeOf(thrown)}: ${thrown.message}` : "";
  }
}

const stories: readonly (readonly [string, World, Question, string, Readonly<Record<string, string>>?])[] = [
  ["takes the newest of each", { pip: { "2": [], "1": [] } }, question("3.9", ["pip"]), "pip 2"],
  [
    "brings what is needed",
    { wheel: { "2": ["packaging>=1"], "1": [] }, packaging: { "3": [], "1": [] } },
    question("3.9", ["wheel"]),
    "wheel 2, packaging 3",
  ],
  [
    "goes back when what is needed cannot be had",
    { wheel: { "2": ["packaging>=9"], "1": [] }, packaging: { "3": [] } },
    question("3.9", ["wheel"]),
    "wheel 1",
  ],
  [
    "gives up a newer root for an earlier one's sake, not the other way round",
    { pip: { "2": ["wheel<2"], "1": [] }, wheel: { "2": [], "1": [] } },
    question("3.9", ["pip", "wheel"]),
    "pip 2, wheel 1",
  ],
  [
    "lives with a circle",
    { wheel: { "2": ["packaging"] }, packaging: { "3": ["wheel>=1"] } },
    question("3.9", ["wheel"]),
    "wheel 2, packaging 3",
  ],
  [
    "follows extras",
    {
      wheel: { "1": ["packaging[fast]"] },
      packaging: { "1": ["speed; extra == 'fast'", "slow; extra == 'other'"] },
      speed: { "4": [] },
    },
    question("3.9", ["wheel"]),
    "wheel 1, packaging 1, speed 4",
  ],
  [
    "brings what one machine alone needs",
    {
      pip: { "1": ["colour; sys_platform == 'win32'", "never; sys_platform == 'emscripten'"] },
      colour: { "1": [] },
    },
    question("3.9", ["pip"]),
    "pip 1, colour 1",
  ],
  [
    "serves every Python of an open series",
    {
      pip: { "2": ["lib>=2; python_version >= '3.13'", "lib<2; python_version < '3.13'"], "1": [] },
      lib: { "2": [], "1": [] },
    },
    question("3.10+", ["pip"]),
    "pip 1",
  ],
  [
    "leaves a requirement of other Pythons alone",
    { pip: { "2": ["lib; python_version < '3.9'"] } },
    question("3.9", ["pip"]),
    "pip 2",
  ],
  [
    "asks Requires-Python of every patch release",
    { pip: { "2": [], "1": [] } },
    question("3.9", ["pip"]),
    "pip 1",
    { "pip 2": ">=3.9.2" },
  ],
  [
    "takes no pre-release unasked, not even when nothing else is there",
    { pip: { "2rc1": [] } },
    question("3.9", ["pip"]),
    "TW-MANIFEST-NO-CLOSURE: there is no closure: nothing that may be taken is pip",
  ],
  [
    "takes a pre-release that was named",
    { pip: { "2": [], "2rc1": [] } },
    question("3.9", ["pip"], { pip: "==2rc1" }),
    "pip 2rc1",
  ],
  [
    "says who asks for what cannot be had",
    { wheel: { "2": ["packaging>=9"] }, packaging: { "3": [] } },
    question("3.9", ["wheel"]),
    "TW-MANIFEST-NO-CLOSURE: there is no closure: nothing that may be taken is packaging as wheel 2 asks for >=9",
  ],
  [
    "names a contradiction",
    { pip: { "1": [] }, wheel: { "1": ["pip>=2"] } },
    question("3.9", ["pip", "wheel"]),
    "TW-MANIFEST-NO-CLOSURE: there is no closure: wheel 1 needs pip>=2, not 1",
  ],
  [
    "follows no requirement to an address of its own",
    { pip: { "1": ["lib @ https://index.example/lib-1.0-py3-none-any.whl"] } },
    question("3.9", ["pip"]),
    "TW-MANIFEST-NO-CLOSURE: there is no closure: pip 1 needs lib from an address of its own",
  ],
];

for (const [sentence, world, asked, expected, pythons] of stories)
  test(`a search ${sentence}`, async () => assert.equal(await solved(world, asked, pythons), expected));

test("an index of which every corner is a dead end is given up, not searched for ever", async () => {
  const names = Array.from({ length: 12 }, (_, at) => `p${String(at).padStart(2, "0")}`);
  const versions = ["5", "4", "3", "2", "1"];
  const world = Object.fromEntries(
    names.map((name) => [name, Object.fromEntries(versions.map((version) => [version, []]))]),
  );
  const dead: World = { ...world, zz: { "1": ["p00>=99"] } };
  assert.match(await solved(dead, question("3.9", [...names, "zz"])), /^TW-MANIFEST-TOO-HARD: /);
});

/** Every set of decisions in the order of preference, the first that is closed; no cleverness at all. */
function exhaustive(world: World, roots: readonly string[]): string {
  const names = Object.keys(world).sort();
  const order = [...roots, ...names.filter((name) => !roots.includes(name))];
  const found = first(order, new Map());
  return found === undefined ? "none" : shown(found);

  function first(
    left: readonly string[],
    taken: ReadonlyMap<string, string>,
  ): ReadonlyMap<string, string> | undefined {
    const [name, ...rest] = left;
    if (name === undefined) return isClosed(taken) ? taken : undefined;
    const versions = Object.keys(world[name] ?? {}).sort((a, b) => Number(b) - Number(a));
    const choices = roots.includes(name) ? versions : [...versions, undefined];
    for (const version of choices) {
      const all = first(rest, version === undefined ? taken : new Map([...taken, [name, version]]));
      if (all !== undefined) return all;
    }
    return undefined;
  }

  function isClosed(taken: ReadonlyMap<string, string>): boolean {
    const needed = new Set(roots);
    for (const name of needed) {
      for (const line of world[name]?.[taken.get(name) ?? ""] ?? []) {
        const { normalized, specifiers } = parseRequirement(line);
        const version = taken.get(normalized);
        if (version === undefined || !contains(specifiers, parseVersion(version))) return false;
        needed.add(normalized);
      }
    }
    return [...taken.keys()].every((name) => needed.has(name));
  }
}

function shown(taken: ReadonlyMap<string, string>): string {
  return [...taken]
    .map(([name, version]) => `${name} ${version}`)
    .sort()
    .join(", ");
}

const NAMES = ["a", "b", "c", "d"];
const line = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom("", ">=2", "<3", "==1", "!=3"))
  .map((parts) => parts.join(""));
const project = fc
  .array(fc.array(line, { maxLength: 2 }), { maxLength: 3 })
  .map((all) => Object.fromEntries(all.map((lines, at) => [String(at + 1), lines])));

test("a search finds a closure exactly when there is one, and the preferred one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(project, project, project, project), async (projects) => {
      const world = Object.fromEntries(NAMES.map((name, at) => [name, projects[at] ?? {}]));
      const roots = ["b", "a"];
      const expected = exhaustive(world, roots);
      let answer = "none";
      try {
        const { chosen } = await resolve(question("3.9", roots), poolOf(world));
        answer = shown(new Map([...chosen].map(([name, { version }]) => [name, version.text])));
      } catch (thrown) {
        assert.equal(codeOf(thrown), "TW-MANIFEST-NO-CLOSURE");
      }
      assert.equal(answer === "none", expected === "none");
      // Roots come first in both orders; what they need may be decided in another order than by name.
      for (const root of roots)
        assert.equal(part(answer, root), part(expected, root), `${answer} | ${expected}`);
    }),
    { numRuns: 400 },
  );
});

function part(all: string, name: string): string | undefined {
  return all.split(", ").find((each) => each.startsWith(`${name} `));
}
