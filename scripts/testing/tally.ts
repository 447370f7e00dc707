/** Counts what node:test reports of one test file and keeps the words worth reading: failures and skips in full. Pure. */
import { inspect } from "node:util";

/** The part of a node:test event that counts. Source: Node.js documentation, "Class: TestsStream". */
export interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    readonly file?: string | undefined;
    readonly entryFile?: string | undefined;
    readonly line?: number | undefined;
    readonly classname?: string;
    readonly message?: string;
    readonly skip?: string | boolean | undefined;
    readonly todo?: string | boolean | undefined;
    readonly details?: { readonly type?: string | undefined; readonly error?: unknown };
  };
}

/** Counts and words of one file. */
export interface Tally {
  readonly file: string;
  passed: number;
  /** Tests that failed, files that failed around their tests, and files without a test. */
  failed: number;
  skipped: number;
  /** A heading and its text, one a failure. */
  readonly failures: string[];
  readonly skips: string[];
  /** What the file printed; shown only when something in it failed. */
  output: string;
}

/** A tally of nothing yet. `file` is its name as shown. */
export function newTally(file: string): Tally {
  return { file, passed: 0, failed: 0, skipped: 0, failures: [], skips: [], output: "" };
}

/** Adds one event. A test whose own subtests failed is not counted a second time. */
export function count(tally: Tally, event: TestEvent): void {
  const { data } = event;
  if (event.type === "test:stdout" || event.type === "test:stderr") tally.output += data.message ?? "";
  if (event.type === "test:diagnostic" && data.entryFile !== undefined) tally.output += `${data.message}\n`;
  if (event.type !== "test:pass" && event.type !== "test:fail") return;
  const own = data.name?.endsWith(tally.file) ? "the file as a whole" : data.name;
  const name = [data.classname, own].filter((part) => part !== undefined).join(" > ");
  const where = whereOf(tally, data);
  const put = data.skip ?? data.todo;
  if (put !== undefined && put !== false) {
    tally.skipped += 1;
    tally.skips.push(
      `${name} (${where}): ${typeof put === "string" && put !== "" ? put : "NO REASON GIVEN"}`,
    );
  } else if (event.type === "test:fail") {
    fail(tally, name, where, data.details?.error);
  } else if (data.entryFile === undefined) {
    fail(tally, name, where, "the file ran to its end without a single test");
  } else if (data.details?.type !== "suite") {
    tally.passed += 1;
  }
}

/** Adds a failure that no event told, such as a file that had to be stopped. */
export function fail(tally: Tally, name: string, where: string, error: unknown): void {
  const reason = failureType(error);
  if (reason === "subtestsFailed" && tally.failed > 0) return;
  tally.failed += 1;
  const cause = error instanceof Error && reason === "testCodeFailure" ? (error.cause ?? error) : error;
  tally.failures.push(`${name} (${where})\n${typeof cause === "string" ? cause : inspect(cause)}`);
}

/** `file:line` of the test, which may have been written by a helper in another file of the same tree. */
function whereOf(tally: Tally, data: TestEvent["data"]): string {
  const root = data.entryFile?.endsWith(tally.file) ? data.entryFile.slice(0, -tally.file.length) : undefined;
  const elsewhere =
    root !== undefined && data.file?.startsWith(root) ? data.file.slice(root.length) : tally.file;
  const helper = elsewhere === tally.file ? "" : `${tally.file}, by `;
  return `${helper}${elsewhere}${data.line === undefined ? "" : `:${data.line}`}`;
}

function failureType(error: unknown): unknown {
  return error instanceof Error && "failureType" in error ? error.failureType : undefined;
}

/** The words for one file: nothing when all of it passed. */
export function words(tally: Tally): string {
  const lines = tally.skips.map((skip) => `SKIPPED ${skip}\n`);
  for (const failure of tally.failures) lines.push(`FAILED ${indent(failure)}\n`);
  if (tally.failed > 0 && tally.output !== "")
    lines.push(`  what ${tally.file} printed:\n    ${indent(tally.output)}\n`);
  return lines.join("");
}

function indent(text: string): string {
  return text.trimEnd().replaceAll("\n", "\n    ");
}

/** Lines by which tests tell their figures; shown whether or not all passed, at the end. */
export function figures(tally: Tally): readonly string[] {
  return tally.output.split("\n").flatMap((line) => /figures: (.*)$/.exec(line)?.[1] ?? []);
}

/** The last line: `N passed, N failed`, then `, N skipped` when there are any. */
export function lastLine(tallies: readonly Tally[]): string {
  const sum = (key: "passed" | "failed" | "skipped") =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
