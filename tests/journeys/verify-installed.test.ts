/** Environments made by truewheel, pip and uv, tampered with in every way of a table: each is found and named. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { VerifiedEnvironment } from "../../src/model/report.ts";
import { scratch } from "../python/pythons.ts";
import { copyTree } from "../support/bare.ts";
import { newest, PLAIN, type Ran, reportOf, truewheel, wheelFolder } from "../support/cli.ts";
import { uvProgram } from "../support/peers.ts";
import { flip, info, type Made, MODULE, tamperings } from "../support/tampering.ts";

const { python, store } = newest();
const wheels = wheelFolder(join(scratch("verify-wheels"), "wheels"));

function run(program: string, ...args: readonly string[]): void {
  const ended = spawnSync(program, args, { env: PLAIN, cwd: "/", encoding: "utf8" });
  assert.equal(ended.status, 0, `${program} ${args.join(" ")}\n${ended.stderr}`);
}

function paths(kind: Made["kind"], root: string): Made {
  const library = join(root, "lib");
  const [version = ""] = readdirSync(library);
  const pristine = join(scratch(`verify-${kind}-pristine`), "env");
  copyTree(root, pristine);
  return { kind, root, site: join(library, version, "site-packages"), bin: join(root, "bin"), pristine };
}

function byTruewheel(): Made {
  const root = join(scratch("verify-truewheel"), "env");
  const made = truewheel([
    "bootstrap",
    "--offline",
    "--cache-dir",
    store,
    "--python",
    python.path,
    "--venv",
    root,
  ]);
  assert.equal(made.status, 0, made.stderr);
  return paths("truewheel", root);
}

/** pip compiles what it installs, and lists the bytecode without digests. */
function byPip(pip: string): Made {
  const root = join(scratch("verify-pip"), "env");
  run(python.path, "-I", "-m", "venv", "--without-pip", root);
  const offline = ["--no-index", "--find-links", wheels, "--disable-pip-version-check"];
  run(pip, "--python", join(root, "bin/python"), "install", "--quiet", ...offline, "wheel", "setuptools");
  return paths("pip", root);
}

function byUv(uv: string): Made {
  const root = join(scratch("verify-uv"), "env");
  const cache = ["--offline", "--no-config", "--cache-dir", scratch("uv-cache")];
  run(uv, "venv", "--quiet", ...cache, "--python", python.path, root);
  run(
    uv,
    "pip",
    "install",
    "--quiet",
    ...cache,
    "--no-index",
    "--find-links",
    wheels,
    "--python",
    root,
    "wheel",
    "setuptools",
  );
  return paths("uv", root);
}

function verify(made: Made, ...args: readonly string[]): Ran {
  return truewheel(["verify", "--installed", "--format", "json", "--cache-dir", store, made.root, ...args]);
}

function environmentOf(ran: Ran): VerifiedEnvironment {
  const { environment, error } = reportOf(ran);
  assert.ok(environment !== undefined, error?.message ?? ran.stderr);
  return environment;
}

function restore(made: Made): void {
  rmSync(made.root, { recursive: true });
  copyTree(made.pristine, made.root);
}

const fromTruewheel = byTruewheel();
const uv = uvProgram(python, store);
const environments: readonly (readonly [string, Made | { readonly missing: string }])[] = [
  ["truewheel, with our own record", fromTruewheel],
  ["pip", byPip(join(fromTruewheel.bin, "pip"))],
  ["uv", "path" in uv ? byUv(uv.path) : uv],
];
// pip compiled itself while it ran; the environment as it was made is what is verified.
restore(fromTruewheel);

