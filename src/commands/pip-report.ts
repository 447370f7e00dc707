/** `--report`: pip's installation report, version 1, with our evidence beside it. Pure. Source: pip's documentation, "Installation Report"; PEP 566 for metadata as JSON. */
import { pathToFileURL } from "node:url";
import type { Interpreter } from "../model/interpreter.ts";
import type { Met } from "../stages/fetch/choice.ts";
import type { PlannedDistribution } from "../stages/install/plan.ts";
import type { Judgement } from "../stages/judge/judge.ts";
import { FIELDS } from "../standards/pep658-core-metadata/fields.ts";
import { type CoreMetadata, parseMetadata } from "../standards/pep658-core-metadata/metadata.ts";

/** What the report is about. */
export interface Reported {
  readonly met: readonly Met[];
  readonly judgements: readonly Judgement[];
  /** What is or would be installed now. */
  readonly planned: readonly PlannedDistribution[];
  readonly interpreter: Interpreter;
  readonly version: string;
  readonly extras: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The report's text. */
export function pipReport(reported: Reported): string {
  const { met, planned, interpreter, version } = reported;
  const byFilename = new Map(met.map((each, index) => [each.artifact.wanted.filename, { each, index }]));
  const install = planned.flatMap((one) => {
    const found = byFilename.get(one.filename);
    return found === undefined ? [] : [item(one, found.each, reported.judgements[found.index], reported)];
  });
  return `${JSON.stringify(
    {
      version: "1",
      // What pip's readers look at to know the form; this is not pip.
      pip_version: "26.3",
      truewheel_version: version,
      install,
      environment: interpreter.markers,
    },
    null,
    2,
  )}\n`;
}

function item(
  planned: PlannedDistribution,
  { need, artifact, yanked }: Met,
  judgement: Judgement | undefined,
  { extras }: Reported,
): unknown {
  const { origin, wanted } = artifact;
  const verdict = judgement?.decision === "accepted" ? judgement.accepted.verdict : undefined;
  const asked = [...(extras.get(need.name) ?? [])];
  return {
    download_info: {
      url: origin.from === "store" ? (urlOf(need.named) ?? "") : asUrl(origin.url),
      archive_info: { hash: `sha256=${wanted.sha256}`, hashes: { sha256: wanted.sha256 } },
    },
    is_direct: need.named?.direct === true,
    is_yanked: yanked !== undefined,
    requested: need.requested,
    ...(asked.length === 0 ? {} : { requested_extras: asked }),
    metadata: metadataJson(metadataOf(planned)),
    truewheel: {
      filename: wanted.filename,
      size: wanted.size,
      level: verdict?.level,
      evidence: verdict?.findings.map(({ kind, outcome, detail }) => ({ kind, outcome, detail })),
      could_lie: verdict?.minCompromise,
    },
  };
}

function urlOf(named: Met["need"]["named"]): string | undefined {
  if (named === undefined) return undefined;
  return named.at.kind === "url" ? named.at.url : asUrl(named.at.path);
}

function asUrl(place: string): string {
  return place.startsWith("/") ? pathToFileURL(place).href : place;
}

function metadataOf({ distInfo, files }: PlannedDistribution): CoreMetadata {
  const file = files.find(({ path }) => path === `${distInfo}/METADATA`);
  return parseMetadata(Buffer.from(file?.read() ?? "").toString("utf8"));
}

/** METADATA as PEP 566 writes it in JSON: names with `_`, what may be repeated as a list. */
function metadataJson({ fields }: CoreMetadata): Readonly<Record<string, unknown>> {
  const entries = [...fields].flatMap(([name, values]): [string, unknown][] => {
    const rule = FIELDS.get(name);
    if (rule === undefined) return [];
    const key = name.replaceAll("-", "_");
    if (name === "keywords") return [[key, (values[0] ?? "").split(/[,\s]+/).filter((word) => word !== "")]];
    return [[key, rule.kind === "one" ? (values[0] ?? "") : values]];
  });
  return Object.fromEntries(entries);
}
