/** Why nothing can be selected, in sentences. Pure. Source: pub's solver documentation, "Error Reporting". */
import { type Incompatibility, ROOT } from "./incompatibility.ts";
import type { Ordering } from "./order.ts";
import { projectOf } from "./packages.ts";
import type { Failure } from "./problem.ts";
import { shownConclusion, shownFact } from "./words.ts";

/** Most sentences; of more, the first and the last ones are told. */
const MOST_SENTENCES = 24;

/** The failure that `incompatibility` is. */
export function explain<Area>(incompatibility: Incompatibility, ordering: Ordering<Area>): Failure {
  const all = collect(incompatibility);
  const origins = new Set<string>();
  for (const { cause } of all) {
    if (cause.kind === "requirement" && cause.by === ROOT && cause.needs.origin !== undefined)
      origins.add(`${cause.needs.origin}: ${cause.needs.text}`);
    if (cause.kind === "constraint") origins.add(`${cause.origin}: ${cause.says}`);
  }
  return {
    kind: "failed",
    because: shortened(new Teller(ordering, all).tell(incompatibility)),
    origins: [...origins].toSorted(),
    prereleases: leftAside(all, ordering),
  };
}

/** Everything from which `top` was derived, each once. */
function collect(top: Incompatibility): ReadonlySet<Incompatibility> {
  const all = new Set([top]);
  for (const { cause } of all) {
    if (cause.kind === "derived") all.add(cause.left).add(cause.right);
  }
  return all;
}

/** Projects of which nothing was left in a step of the explanation, and that have pre-releases which nobody asked for. */
function leftAside<Area>(
  all: ReadonlySet<Incompatibility>,
  { problem, known, prereleases }: Ordering<Area>,
): readonly string[] {
  if (problem.prereleases === undefined) return [];
  const names = new Set(
    [...all].flatMap(({ terms, cause }) => {
      if (cause.kind === "none") return [...terms.keys()].map(projectOf);
      return cause.kind === "requirement" && cause.needs.remark !== undefined
        ? [projectOf(cause.needs.package)]
        : [];
    }),
  );
  return [...names].filter(
    (name) =>
      name !== ROOT &&
      !prereleases.has(name) &&
      known.project(name).releases.some(({ version, out }) => version.isPrerelease && out === undefined),
  );
}

function shortened(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= MOST_SENTENCES) return sentences;
  const half = MOST_SENTENCES / 2;
  return [
    ...sentences.slice(0, half),
    `(${sentences.length - MOST_SENTENCES} more steps of the same kind)`,
    ...sentences.slice(-half),
  ];
}

/** Tells a derivation; what is used twice gets a number. */
class Teller<Area> {
  private readonly ordering: Ordering<Area>;
  private readonly shared: ReadonlySet<Incompatibility>;
  private readonly numbers = new Map<Incompatibility, number>();
  private readonly sentences: string[] = [];

  constructor(ordering: Ordering<Area>, all: ReadonlySet<Incompatibility>) {
    this.ordering = ordering;
    const uses = new Map<Incompatibility, number>();
    for (const { cause } of all) {
      if (cause.kind !== "derived") continue;
      for (const part of [cause.left, cause.right]) uses.set(part, (uses.get(part) ?? 0) + 1);
    }
    this.shared = new Set([...uses].filter(([, count]) => count > 1).map(([part]) => part));
  }

  tell(top: Incompatibility): readonly string[] {
    const { known } = this.ordering;
    if (top.cause.kind !== "derived") return [`${shownFact(top, known)}.`];
    // Children before parents, without recursion: derivations of large conflicts are thousands deep.
    const stack: { readonly node: Incompatibility; ready: boolean }[] = [{ node: top, ready: false }];
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const { node, ready } = entry;
      if (node.cause.kind !== "derived" || this.numbers.has(node)) continue;
      if (ready) {
        this.say(node, node.cause.left, node.cause.right);
        continue;
      }
      stack.push({ node, ready: true });
      // A part that was told just before is joined by "so": the other one goes first.
      stack.push({ node: node.cause.right, ready: false }, { node: node.cause.left, ready: false });
    }
    return this.sentences;
  }

  private last: Incompatibility | undefined;

  private say(node: Incompatibility, left: Incompatibility, right: Incompatibility): void {
    const { known } = this.ordering;
    const isTold = (part: Incompatibility): boolean => part === this.last;
    const parts = isTold(left) ? [right] : isTold(right) ? [left] : [left, right];
    const because = parts.map((part) => this.reference(part)).join(" and ");
    const start = parts.length === 1 ? "And because" : "Because";
    const isTop = [...node.terms.keys()].every((name) => name === ROOT);
    const number = this.shared.has(node) ? this.numbers.size + 1 : undefined;
    this.numbers.set(node, number ?? 0);
    const mark = number === undefined ? "" : ` (${number})`;
    this.sentences.push(
      `${start} ${because}, ${isTop ? shownConclusion({ ...node, terms: new Map() }, known) : shownConclusion(node, known)}${mark}.`,
    );
    this.last = node;
  }

  private reference(part: Incompatibility): string {
    const number = this.numbers.get(part) ?? 0;
    return shownFact(part, this.ordering.known) + (number > 0 ? ` (${number})` : "");
  }
}
