import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { current } from "../../../scripts/embed.ts";
import { Fault } from "../../base/fault.ts";
import type { Processes } from "../../ports/process.ts";
import { diskFiles } from "../disk/files.ts";
import { processes as real } from "../process.ts";
import { type ProbeDeps, probe } from "./probe.ts";
import { probeSource } from "./probe-source.ts";

const top = realpathSync(mkdtempSync(join(tmpdir(), "truewheel-probe-")));
after(() => rmSync(top, { recursive: true, force: true }));
let number = 0;

test("probe: the embedded source is python/*.py as it is now, and short enough for every command line", () => {
  const { wanted, found } = current();
  assert.equal(found, wanted, "run scripts/embed.ts");
  assert.ok(probeSource.length < 24_000, "Windows takes 32767 characters in all");
  assert.match(probeSource, /^[\n\x20-\x7e]*$/, "Python 2 reads ASCII");
});

/** A directory with a file that counts as a program of no script. */
function bench(): { readonly folder: string; readonly program: string; readonly cache: string } {
  const folder = join(top, String(++number));
  mkdirSync(join(folder, "bin"), { recursive: true });
  const program = join(folder, "bin", "python");
  writeFileSync(program, "\x7fELF");
  chmodSync(program, 0o755);
  return { folder, program, cache: join(folder, "cache") };
}

type Tree = { [key: string]: unknown };

/** A complete answer. */
function answer(program: string): Tree {
  const names =
    "implementation_name implementation_version os_name platform_machine platform_python_implementation platform_release platform_system platform_version python_full_version python_version sys_platform";
  const scheme = {
    purelib: "/p/lib",
    platlib: "/p/lib",
    scripts: "/p/bin",
    headers: "/p/include",
    data: "/p",
  };
  return {
    format: 1,
    executable: program,
    implementation: "cpython",
    version: [3, 11, 2],
    markers: Object.fromEntries(names.split(" ").map((name) => [name, "x"])),
    prefix: "/p",
    basePrefix: "/p",
    baseExecutable: program,
    platform: "linux",
    path: ["/p/lib"],
    scheme,
    prefixScheme: { purelib: "lib", platlib: "lib", scripts: "bin", headers: "include", data: "" },
    virtual: false,
    pth: null,
    managed: null,
    build: {
      debug: false,
      freeThreaded: false,
      pymalloc: true,
      wideUnicode: true,
      extension: ".cpython-311-x86_64-linux-gnu.so",
      platform: "linux-x86_64",
      bits: 64,
      glibc: "2.36",
      musl: null,
      mac: null,
      elf: null,
    },
    watch: [program, join(program, "..", "..", "pyvenv.cfg")],
  };
}

/** Processes that answer with `tree` and count. */
function answering(
  say: (args: readonly string[]) => { out?: string; error?: string; status?: number },
): Processes & { starts: number } {
  const counted = {
    starts: 0,
    run(_program: string, args: readonly string[]) {
      counted.starts++;
      const { out = "", error = "", status = 0 } = say(args);
      return { status, signal: undefined, stdout: Buffer.from(out), stderr: Buffer.from(error) };
    },
  };
  return counted;
}

const said = (tree: unknown) => ({ out: `noise\n\x1etruewheel-probe ${JSON.stringify(tree)}\n` });
const deps = (processes: Processes, cacheDirectory: string | undefined): ProbeDeps => ({
  files: diskFiles,
  processes,
  cacheDirectory,
  environment: { PATH: "/bin" },
});

test("probe: a complete answer becomes an interpreter, tags included", () => {
  const { program } = bench();
  const interpreter = probe(
    program,
    deps(
      answering(() => said(answer(program))),
      undefined,
    ),
  );
  assert.equal(interpreter.version, "3.11.2");
  assert.equal(interpreter.tags[0], "cp311-cp311-linux_x86_64");
  assert.equal(interpreter.scheme.purelib, "/p/lib");
});

test("probe: a Python that knows no -I is asked with -E -s", () => {
  const { program } = bench();
  const flags: string[] = [];
  const old = answering((args) => {
    flags.push(args.slice(0, -2).join(" "));
    return args[0] === "-I" ? { status: 2, error: "Unknown option: -I\nusage: ..." } : said(answer(program));
  });
  probe(program, deps(old, undefined));
  assert.deepEqual(flags, ["-I -S -B", "-E -s -S -B"]);
});

