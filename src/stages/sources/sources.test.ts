import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { PUBLIC_INDEX, type Sources } from "../../model/sources.ts";
import { configFilePaths, netrcPaths } from "./paths.ts";
import { readSources, type SourceInput } from "./sources.ts";

type Part = Partial<SourceInput>;

function read(part: Part): Sources {
  return readSources({
    flags: {},
    environment: {},
    configFiles: [],
    directory: "/here",
    home: "/home/user",
    ...part,
  });
}

function conf(...texts: readonly string[]): Part {
  return { configFiles: texts.map((text, at) => ({ path: `/etc/${at}/pip.conf`, text })) };
}

const indexes: readonly (readonly [string, Part, readonly string[]])[] = [
  ["nothing was said", {}, [PUBLIC_INDEX]],
  ["a variable is set but empty", { environment: { PIP_INDEX_URL: "" } }, [PUBLIC_INDEX]],
  [
    "a flag was given",
    { flags: { indexUrl: "https://a/simple" }, environment: { PIP_INDEX_URL: "https://b/" } },
    ["https://a/simple/"],
  ],
  [
    "two variables are set",
    { environment: { PIP_INDEX_URL: "https://b/", TRUEWHEEL_INDEX_URL: "https://c/" } },
    ["https://c/"],
  ],
  [
    "a variable and a file speak",
    { environment: { PIP_INDEX_URL: "https://b/" }, ...conf("[global]\nindex-url=https://d/") },
    ["https://b/"],
  ],
  [
    "two files speak",
    conf("[global]\nindex-url=https://d/", "[global]\nindex-url=https://e/"),
    ["https://e/"],
  ],
  [
    "[install] stands in the less important file",
    conf("[install]\nindex-url=https://d/", "[global]\nindex-url=https://e/"),
    ["https://d/"],
  ],
  ["another section speaks", conf("[download]\nindex-url=https://d/"), [PUBLIC_INDEX]],
  [
    "extra ones come from a variable and a flag",
    {
      flags: { extraIndexUrl: ["https://c/"] },
      environment: { PIP_EXTRA_INDEX_URL: "https://a/  https://b/" },
    },
    [PUBLIC_INDEX, "https://a/", "https://b/", "https://c/"],
  ],
  [
    "one is named twice",
    { flags: { extraIndexUrl: ["https://a", "https://a/"] } },
    [PUBLIC_INDEX, "https://a/"],
  ],
  [
    "--isolated is given",
    {
      flags: { isolated: true },
      environment: { PIP_INDEX_URL: "https://b/", TRUEWHEEL_NO_INDEX: "1" },
      ...conf("[global]\nno-index=1"),
    },
    [PUBLIC_INDEX],
  ],
  ["--no-index is given", { flags: { noIndex: true, indexUrl: "https://a/" } }, []],
  [
    "a variable turns a file's no-index off",
    { environment: { PIP_NO_INDEX: "0" }, ...conf("[global]\nno-index=yes") },
    [PUBLIC_INDEX],
  ],
  ["an address has credentials", { flags: { indexUrl: "https://u:p@a:8443/x#y" } }, ["https://a:8443/x/"]],
];
for (const [when, part, expected] of indexes)
  test(`the indexes when ${when}`, () =>
    assert.deepEqual(
      read(part).indexes.map(({ url }) => url),
      expected,
    ));

