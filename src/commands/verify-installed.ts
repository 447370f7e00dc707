/** `verify --installed`: an environment against what was recorded of it. */
import { Fault } from "../base/fault.ts";
import type { Interpreter } from "../model/interpreter.ts";
import type { VerifiedEnvironment } from "../model/report.ts";
import type { World } from "../ports/world.ts";
import type { Place } from "../stages/verify/place.ts";
import { verifyInstalled } from "../stages/verify/verify.ts";
import { absolute, cacheDirectory } from "./cache-directory.ts";
import type { Arguments, Run } from "./command.ts";
import { acceptedIn } from "./ledger.ts";

/** Compares the environment that `given` names. */
export const verifyEnvironment: Run = async (given, world) => {
  const { environment, names } = wordsOf(given);
  const { place, python } = await placeOf(given, environment, world);
  const ports = { files: world.files, measurer: await world.measurer() };
  const environmentReport = unmoved(place, world, () =>
    verifyInstalled(
      {
        place,
        ledger: acceptedIn(place.sites, given, world),
        names,
        allowUnrecorded: given.flag("allow-unrecorded"),
        requireLedger: given.flag("require-ledger"),
        strict: given.flag("strict"),
      },
      ports,
    ),
  );
  return {
    report: {
      version: 1,
      command: "verify",
      exit: environmentReport.found === 0 ? 0 : 1,
      files: [],
      removed: [],
      changed: false,
      ...(python === undefined ? {} : { target: python }),
      environment: environmentReport,
    },
  };
};

/** How often an environment that changes while it is read is read again. */
const MOST_READINGS = 5;

/** The answer of `look`; once more when somebody installed meanwhile, since half of what was seen is gone then. */
export function unmoved(
  { sites }: Pick<Place, "sites">,
  {
    files,
    progress,
  }: { readonly files: Pick<World["files"], "status">; readonly progress: Pick<World["progress"], "notice"> },
  look: () => VerifiedEnvironment,
): VerifiedEnvironment {
  const stamp = (): string =>
    [sites.purelib, sites.platlib].map((site) => `${files.status(site)?.modified}`).join(" ");
  for (let reading = 1; ; reading++) {
    const before = stamp();
    const found = look();
    if (found.found === 0 || stamp() === before) return found;
    progress.notice("the environment was changed while it was read");
    if (reading === MOST_READINGS) return found;
  }
}

/** A word with a slash, or a single dot, is an environment; the others are names. */
function wordsOf(given: Arguments): {
  readonly environment: string | undefined;
  readonly names: readonly string[];
} {
  const paths = given.words.filter((word) => /[\\/]/.test(word) || word === "." || word === "..");
  const [environment, second] = paths;
  if (second !== undefined)
    throw new Fault("TW-USAGE", "only one environment can be verified at a time", {
      hint: "Words with a slash are environments, all others names of distributions.",
    });
  const ways = [environment, given.value("python"), given.value("target")].filter(
    (each) => each !== undefined,
  );
  if (ways.length > 1)
    throw new Fault("TW-USAGE", "the environment is named twice", {
      hint: "Give one of a path, --python and --target.",
    });
  return { environment, names: given.words.filter((word) => !paths.includes(word)) };
}

interface Placed {
  readonly place: Place;
  readonly python:
    | { readonly python: string; readonly version: string; readonly path: string; readonly kind: string }
    | undefined;
}

/** Where to look. A `--target` directory needs no Python: none is started. */
async function placeOf(given: Arguments, environment: string | undefined, world: World): Promise<Placed> {
  const target = given.value("target");
  if (target !== undefined)
    return { place: flat(real(absolute(target, world.directory), world)), python: undefined };
  const spec = environment ?? given.value("python");
  const cache = `${cacheDirectory(given, world)}/interpreters`;
  const interpreter = await world.probe(await world.findInterpreter(spec), cache);
  const place = ofInterpreter(interpreter, world);
  const { executable, implementation, version } = interpreter;
  const python = {
    python: executable,
    version: `${implementation} ${version}`,
    path: place.sites.purelib,
    kind: place.kind,
  };
  return { place, python };
}

function flat(directory: string): Place {
  return {
    kind: "target",
    sites: { purelib: directory, platlib: directory },
    scripts: `${directory}/bin`,
    headers: `${directory}/include`,
    data: directory,
    major: 3,
  };
}

function ofInterpreter(interpreter: Interpreter, world: World): Place {
  const { purelib, platlib, scripts, headers, data } = interpreter.scheme;
  return {
    kind: interpreter.virtual ? "environment" : "system",
    sites: { purelib: real(purelib, world), platlib: real(platlib, world) },
    scripts: real(scripts, world),
    headers: real(headers, world),
    data: real(data, world),
    major: interpreter.major,
  };
}

/** Links resolved where something is there. */
function real(path: string, world: World): string {
  const posix = world.platform === "win32" ? path.replaceAll("\\", "/") : path;
  const resolved = world.files.status(posix) === undefined ? posix : world.files.realPath(posix);
  return resolved.length > 1 && resolved.endsWith("/") ? resolved.slice(0, -1) : resolved;
}
