/**
 * Every wheel of the shared corpus through the built program: from a file on disk, from an index on loopback and from the store alone, into an
 * environment that somebody lives in. One answer each way; what is refused leaves nothing, inside the environment and around it.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { sha256 } from "../../src/base/digest.ts";
import { scratch } from "../python/pythons.ts";
import { newest, type Ran, truewheelAsync } from "../support/cli.ts";
import { startIndex } from "../support/index.ts";
import { makeWheel } from "../support/wheel-writer.ts";
import { type CorpusCase, corpusFilename, corpusPath, noCorpus, readCorpus } from "./corpus.ts";

/** Where the hostile names of the corpus aim. */
const ESCAPE = "/var/tmp/truewheel-escape";
const corpus = readCorpus();

/** The environment, three levels below what is compared, and an untouched copy of all that. */
interface Lived {
  readonly around: string;
  readonly environment: string;
  readonly pristine: string;
  readonly picture: ReadonlyMap<string, string>;
  readonly folder: string;
}

/** A copied interpreter, since a bad installer would write through a link, and a distribution `victim`. */
async function settle(folder: string): Promise<Lived> {
  const around = join(folder, "around");
  const environment = join(around, "one", "two", "env");
  mkdirSync(join(around, "one", "two"), { recursive: true });
  const { python } = newest();
  execFileSync(python.path, ["-E", "-s", "-m", "venv", "--copies", "--without-pip", environment]);
  const victim = makeWheel({ name: "victim", entryPoints: "[console_scripts]\nvictim = victim:main\n" });
  writeFileSync(join(folder, victim.filename), victim.bytes);
  const address = pathToFileURL(join(folder, victim.filename)).href;
  const ran = await installed(
    environment,
    folder,
    `victim @ ${address} --hash=sha256:${victim.sha256}\n`,
    [],
  );
  assert.equal(ran.status, 0, ran.stderr);
  const pristine = join(folder, "pristine");
  cpSync(around, pristine, { recursive: true, verbatimSymlinks: true });
  return { around, environment, pristine, picture: pictureOf(around), folder };
}

function installed(environment: string, folder: string, text: string, more: readonly string[]): Promise<Ran> {
  const file = join(folder, "requirements.txt");
  writeFileSync(file, text);
  const cache = join(folder, `store-${sha256(text).slice(0, 8)}`);
  return truewheelAsync(["install", "-r", file, "--python", environment, "--cache-dir", cache, ...more]);
}

/** Every path below `root` with kind, mode and digest. */
function pictureOf(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    paths.map((path) => {
      const status = lstatSync(join(root, path));
      const content = status.isSymbolicLink()
        ? readlinkSync(join(root, path))
        : status.isFile()
          ? sha256(readFileSync(join(root, path)))
          : "";
      return [path, `${status.mode.toString(8)} ${content}`];
    }),
  );
}

/** `accepted` or the code, after all that must hold whichever it is. */
function checked(ran: Ran, lived: Lived): string {
  const after = pictureOf(lived.around);
  assert.doesNotMatch(ran.stderr, /^\s+at .*:\d+:\d+\)?$/m, "no stack trace");
  assert.ok(!existsSync(ESCAPE), `${ESCAPE} was made`);
  assert.deepEqual(
    readdirSync("/").filter((name) => /escape|pkg/.test(name)),
    [],
  );
  if (ran.status === 0) {
    for (const [path, node] of lived.picture) assert.equal(after.get(path), node, path);
    const added = [...after.keys()].filter((path) => !lived.picture.has(path));
    assert.ok(added.some((path) => /pkg-1\.0\.dist-info.RECORD$/i.test(path)));
    assert.ok(added.every((path) => path.startsWith(join("one", "two", "env"))));
    rmSync(lived.around, { recursive: true });
    cpSync(lived.pristine, lived.around, { recursive: true, verbatimSymlinks: true });
    return "accepted";
  }
  assert.equal(ran.status, 1, ran.stderr);
  assert.deepEqual(after, lived.picture);
  const code = /TW-[A-Z0-9-]+/.exec(ran.stderr)?.[0];
  assert.ok(code !== undefined, ran.stderr);
  return code;
}

/** The answers from disk, from an index, and from the store when that index is gone. */
async function everyWay(each: CorpusCase, lived: Lived): Promise<readonly [string, string, string]> {
  const filename = corpusFilename(each);
  const bytes = readFileSync(corpusPath(each));
  const hash = `--hash=sha256:${each.sha256}`;
  const here = join(lived.folder, each.id, filename);
  mkdirSync(join(lived.folder, each.id));
  writeFileSync(here, bytes);
  const asFile = `pkg @ ${pathToFileURL(here).href} ${hash}\n`;
  const disk = checked(await installed(lived.environment, join(here, ".."), asFile, ["--no-index"]), lived);
  const made = { filename, bytes, sha256: each.sha256, name: "pkg", version: "1.0" };
  const index = await startIndex([made]);
  const asName = `pkg==1.0 ${hash}\n`;
  const url = ["--index-url", index.url];
  const http = checked(await installed(lived.environment, join(here, ".."), asName, url), lived);
  assert.ok(
    index.asked.some((path) => basename(path) === filename),
    "the wheel was asked for over HTTP",
  );
  await index.close();
  const offline = [...url, "--offline"];
  const store = checked(await installed(lived.environment, join(here, ".."), asName, offline), lived);
  return [disk, http, store];
}

test("the program gives each wheel of the corpus one answer, from disk, over HTTP and from the store", async (t) => {
  if (corpus === undefined) return t.skip(noCorpus);
  const lived = await settle(scratch("corpus"));
  const answers = new Map<string, number>();
  for (const each of corpus) {
    await t.test(`${each.id}: ${each.want}`, async () => {
      const [disk, http, store] = await everyWay(each, lived);
      assert.equal(http, disk, "over HTTP as from disk");
      assert.equal(store, disk, "from the store as from disk");
      if (each.want === "accept") assert.equal(disk, "accepted");
      if (each.want === "refuse") assert.notEqual(disk, "accepted");
      answers.set(disk, (answers.get(disk) ?? 0) + 1);
    });
  }
  return t.diagnostic(
    [...answers]
      .sort()
      .map(([answer, count]) => `${count} ${answer}`)
      .join(", "),
  );
});
