/** No way into a target goes through a link. Reads only. */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Files } from "../../ports/files.ts";
import { isInside, parent } from "./paths.ts";

/** Throws Fault TW-INSTALL-LINK when a directory from `root` (left out) down to `directory` is a link; `seen` spares looking twice. */
export function checkNoLink(root: string, directory: string, files: Files, seen?: Set<string>): void {
  for (let at = directory; isInside(root, at) && seen?.has(at) !== true; at = parent(at)) {
    seen?.add(at);
    if (files.status(at)?.kind === "link")
      throw new Fault(
        "TW-INSTALL-LINK",
        `${shownPath(at)} is a link; nothing is written or removed through it`,
      );
  }
}
