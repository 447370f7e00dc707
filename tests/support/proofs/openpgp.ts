/** OpenPGP keys and signatures of version 4, made by the test. */
import { generateKeyPairSync, hash, type KeyObject, sign } from "node:crypto";
import { crc24 } from "../../../src/formats/openpgp/armor.ts";
import type { OpenpgpKey } from "../../../src/model/trust.ts";
import { type Bench, bytesOf, grant, HONEST, NOW } from "./bench.ts";

const OTHER = Buffer.from("another file\n");
const YEAR = 365 * 86_400;
const SECONDS = Math.floor(NOW / 1000);
/** When the keys were made: seconds since the epoch. */
const MADE = SECONDS - YEAR;

function number(value: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

function mpi(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const kept = Buffer.from(bytes.subarray(start < 0 ? bytes.length - 1 : start));
  return Buffer.concat([number(kept.length * 8 - Math.clz32(kept[0] ?? 0) + 24, 2), kept]);
}

function packet(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0xc0 | tag, 0xff]), number(body.length, 4), body]);
}

/** One part of a signature; longer than 191 bytes none is. */
function part(type: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([content.length + 1, type]), content]);
}

interface Pair {
  readonly body: Buffer;
  readonly privateKey: KeyObject;
  readonly fingerprint: string;
}

function pair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const point = Buffer.concat([
    Buffer.from([0x40]),
    Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url"),
  ]);
  const body = Buffer.concat([
    Buffer.from([4]),
    number(MADE, 4),
    Buffer.from("16092b06010401da470f01", "hex"),
    mpi(point),
  ]);
  return { body, privateKey, fingerprint: hash("sha1", prefix(body), "hex").toUpperCase() };
}

function prefix(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x99]), number(body.length, 2), body]);
}

/** What a signature is made of, where it is not the usual. */
interface Parts {
  readonly key?: Pair;
  readonly type?: number;
  readonly version?: number;
  readonly hash?: number;
  readonly algorithm?: number;
  readonly made?: number;
  readonly hashed?: readonly Buffer[];
  readonly unhashed?: readonly Buffer[];
  readonly issuer?: string;
  readonly withoutTime?: boolean;
  readonly left?: Buffer;
  readonly values?: Buffer;
}

const NAMES: Readonly<Record<number, string>> = { 1: "md5", 2: "sha1", 8: "sha256", 10: "sha512" };

/** The body of a signature packet over `content`. */
function signature(content: Uint8Array, parts: Parts = {}): Buffer {
  const {
    key = ours,
    type = 0,
    version = 4,
    hash: digest = 8,
    algorithm = 22,
    made = SECONDS - 86_400,
  } = parts;
  const issuer = parts.issuer ?? key.fingerprint;
  const time = parts.withoutTime === true ? [] : [part(2, number(made, 4))];
  const hashed = Buffer.concat([
    part(33, Buffer.from(`04${issuer}`, "hex")),
    ...time,
    ...(parts.hashed ?? []),
  ]);
  const unhashed = Buffer.concat(parts.unhashed ?? [part(16, Buffer.from(issuer.slice(-16), "hex"))]);
  const head = Buffer.concat([
    Buffer.from([version, type, algorithm, digest]),
    number(hashed.length, 2),
    hashed,
  ]);
  const trailer = Buffer.concat([head, Buffer.from([4, 0xff]), number(head.length, 4)]);
  const sum = hash(NAMES[digest] ?? "sha256", Buffer.concat([content, trailer]), "buffer");
  const value = sign(undefined, sum, key.privateKey);
  const values = parts.values ?? Buffer.concat([mpi(value.subarray(0, 32)), mpi(value.subarray(32))]);
  return Buffer.concat([
    head,
    number(unhashed.length, 2),
    unhashed,
    parts.left ?? sum.subarray(0, 2),
    values,
  ]);
}

const ours = pair();
const theirs = pair();
const NAME = Buffer.from("Demo <release@demo.example>");

