/**
 * Runs the tests: every `*.test.ts` under src/ and tests/ but those of tests/real/, or those whose path contains one of the arguments. Prints failures, and skips
 * with their reasons, in full, then the figures that tests tell, and nothing else; the last line counts. Exit status 1 on a failure and
 * when nothing passed.
 *
 * TRUEWHEEL_TEST_JOBS: files at once (default: as many as processors). TRUEWHEEL_TEST_MINUTES: longest a file may run (default 15).
 */
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { testEnvironment } from "./testing/environment.ts";
import {
  count,
  fail,
  figures,
  lastLine,
  newTally,
  type Tally,
  type TestEvent,
  words,
} from "./testing/tally.ts";

const root = join(import.meta.dirname, "..");
const jobs = Number(process.env["TRUEWHEEL_TEST_JOBS"] ?? availableParallelism());
const minutes = Number(process.env["TRUEWHEEL_TEST_MINUTES"] ?? 15);
const scratch = mkdtempSync(join(tmpdir(), "truewheel-test-"));

/** Only run when asked for by name: they fetch from the public index and take minutes. */
const SLOW = "tests/real/";

process.chdir(root);
try {
  process.exitCode = await main(process.argv.slice(2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function main(wanted: readonly string[]): Promise<number> {
  // The long ones of tests/ come first, so that no processor idles at the end.
  const waiting = ["tests/**/*.test.ts", "src/**/*.test.ts"]
    .flatMap((pattern) => globSync(pattern).sort())
    .filter((file) =>
      wanted.length === 0 ? !file.startsWith(SLOW) : wanted.some((part) => file.includes(part)),
    );
  const tallies: Tally[] = [];
  const files = waiting.length;
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const tally = await runFile(file);
      tallies.push(tally);
      progress(`${tallies.length}/${files} ${file}`);
      process.stdout.write(words(tally));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  progress("");
  for (const line of tallies.flatMap(figures).sort()) console.log(line);
  console.log(lastLine(tallies));
  const passed = tallies.some((tally) => tally.passed > 0);
  if (!passed) console.error("error: no test ran");
  return passed && tallies.every((tally) => tally.failed === 0) ? 0 : 1;
}

/** One file in its own process, stopped when it takes too long. */
async function runFile(file: string): Promise<Tally> {
  const tally = newTally(file);
  const overtime = AbortSignal.timeout(minutes * 60_000);
  const events = run({
    files: [join(root, file)],
    concurrency: 1,
    forceExit: false,
    signal: overtime,
    env: testEnvironment(process.env, join(scratch, file)),
  });
  for await (const event of events) {
    if (!overtime.aborted) count(tally, event as TestEvent);
  }
  if (overtime.aborted) fail(tally, "the file as a whole", file, `stopped after ${minutes} minutes`);
  return tally;
}

/** One line that is redrawn, for a person who waits. */
function progress(line: string): void {
  if (process.stderr.isTTY && process.env["CI"] === undefined) process.stderr.write(`\r\u001b[K${line}`);
}
