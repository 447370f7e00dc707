/** Who published the files of a release, as the index says (PEP 740). Nothing is verified here: the lock records what was said, so that a change is seen. */
import { sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { shownAddress } from "../../base/plain-text.ts";
import type { Sources } from "../../model/sources.ts";
import { type Publisher, readPublishers } from "../../standards/pep740-attestation/publishers.ts";
import type { BookFile } from "./book.ts";
import type { BookPorts } from "./books.ts";
import { Together } from "./together.ts";

const KIND = "provenance";
const LIMIT = 4 * 2 ** 20;
/** How long an answer is used without asking again, in milliseconds: the object may change. */
const FRESH = 86_400_000;
const AT_ONCE = 16;
const ACCEPT = "application/vnd.pypi.integrity.v1+json, application/json;q=0.5";

/** Asks for each file once. */
export class Publishers {
  private readonly sources: Sources;
  private readonly ports: BookPorts;
  private readonly together = new Together(AT_ONCE);

  constructor(sources: Sources, ports: BookPorts) {
    this.sources = sources;
    this.ports = ports;
  }

  /** The publishers of `file`; none where the index offers no provenance, or none that can be read, which is said. */
  async of({ filename, provenance }: BookFile): Promise<readonly Publisher[]> {
    if (provenance === undefined) return [];
    try {
      return readPublishers(await this.text(provenance));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.ports.progress.notice(`who published ${filename} is not known: ${error.message}`);
      return [];
    }
  }

  private async text(url: string): Promise<string> {
    const { store, clock, http } = this.ports;
    const key = sha256(url);
    const kept = store.getVouched(KIND, key, LIMIT + 32);
    const [asked = "", ...rest] = kept === undefined ? [] : Buffer.from(kept).toString("utf8").split("\n");
    const age = clock.now() - Number(asked);
    if (kept !== undefined && (this.sources.offline || (age >= 0 && age < FRESH))) return rest.join("\n");
    if (this.sources.offline)
      throw new Fault("TW-FETCH-OFFLINE", `the network is off: ${shownAddress(url)} was not asked`);
    const { body } = await this.together.run(() => http.page({ url, accept: ACCEPT, limit: LIMIT }));
    const text = Buffer.from(body).toString("utf8");
    store.putVouched(KIND, key, Buffer.from(`${clock.now()}\n${text}`));
    return text;
  }
}
