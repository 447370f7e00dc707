/** Whether two requirements mean one place. Pure. Source: pip 26.3, `links_equivalent`: credentials and `#egg=` do not count, `subdirectory` does. */
import { normalize } from "node:path";
import type { RequirementSource } from "./source.ts";

/** True when both name the same file, directory or checkout. Digests are compared apart. */
export function sameSource(a: RequirementSource, b: RequirementSource): boolean {
  if (a.kind === "index" || b.kind === "index") return a.kind === b.kind;
  if (a.subdirectory !== b.subdirectory) return false;
  if (a.kind === "vcs")
    return b.kind === "vcs" && a.vcs === b.vcs && a.url === b.url && a.revision === b.revision;
  if (a.kind === "url") return b.kind === "url" && a.url === b.url;
  return b.kind === a.kind && trimmed(a.path) === trimmed(b.path);
}

/** The place in words, without credentials. */
export function sourceText(source: RequirementSource): string {
  switch (source.kind) {
    case "index":
      return "an index";
    case "url":
      return source.url;
    case "file":
    case "directory":
      return source.path;
    case "vcs":
      return `${source.vcs}+${source.url}${source.revision === undefined ? "" : `@${source.revision}`}`;
  }
}

function trimmed(path: string): string {
  return normalize(path).replace(/(?<=.)[/\\]+$/, "");
}
