/**
 * The grammar of environment markers. Pure. Source: dependency specifiers specification (PEP 508), "Grammar"; PEP 751 for `extras` and
 * `dependency_groups`. As `packaging` does, old spellings with a dot are taken, and both sides may be a variable or a text.
 */
import { normalizeName } from "../pep503-name/name.ts";
import { stringLiteralValue } from "../python-language/string-literal.ts";
import type { Scanner } from "./scanner.ts";

/** One side of a comparison. */
export interface Operand {
  readonly kind: "variable" | "text";
  /** The variable's name, or the text. */
  readonly value: string;
}

/** One comparison, as `python_version >= "3.8"`. */
export interface Comparison {
  readonly left: Operand;
  readonly operator: "===" | "==" | "~=" | "!=" | "<=" | ">=" | "<" | ">" | "in" | "not in";
  readonly right: Operand;
}

/** Comparisons and groups with `and` or `or` between them; `and` binds tighter. A group stands for parentheses. */
export type Marker = readonly MarkerPart[];
/** See `Marker`. */
export type MarkerPart = Comparison | Marker | "and" | "or";

const VARIABLE = new RegExp(
  [
    "\\b(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)",
    "platform[._](?:version|machine|python_implementation)|python_implementation",
    "implementation_(?:name|version)|extras?|dependency_groups)\\b",
  ].join("|"),
  "y",
);
const QUOTED = /'[^']*'|"[^"]*"/y;
const COMPARISON = /===|==|~=|!=|<=|>=|<|>/y;
const BOOLEAN = /\b(?:or|and)\b/y;
const IN = /\bin\b/y;
const NOT = /\bnot\b/y;
const OPEN = /\(/y;
const CLOSE = /\)/y;

/** Variables that hold a set of names (PEP 751). */
export const SET_VARIABLES: ReadonlySet<string> = new Set(["extras", "dependency_groups"]);

/** Deepest nesting of parentheses read. */
const DEEPEST = 300;

/** Reads a marker and stops behind it. */
export function scanMarker(scanner: Scanner, depth = 0): Marker {
  const parts: MarkerPart[] = [scanAtom(scanner, depth)];
  for (;;) {
    const operator = scanner.take(BOOLEAN);
    if (operator === undefined) return parts;
    parts.push(operator === "or" ? "or" : "and", scanAtom(scanner, depth));
  }
}

function scanAtom(scanner: Scanner, depth: number): MarkerPart {
  scanner.skipBlanks();
  if (scanner.take(OPEN) === undefined) return scanComparison(scanner);
  if (depth === DEEPEST) scanner.refuse("parentheses are nested too deeply");
  scanner.skipBlanks();
  const group = scanMarker(scanner, depth + 1);
  scanner.skipBlanks();
  scanner.expect(CLOSE, "`)`");
  scanner.skipBlanks();
  return group;
}

function scanComparison(scanner: Scanner): Comparison {
  const left = scanOperand(scanner);
  scanner.skipBlanks();
  const operator = scanOperator(scanner);
  scanner.skipBlanks();
  const right = scanOperand(scanner);
  scanner.skipBlanks();
  return withNormalNames({ left, operator, right });
}

function scanOperand(scanner: Scanner): Operand {
  const variable = scanner.take(VARIABLE);
  if (variable !== undefined) {
    const name = variable.replace(".", "_");
    return {
      kind: "variable",
      value: name === "python_implementation" ? "platform_python_implementation" : name,
    };
  }
  const quoted = scanner.expect(QUOTED, "a marker variable or a quoted text");
  const value = stringLiteralValue(quoted.slice(1, -1));
  if (value === undefined) scanner.refuse("a quoted text that Python reads is expected before");
  return { kind: "text", value };
}

function scanOperator(scanner: Scanner): Comparison["operator"] {
  if (scanner.take(IN) !== undefined) return "in";
  if (scanner.take(NOT) !== undefined) {
    if (!scanner.skipBlanks()) scanner.refuse("a space after `not` is expected");
    scanner.expect(IN, "`in` after `not`");
    return "not in";
  }
  return scanner.expect(COMPARISON, "a comparison, `in` or `not in`") as Comparison["operator"];
}

/** Names of extras and groups are compared in their normal form (PEP 685, PEP 735). */
function withNormalNames(comparison: Comparison): Comparison {
  const { left, right } = comparison;
  if (isVariable(left, "extra") && right.kind === "text") return { ...comparison, right: normal(right) };
  const named = isVariable(right, "extra") || (right.kind === "variable" && SET_VARIABLES.has(right.value));
  return named && left.kind === "text" ? { ...comparison, left: normal(left) } : comparison;
}

function isVariable(operand: Operand, name: string): boolean {
  return operand.kind === "variable" && operand.value === name;
}

function normal(text: Operand): Operand {
  return { kind: "text", value: normalizeName(text.value) };
}
