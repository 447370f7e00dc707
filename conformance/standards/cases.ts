/** The cases of the shared oracle as requests of `debug standards`. */
import type { Request } from "./generate.ts";

/** An object is spread into the request, a list is `versions`, a text is `text`. */
export function caseRequest({ k, i }: { readonly k: string; readonly i: unknown }): Request {
  if (Array.isArray(i)) return { kind: k, versions: i };
  return typeof i === "string" ? { kind: k, text: i } : { ...(i as object), kind: k };
}
