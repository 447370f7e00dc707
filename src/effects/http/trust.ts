/**
 * Whom TLS believes. The built-in authorities are tried first, because most servers need no others and reading a system's bundle costs more
 * than the handshake; a server they do not know is tried once more with the authorities that flags and variables name.
 */
import { readFileSync, statSync } from "node:fs";
import type { SecureContext } from "node:tls";
import { Fault } from "../../base/fault.ts";
import type { Authorities } from "../../model/sources.ts";

/** `built-in`: Node's roots (with NODE_EXTRA_CA_CERTS, which Node reads itself). `named`: what flags and variables add. */
export type TrustKind = "built-in" | "named";

/** Loaded when the first context is made. */
const tls = () => process.getBuiltinModule("node:tls");

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** Bytes; a system's bundle has about 250,000. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The two contexts, each made when first needed. */
export class Trust {
  private readonly files: readonly Authorities[];
  private readonly contexts = new Map<TrustKind, SecureContext | undefined>();
  /** The kind that worked last comes first. */
  private order: readonly TrustKind[] = ["built-in", "named"];

  /** Throws TW-TLS-AUTHORITIES when a named file is missing, so that a typing error is told at once. */
  constructor(files: readonly Authorities[]) {
    this.files = files;
    for (const { path, namedBy } of files)
      if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
        throw new Fault("TW-TLS-AUTHORITIES", `${namedBy} names ${path}, which is no file`);
  }

  /** Kinds to try, best first. */
  kinds(): readonly TrustKind[] {
    return this.order;
  }

  /** Remembers the kind that a server was believed by. */
  worked(kind: TrustKind): void {
    if (this.order[0] !== kind) this.order = this.order.toReversed();
  }

  /** The context of `kind`; undefined when nothing was named that is not built in. Throws TW-TLS-AUTHORITIES. */
  context(kind: TrustKind): SecureContext | undefined {
    if (!this.contexts.has(kind))
      this.contexts.set(kind, kind === "built-in" ? tls().createSecureContext() : this.namedContext());
    return this.contexts.get(kind);
  }

  private namedContext(): SecureContext | undefined {
    const known = new Set(tls().rootCertificates.map(squeeze));
    const added = new Map<string, string>();
    for (const file of this.files)
      for (const pem of certificatesIn(file)) if (!known.has(squeeze(pem))) added.set(squeeze(pem), pem);
    if (added.size === 0) return undefined;
    try {
      return tls().createSecureContext({ ca: [...added.values()] });
    } catch (cause) {
      const names = this.files.map(({ namedBy }) => namedBy).join(", ");
      throw new Fault("TW-TLS-AUTHORITIES", `a certificate cannot be read from what is named by ${names}`, {
        cause,
      });
    }
  }
}

function certificatesIn({ path, namedBy }: Authorities): readonly string[] {
  let text: string;
  try {
    if (statSync(path).size > MOST_BYTES) throw new Fault("TW-TLS-AUTHORITIES", `${path} is too large`);
    text = readFileSync(path, "latin1");
  } catch (cause) {
    throw new Fault("TW-TLS-AUTHORITIES", `${namedBy} names ${path}, which cannot be read`, { cause });
  }
  const found = text.match(CERTIFICATE);
  if (found === null)
    throw new Fault("TW-TLS-AUTHORITIES", `${namedBy} names ${path}, which holds no certificate in PEM form`);
  return found;
}

function squeeze(pem: string): string {
  return pem.replace(/\s+/g, "");
}
