/**
 * Certificates: a primary key, what it says of itself, and its subkeys. Pure. Source: RFC 9580 §10.1, §5.2.1, §5.2.3.
 *
 * What counts of a key is what the key itself signed last: how long it lives, what it is for, whether it was revoked. Any revocation counts, whatever
 * its reason. Signatures of other keys are not looked at.
 */
import { Fault } from "../../base/fault.ts";
import { malformed, type Packet, parsePackets } from "./packets.ts";
import { keyPrefix, type OpenpgpPublicKey, parsePublicKey } from "./public-key.ts";
import { isMadeBy, type OpenpgpSignature, parseSignature } from "./signature.ts";

const TAG = { signature: 2, primary: 6, userId: 13, subkey: 14, attribute: 17, trust: 12 } as const;

/** A key with the packets that follow it. */
interface Component {
  readonly tag: number;
  readonly body: Uint8Array;
  readonly signatures: readonly Uint8Array[];
}

/** A certificate, read and not judged. */
export interface OpenpgpCertificate {
  readonly primary: OpenpgpPublicKey;
  readonly components: readonly Component[];
}

/** Reads the certificates in packets. Throws Fault TW-OPENPGP-MALFORMED, TW-OPENPGP-UNSUPPORTED. */
export function parseCertificates(bytes: Uint8Array): readonly OpenpgpCertificate[] {
  const groups: Packet[][] = [];
  for (const packet of parsePackets(bytes)) {
    if (packet.tag === TAG.primary) groups.push([]);
    const group = groups.at(-1);
    if (group === undefined) throw malformed("it does not begin with a public key");
    group.push(packet);
  }
  return groups.map((packets) => {
    const components = componentsOf(packets);
    const [first] = components;
    if (first === undefined) throw malformed("it holds no key");
    return { primary: parsePublicKey(first.body), components };
  });
}

function componentsOf(packets: readonly Packet[]): readonly Component[] {
  const found: { tag: number; body: Uint8Array; signatures: Uint8Array[] }[] = [];
  for (const { tag, body } of packets) {
    if (tag === TAG.signature) found.at(-1)?.signatures.push(body);
    else if (tag === TAG.trust) continue;
    else if (([TAG.primary, TAG.userId, TAG.subkey, TAG.attribute] as readonly number[]).includes(tag))
      found.push({ tag, body, signatures: [] });
    else throw malformed(`a certificate holds a packet of the type ${tag}`);
  }
  return found;
}

/** Every key of a certificate by fingerprint, the primary first. Subkeys of kinds that do not sign are left out. */
export function keysOf(certificate: OpenpgpCertificate): readonly OpenpgpPublicKey[] {
  const subkeys = certificate.components
    .filter(({ tag }) => tag === TAG.subkey)
    .map(({ body }) => parsePublicKey(body));
  return [certificate.primary, ...subkeys];
}

/** Throws the Fault that says why `key`, one of the certificate's, could not have made a signature of `made`, or may not be believed at `now`; both milliseconds. */
export function demandUsable(
  certificate: OpenpgpCertificate,
  key: OpenpgpPublicKey,
  made: number,
  now: number,
): void {
  const { primary, components } = certificate;
  const [first] = components;
  const own = selfSignatures(certificate, now);
  for (const revocation of ownSignatures(first?.signatures ?? [], [0x20], keyPrefix(primary.body), primary))
    throw revoked("the key", revocation);
  demandAlive("the key", primary, own.life, { made, now });
  if (key.fingerprint === primary.fingerprint) {
    if (own.flags !== undefined && (own.flags & 0x02) === 0)
      throw new Fault("TW-OPENPGP-PURPOSE", "the key is not for signing data");
    return;
  }
  demandSubkey(certificate, key, { made, now });
}

interface Moments {
  readonly made: number;
  readonly now: number;
}

