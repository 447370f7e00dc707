/**
 * Trust files: who may vouch for what, until when, and who decided so. Pure. A mistake anywhere makes the whole file unreadable: half a policy is a
 * weaker one.
 *
 *     version = 1
 *
 *     [[key]]
 *     kind = "minisign"                     # or "ssh", "openpgp"
 *     owner = "Demo release team"
 *     key = "RWQTDdWM2xTNuifN..."
 *     files = ["demo-*"]                    # and/or projects = ["demo"]
 *     added-by = "A. Person <a@example.com>"
 *     why = "shown on the project's page and read out by its maintainer"
 *     until = 2027-12-31
 *
 *     [[identity]]
 *     kind = "github"                       # or "gitlab", "google", "circleci", "sigstore"
 *     repository = "demo/demo"
 *     workflow = "release.yml"
 *     ...
 *
 *     [[revoked]]
 *     kind = "minisign"
 *     key = "RWQ..."
 *     added-by = "A. Person"
 *     why = "the laptop was stolen"
 */
import type { TomlTable } from "../../formats/toml/value.ts";
import type { Trust } from "../../model/trust.ts";
import { Fields } from "./fields.ts";
import { identity } from "./identities.ts";
import { type KeyFiles, revokedKey, trustedKey } from "./keys.ts";

/** Most entries of one kind. */
const MOST = 10_000;

/** `table`, the content of the file `where`, as trust; `files` reads what it names by `key-file`. Throws Fault TW-TRUST-MALFORMED. */
export function readTrust(table: TomlTable, where: string, files: KeyFiles): Trust {
  const top = new Fields(table, where);
  if (top.value("version") !== 1) throw top.malformed("`version` is not 1");
  const keys = top.tables("key", MOST).map((each) => trustedKey(each, files));
  const identities = top.tables("identity", MOST).map(identity);
  const revoked = top.tables("revoked", MOST).map(revokedKey);
  top.done();
  if (keys.length + identities.length === 0) throw top.malformed("it trusts nobody");
  return { where, entries: [...keys, ...identities], revoked };
}
