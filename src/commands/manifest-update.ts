/** `manifest update`: the newest closure for every series, pinned anew from what the indexes offer and what the wheels say themselves. */
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import { sortedByCodePoint } from "../base/order.ts";
import type { Manifest } from "../model/manifest.ts";
import type { NamedManifest, PinEvidence, Review } from "../model/repin.ts";
import type { World } from "../ports/world.ts";
import { reviewJson } from "../render/manifest/json.ts";
import { reviewMarkdown } from "../render/manifest/markdown.ts";
import { reviewText } from "../render/manifest/review.ts";
import { checkClosed } from "../stages/read/closure.ts";
import { REQUESTED, readManifest } from "../stages/read/manifest.ts";
import { bySeries, withClosures, writeManifest } from "../stages/read/write-manifest.ts";
import { type Admission, shownTime } from "../stages/repin/candidates.ts";
import { differences } from "../stages/repin/differences.ts";
import { environmentsOf, versionsOf } from "../stages/repin/environments.ts";
import { parseVersion } from "../standards/pep440-version/version.ts";
import { usage } from "./arguments.ts";
import type { Arguments, Outcome } from "./command.ts";
import { admissionOf } from "./manifest-admission.ts";
import { type Asking, asking, type Proved } from "./manifest-asking.ts";
import { type Made, makeClosure } from "./manifest-closure.ts";
import { evidenceOf } from "./manifest-evidence.ts";
import { namedManifest, writeNew } from "./manifest-files.ts";

/** See the table of verbs. */
export async function update(given: Arguments, world: World): Promise<Outcome> {
  if (given.words.length > 1) throw usage("manifest update takes options only");
  for (const name of REQUESTED) checkVersion(name, given.value(name));
  const before = namedManifest(given.value("manifest"), world);
  const now = world.clock.now();
  const admission = admissionOf(given, before, now);
  const wanted = seriesOf(given, before);
  const purpose = { given, manifest: before, isStoreEnough: true };
  const { made, evidence, indexes } = await asking(purpose, world, async (ask) => {
    const each: Made[] = [];
    for (const series of wanted) each.push(await makeClosure(series, given, admission, ask));
    refuseUngranted(given, each);
    for (const one of each) checkMade(one);
    return { made: each, evidence: await allEvidence(each, ask, now), indexes: indexesOf(ask) };
  });
  const after = withClosures(
    before.manifest,
    made.map(({ closure }) => closure),
  );
  const text = checked(after);
  const changes = differences(before.manifest, after);
  const isSame = changes.every(({ kind }) => kind === "same");
  const review: Omit<Review, "wrote"> = {
    before,
    sha256: sha256(text),
    changes,
    series: made.map((each) => each.review),
    evidence,
    indexes,
    cooldown: admission.cooldown,
    uploadedBefore: earliest(admission),
  };
  const wrote = written(text, isSame, given, world);
  return told({ ...review, wrote }, text, given, world, given.flag("check") && !isSame ? 1 : 0);
}

function checkVersion(name: string, text: string | undefined): void {
  if (text !== undefined) parseVersion(text);
  if (text !== undefined && text.trim() !== text) throw usage(`--${name} takes a version`);
}

/** Those of `--series`, else all of the manifest before; each is one that can be tried. */
function seriesOf(given: Arguments, { manifest }: NamedManifest): readonly string[] {
  const asked = given.values("series");
  const all = asked.length > 0 ? [...new Set(asked)] : manifest.closures.map(({ series }) => series);
  for (const series of all) versionsOf(series);
  return all.toSorted(bySeries);
}

/** What was asked for by name and is in no series was asked for in vain. */
function refuseUngranted(given: Arguments, made: readonly Made[]): void {
  for (const name of REQUESTED) {
    const version = given.value(name);
    if (version === undefined || made.some(({ granted }) => granted.includes(name))) continue;
    throw new Fault(
      "TW-MANIFEST-NO-CLOSURE",
      `the index offers no wheel of ${name} ${version} that is for any machine and for all Pythons of a series`,
    );
  }
}

/** The reader's own question, asked of each environment: is everything there that is needed? */
function checkMade({ closure, wheels }: Made): void {
  const members = wheels.map(({ wheel }) => wheel.metadata);
  for (const { markers } of environmentsOf(closure.series)) checkClosed(members, markers);
}

/** The text of `manifest`, which the reader takes and writes again as it is. */
function checked(manifest: Manifest): string {
  const text = writeManifest(manifest);
  if (writeManifest(readManifest(text)) !== text)
    throw new Fault("TW-MANIFEST-MALFORMED", "the new manifest is not read as it was written");
  return text;
}

async function allEvidence(made: readonly Made[], ask: Asking, now: number): Promise<readonly PinEvidence[]> {
  const wheels = new Map<string, Proved>();
  for (const each of made) for (const one of each.wheels) wheels.set(one.offer.filename, one);
  const evidence: PinEvidence[] = [];
  for (const one of wheels.values()) evidence.push(await evidenceOf(one, ask, now));
  return sortedByCodePoint(evidence, ({ filename }) => filename);
}

/** Addresses without what may be a secret. */
function indexesOf({ sources }: Asking): readonly string[] {
  return sources.indexes.map(({ url }) => `${new URL(url).origin}${new URL(url).pathname}`);
}

function earliest({ uploadedBefore, cooledBefore }: Admission): string | undefined {
  const limits = [uploadedBefore, cooledBefore].filter((each) => each !== undefined);
  return limits.length === 0 ? undefined : shownTime(Math.min(...limits));
}

/** Nothing is written under `--check`, nor when nothing changed and nobody named a file. */
function written(text: string, isSame: boolean, given: Arguments, world: World): string | undefined {
  const output = given.value("output");
  if (given.flag("check") || (isSame && output === undefined)) return undefined;
  return output === "-" ? "-" : writeNew(text, output, world);
}

function told(review: Review, text: string, given: Arguments, world: World, exit: 0 | 1): Outcome {
  const format = given.value("format") ?? "text";
  const shown =
    format === "json"
      ? reviewJson(review, exit)
      : format === "markdown"
        ? reviewMarkdown(review)
        : reviewText(review);
  if (review.wrote !== "-") return { text: shown, exit };
  // The manifest is the data then, and the review the words beside it.
  world.terminal.error(shown);
  return { text, exit };
}
