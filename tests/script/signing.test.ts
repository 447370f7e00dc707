/** SHA256SUMS and its signatures: made by the programs people have, checked by them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PLAIN, run, scratch } from "../python/pythons.ts";
import { MANIFEST, newest, truewheel } from "../support/cli.ts";
import { offlineFrom } from "./support.ts";

const { python } = newest();

function written(folder: string, ...args: readonly string[]): ReturnType<typeof truewheel> {
  return truewheel(["script", "-o", join(folder, "get-pip.py"), ...args, ...offlineFrom(python)]);
}

/** `program` at work in `folder`; with what it said when it fails. */
function works(folder: string, program: string, args: readonly string[], input = ""): boolean {
  return (
    spawnSync(program, args, { cwd: folder, env: { ...PLAIN, PATH: process.env["PATH"] ?? "" }, input })
      .status === 0
  );
}

const missing = (program: string): string | undefined =>
  spawnSync(program, [], { input: "" }).error === undefined
    ? undefined
    : `MISSING: no ${program} on this machine`;

test("an SSH signature that ssh-keygen verifies, over a list that sha256sum checks; the manifest is in it", (context) => {
  const without = missing("ssh-keygen");
  if (without !== undefined) return context.skip(without);
  const folder = scratch("ssh");
  run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
  const ran = written(folder, "--sign-with-ssh", join(folder, "key"));
  assert.equal(ran.status, 0, ran.stderr);
  assert.ok(works(folder, "sha256sum", ["--check", "--strict", "SHA256SUMS"]));
  assert.match(
    readFileSync(join(folder, "SHA256SUMS"), "utf8"),
    /^[0-9a-f]{64} {2}bootstrap-manifest\.json\n[0-9a-f]{64} {2}get-pip\.py\n$/,
  );
  assert.deepEqual(readFileSync(join(folder, "bootstrap-manifest.json")), readFileSync(MANIFEST));
  writeFileSync(
    join(folder, "allowed"),
    `releases@index.example ${readFileSync(join(folder, "key.pub"), "utf8")}`,
  );
  const verify = [
    "-Y",
    "verify",
    "-f",
    "allowed",
    "-I",
    "releases@index.example",
    "-n",
    "file",
    "-s",
    "SHA256SUMS.sig",
  ];
  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8");
  assert.ok(works(folder, "ssh-keygen", verify, sums));
  assert.ok(
    !works(
      folder,
      "ssh-keygen",
      verify,
      sums.replace(/^./, (first) => (first === "0" ? "1" : "0")),
    ),
  );
  const again = written(folder, "--sign-with-ssh", join(folder, "key"));
  assert.equal(again.status, 0, again.stderr);
});

test("several series share one list; a listed file that was altered is not signed for", () => {
  const folder = scratch("list");
  run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
  assert.equal(written(folder, "--sign-with-ssh", join(folder, "key")).status, 0);
  const thin = ["script", "--fetch", "-o", join(folder, "thin.py"), "--sign-with-ssh", join(folder, "key")];
  assert.equal(truewheel([...thin, ...offlineFrom(python)]).status, 0);
  assert.match(readFileSync(join(folder, "SHA256SUMS"), "utf8"), / {2}get-pip\.py\n.* {2}thin\.py\n/);
  assert.ok(works(folder, "sha256sum", ["--check", "--strict", "SHA256SUMS"]));
  writeFileSync(join(folder, "get-pip.py"), "altered");
  const before = readFileSync(join(folder, "SHA256SUMS.sig"));
  const refused = truewheel([...thin, ...offlineFrom(python)]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /lists get-pip\.py, which is not there with that digest/);
  writeFileSync(join(folder, "SHA256SUMS"), "no list\n");
  assert.match(truewheel([...thin, ...offlineFrom(python)]).stderr, /has a line that is no digest and name/);
  assert.deepEqual(readFileSync(join(folder, "SHA256SUMS.sig")), before);
});

test("a minisign signature that minisign verifies", (context) => {
  const without = missing("minisign");
  if (without !== undefined) return context.skip(without);
  const folder = scratch("minisign");
  assert.ok(works(folder, "minisign", ["-G", "-W", "-p", "key.pub", "-s", "key"]));
  const ran = written(folder, "--sign-with-minisign", join(folder, "key"));
  assert.equal(ran.status, 0, ran.stderr);
  assert.ok(
    works(folder, "minisign", ["-V", "-p", "key.pub", "-m", "SHA256SUMS", "-x", "SHA256SUMS.minisig"]),
  );
  writeFileSync(join(folder, "SHA256SUMS"), "altered\n");
  assert.ok(
    !works(folder, "minisign", ["-V", "-p", "key.pub", "-m", "SHA256SUMS", "-x", "SHA256SUMS.minisig"]),
  );
});

test("the key's path is all that reaches the signing program, and its refusal is told", () => {
  const folder = scratch("stand-in");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const stand = `#!/bin/sh\necho "$@" > '${folder}/said'\necho 'no such key, says the stand-in' >&2\nexit 3\n`;
  for (const program of ["minisign", "ssh-keygen"]) writeFileSync(join(bin, program), stand, { mode: 0o755 });
  for (const [option, shown] of [
    ["--sign-with-minisign", /^-S -s .*\/absent -m .*\/SHA256SUMS -x .*\/SHA256SUMS\.minisig -t /],
    ["--sign-with-ssh", /^-Y sign -f .*\/absent -n file$/m],
  ] as const) {
    const words = [
      "script",
      "-o",
      join(folder, "get-pip.py"),
      option,
      join(folder, "absent"),
      ...offlineFrom(python),
    ];
    const ran = truewheel(words, { PATH: `${bin}:${process.env["PATH"] ?? ""}` });
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /refused: no such key, says the stand-in/);
    assert.match(readFileSync(join(folder, "said"), "utf8"), shown);
    assert.ok(!existsSync(join(folder, "SHA256SUMS.sig")));
  }
});

test("options that cannot be meant together are refused", () => {
  const place = scratch("together");
  const refusals: readonly (readonly [readonly string[], RegExp])[] = [
    [["--fetch", "--format", "zipapp", "-o", "x"], /--fetch and --format zipapp exclude one another/],
    [["--format", "zipapp"], /--format zipapp needs --output/],
    [["--sign-with-ssh", "key"], /--sign-with-ssh needs --output/],
    [["--check", "x", "-o", "y"], /--check writes and signs nothing/],
    [["--series", "four"], /--series takes a version such as 3\.12/],
    [["--series", "3.5"], /the manifest has no closure for Python 3\.5/],
  ];
  for (const [args, words] of refusals) {
    const ran = truewheel(["script", ...args], {}, place);
    assert.equal(ran.status, 2, ran.stderr);
    assert.match(ran.stderr, words);
  }
});
