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
import type { Files } from "../../ports/files.ts";
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
  files.sync(workspace);
  try {
    for (const move of moves) files.rename(move.from, move.to);
    for (const directory of new Set(moves.map((move) => parent(move.to)))) files.sync(directory);
    files.rename(places.journal, places.committed);
  } catch (error) {
    undo(moves, files);
    files.remove(places.journal);
    throw error;
  }
  files.sync(workspace);
}

/** What a transaction that was cut off left behind. */
export type Recovery = "nothing" | "undone" | "finished";

/** Brings the target back to old or on to new after a kill; the lock is held. Does nothing when there is nothing to do. */
export function recover(workspace: string, files: Files): Recovery {
  const places = placesOf(workspace);
  const journal = readJournal(places.journal, files);
  if (journal !== undefined) {
    for (const move of journal) checkJournaled(move, workspace);
    undo(journal, files);
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
  files.removeTree(places.stage);
  files.removeTree(places.trash);
  files.remove(join(workspace, "journal.tmp"));
  files.remove(places.committed);
}

/** Takes back, last first, each rename that was made. */
function undo(moves: readonly Move[], files: Files): void {
  for (const move of moves.toReversed()) {
    const from = files.status(move.from);
    const to = files.status(move.to);
    if (from === undefined && to !== undefined) files.rename(move.to, move.from);
    else if (from === undefined) {
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
  return { from, to };
}

/** A journal moves things into or out of its own workspace and nowhere else. */
function checkJournaled(move: Move, workspace: string): void {
  const { stage, trash } = placesOf(workspace);
  const dotted = [move.from, move.to].some((path) => path.split("/").includes(".."));
  if (dotted || isInside(stage, move.from) === isInside(trash, move.to))
    throw unreadable(join(workspace, "journal.json"));
}

function unreadable(path: string): Fault {
  return new Fault("TW-INSTALL-JOURNAL", `${path} is no journal of this program`, {
    hint: "Look at it before you remove it: an installation was interrupted here and could not be taken back.",
  });
}
