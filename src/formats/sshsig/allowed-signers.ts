/**
 * The `allowed_signers` document. Pure. Source: ssh-keygen(1), "ALLOWED SIGNERS"; ssh_config(5), "PATTERNS".
 *
 *     principals [options] type base64 [comment]
 *
 * Options that are not known here make the whole document unreadable, as one could limit a key. Moments are UTC and end in `Z`: without it
 * ssh-keygen takes them as local time, and the same document would mean different things on two machines.
 */
import { fromBase64 } from "../../base/base64.ts";
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../portable-path/portable-path.ts";
import { parseSshKey } from "./public-key.ts";

const LONGEST = 1024 * 1024;

/** One line. */
export interface AllowedSigner {
  /** Patterns; `!` before one takes names out. */
  readonly principals: readonly string[];
  /** Patterns; undefined for any. */
  readonly namespaces: readonly string[] | undefined;
  /** Milliseconds since the epoch. */
  readonly validAfter: number | undefined;
  readonly validBefore: number | undefined;
  readonly type: string;
  readonly blob: Uint8Array;
}

/** Reads a document; throws Fault TW-SSHSIG-SIGNERS, which names the line. `cert-authority` lines are refused: certificates are not read. */
export function parseAllowedSigners(text: string): readonly AllowedSigner[] {
  if (text.length > LONGEST) throw malformed(0, "the document is too long");
  return text.split("\n").flatMap((line, at) => {
    const trimmed = line.replace(/^[ \t]+|[ \t\r]+$/g, "");
    return trimmed === "" || trimmed.startsWith("#") ? [] : [signer(trimmed, at + 1)];
  });
}

/** One public key, `type base64` with or without a comment; throws Fault TW-SSHSIG-SIGNERS. */
export function parseKeyLine(text: string, line = 1): { readonly type: string; readonly blob: Uint8Array } {
  const [type = "", base64 = ""] = text.split(/[ \t]+/);
  const blob = fromBase64(base64);
  if (blob === undefined || blob.length === 0) throw malformed(line, "the key is no base64");
  let parsed: string;
  try {
    parsed = parseSshKey(blob).type;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw malformed(line, cause.message);
  }
  if (parsed !== type) throw malformed(line, "the key is of another type than the line says");
  return { type, blob };
}

/** Whether `name` matches a list of patterns: one matches, and none that is negated. */
export function matchesPatterns(name: string, patterns: readonly string[]): boolean {
  const denied = patterns.some((each) => each.startsWith("!") && matchesPattern(name, each.slice(1)));
  return !denied && patterns.some((each) => !each.startsWith("!") && matchesPattern(name, each));
}

/** `*` stands for any text, `?` for one character; no steps backwards but to the last `*`. */
export function matchesPattern(name: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const want = pattern[inPattern];
    if (want === "*") {
      star = inPattern++;
      resume = at;
    } else if (want !== undefined && (want === "?" || want === name[at])) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(inPattern));
}

function signer(text: string, line: number): AllowedSigner {
  const [first = "", rest = ""] = word(text, line);
  const principals = (first.startsWith('"') ? first.slice(1, -1) : first).split(",");
  if (principals.some((each) => each === "" || each === "!")) throw malformed(line, "a principal is empty");
  // A line without options goes on with the type of its key.
  const [second = "", after = ""] = word(rest, line);
  const isType = /^(?:sk-)?(?:ssh-|ecdsa-)/.test(second);
  const options = isType ? new Map<string, string>() : parseOptions(second, line);
  const { type, blob } = parseKeyLine(isType ? rest : after, line);
  const namespaces = options.get("namespaces");
  return {
    principals,
    namespaces: namespaces?.split(","),
    validAfter: moment(options.get("valid-after"), line),
    validBefore: moment(options.get("valid-before"), line),
    type,
    blob,
  };
}

/** The first word, blanks in double quotes included, and what follows it. */
function word(text: string, line: number): readonly [string, string] {
  const [, found, rest] = /^((?:[^ \t"]|"[^"]*")+)(?:[ \t]+(.*))?$/.exec(text) ?? [];
  if (found === undefined) throw malformed(line, "a quote is not closed, or the line ends early");
  return [found, rest ?? ""];
}

function parseOptions(text: string, line: number): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of text.match(/(?:[^,"]|"[^"]*")+/g) ?? []) {
    const [, name = "", value] = /^([A-Za-z-]+)="([^"]*)"$/.exec(part) ?? [];
    if (/^cert-authority$/i.test(part))
      throw malformed(line, "certificates are not read, so no authority can be allowed");
    const key = name.toLowerCase();
    if (value === undefined || !["namespaces", "valid-after", "valid-before"].includes(key))
      throw malformed(line, `the option ${shownPath(part)} is not known`);
    if (options.has(key)) throw malformed(line, `the option ${key} occurs twice`);
    options.set(key, value);
  }
  return options;
}

/** `YYYYMMDD[HHMM[SS]]Z` as milliseconds since the epoch. */
function moment(text: string | undefined, line: number): number | undefined {
  if (text === undefined) return undefined;
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00"] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const value = Date.parse(iso);
  if (Number.isNaN(value) || new Date(value).toISOString() !== iso)
    throw malformed(line, `${shownPath(text)} is no moment in UTC (YYYYMMDDHHMMSSZ)`);
  return value;
}

function malformed(line: number, why: string): Fault {
  return new Fault("TW-SSHSIG-SIGNERS", `line ${line} of the allowed signers cannot be read: ${why}`);
}
