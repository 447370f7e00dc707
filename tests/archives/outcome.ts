/** What happens to an archive: one word, and never an exception of another kind than Fault. */
import { codeOf } from "../../src/base/fault.ts";
import { unpackEntry } from "../../src/formats/zip/unpack.ts";
import { readZip, wheelLimits, type ZipLimits } from "../../src/formats/zip/zip.ts";
import { install } from "../../src/stages/install/install.ts";
import { MemoryFiles } from "../support/memory-files.ts";
import { fakeTarget, freeLocks, plan, quietProgress } from "../support/target.ts";
import type { MadeWheel } from "../support/wheel-writer.ts";

/** `accepted`, a code, or `crash: ...`, which no test expects. */
export function answerOf(act: () => unknown): string {
  try {
    act();
    return "accepted";
  } catch (error) {
    return refusal(error);
  }
}

/** The same for what takes its time. */
export async function outcome(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return "accepted";
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): string {
  return codeOf(error) ?? `crash: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
}

/** The files of a ZIP archive by their paths, bytes in hex. */
export function zipContent(bytes: Uint8Array, limits: ZipLimits = wheelLimits): ReadonlyMap<string, string> {
  return new Map(
    readZip(bytes, limits).map((entry) => [entry.path, Buffer.from(unpackEntry(entry)).toString("hex")]),
  );
}

const target = fakeTarget("/opt/home/env");
const site = target.scheme.purelib;

/** An environment in memory that already holds a distribution `victim`, with somebody's files beside it. */
export function inhabited(): MemoryFiles {
  const files = new MemoryFiles();
  const put = (path: string, text: string, mode = 0o644): void => {
    files.makeDirectories(path.slice(0, path.lastIndexOf("/")));
    files.create(path, Buffer.from(text), mode);
  };
  put("/opt/home/env/bin/python", "the interpreter", 0o755);
  put("/opt/home/env/pyvenv.cfg", "home = /usr/bin\n");
  put("/opt/home/.profile", "export A=1\n");
  put(`${site}/victim/__init__.py`, "v = 1\n");
  put(`${site}/victim-1.0.dist-info/METADATA`, "Metadata-Version: 2.1\nName: victim\nVersion: 1.0\n");
  put(`${site}/victim-1.0.dist-info/RECORD`, "victim/__init__.py,,\nvictim-1.0.dist-info/RECORD,,\n");
  return files;
}

/** Installs `wheels` into `files`, through the judge and the transaction. */
export async function installInto(files: MemoryFiles, wheels: readonly MadeWheel[]): Promise<void> {
  await install(plan(wheels, target), [], target, { files, locks: freeLocks, progress: quietProgress() });
}

/** Every path of `files` with kind, mode and bytes. */
export function pictureOf(files: MemoryFiles): ReadonlyMap<string, string> {
  return new Map(
    [...files.snapshot()].map(([path, node]) => [
      path,
      `${node.kind} ${node.mode.toString(8)} ${Buffer.from(node.bytes).toString("hex")}`,
    ]),
  );
}
