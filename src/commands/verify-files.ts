/** `verify FILE...`: who vouches for each file, by a trust file and the proofs that lie beside it. No network. */
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import { explain } from "../model/codes/codes.ts";
import type { Claim, Court } from "../model/proof.ts";
import type { Report, VouchedFile } from "../model/report.ts";
import type { EvidenceKind, Finding } from "../model/verdict.ts";
import type { World } from "../ports/world.ts";
import { absences, courtOf, findings } from "../stages/evidence/gather.ts";
import { judge } from "../stages/judge/judge.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments, Run } from "./command.ts";
import { offeredFor } from "./offered-proofs.ts";
import { sigstoreRoot } from "./sigstore-root.ts";
import { trustFor } from "./trust-file.ts";

/** Largest file that is judged, in bytes. */
const LARGEST = 2 ** 31 - 1;

/** Judges the files that `given` names. */
export const verifyFiles: Run = async (given, world) => {
  const { trust, path, digest } = await trustFor(given, world);
  let root: Uint8Array | undefined;
  const court = courtOf({
    trust,
    now: world.clock.now(),
    sigstoreRoot: () => {
      root ??= sigstoreRoot(world);
      return root;
    },
  });
  const files: VouchedFile[] = [];
  for (const word of given.words) files.push(await judged(word, given, world, court));
  const what = "the Sigstore trusted root inside truewheel";
  const roots = root === undefined ? [] : [{ what, sha256: sha256(root) }];
  const report: Report = {
    version: 1,
    command: "verify",
    exit: exitOf(files),
    files: [],
    removed: [],
    changed: false,
    vouched: { files, trust: { path, sha256: digest }, roots, why: given.flag("why") },
  };
  return { report };
};

/** 0: all are vouched for. 1: one is not. 3: for those that are not, this machine cannot decide. */
function exitOf(files: readonly VouchedFile[]): 0 | 1 | 3 {
  const statuses = files.flatMap(({ code }) => (code === undefined ? [] : [explain(code)?.exit ?? 1]));
  if (statuses.length === 0) return 0;
  return statuses.every((status) => status === 3) ? 3 : 1;
}

async function judged(word: string, given: Arguments, world: World, court: Court): Promise<VouchedFile> {
  const path = absolute(word, world.directory);
  if (world.files.status(path)?.kind === "directory")
    throw new Fault("TW-USAGE", `${word} is a directory`, { hint: "Name the files in it." });
  const bytes = world.files.read(path, LARGEST);
  const filename = path.replace(/^.*[\\/]/, "");
  const claim: Claim = { bytes, sha256: sha256(bytes), filename, path: word };
  const offered = offeredFor(word, given, world);
  const found = await findings(claim, offered, court);
  return verdictOf(claim, found, court);
}

/** The judge measures the bytes itself and decides over findings that were made before. */
function verdictOf(claim: Claim, found: readonly Finding[], court: Court): VouchedFile {
  const { filename, bytes } = claim;
  const kinds = found.map(
    (finding): EvidenceKind<undefined> => ({
      kind: finding.kind,
      level: finding.level,
      check: () => finding,
    }),
  );
  const wanted = { name: filename, version: "", filename, size: bytes.length, sha256: claim.sha256 };
  const artifact = {
    wanted,
    bytes,
    origin: { from: "direct", url: claim.path },
    told: new Map<string, string>(),
  } as const;
  const judgement = judge(artifact, kinds, undefined, { atLeast: "VOUCHED" });
  const verdict = judgement.decision === "accepted" ? judgement.accepted.verdict : judgement.verdict;
  const base = {
    path: claim.path,
    size: bytes.length,
    sha256: claim.sha256,
    findings: found,
    absent: absences(claim, found, court),
  };
  if (verdict.decision === "refused")
    return { ...base, decision: "refused", because: verdict.because, code: verdict.code, couldLie: [] };
  const owners = [
    ...new Set(found.flatMap((each) => (each.outcome === "proves" ? [each.voucher?.owner ?? ""] : []))),
  ];
  // Each proof is enough by itself, so each of their parties could give this verdict alone.
  const couldLie = [...new Set(found.flatMap((each) => (each.outcome === "proves" ? each.couldLie : [])))];
  const because = `by ${owners.join(" and by ")}`;
  return { ...base, decision: "accepted", level: verdict.level, because, couldLie };
}
