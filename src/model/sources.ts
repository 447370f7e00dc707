/** Where files may come from, and how far each place is believed. Pure data; `stages/sources` fills it in. */

/** The index that is asked when nobody names one, put together from its labels so that no file of this project holds a registry's address. */
export const PUBLIC_INDEX: string = `https://${["pypi", "org"].join(".")}/simple/`;

/** Where an answer came from: the rules for redirects and for links on a page depend on it. */
export interface Place {
  /** Final address after redirects, without credentials. */
  readonly url: string;
  /** True when the server's address lies in a loopback, private or link-local range. */
  readonly isPrivate: boolean;
}

/** What is sent to one origin and to nobody else. Never printed, never stored. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** One index that speaks the simple repository API. */
export interface Index {
  /** Base address, `http:` or `https:`, ends in `/`, without credentials. */
  readonly url: string;
  /** True for the one that stands in for the public index. */
  readonly isDefault: boolean;
  /** The flag, variable or file that named it; `built in` for the public index. */
  readonly namedBy: string;
}

/** A place given by `--find-links`. */
export type FindLinks =
  | {
      readonly kind: "local" /** Absolute path of a directory or of an HTML file. */;
      readonly path: string;
      readonly namedBy: string;
    }
  | {
      readonly kind: "page" /** `http:` or `https:` address of a page of links, without credentials. */;
      readonly url: string;
      readonly namedBy: string;
    };

/** A file of certificate authorities that are trusted besides the built-in ones. */
export interface Authorities {
  /** Absolute path of a PEM file. */
  readonly path: string;
  readonly namedBy: string;
}

/** One proxy. */
export interface ProxyServer {
  /** `http://host:port` or `https://host:port`, without credentials. */
  readonly url: string;
  readonly credentials: Credentials | undefined;
  readonly namedBy: string;
}

/** Which proxy serves which scheme, and which hosts need none. */
export interface Proxies {
  readonly http: ProxyServer | undefined;
  readonly https: ProxyServer | undefined;
  /** Entries of NO_PROXY: `host`, `.suffix`, `host:port`, `*`, an address, or a CIDR range; lower case. */
  readonly except: readonly string[];
}

/** Bounds of every request. */
export interface Limits {
  /** Further tries after a failure that may pass. */
  readonly retries: number;
  /** Milliseconds to connect, to send a head, or to stay silent within a body. */
  readonly timeout: number;
  /** A body that brings fewer bytes than `bytes` in any window of `window` milliseconds is given up. */
  readonly minimumRate: { readonly bytes: number; readonly window: number };
}

/** Everything that decides where files come from. */
export interface Sources {
  /** In the order in which they are asked: the default one first; empty under `--no-index`. */
  readonly indexes: readonly Index[];
  /** Asked before every index, in order. */
  readonly findLinks: readonly FindLinks[];
  readonly noIndex: boolean;
  readonly offline: boolean;
  readonly authorities: readonly Authorities[];
  readonly proxies: Proxies;
  /** By exact origin (`https://host` or `https://host:port`): from addresses with credentials and from netrc. */
  readonly credentials: ReadonlyMap<string, Credentials>;
  readonly limits: Limits;
  /** What each variable or file changed, one line each without credentials, for `-v`. */
  readonly origins: readonly string[];
  /** What everybody should read: settings that are refused or ignored. */
  readonly notices: readonly string[];
}
