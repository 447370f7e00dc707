/** Connections: kept alive, few at once, through a proxy where one is set. */
import { lookup as systemLookup } from "node:dns";
import type { Agent, AgentOptions } from "node:http";
import type { RequestOptions, Agent as SecureAgent, AgentOptions as SecureAgentOptions } from "node:https";
import type { LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import type { SecureContext } from "node:tls";
import { Fault } from "../../base/fault.ts";
import type { Credentials, ProxyServer } from "../../model/sources.ts";
import { isPrivateAddress } from "./address-ranges.ts";
import { failure, PassingFault } from "./failure.ts";
import { intoPrivate } from "./follow.ts";
import { http, https } from "./node-http.ts";

/** Connections to one host at once; each costs a handshake. */
const CONNECTIONS = 2;

/** What an agent is made for; agents are shared between requests that agree in all of it. */
export interface Route {
  readonly secure: SecureContext | undefined;
  readonly proxy: ProxyServer | undefined;
  /** Names must not resolve to private addresses. Behind a proxy the proxy resolves them, so only literal addresses are judged. */
  readonly publicOnly: boolean;
  /** Milliseconds to open a tunnel. */
  readonly timeout: number;
}

/** An agent for `https:` addresses. */
export function secureAgent(route: Route): SecureAgent {
  const { secure, proxy } = route;
  const options: SecureAgentOptions = {
    ...base(route),
    // Said explicitly: NODE_TLS_REJECT_UNAUTHORIZED must not count.
    rejectUnauthorized: true,
    ...(secure === undefined ? {} : { secureContext: secure }),
  };
  return proxy === undefined ? new https.Agent(options) : new TunnelAgent(options, proxy, route.timeout);
}

/** An agent for `http:` addresses, or for the connection to a proxy. */
export function plainAgent(route: Route): Agent {
  return new http.Agent(base(route));
}

/** Value of an Authorization or Proxy-Authorization header (RFC 7617). */
export function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

function base(route: Route): AgentOptions {
  const guarded = route.publicOnly && route.proxy === undefined;
  return { keepAlive: true, maxSockets: CONNECTIONS, ...(guarded ? { lookup: publicLookup } : {}) };
}

/** The system's look-up, that refuses a name as soon as one of its addresses is private. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, options, (error, address, family) => {
    const found = typeof address === "string" ? [address] : (address ?? []).map((entry) => entry.address);
    const refused = error === null && found.some(isPrivateAddress);
    callback(refused ? intoPrivate(new URL(`https://${hostname}/`)) : error, address, family);
  });
};

type Created = (error: Error | null, socket: Duplex) => void;

/** Opens a tunnel with CONNECT for each connection (RFC 9110 §9.3.6), then speaks TLS with the server through it. */
class TunnelAgent extends https.Agent {
  private readonly proxy: ProxyServer;
  private readonly timeout: number;

  constructor(options: SecureAgentOptions, proxy: ProxyServer, timeout: number) {
    super(options);
    this.proxy = proxy;
    this.timeout = timeout;
  }

  override createConnection(options: RequestOptions, callback?: Created): undefined {
    const host = options.host ?? "";
    const target = `${host.includes(":") ? `[${host}]` : host}:${options.port ?? 443}`;
    openTunnel(this.proxy, target, this.timeout).then(
      (socket) => {
        const through = super.createConnection({ ...options, socket } as RequestOptions);
        if (through) callback?.(null, through);
      },
      // Node's types want a socket beside the error, its code never looks at it.
      (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error),
    );
    return undefined;
  }
}

function openTunnel(proxy: ProxyServer, target: string, timeout: number): Promise<Duplex> {
  const url = new URL(proxy.url);
  const { request: start } = url.protocol === "https:" ? https : http;
  const authorization =
    proxy.credentials === undefined ? {} : { "proxy-authorization": basic(proxy.credentials) };
  return new Promise((resolve, reject) => {
    const request = start({
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port || (url.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      headers: { host: target, ...authorization },
      agent: false,
      rejectUnauthorized: true,
    });
    const timer = setTimeout(() => {
      request.destroy(
        new PassingFault(
          "TW-HTTP-TIMEOUT",
          `the proxy ${url.host} opened no tunnel within ${timeout / 1000} s`,
        ),
      );
    }, timeout);
    request.on("close", () => clearTimeout(timer));
    request.on("error", (error) => reject(proxyFailure(error, url)));
    request.on("response", (response) => {
      response.destroy();
      reject(refusedTunnel(url, response.statusCode));
    });
    request.on("connect", (response, socket, head) => {
      clearTimeout(timer);
      if (response.statusCode === 200 && head.length === 0) {
        resolve(socket);
      } else {
        socket.destroy();
        reject(refusedTunnel(url, response.statusCode));
      }
    });
    request.end();
  });
}

function refusedTunnel(url: URL, status: number | undefined): Fault {
  const why = status === 407 ? "wants credentials, or others" : `answered ${status}`;
  return new Fault("TW-HTTP-PROXY", `the proxy ${url.host} opened no tunnel: it ${why}`);
}

/** Failures on the way to the proxy: none of them says anything about the server behind it. */
function proxyFailure(error: Error, url: URL): Fault {
  const found = failure(error, url, "head");
  if (found.code === "TW-HTTP-TIMEOUT") return found;
  const more = { cause: found };
  const message = `the proxy ${url.host} cannot be used`;
  return found instanceof PassingFault
    ? new PassingFault("TW-HTTP-PROXY", message, more)
    : new Fault("TW-HTTP-PROXY", message, more);
}
