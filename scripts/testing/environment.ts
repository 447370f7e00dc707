/** The environment that test files run in: the same on every machine, whatever its owner has set for pip, uv, Python or certificates. Pure. */

/** Variables that change what the programs under test, or the oracles beside them, would do. */
const DROPPED = [
  /^(?:TRUEWHEEL(?!_TEST_(?:CA|PROXY|INDEX|KILLS|THOROUGH)$)|PIP|UV|VIRTUALENV|TWINE)_/,
  /^PYTHON/,
  /^(?:VIRTUAL_ENV|CONDA_.*|__PYVENV_LAUNCHER__|SOURCE_DATE_EPOCH|NETRC)$/,
  /^(?:SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NIX_SSL_CERT_FILE)$/,
  /^NODE_/,
  /^(?:https?|all|no|ftp)_proxy$/i,
  /^(?:FORCE_COLOR|NO_COLOR|CLICOLOR.*|CI)$/,
  /^npm_/,
];

/** Where a machine may name the certificates of whoever stands between it and the index, likeliest first. */
const CERTIFICATES = [
  "SSL_CERT_FILE",
  "PIP_CERT",
  "REQUESTS_CA_BUNDLE",
  "NODE_EXTRA_CA_CERTS",
  "CURL_CA_BUNDLE",
];

/** Where a machine may name the proxy to the index. */
const PROXIES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `outer` without what would change an outcome. A test that needs the real index finds the way there under names that no program reads
 * by itself: TRUEWHEEL_TEST_CA (a file of certificates), TRUEWHEEL_TEST_PROXY and TRUEWHEEL_TEST_INDEX (addresses); each only when the
 * machine has one. `scratch` becomes the user's cache and configuration directory.
 */
export function testEnvironment(outer: Environment, scratch: string): Record<string, string> {
  const inner: Record<string, string> = {};
  for (const [name, value] of Object.entries(outer)) {
    if (value !== undefined && !DROPPED.some((pattern) => pattern.test(name))) inner[name] = value;
  }
  const kept: readonly (readonly [string, readonly string[]])[] = [
    ["TRUEWHEEL_TEST_CA", ["TRUEWHEEL_TEST_CA", ...CERTIFICATES]],
    ["TRUEWHEEL_TEST_PROXY", ["TRUEWHEEL_TEST_PROXY", ...PROXIES]],
    ["TRUEWHEEL_TEST_INDEX", ["TRUEWHEEL_TEST_INDEX", "PIP_INDEX_URL"]],
  ];
  for (const [name, sources] of kept) {
    const value = sources.map((source) => outer[source]).find((found) => found !== undefined && found !== "");
    if (value !== undefined) inner[name] = value;
  }
  return {
    ...inner,
    XDG_CACHE_HOME: `${scratch}/cache`,
    XDG_CONFIG_HOME: `${scratch}/config`,
    XDG_DATA_HOME: `${scratch}/data`,
    XDG_STATE_HOME: `${scratch}/state`,
    PIP_CONFIG_FILE: "/dev/null",
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
  };
}
