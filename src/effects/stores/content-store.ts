/**
 * The `Store` port on a directory. Another user, a crash or a bad disk may have written anything in it, so nothing that is read counts before
 * it was hashed, and nothing that is written is seen before it is whole.
 *
 *     DIR/sha256/ab/ab12...     a file, named by its digest
 *     DIR/partial/ab12...       the first bytes of a file whose download was cut
 *     DIR/derived/KIND/ab/ab..  data somebody made from a verified file; KIND sealed-KEY: unpacked wheels, see sealed/sealed-file
 *     DIR/temp/TOKEN            writes under way; those older than a day are swept
 */
import { join } from "node:path";
import { asSha256, sha256 as digestOf, type Sha256 } from "../../base/digest.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import type { Sealed, Wanted } from "../../model/artifact.ts";
import { storeMark } from "../../model/store-layout.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Files } from "../../ports/files.ts";
import type { Progress } from "../../ports/progress.ts";
import type { Random } from "../../ports/random.ts";
import type { Store, Unpacking } from "../../ports/store.ts";
import { readIndex } from "../../standards/pep427-wheel/sealed-index.ts";
import { readSealedEnd, SealedWriter, UnpackedReader } from "../sealed/sealed-file.ts";
import { SEAL_LENGTH, type Seals } from "../sealed/seals.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Largest entry of an unexpected size that is hashed before it is thrown away, in bytes. */
const MOST_HASHED = 2 ** 28;
/** Readable by every user of a shared cache, writable by its owner. */
const MODE = 0o644;

/** What the store needs of the world. */
export interface StorePorts {
  readonly files: Files;
  readonly random: Random;
  readonly clock: Pick<Clock, "now">;
  readonly progress: Pick<Progress, "notice">;
  /** Without them nothing is sealed. */
  readonly seals?: Seals;
}

/** A store in `directory` (absolute), which is made when something is first kept. */
export function contentStore(directory: string, ports: StorePorts): Store {
  return new ContentStore(directory, ports);
}

class ContentStore implements Store {
  private readonly directory: string;
  private readonly ports: StorePorts;
  private isWritable = true;
  private isSwept = false;
  private isSuspect = false;

  constructor(directory: string, ports: StorePorts) {
    this.directory = directory;
    this.ports = ports;
  }

  get(sha256: Sha256, size: number): Uint8Array | undefined {
    const path = this.entry("sha256", sha256);
    const there = this.quietly(() => this.ports.files.status(path));
    // Of another size than somebody thinks: that may be the thought, so the bytes are asked whether they are right.
    const isOther = there?.kind === "file" && there.size !== size && there.size <= MOST_HASHED;
    const bytes = this.read(path, isOther ? MOST_HASHED : size);
    if (bytes === undefined) return undefined;
    if (digestOf(bytes) === sha256) return bytes.length === size ? bytes : undefined;
    this.discard(path, bytes.length === size ? "its bytes were altered" : "it has another size");
    return undefined;
  }

  put(sha256: Sha256, bytes: Uint8Array): void {
    if (digestOf(bytes) !== sha256)
      throw new Fault("TW-STORE-MISUSED", "bytes were put into the store under another digest");
    this.write(this.entry("sha256", sha256), bytes, true);
    this.dropPartial(sha256);
  }

  getPartial(sha256: Sha256, size: number): Uint8Array | undefined {
    const bytes = this.read(this.partial(sha256), size);
    return bytes !== undefined && bytes.length > 0 && bytes.length < size ? bytes : undefined;
  }

  putPartial(sha256: Sha256, bytes: Uint8Array): void {
    this.write(this.partial(sha256), bytes, false);
  }

  dropPartial(sha256: Sha256): void {
    this.quietly(() => this.ports.files.remove(this.partial(sha256)));
  }

  getDerived(kind: string, key: Sha256, limit: number): Uint8Array | undefined {
    return this.read(this.derived(kind, key), limit);
  }

  putDerived(kind: string, key: Sha256, bytes: Uint8Array): void {
    this.write(this.derived(kind, key), bytes, false);
  }

  dropDerived(kind: string, key: Sha256): void {
    this.quietly(() => this.ports.files.remove(this.derived(kind, key)));
  }

