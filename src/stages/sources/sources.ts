/** Flags, variables and configuration files -> `Sources`. Pure. Source: pip's user guide, "Configuration"; names are pip's. */
import { Fault } from "../../base/fault.ts";
import {
  type Authorities,
  type Credentials,
  type FindLinks,
  type Index,
  type Limits,
  type Proxies,
  PUBLIC_INDEX,
  type Sources,
} from "../../model/sources.ts";
import { netrcFor, readNetrc } from "../../standards/netrc/netrc.ts";
import { type Address, readFindLinks, readIndexAddress, readProxy } from "./addresses.ts";
import { type Setting, Settings } from "./settings.ts";

/** What the command line said; undefined, false or empty where it said nothing. */
export interface SourceFlags {
  readonly indexUrl?: string | undefined;
  readonly extraIndexUrl?: readonly string[];
  readonly findLinks?: readonly string[];
  readonly noIndex?: boolean;
  readonly offline?: boolean;
  readonly cert?: string | undefined;
  readonly proxy?: string | undefined;
  readonly retries?: string | undefined;
  /** Seconds. */
  readonly timeout?: string | undefined;
  /** TRUEWHEEL_*, PIP_* and configuration files are ignored; proxies, authorities and netrc are not, as in pip. */
  readonly isolated?: boolean;
}

/** A file that was read. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Everything `readSources` looks at. */
export interface SourceInput {
  readonly flags: SourceFlags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** In pip's order, later ones count more: see `configFilePaths`. */
  readonly configFiles: readonly SourceFile[];
  readonly netrc?: SourceFile | undefined;
  /** Absolute directory that relative paths start from. */
  readonly directory: string;
  /** The user's home, for `~/`. */
  readonly home: string;
}

/** Bounds when nobody set any: pip's retries and timeout; 1 KiB a second over half a minute. */
export const DEFAULT_LIMITS: Limits = {
  retries: 5,
  timeout: 15_000,
  minimumRate: { bytes: 30 * 1024, window: 30_000 },
};

/** Variables that say where other tools find files or whom they trust, and that change nothing here. */
const NOT_READ = [
  "UV_INDEX_URL",
  "UV_DEFAULT_INDEX",
  "UV_INDEX",
  "UV_EXTRA_INDEX_URL",
  "UV_FIND_LINKS",
  "UV_OFFLINE",
];
/** Settings of other tools that would turn certificate checks off. */
const UNSAFE = ["NODE_TLS_REJECT_UNAUTHORIZED", "UV_INSECURE_HOST", "PYTHONHTTPSVERIFY"];

/** Throws TW-SOURCE-URL, TW-SOURCE-VALUE, TW-SOURCE-CONFIG. A setting that would weaken a check becomes a notice. */
export function readSources(input: SourceInput): Sources {
  const { flags, environment, configFiles } = input;
  const settings = new Settings({ environment, configFiles, isolated: flags.isolated ?? false });
  const reader = new Reader(input, settings);
  const offline = settings.yes(flags.offline ?? false, "offline");
  const noIndex = settings.yes(flags.noIndex ?? false, "no-index");
  if (offline !== undefined) reader.say(offline, "turns the network off");
  if (noIndex !== undefined) reader.say(noIndex, "turns every index off");
  const findLinks = reader.findLinks();
  const indexes = noIndex === undefined ? reader.indexes() : [];
  reader.weakened();
  return {
    indexes,
    findLinks,
    noIndex: noIndex !== undefined,
    offline: offline !== undefined,
    authorities: reader.authorities(),
    proxies: offline === undefined ? reader.proxies() : { http: undefined, https: undefined, except: [] },
    credentials: reader.credentials(),
    limits: reader.limits(),
    origins: reader.origins,
    notices: reader.notices,
  };
}

/** Reads setting by setting and remembers who said what. */
class Reader {
  readonly origins: string[] = [];
  readonly notices: string[] = [];
  private readonly input: SourceInput;
  private readonly settings: Settings;
  private readonly addresses: Address[] = [];

  constructor(input: SourceInput, settings: Settings) {
    this.input = input;
    this.settings = settings;
  }

  /** Notes that a variable or file changed a source; flags speak for themselves. */
  say({ namedBy }: Setting, what: string): void {
    if (!namedBy.startsWith("--")) this.origins.push(`${namedBy} ${what}`);
  }

  findLinks(): readonly FindLinks[] {
    return this.settings.many(this.input.flags.findLinks ?? [], "find-links").map((setting) => {
      const { place, address } = readFindLinks(setting, this.input);
      if (address !== undefined) this.remember(address, setting);
      this.say(setting, `adds the links at ${place.kind === "local" ? place.path : place.url}`);
      return place;
    });
  }

