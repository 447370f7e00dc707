/** The places where pip and netrc keep their settings. Pure. Source: pip's user guide, "Location"; `pip config debug`. */
import { posix, win32 } from "node:path";

/** What the paths depend on. */
export interface PathInput {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As Node names it: `linux`, `darwin`, `win32`... */
  readonly platform: string;
  /** The user's home, absolute. */
  readonly home: string;
  /** `sys.prefix` of the target, for the site's file. */
  readonly prefix?: string | undefined;
  /** True when something is at the path. */
  readonly exists: (path: string) => boolean;
}

/** pip's configuration files, least important first; the caller reads those that exist. Empty when PIP_CONFIG_FILE is the null device. */
export function configFilePaths(input: PathInput): readonly string[] {
  const windows = input.platform === "win32";
  const named = input.environment["PIP_CONFIG_FILE"];
  if (named !== undefined && (windows ? named.toLowerCase() === "nul" : named === "/dev/null")) return [];
  const extra = named === undefined || named === "" ? [] : [named];
  // pip leaves the user's files out when the named one is there.
  const user = extra.some(input.exists) ? [] : userFiles(input);
  const join = windows ? win32.join : posix.join;
  const site = input.prefix === undefined ? [] : [join(input.prefix, windows ? "pip.ini" : "pip.conf")];
  return [...globalFiles(input), ...user, ...site, ...extra];
}

/** The netrc files, best first; the caller reads the first that exists. */
export function netrcPaths(input: Omit<PathInput, "prefix" | "exists">): readonly string[] {
  const named = input.environment["NETRC"];
  if (named !== undefined && named !== "") return [named];
  const join = input.platform === "win32" ? win32.join : posix.join;
  return [join(input.home, ".netrc"), join(input.home, "_netrc")];
}

function globalFiles({ environment, platform }: PathInput): readonly string[] {
  if (platform === "win32") {
    const data = environment["PROGRAMDATA"] ?? environment["ProgramData"] ?? "C:\\ProgramData";
    return [win32.join(data, "pip", "pip.ini")];
  }
  if (platform === "darwin") return ["/Library/Application Support/pip/pip.conf"];
  const directories = (environment["XDG_CONFIG_DIRS"] || "/etc/xdg")
    .split(":")
    .filter((path) => path.startsWith("/"));
  return [...directories.map((path) => posix.join(path, "pip", "pip.conf")), "/etc/pip.conf"];
}

/** The older place first: the newer counts more. */
function userFiles({ environment, platform, home, exists }: PathInput): readonly string[] {
  if (platform === "win32") {
    const data = environment["APPDATA"] ?? win32.join(home, "AppData", "Roaming");
    return [win32.join(home, "pip", "pip.ini"), win32.join(data, "pip", "pip.ini")];
  }
  const old = posix.join(home, ".pip", "pip.conf");
  const mac = posix.join(home, "Library", "Application Support", "pip");
  if (platform === "darwin" && exists(mac)) return [old, posix.join(mac, "pip.conf")];
  const config = platform === "darwin" ? "" : (environment["XDG_CONFIG_HOME"] ?? "");
  return [old, posix.join(config.startsWith("/") ? config : posix.join(home, ".config"), "pip", "pip.conf")];
}
