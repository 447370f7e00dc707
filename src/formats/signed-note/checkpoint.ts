/** A log's signed statement of its size and root. Pure. Source: C2SP signed-note.md, tlog-checkpoint.md. */
import { type KeyObject, verify } from "node:crypto";
import { fromBase64 } from "../../base/base64.ts";
import { Fault } from "../../base/fault.ts";

/** A checkpoint, read and not verified. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  /** What is signed: everything before the empty line, its line end included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** One line below the text. */
export interface NoteSignature {
  readonly name: string;
  /** The first four bytes of the key's digest. */
  readonly hint: Uint8Array;
  readonly signature: Uint8Array;
}

const LARGEST = 64 * 1024;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;
const LINE = /^\u2014 (\S{1,256}) ([A-Za-z0-9+/=]{8,2000})$/;

/** Reads a note; throws Fault TW-CHECKPOINT-MALFORMED. */
export function parseCheckpoint(note: string): Checkpoint {
  if (note.length > LARGEST || CONTROL.test(note) || !note.isWellFormed())
    throw malformed("it is too long or no text");
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n")) throw malformed("it has no text, or no signatures below it");
  const text = note.slice(0, split + 1);
  const [origin = "", size = "", root = ""] = text.split("\n");
  const rootHash = fromBase64(root);
  if (origin === "" || !/^(?:0|[1-9][0-9]{0,18})$/.test(size) || rootHash?.length !== 32)
    throw malformed("its first three lines are not origin, size and root");
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > 64) throw malformed("it has more signatures than anybody looks at");
  return { origin, size: BigInt(size), root: rootHash, text, signatures: lines.map(readLine) };
}

function readLine(line: string): NoteSignature {
  const [, name = "", base64 = ""] = LINE.exec(line) ?? [];
  const bytes = fromBase64(base64);
  if (bytes === undefined || bytes.length < 5) throw malformed("a line below its text is no signature");
  return { name, hint: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** A log's key, as notes name it. */
export interface LogKey {
  readonly key: KeyObject;
  /** The key's digest, whose first four bytes are its hint. */
  readonly id: Uint8Array;
}

/** Whether the log that `origin` names signed the note with `key`. Lines of other keys are witnesses, and no matter here. */
export function isSignedByLog(checkpoint: Checkpoint, { key, id }: LogKey): boolean {
  const hint = Buffer.from(id.subarray(0, 4));
  const own = checkpoint.signatures.filter(
    ({ name, hint: given }) =>
      hint.equals(given) && (checkpoint.origin === name || checkpoint.origin.startsWith(`${name} - `)),
  );
  const [signature] = own;
  if (signature === undefined || own.length > 1) return false;
  const digest = key.asymmetricKeyType === "ed25519" ? undefined : "sha256";
  return verify(digest, Buffer.from(checkpoint.text, "utf8"), key, signature.signature);
}

function malformed(why: string): Fault {
  return new Fault("TW-CHECKPOINT-MALFORMED", `a log's checkpoint cannot be read: ${why}`);
}
