/** A script as one Python file. Pure. The layout is repeated in python/script/start.py, which puts it together again from standard input. */
import { hash } from "node:crypto";
import { Fault } from "../../base/fault.ts";
import { BLANK, frontOf, payloadOf, startOf } from "./parts.ts";
import type { Plan } from "./plan.ts";

const OPEN = "#!/usr/bin/env python\nparts = [r'''";
const BETWEEN = "''', r'''";
/** By its number from the front: no flipped bit of it names the program, which must not run before it is proved. */
const CLOSE = `''']\nif __name__ == "__main__":\n    exec(parts[4])\n`;
/** Characters of base64 a line: as MIME has it. */
const LINE = 76;

/** The bytes of the `.py`. */
export function pythonFile(plan: Plan): Uint8Array {
  const data = plan.form === "fetch" ? "\n" : wheelsText(payloadOf(plan));
  return sealed([...frontOf(plan), data, `\n${startOf(plan)}`]);
}

/** The file of these parts, the digest of all of it but the digest in its place. */
export function sealed(parts: readonly string[]): Uint8Array {
  const text = joined(parts);
  const [before = "", after] = text.split(BLANK);
  if (after === undefined) throw new Fault("TW-INTERNAL", "a script has no place for its digest");
  const digest = hash("sha256", before + after, "hex");
  return Buffer.from(`${before}${digest}${after}`, "latin1");
}

/** Parts as a list of raw literals, which no part may end. */
export function joined(parts: readonly string[]): string {
  for (const part of parts)
    if (part.includes("'''") || !/^[\n -~]*$/.test(part))
      throw new Fault("TW-INTERNAL", "a part of a script is not plain ASCII, or would end its literal");
  return OPEN + parts.join(BETWEEN) + CLOSE;
}

function wheelsText(payload: Buffer): string {
  const lines = payload.toString("base64").match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return `\n-----BEGIN WHEELS-----\n${lines.join("\n")}\n-----END WHEELS-----\n`;
}