  getVouched(kind: string, key: Sha256, limit: number): Uint8Array | undefined {
    if (this.ports.seals?.keyName(false) === undefined) return undefined;
    const path = this.derived(kind, key);
    const all = this.read(path, limit + SEAL_LENGTH);
    if (all === undefined) return undefined;
    const [seal, bytes] = [all.subarray(0, SEAL_LENGTH), all.subarray(SEAL_LENGTH)];
    if (this.ports.seals.isRight(`${kind} ${key}`, bytes, seal)) return bytes;
    this.discard(path, "its seal is not this user's");
    return undefined;
  }

  putVouched(kind: string, key: Sha256, bytes: Uint8Array): void {
    if (!this.isWritable || this.ports.seals?.keyName(true) === undefined) return;
    const seal = this.ports.seals.seal(`${kind} ${key}`, bytes);
    if (seal !== undefined) this.write(this.derived(kind, key), Buffer.concat([seal, bytes]), false);
  }

  getSealed(wanted: Wanted): Sealed | undefined {
    const { sha256, size, filename } = wanted;
    const name = this.isSuspect ? undefined : this.ports.seals?.keyName(false);
    if (name === undefined) return undefined;
    const path = this.derived(`sealed-${name}`, sha256);
    const end = readSealedEnd(path);
    if (end === undefined) return undefined;
    if (end === "damaged" || this.ports.seals?.isRight(subjectOf(sha256), end.index, end.seal) !== true) {
      this.discard(path, "its seal is not this user's");
      return undefined;
    }
    const index = readIndex(end.index.toString("utf8"));
    // Another name may have other tags: such a wheel is read strictly.
    if (index?.filename !== filename || index.size !== size) return undefined;
    if (index.unpacked !== end.unpacked) {
      this.discard(path, "it has another size");
      return undefined;
    }
    const reader = new UnpackedReader(path, end.unpacked);
    const forget = (): void => {
      // Whoever altered one may have altered others: this run reads every wheel strictly from now on.
      this.isSuspect = true;
      this.discard(path, "an unpacked file is not what it was");
    };
    return { sha256, size, index, unpacked: (at, length) => reader.read(at, length), forget } as Sealed;
  }

  unpacking(sha256: Sha256): Unpacking | undefined {
    const name = this.isWritable ? this.ports.seals?.keyName(true) : undefined;
    if (name === undefined) return undefined;
    const path = this.derived(`sealed-${name}`, sha256);
    const temp = join(this.directory, "temp", this.ports.random.token());
    let writer: SealedWriter | undefined;
    let isLost = false;
    const trying = (action: (open: SealedWriter) => void): void => {
      if (isLost || !this.isWritable) return;
      isLost = !this.attempt(temp, () => {
        writer ??= this.begin(temp);
        action(writer);
      });
    };
    return {
      append: (bytes) => {
        let at = 0;
        trying((open) => {
          at = open.append(bytes);
        });
        return at;
      },
      seal: (index) =>
        trying((open) => {
          const text = Buffer.from(index);
          const seal = this.ports.seals?.seal(subjectOf(sha256), text);
          if (seal === undefined) return;
          open.end(text, seal);
          this.ports.files.makeDirectories(join(path, ".."));
          this.moveInto(temp, path);
        }),
      drop: () => {
        if (writer === undefined || isLost) return;
        writer.close();
        this.quietly(() => this.ports.files.remove(temp));
      },
    };
  }

  private begin(temp: string): SealedWriter {
    this.sweep();
    this.ports.files.makeDirectories(join(temp, ".."));
    return new SealedWriter(temp, MODE);
  }

  private derived(kind: string, key: Sha256): string {
    if (!/^[a-z0-9-]{1,64}$/.test(kind))
      throw new Fault("TW-STORE-MISUSED", "a kind of entry has no proper name");
    return this.entry(join("derived", kind), key);
  }

  /** Two levels, so that no directory grows past what tools like to list. */
  private entry(kind: string, key: Sha256): string {
    return join(this.directory, kind, properKey(key).slice(0, 2), key);
  }

