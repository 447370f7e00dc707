/** Scripts: wrappers of entry points, and the `#!python` line of a wheel's own scripts. Pure. Source: entry points and binary distribution specifications. */
import { Fault } from "../../base/fault.ts";
import type { EntryPoint } from "../../standards/entry-points/entry-points.ts";

/** The kernel cuts a `#!` line at this many bytes (127 on old Linux), the mark and the line end included. */
const SHEBANG_LIMIT = 127;

/** The first line(s) that start `executable`. A path that no `#!` line can hold goes through /bin/sh, in a form that Python reads as a string. */
export function shebang(executable: string): string {
  if (/[\u0000-\u001f\u007f\\]/.test(executable)) {
    throw new Fault(
      "TW-SCRIPT-INTERPRETER",
      `no script can start ${JSON.stringify(executable)}: its path holds a control character or a backslash`,
    );
  }
  const direct = `#!${executable}\n`;
  if (Buffer.byteLength(direct) <= SHEBANG_LIMIT && !/[ \t"']/.test(executable)) return direct;
  const quoted = `'${executable.replaceAll("'", `'"'"'`)}'`;
  return `#!/bin/sh\n'''exec' ${quoted} "$0" "$@"\n' '''\n`;
}

/** The wrapper that runs one entry point. */
export function wrapper(entry: EntryPoint, executable: string): Uint8Array {
  const [first] = entry.attribute.split(".");
  const lines = [
    "# -*- coding: utf-8 -*-",
    "import sys",
    `from ${entry.module} import ${first}`,
    "",
    'if __name__ == "__main__":',
    `    sys.exit(${entry.attribute}())`,
    "",
  ];
  return Buffer.from(shebang(executable) + lines.join("\n"));
}

/** A script of a wheel's `.data/scripts`: a first line `#!python` or `#!pythonw` is replaced, everything else stays. */
export function rewriteScript(bytes: Uint8Array, executable: string): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!/^#!pythonw?(?:[ \t\r\n]|$)/.test(view.toString("latin1", 0, 12))) return bytes;
  const lineEnd = view.indexOf(0x0a);
  const rest = lineEnd < 0 ? view.subarray(view.length) : view.subarray(lineEnd + 1);
  return Buffer.concat([Buffer.from(shebang(executable)), rest]);
}

/**
 * The console scripts of a project. pip and old setuptools carry the series of the Python their wheel was built with in a
 * script's name (`pip3.8`); like pip, the series of the Python installed into is put there, and pip gets `pipX` and `pipX.Y`.
 */
export function consoleScripts(
  project: string,
  entries: readonly EntryPoint[],
  major: number,
  minor: number,
): readonly EntryPoint[] {
  const base = project === "pip" ? "pip" : project === "setuptools" ? "easy_install" : undefined;
  const main = entries.find((entry) => entry.name === base);
  if (base === undefined || main === undefined) return entries;
  const others = entries.filter(
    (entry) => entry !== main && !new RegExp(`^${base}-?[0-9]+(?:\\.[0-9]+)?$`, "i").test(entry.name),
  );
  const names = base === "pip" ? [`pip${major}`, `pip${major}.${minor}`] : [`easy_install-${major}.${minor}`];
  return [main, ...names.map((name) => ({ ...main, name })), ...others];
}
