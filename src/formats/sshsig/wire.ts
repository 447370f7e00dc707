/** The data types of SSH. Pure. Source: RFC 4251 §5. */
import { Fault } from "../../base/fault.ts";

/** Reads one blob from its start to its end. */
export class WireReader {
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** `length` bytes as they are; throws Fault TW-SSHSIG-MALFORMED when fewer are left. */
  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw malformed("a part ends beyond the end");
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  /** A `byte`. */
  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** A `uint32`. */
  uint32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.take(4);
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  /** A `string` of bytes. */
  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** A `string` of printable ASCII; anything else has no place in the names that are read so. */
  text(): string {
    const text = Buffer.from(this.string()).toString("latin1");
    if (!/^[\u0020-\u007e]*$/.test(text)) throw malformed("a name holds something else than printable ASCII");
    return text;
  }

  /** A positive `mpint`, without the zero byte of its sign. */
  number(): Uint8Array {
    const bytes = this.string();
    const [first = 0x80, second = 0] = bytes;
    if (first >= 0x80 || (first === 0 && bytes.length > 1 && second < 0x80))
      throw malformed("a number is negative, empty or longer than it need be");
    return first === 0 ? bytes.subarray(1) : bytes;
  }

  /** Throws unless everything was read. */
  end(): void {
    if (this.at !== this.bytes.length) throw malformed("something follows the end");
  }
}

/** A `string` of `bytes`. */
export function wireString(bytes: Uint8Array | string): Uint8Array {
  const content = typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

/** Fault TW-SSHSIG-MALFORMED. */
export function malformed(why: string): Fault {
  return new Fault("TW-SSHSIG-MALFORMED", `no SSH signature or key: ${why}`);
}
