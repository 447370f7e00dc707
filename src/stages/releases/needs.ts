/**
 * What a release needs, without running anything of it. In this order: what was kept of this very file, the unpacked wheel, the sidecar, the end of the wheel,
 * the whole wheel; of a release without a wheel, what its sdist says for sure. Source: PEP 658, 714, 643.
 *
 * A sidecar must have the digest that the page tells; and before a lock is written `confirm` holds it against METADATA in the wheel that is locked.
 */
import { asSha256, sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { shownAddress } from "../../base/plain-text.ts";
import type { Wanted } from "../../model/artifact.ts";
import type { Place, Sources } from "../../model/sources.ts";
import { asVersion } from "../../standards/pep440-version/version.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { parseMetadata } from "../../standards/pep658-core-metadata/metadata.ts";
import type { BookFile } from "./book.ts";
import type { BookPorts } from "./books.ts";
import { type KeptNeeds, readNeeds, writeNeeds } from "./needs-text.ts";
import { type Stated, statedBy } from "./static-sdist.ts";
import { Together } from "./together.ts";
import type { Usable } from "./usable.ts";
import { metadataOfEnd } from "./wheel-end.ts";

const KIND = "needs";
const LIMIT = 4 * 2 ** 20;
/** Largest sidecar, in bytes. */
const SIDECAR_LIMIT = 10_000_000;
/** Largest file taken when nobody told its size. */
const UNSIZED_LIMIT = 2 ** 31;
/** Requests at once. */
const AT_ONCE = 24;

/** What a release needs, and the file that says so. */
export interface Told extends KeptNeeds {
  readonly file: BookFile;
}

/** Which release. */
export interface Which {
  /** Normal name. */
  readonly name: string;
  readonly version: string;
  /** Where the page was from which the files are linked. */
  readonly place: Place;
}

/** Asks for each release once. */
export class ReleaseNeeds {
  private readonly sources: Sources;
  private readonly ports: BookPorts;
  private readonly asked = new Map<string, Promise<Told | string>>();
  private readonly together = new Together(AT_ONCE);
  /** What a sidecar said and nobody held against its wheel yet: kept once, at the end. */
  private readonly unconfirmed = new Set<Told>();

  constructor(sources: Sources, ports: BookPorts) {
    this.sources = sources;
    this.ports = ports;
  }

  /** Keeps what was not confirmed, for releases that were looked at and not selected. */
  keepRest(): void {
    for (const told of this.unconfirmed) this.keep(told.file, told);
    this.unconfirmed.clear();
  }

  /** What the release needs, or why that cannot be known, a clause. Throws Fault TW-METADATA-SIDECAR-DIGEST, TW-FETCH-OFFLINE, and what `Http` throws. */
  of(which: Which, usable: Usable): Promise<Told | string> {
    const key = `${which.name} ${which.version}`;
    const asked = this.asked.get(key) ?? this.find(which, usable);
    this.asked.set(key, asked);
    return asked;
  }

  /** Holds what a sidecar said against the wheel itself; throws Fault TW-METADATA-SIDECAR-OTHER when they differ. */
  async confirm(which: Which, told: Told): Promise<void> {
    const { file, by, metadata } = told;
    if (by !== "sidecar" || metadata === undefined) return;
    const own = await this.together.run(() => this.ofWheel(which, file));
    if (sha256(own.bytes) !== metadata)
      throw new Fault(
        "TW-METADATA-SIDECAR-OTHER",
        `the metadata that ${shownAddress(which.place.url)} serves beside ${file.filename} is not the one in it`,
      );
    this.unconfirmed.delete(told);
    this.keep(file, { ...told, by: own.by });
  }

  private async find(which: Which, usable: Usable): Promise<Told | string> {
    const file = spokesman(usable);
    if (file === undefined) return "has no file";
    const kept = this.kept(file);
    if (kept !== undefined) return { ...kept, file };
    if (!file.filename.endsWith(".whl")) return this.together.run(() => this.ofSdist(which, file));
    const unpacked = this.unpacked(which, file);
    if (unpacked !== undefined) return this.keep(file, unpacked);
    if (this.sources.offline)
      throw new Fault(
        "TW-FETCH-OFFLINE",
        `the network is off, and the store does not know what ${file.filename} needs`,
      );
    const sidecar = file.sidecar;
    const { bytes, by } = await this.together.run(async () =>
      sidecar === undefined
        ? this.ofWheel(which, file)
        : { bytes: await this.sidecar(which, file, sidecar), by: "sidecar" as const },
    );
    try {
      const told = { ...readMetadata(which, bytes), by, metadata: sha256(bytes), file };
      if (by !== "sidecar") return this.keep(file, told);
      this.unconfirmed.add(told);
      return told;
    } catch (error) {
      if (error instanceof Fault) return `has metadata that cannot be read: ${error.message}`;
      throw error;
    }
  }

  private kept(file: BookFile): KeptNeeds | undefined {
    const bytes = this.ports.store.getVouched(KIND, keyOf(file), LIMIT);
    return bytes === undefined ? undefined : readNeeds(bytes);
  }

  private keep(file: BookFile, needs: KeptNeeds): Told {
    this.ports.store.putVouched(KIND, keyOf(file), writeNeeds(needs));
    return { ...needs, file };
  }

  /** The wheel as this user's truewheel hashed, read and sealed it. */
  private unpacked({ name, version }: Which, file: BookFile): KeptNeeds | undefined {
    const wanted = asWanted(name, version, file);
    const sealed = wanted === undefined ? undefined : this.ports.store.getSealed(wanted);
    if (sealed === undefined) return undefined;
    const { requiresDist, requiresPython, providesExtra } = sealed.index.metadata;
    const stated = statedBy({ requiresDist, requiresPython: requiresPython ?? undefined, providesExtra });
    return { ...stated, by: "wheel", metadata: undefined };
  }

  private async sidecar({ place }: Which, file: BookFile, digest: string): Promise<Uint8Array> {
    const url = `${file.url}.metadata`;
    const { bytes } = await this.ports.http.unsized({ url, limit: SIDECAR_LIMIT, from: place });
    if (sha256(bytes) !== digest)
      throw new Fault(
        "TW-METADATA-SIDECAR-DIGEST",
        `${shownAddress(url)} is not the metadata that the index describes`,
      );
    return bytes;
  }

  private async ofWheel(
    which: Which,
    file: BookFile,
  ): Promise<{ readonly bytes: Uint8Array; readonly by: "wheel-end" | "wheel" }> {
    const { url, size } = file;
    const { http } = this.ports;
    const from = which.place;
    if (size !== undefined) {
      const end = await metadataOfEnd(size, (start, stop) =>
        http.part({ url, size, start, end: stop, from }),
      );
      if (end !== undefined) return { bytes: end, by: "wheel-end" };
    }
    const { metadataOfWheel } = await import("./whole-wheel.ts");
    return { bytes: metadataOfWheel(await this.whole(which, file), file.filename), by: "wheel" };
  }

  /** The whole file, which has the digest that the page told. */
  private async whole(which: Which, file: BookFile): Promise<Uint8Array> {
    const { http, store } = this.ports;
    const wanted = asWanted(which.name, which.version, file);
    const there = wanted === undefined ? undefined : store.get(wanted.sha256, wanted.size);
    if (there !== undefined) return there;
    if (this.sources.offline)
      throw new Fault("TW-FETCH-OFFLINE", `the network is off, and the store does not have ${file.filename}`);
    const { url, size } = file;
    const from = which.place;
    const { bytes } =
      size === undefined
        ? await http.unsized({ url, limit: UNSIZED_LIMIT, from })
        : await http.file({ url, size, from });
    checkDigests(file, bytes);
    const digest = asSha256(file.hashes.get("sha256"));
    if (digest !== undefined) store.put(digest, bytes);
    return bytes;
  }

  private async ofSdist(which: Which, file: BookFile): Promise<Told | string> {
    const bytes = await this.whole(which, file);
    const { needsOfSdist } = await import("./whole-sdist.ts");
    const stated = needsOfSdist(bytes, file.filename);
    if (typeof stated === "string") return stated;
    return this.keep(file, { ...stated, by: "sdist", metadata: undefined });
  }
}

/** The wheel that speaks for the release: the best one. Without a wheel, the sdist. */
function spokesman({ wheels, sdist }: Usable): BookFile | undefined {
  return wheels[0] ?? sdist;
}

function readMetadata({ name, version }: Which, bytes: Uint8Array): Stated {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const metadata = parseMetadata(decoded(text, bytes));
  if (normalizeName(metadata.name) !== name || asVersion(metadata.version)?.text !== version)
    throw new Fault("TW-WHEEL-LAYOUT", "it is of another project or version");
  return statedBy(metadata);
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new Fault("TW-WHEEL-ENCODING", "it is not UTF-8", { cause });
  }
}

function checkDigests(file: BookFile, bytes: Uint8Array): void {
  const told = file.hashes.get("sha256");
  if (told === undefined || sha256(bytes) !== told)
    throw new Fault(
      "TW-FETCH-OTHER-BYTES",
      `${file.filename} from ${shownAddress(file.url)} is not the file that the index describes`,
    );
}

function asWanted(name: string, version: string, { filename, size, hashes }: BookFile): Wanted | undefined {
  const digest = asSha256(hashes.get("sha256"));
  return digest === undefined || size === undefined
    ? undefined
    : { name, version, filename, size, sha256: digest };
}

/** What is kept is about these bytes under this name. */
function keyOf({ filename, hashes }: BookFile): ReturnType<typeof sha256> {
  return sha256(JSON.stringify([filename, [...hashes]]));
}
