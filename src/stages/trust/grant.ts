/** What every entry that vouches says. Pure. */
import type { Grant } from "../../model/trust.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import type { Fields } from "./fields.ts";

/** Reads owner, reasons, end and extent. Throws Fault TW-TRUST-MALFORMED, also when an entry is for no file at all. */
export function grant(fields: Fields): Grant {
  const files = fields.texts("files");
  const projects = fields.texts("projects").map(normalizeName);
  if (files.length + projects.length === 0)
    throw fields.malformed("it says neither by `files` nor by `projects` what may be vouched for");
  if (files.some((pattern) => /[\\/]/.test(pattern)))
    throw fields.malformed("`files` are patterns of names, without directories");
  return {
    owner: fields.text("owner"),
    addedBy: fields.text("added-by"),
    why: fields.text("why"),
    until: fields.end("until"),
    files,
    projects,
  };
}
