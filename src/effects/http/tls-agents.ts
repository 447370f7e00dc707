/** TLS connections, through a proxy where one is set. Loaded for the first `https:` address: Node's TLS costs more than a small download. */
import type { RequestOptions, Agent as SecureAgent, AgentOptions as SecureAgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import { Fault } from "../../base/fault.ts";
import type { ProxyServer } from "../../model/sources.ts";
import { agentOptions, basic, type Route } from "./agents.ts";
import { failure, PassingFault } from "./failure.ts";
import { http } from "./node-http.ts";

/** `node:https`, see node-http. */
export const https = process.getBuiltinModule("node:https");

/** An agent for `https:` addresses. */
export function secureAgent(route: Route): SecureAgent {
  const { secure, proxy } = route;
  const options: SecureAgentOptions = {
    ...agentOptions(route),
    // Said explicitly: NODE_TLS_REJECT_UNAUTHORIZED must not count.
    rejectUnauthorized: true,
    ...(secure === undefined ? {} : { secureContext: secure }),
  };
  return proxy === undefined ? new https.Agent(options) : new TunnelAgent(options, proxy, route.timeout);
}

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
