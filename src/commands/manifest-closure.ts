/** One series' new closure, from what the indexes offer. */
import { codeOf, Fault } from "../base/fault.ts";
import type { Closure, Pinned } from "../model/manifest.ts";
import type { LeftOut, SeriesReview } from "../model/repin.ts";
import { REQUESTED } from "../stages/read/manifest.ts";
import { type Admission, type Admitted, admit, type Candidate } from "../stages/repin/candidates.ts";
import { environmentsOf } from "../stages/repin/environments.ts";
import { resolve } from "../stages/repin/resolve.ts";
import { parseSpecifiers, type Specifiers } from "../standards/pep440-version/specifiers.ts";
import { compareVersions, parseVersion, type Version } from "../standards/pep440-version/version.ts";
import type { Arguments } from "./command.ts";
import type { Asking, Proved } from "./manifest-asking.ts";
import { refuseContradictions } from "./manifest-evidence.ts";

/** A closure, its wheels and what is to be said of how it was made. */
export interface Made {
  readonly closure: Closure;
  readonly wheels: readonly Proved[];
  readonly review: SeriesReview;
  /** Roots for which what a person asked for is for this series. */
  readonly granted: readonly string[];
}

/** The newest closure of `series` that may be taken; throws TW-MANIFEST-NO-CLOSURE and what asking throws. */
export async function makeClosure(
  series: string,
  given: Arguments,
  admission: Admission,
  asking: Asking,
): Promise<Made> {
  const environments = environmentsOf(series);
  const admitted = async (name: string): Promise<Admitted> =>
    admit(name, await offersOf(name, asking), environments, admission);
  const { wishes, notes } = await wishesFor(series, given, admitted);
  const proved = (name: string, { version, offer }: Candidate): Promise<Proved> =>
    asking.wheel({ name, version: version.text }, offer);
  const answer = await withSeries(series, () =>
    resolve(
      { roots: REQUESTED, wishes, environments },
      {
        candidates: async (name) => (await admitted(name)).candidates,
        needs: async (name, candidate) => {
          const wheel = await proved(name, candidate);
          refuseContradictions(wheel);
          const { requirements, requiresPython } = wheel.wheel.metadata;
          return {
            requirements,
            requiresPython: requiresPython === undefined ? undefined : parseSpecifiers(requiresPython),
          };
        },
      },
    ),
  );
  const chosen = [...answer.chosen];
  const wheels = await Promise.all(chosen.map(([name, candidate]) => proved(name, candidate)));
  const left = await Promise.all(
    chosen.map(async ([name, { version }]) => newer(name, version, await admitted(name))),
  );
  return {
    closure: { series, files: wheels.map(pinOf) },
    wheels,
    review: { series, left: left.flat(), notes: [...notes, ...answer.obstacles] },
    granted: [...wishes.keys()],
  };
}

/** A project that the index does not know has nothing to take; but without pip, setuptools or wheel it is no index for this. */
async function offersOf(name: string, asking: Asking): ReturnType<Asking["offers"]> {
  try {
    // What a folder or a page of links has is not what an index says.
    return (await asking.offers(name)).filter(({ from }) => from === "index");
  } catch (thrown) {
    const isRoot = REQUESTED.some((root) => root === name);
    if (isRoot || codeOf(thrown) !== "TW-INDEX-NO-PROJECT") throw thrown;
    return [];
  }
}

/** `--pip X` and its like. Without `--series` each counts where that version says it is for the series' Pythons. */
async function wishesFor(
  series: string,
  given: Arguments,
  admitted: (name: string) => Promise<Admitted>,
): Promise<{ readonly wishes: ReadonlyMap<string, Specifiers>; readonly notes: readonly string[] }> {
  const wishes = new Map<string, Specifiers>();
  const notes: string[] = [];
  for (const name of REQUESTED) {
    const text = given.value(name);
    if (text === undefined) continue;
    const version = parseVersion(text);
    const { candidates, left } = await admitted(name);
    if (isAmong(version, candidates)) wishes.set(name, parseSpecifiers(`==${version.text}`));
    else if (isAmong(version, left)) throw notTaken(name, version, left);
    else if (given.values("series").length > 0)
      throw new Fault(
        "TW-MANIFEST-NO-CLOSURE",
        `for ${series} the index offers no wheel of ${name} ${version.text} that is for any machine and all its Pythons`,
      );
    else notes.push(`${name} ${version.text} is not for this series`);
  }
  return { wishes, notes };
}

function isAmong(version: Version, candidates: readonly Candidate[]): boolean {
  return candidates.some((each) => each.version.text === version.text);
}

function notTaken(name: string, version: Version, left: Admitted["left"]): Fault {
  const because = left.find((each) => each.version.text === version.text)?.because ?? "";
  const isNew = because.includes("within the cooldown");
  return new Fault(
    "TW-MANIFEST-NO-CLOSURE",
    `${name} ${version.text} may not be taken: ${because}`,
    isNew
      ? { hint: "--cooldown 0 takes it all the same; the review then says that nothing was waited for." }
      : {},
  );
}

async function withSeries<Result>(series: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Fault) || codeOf(thrown) !== "TW-MANIFEST-NO-CLOSURE") throw thrown;
    throw new Fault("TW-MANIFEST-NO-CLOSURE", `for Python ${series} ${thrown.message}`, {
      cause: thrown.cause,
    });
  }
}

/** Final versions that are newer than the one taken, and why they were left. */
function newer(name: string, taken: Version, { left }: Admitted): readonly LeftOut[] {
  return left
    .filter(({ version }) => !version.isPrerelease && compareVersions(version, taken) > 0)
    .map(({ version, offer: { filename }, because }) => ({ name, version: version.text, filename, because }));
}

function pinOf({ accepted: { wanted }, wheel }: Proved): Pinned {
  const { name, version, filename, size, sha256 } = wanted;
  return { name, version, filename, size, sha256, requiresPython: wheel.metadata.requiresPython };
}
