/**
 * Reads every wheel and source distribution of a folder as an installer would, and tells what is refused and why. Run by hand:
 *   python3 -m pip download --only-binary :all: -d DIR -r REQUIREMENTS
 *   npm run survey:wheels -- DIR [DIR...]
 * Each wheel is read whole (archive, names, RECORD with every digest, METADATA, entry points) and planned for a made-up environment that its
 * tags fit. Nothing is written. Exits 1 when something was refused, 2 when nothing was found.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../src/base/digest.ts";
import { codeOf } from "../../src/base/fault.ts";
import type { Target } from "../../src/model/target.ts";
import { readWheel, type Wheel } from "../../src/standards/pep427-wheel/wheel.ts";
import { parseWheelFile } from "../../src/standards/pep427-wheel/wheel-file.ts";
import { readSdist } from "../../src/standards/pep625-sdist/sdist.ts";
import { fakeTarget, plan } from "../../tests/support/target.ts";

/** What was found out about one file. */
interface Row {
  readonly filename: string;
  /** `accepted` or a code. */
  readonly answer: string;
  readonly why: string;
  /** Builder as WHEEL names it, `sdist`, or `?` when that could not be read. */
  readonly builder: string;
  readonly files: number;
  /** Bytes, packed and unpacked. */
  readonly packed: number;
  readonly unpacked: number;
  /** Milliseconds of processor time. */
  readonly spent: number;
  readonly notes: readonly string[];
}

const folders = process.argv.slice(2);
const rows = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(?:whl|tar\.gz|zip)$/.test(name))
    .sort()
    .map((name) => examine(join(folder, name), name)),
);
if (rows.length === 0) {
  console.error("error: no wheel and no source distribution was found; name the folders that hold them");
  process.exitCode = 2;
} else tell(rows);

function examine(path: string, filename: string): Row {
  const bytes = readFileSync(path);
  const before = process.cpuUsage();
  const facts = { filename, packed: bytes.length, builder: "?", files: 0, unpacked: 0, notes: [] };
  const spent = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  try {
    const found = filename.endsWith(".whl") ? wheel(bytes, filename) : sdist(bytes, filename);
    return { ...facts, ...found, answer: "accepted", why: "", spent: spent() };
  } catch (error) {
    const answer = codeOf(error) ?? "CRASH";
    return { ...facts, answer, why: error instanceof Error ? error.message : String(error), spent: spent() };
  }
}

function wheel(bytes: Buffer, filename: string) {
  const read = readWheel(bytes, filename);
  const [planned] = plan([{ ...read, filename, bytes, sha256: sha256(bytes) }], targetFor(read));
  for (const file of planned?.files ?? []) if (file.lend?.() === undefined) file.read();
  const said = Buffer.from(
    read.files.find((file) => file.path === `${read.distInfo}/WHEEL`)?.read() ?? [],
  ).toString();
  return {
    builder: /^Generator: *([^\s(]+)/m.exec(said)?.[1] ?? "unnamed",
    files: read.files.length,
    unpacked: read.files.reduce((sum, file) => sum + file.size, 0),
    notes: notesOn(read, said),
  };
}

/** What is odd and accepted. */
function notesOn(read: Wheel, said: string): readonly string[] {
  const tags = new Set(parseWheelFile(said).tags);
  return [
    ...(read.tags.length === tags.size && read.tags.every((tag) => tags.has(tag))
      ? []
      : ["WHEEL and the file name give different tags"]),
    ...(read.newerMinor ? ["the format is newer by a minor version"] : []),
    ...(read.files.some((file) => file.hash === undefined) ? ["signatures without a row in RECORD"] : []),
    ...(read.files.some((file) => file.path.endsWith(".pyc")) ? ["bytecode"] : []),
    ...(read.files.some((file) => /^[^/]+\.pth$/.test(file.path)) ? ["a .pth file"] : []),
  ];
}

/** An environment that `read` fits. */
function targetFor(read: Wheel): Target {
  const target = fakeTarget("/opt/env");
  return { ...target, interpreter: { ...target.interpreter, tags: [...read.tags] } };
}

function sdist(bytes: Buffer, filename: string) {
  const { files } = readSdist(bytes, filename);
  const unpacked = files.reduce((sum, file) => sum + file.read().length, 0);
  return { builder: "sdist", files: files.length, unpacked };
}

function tell(all: readonly Row[]): void {
  const refused = all.filter((row) => row.answer !== "accepted");
  for (const row of refused) console.log(`${row.answer}  ${row.filename}\n    ${row.why}`);
  count(
    "answer",
    all.map((row) => row.answer),
  );
  count(
    "builder",
    all.map((row) => row.builder),
  );
  count(
    "note",
    all.flatMap((row) => row.notes),
  );
  const sum = (of: (row: Row) => number): number => all.reduce((total, row) => total + of(row), 0);
  const mebi = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  console.log(
    `${all.length} files read, ${refused.length} refused; ${sum((row) => row.files)} members, ${mebi(sum((row) => row.packed))} packed, ` +
      `${mebi(sum((row) => row.unpacked))} unpacked, ${(sum((row) => row.spent) / 1000).toFixed(1)} s of processor time`,
  );
  const slowest = all.toSorted((a, b) => b.spent - a.spent).slice(0, 5);
  for (const row of slowest)
    console.log(
      `    ${row.spent.toFixed(0)} ms  ${row.filename}: ${row.files} files, ${mebi(row.packed)} to ${mebi(row.unpacked)}`,
    );
  process.exitCode = refused.length > 0 ? 1 : 0;
}

function count(title: string, values: readonly string[]): void {
  const tally = Map.groupBy(values, (value) => value);
  for (const [value, found] of [...tally].sort((a, b) => b[1].length - a[1].length))
    console.log(`${String(found.length).padStart(6)}  ${title}: ${value}`);
}
