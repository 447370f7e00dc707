import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../base/fault.ts";
import { processes } from "./process.ts";

const NODE = process.execPath;
const OPTIONS = { environment: {}, timeout: 20_000, limit: 1000 };

test("processes: give what was written, and the status", () => {
  const ended = processes.run(
    NODE,
    ["-e", "console.log('a'); console.error('b'); process.exitCode = 7"],
    OPTIONS,
  );
  assert.deepEqual(
    { ...ended, stdout: String(ended.stdout), stderr: String(ended.stderr) },
    { status: 7, signal: undefined, stdout: "a\n", stderr: "b\n" },
  );
});

test("processes: inherit nothing of the environment, and no standard input", () => {
  const program =
    "process.stdin.on('data', (b) => console.log(b)).on('end', () => console.log(Object.keys(process.env).join()))";
  assert.equal(
    String(processes.run(NODE, ["-e", program], { ...OPTIONS, environment: { ONE: "1" } }).stdout),
    "ONE\n",
  );
});

test("processes: pass standard input, the directory and arguments as they are", () => {
  const program = "process.stdin.on('data', (b) => console.log(String(b), process.cwd(), process.argv[1]))";
  const ended = processes.run(NODE, ["-e", program, "a b; $HOME"], {
    ...OPTIONS,
    directory: "/",
    stdin: Buffer.from("in"),
  });
  assert.equal(String(ended.stdout), "in / a b; $HOME\n");
});

test("processes: tell a signal from a status", () => {
  const ended = processes.run(
    NODE,
    ["-e", "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)"],
    OPTIONS,
  );
  assert.deepEqual([ended.status, ended.signal], [undefined, "SIGTERM"]);
});

const failures: readonly (readonly [string, string, string, Partial<typeof OPTIONS>, string])[] = [
  ["a program that is not there", "/nowhere/program", "", {}, "TW-PROCESS-NOT-STARTED"],
  ["a directory", "/", "", {}, "TW-PROCESS-NOT-STARTED"],
  [
    "a program that does not end",
    NODE,
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
    { timeout: 300 },
    "TW-PROCESS-TIMEOUT",
  ],
  ["a program that writes too much", NODE, "for (;;) console.log('x'.repeat(5000))", {}, "TW-PROCESS-OUTPUT"],
  [
    "a program that says too much of errors",
    NODE,
    "for (;;) console.error('x'.repeat(5000))",
    {},
    "TW-PROCESS-OUTPUT",
  ],
];
for (const [sentence, program, code, options, expected] of failures) {
  test(`processes: throw for ${sentence}`, () => {
    assert.throws(
      () => processes.run(program, ["-e", code], { ...OPTIONS, ...options }),
      (error) => error instanceof Fault && error.code === expected,
    );
  });
}
