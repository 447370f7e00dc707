/** Dependency specifiers: `name[extra] >=1 ; marker` and `name @ url`. Pure. Source: dependency specifiers specification (PEP 508), "Grammar". */
import { byCodePoint } from "../../base/order.ts";
import { SPECIFIER } from "../pep440-version/specifier.ts";
import { formatSpecifiers, parseSpecifiers, type Specifiers } from "../pep440-version/specifiers.ts";
import { normalizeName } from "../pep503-name/name.ts";
import { formatMarker, type Marker } from "./marker.ts";
import { scanMarker } from "./marker-grammar.ts";
import { Scanner } from "./scanner.ts";

/** One requirement. */
export interface Requirement {
  /** As written. */
  readonly name: string;
  /** The name's normal form. */
  readonly normalized: string;
  /** As written, each spelling once, in the order written. */
  readonly extras: readonly string[];
  /** Empty when there is a URL. */
  readonly specifiers: Specifiers;
  /** What follows `@`, as written and not checked; undefined when there is none. */
  readonly url: string | undefined;
  readonly marker: Marker | undefined;
}

/** Longest requirement read, in UTF-16 units. */
const LONGEST = 40_000;

const NAME = /\b[a-zA-Z0-9][a-zA-Z0-9._-]*\b/y;
const CLAUSE = new RegExp(SPECIFIER, "iy");
const COMMA = /,/y;
const AT = /@/y;
const URL_TEXT = /[^ \t]+/y;
const SEMICOLON = /;/y;
const OPEN_BRACKET = /\[/y;
const CLOSE_BRACKET = /\]/y;
const OPEN = /\(/y;
const CLOSE = /\)/y;

/** `text` as a requirement; throws Fault TW-REQUIREMENT-INVALID, or TW-SPECIFIER-INVALID for a clause. */
export function parseRequirement(text: string): Requirement {
  const plain = text.length > LONGEST_PLAIN ? null : PLAIN.exec(text);
  if (plain === null) return parseAnyRequirement(text);
  const [, name = "", clauses = ""] = plain;
  return {
    name,
    normalized: normalizeName(name),
    extras: [],
    specifiers: parseSpecifiers(clauses),
    url: undefined,
    marker: undefined,
  };
}

/** A name, perhaps with clauses of releases: `name>=1.2,<3`, read at once because most requirements are no more than that. */
const PLAIN =
  /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?) ?((?:(?:<=|>=|==|!=|<|>) ?[0-9]+(?:\.[0-9]+)*(?:,(?=[<>=!])|$))*)$/;
const LONGEST_PLAIN = 200;

/** Any spelling. */
function parseAnyRequirement(text: string): Requirement {
  const scanner = new Scanner(text.slice(0, LONGEST), "TW-REQUIREMENT-INVALID", "dependency specifier");
  if (text.length > LONGEST) scanner.refuse(`more than ${LONGEST} characters are not read, seen`);
  scanner.skipBlanks();
  const name = scanner.expect(NAME, "a project's name");
  scanner.skipBlanks();
  const extras = scanExtras(scanner);
  scanner.skipBlanks();
  const url = scanUrl(scanner);
  const specifiers = url === undefined ? scanSpecifiers(scanner) : "";
  const marker = scanMarkerPart(scanner);
  return {
    name,
    normalized: normalizeName(name),
    extras: [...new Set(extras)],
    specifiers: parseSpecifiers(specifiers),
    url,
    marker,
  };
}

/** The requirement's text: extras and clauses sorted, the marker in its normal text. */
export function formatRequirement(requirement: Requirement): string {
  const { name, extras, specifiers, url, marker } = requirement;
  const sorted = extras.toSorted(byCodePoint).join(",");
  const source = url === undefined ? formatSpecifiers(specifiers) : ` @ ${url}`;
  // A `;` right behind a URL would be a part of it.
  const condition = marker === undefined ? "" : `${url === undefined ? "" : " "}; ${formatMarker(marker)}`;
  return name + (sorted === "" ? "" : `[${sorted}]`) + source + condition;
}

function scanExtras(scanner: Scanner): readonly string[] {
  if (scanner.take(OPEN_BRACKET) === undefined) return [];
  scanner.skipBlanks();
  const extras: string[] = [];
  const first = scanner.take(NAME);
  if (first !== undefined) {
    extras.push(first);
    scanner.skipBlanks();
    while (scanner.take(COMMA) !== undefined) {
      scanner.skipBlanks();
      extras.push(scanner.expect(NAME, "an extra's name"));
      scanner.skipBlanks();
    }
  }
  scanner.expect(CLOSE_BRACKET, "`,` or `]`");
  return extras;
}

function scanUrl(scanner: Scanner): string | undefined {
  if (scanner.take(AT) === undefined) return undefined;
  scanner.skipBlanks();
  const url = scanner.expect(URL_TEXT, "a URL");
  if (!scanner.atEnd && !scanner.skipBlanks()) scanner.refuse("a space after the URL is expected");
  return url;
}

function scanSpecifiers(scanner: Scanner): string {
  const open = scanner.take(OPEN) !== undefined;
  scanner.skipBlanks();
  const specifiers = scanClauses(scanner);
  scanner.skipBlanks();
  if (open) scanner.expect(CLOSE, "`,` or `)`");
  scanner.skipBlanks();
  return specifiers;
}

/** Clauses with commas between them; one more comma may end them. */
function scanClauses(scanner: Scanner): string {
  const clauses: string[] = [];
  for (;;) {
    const clause = scanner.take(CLAUSE);
    if (clause === undefined) break;
    clauses.push(clause);
    scanner.skipBlanks();
    if (scanner.take(COMMA) === undefined) break;
    scanner.skipBlanks();
  }
  return clauses.join(",");
}

function scanMarkerPart(scanner: Scanner): Marker | undefined {
  if (scanner.atEnd) return undefined;
  scanner.expect(SEMICOLON, "a version specifier, `;` or the end");
  const marker = scanMarker(scanner);
  scanner.skipBlanks();
  if (!scanner.atEnd) scanner.refuse("`and`, `or` or the end is expected");
  return marker;
}
