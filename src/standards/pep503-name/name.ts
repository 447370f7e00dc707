/** Names of projects and extras. Pure. Source: names and normalization specification (PEP 503), PEP 685 for extras. */

const VALID = /^(?:[a-z0-9]|[a-z0-9][a-z0-9._-]*[a-z0-9])$/i;

/** What most names are already. */
const NORMAL = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** `text` in lower case, each run of `-`, `_` and `.` one `-`. Any text is taken: see `isValidName`. */
export function normalizeName(text: string): string {
  if (NORMAL.test(text)) return text;
  return text.toLowerCase().replace(/[-_.]+/g, "-");
}

/** True when `text` may name a project: ASCII letters, digits, `-`, `_`, `.`, with a letter or digit at both ends. */
export function isValidName(text: string): boolean {
  return VALID.test(text);
}
