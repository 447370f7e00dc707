/** What was unpacked and sealed in the store, damaged in every way: what is installed are the wheel's verified bytes, or nothing. */
import assert from "node:assert/strict";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { asSha256 } from "../../src/base/digest.ts";
import { codeOf, Fault } from "../../src/base/fault.ts";
import { repairing } from "../../src/commands/repairing.ts";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { systemRandom } from "../../src/effects/random.ts";
import { openSeals } from "../../src/effects/sealed/seals.ts";
import { contentStore } from "../../src/effects/stores/content-store.ts";
import type { Wanted } from "../../src/model/artifact.ts";
import type { Http } from "../../src/ports/http.ts";
import type { Store } from "../../src/ports/store.ts";
import { evidenceKinds } from "../../src/stages/evidence/kinds/registry.ts";
import { fetchAll } from "../../src/stages/fetch/fetch.ts";
import { install } from "../../src/stages/install/install.ts";
import { planDistribution, treeDigest } from "../../src/stages/install/plan.ts";
import { Keeper, readAccepted } from "../../src/stages/install/read.ts";
import { judge } from "../../src/stages/judge/judge.ts";
import { readSources } from "../../src/stages/sources/sources.ts";
import { fakeTarget, freeLocks, quietProgress } from "../support/target.ts";
import { type MadeWheel, makeWheel } from "../support/wheel-writer.ts";

const root = mkdtempSync(join(tmpdir(), "truewheel-sealed-"));
after(() => rmSync(root, { recursive: true, force: true }));

const body = "print('what was verified')\n".repeat(40);
const wheel = makeWheel({
  name: "alpha",
  version: "1.0",
  files: { "alpha/code.py": body, "alpha/data/Größe.txt": "ü", "alpha-1.0.data/scripts/tool": "#!python\n" },
  entryPoints: "[console_scripts]\nalpha = alpha:main\n[gui_scripts]\nalphaw = alpha:main\n",
  requires: ["beta>=1; extra == 'more'"],
  unlisted: { "alpha-1.0.dist-info/RECORD.jws": "an old signature" },
});
const other = makeWheel({ name: "other", version: "1.0", files: { "other/code.py": body } });
const wantedWheel = wantedOf(wheel);

function wantedOf({ name, version, filename, bytes, sha256 }: MadeWheel): Wanted {
  return { name, version, filename, size: bytes.length, sha256: asSha256(sha256) ?? assert.fail() };
}

/** A store of its own with the wheels in it, and the seals of a user. */
class Lab {
  readonly directory = mkdtempSync(join(root, "lab-"));
  readonly notices: string[] = [];
  private prefixes = 0;

  store(user = "me"): Store {
    const seals = openSeals({ state: join(this.directory, user, "truewheel"), home: "/nonexistent" });
    const progress = { notice: (line: string) => void this.notices.push(line) };
    const ports = {
      files: diskFiles,
      random: systemRandom,
      clock: { now: () => Date.now() },
      progress,
      seals,
    };
    return contentStore(join(this.directory, "store"), ports);
  }

  put(...wheels: readonly MadeWheel[]): void {
    for (const each of wheels) this.store().put(wantedOf(each).sha256, each.bytes);
  }

  /** Path of what was sealed of a wheel. */
  sealed(of: MadeWheel = wheel): string {
    const [path, ...more] = globSync(join(this.directory, "store/derived/sealed-*/*", of.sha256));
    return path !== undefined && more.length === 0 ? path : assert.fail(`${more.length + 1} sealed files`);
  }

  /** Brings the wheel into a new environment; what is there then, or what was thrown. */
  async bring(of: MadeWheel = wheel, user = "me", wanted: Wanted = wantedOf(of)): Promise<Brought> {
    this.prefixes += 1;
    const prefix = join(this.directory, `env${this.prefixes}`);
    mkdirSync(prefix);
    const work = (store: Store) => this.attempt(prefix, wanted, store);
    const result = await repairing(this.store(user), work).catch((error: unknown) => error);
    const read = (path: string): string | undefined =>
      existsSync(join(prefix, path)) ? readFileSync(join(prefix, path), "utf8") : undefined;
    const code = read(`lib/python3.12/site-packages/${of.name}/code.py`);
    if (result instanceof Error) return { code, failed: result, measured: undefined, tree: undefined };
    return { code, failed: undefined, ...(result as Awaited<ReturnType<Lab["attempt"]>>) };
  }

