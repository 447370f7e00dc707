/** What is checked of names, claims and bytes on the way. Pure. No message holds a digest, which may be of what a source offered: see THREATS, "Speech". */
import { sha256 } from "../../base/digest.ts";
import { Fault } from "../../base/fault.ts";
import { plainText } from "../../base/plain-text.ts";
import type { Wanted } from "../../model/artifact.ts";

export { plainText, shownAddress } from "../../base/plain-text.ts";

/** Refuses names that could leave a folder or an index: they become parts of paths and addresses. Throws TW-FETCH-NAME. */
export function checkWanted({ name, filename }: Wanted): void {
  const isPlain = /^[A-Za-z0-9_][A-Za-z0-9_.+!-]{0,250}$/.test(filename) && !filename.includes("..");
  if (!isPlain || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))
    throw new Fault(
      "TW-FETCH-NAME",
      `a file of ${plainText(name)} is pinned under a name that is no plain file name`,
    );
}

/** Refuses a source that itself tells another digest or size. Throws TW-FETCH-OTHER-DIGEST, TW-FETCH-OTHER-SIZE. */
export function checkTold(
  wanted: Wanted,
  told: { readonly hashes: ReadonlyMap<string, string>; readonly size: number | undefined },
  where: string,
): void {
  const digest = told.hashes.get("sha256");
  if (digest !== undefined && digest !== wanted.sha256)
    throw new Fault(
      "TW-FETCH-OTHER-DIGEST",
      `${where} says that ${wanted.filename} has another sha256 than the file that is expected`,
    );
  if (told.size !== undefined && told.size !== wanted.size)
    throw new Fault(
      "TW-FETCH-OTHER-SIZE",
      `${where} says that ${wanted.filename} has ${told.size} bytes; ${wanted.size} are expected`,
    );
}

/** True when `bytes` are the wanted ones. */
export function isWanted(wanted: Wanted, bytes: Uint8Array): boolean {
  return bytes.length === wanted.size && sha256(bytes) === wanted.sha256;
}

/** The refusal of bytes that are not the wanted ones. */
export function otherBytes(wanted: Wanted, bytes: Uint8Array, where: string): Fault {
  if (bytes.length !== wanted.size)
    return new Fault(
      "TW-FETCH-OTHER-SIZE",
      `${wanted.filename} from ${where} has ${bytes.length} bytes; ${wanted.size} are expected`,
    );
  return new Fault(
    "TW-FETCH-OTHER-BYTES",
    `${wanted.filename} from ${where} is not the file that is expected: its sha256 is another`,
    { hint: "get the expected digest from an independent place; what arrived was thrown away" },
  );
}

/** What everybody is told of a yanked file that is used (PEP 592). */
export function yankedLine({ filename }: Pick<Wanted, "filename">, reason: string): string {
  return `${filename} was yanked by its publisher${reason === "" ? "" : `: ${plainText(reason)}`}; it is used because it is pinned`;
}
