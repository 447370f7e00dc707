/** Links of a tar archive, each replaced by a copy of the file it names. Pure. Source: PEP 721, "Unpacking without the data filter". */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import type { TarEntry, TarFile } from "./entry.ts";

/**
 * The files among `entries`, links as copies. A link must lead to a regular file of the archive, a hard link to an earlier one; one that leads
 * to a directory, to another link, nowhere or out of the archive is refused: Fault TW-TAR-LINK.
 */
export function resolveLinks(entries: readonly TarEntry[]): readonly TarFile[] {
  const places = new Map(entries.map((entry, at) => [entry.path, at]));
  return entries.flatMap((entry, at): readonly TarFile[] => {
    const { path, bytes, executable } = entry;
    if (entry.kind === "directory") return [];
    if (entry.kind === "file") return [{ path, bytes, executable }];
    const target = entry.kind === "hard link" ? entry.target : relativeTo(entry);
    const place = places.get(target);
    const named = entries[place ?? -1];
    if (place === undefined || named?.kind !== "file") throw refused(entry, "no file of the archive");
    if (entry.kind === "hard link" && place > at) throw refused(entry, "a file that comes later");
    return [{ path, bytes: named.bytes, executable: named.executable }];
  });
}

/** Where a symbolic link leads, as a path of the archive. */
function relativeTo(link: TarEntry): string {
  if (link.target.startsWith("/")) throw refused(link, "an absolute path");
  const parts = link.path.split("/").slice(0, -1);
  for (const part of link.target.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) throw refused(link, "a place outside the archive");
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function refused({ path, target }: TarEntry, why: string): Fault {
  return new Fault("TW-TAR-LINK", `the link ${shownPath(path)} leads to ${shownPath(target)}: ${why}`);
}
