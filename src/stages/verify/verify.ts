/**
 * Compares an environment with what was recorded of it: every file of every distribution with our own record where there is one, else with
 * RECORD, and everything that nobody lists. Reads only, follows no link, starts nothing.
 *
 * Nothing here is a proof of RECORD itself: whoever changes a file can change RECORD beside it. That is what our own record is for.
 */

import type { AcceptedDistribution } from "../../model/installed.ts";
import type { CheckedDistribution, VerifiedEnvironment } from "../../model/report.ts";
import type { Level } from "../../model/verdict.ts";
import type { Files } from "../../ports/files.ts";
import type { Measurer } from "../../ports/measure.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { type Claims, claimsOf, type Examined } from "./expected.ts";
import { Findings } from "./findings.ts";
import { type Found, findDistributions } from "./found.ts";
import { isEnvironmentScript, isStartup } from "./known.ts";
import { isBelow, type Place, siteList } from "./place.ts";
import { walkSites } from "./walk.ts";

/** What is compared with what. */
export interface Question {
  readonly place: Place;
  /** Our own record of what was accepted here. */
  readonly ledger: readonly AcceptedDistribution[] | "absent" | "damaged";
  /** Names of distributions; none means all. */
  readonly names: readonly string[];
  /** Distributions that this program did not install are no difference. */
  readonly allowUnrecorded: boolean;
  /** An environment without our own record is a difference. */
  readonly requireLedger: boolean;
  /** What no digest proves (bytecode, editable installations) is a difference. */
  readonly strict: boolean;
}

/** What verification needs of the world. */
export interface VerifyPorts {
  readonly files: Files;
  readonly measurer: Measurer;
}

/** The whole comparison. */
export function verifyInstalled(question: Question, ports: VerifyPorts): VerifiedEnvironment {
  const { place } = question;
  const findings = new Findings();
  const found = findDistributions(place, findings, ports.files);
  const examined = examine(found, question, findings);
  const claims = claimsOf(examined, place, findings);
  const tally = { files: 0, bytes: 0, bytecode: 0 };
  const owner = ports.measurer.measure(place.sites.purelib, undefined)?.owner ?? -1;
  const tops = topsOf(examined, claims, place);
  walkSites({
    ...ports,
    place,
    findings,
    claims,
    tally,
    owner,
    isOfInterest: (directory) =>
      question.names.length === 0 || tops.some((top) => top === directory || isBelow(top, directory)),
  });
  if (question.names.length === 0) lookAround(claims, place, findings, ports.files);
  if (question.strict) beStrict(examined, tally.bytecode, findings);
  const { files, bytes } = tally;
  return {
    path: place.kind === "environment" ? place.data : place.sites.purelib,
    distributions: examined.filter((each) => each.isAsked).map((each) => checked(each, findings)),
    differences: findings.differences,
    found: findings.total,
    files,
    bytes,
    ledger: typeof question.ledger === "string" ? question.ledger : "used",
    notCovered: notCovered(examined, tally.bytecode, question, ports.files),
    notes: notesOn(examined, claims, place, ports.files),
  };
}

/** Each distribution with what was accepted of it. */
function examine(found: readonly Found[], question: Question, findings: Findings): readonly Examined[] {
  const asked = new Set(question.names.map(normalizeName));
  if (found.length === 0) findings.add("TW-VERIFY-NOTHING", "no distribution is installed here");
  const isAsked = (name: string): boolean => asked.size === 0 || asked.has(name);
  const ledger = typeof question.ledger === "string" ? [] : question.ledger;
  const accepted = new Map(ledger.map((each) => [each.name, each]));
  if (question.ledger === "damaged")
    findings.add("TW-VERIFY-LEDGER", "our own record of this environment is not as it was written");
  if (question.ledger === "absent" && question.requireLedger)
    findings.add("TW-VERIFY-NO-LEDGER", "there is no record of our own of this environment");
  const examined = found.map((each): Examined => {
    const entry = accepted.get(each.name);
    const isSame = entry?.info === each.info && entry.site === each.site;
    return {
      found: each,
      accepted: isSame ? entry : undefined,
      isAsked: isAsked(each.name),
      files: 0,
      bytes: 0,
    };
  });
  if (typeof question.ledger !== "string") compareRegistered(examined, ledger, isAsked, question, findings);
  for (const name of asked)
    if (!found.some((each) => each.name === name))
      findings.add("TW-VERIFY-NOT-INSTALLED", "it is not installed here", { distribution: name });
  return examined;
}

function compareRegistered(
  examined: readonly Examined[],
  ledger: readonly AcceptedDistribution[],
  isAsked: (name: string) => boolean,
  question: Question,
  findings: Findings,
): void {
  for (const each of examined) {
    if (each.accepted !== undefined || !each.isAsked || question.allowUnrecorded) continue;
    findings.add("TW-VERIFY-UNRECORDED", "our own record does not know this distribution", {
      distribution: each.found.name,
      path: each.found.info,
    });
  }
  for (const entry of ledger) {
    if (!isAsked(entry.name) || examined.some((each) => each.accepted === entry)) continue;
    findings.add("TW-VERIFY-GONE", `${entry.version} was accepted and is not there`, {
      distribution: entry.name,
      path: entry.info,
    });
  }
}

