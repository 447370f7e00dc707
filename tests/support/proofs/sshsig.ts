/** SSH signatures, made by the test. */
import { generateKeyPairSync, hash, type KeyObject, sign as signBy } from "node:crypto";
import { wireString } from "../../../src/formats/sshsig/wire.ts";
import type { SshSigner } from "../../../src/model/trust.ts";
import { type Bench, bytesOf, grant, HONEST } from "./bench.ts";

const ours = generateKeyPairSync("ed25519");
const theirs = generateKeyPairSync("ed25519");
const OTHER = Buffer.from("another file\n");

function blob(key: KeyObject): Buffer {
  const point = Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
  return Buffer.concat([wireString("ssh-ed25519"), wireString(point)]);
}

function entry(owner: string, key: KeyObject): SshSigner {
  const allowedSigners = `release@demo ssh-ed25519 ${blob(key).toString("base64")}\n`;
  return { kind: "ssh", principal: "release@demo", namespace: "file", allowedSigners, ...grant(owner) };
}

interface Parts {
  readonly magic?: string;
  readonly version?: number;
  readonly key?: Uint8Array;
  readonly namespace?: string;
  readonly reserved?: string;
  readonly hash?: string;
  readonly algorithm?: string;
  readonly value?: Uint8Array;
  readonly after?: Uint8Array;
  readonly innerAfter?: Uint8Array;
  readonly leave?: number;
  readonly twice?: number;
}

function packed(bytes: Uint8Array, parts: Parts = {}): Buffer {
  const { magic = "SSHSIG", version = 1, namespace = "file", reserved = "", hash: name = "sha512" } = parts;
  const digest = hash(["sha256", "sha512", "md5"].includes(name) ? name : "sha512", bytes, "buffer");
  const signed = Buffer.concat([
    Buffer.from("SSHSIG"),
    wireString(namespace),
    wireString(reserved),
    wireString(name),
    wireString(digest),
  ]);
  const value = parts.value ?? signBy(undefined, signed, ours.privateKey);
  const inner = Buffer.concat([
    wireString(parts.algorithm ?? "ssh-ed25519"),
    wireString(value),
    parts.innerAfter ?? Buffer.alloc(0),
  ]);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(version);
  const fields = [
    Buffer.from(magic),
    number,
    wireString(parts.key ?? blob(ours.publicKey)),
    wireString(namespace),
    wireString(reserved),
    wireString(name),
    wireString(inner),
  ];
  const kept = fields.flatMap((field, at) =>
    at === parts.leave ? [] : at === parts.twice ? [field, field] : [field],
  );
  return Buffer.concat([...kept, parts.after ?? Buffer.alloc(0)]);
}

function armored(content: Buffer, width = 70): string {
  const lines = content.toString("base64").match(new RegExp(`.{1,${width}}`, "g")) ?? [];
  return `-----BEGIN SSH SIGNATURE-----\n${lines.join("\n")}\n-----END SSH SIGNATURE-----\n`;
}

function made(parts: Parts, bytes: Uint8Array = HONEST): string {
  return armored(packed(bytes, parts));
}

const MALFORMED = /^TW-SSHSIG-MALFORMED$/;
const FIELDS = [
  "the magic",
  "the version",
  "the key",
  "the namespace",
  "the reserved field",
  "the digest's name",
  "the signature",
];

function mutations(): readonly (readonly [string, Uint8Array, RegExp])[] {
  const structure = /^TW-SSHSIG-(?:MALFORMED|WEAK|UNSUPPORTED)$/;
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ...FIELDS.flatMap((name, at): (readonly [string, string, RegExp])[] => [
      [`${name} removed`, made({ leave: at }), structure],
      [`${name} twice`, made({ twice: at }), structure],
    ]),
    ["another magic", made({ magic: "SSHSIX" }), MALFORMED],
    ["version 0", made({ version: 0 }), MALFORMED],
    ["version 2", made({ version: 2 }), MALFORMED],
    ["an empty key", made({ key: new Uint8Array() }), MALFORMED],
    ["a stranger's key", made({ key: blob(theirs.publicKey) }), /^TW-PROOF-UNKNOWN-SIGNER$/],
    ["a key of a hundred thousand bytes", made({ key: Buffer.alloc(100_000) }), MALFORMED],
    [
      "a certificate for a key",
      made({ key: wireString("ssh-ed25519-cert-v01@openssh.com") }),
      /^TW-SSHSIG-UNSUPPORTED$/,
    ],
    ["another namespace, rightly signed", made({ namespace: "git" }), /^TW-SSHSIG-NAMESPACE$/],
    ["an empty namespace", made({ namespace: "" }), MALFORMED],
    ["something in the reserved field", made({ reserved: "x" }), MALFORMED],
    ["MD5", made({ hash: "md5" }), /^TW-SSHSIG-WEAK$/],
    ["an empty name of a digest", made({ hash: "" }), /^TW-SSHSIG-WEAK$/],
    ["an algorithm of another key", made({ algorithm: "rsa-sha2-512" }), MALFORMED],
    ["an empty signature", made({ value: new Uint8Array() }), /^TW-PROOF-OTHER-BYTES$/],
    ["a signature of another file", made({}, OTHER), /^TW-PROOF-OTHER-BYTES$/],
    ["bytes after the signature", made({ innerAfter: Buffer.from("x") }), MALFORMED],
    ["bytes after the end", made({ after: Buffer.from("x") }), MALFORMED],
    ["CR LF line ends", made({}).replaceAll("\n", "\r\n"), MALFORMED],
    ["text before it", `x\n${made({})}`, MALFORMED],
    ["text after it", `${made({})}x\n`, MALFORMED],
    ["two of them", made({}).repeat(2), MALFORMED],
    ["one long line", armored(packed(HONEST), 10_000), MALFORMED],
    ["lines of two lengths", made({}).replace(/^([^-].{9})/m, "$1\n"), MALFORMED],
  ];
  return cases.map(([sentence, text, code]) => [sentence, bytesOf(text), code]);
}

/** SSHSIG on the bench. */
export const sshsigBench: Bench = {
  kind: "sshsig",
  sign: (bytes) => bytesOf(made({}, bytes)),
  signer: entry("Demo", ours.publicKey),
  stranger: entry("Stranger", theirs.publicKey),
  mutations,
  unsigned: () => new Set(),
};
