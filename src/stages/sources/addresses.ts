/** Addresses as people write them -> addresses that can be used, credentials taken out. Pure. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "../../base/fault.ts";
import type { Credentials, FindLinks, ProxyServer } from "../../model/sources.ts";
import type { Setting } from "./settings.ts";

/** An address without its credentials. */
export interface Address {
  readonly url: string;
  /** `https://host` or `https://host:port`. */
  readonly origin: string;
  /** Lower case, without a port. */
  readonly host: string;
  readonly credentials: Credentials | undefined;
}

/** An `http:` or `https:` address; throws TW-SOURCE-URL, whose message never repeats what was given: it may hold a password. */
export function readAddress(setting: Setting): Address {
  const url = URL.parse(setting.value.trim());
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "")
    throw new Fault("TW-SOURCE-URL", `${setting.namedBy} is no http: or https: address`);
  const credentials = readCredentials(url, setting);
  url.username = "";
  url.password = "";
  url.hash = "";
  return { url: url.href, origin: url.origin, host: url.hostname, credentials };
}

/** The base address of an index, ending in `/`. */
export function readIndexAddress(setting: Setting): Address {
  if (/^\s*file:/i.test(setting.value))
    throw new Fault("TW-SOURCE-URL", `${setting.namedBy} names files, which are no index`, {
      hint: "name the folder with --find-links",
    });
  const address = readAddress(setting);
  if (address.url.includes("?"))
    throw new Fault("TW-SOURCE-URL", `${setting.namedBy} has a query, so no project's name can follow it`);
  return address.url.endsWith("/") ? address : { ...address, url: `${address.url}/` };
}

/** A folder, an HTML file, or a page of links. */
export function readFindLinks(
  setting: Setting,
  from: { readonly directory: string; readonly home: string },
): { readonly place: FindLinks; readonly address?: Address } {
  const { value, namedBy } = setting;
  if (/^https?:/i.test(value)) {
    const address = readAddress(setting);
    return { place: { kind: "page", url: address.url, namedBy }, address };
  }
  if (/^file:/i.test(value)) return { place: { kind: "local", path: filePath(setting), namedBy } };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(value))
    throw new Fault("TW-SOURCE-URL", `${namedBy} has a scheme that is not supported`);
  const path = /^~(?=$|[/\\])/.test(value) ? from.home + value.slice(1) : value;
  return { place: { kind: "local", path: resolve(from.directory, path), namedBy } };
}

/** A proxy; `host:port` alone means `http://host:port`. Throws TW-SOURCE-URL for SOCKS and everything else. */
export function readProxy(setting: Setting): ProxyServer {
  const value = setting.value.includes("://") ? setting.value : `http://${setting.value}`;
  if (!/^https?:/i.test(value))
    throw new Fault(
      "TW-SOURCE-URL",
      `${setting.namedBy} is no http: or https: proxy; other kinds are not supported`,
    );
  const address = readAddress({ value, namedBy: setting.namedBy });
  return { url: address.origin, credentials: address.credentials, namedBy: setting.namedBy };
}

function readCredentials(url: URL, setting: Setting): Credentials | undefined {
  if (url.username === "" && url.password === "") return undefined;
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    throw new Fault("TW-SOURCE-URL", `${setting.namedBy} has credentials with broken percent-escapes`);
  }
}

function filePath({ value, namedBy }: Setting): string {
  try {
    return fileURLToPath(value);
  } catch (cause) {
    throw new Fault("TW-SOURCE-URL", `${namedBy} is a file: address of another machine or none at all`, {
      cause,
    });
  }
}
