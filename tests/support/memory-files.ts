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
  private readonly nodes = new Map<string, Node>();
  /** The paths right below each directory. */
  private readonly below = new Map<string, Set<string>>();
  /** The names before each operation since the last flush. */
  private history: Map<string, Node>[] = [];
  private inodes = 1n;
  /** Changing operations so far. */
  operations = 0;
  /** Operations that wrote a file: those that a death can tear. */
  readonly writes: number[] = [];
  /** The operation that does not happen any more. */
  private readonly dieAt: number;
  /** Creating operations die with half of the bytes written. */
  private readonly torn: boolean;
  /** A fault of the disk instead of a death: from this operation on every write fails. */
  private readonly fullAt: number;

  /** Operations that fail once, for no reason. */
  private readonly failAt: readonly number[];
  /** Whether each operation's names are remembered: `afterPowerCut` needs it, and it costs a copy of them all. */
  private readonly remember: boolean;

  constructor(
    options: {
      readonly from?: Snapshot;
      readonly dieAt?: number;
      readonly torn?: boolean;
      readonly fullAt?: number;
      readonly failAt?: readonly number[];
      readonly remember?: boolean;
    } = {},
  ) {
    this.dieAt = options.dieAt ?? Number.POSITIVE_INFINITY;
    this.torn = options.torn ?? false;
    this.failAt = options.failAt ?? [];
    this.remember = options.remember ?? true;
    this.fullAt = options.fullAt ?? Number.POSITIVE_INFINITY;
    for (const [path, node] of options.from ?? []) this.put(path, { ...node, flushed: true });
    if (!this.nodes.has("/")) this.put("/", this.node("directory", new Uint8Array(0), 0o755));
  }

  /** Everything there is. */
  snapshot(): Snapshot {
    return new Map([...this.nodes].map(([path, node]) => [path, { ...node }]));
  }

  /** What a power cut now could leave: names as of any operation since the last flush, contents as flushed. */
  afterPowerCut(): readonly Snapshot[] {
    return [...this.history, this.nodes].map(
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
    return [...(this.below.get(path) ?? [])]
      .map((each) => ({
        name: each.slice(each.lastIndexOf("/") + 1),
        kind: this.nodes.get(each)?.kind ?? "file",
      }))
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
      this.put(path, this.node("file", bytes.slice(0, bytes.length / 2), mode));
    }
    this.change(true);
    this.writes.push(this.operations);
    this.put(path, this.node("file", Uint8Array.from(bytes), mode));
  }

  makeDirectory(path: string, mode = 0o755): void {
    if (this.nodes.has(path)) throw new Fault("TW-DISK-EXISTS", path);
    this.parentOf(path);
    this.change(true);
    this.put(path, this.node("directory", new Uint8Array(0), mode));
  }

  makeDirectories(path: string): void {
    if (this.nodes.get(path)?.kind === "directory") return;
    this.makeDirectories(path.slice(0, path.lastIndexOf("/")) || "/");
    this.makeDirectory(path);
  }

  makeLink(target: string, path: string): void {
    this.parentOf(path);
    this.change(true);
    this.put(path, this.node("link", Buffer.from(target), 0o777));
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
    const moved = this.within(from).flatMap((path) => {
      const node = this.nodes.get(path);
      return node === undefined ? [] : [[path, node] as const];
    });
    for (const [path] of moved) this.drop(path);
    for (const [path, node] of moved) this.put(to + path.slice(from.length), node);
  }

  remove(path: string): void {
    if (!this.nodes.has(path)) return;
    this.change(false);
    this.drop(path);
  }

  removeDirectory(path: string): void {
    if (this.list(path).length > 0) throw new Fault("TW-DISK-NOT-EMPTY", path);
    this.change(false);
    this.drop(path);
  }

  /** One operation a node, deepest first, as on a disk. */
  removeTree(path: string): void {
    for (const each of this.within(path).toReversed()) {
      this.change(false);
      this.drop(each);
    }
  }

  sync(path: string): void {
    this.change(false);
    const node = this.nodes.get(path);
    if (node !== undefined) node.flushed = true;
    this.history = [];
  }

  syncTree(path: string): void {
    this.change(false);
    for (const [each, node] of this.nodes)
      if (each === path || each.startsWith(`${path}/`)) node.flushed = true;
    this.history = [];
  }

  private put(path: string, node: Node): void {
    this.nodes.set(path, node);
    const above = path.slice(0, path.lastIndexOf("/")) || "/";
    if (path === "/") return;
    const beside = this.below.get(above);
    if (beside === undefined) this.below.set(above, new Set([path]));
    else beside.add(path);
  }

  private drop(path: string): void {
    this.nodes.delete(path);
    this.below.get(path.slice(0, path.lastIndexOf("/")) || "/")?.delete(path);
  }

  /** `path` and everything below it, outermost first; nothing when it is not there. */
  private within(path: string): readonly string[] {
    if (!this.nodes.has(path)) return [];
    const found = [path];
    for (let at = 0; at < found.length; at++) found.push(...(this.below.get(found[at] ?? "") ?? []));
    return found;
  }

  private change(needsRoom: boolean): void {
    this.operations += 1;
    if (this.operations >= this.dieAt) throw new Killed(`killed at operation ${this.operations}`);
    if (this.failAt.includes(this.operations))
      throw new Fault("TW-DISK-FAILED", `operation ${this.operations} failed`);
    if (needsRoom && this.operations >= this.fullAt) throw new Fault("TW-DISK-FULL", "the disk is full");
    if (this.remember) this.history.push(new Map([...this.nodes].map(([path, node]) => [path, node])));
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
