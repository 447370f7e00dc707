/** The proofs of a file: those beside it on the disk, and those named on the command line. */
import { Fault } from "../base/fault.ts";
import type { Offered } from "../model/proof.ts";
import type { World } from "../ports/world.ts";
import { kindOf, listsBeside, proofsBeside, signaturesBeside } from "../stages/evidence/locate.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments } from "./command.ts";

/** Largest proof, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** Everything that is offered for the file `word`, each document once. */
export function offeredFor(word: string, given: Arguments, world: World): readonly Offered[] {
  const folder = word.replace(/[^\\/]*$/, "");
  const name = word.slice(folder.length);
  const named = [...given.values("signature"), ...given.values("attestation")];
  if (named.length > 0 && given.words.length > 1)
    throw new Fault("TW-USAGE", "--signature and --attestation are for one file", {
      hint: "Verify the files one by one, or keep each proof beside its file.",
    });
  const lists = given.values("checksums");
  const forList = (path: string): boolean => lists.some((list) => path.startsWith(`${list}.`));
  const own = present([...proofsBeside(name).map((each) => folder + each)], world);
  const beside = present(
    listsBeside().map((each) => folder + each),
    world,
  ).filter((list) => list !== word);
  const proofs = unique([...own, ...named.filter((path) => !forList(path))]).map((path) =>
    readProof(path, world),
  );
  const sums = unique([...beside, ...lists]).map((path) => readList(path, named, world));
  // A list in clear-signed form may lie under the name of a list's signature: it is read once, as the list.
  return [...proofs, ...sums.filter((list) => list.kind === "checksums")];
}

/** A list, with the signatures beside it and those named for it. */
function readList(path: string, named: readonly string[], world: World): Offered {
  const beside = present(signaturesBeside(path), world);
  const given = named.filter((each) => each.startsWith(`${path}.`));
  const signatures = unique([...beside, ...given]).map((each) => readProof(each, world));
  const list = readProof(path, world);
  return { ...list, signatures: signatures.filter(({ kind }) => kind !== "checksums") };
}

/** Reads one document; throws Fault TW-PROOF-NO-KIND. */
function readProof(path: string, world: World): Offered {
  const bytes = world.files.read(absolute(path, world.directory), LARGEST);
  const kind = kindOf(bytes, path.replace(/^.*[\\/]/, ""));
  if (kind === undefined) throw new Fault("TW-PROOF-NO-KIND", `${path} is no proof of a known kind`);
  return { kind, path, bytes, signatures: [] };
}

function present(paths: readonly string[], world: World): readonly string[] {
  return paths.filter((path) => world.files.status(absolute(path, world.directory)) !== undefined);
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
