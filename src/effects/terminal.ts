/** The two streams and the progress line, for real. */

import type { Progress } from "../ports/progress.ts";
import type { Terminal } from "../ports/terminal.ts";
import { fs } from "./node-fs.ts";

/** How much is said. */
export interface Speech {
  /** -1 quiet, 0 ordinary, 1 and more verbose. */
  readonly verbosity: number;
  readonly color: "auto" | "always" | "never";
  readonly progress: boolean;
}

/** The terminal this process has. `NO_COLOR` and `TERM=dumb` count under `auto`; a CI log gets plain lines. */
export function openTerminal(speech: Speech): Terminal {
  const { NO_COLOR, TERM, CI } = process.env;
  const interactive = !CI && TERM !== "dumb" && isDevice(2) && process.stderr.isTTY === true;
  return {
    out: (text) => write(1, text),
    error: (text) => write(2, text),
    interactive,
    color: speech.color === "always" || (speech.color === "auto" && interactive && !NO_COLOR),
    width: interactive ? (process.stderr.columns ?? 80) : 80,
  };
}

/** Asked first, because `process.stderr` loads Node's streams: no terminal is a file or a pipe. */
function isDevice(handle: number): boolean {
  try {
    return fs.fstatSync(handle).isCharacterDevice();
  } catch {
    return false;
  }
}

/** Writes all of `text`, however slowly the other end reads; an end that went away ends the writing, not the work. */
function write(stream: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += fs.writeSync(stream, bytes, at);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const REDRAW = 80;
const CLEAR = "\r\u001b[2K";

/** A line that is redrawn in a terminal; elsewhere only notices and, with `-v`, details. */
export function openProgress(terminal: Terminal, speech: Speech): Progress {
  const drawn = terminal.interactive && speech.progress && speech.verbosity >= 0;
  let step: { readonly name: string; readonly total: number | undefined } | undefined;
  let done = 0;
  let last = 0;
  const draw = (): void => {
    if (!drawn || step === undefined || Date.now() - last < REDRAW) return;
    last = Date.now();
    const share =
      step.total === undefined
        ? ""
        : ` ${Math.min(100, Math.floor((100 * done) / Math.max(1, step.total)))} %`;
    terminal.error(`${CLEAR}${step.name}${share}`.slice(0, terminal.width + CLEAR.length - 1));
  };
  const line = (text: string): void => terminal.error(`${drawn ? CLEAR : ""}${text}\n`);
  return {
    begin(name, total) {
      step = { name, total };
      done = 0;
      last = 0;
      draw();
    },
    advance(amount) {
      done += amount;
      draw();
    },
    end() {
      if (drawn && step !== undefined) terminal.error(CLEAR);
      step = undefined;
    },
    detail: (text) => {
      if (speech.verbosity > 0) line(text);
    },
    notice: (text) => {
      if (speech.verbosity >= 0) line(`note: ${text}`);
    },
  };
}