/** The last thing the primary key said of itself: on a name, or directly. */
function selfSignatures(
  { primary, components }: OpenpgpCertificate,
  now: number,
): { readonly life: number | undefined; readonly flags: number | undefined } {
  const prefix = keyPrefix(primary.body);
  const said = components.flatMap(({ tag, body, signatures }) => {
    if (tag === TAG.primary) return ownSignatures(signatures, [0x1f], prefix, primary);
    if (tag !== TAG.userId) return [];
    const content = Buffer.concat([prefix, framed(0xb4, body)]);
    const revoked = ownSignatures(signatures, [0x30], content, primary).length > 0;
    return revoked ? [] : ownSignatures(signatures, [0x10, 0x11, 0x12, 0x13], content, primary);
  });
  const last = said.filter(({ created }) => created <= now).toSorted((a, b) => b.created - a.created)[0];
  if (last === undefined)
    throw new Fault("TW-OPENPGP-MALFORMED", "nothing that the key says of itself is signed by it now");
  if (last.expires !== undefined && last.expires <= now)
    throw new Fault("TW-OPENPGP-EXPIRED", "what the key says of itself has expired");
  return { life: last.keyLife, flags: last.keyFlags };
}

function demandSubkey(
  { primary, components }: OpenpgpCertificate,
  key: OpenpgpPublicKey,
  moments: Moments,
): void {
  const prefix = Buffer.concat([keyPrefix(primary.body), keyPrefix(key.body)]);
  const component = components.find(
    ({ tag, body }) => tag === TAG.subkey && Buffer.from(body).equals(key.body),
  );
  const signatures = component?.signatures ?? [];
  for (const revocation of ownSignatures(signatures, [0x28], prefix, primary))
    throw revoked("the subkey", revocation);
  const bindings = ownSignatures(signatures, [0x18], prefix, primary).filter(
    ({ created }) => created <= moments.now,
  );
  const binding = bindings.toSorted((a, b) => b.created - a.created)[0];
  if (binding === undefined) throw new Fault("TW-OPENPGP-MALFORMED", "the subkey is not bound to its key");
  if (((binding.keyFlags ?? 0) & 0x02) === 0)
    throw new Fault("TW-OPENPGP-PURPOSE", "the subkey is not for signing data");
  // A subkey that signs has to say itself that it belongs there, or anybody could adopt it.
  const back = binding.embedded === undefined ? undefined : parseSignature(binding.embedded);
  if (back?.type !== 0x19 || !isMadeBy(back, prefix, key))
    throw new Fault("TW-OPENPGP-MALFORMED", "the subkey does not say that it belongs to the key");
  demandAlive("the subkey", key, binding.keyLife, moments);
}

function demandAlive(
  what: string,
  key: OpenpgpPublicKey,
  life: number | undefined,
  { made, now }: Moments,
): void {
  if (key.created > made) throw new Fault("TW-OPENPGP-EXPIRED", `${what} is younger than the signature`);
  const end = life === undefined ? undefined : key.created + life;
  if (end !== undefined && (made >= end || now >= end))
    throw new Fault("TW-OPENPGP-EXPIRED", `${what} expired on ${new Date(end).toISOString().slice(0, 10)}`);
}

const REVOCATIONS = [0x20, 0x28, 0x30];

/**
 * The signatures of these types that `key` really made over `content`. What cannot be read is not looked at, as strangers may add anything to a
 * certificate; but a revocation that cannot be read, or rests on a weak digest, is not overlooked.
 */
function ownSignatures(
  signatures: readonly Uint8Array[],
  types: readonly number[],
  content: Uint8Array,
  key: OpenpgpPublicKey,
): readonly OpenpgpSignature[] {
  const own = signatures
    .filter((body) => types.includes(body[1] ?? -1))
    .flatMap(readable)
    .filter(({ issuer }) => key.fingerprint.endsWith(issuer));
  const strong = own.filter(({ hash, type }) => hash !== undefined || REVOCATIONS.includes(type));
  const [weak] = own;
  if (strong.length === 0 && weak !== undefined)
    throw new Fault("TW-OPENPGP-WEAK", "what the key says of itself rests on a digest weaker than SHA-256");
  return strong.filter((signature) => signature.hash === undefined || isMadeBy(signature, content, key));
}

function readable(body: Uint8Array): readonly OpenpgpSignature[] {
  try {
    return [parseSignature(body)];
  } catch (error) {
    if (error instanceof Fault && !REVOCATIONS.includes(body[1] ?? -1)) return [];
    throw error;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  1: "it was superseded",
  2: "it was compromised",
  3: "it was retired",
};

function revoked(what: string, { revocationReason: reason }: OpenpgpSignature): Fault {
  return new Fault(
    "TW-OPENPGP-REVOKED",
    `${what} was revoked by its owner: ${REASONS[reason ?? 0] ?? "no reason given"}`,
  );
}

function framed(tag: number, body: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}