/** Directories of the distributions asked for: below them, what nobody lists is of interest. */
function topsOf(examined: readonly Examined[], claims: Claims, place: Place): readonly string[] {
  if (examined.every((each) => each.isAsked)) return [];
  const tops = new Set<string>();
  for (const directory of claims.directories()) {
    const site = siteList(place).find((each) => isBelow(each, directory));
    if (site === undefined || ![...(claims.in(directory)?.values() ?? [])].some((each) => each.owner.isAsked))
      continue;
    const slash = directory.indexOf("/", site.length + 1);
    tops.add(slash < 0 ? directory : directory.slice(0, slash));
  }
  return [...tops];
}

/** What lies around the distributions: scripts, and an installation that was interrupted. */
function lookAround(claims: Claims, place: Place, findings: Findings, files: Files): void {
  if (siteList(place).some((site) => files.status(`${site}/.truewheel`) !== undefined))
    findings.add("TW-VERIFY-INTERRUPTED", "an installation is under way here or was interrupted", {
      path: ".truewheel/",
    });
  if (place.kind === "system" || files.status(place.scripts)?.kind !== "directory") return;
  for (const { name, kind } of files.list(place.scripts)) {
    const path = `${place.scripts}/${name}`;
    if (claims.find(path) !== undefined || name === "__pycache__") continue;
    if (place.kind === "environment" && isEnvironmentScript(name)) continue;
    findings.add("TW-VERIFY-SCRIPT", "no distribution lists this script", {
      path: kind === "directory" ? `${path}/` : path,
    });
  }
}

function beStrict(examined: readonly Examined[], bytecode: number, findings: Findings): void {
  if (bytecode > 0) findings.add("TW-VERIFY-UNPROVED", "bytecode that no digest proves", { files: bytecode });
  for (const { found, isAsked } of examined) {
    if (isAsked && found.editable !== undefined)
      findings.add("TW-VERIFY-UNPROVED", "it is editable: its sources lie outside", {
        distribution: found.name,
      });
  }
}

function checked({ found, accepted, files, bytes }: Examined, findings: Findings): CheckedDistribution {
  const { name, version, rows, installer, editable } = found;
  const vouched: { readonly level?: Level; readonly by?: string } =
    accepted === undefined ? {} : { level: accepted.level, by: accepted.by };
  return {
    name,
    version,
    files,
    bytes,
    comparedWith: accepted !== undefined ? "our record" : rows === undefined ? "nothing" : "RECORD",
    ...vouched,
    ...(installer === undefined ? {} : { installer }),
    ...(editable === undefined ? {} : { editable }),
    differences: findings.of(name),
  };
}

function notCovered(
  examined: readonly Examined[],
  bytecode: number,
  question: Question,
  files: Files,
): readonly string[] {
  const { place } = question;
  const said: string[] = [];
  const alone = examined.filter((each) => each.isAsked && each.accepted === undefined);
  if (alone.length > 0)
    said.push(
      `RECORD of ${alone.length} of ${examined.filter((each) => each.isAsked).length} distributions is proved by nothing: whoever changed a file could have changed it too`,
    );
  if (bytecode > 0)
    said.push(`bytecode in ${bytecode} ${bytecode === 1 ? "file" : "files"}: no digest of it was recorded`);
  for (const { found, isAsked } of examined)
    if (isAsked && found.editable !== undefined)
      said.push(`the sources of ${found.name}, which is editable: ${found.editable}`);
  if (place.kind === "environment") said.push("the interpreter, pyvenv.cfg and the activation scripts");
  if (place.kind === "system")
    said.push("the interpreter, its own library, and scripts that no RECORD lists");
  if (question.names.length > 0) said.push("distributions that were not named");
  if (/^\s*include-system-site-packages\s*=\s*true\s*$/im.test(settings(place, files)))
    said.push("the system's own site-packages, which this environment includes");
  return said;
}

function settings(place: Place, files: Files): string {
  const path = `${place.data}/pyvenv.cfg`;
  const status = place.kind === "environment" ? files.status(path) : undefined;
  if (status?.kind !== "file" || status.size > 1 << 16) return "";
  return Buffer.from(files.read(path, 1 << 16)).toString("utf8");
}

function notesOn(
  examined: readonly Examined[],
  claims: Claims,
  place: Place,
  files: Files,
): readonly string[] {
  const notes: string[] = [];
  const python = `${place.scripts}/python`;
  if (place.kind === "environment" && files.status(python)?.kind === "link")
    notes.push(`the interpreter is a link to ${files.readLink(python)}`);
  for (const site of siteList(place)) {
    for (const { name } of files.status(site)?.kind === "directory" ? files.list(site) : []) {
      const claim = isStartup(name) ? claims.in(site)?.get(name) : undefined;
      if (claim?.owner.isAsked === true)
        notes.push(`${name} of ${claim.owner.found.name} runs at every start of Python`);
    }
  }
  const makers = new Set(
    examined.flatMap(({ found, isAsked }) => (isAsked && found.installer ? [found.installer] : [])),
  );
  if (makers.size > 0) notes.push(`installed by ${[...makers].sort().join(", ")}, as INSTALLER says`);
  return notes;
}
