/** Minisign signatures, made by the test. */
import { generateKeyPairSync, hash, type KeyObject, sign as signBy } from "node:crypto";
import type { MinisignKey } from "../../../src/model/trust.ts";
import { type Bench, bytesOf, FILENAME, grant, HONEST } from "./bench.ts";

const ID = Buffer.from("0102030405060708", "hex");
const OTHER_ID = Buffer.from("1112131415161718", "hex");

function raw(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
}

function entry(owner: string, key: KeyObject, id: Buffer): MinisignKey {
  const text = Buffer.concat([Buffer.from("Ed"), id, raw(key)]).toString("base64");
  return { kind: "minisign", key: text, prehashedOnly: false, ...grant(owner) };
}

const ours = generateKeyPairSync("ed25519");
const theirs = generateKeyPairSync("ed25519");

interface Parts {
  readonly algorithm?: string;
  readonly id?: Buffer;
  readonly comment?: string;
  readonly signature?: Buffer;
  readonly global?: Buffer;
  readonly key?: KeyObject;
}

function document(bytes: Uint8Array, parts: Parts = {}): string {
  const { algorithm = "ED", id = ID, comment = `timestamp:1760000000\tfile:${FILENAME}\thashed` } = parts;
  const key = parts.key ?? ours.privateKey;
  const signed = algorithm === "Ed" ? bytes : hash("blake2b512", bytes, "buffer");
  const signature = parts.signature ?? signBy(undefined, signed, key);
  const global = parts.global ?? signBy(undefined, Buffer.concat([signature, Buffer.from(comment)]), key);
  const first = Buffer.concat([Buffer.from(algorithm, "latin1"), id, signature]).toString("base64");
  return `untrusted comment: by the test\n${first}\ntrusted comment: ${comment}\n${global.toString("base64")}\n`;
}

function without(line: number): string {
  return document(HONEST)
    .split("\n")
    .filter((_, at) => at !== line)
    .join("\n");
}

function twice(line: number): string {
  return document(HONEST)
    .split("\n")
    .flatMap((each, at) => (at === line ? [each, each] : [each]))
    .join("\n");
}

function replaced(line: number, text: string): string {
  return document(HONEST)
    .split("\n")
    .map((each, at) => (at === line ? text : each))
    .join("\n");
}

const MALFORMED = /^TW-MINISIGN-MALFORMED$/;
const OTHER = Buffer.from("another file\n");
const LINES = ["the untrusted comment", "the signature", "the trusted comment", "the global signature"];

function mutations(): Bench["mutations"] extends () => infer Result ? Result : never {
  const good = document(HONEST).split("\n");
  const other = document(OTHER).split("\n");
  const cases: (readonly [string, string, RegExp])[] = LINES.flatMap((name, line) => [
    [`${name} removed`, without(line), MALFORMED],
    [`${name} twice`, twice(line), MALFORMED],
    [`${name} emptied`, replaced(line, ""), MALFORMED],
    [`${name} five hundred times as long`, replaced(line, (good[line] ?? "").repeat(500)), MALFORMED],
    [`${name} a number`, replaced(line, "17"), MALFORMED],
  ]);
  return [
    ...cases,
    ["the signature of another file", replaced(1, other[1] ?? ""), /^TW-PROOF-OTHER-BYTES$/],
    ["the global signature of another file", replaced(3, other[3] ?? ""), /^TW-MINISIGN-COMMENT$/],
    ["another trusted comment", replaced(2, "trusted comment: newer"), /^TW-MINISIGN-COMMENT$/],
    [
      "a trusted comment that names another file",
      document(HONEST, { comment: "file:demo-2.0.tar.gz" }),
      /^TW-PROOF-OTHER-NAME$/,
    ],
    [
      "a moment that is to come",
      document(HONEST, { comment: "timestamp:1900000000\thashed" }),
      /^TW-CLOCK-BEHIND$/,
    ],
    ["a control character in the trusted comment", document(HONEST, { comment: "a\u001b[2J" }), MALFORMED],
    ["another key id", document(HONEST, { id: OTHER_ID }), /^TW-PROOF-UNKNOWN-SIGNER$/],
    [
      "the trusted key id over a stranger's signature",
      document(HONEST, { key: theirs.privateKey }),
      /^TW-PROOF-OTHER-BYTES$/,
    ],
    ["an unknown algorithm", document(HONEST, { algorithm: "Xx" }), MALFORMED],
    [
      "a digest passed off as the file",
      document(hash("blake2b512", HONEST, "buffer"), { algorithm: "Ed" }),
      /^TW-PROOF-OTHER-BYTES$/,
    ],
    ["CR LF line ends", document(HONEST).replaceAll("\n", "\r\n"), MALFORMED],
    ["a line more", `${document(HONEST)}more\n`, MALFORMED],
    ["no last line feed", document(HONEST).slice(0, -1), MALFORMED],
  ].map(([sentence, text, code]) => [sentence as string, bytesOf(text as string), code as RegExp]);
}

/** Minisign on the bench. */
export const minisignBench: Bench = {
  kind: "minisign",
  sign: (bytes, filename = FILENAME) =>
    bytesOf(document(bytes, { comment: `timestamp:1760000000\tfile:${filename}\thashed` })),
  signer: entry("Demo", ours.publicKey, ID),
  stranger: entry("Stranger", theirs.publicKey, OTHER_ID),
  mutations,
  unsigned: (bytes) => {
    const start = "untrusted comment: ".length;
    const end = Buffer.from(bytes).indexOf("\n");
    return new Set(Array.from({ length: end - start }, (_, at) => start + at));
  },
};

/** A signature of the older form, over the file itself. */
export function legacy(bytes: Uint8Array): Uint8Array {
  return bytesOf(document(bytes, { algorithm: "Ed" }));
}
