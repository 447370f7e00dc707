/**
 * Remembers probes on disk. An entry is used only while every file it depends on is what it was; a damaged or stale entry counts as none.
 * Entry: one line with the SHA-256 of the rest, then JSON `{"identities": [...], "text": ANSWER}`.
 */
import { arch, machine, release, type as system, version } from "node:os";
import { join } from "node:path";
import { sha256 } from "../../base/digest.ts";
import { isArray, isObject, parseStrictJson } from "../../base/strict-json.ts";
import type { Files } from "../../ports/files.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { probeDigest } from "./probe-source.ts";

const LARGEST_ENTRY = 1 << 20;
const LARGEST_SETTING = 1 << 16;

/** Where the entry of `executable` lies: probe, system and what the loader is told are part of the name. */
export function entryPath(
  directory: string,
  executable: string,
  told: Readonly<Record<string, string>>,
): string {
  const facts = [
    probeDigest,
    executable,
    system(),
    release(),
    version(),
    machine(),
    arch(),
    JSON.stringify(told),
  ];
  return join(directory, `${sha256(facts.join("\0")).slice(0, 40)}.json`);
}

/** The answer remembered at `path`, or undefined when there is none that still holds. */
export function recall(path: string, program: string, files: Files): Answer | undefined {
  try {
    if (files.status(path) === undefined) return undefined;
    const entry = Buffer.from(files.read(path, LARGEST_ENTRY)).toString("utf8");
    const digest = entry.slice(0, 64);
    const rest = entry.slice(65);
    if (sha256(rest) !== digest) return undefined;
    const document = parseStrictJson(rest, 4);
    if (!isObject(document)) return undefined;
    const text = document.get("text");
    const identities = document.get("identities");
    if (typeof text !== "string" || !isArray(identities)) return undefined;
    const answer = readAnswer(text, program);
    const now = identitiesOf(answer.watch, files);
    return now.length === identities.length && now.every((each, at) => each === identities[at])
      ? answer
      : undefined;
  } catch {
    return undefined;
  }
}

/** Writes an entry; a directory that cannot be written only costs the next run a start, so nothing is thrown. */
export function remember(path: string, text: string, answer: Answer, files: Files): void {
  // Compact, which is read back fastest; the answer was read strictly before, so nothing is lost.
  const compact = JSON.stringify(JSON.parse(text));
  const rest = JSON.stringify({ identities: identitiesOf(answer.watch, files), text: compact });
  const bytes = Buffer.from(`${sha256(rest)}\n${rest}`);
  const beside = `${path}.${process.pid}.new`;
  try {
    files.makeDirectories(join(path, ".."));
    files.remove(beside);
    files.create(beside, bytes, 0o600);
    files.rename(beside, path);
  } catch {
    try {
      files.remove(beside);
    } catch {
      // The directory is not ours to write: nothing was left there either.
    }
  }
}

/** C libraries: a new one changes the tags. */
const LIBRARIES = [
  "/lib64/libc.so.6",
  "/lib/x86_64-linux-gnu/libc.so.6",
  "/lib/aarch64-linux-gnu/libc.so.6",
  "/lib/ld-musl-x86_64.so.1",
  "/lib/ld-musl-aarch64.so.1",
];

function identitiesOf(watch: readonly string[], files: Files): readonly string[] {
  const others = process.platform === "linux" ? LIBRARIES : [];
  return [...new Set([...watch, ...others])].map((path) => identity(path, files));
}

/**
 * What a path is now: absent, or where it leads and the kind, size and time of that file; small settings by their content alone. Not by
 * inode: an image unpacked again, or an environment copied, is the same interpreter.
 */
function identity(path: string, files: Files): string {
  let real = path;
  let status = files.status(path);
  if (status?.kind === "link") {
    try {
      real = files.realPath(path);
    } catch {
      return "dangling";
    }
    status = files.status(real);
  }
  if (status === undefined) return "absent";
  const { kind, size, modified } = status;
  const setting = /(pyvenv\.cfg|\._pth|EXTERNALLY-MANAGED|orig-prefix\.txt)$/.test(path) && kind === "file";
  if (setting) return [real, sha256(files.read(real, LARGEST_SETTING))].join("|");
  return [real, kind, size, modified].join("|");
}