const refused: readonly (readonly [string, Part, string])[] = [
  ["an index that is a file", { flags: { indexUrl: "file:///srv/simple" } }, "TW-SOURCE-URL"],
  ["an index that is no address", { environment: { PIP_INDEX_URL: "s3cret" } }, "TW-SOURCE-URL"],
  ["an index with a query", { flags: { indexUrl: "https://a/?token=s3cret" } }, "TW-SOURCE-URL"],
  ["credentials with broken escapes", { flags: { indexUrl: "https://s3cret%zz@a/" } }, "TW-SOURCE-URL"],
  ["links by another scheme", { flags: { findLinks: ["ftp://a/"] } }, "TW-SOURCE-URL"],
  ["links on another machine's disk", { flags: { findLinks: ["file://other/x"] } }, "TW-SOURCE-URL"],
  ["a SOCKS proxy", { environment: { ALL_PROXY: "socks5://u:s3cret@p:1080" } }, "TW-SOURCE-URL"],
  ["a switch that is neither on nor off", { environment: { PIP_NO_INDEX: "s3cret" } }, "TW-SOURCE-VALUE"],
  ["a timeout that is no number", { flags: { timeout: "s3cret" } }, "TW-SOURCE-VALUE"],
  ["a negative number of tries", { environment: { PIP_RETRIES: "-1" } }, "TW-SOURCE-VALUE"],
  ["a broken configuration file", conf("index-url = s3cret"), "TW-SOURCE-CONFIG"],
];
for (const [what, part, code] of refused)
  test(`${what} is refused, and not repeated`, () => {
    assert.throws(
      () => read(part),
      (thrown) => codeOf(thrown) === code && !String(thrown).includes("s3cret"),
    );
  });

test("places of links are paths from here, from home, file: addresses and pages", () => {
  const { findLinks } = read({
    flags: { findLinks: ["wheels", "~/w", "file:///srv/a%20b", "https://u:p@a/l", "/abs"] },
  });
  assert.deepEqual(
    findLinks.map((place) => (place.kind === "local" ? place.path : place.url)),
    ["/here/wheels", "/home/user/w", "/srv/a b", "https://a/l", "/abs"],
  );
});

test("who changed a source is told, with no credentials", () => {
  const sources = read({
    environment: {
      PIP_INDEX_URL: "https://u:s3cret@a/",
      HTTPS_PROXY: "http://u:s3cret@p:1",
      SSL_CERT_FILE: "/ca.pem",
      UV_INDEX_URL: "https://u:s3cret@x/",
    },
    ...conf("[global]\nfind-links=https://u:s3cret@l/"),
    netrc: { path: "/n", text: "machine m login u password s3cret" },
  });
  assert.deepEqual(sources.origins.toSorted(), [
    "/etc/0/pip.conf [global] find-links adds the links at https://l/",
    "/n gives credentials for https://m",
    "HTTPS_PROXY names the proxy http://p:1",
    "PIP_INDEX_URL names the default index https://a/",
    "SSL_CERT_FILE adds the authorities in /ca.pem",
    "UV_INDEX_URL is set and not read",
  ]);
  assert.deepEqual(sources.credentials.get("https://a"), { user: "u", password: "s3cret" });
  assert.deepEqual(sources.proxies.https?.credentials, { user: "u", password: "s3cret" });
  assert.equal(sources.proxies.http, undefined);
});

test("settings that would weaken a check become notices", () => {
  const sources = read({
    environment: { PIP_TRUSTED_HOST: "a b", NODE_TLS_REJECT_UNAUTHORIZED: "0", PYTHONHTTPSVERIFY: "1" },
    flags: { indexUrl: "http://a/", extraIndexUrl: ["http://127.0.0.1:1/"] },
  });
  assert.equal(sources.notices.length, 3);
  assert.match(sources.notices[0] ?? "", /http:\/\/a\/, which is not encrypted/);
  assert.match(
    sources.notices.slice(1).join(),
    /PIP_TRUSTED_HOST is ignored.*NODE_TLS_REJECT_UNAUTHORIZED is ignored/,
  );
});

test("authorities are kept once each, whoever names them", () => {
  const environment = {
    PIP_CERT: "/a.pem",
    SSL_CERT_FILE: "/a.pem",
    REQUESTS_CA_BUNDLE: "/b.pem",
    CURL_CA_BUNDLE: "",
  };
  assert.deepEqual(
    read({ environment }).authorities.map(({ path }) => path),
    ["/a.pem", "/b.pem"],
  );
  assert.deepEqual(
    read({ environment, flags: { cert: "c.pem" } }).authorities.map(({ path }) => path),
    ["/here/c.pem", "/a.pem", "/b.pem"],
  );
});

