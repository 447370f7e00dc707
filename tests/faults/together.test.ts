/** Many runs at once: into one environment, and on one store. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../python/pythons.ts";
import { tellFigures } from "../support/figures.ts";
import { Ground, treeOf } from "../support/ground.ts";
import { broken, unlike } from "../support/wholeness.ts";

const THOROUGH = process.env["TRUEWHEEL_TEST_THOROUGH"] === "1";
const ground = new Ground(scratch("together"));
const site = ground.site.slice(ground.environment.length);

test("eight installations of two versions into one environment: each succeeds, and one of the two versions is there, unmixed", async () => {
  const rounds = THOROUGH ? 10 : 2;
  let mixed = 0;
  for (let round = 0; round < rounds; round++) {
    ground.reset("empty");
    const runs = Array.from({ length: 8 }, (_, at) =>
      ground.begin(ground.command(at % 2 === 0 ? "install" : "upgrade")),
    );
    const ended = await Promise.all(runs.map((run) => run.ended));
    for (const { status, output } of ended) assert.equal(status, 0, output);
    const left = ground.tree();
    const whole = (["1.0", "2.0"] as const).some(
      (state) => unlike(left, ground.reference(state).tree).length === 0,
    );
    if (!whole) mixed += 1;
    assert.deepEqual(broken(left, site, ground.references), []);
    const verified = ground.verify();
    assert.equal(verified.status, 0, verified.output);
  }
  tellFigures("8 installations of two versions into one environment", { tried: rounds, mixed });
  assert.equal(mixed, 0);
});

test("an installation and an uninstallation at once: all is there or nothing is", async () => {
  const rounds = THOROUGH ? 10 : 2;
  for (let round = 0; round < rounds; round++) {
    ground.reset("1.0");
    const runs = [
      ground.begin(ground.command("uninstall")),
      ground.begin(ground.command("upgrade")),
      ground.begin(ground.command("uninstall")),
    ];
    for (const { status, output } of await Promise.all(runs.map((run) => run.ended)))
      assert.ok(status === 0 || /not installed|TW-/.test(output), output);
    const left = ground.tree();
    const whole = (["empty", "2.0"] as const).some(
      (state) => unlike(left, ground.reference(state).tree).length === 0,
    );
    assert.ok(whole, unlike(left, ground.reference("2.0").tree).slice(0, 5).join("\n"));
  }
});

test("thirty-two processes fill one empty store: each environment is whole, and the store is as one process leaves it", async () => {
  const many = 32;
  const store = join(ground.folder, "shared-store");
  const alone = join(ground.folder, "lonely-store");
  const commandFor = (environment: string, cache: string) =>
    ground
      .command("install")
      .map((word) => (word === ground.store ? cache : word.replace(ground.environment, environment)));
  const environments = Array.from({ length: many }, (_, at) => join(ground.folder, `twin-${at}`));
  for (const environment of environments) copy(join(ground.folder, "empty"), environment);
  const runs = environments.map((environment) => ground.begin(commandFor(environment, store)));
  const ended = await Promise.all(runs.map((run) => run.ended));
  let mixed = 0;
  ended.forEach(({ status, output }, at) => {
    assert.equal(status, 0, output);
    const tree = treeOf(environments[at] ?? "", environments[at] ?? "");
    if (unlikeButScripts(tree, at)) mixed += 1;
  });
  ground.reset("empty");
  assert.equal((await ground.begin(commandFor(ground.environment, alone)).ended).status, 0);
  const names = (folder: string) =>
    [...treeOf(folder, folder).keys()]
      .filter((path) => !path.includes("/interpreters"))
      // A ground that is put back has a new key for its seals.
      .map((path) => path.replace(/sealed-[0-9a-f]+/, "sealed-KEY"))
      .sort();
  assert.deepEqual(names(store), names(alone));
  tellFigures("32 processes on one store", { tried: many, mixed, lost: 0 });
  assert.equal(mixed, 0);
  for (const environment of environments) rmSync(environment, { recursive: true });
});

/** Scripts, and what lists their hashes, name the environment's own path; so those are compared by name. */
function unlikeButScripts(tree: ReadonlyMap<string, string>, at: number): boolean {
  const own = (path: string) => path.startsWith("/bin/") || path.endsWith("/RECORD");
  const differs = unlike(tree, ground.reference("1.0").tree).filter(
    (sentence) => !own(sentence.replace(/ is other$/, "")),
  );
  if (differs.length > 0) console.log(`twin ${at}: ${differs.slice(0, 5).join("; ")}`);
  return differs.length > 0;
}

function copy(from: string, to: string): void {
  const ended = spawnSync("cp", ["-a", from, to], { encoding: "utf8" });
  assert.equal(ended.status, 0, ended.stderr);
}
