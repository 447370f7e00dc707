/** `pyvenv.cfg`. Pure. Source: PEP 405 "Specification"; as read by CPython's `site` and `getpath`. */

/** The settings of an environment, keys in lower case, in file order; the last of equal keys counts, as in `site`. */
export type PyvenvCfg = ReadonlyMap<string, string>;

/** Reads `key = value` lines; lines without `=` mean nothing. Never fails: the file has no other grammar. */
export function parsePyvenvCfg(text: string): PyvenvCfg {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const at = line.indexOf("=");
    if (at >= 0) settings.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  return settings;
}

/** What an environment says of itself. */
export interface Environment {
  /** Directory of the base interpreter's executable. */
  readonly home: string;
  /** `major.minor.micro`. */
  readonly version: string;
  readonly systemSitePackages: boolean;
  readonly prompt: string | undefined;
}

/** The file's text, LF only, the same for the same environment. A value holds no line break. */
export function writePyvenvCfg(environment: Environment): string {
  const settings = [
    ["home", environment.home],
    ["include-system-site-packages", String(environment.systemSitePackages)],
    ["version", environment.version],
    ...(environment.prompt === undefined ? [] : [["prompt", quoted(environment.prompt)]]),
  ];
  return settings.map(([key, value]) => `${key} = ${value}\n`).join("");
}

/** `venv` writes the prompt as a Python string literal, and activated shells and IPython strip its quotes. */
function quoted(prompt: string): string {
  return `'${prompt.replace(/[\\']/g, "\\$&").replace(/[\r\n]/g, " ")}'`;
}
