/** `direct_url.json`, for a distribution whose file a person named. Pure. Source: PEP 610; recording the direct URL origin of installed distributions. */
import { pathToFileURL } from "node:url";
import { byCodePoint } from "../../base/order.ts";
import type { Named } from "../../model/need.ts";
import { formatDirectUrl } from "../../standards/pep610-direct-url/direct-url.ts";
import { join } from "./paths.ts";
import { made, type PlannedDistribution, recordFor } from "./plan.ts";

/** The same distribution with its `direct_url.json`. */
export function withDirectUrl(planned: PlannedDistribution, { at }: Named): PlannedDistribution {
  const url = at.kind === "path" ? pathToFileURL(at.path).href : at.url;
  const { sha256 } = planned;
  const hashes = [{ algorithm: "sha256" as const, digest: sha256 }];
  const text = formatDirectUrl({ url, subdirectory: undefined, info: { kind: "archive", hashes } });
  const file = made(join(planned.distInfo, "direct_url.json"), Buffer.from(text), 0o644);
  const files = [...planned.files, file].toSorted((a, b) => byCodePoint(a.path, b.path));
  return { ...planned, files, record: recordFor(files, planned.distInfo) };
}
