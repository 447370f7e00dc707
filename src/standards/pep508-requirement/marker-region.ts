/**
 * The environments in which a marker holds. Pure. Source: dependency specifiers specification (PEP 508), "Environment Markers".
 *
 * `python_version` is told by `python_full_version`, so both are one variable; a Python between releases counts as the release before. Comparisons of which
 * nothing can be concluded (`platform_release`, a text within a variable) are variables of their own.
 */
import { type Operator, parseSpecifier } from "../pep440-version/specifier.ts";
import { asVersion, formatBase, parseVersion, type Version } from "../pep440-version/version.ts";
import {
  evaluateMarker,
  formatMarker,
  type Marker,
  type MarkerEnvironment,
  type MarkerPart,
} from "./marker.ts";
import type { Comparison } from "./marker-grammar.ts";
import { SET_VARIABLES } from "./marker-grammar.ts";
import type { Cut, Region, Regions } from "./region.ts";

/** The key of the Python version among variables: the first in order. */
export const PYTHON = "0 python_full_version";

/** Variables whose values are compared as they are, in their order. */
const TEXTS = [
  "sys_platform",
  "platform_system",
  "os_name",
  "platform_machine",
  "platform_python_implementation",
  "implementation_name",
];

/** Reads markers as regions. */
export class MarkerRegions {
  readonly regions: Regions;
  private readonly fixed: MarkerEnvironment;
  private readonly known = new Map<Marker, Map<string, Region>>();

  /** `fixed` are variables whose values are known; the others stay open. */
  constructor(regions: Regions, fixed: MarkerEnvironment) {
    this.regions = regions;
    this.fixed = fixed;
  }

  /** Where `marker` holds when `extra` (normal name, or empty) is asked for. Throws Fault TW-MARKER-UNDEFINED. */
  of(marker: Marker, extra: string): Region {
    const known = this.known.get(marker)?.get(extra);
    if (known !== undefined) return known;
    const region = this.ofParts(marker, extra);
    const byExtra = this.known.get(marker) ?? new Map<string, Region>();
    this.known.set(marker, byExtra.set(extra, region));
    return region;
  }

  /** Where a flag with this text is set: what a marker says in these words. */
  flag(words: string): Region {
    const { everywhere, nowhere } = this.regions;
    return this.regions.text(`2 ${words}`, ["true"], [nowhere, everywhere]);
  }

  /** Pythons that a clause takes. */
  python(operator: Operator, text: string): Region {
    const clause = parseSpecifier(operator + text);
    return clause.parsed === undefined
      ? this.regions.nowhere
      : this.ofFullVersion(operator, clause.parsed, clause.prefix);
  }

  private ofParts(parts: readonly MarkerPart[], extra: string): Region {
    let any: Region = this.regions.nowhere;
    let all: Region = this.regions.everywhere;
    for (const part of parts) {
      if (part === "and") continue;
      if (part === "or") {
        any = this.regions.or(any, all);
        all = this.regions.everywhere;
        continue;
      }
      const region = "operator" in part ? this.ofComparison(part, extra) : this.ofParts(part, extra);
      all = this.regions.and(all, region);
    }
    return this.regions.or(any, all);
  }

  private ofComparison(comparison: Comparison, extra: string): Region {
    const { everywhere, nowhere } = this.regions;
    const variables = [comparison.left, comparison.right].filter(({ kind }) => kind === "variable");
    const name = variables[0]?.value ?? "";
    const isKnown = variables.every(({ value }) => value === "extra" || Object.hasOwn(this.fixed, value));
    if (isKnown) return evaluateMarker([comparison], { ...this.fixed, extra }) ? everywhere : nowhere;
    if (SET_VARIABLES.has(name)) return this.opaque(comparison);
    const { text, operator } = turned(comparison);
    if (variables.length === 1 && text !== undefined) {
      if (name === "python_version" || name === "python_full_version")
        return this.ofPython(name, operator, text) ?? this.opaque(comparison);
      if (TEXTS.includes(name)) return this.ofText(name, operator, text) ?? this.opaque(comparison);
    }
    return this.opaque(comparison);
  }

  private ofPython(name: string, operator: Turned, text: string): Region | undefined {
    if (operator === "in" || operator === "not in") {
      const items = text.split(/[\s,|]+/).filter((item) => item !== "");
      const all = items.map((item) => this.ofPython(name, "==", item));
      if (all.includes(undefined)) return undefined;
      const any = all.reduce<Region>(
        (sum, each) => (each === undefined ? sum : this.regions.or(sum, each)),
        this.regions.nowhere,
      );
      return operator === "in" ? any : this.regions.not(any);
    }
    if (operator === "contains" || operator === "contains not") return undefined;
    const prefix = text.endsWith(".*");
    const version = asVersion(prefix ? text.slice(0, -2) : text);
    if (version === undefined) return undefined;
    return name === "python_version"
      ? this.ofSeries(operator, version, prefix)
      : this.ofFullVersion(operator, version, prefix);
  }

