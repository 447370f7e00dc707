/** Pythons with nothing in them, made from the real ones: the target of a bootstrap. */
import { copyFileSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Python, run } from "../python/pythons.ts";

/** An interpreter with a prefix of its own and its site-packages. */
export interface Bare {
  readonly python: string;
  readonly site: string;
}

function libraryOf(python: Python): string {
  const [library = ""] = run(python.path, [
    "-E",
    "-s",
    "-c",
    "import os; print(os.path.dirname(os.path.realpath(os.__file__)))",
  ]).split("\n");
  return library;
}

function realProgram(python: Python): string {
  const [program = ""] = run(python.path, [
    "-E",
    "-s",
    "-c",
    "import os, sys; print(os.path.realpath(sys.executable))",
  ]).split("\n");
  return program;
}

/** A copied program beside links to the standard library, without its site-packages: no pip, no ensurepip to speak of, no venv. Any series, 2.7 too. */
export function bareCopy(python: Python, folder: string): Bare {
  const library = libraryOf(python);
  const program = join(folder, "bin", basename(realProgram(python)));
  const beside = join(folder, "lib", basename(library));
  mkdirSync(join(folder, "bin"), { recursive: true });
  mkdirSync(join(beside, "site-packages"), { recursive: true });
  copyFileSync(realProgram(python), program);
  for (const name of readdirSync(library)) {
    if (["site-packages", "ensurepip", "venv", "EXTERNALLY-MANAGED", "__pycache__"].includes(name)) continue;
    // CPython looks for os.py to find its prefix, and would follow a link to where it lies.
    if (/^os\.py|^site\.py/.test(name)) copyFileSync(join(library, name), join(beside, name));
    else symlinkSync(join(library, name), join(beside, name));
  }
  // sysconfig reads the Makefile of the prefix on old Pythons; the headers are not needed.
  return { python: program, site: join(beside, "site-packages") };
}

/** The layout of the Windows embeddable distribution: the program in a folder of its own and a `._pth` that isolates it. */
export function embeddable(
  python: Python,
  folder: string,
): { readonly python: string; readonly pth: string } {
  const library = libraryOf(python);
  const program = join(folder, "python3");
  mkdirSync(join(folder, "lib", basename(library)), { recursive: true });
  copyFileSync(realProgram(python), program);
  for (const name of readdirSync(library)) {
    if (name === "site-packages" || name === "EXTERNALLY-MANAGED") continue;
    symlinkSync(join(library, name), join(folder, "lib", basename(library), name));
  }
  const lines = [
    `lib/${basename(library)}`,
    `lib/${basename(library)}/lib-dynload`,
    "",
    "# Uncomment to run site.main()",
    "#import site",
    "",
  ];
  writeFileSync(`${program}._pth`, lines.join("\r\n"));
  return { python: program, pth: `${program}._pth` };
}

/** A copy of a tree, links kept. */
export function copyTree(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
