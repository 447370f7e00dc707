/** Writes small tar archives and source distributions for tests: honest ones, and ones whose every part can be bent. */
import { gzipSync } from "node:zlib";

/** One block header and its data; every field but name has an honest default. */
export interface TarPart {
  readonly name: string | Buffer;
  readonly body?: Buffer | string;
  readonly type?: string;
  readonly mode?: number;
  readonly link?: string | Buffer;
  readonly prefix?: string;
  /** GNU's magic in place of ustar's. */
  readonly gnu?: boolean;
  /** Bytes put over the finished header, by offset; the checksum is made afterwards. */
  readonly over?: Readonly<Record<number, string | Buffer>>;
  /** The same, after the checksum was made. */
  readonly after?: Readonly<Record<number, string | Buffer>>;
  /** What the header says of the size. */
  readonly size?: number;
  /** What fills up the last block, repeated. */
  readonly filling?: number;
}

/** Header and filled-up data of each part, without an end. */
export function tarParts(parts: readonly TarPart[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const body = Buffer.from(part.body ?? "");
      return [header(part, body.length), body, Buffer.alloc(-body.length & 511, part.filling ?? 0)];
    }),
  );
}

/** The archive of `parts`, with two blocks of zeros or `end` behind. */
export function tar(parts: readonly TarPart[], end: Buffer = Buffer.alloc(1024)): Buffer {
  return Buffer.concat([tarParts(parts), end]);
}

function header(part: TarPart, length: number): Buffer {
  const block = Buffer.alloc(512);
  const put = (at: number, text: string | Buffer): number => Buffer.from(text).copy(block, at);
  const number = (at: number, width: number, value: number): number =>
    put(at, `${value.toString(8).padStart(width - 1, "0")}\0`);
  put(0, part.name);
  number(100, 8, part.mode ?? (part.type === "5" ? 0o755 : 0o644));
  number(108, 8, 0);
  number(116, 8, 0);
  number(124, 12, part.size ?? length);
  number(136, 12, 1_700_000_000);
  put(156, part.type ?? "0");
  put(157, part.link ?? "");
  put(257, part.gnu === true ? "ustar  \0" : "ustar\u000000");
  put(345, part.prefix ?? "");
  for (const [at, bytes] of Object.entries(part.over ?? {})) put(Number(at), bytes);
  block.fill(0x20, 148, 156);
  put(
    148,
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
  );
  for (const [at, bytes] of Object.entries(part.after ?? {})) put(Number(at), bytes);
  return block;
}

/** An extended header of pax with these records, lengths made honest. */
export function pax(records: Readonly<Record<string, string>>, type: "x" | "g" = "x"): TarPart {
  return paxText(
    Object.entries(records)
      .map(([key, value]) => paxRecord(key, value))
      .join(""),
    type,
  );
}

/** An extended header of pax with this text. */
export function paxText(body: string | Buffer, type: "x" | "g" = "x"): TarPart {
  return { name: "././@PaxHeader", type, body };
}

/** One record `LENGTH KEY=VALUE\n`. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (String(length).length + Buffer.byteLength(rest) !== length)
    length = String(length).length + Buffer.byteLength(rest);
  return `${length}${rest}`;
}

/** GNU's header for a long name (`L`) or link (`K`). */
export function longName(name: string, type: "L" | "K" = "L"): TarPart {
  return { name: "././@LongLink", type, gnu: true, body: `${name}\0` };
}

/** An sdist's file name and bytes. */
export interface MadeSdist {
  readonly filename: string;
  readonly bytes: Buffer;
}

/** PKG-INFO of the project `s` 1.0. */
export const pkgInfo = "Metadata-Version: 2.2\nName: s\nVersion: 1.0\n";

/** What every honest sdist of `s` 1.0 holds. */
export const sdistParts: readonly TarPart[] = [
  { name: "s-1.0/PKG-INFO", body: pkgInfo },
  { name: "s-1.0/pyproject.toml", body: "[build-system]\nrequires = []\n" },
  { name: "s-1.0/s/__init__.py", body: "" },
];

/** The sdist of the project `s` 1.0 with these parts. */
export function makeSdist(parts: readonly TarPart[] = sdistParts): MadeSdist {
  return { filename: "s-1.0.tar.gz", bytes: gzipSync(tar(parts)) };
}
