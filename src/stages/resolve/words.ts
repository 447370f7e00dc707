/** Incompatibilities in words. Pure. */
import { type Incompatibility, ROOT } from "./incompatibility.ts";
import type { Known } from "./known.ts";
import { projectOf } from "./packages.ts";
import type { Term } from "./term.ts";
import type { VersionSet } from "./version-set.ts";

/** Most runs of versions, and most reasons, that are named. */
const MOST = 3;

/** What `fact` says, a clause. */
export function shownFact(fact: Incompatibility, known: Known): string {
  const { cause } = fact;
  switch (cause.kind) {
    case "root":
      return "the requirements are to be met";
    case "requirement": {
      const { origin, text, remark } = cause.needs;
      const by =
        cause.by === ROOT ? (origin ?? "the input") : shownPackage(cause.by, fact.terms.get(cause.by), known);
      return `${by} ${cause.by === ROOT ? "asks for" : "needs"} ${text}${remark === undefined ? "" : ` (${remark})`}`;
    }
    case "constraint":
      return `${cause.origin} allows only ${cause.says}`;
    case "extra":
      return "an extra has the version of its project";
    case "none":
      return noneText(fact, cause.reasons, known);
    case "derived":
      return shownConclusion(fact, known);
  }
}

/** What a derived incompatibility comes to, a clause. */
export function shownConclusion({ terms }: Incompatibility, known: Known): string {
  const others = [...terms].filter(([name]) => name !== ROOT);
  const positive = others.filter(([, term]) => term.positive);
  const negative = others.filter(([, term]) => !term.positive);
  const show = ([name, term]: readonly [string, Term]): string => shownPackage(name, term, known);
  if (others.length === 0) return "the requirements cannot be met together";
  if (negative.length === 0 && positive.length === 1) return `${positive.map(show)[0]} cannot be used`;
  if (negative.length === 0) return `${list(positive.map(show), "and")} cannot be used together`;
  const wanted = list(negative.map(show), "or");
  return positive.length === 0
    ? `${wanted} is needed`
    : `${list(positive.map(show), "with")} needs ${wanted}`;
}

/** `a 1.0`, `a 1.0 to 1.9`, or `a` for every version. */
export function shownPackage(name: string, term: Term | undefined, known: Known): string {
  if (term === undefined) return name;
  const { releases } = known.project(projectOf(name));
  const { set } = term;
  if (set.isEmpty || set.count() === releases.length) return name;
  const runs = runsOf(set).map(([from, to]) => {
    const [first, last] = [releases[from]?.version.text, releases[to]?.version.text];
    if (from === to) return first;
    if (from === 0) return `up to ${last}`;
    return to === releases.length - 1 ? `from ${first} on` : `${first} to ${last}`;
  });
  const shown = runs.slice(-MOST).join(", ");
  return `${name} ${shown}${runs.length > MOST ? ` and ${runs.length - MOST} more` : ""}`;
}

/** First and last positions of runs without a gap. */
function runsOf(set: VersionSet): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const at of set.positions()) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === at - 1) last[1] = at;
    else runs.push([at, at]);
  }
  return runs;
}

function noneText({ terms }: Incompatibility, reasons: readonly string[], known: Known): string {
  const [only] = terms;
  const name = only === undefined ? "it" : projectOf(only[0]);
  if (reasons.length === 0) return `${only === undefined ? name : shownPackage(...only, known)} is not there`;
  const shown = reasons.slice(0, MOST).map((reason) => `${name} ${reason}`);
  return (
    list(shown, "and") + (reasons.length > MOST ? ` and ${reasons.length - MOST} more cannot be used` : "")
  );
}

function list(items: readonly string[], word: string): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}
