/** Writes a script, the list of digests beside it, and its signatures. Private keys are read by the signing programs only. */
import { sha256 } from "../base/digest.ts";
import { Fault } from "../base/fault.ts";
import type { Ended } from "../ports/process.ts";
import type { World } from "../ports/world.ts";
import { formatSums, readSums, SUMS_LIMIT, type Sums } from "../stages/script/sums.ts";
import { absolute } from "./cache-directory.ts";
import type { Arguments, Outcome } from "./command.ts";
import type { Made } from "./script-made.ts";

const SUMS = "SHA256SUMS";
const MANIFEST = "bootstrap-manifest.json";
/** Largest file that the list names, in bytes. */
const LISTED_LIMIT = 2 ** 30;
/** A person may have to type a passphrase or touch a key. */
const PATIENCE = 300_000;

/** Writes what `--output` and `--sign-with-...` ask for; the digest's line is the answer. */
export function writeScript({ bytes, manifest }: Made, given: Arguments, world: World): Outcome {
  const output = given.value("output");
  if (output === undefined) return { text: Buffer.from(bytes).toString("latin1"), exit: 0 };
  const path = absolute(output, world.directory);
  const slash = path.lastIndexOf("/");
  const [directory, name] = [path.slice(0, slash) || "/", path.slice(slash + 1)];
  put(path, bytes, 0o755, world);
  const line = formatSums(new Map([[name, sha256(bytes)]]));
  const keys = { ssh: given.value("sign-with-ssh"), minisign: given.value("sign-with-minisign") };
  if (keys.ssh !== undefined || keys.minisign !== undefined) {
    put(`${directory}/${MANIFEST}`, manifest, 0o644, world);
    const sums = listed(
      directory,
      new Map([
        [name, sha256(bytes)],
        [MANIFEST, sha256(manifest)],
      ]),
      world,
    );
    put(`${directory}/${SUMS}`, Buffer.from(formatSums(sums)), 0o644, world);
    if (keys.ssh !== undefined) signWithSsh(absolute(keys.ssh, world.directory), directory, world);
    if (keys.minisign !== undefined)
      signWithMinisign(absolute(keys.minisign, world.directory), directory, world);
  }
  world.progress.notice(`wrote ${path}, ${bytes.length} bytes`);
  return { text: line, exit: 0 };
}

/** The list that is there already, each other file hashed again, with `own` in it. */
function listed(directory: string, own: Sums, world: World): Sums {
  const path = `${directory}/${SUMS}`;
  if (world.files.status(path) === undefined) return own;
  const known = readSums(Buffer.from(world.files.read(path, SUMS_LIMIT)).toString("utf8"), path);
  for (const [name, digest] of known) {
    if (own.has(name)) continue;
    const file = `${directory}/${name}`;
    if (world.files.status(file)?.kind !== "file" || sha256(world.files.read(file, LISTED_LIMIT)) !== digest)
      throw new Fault("TW-SCRIPT-SUMS", `${path} lists ${name}, which is not there with that digest`);
  }
  return new Map([...known, ...own]);
}

/** `ssh-keygen -Y sign` over the list, in the namespace for files. */
function signWithSsh(key: string, directory: string, world: World): void {
  const sums = world.files.read(`${directory}/${SUMS}`, SUMS_LIMIT);
  const ended = start("ssh-keygen", ["-Y", "sign", "-f", key, "-n", "file"], world, sums);
  const signature = Buffer.from(ended.stdout).toString("latin1");
  if (!signature.startsWith("-----BEGIN SSH SIGNATURE-----\n"))
    throw new Fault("TW-SCRIPT-SIGNING", "ssh-keygen ended without a signature");
  put(`${directory}/${SUMS}.sig`, ended.stdout, 0o644, world);
}

/** `minisign -S` over the list; the trusted comment has no time, so that signing again says the same. */
function signWithMinisign(key: string, directory: string, world: World): void {
  const signature = `${directory}/${SUMS}.minisig`;
  const comments = ["-t", `${SUMS} by truewheel script`, "-c", "signature by minisign"];
  start("minisign", ["-S", "-s", key, "-m", `${directory}/${SUMS}`, "-x", signature, ...comments], world);
  if (world.files.status(signature) === undefined)
    throw new Fault("TW-SCRIPT-SIGNING", "minisign ended without a signature");
}

function start(program: string, args: readonly string[], world: World, stdin?: Uint8Array): Ended {
  const environment = Object.fromEntries(
    Object.entries(world.environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  const options = {
    environment,
    timeout: PATIENCE,
    limit: 1 << 20,
    ...(stdin === undefined ? {} : { stdin }),
  };
  let ended: Ended;
  try {
    ended = world.processes.run(program, args, options);
  } catch (cause) {
    throw new Fault("TW-SCRIPT-SIGNING", `${program} could not be run`, { cause });
  }
  if (ended.status !== 0) {
    const said = Buffer.from(ended.stderr).toString("utf8").trim().split("\n").at(-1) ?? "";
    throw new Fault("TW-SCRIPT-SIGNING", `${program} refused: ${said.slice(0, 300)}`);
  }
  return ended;
}

/** Old or new, never half: written aside and renamed. */
function put(path: string, bytes: Uint8Array, mode: number, { files, random }: World): void {
  const aside = `${path}.${random.token()}`;
  try {
    files.create(aside, bytes, mode);
    files.sync(aside);
    files.rename(aside, path);
  } catch (error) {
    files.remove(aside);
    throw error;
  }
}
