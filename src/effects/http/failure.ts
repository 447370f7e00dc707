/** Node's network errors -> Faults. */
import { type Code, Fault } from "../../base/fault.ts";

/** A failure that may pass: the request is tried again. */
export class PassingFault extends Fault {
  /** Milliseconds that the server asked to wait, 0 when it asked nothing. */
  readonly after: number;

  constructor(code: Code, message: string, more: { readonly cause?: unknown; readonly after?: number } = {}) {
    super(code, message, more.cause === undefined ? {} : { cause: more.cause });
    this.after = more.after ?? 0;
  }
}

/** `url` without credentials, query and fragment: a query may hold a token. */
export function shown(url: URL | string): string {
  const parsed = typeof url === "string" ? URL.parse(url) : url;
  return parsed === null ? "(an address that cannot be read)" : `${parsed.origin}${parsed.pathname}`;
}

/** OpenSSL's verdicts that mean "nobody known vouches for this chain"; further authorities can change them. */
const NO_ISSUER = new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
]);
const BAD_CERTIFICATE = new Set([
  ...NO_ISSUER,
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_REJECTED",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_CHAIN_TOO_LONG",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "HOSTNAME_MISMATCH",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** True when another set of authorities might accept the same server. */
export function isUnknownIssuer(thrown: unknown): boolean {
  return thrown instanceof Fault && NO_ISSUER.has(systemCode(thrown.cause));
}

/** The Fault for an error that Node raised before or while `url` answered. A Fault stays as it is. */
export function failure(thrown: unknown, url: URL, during: "head" | "body"): Fault {
  if (thrown instanceof Fault) return thrown;
  const code = systemCode(thrown);
  const more = { cause: thrown };
  if (code === "ENOTFOUND" || code === "ENODATA")
    return new Fault("TW-HTTP-DNS", `the host ${url.hostname} has no address`, more);
  if (code === "EAI_AGAIN")
    return new PassingFault("TW-HTTP-DNS", `no name service answered for the host ${url.hostname}`, more);
  if (BAD_CERTIFICATE.has(code))
    return new Fault("TW-TLS-UNTRUSTED", `the certificate of ${url.host} is not trusted (${code})`, more);
  if (code === "EPROTO" || code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_"))
    return new Fault("TW-TLS-FAILED", `no TLS connection to ${url.host} came about`, more);
  if (code.startsWith("HPE_CHUNK") || (code.startsWith("HPE_") && during === "body"))
    return new Fault("TW-HTTP-PROTOCOL", `the body from ${shown(url)} is not valid HTTP`, more);
  if (code.startsWith("HPE_"))
    return new Fault("TW-HTTP-PROTOCOL", `what ${url.host} answered is not valid HTTP`, more);
  if (during === "body")
    return new PassingFault("TW-HTTP-CUT", `the body from ${shown(url)} ended early`, more);
  return new PassingFault(
    "TW-HTTP-CONNECT",
    `${url.host} cannot be reached (${code === "" ? "unknown" : code})`,
    more,
  );
}

function systemCode(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return systemCode(thrown.errors[0]);
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return "";
  return typeof thrown.code === "string" ? thrown.code : "";
}
