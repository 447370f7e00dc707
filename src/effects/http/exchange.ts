/** One request and the head of its answer. */
import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { Fault } from "../../base/fault.ts";
import type { Sources } from "../../model/sources.ts";
import type { Place } from "../../ports/http.ts";
import { isExcepted, isPrivateAddress, isPrivateHost } from "./address-ranges.ts";
import { basic, plainAgent, type Route } from "./agents.ts";
import { failure, isUnknownIssuer, PassingFault, shown } from "./failure.ts";
import type { Step } from "./follow.ts";
import { http } from "./node-http.ts";
import { Trust, type TrustKind } from "./trust.ts";

/** The head of an answer; its body still flows. */
export interface Head {
  readonly message: IncomingMessage;
  readonly place: Place;
}

/** Sends single requests; knows connections, proxies, authorities and credentials, but neither redirects nor retries. */
export class Exchange {
  private readonly sources: Sources;
  private readonly trust: Trust;
  private readonly agents = new Map<string, Agent>();
  /** Loaded before the first use of TLS. */
  private secure: typeof import("./tls-agents.ts") | undefined;

  /** Throws TW-TLS-AUTHORITIES. */
  constructor(sources: Sources) {
    this.sources = sources;
    this.trust = new Trust(sources.authorities);
  }

  /** The head of the answer to a GET of `step`. Credentials go along when its exact origin has some. */
  async get(
    step: Step,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Head> {
    if (needsTls(step.url, this.proxyFor(step.url))) this.secure ??= await import("./tls-agents.ts");
    if (step.url.protocol === "http:") return this.send(step, headers, undefined, signal);
    let unknown: unknown;
    for (const kind of this.trust.kinds()) {
      if (this.trust.context(kind) === undefined) continue;
      try {
        const head = await this.send(step, headers, kind, signal);
        this.trust.worked(kind);
        return head;
      } catch (thrown) {
        if (!isUnknownIssuer(thrown)) throw thrown;
        unknown = thrown;
      }
    }
    throw unknown;
  }

  /** Drops every connection. */
  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  private send(
    step: Step,
    headers: Readonly<Record<string, string>>,
    kind: TrustKind | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Head> {
    const { url } = step;
    const { timeout } = this.sources.limits;
    const proxy = this.proxyFor(url);
    const credentials = this.sources.credentials.get(url.origin);
    const all = { ...headers, ...(credentials === undefined ? {} : { authorization: basic(credentials) }) };
    const route: Route = {
      secure: kind && this.trust.context(kind),
      proxy,
      publicOnly: step.publicOnly,
      timeout,
    };
    const agent = this.agent(url, kind, route);
    const request =
      proxy !== undefined && url.protocol === "http:"
        ? throughProxy(url, all, agent, route, this.moduleFor(new URL(proxy.url)))
        : this.moduleFor(url).request(url, { agent, headers: all });
    return headOf(request, url, proxy !== undefined, timeout, signal);
  }

  /** `node:http` or `node:https`. */
  private moduleFor(url: URL): Pick<typeof http, "request"> {
    return (url.protocol === "https:" ? this.secure?.https : undefined) ?? http;
  }

  private proxyFor(url: URL): Route["proxy"] {
    const { http: plain, https: secure, except } = this.sources.proxies;
    const proxy = url.protocol === "https:" ? secure : plain;
    return proxy === undefined || isExcepted(url, except) ? undefined : proxy;
  }

  private agent(url: URL, kind: TrustKind | undefined, route: Route): Agent {
    const toProxy = route.proxy !== undefined && url.protocol === "http:";
    const isSecure = toProxy ? route.proxy?.url.startsWith("https:") === true : url.protocol === "https:";
    const key = [isSecure, toProxy, kind, route.proxy?.url, route.publicOnly].join(" ");
    const found = this.agents.get(key);
    if (found !== undefined) return found;
    const made =
      isSecure && this.secure !== undefined
        ? this.secure.secureAgent(toProxy ? { ...route, proxy: undefined, publicOnly: false } : route)
        : plainAgent(route);
    this.agents.set(key, made);
    return made;
  }
}

function needsTls(url: URL, proxy: Route["proxy"]): boolean {
  return url.protocol === "https:" || proxy?.url.startsWith("https:") === true;
}

/** A plain request in absolute form (RFC 9112 §3.2.2): the proxy reads it and asks the server itself. */
function throughProxy(
  url: URL,
  headers: Record<string, string>,
  agent: Agent,
  route: Route,
  { request }: Pick<typeof http, "request">,
): ClientRequest {
  const proxy = new URL(route.proxy?.url ?? "");
  const credentials = route.proxy?.credentials;
  return request(proxy, {
    agent,
    path: url.href,
    headers: {
      host: url.host,
      ...headers,
      ...(credentials === undefined ? {} : { "proxy-authorization": basic(credentials) }),
    },
  });
}

function headOf(
  request: ClientRequest,
  url: URL,
  proxied: boolean,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Head> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void =>
      void request.destroy(new Fault("TW-HTTP-CONNECT", "given up because another request failed"));
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };
    // Counted from here and not from the call: a request may wait for its turn.
    request.once("socket", () => {
      timer = setTimeout(() => {
        request.destroy(
          new PassingFault("TW-HTTP-TIMEOUT", `${shown(url)} did not answer within ${timeout / 1000} s`),
        );
      }, timeout);
    });
    request.once("error", (error) => {
      done();
      reject(failure(error, url, "head"));
    });
    request.once("response", (message) => {
      done();
      const address = message.socket.remoteAddress;
      const isPrivate =
        proxied || address === undefined ? isPrivateHost(url.hostname) : isPrivateAddress(address);
      resolve({ message, place: { url: url.href, isPrivate } });
    });
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
    request.end();
  });
}
