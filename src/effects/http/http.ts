/** The `Http` port for real. Nothing of Node's network code is loaded before the first request: most runs find everything in the store. */
import type { Sources } from "../../model/sources.ts";
import type { Http } from "../../ports/http.ts";
import type { Client, HttpPorts } from "./client.ts";

/** A client under the rules of `sources`: proxies, authorities, credentials and limits. Throws only from its methods. */
export function openHttp(sources: Sources, ports: HttpPorts): Http {
  let client: Promise<Client> | undefined;
  const open = (): Promise<Client> => {
    client ??= import("./client.ts").then((module) => new module.Client(sources, ports));
    return client;
  };
  return {
    page: async (request) => (await open()).page(request),
    file: async (request) => (await open()).file(request),
    part: async (request) => (await open()).part(request),
    unsized: async (request) => (await open()).unsized(request),
    close: () => {
      // An error was already told by the call that opened the client.
      client?.then(
        (opened) => opened.close(),
        () => undefined,
      );
    },
  };
}
