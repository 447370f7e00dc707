/** `._pth`: whether packages would be found, and what to write so that they are. Pure. */
import { Fault } from "../../base/fault.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import { fixPth } from "../../standards/pth/pth.ts";
import { pathsOf, samePath } from "./paths.ts";

/** A file to be replaced as a whole, in the same transaction as the installation. */
export interface FileEdit {
  readonly path: string;
  readonly text: string;
}

/**
 * The change to the interpreter's `._pth` without which its site-packages is not on `sys.path`; undefined when none is needed.
 * Throws TW-PYTHON-PTH with the exact lines unless `allowed`.
 */
export function mendPth(interpreter: Interpreter, allowed: boolean): FileEdit | undefined {
  const { pth, scheme, platform } = interpreter;
  if (pth === undefined) return undefined;
  const found = (folder: string) => interpreter.path.some((each) => samePath(platform, each, folder));
  if (found(scheme.purelib) && found(scheme.platlib)) return undefined;
  const fix = fixPth(pth.text, folderBeside(interpreter, pth.path));
  // Bytes that are no UTF-8 would not survive being written again.
  const writable = !pth.text.includes("\ufffd");
  if (allowed && writable) return { path: pth.path, text: fix.text };
  const lines = fix.lines.map((line) => `    ${line}`).join("\n");
  throw new Fault(
    "TW-PYTHON-PTH",
    `${pth.path} keeps ${scheme.purelib} off sys.path, so nothing installed would be found; it needs the lines\n\n${lines}\n`,
    {
      hint: writable
        ? "Add them, or use --fix-pth to have them added with the installation."
        : "Add them by hand: the file is not UTF-8.",
    },
  );
}

/** site-packages as a line of the file: relative to its folder, which is what such a line is read against. */
function folderBeside(interpreter: Interpreter, file: string): string {
  const paths = pathsOf(interpreter.platform);
  return paths.relative(paths.dirname(file), interpreter.scheme.purelib);
}
