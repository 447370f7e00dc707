/** Connections: kept alive, few at once. */
import { lookup as systemLookup } from "node:dns";
import type { Agent, AgentOptions } from "node:http";
import type { LookupFunction } from "node:net";
import type { SecureContext } from "node:tls";
import type { Credentials, ProxyServer } from "../../model/sources.ts";
import { isPrivateAddress } from "./address-ranges.ts";
import { intoPrivate } from "./follow.ts";
import { http } from "./node-http.ts";

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

/** An agent for `http:` addresses, or for the connection to a proxy. */
export function plainAgent(route: Route): Agent {
  return new http.Agent(agentOptions(route));
}

/** Value of an Authorization or Proxy-Authorization header (RFC 7617). */
export function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

/** What all agents for `route` have in common. */
export function agentOptions(route: Route): AgentOptions {
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