  indexes(): readonly Index[] {
    const { flags } = this.input;
    const builtIn = { value: PUBLIC_INDEX, namedBy: "built in" };
    const named = this.settings.one(flags.indexUrl, "index-url");
    const extra = this.settings.many(flags.extraIndexUrl ?? [], "extra-index-url");
    const indexes = new Map<string, Index>();
    for (const setting of [named ?? builtIn, ...extra]) {
      const address = readIndexAddress(setting);
      const isDefault = indexes.size === 0;
      this.remember(address, setting);
      if (setting !== builtIn)
        this.say(setting, `${isDefault ? "names the default" : "adds the"} index ${address.url}`);
      if (!indexes.has(address.url))
        indexes.set(address.url, { url: address.url, isDefault, namedBy: setting.namedBy });
    }
    return [...indexes.values()];
  }

  authorities(): readonly Authorities[] {
    const found = new Map<string, Authorities>();
    const names = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];
    const settings = [
      this.settings.one(this.input.flags.cert, "cert"),
      ...names.map((name) => this.settings.variable(name)),
    ];
    for (const setting of settings) {
      if (setting === undefined) continue;
      const { place } = readFindLinks({ value: setting.value, namedBy: setting.namedBy }, this.input);
      if (place.kind !== "local") throw new Fault("TW-SOURCE-VALUE", `${setting.namedBy} must be a path`);
      this.say(setting, `adds the authorities in ${place.path}`);
      if (!found.has(place.path)) found.set(place.path, { path: place.path, namedBy: setting.namedBy });
    }
    const node = this.settings.variable("NODE_EXTRA_CA_CERTS");
    // Node itself has read this one before the first line of this program ran.
    if (node !== undefined) this.say(node, `adds the authorities in ${node.value}`);
    return [...found.values()];
  }

  proxies(): Proxies {
    const given = this.settings.one(this.input.flags.proxy, "proxy");
    const pick = (name: string): Setting | undefined =>
      given ?? this.eitherCase(`${name}_proxy`) ?? this.eitherCase("all_proxy");
    const [http, https] = [pick("http"), pick("https")].map((setting) => {
      if (setting === undefined) return undefined;
      const proxy = readProxy(setting);
      this.say(setting, `names the proxy ${proxy.url}`);
      return proxy;
    });
    const except =
      this.eitherCase("no_proxy")
        ?.value.toLowerCase()
        .split(/[\s,]+/) ?? [];
    return { http, https, except: except.filter((entry) => entry !== "") };
  }

  /** From addresses first; netrc for every origin that was named and for `https:` on each machine it lists itself. */
  credentials(): ReadonlyMap<string, Credentials> {
    const found = new Map<string, Credentials>();
    for (const { origin, credentials } of this.addresses)
      if (credentials !== undefined && !found.has(origin)) found.set(origin, credentials);
    const { netrc } = this.input;
    const entries = netrc === undefined ? [] : readNetrc(netrc.text);
    if (entries === undefined) {
      this.notices.push(`${netrc?.path} breaks the grammar of netrc files; no credentials are taken from it`);
      return found;
    }
    const machines = entries.flatMap(({ machine }) => (machine === undefined ? [] : [machine]));
    const origins = [...this.addresses, ...machines.map((host) => ({ host, origin: `https://${host}` }))];
    for (const { host, origin } of origins) {
      const entry = netrcFor(entries, host);
      if (entry === undefined || found.has(origin)) continue;
      found.set(origin, { user: entry.login, password: entry.password });
      this.origins.push(`${netrc?.path} gives credentials for ${origin}`);
    }
    return found;
  }

  limits(): Limits {
    const { flags } = this.input;
    const retries = this.settings.number(this.settings.one(flags.retries, "retries"), 100);
    const seconds = this.settings.number(
      this.settings.one(flags.timeout, "timeout", "default-timeout"),
      86_400,
    );
    const timeout = seconds === undefined ? DEFAULT_LIMITS.timeout : Math.max(1, Math.round(seconds * 1000));
    return { ...DEFAULT_LIMITS, retries: Math.floor(retries ?? DEFAULT_LIMITS.retries), timeout };
  }

  /** Everything that would make a check weaker, and everything that other tools would read. */
  weakened(): void {
    for (const { namedBy } of this.settings.many([], "trusted-host").slice(0, 1))
      this.notices.push(`${namedBy} is ignored: every certificate is checked`);
    for (const name of UNSAFE) {
      const found = this.settings.variable(name);
      if (found !== undefined && !(name !== "UV_INSECURE_HOST" && found.value === "1"))
        this.notices.push(`${name} is ignored: every certificate is checked`);
    }
    for (const name of NOT_READ) {
      const found = this.settings.variable(name);
      if (found !== undefined) this.say(found, "is set and not read");
    }
  }

  private remember(address: Address, { namedBy }: Setting): void {
    this.addresses.push(address);
    if (address.url.startsWith("http:") && !isLoopback(address.host))
      this.notices.push(
        `${namedBy} names ${address.url}, which is not encrypted: everybody on the way sees and can alter what it answers`,
      );
  }

  private eitherCase(name: string): Setting | undefined {
    return this.settings.variable(name) ?? this.settings.variable(name.toUpperCase());
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.[0-9.]+$/.test(host);
}