  private async attempt(prefix: string, wanted: Wanted, store: Store) {
    const target = fakeTarget(prefix);
    const progress = quietProgress(this.notices);
    const files = diskFiles;
    const http: Http = {
      page: () => assert.fail("the network is off"),
      file: () => assert.fail("the network is off"),
      unsized: () => assert.fail("the network is off"),
      part: () => assert.fail("the network is off"),
      close: () => undefined,
    };
    const sources = readSources({
      flags: { offline: true },
      environment: {},
      configFiles: [],
      netrc: undefined,
      directory: "/",
      home: "/",
    });
    const [artifact] = await fetchAll([wanted], sources, { http, store, files, progress });
    const pins = { madeBy: "the test", pins: new Map([[wanted.filename, wanted]]), locked: new Map() };
    const judgement = judge(artifact ?? assert.fail(), evidenceKinds, pins, { atLeast: "PINNED" });
    if (judgement.decision !== "accepted") assert.fail(judgement.verdict.because);
    const keeper = new Keeper(store);
    try {
      const plan = planDistribution(await readAccepted(judgement.accepted, keeper), target, true);
      const { added } = await install([plan], [], target, { files, locks: freeLocks, progress });
      keeper.keep(added);
      const { measured } = judgement.accepted.verdict;
      return { measured, tree: treeDigest([plan], target) };
    } finally {
      keeper.drop();
    }
  }
}

interface Brought {
  /** Text of the wheel's code in the environment. */
  readonly code: string | undefined;
  readonly failed: Error | undefined;
  readonly measured: string | undefined;
  readonly tree: string | undefined;
}

test("a wheel that was installed once is taken from what was sealed, and gives the same tree", async () => {
  const lab = new Lab();
  lab.put(wheel);
  const first = await lab.bring();
  rmSync(join(lab.directory, "env1"), { recursive: true });
  const [prefix] = [join(lab.directory, "env2")];
  const second = await lab.bring();
  assert.deepEqual([first.failed, first.measured, first.code], [undefined, "now", body]);
  assert.deepEqual([second.failed, second.measured, second.code], [undefined, "when sealed", body]);
  assert.equal(readFileSync(join(prefix, "lib/python3.12/site-packages/alpha/data/Größe.txt"), "utf8"), "ü");
  assert.deepEqual(lab.notices, []);
});

test("sealed or read strictly, the tree digest for one place is the same", async () => {
  const strict = new Lab();
  strict.put(wheel);
  const record = async (): Promise<string> => {
    await strict.bring();
    const at = globSync(
      join(strict.directory, "env*/lib/python3.12/site-packages/alpha-1.0.dist-info/RECORD"),
    );
    return readFileSync(at.sort().at(-1) ?? assert.fail(), "utf8").replaceAll(/bin\/[^\n]*\n/g, "");
  };
  assert.equal(await record(), await record());
});

const damages: readonly (readonly [string, (path: string, lab: Lab) => void])[] = [
  ["a bit of the index flipped", (path) => flip(path, -100)],
  ["a bit of the seal flipped", (path) => flip(path, -20)],
  ["a bit of the length flipped", (path) => flip(path, -1)],
  ["a length beyond the file", (path) => flip(path, -4)],
  [
    "a bit of an unpacked file flipped",
    (path) => flip(path, readFileSync(path).indexOf("what was verified")),
  ],
  ["every unpacked byte replaced", replaceUnpacked],
  ["its last byte cut off", (path) => writeFileSync(path, readFileSync(path).subarray(0, -1))],
  ["its first byte cut off", (path) => writeFileSync(path, readFileSync(path).subarray(1))],
  ["a byte put before it", (path) => writeFileSync(path, Buffer.concat([Buffer.of(1), readFileSync(path)]))],
  ["a byte put after it", (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.of(0)]))],
  ["cut in half", (path) => writeFileSync(path, readFileSync(path).subarray(0, 700))],
  ["emptied", (path) => writeFileSync(path, "")],
  ["swapped with another wheel's", (path, lab) => writeFileSync(path, readFileSync(lab.sealed(other)))],
  [
    "replaced by a link to the very bytes",
    (path, lab) => {
      const aside = join(lab.directory, "aside");
      writeFileSync(aside, readFileSync(path));
      rmSync(path);
      symlinkSync(aside, path);
    },
  ],
  [
    "replaced by a directory",
    (path) => {
      rmSync(path);
      mkdirSync(join(path, "inner"), { recursive: true });
    },
  ],
];

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  const place = at < 0 ? bytes.length + at : at;
  assert.ok(place >= 0 && place < bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ 0x40;
  writeFileSync(path, bytes);
}

