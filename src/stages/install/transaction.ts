/**
 * One change of a target, whole or not at all. Everything new is written beside the target, the renames to come are written
 * down and flushed, then made one after another; one last rename of the journal itself commits them.
 *
 *     WORKSPACE/lock            who is at work
 *     WORKSPACE/stage/          new files, each under its path below the transaction's root
 *     WORKSPACE/trash/          old files on their way out
 *     WORKSPACE/journal.json    the renames, in order: found at a start, it is undone
 *     WORKSPACE/committed.json  the same after the commit: found at a start, only the clean-up is done
 *
 * A rename whose `from` is still there was not made; so what has to be undone can be read off the disk, however often one is killed.
 */
import { codeOf, Fault } from "../../base/fault.ts";
import { isArray, isObject, type Json, parseStrictJson } from "../../base/strict-json.ts";
import { shownPath } from "../../formats/portable-path/portable-path.ts";
import type { Target } from "../../model/target.ts";
import type { Files } from "../../ports/files.ts";
import { checkNoLink } from "./links.ts";
import type { Move } from "./moves.ts";
import { isInside, join, parent } from "./paths.ts";

/** Largest journal read, in bytes. */
const JOURNAL_LIMIT = 256 * 2 ** 20;

/** The places of a workspace. */
export function placesOf(workspace: string): {
  readonly lock: string;
  readonly stage: string;
  readonly trash: string;
  readonly journal: string;
  readonly committed: string;
} {
  return {
    lock: join(workspace, "lock"),
    stage: join(workspace, "stage"),
    trash: join(workspace, "trash"),
    journal: join(workspace, "journal.json"),
    committed: join(workspace, "committed.json"),
  };
}

/** Makes all `moves` or none. The stage is written already; the lock is held. */
export function commit(workspace: string, moves: readonly Move[], files: Files): void {
  const places = placesOf(workspace);
  files.syncTree(places.stage);
  const draft = join(workspace, "journal.tmp");
  files.remove(draft);
  files.create(draft, Buffer.from(JSON.stringify({ version: 1, moves })), 0o600);
  files.sync(draft);
  files.rename(draft, places.journal);
  try {
    files.sync(workspace);
    for (const move of moves) files.rename(move.from, move.to);
    for (const directory of new Set(moves.map((move) => parent(move.to)))) files.sync(directory);
    files.rename(places.journal, places.committed);
  } catch (error) {
    undo(moves, places.trash, files);
    files.remove(places.journal);
    throw error;
  }
  try {
    files.sync(workspace);
  } catch (error) {
    // It is done. Should the power fail before the disk has it, the journal is still there and all is taken back.
    if (!(error instanceof Fault)) throw error;
  }
}

/** What a transaction that was cut off left behind. */
export type Recovery = "nothing" | "undone" | "finished";

/** Brings the target back to old or on to new after a kill; the lock is held. Does nothing when there is nothing to do. */
export function recover(target: Target, files: Files): Recovery {
  const { workspace } = target;
  const places = placesOf(workspace);
  for (const path of [places.stage, places.trash]) {
    const kind = files.status(path)?.kind;
    if (kind !== undefined && kind !== "directory") throw unreadable(path);
  }
  const journal = readJournal(places.journal, files);
  if (journal !== undefined) {
    for (const move of journal) checkJournaled(move, target, files);
    undo(journal, places.trash, files);
    files.remove(places.journal);
  }
  const finished = files.status(places.committed) !== undefined;
  sweep(workspace, files);
  if (journal !== undefined) return "undone";
  return finished ? "finished" : "nothing";
}

/** Removes stage, trash and journal of a transaction that is over, either way. */
export function sweep(workspace: string, files: Files): void {
  const places = placesOf(workspace);
  // What could not be taken back needs its stage and its trash for the next try.
  if (files.status(places.journal) !== undefined) return;
  files.removeTree(places.stage);
  removeTrash(places.trash, files);
  files.remove(join(workspace, "journal.tmp"));
  // A process that was killed while it asked for the lock left its half-made one.
  for (const { name } of files.list(workspace))
    if (/^lock\.[0-9a-f]+$/.test(name)) files.remove(join(workspace, name));
  files.remove(places.committed);
}

/** Old files that may not be deleted (another user's bytecode) stay in the trash; they are in nobody's way there. */
function removeTrash(trash: string, files: Files): void {
  try {
    files.removeTree(trash);
  } catch (error) {
    if (codeOf(error) !== "TW-DISK-DENIED" && codeOf(error) !== "TW-DISK-NOT-EMPTY") throw error;
  }
}

/** A directory of the trash that no earlier transaction has used. */
export function freshTrash(workspace: string, files: Files): string {
  const { trash } = placesOf(workspace);
  for (let number = 0; ; number++) {
    const path = join(trash, `t${number}`);
    if (files.status(path) === undefined) return path;
  }
}

