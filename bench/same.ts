/**
 * Whether two environments hold the same installed files, so that what was measured is like for like. Every file of site-packages and of
 * bin is compared by digest, but for what each installer writes its own way.
 */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Files of a `.dist-info` that differ from installer to installer by design. */
const OWN = new Set([
  "INSTALLER",
  "REQUESTED",
  "RECORD",
  "RECORD.jws",
  "RECORD.p7s",
  "direct_url.json",
  "uv_cache.json",
  "uv_build.json",
  "provenance_url.json",
]);

/** What belongs to the environment itself and names its own path. */
const VENV = /^(?:pyvenv\.cfg|\.gitignore|bin\/[Aa]ctivate[^/]*)$/;

/** What an environment holds: relative path to digest; entry points' wrappers by name alone. */
export function holdings(environment: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of walk(environment, "")) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (path.endsWith(".pyc") || VENV.test(path) || (/\.dist-info\/[^/]+$/.test(path) && OWN.has(name)))
      continue;
    found.set(oneSpelling(path), digestOf(environment, path));
  }
  return found;
}

/** Sentences on what differs, at most `most` of them; none when the two hold the same. */
export function differences(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
  most = 10,
): readonly string[] {
  const paths = [...new Set([...one.keys(), ...other.keys()])].sort();
  const said = paths.flatMap((path) => {
    const [here, there] = [one.get(path), other.get(path)];
    if (here === there) return [];
    return [
      here === undefined
        ? `lacks ${path}`
        : there === undefined
          ? `has ${path} besides`
          : `differs in ${path}`,
    ];
  });
  return said.length > most ? [...said.slice(0, most), `and ${said.length - most} more`] : said;
}

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    // The lock that uv keeps in an environment, and the workspace of a truewheel at work, are no installed files.
    if (entry.name === "__pycache__" || path === ".lock") continue;
    if (entry.isDirectory()) yield* walk(root, path);
    else yield path;
  }
}

/** The directory of a registration may be spelled as the wheel spells it or normalised. */
function oneSpelling(path: string): string {
  return path.replace(/[^/]+(?=\.dist-info\/)/, (name) => name.toLowerCase().replaceAll(/[._]/g, "_"));
}

/** A script starts with the path of its own environment, and a wrapper's words are each installer's own. */
function digestOf(root: string, path: string): string {
  const full = join(root, path);
  if (lstatSync(full).isSymbolicLink()) return `-> ${readlinkSync(full)}`;
  if (/^bin\/(?!python)[^/]+$/.test(path)) {
    const text = readFileSync(full, "latin1");
    if (/^#!.*python|^#!\/bin\/sh\n'''exec'/.test(text)) return "script";
  }
  return createHash("sha256").update(readFileSync(full)).digest("hex");
}
