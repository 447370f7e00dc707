/** Packets and the numbers in them. Pure. Source: RFC 9580 §3.2, §4.2. Lengths are known beforehand: nothing partial, nothing indeterminate. */
import { Fault } from "../../base/fault.ts";

/** One packet. */
export interface Packet {
  readonly tag: number;
  readonly body: Uint8Array;
}

const MOST = 10_000;

/** Reads every packet. Throws Fault TW-OPENPGP-MALFORMED. */
export function parsePackets(bytes: Uint8Array): readonly Packet[] {
  const reader = new ByteReader(bytes);
  const packets: Packet[] = [];
  while (!reader.done) {
    if (packets.length === MOST) throw malformed(`it has more than ${MOST} packets`);
    packets.push(readPacket(reader));
  }
  return packets;
}

function readPacket(reader: ByteReader): Packet {
  const first = reader.byte();
  if (first < 0x80) throw malformed("a packet does not begin like one");
  if ((first & 0x40) !== 0) return { tag: first & 0x3f, body: reader.take(newLength(reader)) };
  const kind = first & 3;
  if (kind === 3) throw malformed("a packet's length is not told");
  return { tag: (first >> 2) & 0x0f, body: reader.take(reader.number(2 ** kind)) };
}

/** The lengths of new packets, and of subpackets. */
export function newLength(reader: ByteReader): number {
  const first = reader.byte();
  if (first < 192) return first;
  if (first < 224) return (first - 192) * 256 + reader.byte() + 192;
  if (first === 255) return reader.number(4);
  throw malformed("a packet comes in parts");
}

/** Reads bytes from first to last. */
export class ByteReader {
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** `length` bytes. */
  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw malformed("a part ends beyond the end");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** One byte. */
  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** A number of `size` bytes. */
  number(size: number): number {
    return Buffer.from(this.take(size)).readUIntBE(0, size);
  }

  /** A multiprecision integer, its length written exactly. */
  mpi(): Uint8Array {
    const bits = this.number(2);
    const bytes = this.take(Math.ceil(bits / 8));
    const [first] = bytes;
    if (first === undefined || 32 - Math.clz32(first) !== ((bits - 1) % 8) + 1)
      throw malformed("a number is not as long as it says");
    return bytes;
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.take(this.bytes.length - this.at);
  }

  /** True when nothing is left. */
  get done(): boolean {
    return this.at === this.bytes.length;
  }

  /** Throws unless everything was read. */
  end(): void {
    if (!this.done) throw malformed("something follows the end of a part");
  }
}

/** Fault TW-OPENPGP-MALFORMED. */
export function malformed(why: string): Fault {
  return new Fault("TW-OPENPGP-MALFORMED", `an OpenPGP document cannot be read: ${why}`);
}
