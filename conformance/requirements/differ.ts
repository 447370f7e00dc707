/**
 * Holds the reading of requirements files against pip on files made from seeds. Run by hand:
 *   python3 -m venv ENV && ENV/bin/pip install pip==26.3
 *   node conformance/requirements/differ.ts ENV/bin/python [SEED [COUNT]]
 * What both read must be the same; what only we refuse is counted by code, as most of that is meant. Exits 1 when something is read otherwise or
 * is refused by pip and read here.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Fault } from "../../src/base/fault.ts";
import { formatFileHash } from "../../src/standards/file-hash/hash.ts";
import { formatMarker } from "../../src/standards/pep508-requirement/marker.ts";
import type { RequirementItem } from "../../src/standards/requirements-txt/line.ts";
import { readRequirements } from "../../src/standards/requirements-txt/read.ts";
import { foldOptions } from "../../src/standards/requirements-txt/settings.ts";
import { type FilesRequest, filesRequests } from "./generate.ts";

const [python = "python3", seed = "1", count = "5000"] = process.argv.slice(2);
const made: FilesRequest[] = [];
for (const request of filesRequests(Number(seed))) {
  if (made.length >= Number(count)) break;
  made.push(request);
}
const oracle = spawnSync(python, [fileURLToPath(new URL("./oracle.py", import.meta.url))], {
  input: made.map((request) => `${JSON.stringify(request)}\n`).join(""),
  encoding: "utf8",
  maxBuffer: 2 ** 30,
});
const theirs = oracle.stdout.split("\n").slice(0, -1);
if (theirs.length !== made.length)
  throw new Error(`the oracle answered ${theirs.length} of ${made.length}: ${oracle.stderr.slice(-2000)}`);

const tally: Record<string, number> = {};
for (const [at, request] of made.entries()) {
  const ours = await answer(request);
  const other = JSON.parse(theirs[at] ?? "null") as object;
  const outcome = compare(ours, other);
  tally[outcome] = (tally[outcome] ?? 0) + 1;
  if (outcome.startsWith("!")) console.log(JSON.stringify({ outcome, request, ours, theirs: other }));
}
console.table(Object.fromEntries(Object.entries(tally).sort()));
process.exitCode = Object.keys(tally).some((outcome) => outcome.startsWith("!")) ? 1 : 0;

function compare(ours: object, other: object): string {
  if ("error" in ours) return "error" in other ? "both refuse" : `only we refuse: ${why(ours)}`;
  // Here `#egg=` names nothing, so it is not missed; a host that is not trusted anyway needs no form.
  if (/Could not detect requirement name|IPv6|host/.test(JSON.stringify(other))) return "only pip needs it";
  // pip looks on the disk whether a directory is there.
  if ("error" in other)
    return JSON.stringify(ours).includes('"directory"') ? "only pip looks" : "! only pip refuses";
  return isDeepStrictEqual(comparable(ours), comparable(other)) ? "same" : "! read otherwise";
}

/** Without what is meant to differ: `#egg=` names nothing here, and a wheel's version counts also beside a name. */
function comparable(answer: object): object {
  const items: unknown = "items" in answer ? answer.items : [];
  const plain = (Array.isArray(items) ? items : []).map((each: Record<string, unknown>) =>
    each["link"] === null
      ? each
      : { ...each, name: each["link"] === "vcs" ? null : each["name"], specifier: [] },
  );
  return { ...answer, items: plain };
}

/** The reason without place and names. */
function why(refusal: object): string {
  return JSON.stringify(refusal)
    .replace(/^.*?"message":"(?:[^ ]*:[0-9]+: )?(?:\\\\".*?\\\\" )?/, "")
    .slice(0, 70);
}

async function answer(request: FilesRequest): Promise<object> {
  try {
    const { requirements, options } = await readRequirements([{ location: "r.txt", constraint: false }], {
      variables: request.variables,
      read: (location) => {
        const text = request.files[location];
        if (text === undefined) throw new Fault("TW-DISK-MISSING", location);
        return Buffer.from(text);
      },
    });
    const settings = foldOptions(options);
    const index = settings.indexUrl === undefined ? [] : [settings.indexUrl.value];
    return {
      items: requirements.map(item),
      index: [...index, ...settings.extraIndexUrls.map(({ value }) => value)],
      no_index: settings.noIndex !== undefined,
      find_links: settings.findLinks.map(({ value }) => value),
      no_binary: [...settings.noBinary].sort(),
      only_binary: [...settings.onlyBinary].sort(),
      all_releases: [...settings.allReleases].sort(),
      only_final: [...settings.onlyFinal].sort(),
      prefer_binary: settings.preferBinary,
      require_hashes: settings.requireHashes,
    };
  } catch (thrown) {
    if (thrown instanceof Fault) return { error: thrown.code, message: thrown.message };
    throw thrown;
  }
}

function item({
  origin,
  constraint,
  editable,
  requirement,
  hashes,
  configSettings,
}: RequirementItem): object {
  const { name, extras, specifiers, marker, source } = requirement;
  return {
    line: `${constraint ? "-c" : "-r"} ${origin.file} (line ${origin.line})`,
    editable,
    constraint,
    hashes: hashes.map(formatFileHash).sort(),
    settings: Object.fromEntries(
      [...configSettings].map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
    ),
    name: name ?? null,
    extras,
    specifier: [...new Set(specifiers.clauses.map(({ text }) => text))].sort(),
    marker: marker === undefined ? null : formatMarker(marker),
    link: source.kind === "index" ? null : source.kind,
  };
}
