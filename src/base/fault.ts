/** The one thrown class. Pure. A Fault means "cannot go on"; a *no* that was decided is a Verdict or a Finding, which are data. */

/** A stable code. Each one has an entry in `model/codes`, which `truewheel explain CODE` prints; a test keeps the two equal. */
export type Code = `TW-${string}`;

/** Cannot go on: usage, malformed input, unreachable source, disk, interpreter. `message` is one sentence without a full stop. */
export class Fault extends Error {
  /** Stable code; decides the exit status through `model/codes`. */
  readonly code: Code;
  /** What the user can do next, one sentence, when there is something. */
  readonly hint: string | undefined;
  override readonly name = "Fault";

  constructor(code: Code, message: string, more: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.hint = more.hint;
  }
}

/** The code of what was thrown, or undefined when it is no Fault. */
export function codeOf(thrown: unknown): Code | undefined {
  return thrown instanceof Fault ? thrown.code : undefined;
}
