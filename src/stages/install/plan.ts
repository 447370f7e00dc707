/** From an accepted wheel to the files it becomes. Pure. Source: binary distribution format, "Installing a wheel"; recording installed projects. */
import { recordDigest, type Sha256, sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { sortedByCodePoint } from "../../base/order.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Accepted } from "../../model/accepted.ts";
import type { Artifact } from "../../model/artifact.ts";
import type { Target } from "../../model/target.ts";
import { checkScriptName } from "../../standards/entry-points/entry-points.ts";
import { formatRecord, type RecordHash, type RecordRow } from "../../standards/pep427-wheel/record.ts";
import type { Wheel, WheelFile } from "../../standards/pep427-wheel/wheel.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { join, parent, relative } from "./paths.ts";
import { Places } from "./places.ts";
import { consoleScripts, rewriteScript, wrapper } from "./scripts.ts";

/** One file to be. */
export interface PlannedFile {
  /** Absolute destination. */
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  /** Digest the installed file must have. */
  readonly hash: RecordHash;
  /** Bytes. */
  readonly size: number;
  /** The bytes, proved when read. */
  read(): Uint8Array;
  /** The same bytes, which the next read of any file may overwrite: for whoever is done with them at once. */
  lend?(): Uint8Array;
}

/** One distribution to be. */
export interface PlannedDistribution {
  /** Normalised name. */
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly sha256: Sha256;
  readonly wheel: Wheel;
  /** Absolute path of the `.dist-info` directory. */
  readonly distInfo: string;
  /** Everything but RECORD. */
  readonly files: readonly PlannedFile[];
  /** RECORD, the last word. */
  readonly record: PlannedFile;
}

/** An accepted wheel, read strictly. */
export interface AcceptedWheel {
  readonly accepted: Accepted<Artifact>;
  readonly wheel: Wheel;
}

/**
 * Plans a wheel for `target`; throws Fault TW-WHEEL-... for one that cannot be installed whole. `requested` is true when a person
 * named it, rather than another distribution: then REQUESTED is written.
 */
export function planDistribution(
  { accepted, wheel }: AcceptedWheel,
  target: Target,
  requested: boolean,
): PlannedDistribution {
  const { filename } = accepted.wanted;
  const name = normalizeName(wheel.name);
  if (!wheel.tags.some((tag) => target.interpreter.tags.includes(tag))) {
    throw new Fault(
      "TW-WHEEL-NOT-COMPATIBLE",
      `${filename} is not for Python ${target.interpreter.version} on this machine`,
    );
  }
  const site = wheel.rootIsPurelib ? target.scheme.purelib : target.scheme.platlib;
  const distInfo = join(site, wheel.distInfo);
  const places = new Places(wheel, target);
  const all = [
    ...wheel.files.map((file) => placed(file, wheel, name, site, target, places)),
    ...entryPointFiles(wheel, name, target, places),
    made(join(distInfo, "INSTALLER"), Buffer.from("truewheel\n"), 0o644),
    ...(requested ? [made(join(distInfo, "REQUESTED"), new Uint8Array(0), 0o644)] : []),
  ];
  const files = sortedByCodePoint(all, (file) => file.path);
  const record = recordFor(files, distInfo);
  return {
    name,
    version: wheel.version,
    filename,
    sha256: accepted.wanted.sha256,
    wheel,
    distInfo,
    files,
    record,
  };
}

/** RECORD of `files`: rows in code-point order of their paths, its own last, without digest. */
export function recordFor(files: readonly PlannedFile[], distInfo: string): PlannedFile {
  const site = parent(distInfo);
  const recordPath = join(distInfo, "RECORD");
  const rows: RecordRow[] = files.map((file) => ({
    path: relative(site, file.path),
    hash: file.hash,
    size: file.size,
  }));
  const sorted = sortedByCodePoint(rows, (row) => row.path);
  return made(
    recordPath,
    Buffer.from(formatRecord([...sorted, { path: relative(site, recordPath) }])),
    0o644,
  );
}

/** Where a file of the wheel goes. */
function placed(
  file: WheelFile,
  wheel: Wheel,
  name: string,
  site: string,
  target: Target,
  places: Places,
): PlannedFile {
  const mode = file.executable ? 0o755 : 0o644;
  if (wheel.data === undefined || !file.path.startsWith(`${wheel.data}/`)) {
    return fromWheel(file, places.checked(join(site, file.path)), mode);
  }
  const [scheme, ...rest] = file.path.slice(wheel.data.length + 1).split("/");
  const inner = rest.join("/");
  if (inner === "") throw layout(`${shownPath(file.path)} lies in .data under no scheme`);
  if (scheme === "scripts") return placedScript(file, inner, target, places);
  const root = schemeRoot(scheme ?? "", name, target);
  if (root === undefined) throw layout(`${shownPath(file.path)} lies in .data under an unknown scheme`);
  return fromWheel(file, places.checkedData(join(root, inner)), mode);
}

function placedScript(file: WheelFile, inner: string, target: Target, places: Places): PlannedFile {
  if (inner.includes("/")) throw layout(`${shownPath(file.path)} lies in a directory below scripts`);
  checkScriptName(inner);
  const path = places.checkedData(join(target.scheme.scripts, inner));
  // Only a file that can start with `#!python` is read now; the digest of all others is RECORD's.
  const original = file.read();
  const bytes = rewriteScript(original, target.executable);
  return bytes === original ? fromWheel(file, path, 0o755) : made(path, bytes, 0o755);
}

function schemeRoot(scheme: string, name: string, target: Target): string | undefined {
  switch (scheme) {
    case "purelib":
      return target.scheme.purelib;
    case "platlib":
      return target.scheme.platlib;
    case "headers":
      return join(target.scheme.headers, name);
    case "data":
      return target.scheme.data;
    default:
      return undefined;
  }
}

function entryPointFiles(wheel: Wheel, name: string, target: Target, places: Places): readonly PlannedFile[] {
  const { major, minor } = target.interpreter;
  return [...consoleScripts(name, wheel.entryPoints.console, major, minor), ...wheel.entryPoints.gui].map(
    (entry) =>
      made(places.checked(join(target.scheme.scripts, entry.name)), wrapper(entry, target.executable), 0o755),
  );
}

function fromWheel(file: WheelFile, path: string, mode: 0o644 | 0o755): PlannedFile {
  return file.hash === undefined ? made(path, file.read(), mode) : new FromWheel(file, file.hash, path, mode);
}

/** A class, since thousands of them cost less than thousands of closures. */
class FromWheel implements PlannedFile {
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly hash: RecordHash;
  readonly size: number;
  private readonly file: WheelFile;

  constructor(file: WheelFile, hash: RecordHash, path: string, mode: 0o644 | 0o755) {
    this.path = path;
    this.mode = mode;
    this.hash = hash;
    this.size = file.size;
    this.file = file;
  }

  read(): Uint8Array {
    return this.file.read();
  }

  lend(): Uint8Array {
    return this.file.lend();
  }
}

/** A file whose bytes are at hand. */
export function made(path: string, bytes: Uint8Array, mode: 0o644 | 0o755): PlannedFile {
  return {
    path,
    mode,
    hash: { algorithm: "sha256", digest: recordDigest("sha256", bytes) },
    size: bytes.length,
    read: () => bytes,
  };
}

function layout(why: string): Fault {
  return new Fault("TW-WHEEL-LAYOUT", `this is no wheel that can be installed: ${why}`);
}

/** One digest over all that is planned: path from the installation's root, mode and digest of every file. Two equal trees have equal digests. */
export function treeDigest(planned: readonly PlannedDistribution[], target: Target): Sha256 {
  const lines = planned
    .flatMap((distribution) => [...distribution.files, distribution.record])
    .map(
      (file) =>
        `${relative(target.scheme.purelib, file.path)}\0${file.mode.toString(8)}\0${file.hash.algorithm}=${file.hash.digest}\n`,
    );
  return sha256(sortedByCodePoint(lines, (line) => line).join(""));
}
