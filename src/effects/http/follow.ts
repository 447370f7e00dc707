/** Where a redirect, or a link on a page, may lead. Rules: no other scheme, never out of TLS, never from a public server into a private network. */
import { Fault } from "../../base/fault.ts";
import type { Place } from "../../ports/http.ts";
import { isPrivateHost } from "./address-ranges.ts";
import { shown } from "./failure.ts";

/** Redirects that one request follows. */
export const MOST_REDIRECTS = 10;

/** An address that may be asked. */
export interface Step {
  /** Without credentials and fragment. */
  readonly url: URL;
  /** True when the host's address must be checked again after the look-up of its name: it must not be private. */
  readonly publicOnly: boolean;
}

/** The address that somebody named: it may be anywhere. Throws TW-HTTP-REDIRECT-SCHEME for what is no http: or https: address. */
export function named(address: string): Step {
  return { url: readTarget(address, undefined, "an address"), publicOnly: false };
}

/** The address to which the server at `from` sent us. Throws TW-HTTP-REDIRECT-SCHEME, -DOWNGRADE, -PRIVATE, TW-HTTP-PROTOCOL. */
export function followed(target: string, from: Place, what: "a redirect" | "a link"): Step {
  const url = readTarget(target, from.url, `${what} from ${shown(from.url)}`);
  const before = URL.parse(from.url);
  if (before?.protocol === "https:" && url.protocol === "http:")
    throw new Fault(
      "TW-HTTP-REDIRECT-DOWNGRADE",
      `${what} from ${shown(from.url)} leads to ${shown(url)}, out of TLS`,
    );
  const publicOnly = !from.isPrivate && before?.origin !== url.origin;
  if (publicOnly && isPrivateHost(url.hostname)) throw intoPrivate(url);
  return { url, publicOnly };
}

/** The refusal of a private address. */
export function intoPrivate(url: URL): Fault {
  return new Fault(
    "TW-HTTP-REDIRECT-PRIVATE",
    `a public server sent the request to ${url.hostname}, an address of a private network`,
  );
}

function readTarget(target: string, base: string | undefined, what: string): URL {
  const url = URL.parse(target, base);
  if (url === null) throw new Fault("TW-HTTP-PROTOCOL", `${what} leads to an address that cannot be read`);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new Fault("TW-HTTP-REDIRECT-SCHEME", `${what} leads to the scheme ${url.protocol}`);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}