test("netrc: an address's own credentials count more, other ports of a named host are served, a broken file gives none", () => {
  const netrc = { path: "/n", text: "machine a login n password 1 default login d password 2" };
  const { credentials } = read({
    flags: { indexUrl: "https://u:p@a/", extraIndexUrl: ["https://a:8443/", "https://b/"] },
    netrc,
  });
  assert.deepEqual(
    [...credentials].map(([origin, { user }]) => `${origin} ${user}`),
    ["https://a u", "https://a:8443 n", "https://b d"],
  );
  const broken = read({ netrc: { path: "/n", text: "machine a secret s3cret" } });
  assert.equal(broken.credentials.size, 0);
  assert.match(broken.notices.join(), /^\/n breaks the grammar/);
});

test("proxies: one flag for both schemes, lower case before upper, none when offline", () => {
  const both = read({ flags: { proxy: "p:1" }, environment: { https_proxy: "http://q" } }).proxies;
  assert.deepEqual([both.http?.url, both.https?.url], ["http://p:1", "http://p:1"]);
  const cases = read({
    environment: {
      https_proxy: "http://low",
      HTTPS_PROXY: "http://up",
      ALL_PROXY: "http://all",
      no_proxy: ".A, b ,c:1",
    },
  }).proxies;
  assert.deepEqual(
    [cases.http?.url, cases.https?.url, cases.except],
    ["http://all", "http://low", [".a", "b", "c:1"]],
  );
  assert.equal(
    read({ flags: { offline: true }, environment: { ALL_PROXY: "socks5://x" } }).proxies.http,
    undefined,
  );
});

test("limits: seconds, also by pip's other name", () => {
  const { limits } = read({ environment: { PIP_DEFAULT_TIMEOUT: "1.5", PIP_RETRIES: "0" } });
  assert.deepEqual([limits.timeout, limits.retries], [1500, 0]);
});

const paths: readonly (readonly [string, string, Record<string, string>, readonly string[]])[] = [
  [
    "on Linux",
    "linux",
    {},
    ["/etc/xdg/pip/pip.conf", "/etc/pip.conf", "/h/.pip/pip.conf", "/h/.config/pip/pip.conf", "/py/pip.conf"],
  ],
  [
    "with XDG variables",
    "linux",
    { XDG_CONFIG_DIRS: "/x:/y", XDG_CONFIG_HOME: "/z" },
    [
      "/x/pip/pip.conf",
      "/y/pip/pip.conf",
      "/etc/pip.conf",
      "/h/.pip/pip.conf",
      "/z/pip/pip.conf",
      "/py/pip.conf",
    ],
  ],
  [
    "with a named file that exists",
    "linux",
    { PIP_CONFIG_FILE: "/there" },
    ["/etc/xdg/pip/pip.conf", "/etc/pip.conf", "/py/pip.conf", "/there"],
  ],
  ["with the null device", "linux", { PIP_CONFIG_FILE: "/dev/null" }, []],
  [
    "with an empty variable",
    "darwin",
    { PIP_CONFIG_FILE: "" },
    [
      "/Library/Application Support/pip/pip.conf",
      "/h/.pip/pip.conf",
      "/h/.config/pip/pip.conf",
      "/py/pip.conf",
    ],
  ],
];
for (const [when, platform, environment, expected] of paths)
  test(`pip's configuration files ${when}`, () => {
    const exists = (path: string): boolean => path === "/there";
    assert.deepEqual(configFilePaths({ environment, platform, home: "/h", prefix: "/py", exists }), expected);
  });

test("pip's configuration files on Windows, and netrc", () => {
  const environment = { ProgramData: "C:\\D", APPDATA: "C:\\R" };
  const found = configFilePaths({ environment, platform: "win32", home: "C:\\U", exists: () => false });
  assert.deepEqual(found, ["C:\\D\\pip\\pip.ini", "C:\\U\\pip\\pip.ini", "C:\\R\\pip\\pip.ini"]);
  assert.deepEqual(netrcPaths({ environment: {}, platform: "linux", home: "/h" }), [
    "/h/.netrc",
    "/h/_netrc",
  ]);
  assert.deepEqual(netrcPaths({ environment: { NETRC: "/n" }, platform: "linux", home: "/h" }), ["/n"]);
});
