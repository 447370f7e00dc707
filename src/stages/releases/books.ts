/**
 * The books of one run: from the store while they are fresh, from the index otherwise. The store is hostile, so only what this user's truewheel sealed is
 * taken from it; and it is still no more than what the index said.
 */
import { sha256 } from "../../base/digest.ts";
import { codeOf, Fault } from "../../base/fault.ts";
import { plainText, shownAddress } from "../../base/plain-text.ts";
import type { Index, Sources } from "../../model/sources.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Http } from "../../ports/http.ts";
import type { Progress } from "../../ports/progress.ts";
import type { Store } from "../../ports/store.ts";
import { ACCEPT, readProjectPage } from "../../standards/pep503-691-simple-index/read-page.ts";
import { type Book, bookOf } from "./book.ts";
import { type KeptBook, readBook, writeBook } from "./book-text.ts";
import { Together } from "./together.ts";

/** Most bytes of a page, inflated; most bytes of a kept book. */
const PAGE_LIMIT = 64 * 1024 * 1024;
/** Longest that a page is used without asking again, whatever the server allows, in milliseconds. */
const LONGEST_FRESH = 3_600_000;
/** Pages asked for at once. */
const AT_ONCE = 24;
const KIND = "books";

/** What asking needs of the world. */
export interface BookPorts {
  readonly http: Http;
  readonly store: Store;
  readonly clock: Pick<Clock, "now">;
  readonly progress: Pick<Progress, "notice" | "detail">;
}

/** Asks each index for each project once. */
export class Books {
  private readonly sources: Sources;
  private readonly ports: BookPorts;
  /** True when every page is to be asked for again. */
  private readonly anew: boolean;
  private readonly asked = new Map<string, Promise<Book | undefined>>();
  private readonly together = new Together(AT_ONCE);
  private readonly said = new Set<string>();

  constructor(sources: Sources, ports: BookPorts, anew: boolean) {
    this.sources = sources;
    this.ports = ports;
    this.anew = anew;
  }

  /**
   * The book of `project` (normal name) on `index`; undefined when the index does not know it. Throws Fault TW-FETCH-OFFLINE, TW-INDEX-..., TW-JSON-..., and
   * what `Http` throws.
   */
  book(index: Index, project: string): Promise<Book | undefined> {
    const key = `${index.url}${project}/`;
    const asked = this.asked.get(key) ?? this.find(index, project, key);
    this.asked.set(key, asked);
    return asked;
  }

  private async find(index: Index, project: string, url: string): Promise<Book | undefined> {
    const { store, clock } = this.ports;
    const kept = this.keptBook(url);
    if (kept !== undefined && (this.sources.offline || this.isFresh(kept, clock.now()))) return kept.book;
    if (this.sources.offline)
      throw new Fault(
        "TW-FETCH-OFFLINE",
        `the network is off, and the store does not know what ${project} offers`,
      );
    const found = await this.together.run(() => this.ask(index, project, url, kept));
    if (found === undefined) return undefined;
    if (kept !== undefined && found.book !== kept.book) this.compare(project, kept, found);
    store.putVouched(KIND, sha256(url), writeBook(found));
    return found.book;
  }

  private isFresh({ asked, fresh }: KeptBook, now: number): boolean {
    // A clock that was set back makes nothing fresh.
    return !this.anew && asked <= now && now < fresh;
  }

  private keptBook(url: string): KeptBook | undefined {
    const bytes = this.ports.store.getVouched(KIND, sha256(url), PAGE_LIMIT);
    return bytes === undefined ? undefined : readBook(bytes);
  }

  private async ask(
    index: Index,
    project: string,
    url: string,
    kept: KeptBook | undefined,
  ): Promise<KeptBook | undefined> {
    const { http, clock } = this.ports;
    const asked = clock.now();
    try {
      const etag = kept?.etag;
      const answer = await http.page({
        url,
        accept: ACCEPT,
        limit: PAGE_LIMIT,
        ...(etag === undefined ? {} : { etag }),
      });
      const fresh = asked + Math.min((answer.maxAge ?? 0) * 1000, LONGEST_FRESH);
      if (answer.unchanged === true && kept !== undefined) return { ...kept, asked, fresh };
      const { place, mediaType, body } = answer;
      const page = await readProjectPage(project, { url: place.url, mediaType, body });
      for (const warning of page.warnings) this.say(`${shownAddress(place.url)}: ${warning}`);
      return { book: bookOf(page, project, index.url, place), asked, fresh, etag: answer.etag };
    } catch (thrown) {
      if (codeOf(thrown) === "TW-HTTP-NOT-FOUND") return undefined;
      throw thrown;
    }
  }

  /** A page that lacks what it had before: an index that was rolled back, a mirror that lags, or a deletion. */
  private compare(project: string, before: KeptBook, after: KeptBook): void {
    const versions = new Set(after.book.releases.map(({ version }) => version.text));
    const gone = before.book.releases
      .map(({ version }) => version.text)
      .filter((text) => !versions.has(text));
    if (gone.length === 0) return;
    const day = new Date(before.asked).toISOString().slice(0, 16).replace("T", " ");
    const shown = gone.slice(-3).join(", ") + (gone.length > 3 ? ` and ${gone.length - 3} more` : "");
    this.say(
      `${shownAddress(after.book.index)} no longer offers ${project} ${plainText(shown)}, which it offered on ${day} UTC: deleted, or the index is older than it was`,
    );
  }

  private say(line: string): void {
    if (this.said.has(line)) return;
    this.said.add(line);
    this.ports.progress.notice(line);
  }
}
