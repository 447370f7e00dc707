/** A script's own bytes: the same on every machine, made again and compared, and refused with any bit of them flipped. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { currentScript } from "../../scripts/embed.ts";
import { startOf } from "../../src/stages/script/parts.ts";
import { sealed } from "../../src/stages/script/python-file.ts";
import { PLAIN, pythons, run, scratch } from "../python/pythons.ts";
import { CLI, newest, pinsFor, truewheel } from "../support/cli.ts";
import { offlineFrom, scriptFor, THOROUGH } from "./support.ts";

const { python } = newest();

test("the embedded program is python/ as it is now, plain ASCII, and ends no literal", () => {
  const { wanted, found } = currentScript();
  assert.equal(found, wanted, "run scripts/embed.ts");
  assert.match(readFileSync(scriptFor(python), "latin1"), /^[\n -~]*$/);
});

test("two paths, locales, umasks and time zones give one file in each form", () => {
  for (const form of [[], ["--format", "zipapp"], ["--fetch"]]) {
    const digests = [
      { LANG: "C", TZ: "UTC", umask: "022", folder: "a" },
      { LANG: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati", umask: "077", folder: "b c" },
      { LANG: "de_DE.UTF-8", TZ: "America/St_Johns", umask: "000", folder: "d/e" },
    ].map(({ umask, folder, ...environment }) => {
      const place = join(scratch("one-file"), folder);
      mkdirSync(place, { recursive: true });
      const copied = join(place, "truewheel");
      // The program lies at another path too.
      for (const part of ["dist", "data", "python", "package.json"])
        assert.equal(spawnSync("cp", ["-r", join(CLI, "..", "..", part), mkdir(copied)]).status, 0);
      const words = [process.execPath, join(copied, "dist", "cli.js"), "script", ...form, "-o", "get-pip.py"];
      const ran = spawnSync(
        "sh",
        ["-c", `umask ${umask}; exec "$@"`, "sh", ...words, ...offlineFrom(python)],
        {
          cwd: place,
          env: { ...PLAIN, ...environment, PATH: process.env["PATH"] ?? "" },
          encoding: "utf8",
        },
      );
      assert.equal(ran.status, 0, ran.stderr);
      return createHash("sha256")
        .update(readFileSync(join(place, "get-pip.py")))
        .digest("hex");
    });
    assert.equal(new Set(digests).size, 1, digests.join(" "));
  }
});

function mkdir(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}

test("without --output the script goes to standard output, the same bytes", () => {
  const ran = truewheel(["script", ...offlineFrom(python)]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(ran.stdout, readFileSync(scriptFor(python), "latin1"));
});

test("--check passes for what was written, in each form, and names the first byte that differs", () => {
  for (const form of ["py", "zipapp", "fetch"] as const) {
    const script = scriptFor(python, form);
    const passed = truewheel(["script", "--check", script, ...offlineFrom(python)]);
    assert.equal(passed.status, 0, passed.stderr);
    assert.match(passed.stderr, /is what the manifest gives, byte for byte/);
    const copy = join(scratch("check"), "copy.py");
    const bytes = readFileSync(script);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    writeFileSync(copy, bytes);
    const refused = truewheel(["script", "--check", copy, ...offlineFrom(python)]);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, new RegExp(`the first difference is at byte ${bytes.length - 40}\\b`));
  }
});

test("--check refuses a file that does not say how it was made", () => {
  const ran = truewheel(["script", "--check", CLI, ...offlineFrom(python)]);
  assert.equal(ran.status, 2);
  assert.match(ran.stderr, /does not say how it was made/);
});

test("the head's commands show what the head says, with nothing of the script run", () => {
  const folder = scratch("by-hand");
  copyFileSync(scriptFor(python), join(folder, "get-pip.py"));
  const head = readFileSync(join(folder, "get-pip.py"), "latin1").split("''', r'''")[0] ?? "";
  const [, payload = ""] = /payload: .*\n *sha256 ([0-9a-f]{64})/.exec(head) ?? [];
  const [, command = ""] = /^ {4}(sed .*)$/m.exec(head) ?? [];
  const by = run("/bin/sh", ["-c", command.replace("FILE", "get-pip.py")], PLAIN, folder);
  assert.equal(by, `${payload}  -\n`);
  for (const pin of pinsFor("3.10+")) {
    assert.ok(
      head.includes(
        `    ${pin.filename}\n        ${pin.name} ${pin.version}, ${pin.size} bytes\n        sha256 ${pin.sha256}\n`,
      ),
    );
  }
  const list = run(python.path, [join(folder, "get-pip.py"), "--list"]);
  for (const pin of pinsFor("3.10+"))
    assert.match(list, new RegExp(`${pin.filename} +${pin.size} +${pin.sha256}`));
});

test("--extract gives the index's own wheels, --manifest a manifest that bootstrap reads, --verify-only writes nothing", () => {
  const folder = scratch("extract");
  const wheels = join(folder, "wheels");
  run(python.path, [scriptFor(python), "--extract", wheels]);
  const digests = readdirSync(wheels).map((name) =>
    createHash("sha256")
      .update(readFileSync(join(wheels, name)))
      .digest("hex"),
  );
  assert.deepEqual(
    digests.sort(),
    pinsFor("3.10+")
      .map(({ sha256 }) => sha256)
      .sort(),
  );
  writeFileSync(join(folder, "manifest.json"), run(python.path, [scriptFor(python), "--manifest"]));
  const words = ["--manifest", join(folder, "manifest.json"), "--no-index", "--find-links", wheels];
  const target = [
    "--python",
    python.path,
    "--target",
    join(folder, "lib"),
    "--cache-dir",
    join(folder, "cache"),
  ];
  const ran = truewheel(["bootstrap", ...words, ...target]);
  assert.equal(ran.status, 0, ran.stderr);
  writeFileSync(join(wheels, readdirSync(wheels)[0] ?? ""), "mine");
  const again = spawnSync(python.path, [scriptFor(python), "--extract", wheels], {
    env: PLAIN,
    encoding: "utf8",
  });
  assert.match(again.stderr, /is there already and is another file/);
  const before = readdirSync(folder, { recursive: true });
  run(python.path, [scriptFor(python), "--verify-only"], PLAIN, folder);
  assert.deepEqual(readdirSync(folder, { recursive: true }), before);
});

/** A generator of numbers that a failure can be repeated with. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

for (const form of ["py", "zipapp"] as const) {
  const rounds = THOROUGH ? 600 : 8;
  test(`one flipped bit, ${rounds} times anywhere in a real ${form}: refused, nothing written`, () => {
    const bytes = readFileSync(scriptFor(python, form));
    const folder = scratch("flipped");
    const [flipped, place] = [join(folder, "flipped.py"), join(folder, "lib")];
    const next = numbers(20261125);
    for (let round = 0; round < rounds; round++) {
      // Half of them where the text is, which is a small part of the whole.
      const dense = round % 2 === 0 ? bytes.length : 100_000;
      const bit = next(dense * 8);
      const at = form === "zipapp" && round % 2 === 1 ? bytes.length - 1 - (bit >> 3) : bit >> 3;
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(flipped, altered);
      const ran = spawnSync(python.path, [flipped, "--target", place], { env: PLAIN, encoding: "utf8" });
      assert.notEqual(ran.status, 0, `bit ${bit & 7} of byte ${at}`);
      assert.ok(!existsSync(place), `bit ${bit & 7} of byte ${at} wrote`);
    }
  });
}

test("a script that was cut, added to, or given other line ends is refused", () => {
  const bytes = readFileSync(scriptFor(python));
  const folder = scratch("cut");
  const alterations: readonly (readonly [string, Uint8Array])[] = [
    ["cut in the middle of the wheels", bytes.subarray(0, bytes.length / 2)],
    ["cut by its last byte", bytes.subarray(0, -1)],
    ["one line more", Buffer.concat([bytes, Buffer.from("\n")])],
    ["another program behind it", Buffer.concat([bytes, Buffer.from("print('more')\n")])],
    ["a line before it", Buffer.concat([Buffer.from("# a word\n"), bytes])],
    ["line ends of Windows", Buffer.from(bytes.toString("latin1").replaceAll("\n", "\r\n"), "latin1")],
  ];
  for (const [sentence, altered] of alterations) {
    const path = join(folder, "altered.py");
    writeFileSync(path, altered);
    const ran = spawnSync(python.path, [path, "--target", join(folder, "lib")], {
      env: PLAIN,
      encoding: "utf8",
    });
    assert.notEqual(ran.status, 0, sentence);
    assert.ok(!existsSync(join(folder, "lib")), sentence);
  }
});

/** A script whose program only leaves a mark: small enough to flip every bit of. */
function small(folder: string): {
  readonly path: string;
  readonly mark: string;
  readonly covered: readonly [number, number];
} {
  const mark = join(folder, "mark");
  const plan = {
    series: "2.7",
    known: ["2.7", "3.6", "3.10+"],
    carried: [],
    form: "py",
    version: "1",
    manifest: "0",
  } as const;
  const start = startOf(plan).replace("(2, 7), (2, 7)", "(2, 7), (3, 999)");
  const program = `\nopen(${JSON.stringify(mark)}, "w").close()\n`;
  const bytes = Buffer.from(sealed(["\nhead\n", "\nPINS = []\n", program, "\nQUJD\n", `\n${start}`]));
  const path = join(folder, "small.py");
  writeFileSync(path, bytes);
  return { path, mark, covered: [bytes.indexOf("r'''") + 4, bytes.lastIndexOf("''']")] as const };
}