  /** `python_version` has two numbers: a clause with more falls between two of its values. */
  private ofSeries(operator: Operator, version: Version, prefix: boolean): Region {
    const [major = "0", minor = "0", ...rest] = version.release;
    const between = rest.some((number) => number !== "0") || version.isPrerelease;
    const series = parseVersion(`${major}.${minor}`);
    const next = parseVersion(`${major}.${Number(minor) + 1}`);
    const { everywhere, nowhere } = this.regions;
    if (prefix || operator === "~=") {
      if (between) return nowhere;
      return this.span(
        before(series),
        before(version.release.length > (prefix ? 1 : 2) ? next : nextMajor(major)),
      );
    }
    switch (operator) {
      case ">=":
        return this.span(before(between ? next : series), undefined);
      case ">":
        return this.span(before(next), undefined);
      case "<":
        return this.span(undefined, before(between ? next : series));
      case "<=":
        return this.span(undefined, before(next));
      case "!=":
        return between ? everywhere : this.regions.not(this.span(before(series), before(next)));
      default:
        return between ? nowhere : this.span(before(series), before(next));
    }
  }

  private ofFullVersion(operator: Operator, version: Version, prefix: boolean): Region {
    const after: Cut = { version, after: true };
    if (prefix || operator === "~=") {
      const kept = prefix ? version.release : version.release.slice(0, -1);
      const end = [...kept.slice(0, -1), String(Number(kept.at(-1)) + 1)].join(".");
      const region = this.span(before(version), before(parseVersion(end)));
      return operator === "!=" ? this.regions.not(region) : region;
    }
    switch (operator) {
      case ">=":
        return this.span(before(version), undefined);
      case ">":
        return this.span(after, undefined);
      case "<":
        return this.span(undefined, before(version));
      case "<=":
        return this.span(undefined, after);
      case "!=":
        return this.regions.not(this.span(before(version), after));
      default:
        return this.span(before(version), after);
    }
  }

  private span(from: Cut | undefined, to: Cut | undefined): Region {
    const { everywhere, nowhere } = this.regions;
    if (from === undefined && to === undefined) return everywhere;
    if (from === undefined)
      return this.regions.version(PYTHON, to === undefined ? [] : [to], [everywhere, nowhere]);
    if (to === undefined) return this.regions.version(PYTHON, [from], [nowhere, everywhere]);
    return this.regions.version(PYTHON, [from, to], [nowhere, everywhere, nowhere]);
  }

  /** Undefined for an order of texts, and for a part of one. */
  private ofText(name: string, operator: Turned, text: string): Region | undefined {
    const variable = `1 ${TEXTS.indexOf(name)} ${name}`;
    const { everywhere, nowhere } = this.regions;
    const values =
      operator === "in" || operator === "not in"
        ? text.split(/[\s,|]+/).filter((item) => item !== "")
        : [text];
    const sorted = [...new Set(values)].sort();
    const region = this.regions.text(variable, sorted, [nowhere, ...sorted.map(() => everywhere)]);
    switch (operator) {
      case "in":
      case "==":
      case "===":
      case "<=":
      case ">=":
        return region;
      case "!=":
      case "not in":
        return this.regions.not(region);
      case "<":
      case ">":
        return nowhere;
      default:
        return undefined;
    }
  }

  private opaque(comparison: Comparison): Region {
    const positive = POSITIVE.get(comparison.operator);
    if (positive === undefined) return this.flag(formatMarker([comparison]));
    return this.regions.not(this.flag(formatMarker([{ ...comparison, operator: positive }])));
  }
}

/** The opposite of an operator that is said by it. */
const POSITIVE: ReadonlyMap<Comparison["operator"], Comparison["operator"]> = new Map([
  ["!=", "=="],
  ["not in", "in"],
  ["<", ">="],
  [">", "<="],
]);

/** Operators with the variable on the left; `contains` is `in` turned round. */
type Turned = Comparison["operator"] | "contains" | "contains not";

const TURNED: ReadonlyMap<Comparison["operator"], Turned> = new Map<Comparison["operator"], Turned>([
  ["<", ">"],
  ["<=", ">="],
  [">", "<"],
  [">=", "<="],
  ["in", "contains"],
  ["not in", "contains not"],
]);

function turned({ left, operator, right }: Comparison): {
  readonly text: string | undefined;
  readonly operator: Turned;
} {
  if (left.kind === "variable") return { operator, text: right.kind === "text" ? right.value : undefined };
  return { operator: TURNED.get(operator) ?? operator, text: left.value };
}

function before(version: Version): Cut {
  // Zeros at the end make no other place.
  return { version: version.isPrerelease ? version : parseVersion(formatBase(version)), after: false };
}

function nextMajor(major: string): Version {
  return parseVersion(String(Number(major) + 1));
}
