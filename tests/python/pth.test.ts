/** The layout of the Windows embeddable distribution, for real: since 3.11 CPython honours a `._pth` beside its program everywhere. */
import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Fault } from "../../src/base/fault.ts";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { probe } from "../../src/effects/python/probe.ts";
import { resolveTarget } from "../../src/stages/target/target.ts";
import { makeVenv } from "../../src/stages/venv/venv.ts";
import { bare, counting, onEach, type Python, run, scratch, since } from "./pythons.ts";

/** A copy of the program in a folder of its own, the standard library linked beside it, and a `._pth` that isolates it. */
function layout(python: Python): { readonly folder: string; readonly program: string; readonly pth: string } {
  const folder = scratch("pth");
  const real = diskFiles.realPath(python.path);
  const program = join(folder, "python3");
  copyFileSync(real, program);
  const [library = ""] = run(python.path, [
    "-I",
    "-c",
    "import os; print(os.path.dirname(os.__file__))",
  ]).split("\n");
  const beside = join(folder, "lib", basename(library));
  mkdirSync(beside, { recursive: true });
  for (const name of readdirSync(library)) {
    if (name !== "site-packages" && name !== "EXTERNALLY-MANAGED")
      symlinkSync(join(library, name), join(beside, name));
  }
  const lines = [
    `lib/${basename(library)}`,
    `lib/${basename(library)}/lib-dynload`,
    "",
    "# Uncomment for site",
    "#import site",
    "",
  ];
  writeFileSync(`${program}._pth`, lines.join("\r\n"));
  return { folder, program, pth: `${program}._pth` };
}

const SEE = "import sys, json; print(json.dumps([sys.path, 'site' in sys.modules, sys.prefix]))";

onEach(
  "the ._pth rules, and the probe says so",
  (python) => {
    const { folder, program, pth } = layout(python);
    const [path, site, prefix] = JSON.parse(run(program, ["-c", SEE]));
    const found = probe(program, bare());
    assert.deepEqual([found.path, site, found.prefix], [path, false, prefix]);
    assert.deepEqual(found.pth, { path: pth, text: readFileSync(pth, "utf8") });
    assert.ok(path.every((entry: string) => entry.startsWith(folder)));
    assert.equal(found.virtual, false);
  },
  since(11),
);

onEach(
  "a ._pth beside the program behind a link rules too",
  (python) => {
    const { program, pth } = layout(python);
    const link = join(scratch("pthlink"), "py");
    symlinkSync(program, link);
    assert.deepEqual(probe(link, bare()).pth?.path, pth);
    assert.deepEqual(probe(link, bare()).path, JSON.parse(run(link, ["-c", SEE]))[0]);
  },
  since(11),
);

onEach(
  "it is refused with the exact lines, and with --fix-pth what is installed is found",
  (python) => {
    const { program, pth } = layout(python);
    const cacheDirectory = join(dirname(program), "cache");
    const counted = counting();
    const ask = () => probe(program, { ...bare(), processes: counted, cacheDirectory });
    const series = basename(dirname(ask().scheme.purelib));
    assert.throws(
      () => resolveTarget(ask(), {}, { files: diskFiles }),
      (error) =>
        error instanceof Fault &&
        error.code === "TW-PYTHON-PTH" &&
        error.message.endsWith(`\n\n    lib/${series}/site-packages\n    import site\n`),
    );
    const { target, edit } = resolveTarget(ask(), { fixPth: true }, { files: diskFiles });
    assert.ok(edit);
    assert.equal(edit.path, pth);
    mkdirSync(target.scheme.purelib, { recursive: true });
    writeFileSync(join(target.scheme.purelib, "installed.py"), "");
    writeFileSync(edit.path, edit.text);
    const [path, site] = JSON.parse(run(program, ["-c", `import installed; ${SEE}`]));
    assert.ok(site && path.includes(target.scheme.purelib));
    assert.equal(counted.starts, 1);
    assert.equal(resolveTarget(ask(), {}, { files: diskFiles }).edit, undefined);
    assert.equal(counted.starts, 2, "a changed ._pth is another interpreter");
    assert.deepEqual(ask().path, path);
  },
  since(11),
);

onEach(
  "carries no environment, and is refused one",
  (python) => {
    const { folder, program } = layout(python);
    assert.throws(
      () =>
        makeVenv(
          join(folder, "env"),
          probe(program, bare()),
          {},
          { files: diskFiles, random: { token: () => "0" } },
        ),
      (error) =>
        error instanceof Fault && error.code === "TW-VENV-UNSUPPORTED" && error.message.includes("._pth"),
    );
    assert.ok(!existsSync(join(folder, "env")));
  },
  since(11),
);

onEach(
  "before 3.11 a ._pth means nothing outside Windows",
  (python) => {
    const { program } = layout(python);
    assert.equal(probe(program, bare()).pth, undefined);
    assert.equal(JSON.parse(run(program, ["-c", SEE]))[1], true);
  },
  (series) => /^3\./.test(series) && !since(11)(series),
);

/** What the probe cannot keep away: the interpreter itself runs site, and with it `.pth` files, before any program. */
onEach(
  "with `import site` in it start-up files run even under -S, and the facts stay true",
  (python) => {
    const { program, pth } = layout(python);
    writeFileSync(pth, readFileSync(pth, "utf8").replace("#import site", "import site"));
    const quiet = probe(program, bare());
    mkdirSync(quiet.scheme.purelib, { recursive: true });
    writeFileSync(join(quiet.scheme.purelib, "noise.pth"), "import sys; sys.stdout.write('noise\\n')\n");
    assert.equal(run(program, ["-I", "-S", "-c", ""]), "noise\n");
    assert.deepEqual(probe(program, bare()), quiet);
  },
  since(11),
);
