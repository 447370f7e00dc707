/**
 * A client for the public conformance suite of Sigstore clients, over our own verifier:
 *
 *     node conformance/sigstore-client/client.ts verify-bundle [--staging] --bundle FILE
 *         (--certificate-identity TEXT --certificate-oidc-issuer URL | --key PEM) [--trusted-root FILE] FILE|sha256:HEX
 *
 * Exit status 0 when the bundle holds, 1 with the code and the reason when it does not, 2 when the question cannot be understood. The suite counts
 * every failure as a refusal; the tests of this folder look at the code. `--staging` needs a trusted root: the one of Sigstore's test instance is not
 * inside truewheel.
 */
import { createPublicKey, hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { codeOf } from "../../src/base/fault.ts";
import { parseStatement } from "../../src/formats/checksum-list/statement.ts";
import { parseBundle } from "../../src/formats/sigstore/bundle.ts";
import { identityOf } from "../../src/formats/sigstore/identity.ts";
import { parseTrustedRoot } from "../../src/formats/sigstore/trusted-root.ts";
import { type Artifact, verifyMaterial } from "../../src/formats/sigstore/verify.ts";
import { signsDigest } from "./p256.ts";

const ROOT = new URL("../../data/sigstore-trusted-root.json", import.meta.url);
const options = {
  staging: { type: "boolean" },
  bundle: { type: "string" },
  "certificate-identity": { type: "string" },
  "certificate-oidc-issuer": { type: "string" },
  key: { type: "string" },
  "trusted-root": { type: "string" },
} as const;

process.exitCode = main(process.argv.slice(2));

function main([verb, ...rest]: readonly string[]): 0 | 1 | 2 {
  if (verb !== "verify-bundle") return say(2, "the only verb is verify-bundle");
  try {
    const { values, positionals } = parseArgs({ args: rest, options, allowPositionals: true });
    const [artifact] = positionals;
    if (values.bundle === undefined || artifact === undefined)
      return say(2, "a bundle and a file are needed");
    const why = whyNot({ ...values, bundle: values.bundle }, artifact);
    return why === undefined ? 0 : say(1, why);
  } catch (error) {
    return say(1, `${codeOf(error) ?? "input"}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Asked = { readonly [Name in keyof typeof options]?: string | boolean | undefined } & {
  readonly bundle: string;
};

/** Why the bundle does not hold; undefined when it does. */
function whyNot(asked: Asked, artifact: string): string | undefined {
  const rootFile = asked["trusted-root"];
  if (asked.staging === true && rootFile === undefined) return "the staging instance needs --trusted-root";
  const root = parseTrustedRoot(readFileSync(typeof rootFile === "string" ? rootFile : ROOT));
  const key = typeof asked.key === "string" ? createPublicKey(readFileSync(asked.key)) : undefined;
  const material = parseBundle(readFileSync(asked.bundle));
  const subject = subjectOf(artifact);
  const outcome = verifyMaterial(material, subject, root, key);
  if (outcome.why !== undefined) return `${outcome.code}: ${outcome.why}`;
  if (material.content.kind === "dsse") {
    const digest = Buffer.from(subject.sha256).toString("hex");
    const named = [...parseStatement(material.content.payload).subjects.values()].some(
      (each) => each.get("sha256") === digest,
    );
    if (!named) return "TW-PROOF-OTHER-BYTES: the statement is about other files";
  }
  if (outcome.certificate === undefined) return undefined;
  return whyOtherIdentity(asked, identityOf(outcome.certificate));
}

function whyOtherIdentity(
  asked: Asked,
  { subject, issuer }: { readonly subject: string; readonly issuer: string },
): string | undefined {
  if (subject === asked["certificate-identity"] && issuer === asked["certificate-oidc-issuer"])
    return undefined;
  return `TW-PROOF-UNKNOWN-SIGNER: the certificate is of ${subject}, by ${issuer}`;
}

function subjectOf(artifact: string): Artifact {
  const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(artifact) ?? [];
  if (hex !== undefined) {
    const digest = Buffer.from(hex, "hex");
    return { sha256: digest, isSignedBy: (key, signature) => signsDigest(key, digest, signature) };
  }
  const bytes = readFileSync(artifact);
  return { bytes, sha256: hash("sha256", bytes, "buffer") };
}

function say(status: 1 | 2, why: string): 1 | 2 {
  console.error(why);
  return status;
}
