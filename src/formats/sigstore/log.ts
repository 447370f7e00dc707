/** That a log holds an entry, and since when. Pure. Source: RFC 9162; sigstore/rekor, "Signed Entry Timestamp"; Sigstore client specification, "Transparency log entry". */
import { verify } from "node:crypto";
import { isIncluded, leafHash } from "../merkle/inclusion.ts";
import { isSignedByLog, parseCheckpoint } from "../signed-note/checkpoint.ts";
import type { LogEntry } from "./bundle.ts";
import { isWithin, type Log, type TrustedRoot } from "./trusted-root.ts";

/** What is known of an entry, or why it does not count. */
export type LogOutcome =
  | {
      readonly log: Log;
      /** Milliseconds since the epoch, sworn by the log; undefined when it tells none. */
      readonly time: number | undefined;
      readonly why?: undefined;
    }
  | { readonly why: string };

/**
 * Verifies whatever the entry brings: a promise, a proof, or both, and both must hold. A proof counts only under a checkpoint that the log
 * signed. An entry that brings neither is none; with `needsProof` a promise alone is none either.
 */
export function verifyEntry(entry: LogEntry, root: TrustedRoot, needsProof: boolean): LogOutcome {
  const id = Buffer.from(entry.log);
  const logs = root.logs.filter((each) => id.equals(each.id));
  const [log] = logs;
  if (log === undefined || logs.length > 1) return { why: "the log is none that is trusted" };
  if (entry.proof === undefined && (needsProof || entry.promise === undefined))
    return { why: "the log's proof that it holds the entry is missing" };
  if (entry.promise !== undefined && !isPromised(entry, log))
    return { why: "the log's promise is not signed by the log" };
  // A promise signs the index of the whole log, a proof that of its part; without a promise there is one index.
  if (entry.promise === undefined && entry.index !== entry.proof?.index)
    return { why: "the entry has two places" };
  const against = entry.proof === undefined ? undefined : whyNotIncluded(entry, log, needsProof);
  if (against !== undefined) return { why: against };
  const time =
    entry.promise === undefined || entry.integrated === 0n ? undefined : Number(entry.integrated) * 1000;
  if (time !== undefined && !isWithin(log, time))
    return { why: "the log's key did not count when the entry was made" };
  return { log, time };
}

/** The promise signs the canonical JSON of four fields. */
function isPromised({ body, integrated, log: id, index, promise }: LogEntry, log: Log): boolean {
  if (promise === undefined || integrated === 0n) return false;
  const base64 = Buffer.from(body).toString("base64");
  const hex = Buffer.from(id).toString("hex");
  const signed = `{"body":"${base64}","integratedTime":${integrated},"logID":"${hex}","logIndex":${index}}`;
  return verify(
    log.key.asymmetricKeyType === "ed25519" ? undefined : "sha256",
    Buffer.from(signed),
    log.key,
    promise,
  );
}

function whyNotIncluded({ body, proof }: LogEntry, log: Log, needsCheckpoint: boolean): string | undefined {
  if (proof === undefined) return "there is no proof";
  if (proof.checkpoint === undefined)
    return needsCheckpoint
      ? "the proof has no checkpoint"
      : isIncluded(leafHash(body), proof)
        ? undefined
        : "the proof does not lead to its root";
  const checkpoint = parseCheckpoint(proof.checkpoint);
  if (!isSignedByLog(checkpoint, log)) return "the checkpoint is not signed by the log";
  if (checkpoint.size !== proof.size || !Buffer.from(checkpoint.root).equals(proof.root))
    return "proof and checkpoint are of two trees";
  return isIncluded(leafHash(body), proof) ? undefined : "the proof does not lead to the checkpoint's root";
}
