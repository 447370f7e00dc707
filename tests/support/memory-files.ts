/**
 * A file system in memory that can die: at a chosen operation, and in two ways.
 *
 * - `kill`: the process ends before, or in the middle of, operation N; everything done before stays.
 * - `power`: the machine ends there. Names (made, moved, removed) last up to some operation at or after the last flush; the content of
 *   a file lasts only when it was flushed, otherwise the file is there and empty, as on a file system that allocates late.
 */
import { recordDigest } from "../../src/base/digest.ts";
import { Fault } from "../../src/base/fault.ts";
import { byCodePoint } from "../../src/base/order.ts";
import type { Content, Files } from "../../src/ports/files.ts";

/** Thrown by the operation at which the process dies, and by every one after it. */
export class Killed extends Error {}

interface Node {
  kind: "file" | "directory" | "link";
  bytes: Uint8Array;
  mode: number;
  inode: bigint;
  flushed: boolean;
}

/** The tree of a `MemoryFiles`, path by path. */
export type Snapshot = ReadonlyMap<string, Readonly<Node>>;

/** See the top of this file. */
export class MemoryFiles implements Files {
  private nodes = new Map<string, Node>();
  private history: Map<string, Node>[] = [];
  private lastFlush = 0;
  private inodes = 1n;
  /** Changing operations so far. */
  operations = 0;
  /** The operation that does not happen any more. */
  private readonly dieAt: number;
  /** Creating operations die with half of the bytes written. */
  private readonly torn: boolean;
  /** A fault of the disk instead of a death: from this operation on every write fails. */
  private readonly fullAt: number;

  /** Operations that fail once, for no reason. */
  private readonly failAt: readonly number[];

  constructor(
    options: {
      readonly from?: Snapshot;
      readonly dieAt?: number;
      readonly torn?: boolean;
      readonly fullAt?: number;
      readonly failAt?: readonly number[];
    } = {},
  ) {
    this.dieAt = options.dieAt ?? Number.POSITIVE_INFINITY;
    this.torn = options.torn ?? false;
    this.failAt = options.failAt ?? [];
    this.fullAt = options.fullAt ?? Number.POSITIVE_INFINITY;
    for (const [path, node] of options.from ?? []) this.nodes.set(path, { ...node, flushed: true });
    if (!this.nodes.has("/")) this.nodes.set("/", this.node("directory", new Uint8Array(0), 0o755));
  }

  /** Everything there is. */
  snapshot(): Snapshot {
    return new Map([...this.nodes].map(([path, node]) => [path, { ...node }]));
  }

  /** What a power cut now could leave: names as of any operation since the last flush, contents as flushed. */
  afterPowerCut(): readonly Snapshot[] {
    return [...this.history.slice(this.lastFlush), this.nodes].map(
      (names) =>
        new Map(
          [...names].map(([path, node]) => [
            path,
            node.kind === "file" && !node.flushed ? { ...node, bytes: new Uint8Array(0) } : { ...node },
          ]),
        ),
    );
  }

  status(path: string): ReturnType<Files["status"]> {
    const node = this.nodes.get(path);
    if (node === undefined) return undefined;
    return {
      kind: node.kind,
      size: node.bytes.length,
      mode: node.mode,
      modified: 0n,
      inode: node.inode,
      device: 1n,
    };
  }

  list(path: string): ReturnType<Files["list"]> {
    if (this.nodes.get(path)?.kind !== "directory") throw new Fault("TW-DISK-MISSING", path);
    const start = path === "/" ? "/" : `${path}/`;
    return [...this.nodes]
      .filter(([each]) => each !== "/" && each.startsWith(start) && !each.slice(start.length).includes("/"))
      .map(([each, node]) => ({ name: each.slice(start.length), kind: node.kind }))
      .sort((a, b) => byCodePoint(a.name, b.name));
  }

  read(path: string, limit: number): Uint8Array {
    const node = this.nodes.get(path);
    if (node === undefined) throw new Fault("TW-DISK-MISSING", path);
    if (node.kind !== "file") throw new Fault("TW-DISK-NOT-A-FILE", path);
    if (node.bytes.length > limit) throw new Fault("TW-DISK-TOO-LARGE", path);
    return node.bytes;
  }

