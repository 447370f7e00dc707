/** Where a requirement or an option was written, for messages. Pure. */
import { type Code, Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";

/** A line of a file, or an argument of the command line. */
export interface Origin {
  /** Path or URL of the file as it was opened, without credentials; undefined for the command line. */
  readonly file: string | undefined;
  /** From 1: the first of the joined lines, or the place among the arguments. */
  readonly line: number;
}

/** `requirements.txt:3`, or `argument 1`. */
export function originText(origin: Origin): string {
  return origin.file === undefined ? `argument ${origin.line}` : `${shownFile(origin.file)}:${origin.line}`;
}

/** A path or URL as people read it, what a terminal would act on made visible. */
export function shownFile(file: string): string {
  return shownPath(withoutCredentials(file)).slice(1, -1);
}

/** A Fault whose message begins with the place. */
export function faultAt(origin: Origin, code: Code, message: string, hint?: string): Fault {
  return new Fault(code, `${originText(origin)}: ${message}`, hint === undefined ? {} : { hint });
}

/** Does `act`; a Fault of it is thrown again with the place before its message. */
export function at<Result>(origin: Origin, act: () => Result): Result {
  try {
    return act();
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const hint = thrown.hint === undefined ? {} : { hint: thrown.hint };
    throw new Fault(thrown.code, `${originText(origin)}: ${withoutCredentials(thrown.message)}`, hint);
  }
}

/** `text` without what stands between `//` and the last `@` of a word: for messages only, so it rather takes too much. */
export function withoutCredentials(text: string): string {
  if (!text.includes("@")) return text;
  const words = text.split(/([\s"]+)/);
  return words.map(withoutCredentialsOfWord).join("");
}

function withoutCredentialsOfWord(word: string): string {
  const start = word.indexOf("://");
  const end = word.lastIndexOf("@");
  return start < 0 || end < start ? word : word.slice(0, start + 3) + word.slice(end + 1);
}
