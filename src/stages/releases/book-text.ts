/**
 * A book as it is kept: a line that tells each release, and behind it the files of each release, read only when somebody asks for them. A warm run so reads
 * a few numbers of each release in place of a page. Pure. Only what this user's truewheel sealed is read: the form is checked no further than types.
 *
 *     {"v":1,"asked":...,"pythons":[">=3.9"],"releases":[["1.0",0,0,1767225600000,0,212], ...]}\n
 *     [["p-1.0-py3-none-any.whl","https://...","<sha256>",1234,...],...]
 */
import type { Place } from "../../model/sources.ts";
import { parseVersion } from "../../standards/pep440-version/version.ts";
import type { Book, BookFile, BookRelease } from "./book.ts";

/** A book and what is to be known to ask for it again. */
export interface KeptBook {
  readonly book: Book;
  /** Milliseconds since the epoch. */
  readonly asked: number;
  /** Until when nobody need be asked, milliseconds since the epoch. */
  readonly fresh: number;
  readonly etag: string | undefined;
}

type Row = readonly [
  version: string,
  yanked: string | null,
  python: number,
  uploaded: number | null,
  start: number,
  length: number,
];
type FileRow = readonly (string | number | null | Readonly<Record<string, string>>)[];

interface Head {
  readonly v: 1;
  readonly asked: number;
  readonly fresh: number;
  readonly etag: string | null;
  readonly index: string;
  readonly place: Place;
  readonly status: string;
  readonly reason: string | null;
  readonly pythons: readonly string[];
  readonly releases: readonly Row[];
}

/** The text, UTF-8. */
export function writeBook({ book, asked, fresh, etag }: KeptBook): Buffer {
  const pythons: string[] = [];
  const blocks: Buffer[] = [];
  let at = 0;
  const releases = book.releases.map((release): Row => {
    const { version, yanked, requiresPython, uploaded } = release;
    if (requiresPython !== undefined && !pythons.includes(requiresPython)) pythons.push(requiresPython);
    const block = Buffer.from(JSON.stringify(release.files().map(fileRow)));
    blocks.push(block);
    const start = at;
    at += block.length;
    const python = requiresPython === undefined ? -1 : pythons.indexOf(requiresPython);
    return [version.text, yanked ?? null, python, uploaded ?? null, start, block.length];
  });
  const { index, place, status, statusReason } = book;
  const head: Head = {
    v: 1,
    asked,
    fresh,
    etag: etag ?? null,
    index,
    place,
    status,
    reason: statusReason ?? null,
    pythons,
    releases,
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...blocks]);
}

/** Undefined for a text of another version of this program. */
export function readBook(bytes: Uint8Array): KeptBook | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf(10);
  if (end < 0) return undefined;
  const head = JSON.parse(buffer.toString("utf8", 0, end)) as Head;
  if (head.v !== 1) return undefined;
  const blocks = buffer.subarray(end + 1);
  const releases = head.releases.map(([text, yanked, python, uploaded, start, length]): BookRelease => {
    return {
      version: parseVersion(text),
      yanked: yanked ?? undefined,
      requiresPython: head.pythons[python],
      uploaded: uploaded ?? undefined,
      files: () => (JSON.parse(blocks.toString("utf8", start, start + length)) as FileRow[]).map(asFile),
    };
  });
  const { index, place, status, reason, asked, fresh, etag } = head;
  return {
    book: { index, place, status, statusReason: reason ?? undefined, releases },
    asked,
    fresh,
    etag: etag ?? undefined,
  };
}

function fileRow(file: BookFile): FileRow {
  return [
    file.filename,
    file.url,
    Object.fromEntries(file.hashes),
    file.size ?? null,
    file.requiresPython ?? null,
    file.yanked ?? null,
    file.uploadTime ?? null,
    file.sidecar ?? null,
    file.provenance ?? null,
  ];
}

function asFile(row: FileRow): BookFile {
  const [filename, url, hashes, size, requiresPython, yanked, uploadTime, sidecar, provenance] = row;
  return {
    filename: String(filename),
    url: String(url),
    hashes: new Map(Object.entries((hashes ?? {}) as Record<string, string>)),
    size: typeof size === "number" ? size : undefined,
    requiresPython: text(requiresPython),
    yanked: text(yanked),
    uploadTime: text(uploadTime),
    sidecar: text(sidecar),
    provenance: text(provenance),
  };
}

function text(value: FileRow[number] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
