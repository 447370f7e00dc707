/**
 * Licence expressions, as `MIT OR (Apache-2.0 WITH LLVM-exception)`. Pure. Source: core metadata specifications, License-Expression
 * (PEP 639); SPDX specification, annex "SPDX license expressions". Operators are read in any case, as PEP 639 asks.
 */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { words } from "../python-language/space.ts";
import { EXCEPTION_IDS, LICENSE_IDS } from "./spdx-ids.ts";

const LONGEST = 10_000;
/** Deepest nesting of parentheses: what Python's own parser takes, which `packaging` relies on. */
const DEEPEST = 200;
const OPERATORS: ReadonlySet<string> = new Set(["and", "or", "with", "(", ")"]);
const REFERENCE = "licenseref-";

let known:
  | { readonly licenses: ReadonlyMap<string, string>; readonly exceptions: ReadonlyMap<string, string> }
  | undefined;

/** The expression with identifiers as SPDX spells them and operators in capitals; throws Fault TW-LICENSE-EXPRESSION. */
export function normalizeLicense(text: string): string {
  if (text.length > LONGEST) throw refused(text, `it has more than ${LONGEST} characters`);
  const spelled = words(text.replace(/[()]/g, " $& "));
  const tokens = words(text.replace(/[()]/g, " $& ").toLowerCase());
  checkGrammar(text, tokens);
  const references = new Map(
    spelled
      .filter((word) => word.toLowerCase().startsWith(REFERENCE))
      .map((word) => [word.toLowerCase(), `LicenseRef-${word.slice(REFERENCE.length)}`]),
  );
  const named = tokens.map((token, at) => {
    if (OPERATORS.has(token)) return token.toUpperCase();
    return tokens[at - 1] === "with" ? exceptionId(text, token) : licenseId(text, token, references);
  });
  return named.join(" ").replaceAll("( ", "(").replaceAll(" )", ")");
}

/** Terms with `and` or `or` between them; a term is a licence, perhaps with an exception, or an expression in parentheses. */
function checkGrammar(text: string, tokens: readonly string[]): void {
  let depth = 0;
  let wantsTerm = true;
  for (const [at, token] of tokens.entries()) {
    const isOpening = token === "(";
    const isTerm = isOpening || !OPERATORS.has(token);
    if (isTerm !== wantsTerm) throw refused(text, `${shownPath(token)} is in the wrong place`);
    if (token === "with" && (!isName(tokens[at - 1]) || !isName(tokens[at + 1])))
      throw refused(text, "WITH stands between a licence and an exception");
    if (token === "with" && tokens[at - 2] === "with") throw refused(text, "WITH follows an exception");
    depth += isOpening ? 1 : token === ")" ? -1 : 0;
    if (depth < 0 || depth > DEEPEST)
      throw refused(text, "its parentheses do not match, or are nested too deeply");
    wantsTerm = isOpening || (token !== ")" && !isTerm);
  }
  if (wantsTerm || depth !== 0) throw refused(text, "it ends too early");
}

function isName(token: string | undefined): boolean {
  return token !== undefined && !OPERATORS.has(token);
}

function exceptionId(text: string, token: string): string {
  const id = identifiers().exceptions.get(token);
  if (id === undefined) throw refused(text, `SPDX knows no exception ${shownPath(token)}`);
  return id;
}

/** A `+` means "or later"; a LicenseRef names a licence that SPDX does not know, and keeps its spelling. */
function licenseId(text: string, token: string, references: ReadonlyMap<string, string>): string {
  if (token.startsWith(REFERENCE)) {
    const reference = references.get(token);
    if (reference === undefined || !/^[a-z0-9.-]+$/.test(token.slice(REFERENCE.length)))
      throw refused(text, `${shownPath(token)} is no LicenseRef`);
    return reference;
  }
  const plus = token.endsWith("+") ? "+" : "";
  const id = identifiers().licenses.get(plus === "" ? token : token.slice(0, -1));
  if (id === undefined) throw refused(text, `SPDX knows no licence ${shownPath(token)}`);
  return id + plus;
}

/** By identifier in lower case; made once, when first needed. */
function identifiers(): NonNullable<typeof known> {
  known ??= { licenses: byLowerCase(LICENSE_IDS), exceptions: byLowerCase(EXCEPTION_IDS) };
  return known;
}

function byLowerCase(ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map(ids.map((id) => [id.toLowerCase(), id]));
}

function refused(text: string, why: string): Fault {
  return new Fault("TW-LICENSE-EXPRESSION", `${shownPath(text)} is no licence expression: ${why}`);
}
