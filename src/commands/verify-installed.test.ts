import assert from "node:assert/strict";
import { test } from "node:test";
import type { VerifiedEnvironment } from "../model/report.ts";
import { unmoved } from "./verify-installed.ts";

const sites = { purelib: "/env/site", platlib: "/env/site" };

/** Readings of an environment that somebody changes during the first `changes` of them; each sees `differences`. */
function readings(changes: number, differences: number) {
  let read = 0;
  let modified = 0n;
  const notices: string[] = [];
  const status = () =>
    ({ kind: "directory", size: 0, mode: 0o755, modified, inode: 1n, device: 1n }) as const;
  const look = (): VerifiedEnvironment => {
    read += 1;
    if (read <= changes) modified += 1n;
    return { found: differences } as VerifiedEnvironment;
  };
  const world = { files: { status }, progress: { notice: (line: string) => void notices.push(line) } };
  unmoved({ sites }, world, look);
  return { read, notices: notices.length };
}

for (const [says, changes, differences, expected] of [
  ["an environment that stays as it is is read once", 0, 3, { read: 1, notices: 0 }],
  ["one that is right is read once, whatever happens meanwhile", 1, 0, { read: 1, notices: 0 }],
  ["one that is changed meanwhile and differs is read again", 2, 3, { read: 3, notices: 2 }],
  ["one that never stays still is read five times, and that is said", 99, 3, { read: 5, notices: 5 }],
] as const)
  test(says, () => assert.deepEqual(readings(changes, differences), expected));