test("probe: started once, and again only when something it depends on changed", () => {
  const { program, folder, cache } = bench();
  const counted = answering(() => said(answer(program)));
  const ask = () => probe(program, deps(counted, cache));
  const first = ask();
  assert.deepEqual(ask(), first);
  assert.equal(counted.starts, 1);
  const changes: readonly (readonly [string, () => void])[] = [
    ["another time of the program", () => utimesSync(program, 1, 1)],
    ["another program", () => writeFileSync(program, "\x7fELF2")],
    ["a pyvenv.cfg appears", () => writeFileSync(join(folder, "pyvenv.cfg"), "home = /a\n")],
    [
      "its content changes in size and time unchanged",
      () => {
        writeFileSync(join(folder, "pyvenv.cfg"), "home = /b\n");
        utimesSync(join(folder, "pyvenv.cfg"), 1, 1);
      },
    ],
    ["it goes again", () => rmSync(join(folder, "pyvenv.cfg"))],
  ];
  changes.forEach(([sentence, change], index) => {
    change();
    ask();
    assert.equal(counted.starts, index + 2, sentence);
    ask();
    assert.equal(counted.starts, index + 2, `${sentence}, and remembered`);
  });
});

test("probe: a damaged entry is ignored and replaced", () => {
  const { program, cache } = bench();
  const counted = answering(() => said(answer(program)));
  const first = probe(program, deps(counted, cache));
  const path = join(cache, readdirSync(cache)[0] ?? "");
  const whole = readFileSync(path);
  const damages = [
    whole.subarray(0, -1),
    Buffer.from(""),
    Buffer.from(whole).fill("x", 70, 71),
    Buffer.from(`${"0".repeat(64)}\n{}`),
  ];
  damages.forEach((damage, index) => {
    writeFileSync(path, damage);
    assert.deepEqual(probe(program, deps(counted, cache)), first);
    assert.equal(counted.starts, index + 2);
    assert.deepEqual(readFileSync(path), whole, "replaced");
  });
  assert.deepEqual(readdirSync(cache).length, 1, "nothing left beside");
});

test("probe: a cache that cannot be written costs a start and nothing else", () => {
  const { program, folder } = bench();
  writeFileSync(join(folder, "cache"), "a file");
  const counted = answering(() => said(answer(program)));
  probe(program, deps(counted, join(folder, "cache")));
  probe(program, deps(counted, join(folder, "cache")));
  assert.equal(counted.starts, 2);
});

test("probe: another path to the same program is another interpreter", () => {
  const { program, folder, cache } = bench();
  const link = join(folder, "linked");
  symlinkSync(program, link);
  let asked = program;
  const counted = answering(() => said(answer(asked)));
  probe(program, deps(counted, cache));
  asked = link;
  assert.equal(probe(link, deps(counted, cache)).executable, link);
  assert.equal(counted.starts, 2);
});

const refused: readonly (readonly [string, (tree: Tree) => unknown, string])[] = [
  ["no object", () => [], "TW-PYTHON-ANSWER"],
  ["another format", (tree) => ({ ...tree, format: 2 }), "TW-PYTHON-ANSWER"],
  ["a Python that is too old", () => ({ format: 1, tooOld: "2.6.9" }), "TW-PYTHON-TOO-OLD"],
  ["a relative path", (tree) => ({ ...tree, prefix: "p" }), "TW-PYTHON-ANSWER"],
  ["a path with NUL", (tree) => ({ ...tree, prefix: "/p\0" }), "TW-PYTHON-ANSWER"],
  ["a path that is no UTF-8", (tree) => ({ ...tree, prefix: "/\udcff" }), "TW-PYTHON-ANSWER"],
  [
    "a prefix scheme that climbs",
    (tree) => ({ ...tree, prefixScheme: { ...(tree["prefixScheme"] as Tree), data: "../x" } }),
    "TW-PYTHON-ANSWER",
  ],
  ["a version that is no number", (tree) => ({ ...tree, version: ["3", 1, 1] }), "TW-PYTHON-ANSWER"],
  ["too many paths", (tree) => ({ ...tree, path: Array(257).fill("/p") }), "TW-PYTHON-ANSWER"],
  ["a text for a truth", (tree) => ({ ...tree, virtual: "no" }), "TW-PYTHON-ANSWER"],
  [
    "an executable that is not there",
    (tree) => ({ ...tree, executable: "/nowhere/python" }),
    "TW-PYTHON-ANSWER",
  ],
  [
    "a glibc without numbers",
    (tree) => ({ ...tree, build: { ...(tree["build"] as Tree), glibc: "new" } }),
    "TW-PYTHON-ANSWER",
  ],
];
for (const [sentence, change, code] of refused) {
  test(`probe: refuses ${sentence}`, () => {
    const { program, cache } = bench();
    assert.throws(
      () =>
        probe(
          program,
          deps(
            answering(() => said(change(answer(program)))),
            cache,
          ),
        ),
      (error) => error instanceof Fault && error.code === code,
    );
    assert.deepEqual(diskFiles.status(cache), undefined, "nothing is remembered of it");
  });
}

