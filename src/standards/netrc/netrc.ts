/**
 * The netrc file: which user and password a host gets. Pure. Source: Python's `netrc` module, which pip uses; the ftp(1) manual, "THE .netrc FILE".
 *
 *     machine host.example login name password secret
 *     default login anonymous password guest
 */

/** One entry. */
export interface NetrcEntry {
  /** Lower case; undefined for `default`. */
  readonly machine: string | undefined;
  readonly login: string;
  readonly password: string;
}

/** The entries in order, or undefined when the file breaks the grammar: then nothing of it may be used. */
export function readNetrc(text: string): readonly NetrcEntry[] | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  const entries: NetrcEntry[] = [];
  for (let at = 0; at < tokens.length; ) {
    const read = readEntry(tokens, at);
    if (read === undefined) return undefined;
    if (read.entry !== undefined) entries.push(read.entry);
    at = read.next;
  }
  return entries;
}

/** The entry for `host`: the last that names it, as in Python, else `default`. */
export function netrcFor(entries: readonly NetrcEntry[], host: string): NetrcEntry | undefined {
  const name = host.toLowerCase();
  return (
    entries.findLast((entry) => entry.machine === name) ??
    entries.findLast((entry) => entry.machine === undefined)
  );
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

function readEntry(tokens: readonly Token[], from: number): { entry?: NetrcEntry; next: number } | undefined {
  let at = from;
  const opening = tokens[at]?.text;
  if (opening !== "machine" && opening !== "default") return undefined;
  const machine = opening === "machine" ? tokens[at + 1]?.text : undefined;
  if (opening === "machine" && machine === undefined) return undefined;
  at += opening === "machine" ? 2 : 1;
  const values = new Map<string, string>();
  for (let word = tokens[at]; word !== undefined; word = tokens[at]) {
    if (!word.quoted && (word.text === "machine" || word.text === "default")) break;
    const key = word.text === "user" ? "login" : word.text;
    const value = tokens[at + 1]?.text;
    if (!["login", "password", "account"].includes(key) || value === undefined) return undefined;
    values.set(key, value);
    at += 2;
  }
  const login = values.get("login") ?? "";
  const password = values.get("password") ?? "";
  return { entry: { machine: machine?.toLowerCase(), login, password }, next: at };
}

/** Words, quoted or not; comments and macro definitions left out. Undefined when a quote does not end within its line. */
function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let inMacro = false;
  for (const line of text.split(/\r\n|\n|\r/)) {
    // A macro runs to the next empty line.
    if (inMacro) inMacro = line.trim() !== "";
    else {
      const stop = takeWords(line, tokens);
      if (stop === "broken") return undefined;
      inMacro = stop === "macro";
    }
  }
  return tokens;
}

const WORD = /\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s"]\S*))/y;

function takeWords(line: string, tokens: Token[]): "end" | "macro" | "broken" {
  let at = 0;
  while (line.slice(at).trim() !== "") {
    WORD.lastIndex = at;
    const found = WORD.exec(line);
    if (found === null) return "broken";
    const [, inQuotes, plain] = found;
    if (isComment(plain, tokens.at(-1))) return "end";
    if (plain === "macdef") return "macro";
    const text = (inQuotes ?? plain ?? "").replace(/\\([\s\S])/g, "$1");
    tokens.push({ text, quoted: inQuotes !== undefined });
    at = WORD.lastIndex;
  }
  return "end";
}

/** A password may begin with `#`; everything else that does is a comment. */
function isComment(plain: string | undefined, before: Token | undefined): boolean {
  return plain?.startsWith("#") === true && !(before?.quoted === false && before.text === "password");
}
