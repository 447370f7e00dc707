/** Extended headers of pax. Pure. Source: POSIX.1-2017, pax, "pax Extended Header". */
import { Fault } from "../../base/fault.ts";
import { decode, malformed } from "./header.ts";

/** What an extended header changes about the file behind it. */
export interface PaxChanges {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: number;
}

/** Most bytes in one extended header. */
const LONGEST_PAX = 2 ** 20;

/** Read and left out: they say nothing about what a file is. */
const IDLE = new Set(["mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment"]);
/** What a header for the whole archive may hold: git puts the commit there. */
const GLOBAL = new Set(["comment"]);

/** The records `LENGTH KEY=VALUE\n` of an extended header for one file; throws Faults TW-TAR-MALFORMED, TW-TAR-UNSUPPORTED. */
export function readPax(data: Buffer): PaxChanges {
  const records = readRecords(data);
  for (const key of records.keys()) {
    if (key !== "path" && key !== "linkpath" && key !== "size" && !IDLE.has(key)) throw unknown(key);
  }
  const path = records.get("path");
  const linkpath = records.get("linkpath");
  const size = records.get("size");
  return {
    ...(path === undefined ? {} : { path }),
    ...(linkpath === undefined ? {} : { linkpath }),
    ...(size === undefined ? {} : { size: decimal(size) }),
  };
}

/** Checks an extended header for all files that follow: it may hold a comment and nothing else. */
export function checkGlobalPax(data: Buffer): void {
  for (const key of readRecords(data).keys()) if (!GLOBAL.has(key)) throw unknown(key);
}

function readRecords(data: Buffer): ReadonlyMap<string, string> {
  if (data.length > LONGEST_PAX) throw malformed(`an extended header has more than ${LONGEST_PAX} bytes`);
  const records = new Map<string, string>();
  let at = 0;
  while (at < data.length) {
    const digits = /^[1-9][0-9]{0,6} /.exec(data.toString("latin1", at, at + 8))?.[0];
    if (digits === undefined) throw malformed("a record of an extended header has no length");
    const end = at + Number(digits);
    const equals = data.indexOf(0x3d, at);
    const whole = end <= data.length && data[end - 1] === 0x0a && equals > at + digits.length && equals < end;
    if (!whole) throw malformed("a record of an extended header does not have its length");
    const key = decode(data.subarray(at + digits.length, equals));
    const value = decode(data.subarray(equals + 1, end - 1));
    if (value === "" || value.includes("\0")) throw malformed("a record of an extended header has no value");
    if (records.has(key)) throw malformed("an extended header says one thing twice");
    records.set(key, value);
    at = end;
  }
  return records;
}

function decimal(value: string): number {
  if (!/^(?:0|[1-9][0-9]{0,14})$/.test(value)) throw malformed("a size in an extended header is no number");
  return Number(value);
}

function unknown(key: string): Fault {
  return new Fault(
    "TW-TAR-UNSUPPORTED",
    `an extended header sets ${JSON.stringify(key.slice(0, 80))}, which not all readers know`,
  );
}
