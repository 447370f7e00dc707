/** `[[key]]` and `[[revoked]]`: public keys. Pure. */
import { Fault } from "../../base/fault.ts";
import { fromUtf8 } from "../../base/utf8.ts";
import { parseMinisignKey } from "../../formats/minisign/minisign.ts";
import { unarmored } from "../../formats/openpgp/armor.ts";
import { keysOf, parseCertificates } from "../../formats/openpgp/certificate.ts";
import { parseAllowedSigners, parseKeyLine } from "../../formats/sshsig/allowed-signers.ts";
import type { MinisignKey, OpenpgpKey, RevokedKey, SshSigner } from "../../model/trust.ts";
import type { Fields } from "./fields.ts";
import { grant } from "./grant.ts";

/** The bytes of a file that a trust file names, relative to it. Throws Fault when there is none. */
export type KeyFiles = (name: string) => Uint8Array;

/** Reads a key that may vouch; throws Fault TW-TRUST-MALFORMED. */
export function trustedKey(fields: Fields, files: KeyFiles): MinisignKey | SshSigner | OpenpgpKey {
  const kind = fields.choice("kind", ["minisign", "ssh", "openpgp"]);
  const read = { minisign: minisignKey, ssh: sshSigner, openpgp: openpgpKey }[kind];
  const key = read(fields, files);
  fields.done();
  return key;
}

/** Reads a key that never vouches again; throws Fault TW-TRUST-MALFORMED. */
export function revokedKey(fields: Fields): RevokedKey {
  const kind = fields.choice("kind", ["minisign", "ssh", "openpgp"]);
  const text = fields.text("key");
  const key = { minisign: minisignKeyText, ssh: sshKeyText, openpgp: fingerprint }[kind](fields, text);
  const revoked = { kind, key, addedBy: fields.text("added-by"), why: fields.text("why") };
  fields.done();
  return revoked;
}

function minisignKey(fields: Fields, files: KeyFiles): MinisignKey {
  const key = keyText(fields, files, "key")
    .replace(/^untrusted comment:[^\n]*\n/, "")
    .trim();
  return {
    kind: "minisign",
    key: minisignKeyText(fields, key),
    prehashedOnly: fields.flag("prehashed-only"),
    ...grant(fields),
  };
}

function sshSigner(fields: Fields, files: KeyFiles): SshSigner {
  const principal = fields.text("principal");
  if (/[\s,*?!"]/.test(principal)) throw fields.malformed("`principal` is one name, not a pattern");
  const isOneKey = fields.has("key");
  const written = isOneKey ? fields.text("key") : keyText(fields, files, "allowed-signers");
  const allowedSigners = isOneKey ? `${principal} ${sshKeyText(fields, written)}\n` : written;
  if (checked(fields, () => parseAllowedSigners(allowedSigners)).length === 0)
    throw fields.malformed("the allowed signers are none");
  const namespace = fields.has("namespace") ? fields.text("namespace") : "file";
  return { kind: "ssh", principal, namespace, allowedSigners, ...grant(fields) };
}

/** The certificate may stand in a ring of several; the fingerprint says which it is. */
function openpgpKey(fields: Fields, files: KeyFiles): OpenpgpKey {
  const wanted = fingerprint(fields, fields.text("fingerprint"));
  const isWritten = fields.has("key");
  const certificate = isWritten ? Buffer.from(fields.text("key", true)) : keyBytes(fields, files);
  const ring = checked(fields, () => parseCertificates(unarmored(certificate, "PGP PUBLIC KEY BLOCK")));
  const found = ring.filter(({ primary }) => primary.fingerprint === wanted);
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw fields.malformed("not exactly one of its keys has the fingerprint");
  checked(fields, () => keysOf(first));
  return { kind: "openpgp", fingerprint: wanted, certificate, ...grant(fields) };
}

/** 40 hex digits, blanks between them allowed as gpg prints them. */
function fingerprint(fields: Fields, text: string): string {
  const digits = text.replaceAll(" ", "").toUpperCase();
  if (!/^[0-9A-F]{40}$/.test(digits))
    throw fields.malformed("the fingerprint is not 40 hex digits: a shorter one can be forged");
  return digits;
}

function minisignKeyText(fields: Fields, text: string): string {
  checked(fields, () => parseMinisignKey(text));
  return text;
}

function sshKeyText(fields: Fields, text: string): string {
  const { type, blob } = checked(fields, () => parseKeyLine(text));
  return `${type} ${Buffer.from(blob).toString("base64")}`;
}

/** A key written under `name`, or in the file that `key-file` names: exactly one of them. */
export function keyText(fields: Fields, files: KeyFiles, name: string): string {
  if (fields.has(name) === fields.has("key-file"))
    throw fields.malformed(`it must have either \`${name}\` or \`key-file\``);
  if (fields.has(name)) return fields.text(name, true);
  const text = fromUtf8(keyBytes(fields, files));
  if (text === undefined) throw fields.malformed("`key-file` names a file that is no text");
  return text;
}

/** The content of the file that `key-file` names. */
export function keyBytes(fields: Fields, files: KeyFiles): Uint8Array {
  const name = fields.text("key-file");
  return checked(fields, () => files(name));
}

/** What `read` returns; its Fault becomes the cause of ours. */
export function checked<Value>(fields: Fields, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw fields.malformed(cause.message, cause);
  }
}