function replaceUnpacked(path: string): void {
  const bytes = readFileSync(path);
  const index = bytes.length - 36 - bytes.readUInt32BE(bytes.length - 4);
  writeFileSync(path, Buffer.concat([Buffer.alloc(index, "#"), bytes.subarray(index)]));
}

for (const [damage, act] of damages) {
  test(`with what was sealed having ${damage}, the wheel's own bytes are installed, it is told, and it is made anew`, async () => {
    const lab = new Lab();
    lab.put(wheel, other);
    await lab.bring();
    await lab.bring(other);
    act(lab.sealed(), lab);
    const { failed, code, measured } = await lab.bring();
    assert.deepEqual([failed, code, measured], [undefined, body, "now"]);
    assert.match(lab.notices.join("\n"), /is damaged/);
    const again = await lab.bring();
    assert.deepEqual([again.failed, again.code, again.measured], [undefined, body, "when sealed"]);
  });
}

test("with the unpacked files and the wheel damaged, and no network, nothing is installed", async () => {
  const lab = new Lab();
  lab.put(wheel);
  await lab.bring();
  replaceUnpacked(lab.sealed());
  flip(join(lab.directory, "store/sha256", wheel.sha256.slice(0, 2), wheel.sha256), 40);
  const { failed, code } = await lab.bring();
  assert.equal(codeOf(failed), "TW-FETCH-OFFLINE");
  assert.equal(code, undefined);
});

test("a seal that another user made is not looked at, and stays for that user", async () => {
  const lab = new Lab();
  lab.put(wheel);
  await lab.bring(wheel, "me");
  const mine = lab.sealed();
  assert.equal((await lab.bring(wheel, "you")).measured, "now");
  assert.ok(existsSync(mine));
  assert.deepEqual(lab.notices, []);
  assert.equal((await lab.bring(wheel, "me")).measured, "when sealed");
  assert.equal((await lab.bring(wheel, "you")).measured, "when sealed");
});

test("without its key nothing that was sealed counts", async () => {
  const lab = new Lab();
  lab.put(wheel);
  await lab.bring();
  writeFileSync(join(lab.directory, "me/truewheel/seal-key"), Buffer.alloc(32, 7));
  const { code, measured } = await lab.bring();
  assert.deepEqual([code, measured], [body, "now"]);
});

test("a wheel that is wanted under another name, or with another size, is not the one that was sealed", async () => {
  const lab = new Lab();
  lab.put(wheel);
  await lab.bring();
  const store = lab.store();
  assert.ok(store.getSealed(wantedWheel) !== undefined);
  assert.equal(store.getSealed({ ...wantedWheel, filename: "alpha-1.0-1-py3-none-any.whl" }), undefined);
  assert.equal(store.getSealed({ ...wantedWheel, size: wantedWheel.size + 1 }), undefined);
  assert.equal(store.getSealed({ ...wantedWheel, sha256: wantedOf(other).sha256 }), undefined);
});

test("a failed installation seals nothing and leaves nothing half written", async () => {
  const lab = new Lab();
  const twice = makeWheel({
    name: "alpha",
    files: { "alpha/code.py": "1" },
    record: (honest) => honest.replace(/code\.py,sha256=./, (found) => found.replace(/.$/, "_")),
  });
  lab.put(twice);
  const { failed } = await lab.bring(twice);
  assert.ok(failed instanceof Fault);
  assert.deepEqual(globSync(join(lab.directory, "store/derived/**/*")), []);
  assert.deepEqual(globSync(join(lab.directory, "store/temp/*")), []);
});
