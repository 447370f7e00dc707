/** The refusal when nothing can be selected. Pure. */
import { Fault } from "../../base/fault.ts";
import type { Failure } from "../../stages/resolve/problem.ts";

/** Fault TW-LOCK-IMPOSSIBLE: the sentences, and below them the lines of the inputs that have a part in it. */
export function impossible({ because, origins, prereleases }: Failure): Fault {
  const lines = [
    "no set of versions meets the requirements:",
    ...because.map((sentence) => `  ${sentence}`),
    ...origins.map((origin) => `  asked for in ${origin}`),
  ];
  return new Fault("TW-LOCK-IMPOSSIBLE", lines.join("\n"), { hint: hintOf(because, prereleases) });
}

function hintOf(because: readonly string[], prereleases: readonly string[]): string {
  if (because.some((sentence) => sentence.includes("does not say what it needs without being built")))
    return "Ask for a version that has a wheel, or have its maintainers publish one (or an sdist with Metadata-Version 2.2 or newer); nothing is built to lock.";
  if (because.some((sentence) => sentence.includes("was uploaded on")))
    return "Newer files are left aside; --exclude-newer says from when on, and `--exclude-newer now` takes them all.";
  if (prereleases.length > 0)
    return `There are pre-releases of ${prereleases.slice(0, 3).join(", ")}: --pre takes them, or a requirement that names one.`;
  return "Change one of the lines that are named above.";
}
