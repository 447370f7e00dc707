/** Runs python/compile.py. Nothing of the target is imported: no site, no user directory, no working directory on the path. */

import { Fault } from "../../base/fault.ts";
import type { Interpreter } from "../../model/interpreter.ts";
import type { Processes } from "../../ports/process.ts";
import type { Compiled, Source } from "../../ports/world.ts";

const TIMEOUT = 600_000;
const MOST_OUTPUT = 2 ** 30;

/** See `World.compile`; `program` is the text of python/compile.py. */
export function compileSources(
  interpreter: Interpreter,
  sources: readonly Source[],
  processes: Processes,
  program: string,
): Compiled {
  const { major, minor, version, baseExecutable } = interpreter;
  if (major < 3 || (major === 3 && minor < 7)) {
    throw new Fault("TW-PYTHON-NO-HASH-PYC", `Python ${version} knows no hash-based bytecode`, {
      hint: "Leave --compile-bytecode out.",
    });
  }
  const input = Buffer.concat(
    sources.flatMap((source) => [frame(Buffer.from(source.shown)), frame(source.bytes)]),
  );
  // Not -I: it would also ignore PYTHONHASHSEED, without which older Pythons order constants by chance.
  const ended = processes.run(baseExecutable, ["-s", "-S", "-B", "-c", program], {
    stdin: input,
    environment: { PYTHONHASHSEED: "0" },
    directory: "/",
    timeout: TIMEOUT,
    limit: MOST_OUTPUT,
  });
  if (ended.status !== 0) {
    const said = Buffer.from(ended.stderr).toString("utf8").trim().split("\n").at(-1) ?? "";
    throw new Fault("TW-PYTHON-COMPILE", `${baseExecutable} could not compile: ${said}`);
  }
  const [tag, ...bytecode] = frames(Buffer.from(ended.stdout));
  const cacheTag = tag === undefined ? "" : tag.toString("latin1");
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(cacheTag) || bytecode.length !== sources.length) {
    throw new Fault("TW-PYTHON-COMPILE", `${baseExecutable} answered something else than bytecode`);
  }
  return { cacheTag, bytecode };
}

function frame(body: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

function frames(bytes: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length || at + 4 + bytes.readUInt32BE(at) > bytes.length) return [];
    const end = at + 4 + bytes.readUInt32BE(at);
    found.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return found;
}
