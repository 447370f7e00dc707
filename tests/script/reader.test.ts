/** The script's own reader of archives and what else of it can be tried without installing, on every Python that is chosen. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { programSource } from "../../src/stages/script/program.ts";
import { onEach, run, scratch } from "../python/pythons.ts";
import { newest } from "../support/cli.ts";
import { THOROUGH } from "./support.ts";

onEach(
  "each bit of an archive flipped, each length cut: refused, or read the same; paths, commands, launchers and specifiers",
  (python) => {
    const program = join(scratch("reader"), "program.py");
    writeFileSync(program, programSource);
    const said = run(python.path, ["-B", join(import.meta.dirname, "reader.py"), program]);
    assert.match(said, /^done refused \d+ same \d+\n$/);
  },
  (series) => /^\d/.test(series) && (THOROUGH || series === "2.7" || series === newest().python.series),
);
