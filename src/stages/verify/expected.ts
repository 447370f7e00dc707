/** Which file is whose, and what it must be: our own record where there is one, else RECORD. Pure. */
import type { StrongAlgorithm } from "../../base/digest.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { AcceptedDistribution } from "../../model/installed.ts";
import { parseRecorded, type RecordedFile } from "../../standards/installed-distributions/recorded.ts";
import type { Findings } from "./findings.ts";
import type { Found } from "./found.ts";
import { destination, type Place } from "./place.ts";

/** One distribution under examination. */
export interface Examined {
  readonly found: Found;
  /** What was accepted, when this very distribution was. */
  readonly accepted: AcceptedDistribution | undefined;
  /** False when the person asked for others. */
  readonly isAsked: boolean;
  files: number;
  bytes: number;
}

/** One file that somebody claims. */
export interface Expected {
  readonly path: string;
  readonly owner: Examined;
  /** Absent when nothing is known of the content. */
  readonly algorithm: StrongAlgorithm | undefined;
  readonly digest: string;
  readonly size: number | undefined;
  /** Known from our own record alone. */
  readonly mode: number | undefined;
  /** `record`: RECORD itself; `bytecode`: listed without a digest, as bytecode may be; `weak`: the digest proves nothing. */
  readonly kind: "file" | "record" | "bytecode" | "weak";
  /** Another distribution that claims the path. */
  twin: Expected | undefined;
  isSeen: boolean;
}

/** Every claimed file, directory by directory: there are thousands of files, and a path is long. */
export class Claims {
  private readonly byDirectory = new Map<string, Map<string, Expected>>();
  private readonly onTheWay = new Set<string>();
  private last = "";
  private lastNames: Map<string, Expected> | undefined;

  /** The claim on `path`. */
  find(path: string): Expected | undefined {
    const slash = path.lastIndexOf("/");
    return this.byDirectory.get(path.slice(0, slash))?.get(path.slice(slash + 1));
  }

  /** The claims on files in `directory`, by name. */
  in(directory: string): ReadonlyMap<string, Expected> | undefined {
    return this.byDirectory.get(directory);
  }

  /** True when some claimed file lies below `directory`. */
  leadsOn(directory: string): boolean {
    return this.byDirectory.has(directory) || this.onTheWay.has(directory);
  }

  /** Each directory with claimed files in it. */
  directories(): Iterable<string> {
    return this.byDirectory.keys();
  }

  /** Each claimed path once. */
  *all(): Iterable<Expected> {
    for (const names of this.byDirectory.values()) yield* names.values();
  }

  /** The claims on the directory of `path`; rows of one directory mostly follow one another. */
  place(path: string): { readonly names: Map<string, Expected>; readonly name: string } {
    const slash = path.lastIndexOf("/");
    const directory = path.slice(0, slash);
    if (this.lastNames === undefined || directory !== this.last) {
      this.last = directory;
      this.lastNames = this.byDirectory.get(directory) ?? new Map();
      this.byDirectory.set(directory, this.lastNames);
    }
    return { names: this.lastNames, name: path.slice(slash + 1) };
  }

  /** Notes the directories above those with files. */
  close(): void {
    for (const directory of this.byDirectory.keys()) {
      for (let at = directory.lastIndexOf("/"); at > 0; at = directory.lastIndexOf("/", at - 1)) {
        const above = directory.slice(0, at);
        if (this.onTheWay.has(above)) break;
        this.onTheWay.add(above);
      }
    }
  }
}

/** The claims of all distributions; what contradicts itself or leads outside is added to `findings`. */
export function claimsOf(examined: readonly Examined[], place: Place, findings: Findings): Claims {
  const claims = new Claims();
  for (const each of examined)
    for (const one of claimsOfOne(each, place, findings)) enter(one, claims, findings);
  claims.close();
  return claims;
}

function enter(claim: Expected, claims: Claims, findings: Findings): void {
  const { names, name } = claims.place(claim.path);
  const other = names.get(name);
  if (other === undefined || (other.kind === "bytecode" && claim.kind !== "bytecode")) {
    names.set(name, claim);
    return;
  }
  if (claim.kind === "bytecode") return;
  const isSame = other.algorithm === claim.algorithm && other.digest === claim.digest;
  if (other.owner !== claim.owner) {
    claim.twin = other.twin;
    other.twin = claim;
  } else if (!isSame) {
    findings.add("TW-VERIFY-RECORD", `RECORD contradicts itself on ${shownPath(claim.path)}`, {
      distribution: claim.owner.found.name,
      path: `${claim.owner.found.info}/RECORD`,
    });
  }
}

function claimsOfOne(examined: Examined, place: Place, findings: Findings): readonly Expected[] {
  const { found, accepted, isAsked } = examined;
  const record = `${found.directory}/${found.info}/RECORD`;
  const executable = new Set(accepted?.executable);
  const own = (row: RecordedFile, path: string): Expected => ({
    path,
    owner: examined,
    algorithm: row.algorithm,
    digest: row.digest,
    size: row.size,
    mode: accepted === undefined ? undefined : executable.has(row.path) ? 0o755 : 0o644,
    kind: kindOf(row, path, record),
    twin: undefined,
    isSeen: false,
  });
  const claims: Expected[] = [];
  for (const row of rowsOf(examined)) {
    const to = destination(row.path, found.directory, found.info, place);
    if ("path" in to) {
      // virtualenv lists directories of bytecode, whether they are there or not.
      const isCache = row.digest === "" && to.path.endsWith("/__pycache__");
      if (to.path !== record && !isCache) claims.push(own(row, to.path));
    } else if (isAsked) {
      findings.add("TW-VERIFY-OUTSIDE", `RECORD lists ${shownPath(row.path)}, which ${to.refused}`, {
        distribution: found.name,
        path: `${found.info}/RECORD`,
      });
    }
  }
  if (found.rows !== undefined || accepted !== undefined) claims.push(recordClaim(examined, record));
  return claims;
}

/** Our own record names RECORD's digest; without it RECORD is proved by nothing. */
function recordClaim(examined: Examined, path: string): Expected {
  const { accepted } = examined;
  const known =
    accepted === undefined
      ? { algorithm: undefined, digest: "", size: undefined, mode: undefined }
      : {
          algorithm: "sha256" as const,
          digest: accepted.recordDigest,
          size: accepted.record.length,
          mode: 0o644,
        };
  return { path, owner: examined, ...known, kind: "record", twin: undefined, isSeen: false };
}

function rowsOf({ found, accepted }: Examined): readonly RecordedFile[] {
  if (accepted === undefined) return found.rows ?? [];
  const rows = parseRecorded(Buffer.from(accepted.record).toString("utf8"));
  return typeof rows === "string" ? [] : rows;
}

function kindOf(row: RecordedFile, path: string, record: string): Expected["kind"] {
  if (row.isWeak) return "weak";
  if (row.algorithm !== undefined) return "file";
  if (/\.py[co]$/.test(path)) return "bytecode";
  // Signatures of RECORD (deprecated by PEP 815) cannot be listed with a digest.
  return path === `${record}.jws` || path === `${record}.p7s` ? "record" : "file";
}
