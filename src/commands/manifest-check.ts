/** `manifest check`: is every pinned file still served as pinned, and every closure complete? Stored bytes do not count. */
import { Fault } from "../base/fault.ts";
import type { Pinned } from "../model/manifest.ts";
import type { Offer } from "../model/need.ts";
import type { ManifestCheck, Objection } from "../model/repin.ts";
import type { World } from "../ports/world.ts";
import { checkText } from "../render/manifest/check.ts";
import { checkJson } from "../render/manifest/json.ts";
import { checkClosed } from "../stages/read/closure.ts";
import { REQUESTED } from "../stages/read/manifest.ts";
import { fitsAll } from "../stages/repin/candidates.ts";
import { contradictions, samePythons } from "../stages/repin/claims.ts";
import { environmentsOf, versionsOf } from "../stages/repin/environments.ts";
import { parseWheelFilename } from "../standards/pep427-wheel/filename.ts";
import { usage } from "./arguments.ts";
import type { Arguments, Outcome } from "./command.ts";
import { type Asking, asking, type Proved } from "./manifest-asking.ts";
import { namedManifest } from "./manifest-files.ts";

/** See the table of verbs. */
export async function check(given: Arguments, world: World): Promise<Outcome> {
  if (given.words.length > 2) throw usage("manifest check takes one manifest");
  const named = namedManifest(given.words[1], world);
  const purpose = { given, manifest: named, isStoreEnough: false };
  const { closures } = named.manifest;
  const found = await asking(purpose, world, async (ask) => {
    const indexes = ask.sources.indexes.map(({ url }) => `${new URL(url).origin}${new URL(url).pathname}`);
    const checker = new Checker(ask);
    for (const { series, files } of closures) for (const file of files) await checker.file(file, series);
    for (const { series, files } of closures) checker.closure(series, files);
    return { indexes, checker };
  });
  const { checker, indexes } = found;
  const result: ManifestCheck = {
    of: named,
    files: checker.served.size,
    bytes: [...checker.served.values()].reduce((sum, { accepted }) => sum + accepted.wanted.size, 0),
    indexes,
    tried: closures.map(({ series }) => `${series} on ${triedOn(series)}`),
    objections: checker.objections,
    notes: checker.notes,
  };
  const exit = checker.objections.length === 0 ? 0 : 1;
  return { text: given.value("format") === "json" ? checkJson(result, exit) : checkText(result), exit };
}

function triedOn(series: string): string {
  const versions = versionsOf(series).map(([major, minor]) => `${major}.${minor}`);
  const [first = ""] = versions;
  return versions.length === 1 ? `Python ${first}` : `Python ${first} to ${versions.at(-1) ?? ""}`;
}

/** What was found of one file, whatever series pins it. */
type Said = Pick<Objection, "code" | "because">;

/** Gathers what stands against a manifest. */
class Checker {
  /** Wheels that came as pinned, by filename and digest. */
  readonly served = new Map<string, Proved>();
  readonly notes: string[] = [];
  private readonly found = new Map<string, Objection>();
  private readonly looked = new Map<string, readonly Said[]>();
  private readonly ask: Asking;

  constructor(ask: Asking) {
    this.ask = ask;
  }

  get objections(): readonly Objection[] {
    return [...this.found.values()];
  }

  /** Looks at one pinned file; at what several series pin, once. */
  async file(pinned: Pinned, series: string): Promise<void> {
    const { filename, requiresPython } = pinned;
    const key = keyOf(pinned);
    const said = this.looked.get(key) ?? (await this.deciding(pinned));
    this.looked.set(key, said);
    for (const each of said) this.object(each, series, filename);
    if (!fitsAll(parseWheelFilename(filename), environmentsOf(series))) {
      const because = `${filename} is not for every machine and Python ${series}`;
      this.object({ code: "TW-MANIFEST-TAGS", because }, series, filename);
    }
    const proved = this.served.get(key);
    const own = proved?.wheel.metadata.requiresPython;
    if (proved !== undefined && !samePythons(requiresPython, own)) {
      const because = `the manifest says that ${filename} is for Python ${requiresPython ?? "any"}, its METADATA says ${own ?? "any"}`;
      this.object({ code: "TW-MANIFEST-REQUIRES-PYTHON", because }, series, filename);
    }
  }

