/** Bytecode in a wheel. Pure. Source: PEP 3147, "Flow chart": Python loads `__pycache__/M.TAG.pyc` in place of `M.py` beside it, and not without that. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";

const CACHED = /^(.*\/)?__pycache__\/([^/.]+)\.[^/]*\.pyc$/i;

/**
 * Refuses bytecode in `__pycache__` whose source is not among `paths`: alone it is never loaded, and beside another distribution's source it
 * would replace that without changing a byte of it. Throws Fault TW-WHEEL-BYTECODE.
 */
export function checkBytecode(paths: ReadonlySet<string>): void {
  for (const path of paths) {
    const found = path.endsWith(".pyc") ? CACHED.exec(path) : null;
    if (found !== null && !paths.has(`${found[1] ?? ""}${found[2]}.py`))
      throw new Fault("TW-WHEEL-BYTECODE", `the wheel holds ${shownPath(path)} without its source`);
  }
}