/** Takes back, last first, each rename that was made. */
function undo(moves: readonly Move[], trash: string, files: Files): void {
  for (const move of moves.toReversed()) {
    const from = files.status(move.from);
    const to = files.status(move.to);
    const out = isInside(trash, move.to);
    if (from !== undefined && to !== undefined && out) {
      throw new Fault(
        "TW-INSTALL-RECOVERY",
        `${shownPath(move.from)} was made again while an installation was interrupted`,
        {
          hint: `What stood there before is kept in ${move.to}. Move one of the two away and run the command again.`,
        },
      );
    }
    if (from === undefined && to !== undefined) takeBack(move, files);
    // A new file that is gone already needs no taking back; an old one that is gone is a loss.
    else if (from === undefined && out) {
      throw new Fault(
        "TW-INSTALL-RECOVERY",
        `${shownPath(move.to)} vanished while an interrupted installation was taken back`,
        {
          hint: "Something else changed the environment in between. Run the command again; what is missing is then put back.",
        },
      );
    }
  }
}

/** One rename back; a directory in which somebody has put something meanwhile stays for that, and only loses what came with the installation. */
function takeBack(move: Move, files: Files): void {
  const own = new Set(move.files?.map((path) => join(move.to, path)));
  if (move.files === undefined || !holdsOthers(move.to, own, files)) files.rename(move.to, move.from);
  else removeOwn(move.to, own, files);
}

/** Bytecode that Python made of the new modules goes with them. */
function holdsOthers(directory: string, own: ReadonlySet<string>, files: Files): boolean {
  return files.list(directory).some(({ name, kind }) => {
    const path = join(directory, name);
    if (kind === "directory") return holdsOthers(path, own, files);
    return !own.has(path) && !(directory.endsWith("/__pycache__") && name.endsWith(".pyc"));
  });
}

/** Removes the listed files and the directories in which nothing is left then; walks real directories only, through no link. */
function removeOwn(directory: string, own: ReadonlySet<string>, files: Files): void {
  for (const { name, kind } of files.list(directory)) {
    const path = join(directory, name);
    if (kind === "directory") removeOwn(path, own, files);
    else if (kind === "file" && own.has(path)) files.remove(path);
  }
  if (files.list(directory).length === 0) files.removeDirectory(directory);
}

function readJournal(path: string, files: Files): readonly Move[] | undefined {
  let bytes: Uint8Array;
  try {
    bytes = files.read(path, JOURNAL_LIMIT);
  } catch (error) {
    if (codeOf(error) === "TW-DISK-MISSING") return undefined;
    throw error;
  }
  const top = parseStrictJson(Buffer.from(bytes).toString("utf8"));
  const moves = isObject(top) && top.get("version") === 1 ? top.get("moves") : undefined;
  if (!isArray(moves)) throw unreadable(path);
  return moves.map((move) => readMove(move, path));
}

function readMove(value: Json, path: string): Move {
  const from = isObject(value) ? value.get("from") : undefined;
  const to = isObject(value) ? value.get("to") : undefined;
  if (typeof from !== "string" || typeof to !== "string") throw unreadable(path);
  const listed = isObject(value) ? value.get("files") : undefined;
  if (listed === undefined) return { from, to };
  if (!isArray(listed)) throw unreadable(path);
  const inner = listed.map((each) => {
    const parts = typeof each === "string" ? each.split("/") : [""];
    if (typeof each !== "string" || parts.some((part) => part === "" || part === "." || part === ".."))
      throw unreadable(path);
    return each;
  });
  return { from, to, files: inner };
}

/** A journal moves things into or out of its own workspace and nowhere else. */
function checkJournaled(move: Move, target: Target, files: Files): void {
  const { stage, trash, journal } = placesOf(target.workspace);
  const dotted = [move.from, move.to].some((path) =>
    path.split("/").some((part) => part === ".." || part === "."),
  );
  const into = isInside(stage, move.from);
  if (dotted || into === isInside(trash, move.to)) throw unreadable(journal);
  const outside = into ? move.to : move.from;
  const roots = Object.values(target.scheme);
  // A scheme's directory that was not there came whole, with what it holds written down.
  const came = into && move.files !== undefined;
  const above = [...roots, target.workspace].some(
    (root) => isInside(outside, root) || (root === outside && !came),
  );
  const root = roots.find((each) => isInside(each, outside));
  if (above || root === undefined || isInside(target.workspace, outside)) throw unreadable(journal);
  checkNoLink(root, parent(outside), files);
}

function unreadable(path: string): Fault {
  return new Fault("TW-INSTALL-JOURNAL", `${path} is no journal of this program`, {
    hint: "Look at it before you remove it: an installation was interrupted here and could not be taken back.",
  });
}