  /** Asks the closure's wheels what they need, on every Python and machine of the series. */
  closure(series: string, files: readonly Pinned[]): void {
    const missing = files.filter((file) => !this.served.has(keyOf(file)));
    if (missing.length > 0) {
      const names = missing.map(({ filename }) => filename).join(", ");
      this.note(`the closure of ${series} was not checked, for want of ${names}`);
      return;
    }
    const members = files.flatMap((file) => this.served.get(keyOf(file))?.wheel.metadata ?? []);
    for (const { markers, shown } of environmentsOf(series)) {
      try {
        checkClosed(members, markers);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        this.object({ code: thrown.code, because: `${shown}: ${thrown.message}` }, series);
        return;
      }
    }
    const needed = new Set(
      members.flatMap(({ requirements }) => requirements.map(({ normalized }) => normalized)),
    );
    for (const { name, version } of files)
      if (!needed.has(name) && !REQUESTED.some((root) => root === name))
        this.note(`nothing in the closure of ${series} needs ${name} ${version}`);
  }

  /** A refusal becomes an objection; what could not be decided ends the check. */
  private async deciding(pinned: Pinned): Promise<readonly Said[]> {
    try {
      return await this.look(pinned);
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      const { code, message } = thrown;
      if (code === "TW-HTTP-NOT-FOUND")
        return [
          { code: "TW-FETCH-ABSENT", because: `the index names ${pinned.filename} and does not have it` },
        ];
      const { explain } = await import("../model/codes/codes.ts");
      if (explain(code)?.exit !== 1) throw thrown;
      return [{ code, because: message }];
    }
  }

  private async look(pinned: Pinned): Promise<readonly Said[]> {
    const { name, filename, sha256 } = pinned;
    const offers = await this.ask.offers(name, [{ algorithm: "sha256", digest: sha256 }]);
    const own = offers.filter((offer) => offer.filename === filename);
    const [first] = own;
    if (first === undefined)
      return [{ code: "TW-FETCH-ABSENT", because: `the index offers ${filename} no more` }];
    const said = own.flatMap((offer) => told(pinned, offer));
    // What the page itself says is another file is not fetched.
    if (said.some(({ code }) => code !== "TW-MANIFEST-YANKED")) return said;
    const { status = "active" } = first;
    if (status !== "active") this.note(`the index marks ${name} as ${JSON.stringify(status)}`);
    const proved = await this.ask.wheel(pinned, first);
    this.served.set(keyOf(pinned), proved);
    const sidecar = first.coreMetadata === undefined ? undefined : await this.ask.sidecar(first);
    const metadata = { metadata: proved.metadata, requiresPython: proved.wheel.metadata.requiresPython };
    return [...said, ...contradictions(first, metadata, sidecar)];
  }

  private object({ code, because }: Said, series: string, filename?: string): void {
    const key = `${code} ${because}`;
    const before = this.found.get(key)?.series ?? [];
    const file = filename === undefined ? {} : { filename };
    this.found.set(key, { code, because, series: [...before, series], ...file });
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }
}

/** What a page tells of a file that speaks against its pin. */
function told({ filename, size, sha256 }: Pinned, offer: Offer): readonly Said[] {
  const said: Said[] = [];
  if (offer.yanked !== undefined) {
    const why = offer.yanked === "" ? "" : `: ${JSON.stringify(offer.yanked)}`;
    said.push({ code: "TW-MANIFEST-YANKED", because: `${filename} was yanked by its publisher${why}` });
  }
  const digest = offer.told.get("sha256");
  if (digest !== undefined && digest !== sha256)
    said.push({ code: "TW-FETCH-OTHER-DIGEST", because: `the index tells another sha256 of ${filename}` });
  if (offer.size !== undefined && offer.size !== size) {
    const because = `the index says that ${filename} has ${offer.size} bytes; ${size} are pinned`;
    said.push({ code: "TW-FETCH-OTHER-SIZE", because });
  }
  return said;
}

function keyOf({ filename, size, sha256 }: Pinned): string {
  return `${filename}:${size}:${sha256}`;
}
