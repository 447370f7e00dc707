/** Gathers what decides where files come from: flags, variables, pip's configuration files and netrc. */
import { codeOf } from "../base/fault.ts";
import type { Sources } from "../model/sources.ts";
import type { World } from "../ports/world.ts";
import { configFilePaths, netrcPaths } from "../stages/sources/paths.ts";
import { readSources, type SourceFile } from "../stages/sources/sources.ts";
import { originText } from "../standards/requirements-txt/origin.ts";
import type { RequirementsSettings, Written } from "../standards/requirements-txt/settings.ts";
import type { Arguments } from "./command.ts";

/** Largest configuration file read, in bytes. */
const CONFIG_LIMIT = 1_000_000;

/**
 * The sources of this run; says in `-v` what changed them, and to everybody what is refused. `prefix` is the target's, for its own pip.conf, undefined where there is no target;
 * `written` is what requirements files say, below the command line.
 */
export function sourcesOf(
  given: Arguments,
  world: World,
  prefix: string | undefined,
  written?: RequirementsSettings,
): Sources {
  const { environment, platform, home, directory, progress } = world;
  const isolated = given.flag("isolated");
  const exists = (path: string): boolean => world.files.status(path) !== undefined;
  const paths = isolated ? [] : configFilePaths({ environment, platform, home, prefix, exists });
  const sources = readSources({
    flags: {
      indexUrl: given.value("index-url") ?? written?.indexUrl?.value,
      extraIndexUrl: [...given.values("extra-index-url"), ...valuesOf(written?.extraIndexUrls)],
      findLinks: [...given.values("find-links"), ...valuesOf(written?.findLinks)],
      noIndex: given.flag("no-index") || written?.noIndex !== undefined,
      offline: given.flag("offline"),
      cert: given.value("cert"),
      proxy: given.value("proxy"),
      retries: given.value("retries"),
      timeout: given.value("timeout"),
      isolated,
    },
    environment,
    configFiles: paths.flatMap((path) => readFile(path, world)),
    netrc: netrcPaths({ environment, platform, home }).flatMap((path) => readFile(path, world))[0],
    directory,
    home,
  });
  for (const line of toldBy(written)) progress.detail(line);
  for (const line of sources.origins) progress.detail(line);
  for (const line of sources.notices) progress.notice(line);
  return sources;
}

function valuesOf(written: readonly Written[] | undefined): readonly string[] {
  return (written ?? []).map(({ value }) => value);
}

/** Which line of which file changed the sources; an address may hold credentials and is not said. */
function toldBy(written: RequirementsSettings | undefined): readonly string[] {
  if (written === undefined) return [];
  const { indexUrl, extraIndexUrls, findLinks, noIndex } = written;
  return [
    ...(indexUrl === undefined ? [] : [`${originText(indexUrl.origin)} names the index`]),
    ...extraIndexUrls.map(({ origin }) => `${originText(origin)} adds an index`),
    ...findLinks.map(({ origin }) => `${originText(origin)} adds links`),
    ...(noIndex === undefined ? [] : [`${originText(noIndex)} turns every index off`]),
  ];
}

/** The file when it is there; one that may not be read is as good as absent, as for pip, but said. */
function readFile(path: string, world: World): readonly SourceFile[] {
  try {
    // Most are not there, and a Fault costs more than a look.
    if (world.files.status(path) === undefined) return [];
    const real = world.files.realPath(path);
    return [{ path, text: Buffer.from(world.files.read(real, CONFIG_LIMIT)).toString("utf8") }];
  } catch (error) {
    const code = codeOf(error);
    if (code === "TW-DISK-DENIED") world.progress.notice(`${path} may not be read and is left out`);
    else if (code !== "TW-DISK-MISSING" && code !== "TW-DISK-NOT-A-FILE") throw error;
    return [];
  }
}