test("probe: an answer that lacks any field, or has null for it, is an interpreter or a Fault, never anything else", () => {
  const { program } = bench();
  const keys = Object.keys(answer(program));
  const values = fc.constantFrom<unknown>(undefined, null, 0, -1, "", "x", [], {}, true, "/p".repeat(5000));
  fc.assert(
    fc.property(fc.constantFrom(...keys), values, (key, value) => {
      const tree = { ...answer(program), [key]: value };
      try {
        probe(
          program,
          deps(
            answering(() => said(tree)),
            undefined,
          ),
        );
      } catch (error) {
        assert.ok(error instanceof Fault && error.code === "TW-PYTHON-ANSWER", String(error));
      }
    }),
  );
});

test("probe: a missing required field is always refused", () => {
  const { program } = bench();
  for (const key of Object.keys(answer(program))) {
    const { [key]: _, ...rest } = answer(program);
    assert.throws(
      () =>
        probe(
          program,
          deps(
            answering(() => said(rest)),
            undefined,
          ),
        ),
      { code: "TW-PYTHON-ANSWER" },
      key,
    );
  }
});

/** A shell script as a program. */
function script(text: string): string {
  const { program } = bench();
  writeFileSync(program, `#!/bin/sh\n${text}\n`);
  chmodSync(program, 0o755);
  return program;
}

const programs: readonly (readonly [string, () => string, string])[] = [
  ["a file that is not there", () => join(top, "nothing"), "TW-PYTHON-MISSING"],
  ["a directory", () => top, "TW-PYTHON-NOT-EXECUTABLE"],
  [
    "a file that may not be executed",
    () => {
      const { program } = bench();
      chmodSync(program, 0o644);
      return program;
    },
    "TW-PYTHON-NOT-EXECUTABLE",
  ],
  ["a file that is no program", () => bench().program, "TW-PYTHON-NOT-A-PYTHON"],
  ["a program that prints something else", () => script("echo Python 3.11"), "TW-PYTHON-NOT-A-PYTHON"],
  ["a program that fails", () => script("echo broken >&2; exit 1"), "TW-PYTHON-NOT-A-PYTHON"],
  ["a program that dies", () => script("kill -9 $$"), "TW-PYTHON-NOT-A-PYTHON"],
  ["a program that hangs", () => script("exec sleep 60"), "TW-PYTHON-HANGS"],
  ["a program that floods", () => script("exec yes"), "TW-PYTHON-FLOODS"],
  [
    "a program that answers what is no JSON",
    () => script("printf '\\036truewheel-probe {]'"),
    "TW-PYTHON-ANSWER",
  ],
];
for (const [sentence, make, code] of programs) {
  test(`probe: says what is wrong with ${sentence}`, () => {
    const timeout = code === "TW-PYTHON-HANGS" ? 500 : 20_000;
    assert.throws(
      () => probe(make(), { ...deps(real, undefined), timeout }),
      (error) =>
        error instanceof Fault &&
        error.code === code &&
        (code === "TW-PYTHON-ANSWER" || error.hint !== undefined),
    );
  });
}
