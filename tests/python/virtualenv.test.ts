/** Environments that virtualenv made for Python 2, which knows none of its own: told by the files they leave. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { diskFiles } from "../../src/effects/disk/files.ts";
import { probe } from "../../src/effects/python/probe.ts";
import { bare, onEach, scratch } from "./pythons.ts";

const kinds: readonly (readonly [string, (base: string) => readonly [string, string]])[] = [
  [
    "virtualenv 20",
    (base) => [
      "pyvenv.cfg",
      `home = ${base}/bin\nbase-prefix = ${base}\ninclude-system-site-packages = false\n`,
    ],
  ],
  ["an older virtualenv", (base) => ["lib/python2.7/orig-prefix.txt", base]],
];

for (const [kind, note] of kinds) {
  onEach(
    `an environment of ${kind}, with only a few modules of the standard library in it`,
    (python) => {
      const base = probe(python.path, bare());
      const directory = scratch("virtualenv");
      for (const folder of ["bin", "lib/python2.7/site-packages"])
        mkdirSync(join(directory, folder), { recursive: true });
      const executable = join(directory, "bin/python");
      copyFileSync(diskFiles.realPath(python.path), executable);
      symlinkSync(join(base.basePrefix, "lib/python2.7/os.py"), join(directory, "lib/python2.7/os.py"));
      const [name, text] = note(base.basePrefix);
      writeFileSync(join(directory, name), text);
      const found = probe(executable, bare());
      assert.deepEqual([found.virtual, found.prefix, found.basePrefix], [true, directory, base.basePrefix]);
      assert.equal(dirname(found.baseExecutable), join(base.basePrefix, "bin"));
      assert.equal(found.scheme.purelib, join(directory, "lib/python2.7/site-packages"));
      assert.equal(found.scheme.scripts, join(directory, "bin"));
      assert.ok(found.path.includes(found.scheme.purelib));
      assert.deepEqual(found.tags, base.tags);
    },
    (series) => series === "2.7",
  );
}