/** Two Pythons that read source differently; every bit when asked for, else one Python and every 97th. */
const readers = pythons.filter(({ series }) => (THOROUGH && series === "2.7") || series === python.series);
for (const reader of readers) {
  for (const way of ["file", "stdin"] as const) {
    const step = THOROUGH ? 1 : 97;
    test(`${THOROUGH ? "each" : "each 97th"} bit of what starts a script flipped, as a ${way}, on ${reader.series}: none acts`, () => {
      const { path, mark, covered } = small(scratch("small"));
      const harness = join(import.meta.dirname, "flips.py");
      run(reader.path, [path]);
      assert.ok(existsSync(mark), "unflipped, it acts");
      spawnSync("rm", [mark]);
      // From standard input, the marks that hold the parts together are never seen by the program: a flip there has no effect or ends it.
      const [from, to] = way === "file" ? [0, readFileSync(path).length] : covered;
      const args = [harness, path, mark, way, String(from * 8), String(to * 8), String(step)];
      const ended = spawnSync(reader.path, args, { env: PLAIN, encoding: "utf8", timeout: 1_800_000 });
      assert.equal(ended.status, 0, ended.stderr);
      const [, tried = "0", compiled = "0", acted = "?"] =
        /^tried (\d+) compiled (\d+) acted (.*)$/m.exec(ended.stdout) ?? [];
      const betweens = new Set(way === "stdin" ? betweenBits(path) : []);
      assert.deepEqual(
        acted.split(" ").filter((bit) => bit !== "" && !betweens.has(Number(bit))),
        [],
      );
      console.log(
        `figures: bits flipped in a script, as a ${way}, Python ${reader.series}: tried ${tried}  still a program ${compiled}  acted 0`,
      );
    });
  }
}

/** Bits of the marks between the parts. */
function betweenBits(path: string): readonly number[] {
  const text = readFileSync(path, "latin1");
  const bits: number[] = [];
  for (let at = text.indexOf("''', r'''"); at >= 0; at = text.indexOf("''', r'''", at + 1))
    for (let bit = at * 8; bit < (at + 9) * 8; bit++) bits.push(bit);
  return bits;
}