/** What a key says of itself, and more. */
function certificate(key: Pair, self: Parts = {}, more: readonly Buffer[] = []): Buffer {
  const content = Buffer.concat([prefix(key.body), Buffer.from([0xb4]), number(NAME.length, 4), NAME]);
  const flags = part(27, Buffer.from([0x03]));
  const said = signature(content, { key, type: 0x13, made: MADE, hashed: [flags], ...self });
  return Buffer.concat([packet(6, key.body), ...more, packet(13, NAME), packet(2, said)]);
}

function entry(owner: string, key: Pair, bytes = certificate(key)): OpenpgpKey {
  return { kind: "openpgp", fingerprint: key.fingerprint, certificate: bytes, ...grant(owner) };
}

function armored(packets: Uint8Array): string {
  const lines =
    Buffer.from(packets)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN PGP SIGNATURE-----\n\n${lines.join("\n")}\n=${crc24(packets)}\n-----END PGP SIGNATURE-----\n`;
}

function made(parts: Parts = {}, bytes: Uint8Array = HONEST): string {
  return armored(packet(2, signature(bytes, parts)));
}

/** A key that says something else of itself: sentence, trust entry, code of the refusal of its good signature. */
export const spoiltKeys: readonly (readonly [sentence: string, entry: OpenpgpKey, code: string])[] = [
  [
    "a key that expired",
    entry(
      "Demo",
      ours,
      certificate(ours, { hashed: [part(27, Buffer.from([3])), part(9, number(YEAR - 3600, 4))] }),
    ),
    "TW-OPENPGP-EXPIRED",
  ],
  [
    "a key for certification alone",
    entry("Demo", ours, certificate(ours, { hashed: [part(27, Buffer.from([1]))] })),
    "TW-OPENPGP-PURPOSE",
  ],
  [
    "a key that speaks of itself by SHA-1",
    entry("Demo", ours, certificate(ours, { hash: 2 })),
    "TW-OPENPGP-WEAK",
  ],
  [
    "a key whose words of itself are a stranger's",
    entry("Demo", ours, certificate(ours, { values: signature(HONEST, { key: theirs }).subarray(-68) })),
    "TW-OPENPGP-MALFORMED",
  ],
  [
    "a key that says nothing of itself yet",
    entry("Demo", ours, certificate(ours, { made: SECONDS + 86_400 })),
    "TW-OPENPGP-MALFORMED",
  ],
  [
    "a key that was revoked",
    entry("Demo", ours, certificate(ours, {}, [packet(2, signature(prefix(ours.body), { type: 0x20 }))])),
    "TW-OPENPGP-REVOKED",
  ],
  [
    "a key that was revoked by SHA-1",
    entry(
      "Demo",
      ours,
      certificate(ours, {}, [packet(2, signature(prefix(ours.body), { type: 0x20, hash: 2 }))]),
    ),
    "TW-OPENPGP-REVOKED",
  ],
];

/** A stranger's revocation of the key: it says nothing. */
export const revokedByStranger: OpenpgpKey = entry(
  "Demo",
  ours,
  certificate(ours, {}, [packet(2, signature(prefix(ours.body), { type: 0x20, key: theirs }))]),
);

const MALFORMED = /^TW-OPENPGP-MALFORMED$/;
const BYTES = /^TW-PROOF-OTHER-BYTES$/;

function mutations(): readonly (readonly [string, Uint8Array, RegExp])[] {
  const good = packet(2, signature(HONEST));
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["version 3", made({ version: 3 }), /^TW-OPENPGP-UNSUPPORTED$/],
    ["version 6", made({ version: 6 }), /^TW-OPENPGP-UNSUPPORTED$/],
    ["a signature over a key", made({ type: 0x13 }), MALFORMED],
    ["a signature over nothing", made({ type: 0x02 }), MALFORMED],
    ["MD5", made({ hash: 1 }), /^TW-OPENPGP-WEAK$/],
    ["SHA-1", made({ hash: 2 }), /^TW-OPENPGP-WEAK$/],
    ["another algorithm", made({ algorithm: 1 }), BYTES],
    ["no time", made({ withoutTime: true }), MALFORMED],
    ["two times", made({ hashed: [part(2, number(SECONDS, 4))] }), MALFORMED],
    ["a time of three bytes", made({ withoutTime: true, hashed: [part(2, number(1, 3))] }), MALFORMED],
    ["a time to come", made({ made: SECONDS + 86_400 }), /^TW-CLOCK-BEHIND$/],
    ["a time before the key", made({ made: MADE - 1 }), /^TW-OPENPGP-EXPIRED$/],
    ["an end that has passed", made({ hashed: [part(3, number(60, 4))] }), /^TW-OPENPGP-EXPIRED$/],
    ["a stranger's name", made({ issuer: theirs.fingerprint, unhashed: [] }), /^TW-PROOF-UNKNOWN-SIGNER$/],
    [
      "two names",
      made({ unhashed: [part(16, Buffer.from(theirs.fingerprint.slice(-16), "hex"))] }),
      MALFORMED,
    ],
    ["a stranger's signature under the key's name", made({ key: theirs, issuer: ours.fingerprint }), BYTES],
    ["a critical notation", made({ hashed: [part(0x80 | 20, Buffer.alloc(10))] }), /^TW-OPENPGP-CRITICAL$/],
    [
      "a critical part that is not known",
      made({ hashed: [part(0x80 | 110, Buffer.alloc(1))] }),
      /^TW-OPENPGP-CRITICAL$/,
    ],
    ["an end that nobody signed", made({ unhashed: [part(3, number(60, 4))] }), MALFORMED],
    ["other first bytes of the digest", made({ left: Buffer.from([0, 0]) }), /^TW-PROOF-OTHER-BYTES$/],
    ["no numbers", made({ values: Buffer.alloc(0) }), MALFORMED],
    ["one number", made({ values: mpi(Buffer.alloc(32, 1)) }), MALFORMED],
    [
      "a number too many",
      made({ values: Buffer.concat([1, 2, 3].map((n) => mpi(Buffer.alloc(32, n)))) }),
      MALFORMED,
    ],
    [
      "numbers of a thousand bytes",
      made({ values: Buffer.concat([1, 2].map((n) => mpi(Buffer.alloc(1_000, n)))) }),
      BYTES,
    ],
    [
      "zeros for numbers",
      made({ values: Buffer.concat([mpi(Buffer.alloc(32, 1)), Buffer.from([0, 0])]) }),
      MALFORMED,
    ],
    ["the signature of another file", made({}, OTHER), BYTES],
    ["the signature twice", armored(Buffer.concat([good, good])), MALFORMED],
    [
      "a broken signature beside a good one",
      armored(Buffer.concat([good, packet(2, signature(OTHER))])),
      BYTES,
    ],
    ["a name beside the signature", armored(Buffer.concat([good, packet(13, NAME)])), MALFORMED],
    ["a signed message", Buffer.concat([packet(4, Buffer.alloc(13)), packet(11, HONEST), good]), MALFORMED],
    ["bytes behind the signature", Buffer.concat([good, Buffer.from([0])]), MALFORMED],
    ["a packet in parts", Buffer.concat([Buffer.from([0xc2, 0xe1]), good]), MALFORMED],
    ["text before the block", `x\n${made()}`, MALFORMED],
    ["text behind the block", `${made()}x\n`, MALFORMED],
    ["a block of another kind", made().replaceAll("SIGNATURE", "MESSAGE"), MALFORMED],
    ["an unknown header", made().replace("\n\n", "\nX: y\n\n"), MALFORMED],
    ["another checksum", made().replace(/\n=..../, "\n=AAAA"), MALFORMED],
  ];
  return cases.map(([sentence, document, code]) => [
    sentence,
    typeof document === "string" ? bytesOf(document) : document,
    code,
  ]);
}

/** OpenPGP on the bench. */
export const openpgpBench: Bench = {
  kind: "openpgp",
  sign: (bytes) => bytesOf(made({}, bytes)),
  signer: entry("Demo", ours),
  stranger: entry("Stranger", theirs),
  mutations,
  unsigned: () => new Set(),
};

/** `text` clear-signed, as it stands. */
export function clearSigned(text: string, signed = text): Uint8Array {
  const content = Buffer.from(signed.replace(/\n$/, "").replaceAll("\n", "\r\n"));
  return bytesOf(
    `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${text.replace(/\n$/, "")}\n${armored(packet(2, signature(content, { type: 1 })))}`,
  );
}
