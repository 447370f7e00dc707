/** Environment markers: read, written, evaluated. Pure. Source: dependency specifiers specification (PEP 508), "Environment Markers". */
import { Fault } from "../../base/fault.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import { asSpecifier, meets, type Specifier } from "../pep440-version/specifier.ts";
import { asVersion } from "../pep440-version/version.ts";
import { normalizeName } from "../pep503-name/name.ts";
import {
  type Comparison,
  type Marker,
  type MarkerPart,
  type Operand,
  SET_VARIABLES,
  scanMarker,
} from "./marker-grammar.ts";
import { Scanner } from "./scanner.ts";

export type { Comparison, Marker, MarkerPart, Operand } from "./marker-grammar.ts";

/** Values of the marker variables by name; `extras` and `dependency_groups` are sets of names. */
export type MarkerEnvironment = Readonly<Record<string, string | ReadonlySet<string>>>;

/** Longest marker read, in UTF-16 units. */
const LONGEST = 20_000;

/** Variables that are compared as versions when the other side is one. */
const VERSIONS: ReadonlySet<string> = new Set([
  "implementation_version",
  "platform_release",
  "python_full_version",
  "python_version",
]);

/** `text` as a marker; throws Fault TW-MARKER-INVALID. */
export function parseMarker(text: string): Marker {
  const scanner = new Scanner(text.slice(0, LONGEST), "TW-MARKER-INVALID", "environment marker");
  if (text.length > LONGEST) scanner.refuse(`more than ${LONGEST} characters are not read, seen`);
  const marker = scanMarker(scanner);
  if (!scanner.atEnd) scanner.refuse("`and`, `or` or the end is expected");
  return marker;
}

/** Both or one of two markers. */
export function joinMarkers(left: Marker, operator: "and" | "or", right: Marker): Marker {
  return [left, operator, right];
}

/** The marker's normal text; throws Fault TW-MARKER-INVALID for a text that holds both kinds of quotes, which no marker can say. */
export function formatMarker(marker: Marker): string {
  return formatParts(marker, true);
}

function formatParts(parts: Marker, outermost: boolean): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && isGroup(only)) return formatParts(only, outermost);
  const text = parts.map((part) => (isGroup(part) ? formatParts(part, false) : formatPart(part))).join(" ");
  return outermost || parts.length === 1 ? text : `(${text})`;
}

function formatPart(part: Comparison | "and" | "or"): string {
  if (typeof part === "string") return part;
  return `${formatOperand(part.left)} ${part.operator} ${formatOperand(part.right)}`;
}

function formatOperand(operand: Operand): string {
  const { kind, value } = operand;
  if (kind === "variable") return value;
  if (!value.includes('"')) return `"${value}"`;
  if (!value.includes("'")) return `'${value}'`;
  throw new Fault("TW-MARKER-INVALID", `the marker text ${shownPath(value)} holds both kinds of quotes`);
}

/**
 * True when the marker holds in `environment`, which maps every variable used to its value. With `extras`, it holds when it does for
 * one of them, or, when there are none, for no extra; without, `environment.extra` counts, or no extra. Every comparison is made, so a
 * Fault TW-MARKER-UNDEFINED (a variable without a value, or a comparison without a meaning) does not depend on the others.
 */
export function evaluateMarker(
  marker: Marker,
  environment: MarkerEnvironment,
  extras?: ReadonlySet<string>,
): boolean {
  const given = ofEnvironment(environment, "extra");
  const tried =
    extras === undefined ? [typeof given === "string" ? given : ""] : extras.size === 0 ? [""] : extras;
  let holds = false;
  for (const extra of tried) {
    holds = evaluateParts(marker, { environment, extra: normalizeName(extra) }) || holds;
  }
  return holds;
}

/** The environment, and the extra in its normal form. */
interface Values {
  readonly environment: MarkerEnvironment;
  readonly extra: string;
}

function ofEnvironment(
  environment: MarkerEnvironment,
  name: string,
): string | ReadonlySet<string> | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

function lookUp({ environment, extra }: Values, name: string): string | ReadonlySet<string> | undefined {
  if (name === "extra") return extra;
  const value = ofEnvironment(environment, name);
  // A Python built between releases calls itself `3.13.0+`, which is a version only with a local label.
  return name === "python_full_version" && typeof value === "string" && value.endsWith("+")
    ? `${value}local`
    : value;
}

function evaluateParts(parts: Marker, values: Values): boolean {
  let any = false;
  let all = true;
  for (const part of parts) {
    if (part === "and") continue;
    if (part === "or") {
      any ||= all;
      all = true;
      continue;
    }
    const holds = isGroup(part) ? evaluateParts(part, values) : evaluateComparison(part, values);
    all &&= holds;
  }
  return any || all;
}

function evaluateComparison(comparison: Comparison, values: Values): boolean {
  const { left, operator, right } = comparison;
  // One side is looked up; between two variables the right one is only its name, between two texts the right one is no variable.
  const name = left.kind === "variable" ? left.value : right.value;
  const value = lookUp(values, name);
  if (value === undefined) throw noMeaning(`${shownPath(name)} has no value in this environment`);
  const leftValue = left.kind === "variable" ? value : left.value;
  const rightValue = left.kind === "variable" ? right.value : value;
  if (typeof leftValue !== "string") throw noMeaning(`${name} is a set and can only stand behind \`in\``);
  if (SET_VARIABLES.has(name))
    return compareTexts(normalizeName(leftValue), operator, normalNames(rightValue));
  if (VERSIONS.has(name) && typeof rightValue === "string") {
    const clause = clauseOf(comparison, rightValue);
    if (clause !== undefined) return meets(clause, { text: leftValue, version: asVersion(leftValue) });
  }
  return compareTexts(leftValue, operator, rightValue);
}

/** Clauses of comparisons with a text on the right, which do not depend on the environment and are asked for again and again. */
const clauses = new WeakMap<Comparison, { readonly clause: Specifier | undefined }>();

function clauseOf(comparison: Comparison, right: string): Specifier | undefined {
  if (comparison.right.kind === "variable") return asSpecifier(comparison.operator + right);
  let known = clauses.get(comparison);
  if (known === undefined) {
    known = { clause: asSpecifier(comparison.operator + right) };
    clauses.set(comparison, known);
  }
  return known.clause;
}

/** Comparisons of what is no version: equality, and parts of a text or members of a set. An order of texts is never true by itself. */
function compareTexts(
  left: string,
  operator: Comparison["operator"],
  right: string | ReadonlySet<string>,
): boolean {
  switch (operator) {
    case "in":
      return typeof right === "string" ? right.includes(left) : right.has(left);
    case "not in":
      return typeof right === "string" ? !right.includes(left) : !right.has(left);
    case "==":
    case "<=":
    case ">=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
    case ">":
      return false;
    case "===":
    case "~=":
      throw noMeaning(`\`${operator}\` has no meaning between ${shownPath(left)} and what is no version`);
  }
}

function normalNames(names: string | ReadonlySet<string>): string | ReadonlySet<string> {
  return typeof names === "string" ? normalizeName(names) : new Set([...names].map(normalizeName));
}

function isGroup(part: MarkerPart): part is Marker {
  return Array.isArray(part);
}

function noMeaning(why: string): Fault {
  return new Fault("TW-MARKER-UNDEFINED", `an environment marker cannot be evaluated: ${why}`);
}
