/** Answers the solver's wants from indexes and store. */
import { Fault } from "../../base/fault.ts";
import { plainText, shownAddress } from "../../base/plain-text.ts";
import type { Index, Sources } from "../../model/sources.ts";
import type { World } from "../../ports/world.ts";
import type { Book, BookRelease } from "../../stages/releases/book.ts";
import type { Books } from "../../stages/releases/books.ts";
import type { ReleaseNeeds, Told, Which } from "../../stages/releases/needs.ts";
import { type FileRules, tooYoung, type Usable, usableFiles } from "../../stages/releases/usable.ts";
import type { Answer, Ask, Needs, Project, Release, Want } from "../../stages/resolve/problem.ts";
import { parseSpecifiers } from "../../standards/pep440-version/specifiers.ts";
import { normalizeName } from "../../standards/pep503-name/name.ts";
import { parseRequirement, type Requirement } from "../../standards/pep508-requirement/requirement.ts";

/** How wants are answered. */
export interface Answering {
  readonly sources: Sources;
  readonly books: Books;
  readonly needs: ReleaseNeeds;
  readonly rules: FileRules;
  readonly world: World;
  /** The only index of a project, where somebody said one; its base address. */
  indexFor(name: string): string | undefined;
  /** True when the first index that knows a name is taken; otherwise two that know it are refused. */
  readonly firstIndex: boolean;
}

/** Everything about a release that its lines in the lock need. */
export interface Known {
  readonly which: Which;
  readonly book: Book;
  readonly usable: Usable;
  readonly told: Told;
}

/** Asks for each thing once. */
export class Answers {
  private readonly answering: Answering;
  private readonly books = new Map<string, Promise<Book | undefined>>();
  private readonly releases = new Map<string, Known>();

  constructor(answering: Answering) {
    this.answering = answering;
  }

  /** Throws what the stages throw, and Fault TW-INDEX-SEVERAL, TW-SOURCE-NONE. */
  answer(want: Want): Promise<Answer> {
    return want.kind === "project" ? this.project(want.name) : this.needs(want.name, want.version);
  }

  /** Begins what is likely asked for soon; a failure is told when it is asked for. */
  prepare(want: Want): void {
    this.answer(want).catch(() => undefined);
  }

  /** What is known of a release that was selected. */
  known(name: string, version: string): Known {
    const known = this.releases.get(`${name} ${version}`);
    if (known === undefined)
      throw new Fault("TW-INTERNAL", `${name} ${version} was selected and never looked at`);
    return known;
  }

  private async project(name: string): Promise<Project> {
    const book = await this.book(name);
    if (book === undefined) return { releases: [], absent: `${this.asked(name)} knows no project ${name}` };
    if (book.status === "quarantined") {
      const why = book.statusReason === undefined ? "" : `: ${plainText(book.statusReason)}`;
      return { releases: [], absent: `its index has it in quarantine${why}` };
    }
    return { releases: book.releases.map((release) => this.release(name, release)), absent: undefined };
  }

  /** What can be said without looking at the files. */
  private release(name: string, release: BookRelease): Release {
    const { version, yanked, requiresPython, uploaded } = release;
    const { uploadedBefore, trusted } = this.answering.rules;
    const isYoung =
      uploadedBefore !== undefined &&
      uploaded !== undefined &&
      uploaded >= uploadedBefore &&
      !trusted.has(`${name} ${version.text}`);
    return {
      version,
      yanked: yanked === undefined ? undefined : plainText(yanked),
      out: isYoung ? tooYoung(release, this.answering.rules) : undefined,
      requiresPython,
    };
  }

  private async needs(name: string, version: string): Promise<Needs> {
    const book = await this.book(name);
    const release = book?.releases.find((each) => each.version.text === version);
    if (book === undefined || release === undefined) return { out: "is not there" };
    const usable = usableFiles(name, release, this.answering.rules);
    if (typeof usable === "string") return { out: usable };
    const which = { name, version, place: book.place };
    const told = await this.answering.needs.of(which, usable);
    if (typeof told === "string") return { out: told };
    this.releases.set(`${name} ${version}`, { which, book, usable, told });
    return asNeeds(told);
  }

  private book(name: string): Promise<Book | undefined> {
    const asked = this.books.get(name) ?? this.findBook(name);
    this.books.set(name, asked);
    return asked;
  }

  private async findBook(name: string): Promise<Book | undefined> {
    const { books, firstIndex } = this.answering;
    const indexes = this.indexes(name);
    if (indexes.length === 0) throw new Fault("TW-SOURCE-NONE", `no index is left to ask for ${name}`);
    const found = await Promise.all(indexes.map((index) => books.book(index, name)));
    const [first, second] = found.filter((book) => book !== undefined);
    if (first !== undefined && second !== undefined && !firstIndex)
      throw new Fault(
        "TW-INDEX-SEVERAL",
        `${shownAddress(first.index)} and ${shownAddress(second.index)} both know a project ${name}`,
        {
          hint: `Say which one is meant: --index-for ${name}=URL. Or take the first with --index-strategy first-index.`,
        },
      );
    if (first !== undefined && first.status !== "active" && first.status !== "quarantined")
      this.answering.world.progress.notice(`${name} is marked as ${plainText(first.status)} by its index`);
    return first;
  }

  private indexes(name: string): readonly Index[] {
    const { sources, indexFor } = this.answering;
    const url = indexFor(name);
    if (url === undefined) return sources.indexes;
    return [
      sources.indexes.find((index) => index.url === url) ?? { url, isDefault: false, namedBy: "--index-for" },
    ];
  }

  private asked(name: string): string {
    return this.indexes(name)
      .map(({ url }) => shownAddress(url))
      .join(" and ");
  }
}

function asNeeds(told: Told): Needs {
  const [ofExtras, own] = partition(told.requires, isOfExtra);
  try {
    const asks = own.map((line) => asAsk(parseRequirement(line)));
    let later: readonly Ask[] | undefined;
    return {
      asks: (extra) => {
        if (extra === "") return asks;
        later ??= ofExtras.map((line) => asAsk(parseRequirement(line)));
        return [...asks, ...later];
      },
      requiresPython: told.python === undefined ? undefined : parseSpecifiers(told.python),
    };
  } catch (error) {
    if (error instanceof Fault) return { out: `has metadata that cannot be read: ${error.message}` };
    throw error;
  }
}

/** True for a line that counts for nobody who asks for no extra: most lines are of extras, and need not be read then. */
function isOfExtra(line: string): boolean {
  const semicolon = line.indexOf(";");
  return (
    semicolon >= 0 && /\bextra *== */.test(line.slice(semicolon)) && !/\bor\b/.test(line.slice(semicolon))
  );
}

function partition<Item>(
  items: readonly Item[],
  holds: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

function asAsk({ normalized, extras, specifiers, marker, url }: Requirement): Ask {
  const ask = {
    name: normalized,
    extras: extras.length === 0 ? [] : [...new Set(extras.map(normalizeName))].toSorted(),
    specifiers,
    marker,
    origin: undefined,
  };
  return url === undefined ? ask : { ...ask, remark: "it names an address, which only an input may do" };
}