  holds(path: string, expected: Content): boolean {
    const node = this.nodes.get(path);
    const same = node?.kind === "file" && node.mode === expected.mode && node.bytes.length === expected.size;
    return same && recordDigest(expected.algorithm, node.bytes) === expected.digest;
  }

  create(path: string, bytes: Uint8Array, mode: number): void {
    if (this.nodes.has(path)) throw new Fault("TW-DISK-EXISTS", path);
    this.parentOf(path);
    if (this.torn && this.operations + 1 === this.dieAt) {
      this.nodes.set(path, this.node("file", bytes.slice(0, bytes.length / 2), mode));
    }
    this.change(true);
    this.nodes.set(path, this.node("file", Uint8Array.from(bytes), mode));
  }

  makeDirectory(path: string, mode = 0o755): void {
    if (this.nodes.has(path)) throw new Fault("TW-DISK-EXISTS", path);
    this.parentOf(path);
    this.change(true);
    this.nodes.set(path, this.node("directory", new Uint8Array(0), mode));
  }

  makeDirectories(path: string): void {
    if (this.nodes.get(path)?.kind === "directory") return;
    this.makeDirectories(path.slice(0, path.lastIndexOf("/")) || "/");
    this.makeDirectory(path);
  }

  makeLink(target: string, path: string): void {
    this.parentOf(path);
    this.change(true);
    this.nodes.set(path, this.node("link", Buffer.from(target), 0o777));
  }

  readLink(path: string): string {
    return Buffer.from(this.nodes.get(path)?.bytes ?? "").toString();
  }

  realPath(path: string): string {
    if (!this.nodes.has(path)) throw new Fault("TW-DISK-MISSING", path);
    return path;
  }

  rename(from: string, to: string): void {
    if (!this.nodes.has(from)) throw new Fault("TW-DISK-MISSING", from);
    this.parentOf(to);
    this.change(false);
    const moved = [...this.nodes].filter(([path]) => path === from || path.startsWith(`${from}/`));
    for (const [path] of moved) this.nodes.delete(path);
    for (const [path, node] of moved) this.nodes.set(to + path.slice(from.length), node);
  }

  remove(path: string): void {
    if (!this.nodes.has(path)) return;
    this.change(false);
    this.nodes.delete(path);
  }

  removeDirectory(path: string): void {
    if (this.list(path).length > 0) throw new Fault("TW-DISK-NOT-EMPTY", path);
    this.change(false);
    this.nodes.delete(path);
  }

  /** One operation a node, deepest first, as on a disk. */
  removeTree(path: string): void {
    const doomed = [...this.nodes.keys()].filter((each) => each === path || each.startsWith(`${path}/`));
    for (const each of doomed.sort((a, b) => b.length - a.length)) {
      this.change(false);
      this.nodes.delete(each);
    }
  }

  sync(path: string): void {
    this.change(false);
    const node = this.nodes.get(path);
    if (node !== undefined) node.flushed = true;
    this.lastFlush = this.history.length;
  }

  syncTree(path: string): void {
    this.change(false);
    for (const [each, node] of this.nodes)
      if (each === path || each.startsWith(`${path}/`)) node.flushed = true;
    this.lastFlush = this.history.length;
  }

  private change(needsRoom: boolean): void {
    this.operations += 1;
    if (this.operations >= this.dieAt) throw new Killed(`killed at operation ${this.operations}`);
    if (this.failAt.includes(this.operations))
      throw new Fault("TW-DISK-FAILED", `operation ${this.operations} failed`);
    if (needsRoom && this.operations >= this.fullAt) throw new Fault("TW-DISK-FULL", "the disk is full");
    this.history.push(new Map([...this.nodes].map(([path, node]) => [path, node])));
  }

  private parentOf(path: string): void {
    const parent = path.slice(0, path.lastIndexOf("/")) || "/";
    if (this.nodes.get(parent)?.kind !== "directory") throw new Fault("TW-DISK-MISSING", parent);
  }

  private node(kind: Node["kind"], bytes: Uint8Array, mode: number): Node {
    this.inodes += 1n;
    return { kind, bytes, mode, inode: this.inodes, flushed: false };
  }
}
