/** Credentials in recorded URLs. Pure. Source: direct URL data structure specification (PEP 610), "Security considerations". */
import { Fault } from "../../base/fault.ts";

/** Names of environment variables in place of a user and a password tell nothing. */
const VARIABLES = /^\$\{[A-Za-z0-9_-]+\}(?::\$\{[A-Za-z0-9_-]+\})?$/;

/**
 * `url` without user and password, everything else as written. What stays: `${NAME}` and `${NAME}:${NAME}`, and the plain user `git`, whose name every
 * ssh address of a repository has. Throws Fault TW-DIRECT-URL for a URL with white space, control characters or backslashes: readers differ on where its host begins.
 */
export function withoutUrlCredentials(url: string): string {
  if (/[\s\u0000-\u0020\u007f\\]/.test(url))
    throw new Fault("TW-DIRECT-URL", "a recorded URL holds white space, a control character or a backslash");
  const start = url.indexOf("://");
  if (start < 0 || !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(url.slice(0, start))) return url;
  const rest = url.slice(start + 3);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf("@");
  if (at < 0) return url;
  const user = authority.slice(0, at);
  if (user === "git" || VARIABLES.test(user)) return url;
  return url.slice(0, start + 3) + rest.slice(at + 1);
}
