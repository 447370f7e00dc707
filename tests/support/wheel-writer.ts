/** Writes small wheels for tests. */
import { createHash } from "node:crypto";
import { type Entry, zip } from "./zip-writer.ts";

/** What the wheel holds; paths are the archive's. */
export interface WheelSpec {
  readonly name?: string;
  readonly version?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly entryPoints?: string;
  readonly requires?: readonly string[];
  readonly requiresPython?: string;
  readonly wheelFile?: string;
  readonly metadata?: string;
  /** Replaces RECORD's text, given the honest one. */
  readonly record?: (honest: string) => string;
  /** Files that RECORD is not told of. */
  readonly unlisted?: Readonly<Record<string, string>>;
  /** Directory names, where they shall differ from the honest ones. */
  readonly distInfo?: string;
  readonly executable?: readonly string[];
  /** Leaves the package itself out: such wheels only require others. */
  readonly registrationOnly?: boolean;
  /** Where it shall differ from the honest one. */
  readonly filename?: string;
  /** Paths left out of the archive and of RECORD. */
  readonly without?: readonly string[];
  /** Packs the entries in place of the honest writer. */
  readonly pack?: (entries: readonly Entry[]) => Buffer;
}

/** A wheel's file name and bytes. */
export interface MadeWheel {
  readonly filename: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly name: string;
  readonly version: string;
}

/** Makes the wheel: pure Python, with the honest RECORD unless told otherwise. */
export function makeWheel(spec: WheelSpec = {}): MadeWheel {
  const { name = "pkg", version = "1.0" } = spec;
  const distInfo = spec.distInfo ?? `${name}-${version}.dist-info`;
  const files: Record<string, string> = {
    ...(spec.registrationOnly === true ? {} : { [`${name}/__init__.py`]: `__version__ = "${version}"\n` }),
    ...spec.files,
    [`${distInfo}/METADATA`]: spec.metadata ?? metadataOf(spec),
    [`${distInfo}/WHEEL`]:
      spec.wheelFile ?? "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    ...(spec.entryPoints === undefined ? {} : { [`${distInfo}/entry_points.txt`]: spec.entryPoints }),
  };
  for (const path of spec.without ?? []) delete files[path];
  const rows = Object.entries(files).map(
    ([path, body]) => `${quoted(path)},sha256=${digest(body)},${Buffer.byteLength(body)}\n`,
  );
  const honest = `${rows.join("")}${distInfo}/RECORD,,\n`;
  const all: Record<string, string> = {
    ...files,
    ...spec.unlisted,
    [`${distInfo}/RECORD`]: spec.record?.(honest) ?? honest,
  };
  const left = Object.entries(all).filter(([path]) => spec.without?.includes(path) !== true);
  const entries: Entry[] = left.map(([path, body]) => ({
    name: path,
    body,
    mode: spec.executable?.includes(path) === true ? 0o100755 : 0o100644,
  }));
  const bytes = (spec.pack ?? zip)(entries);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const filename = spec.filename ?? `${name}-${version}-py3-none-any.whl`;
  return { filename, bytes, sha256, name, version };
}

/** The METADATA that `makeWheel` writes. */
export function metadataOf({
  name = "pkg",
  version = "1.0",
  requires = [],
  requiresPython,
}: WheelSpec): string {
  const pythons = requiresPython === undefined ? "" : `Requires-Python: ${requiresPython}\n`;
  const needs = requires.map((each) => `Requires-Dist: ${each}\n`).join("");
  return `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${pythons}${needs}`;
}

function digest(body: string): string {
  return createHash("sha256").update(body).digest("base64url");
}

function quoted(path: string): string {
  return /[",\r\n]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
}