for (const [name, made] of environments) {
  if ("missing" in made) {
    test(`an environment made by ${name}`, {
      skip: `MISSING: uv could not be fetched, so nothing was shown for it: ${made.missing.slice(0, 200)}`,
    });
    continue;
  }
  test(`an environment made by ${name} is as it was recorded`, () => {
    const ran = verify(made);
    const environment = environmentOf(ran);
    assert.equal(ran.status, 0, JSON.stringify(environment.differences));
    assert.equal(environment.ledger, made.kind === "truewheel" ? "used" : "absent");
    assert.ok(environment.files > 300);
    for (const each of environment.distributions) {
      assert.equal(each.comparedWith, made.kind === "truewheel" ? "our record" : "RECORD");
      assert.equal(each.installer, made.kind);
    }
    const said = environment.notCovered.join("\n");
    assert.equal(
      /RECORD of \d of \d distributions is proved by nothing/.test(said),
      made.kind !== "truewheel",
    );
    assert.equal(/bytecode in \d+ files/.test(said), made.kind === "pip");
  });

  test(`tampering with an environment made by ${name} is found and named`, (t) => {
    let found = 0;
    for (const [sentence, deed, path, withLedger, withRecordAlone] of tamperings) {
      deed(made);
      const ran = verify(made);
      const { differences, notCovered } = environmentOf(ran);
      const code: string | undefined = made.kind === "truewheel" ? withLedger : withRecordAlone;
      if (code === undefined) {
        // RECORD alone cannot know: then it is said that nothing proves RECORD, and nothing else is claimed.
        assert.equal(differences.length, 0, `${sentence}: ${JSON.stringify(differences)}`);
        assert.match(notCovered.join("\n"), /RECORD of .* proved by nothing/);
      } else {
        assert.equal(ran.status, 1, sentence);
        assert.ok(
          differences.some((each) => each.code === code && each.path?.includes(path) === true),
          `${sentence}: ${JSON.stringify(differences.slice(0, 5))}`,
        );
        found += 1;
      }
      restore(made);
    }
    const findable = tamperings.filter(
      (each) => (made.kind === "truewheel" ? each[3] : each[4]) !== undefined,
    );
    t.diagnostic(
      `tampering found ${found} of ${findable.length}; ${tamperings.length - findable.length} cannot be known from RECORD alone`,
    );
    assert.equal(found, findable.length);
    assert.equal(verify(made).status, 0, "restored");
  });
}

test("a distribution that another tool adds is not known to our own record, unless that is allowed", () => {
  const made = fromTruewheel;
  rmSync(join(made.site, info(made, "wheel")), { recursive: true });
  cpSync(join(made.pristine, "lib"), join(made.root, "lib"), { recursive: true, verbatimSymlinks: true });
  const extra = join(made.site, "extra-1.0.dist-info");
  mkdirSync(extra);
  const metadata = "Metadata-Version: 2.1\nName: extra\nVersion: 1.0\n";
  writeFileSync(join(extra, "METADATA"), metadata);
  const digest = createHash("sha256").update(metadata).digest("base64url");
  writeFileSync(
    join(extra, "RECORD"),
    `extra-1.0.dist-info/METADATA,sha256=${digest},${metadata.length}\nextra-1.0.dist-info/RECORD,,\n`,
  );
  const strange = environmentOf(verify(made));
  assert.deepEqual(
    strange.differences.map((each) => each.code),
    ["TW-VERIFY-UNRECORDED"],
  );
  const allowed = verify(made, "--allow-unrecorded");
  assert.equal(allowed.status, 0);
  assert.match(
    environmentOf(allowed).notCovered.join("\n"),
    /RECORD of 1 of 5 distributions is proved by nothing/,
  );
  restore(made);
});

test("a damaged record of our own is said, and is no yes", () => {
  const made = fromTruewheel;
  const state = scratch("verify-state");
  const environment = { TRUEWHEEL_STATE_DIR: state };
  const bootstrap = ["bootstrap", "--offline", "--cache-dir", store, "--python", join(made.bin, "python")];
  assert.equal(truewheel(bootstrap, environment).status, 0);
  const ledgers = join(state, "ledger");
  const [key = ""] = readdirSync(ledgers);
  flip(join(ledgers, key, "current"));
  const ran = truewheel(
    ["verify", "--installed", "--format", "json", "--cache-dir", store, made.root],
    environment,
  );
  assert.equal(ran.status, 1);
  assert.deepEqual(
    environmentOf(ran).differences.map((each) => each.code),
    ["TW-VERIFY-LEDGER"],
  );
  rmSync(state, { recursive: true });
  const absent = truewheel(
    ["verify", "--installed", "--require-ledger", "--cache-dir", store, made.root],
    environment,
  );
  assert.equal(absent.status, 1);
  assert.match(absent.stderr, /there is no record of our own of this environment \[TW-VERIFY-NO-LEDGER\]/);
});

test("only the distributions that are named are compared", () => {
  const made = fromTruewheel;
  flip(join(made.site, MODULE));
  const wheel = verify(made, "Wheel");
  assert.equal(wheel.status, 0);
  assert.deepEqual(
    environmentOf(wheel).distributions.map((each) => each.name),
    ["wheel"],
  );
  assert.equal(verify(made, "packaging").status, 1);
  restore(made);
  const absent = environmentOf(verify(made, "no-such"));
  assert.deepEqual(
    absent.differences.map((each) => [each.code, each.distribution]),
    [["TW-VERIFY-NOT-INSTALLED", "no-such"]],
  );
});

test("a directory with nothing in it is no yes", () => {
  const ran = truewheel(["verify", "--installed", "--target", scratch("nothing")]);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /no distribution is installed here \[TW-VERIFY-NOTHING\]/);
});
