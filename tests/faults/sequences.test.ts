/**
 * Whatever was installed, upgraded, taken back and uninstalled before, and whatever bytecode Python left meanwhile: the tree is the one
 * that an installation of the same set into a new environment gives, directories included; and what that refuses, every way refuses.
 */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../src/base/fault.ts";
import { diskFiles } from "../../src/effects/disk/files.ts";
import type { Target } from "../../src/model/target.ts";
import { install } from "../../src/stages/install/install.ts";
import { scratch } from "../python/pythons.ts";
import { fakeTarget, freeLocks, plan, quietProgress } from "../support/target.ts";
import { type MadeWheel, makeWheel, type WheelSpec } from "../support/wheel-writer.ts";

const THOROUGH = process.env["TRUEWHEEL_TEST_THOROUGH"] === "1";
const platform = "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-any\n";

/** Every version of every project: they share files, turn files into directories and back, change places and want one another's scripts. */
const specs: readonly WheelSpec[] = [
  {
    name: "a",
    version: "1.0",
    files: { "ns/__init__.py": "", "ns/a.py": "1\n", "a-1.0.data/data/share/x/a.txt": "a" },
    entryPoints: "[console_scripts]\na = a:main\n",
  },
  {
    name: "a",
    version: "2.0",
    files: { "a.py": "2\n", "ns/__init__.py": "", "ns/a/__init__.py": "2\n", "ns/a/deep/x.py": "" },
    without: ["a/__init__.py"],
  },
  { name: "a", version: "3.0", files: { "ns/__init__.py": "other = 1\n", "ns/a.py": "1\n" } },
  {
    name: "b",
    version: "1.0",
    files: { "ns/__init__.py": "", "b.pth": "b\n", "b/data/x": "1" },
    entryPoints: "[console_scripts]\ntool = b:main\n",
  },
  {
    name: "b",
    version: "2.0",
    files: { "ns/__init__.py": "", "b/data": "a file now", "b-2.0.data/purelib/b_pure.py": "" },
    wheelFile: platform,
  },
  { name: "b", version: "3.0", files: { "ns/__init__.py": "other = 1\n", "ns/a/b.py": "" } },
  {
    name: "c",
    version: "1.0",
    files: { "c-1.0.data/data/share/x": "a file", "ns/__init__.py": "" },
  },
  {
    name: "c",
    version: "2.0",
    files: { "c-2.0.data/data/share/x/c.txt": "c", "c-2.0.data/scripts/tool": "#!python\n" },
  },
  { name: "c", version: "3.0", files: { "c-3.0.data/data/share/x/a.txt": "a", "ns/a.py": "1\n" } },
];
const wheels: readonly MadeWheel[] = specs.map(makeWheel);
const names = ["a", "b", "c"] as const;

/** Purelib and platlib apart, as on systems with lib64. */
function targetIn(prefix: string): Target {
  const target = fakeTarget(prefix);
  const platlib = `${prefix}/lib64/python3.12/site-packages`;
  return { ...target, scheme: { ...target.scheme, platlib } };
}

function freshPlace(prefix: string): void {
  rmSync(prefix, { recursive: true, force: true });
  for (const path of ["bin", "lib/python3.12/site-packages", "lib64/python3.12/site-packages"])
    mkdirSync(join(prefix, path), { recursive: true });
  writeFileSync(join(prefix, "pyvenv.cfg"), "home = /usr/bin\n");
}

/** Every path with its content, directories too; without bytecode and what only holds bytecode. */
function treeOf(prefix: string): readonly string[] {
  return readdirSync(prefix, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.includes("__pycache__"))
    .sort()
    .map((path) => {
      const status = statSync(join(prefix, path));
      const content = status.isFile() ? readFileSync(join(prefix, path), "utf8").replaceAll(prefix, "") : "/";
      return `${path} ${(status.mode & 0o777).toString(8)} ${content}`;
    });
}

/** What Python leaves when every module was imported once. */
function importAll(prefix: string): void {
  for (const path of readdirSync(prefix, { recursive: true, encoding: "utf8" })) {
    const module = /^(.*\/)([^/]+)\.py$/.exec(path);
    if (module === null || path.startsWith("bin/")) continue;
    const cache = join(prefix, module[1] ?? "", "__pycache__");
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, `${module[2]}.cpython-312.pyc`), "compiled");
  }
}

async function change(
  prefix: string,
  arriving: readonly MadeWheel[],
  leaving: ReadonlySet<string>,
): Promise<boolean> {
  const target = targetIn(prefix);
  const ports = { files: diskFiles, locks: freeLocks, progress: quietProgress() };
  try {
    await install(plan(arriving, target), [], target, ports, { leaves: ({ name }) => leaving.has(name) });
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    assert.match(error.code, /^TW-INSTALL-(?:TAKEN|CLASH)$/, error.message);
    return false;
  }
}

type State = ReadonlyMap<string, MadeWheel>;

/** The trees of sets of distributions, undefined where no installation is possible; each made once, in the very place, since scripts name it. */
class References {
  private readonly prefix: string;
  private readonly known = new Map<string, readonly string[] | undefined>();

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  async of(state: State): Promise<readonly string[] | undefined> {
    const set = [...state.values()];
    const key = set
      .map(({ filename }) => filename)
      .sort()
      .join(" ");
    if (this.known.has(key)) return this.known.get(key);
    renameSync(this.prefix, `${this.prefix}-aside`);
    freshPlace(this.prefix);
    const tree = (await change(this.prefix, set, new Set())) ? treeOf(this.prefix) : undefined;
    this.known.set(key, tree);
    rmSync(this.prefix, { recursive: true });
    renameSync(`${this.prefix}-aside`, this.prefix);
    return tree;
  }
}

interface Step {
  /** File names, so that a counterexample can be read. */
  readonly arriving: readonly string[];
  readonly leaving: readonly string[];
  readonly imports: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  arriving: fc.uniqueArray(fc.constantFrom(...wheels.map(({ filename }) => filename)), {
    selector: (filename) => filename.slice(0, 1),
    maxLength: 3,
  }),
  leaving: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
  imports: fc.boolean(),
});

test("every way to a set of distributions ends in the tree that a new environment has, or in the same refusal", async () => {
  const prefix = join(scratch("sequences"), "env");
  const references = new References(prefix);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
      freshPlace(prefix);
      let state: State = new Map();
      for (const { imports, ...step } of steps) {
        const leaving = new Set<string>(step.leaving);
        const arriving = wheels.filter(({ filename }) => step.arriving.includes(filename));
        const next = new Map([...state].filter(([name]) => !leaving.has(name)));
        for (const each of arriving) next.set(each.name, each);
        const before = treeOf(prefix);
        const expected = await references.of(next);
        const done = await change(prefix, arriving, leaving);
        const shown = [...next.values()].map(({ filename }) => filename).join(", ");
        assert.equal(done, expected !== undefined, `${shown}: ${done ? "installed" : "refused"}`);
        assert.deepEqual(treeOf(prefix), done ? expected : before, shown);
        if (done) state = next;
        if (imports) importAll(prefix);
      }
      await change(prefix, [], new Set(names));
      freshPlace(`${prefix}-bare`);
      assert.deepEqual(treeOf(prefix), treeOf(`${prefix}-bare`), "everything uninstalled");
    }),
    { numRuns: THOROUGH ? 500 : 25 },
  );
});
