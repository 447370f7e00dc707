/** Manifests, their differences, checks and reviews as JSON: version 1, two columns, one line end. Pure. */
import { type Pinned, writtenPin } from "../../model/manifest.ts";
import type { ManifestCheck, NamedManifest, Review, SeriesChange } from "../../model/repin.ts";

/** `manifest show --format json`. */
export function showJson({ madeBy, sha256, manifest }: NamedManifest): string {
  const closures = manifest.closures.map(({ series, files }) => ({ series, files: files.map(writtenPin) }));
  return document("manifest show", 0, { madeBy, sha256, closures });
}

/** `manifest diff --format json`. */
export function diffJson(
  before: NamedManifest,
  after: NamedManifest,
  changes: readonly SeriesChange[],
  exit: 0 | 1,
): string {
  const body = { before: short(before), after: short(after), series: changes.map(series) };
  return document("manifest diff", exit, body);
}

/** `manifest check --format json`. */
export function checkJson({ of, ...check }: ManifestCheck, exit: 0 | 1): string {
  return document("manifest check", exit, { manifest: short(of), ...check });
}

/** `manifest update --format json`. */
export function reviewJson(review: Review, exit: 0 | 1): string {
  const { before, changes, series: made, ...rest } = review;
  return document("manifest update", exit, {
    before: short(before),
    ...rest,
    series: changes.map((change) => {
      const own = made.find((each) => each.series === change.series);
      return { ...series(change), left: own?.left ?? [], notes: own?.notes ?? [] };
    }),
  });
}

function series({ series: name, kind, changes }: SeriesChange): Readonly<Record<string, unknown>> {
  return {
    series: name,
    kind,
    changes: changes.map((each) => ({ name: each.name, before: pin(each.before), after: pin(each.after) })),
  };
}

function pin(pinned: Pinned | undefined): Readonly<Record<string, unknown>> | null {
  return pinned === undefined ? null : writtenPin(pinned);
}

function short({ madeBy, sha256 }: NamedManifest): Readonly<Record<string, string>> {
  return { madeBy, sha256 };
}

function document(command: string, exit: 0 | 1, body: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ version: 1, command, exit, ...body }, undefined, 2)}\n`;
}