  private partial(key: Sha256): string {
    return join(this.directory, "partial", properKey(key));
  }

  /** A regular file of at most `limit` bytes, or undefined; anything else in its place is removed. */
  private read(path: string, limit: number): Uint8Array | undefined {
    try {
      return this.ports.files.read(path, limit);
    } catch (thrown) {
      const code = codeOf(thrown);
      if (code === "TW-DISK-MISSING") return undefined;
      if (code === undefined) throw thrown;
      const kind = this.quietly(() => this.ports.files.status(path)?.kind);
      if (kind === undefined) return undefined;
      this.discard(path, reason(kind, code));
      return undefined;
    }
  }

  private discard(path: string, why: string): void {
    const gone = this.quietly(() => {
      this.ports.files.removeTree(path);
      return true;
    });
    const what = gone === true ? "it was removed" : "it could not be removed and is not used";
    this.ports.progress.notice(`the entry ${path} of the store is damaged: ${why}; ${what}`);
  }

  /** Whole or not at all. `lasting` entries are flushed before they are seen; the others are checked by whoever reads them. */
  private write(path: string, bytes: Uint8Array, lasting: boolean): void {
    if (!this.isWritable) return;
    const { files, random } = this.ports;
    const temp = join(this.directory, "temp", random.token());
    this.attempt(temp, () => {
      this.sweep();
      files.makeDirectories(join(this.directory, "temp"));
      files.makeDirectories(join(path, ".."));
      files.create(temp, bytes, MODE);
      if (lasting) files.sync(temp);
      this.moveInto(temp, path);
    });
  }

  /** True when `action` went well; after a failure of the disk nothing more is written. */
  private attempt(temp: string, action: () => void): boolean {
    try {
      action();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Fault) && !isOfTheSystem(thrown)) throw thrown;
      this.quietly(() => this.ports.files.remove(temp));
      this.isWritable = false;
      this.ports.progress.notice(`nothing can be kept in the store: ${thrown.message}; going on without it`);
      return false;
    }
  }

  /** A rename replaces a file or a link; a directory in its place goes first. */
  private moveInto(temp: string, path: string): void {
    const { files } = this.ports;
    const there = files.status(path)?.kind;
    if (there === "directory") files.removeTree(path);
    files.rename(temp, path);
  }

  /** Says of the directory what it is: nothing tidies one that does not. */
  private mark(): void {
    const { files } = this.ports;
    const path = join(this.directory, storeMark.name);
    if (files.status(path) !== undefined) return;
    files.makeDirectories(this.directory);
    this.quietly(() => files.create(path, Buffer.from(storeMark.text), MODE));
  }

  /** Removes what killed processes left. */
  private sweep(): void {
    if (this.isSwept) return;
    this.isSwept = true;
    const { files, clock } = this.ports;
    this.mark();
    const temp = join(this.directory, "temp");
    const oldest = BigInt(clock.now() - DAY) * 1_000_000n;
    for (const { name } of this.quietly(() => files.list(temp)) ?? []) {
      const path = join(temp, name);
      this.quietly(() =>
        (files.status(path)?.modified ?? oldest) < oldest ? files.removeTree(path) : undefined,
      );
    }
  }

  /** Tidying that may fail without harm. */
  private quietly<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (thrown) {
      if (thrown instanceof Fault) return undefined;
      throw thrown;
    }
  }
}

/** An error that the operating system reported. */
function isOfTheSystem(thrown: unknown): thrown is Error {
  return thrown instanceof Error && "syscall" in thrown;
}

/** What a seal is about: a seal of one wheel is worth nothing beside another. */
function subjectOf(sha256: Sha256): string {
  return `wheel ${sha256}`;
}

/** A key becomes part of a path, so it must be what its type says. */
function properKey(key: Sha256): Sha256 {
  if (asSha256(key) === undefined) throw new Fault("TW-STORE-MISUSED", "an entry has no proper digest");
  return key;
}

function reason(kind: string, code: string): string {
  if (kind !== "file") return `it is a ${kind === "other" ? "special file" : kind}`;
  return code === "TW-DISK-TOO-LARGE" ? "it is too large" : "it cannot be read";
}
