/**
 * A marker that holds in given environments, as short as can be said. Pure. The ways to `everywhere` are read off the diagram, each is widened as far as the
 * environments allow, and those that the others cover are left out: what remains has no comparison too many.
 */
import type { Version } from "../pep440-version/version.ts";
import { PYTHON } from "./marker-region.ts";
import type { Choice, Cut, Region, Regions, VersionChoice } from "./region.ts";

/** One comparison, and where it holds. */
interface Literal {
  readonly text: string;
  readonly region: Region;
}

/** Ways that are read off at most; beyond, the marker is told unshortened. */
const MOST_WAYS = 512;

/** Text of a marker that holds in `region`, as far as `assumed` goes; undefined when it holds in all of it, and no text can say `nowhere`. */
export function markerText(region: Region, assumed: Region, regions: Regions): string | undefined {
  const wanted = regions.and(region, assumed);
  if (regions.isWithin(assumed, region) || wanted === regions.nowhere) return undefined;
  const forbidden = regions.and(assumed, regions.not(region));
  const ways = waysOf(wanted, regions);
  const wide = ways.length > MOST_WAYS ? ways : ways.map((way) => widened(way, forbidden, regions));
  const needed = ways.length > MOST_WAYS ? wide : withoutCovered(wide, wanted, regions);
  return joined(needed);
}

/** What all ways share is told once: `a and (b or c)`. */
function joined(ways: readonly (readonly Literal[])[]): string {
  const [first = [], ...others] = ways;
  const isShared = ({ text }: Literal): boolean =>
    others.every((way) => way.some((each) => each.text === text));
  const shared = first.filter(isShared).map(({ text }) => text);
  const rests = ways.map((way) => way.map(({ text }) => text).filter((text) => !shared.includes(text)));
  if (ways.length === 1) return shared.join(" and ");
  const texts = rests.map((rest) => (rest.length === 1 ? (rest[0] ?? "") : `(${rest.join(" and ")})`));
  const any = texts.join(" or ");
  return shared.length === 0 ? any : `${shared.join(" and ")} and (${any})`;
}

function widened(way: readonly Literal[], forbidden: Region, regions: Regions): readonly Literal[] {
  let kept = way;
  // Of two that say the same the first variable in order stays: `sys_platform` rather than `os_name`.
  for (const literal of way.toReversed()) {
    const less = kept.filter((each) => each !== literal);
    if (regions.and(regionOf(less, regions), forbidden) === regions.nowhere) kept = less;
  }
  return kept;
}

function withoutCovered(
  ways: readonly (readonly Literal[])[],
  wanted: Region,
  regions: Regions,
): readonly (readonly Literal[])[] {
  const all = [...new Map(ways.map((way) => [way.map(({ text }) => text).join(" and "), way])).values()];
  let kept = all;
  for (const way of all.toReversed()) {
    const others = kept.filter((each) => each !== way);
    const covered = others.reduce<Region>(
      (sum, each) => regions.or(sum, regionOf(each, regions)),
      regions.nowhere,
    );
    if (regions.isWithin(wanted, covered)) kept = others;
  }
  return kept;
}

function regionOf(way: readonly Literal[], regions: Regions): Region {
  return way.reduce<Region>((all, { region }) => regions.and(all, region), regions.everywhere);
}

/** Every way from the top to `everywhere`. */
function waysOf(region: Region, regions: Regions): readonly (readonly Literal[])[] {
  if (region.leaf !== undefined) return region.leaf ? [[]] : [];
  const ways: (readonly Literal[])[] = [];
  for (const [at, part] of region.parts.entries()) {
    const rest = waysOf(part, regions);
    if (rest.length === 0) continue;
    const literals = literalsOf(region, at, regions);
    for (const way of rest) ways.push([...literals, ...way]);
    if (ways.length > MOST_WAYS) break;
  }
  return ways;
}

function literalsOf(choice: Choice, at: number, regions: Regions): readonly Literal[] {
  if (choice.cuts !== undefined) return versionLiterals(choice, at, regions);
  const { variable, values } = choice;
  const name = variable.slice(variable.lastIndexOf(" ") + 1);
  const only = (value: string): Region => {
    return regions.text(variable, [value], [regions.nowhere, regions.everywhere]);
  };
  if (variable.startsWith("2 ")) {
    const words = variable.slice(2);
    const set = only("true");
    return at === 0 ? [{ text: opposite(words), region: regions.not(set) }] : [{ text: words, region: set }];
  }
  const value = values[at - 1];
  if (value !== undefined) return [{ text: `${name} == ${quoted(value)}`, region: only(value) }];
  return values.map((each) => ({ text: `${name} != ${quoted(each)}`, region: regions.not(only(each)) }));
}

function versionLiterals({ cuts }: VersionChoice, at: number, regions: Regions): readonly Literal[] {
  const { nowhere, everywhere } = regions;
  const [from, to] = [cuts[at - 1], cuts[at]];
  if (from !== undefined && to !== undefined && (isSeries(from, to) || isPoint(from, to))) {
    const region = regions.version(PYTHON, [from, to], [nowhere, everywhere, nowhere]);
    const variable = isSeries(from, to) ? "python_version" : "python_full_version";
    return [{ text: `${variable} == ${quoted(from.version.text)}`, region }];
  }
  const literals: Literal[] = [];
  if (from !== undefined) {
    const region = regions.version(PYTHON, [from], [nowhere, everywhere]);
    literals.push({ text: bound(from, from.after ? ">" : ">="), region });
  }
  if (to !== undefined) {
    const region = regions.version(PYTHON, [to], [everywhere, nowhere]);
    literals.push({ text: bound(to, to.after ? "<=" : "<"), region });
  }
  return literals;
}

/** From 3.9 to before 3.10 it is `python_version == "3.9"`. */
function isSeries(from: Cut, to: Cut): boolean {
  const [major, minor] = from.version.release;
  return (
    isPlain(from) &&
    isPlain(to) &&
    to.version.release[0] === major &&
    Number(to.version.release[1]) === Number(minor) + 1
  );
}

function isPoint(from: Cut, to: Cut): boolean {
  return !from.after && to.after && from.version.text === to.version.text;
}

function isPlain({ version, after }: Cut): boolean {
  return !after && version.release.length === 2 && isFinal(version);
}

function isFinal(version: Version): boolean {
  return !version.isPrerelease && version.epoch === "0" && version.post === undefined;
}

function bound(cut: Cut, operator: string): string {
  const name = isPlain(cut) ? "python_version" : "python_full_version";
  return `${name} ${operator} ${quoted(cut.version.text)}`;
}

const OPPOSITES = [
  [" === ", undefined],
  [" == ", " != "],
  [" not in ", " in "],
  [" in ", " not in "],
  [" >= ", " < "],
  [" <= ", " > "],
] as const;

/** A flag's words say one comparison; the negative operators are never among them. */
function opposite(words: string): string {
  // Between two quotes anything may stand: the operator is looked for outside of them.
  const outside = words.replace(/'[^']*'|"[^"]*"/g, (text) => "\u0001".repeat(text.length));
  for (const [operator, other] of OPPOSITES) {
    const at = outside.indexOf(operator);
    if (at >= 0 && other !== undefined) return words.slice(0, at) + other + words.slice(at + operator.length);
  }
  return words;
}

function quoted(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
