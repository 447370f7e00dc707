/** `[[identity]]`: who a signing certificate must name. Pure. Source: PEP 740; pypi-attestations' kinds of publishers; Fulcio, "Certificate extensions". */
import type { Publisher, TrustedIdentity } from "../../model/trust.ts";
import type { Fields } from "./fields.ts";
import { grant } from "./grant.ts";

const KINDS = ["github", "gitlab", "google", "circleci", "sigstore"] as const;
/** `owner/name`, below groups at GitLab. */
const REPOSITORY = /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads an identity; throws Fault TW-TRUST-MALFORMED. Nothing is a pattern: a certificate says exactly this, or something else. */
export function identity(fields: Fields): TrustedIdentity {
  const entry: TrustedIdentity = { kind: "identity", publisher: publisher(fields), ...grant(fields) };
  fields.done();
  return entry;
}

function publisher(fields: Fields): Publisher {
  const kind = fields.choice("kind", KINDS);
  switch (kind) {
    case "github":
      return { kind, repository: repository(fields, 2), workflow: workflow(fields, /^[^/@]+\.ya?ml$/) };
    case "gitlab":
      return { kind, repository: repository(fields, 20), workflow: workflow(fields, /^[^/@][^@]*\.ya?ml$/) };
    case "google": {
      const email = fields.text("email");
      if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw fields.malformed("`email` is no address");
      return { kind, email };
    }
    case "circleci":
      return { kind, project: uuid(fields, "project-id"), pipeline: uuid(fields, "pipeline-definition-id") };
    case "sigstore":
      return { kind, identity: fields.text("identity"), issuer: issuer(fields) };
  }
}

function repository(fields: Fields, most: number): string {
  const text = fields.text("repository");
  if (
    !REPOSITORY.test(text) ||
    text.split("/").length > most ||
    text.split("/").some((part) => /^\.+$/.test(part))
  )
    throw fields.malformed("`repository` is not written `owner/name`");
  return text;
}

/** At GitHub a file's name, its directory being fixed; at GitLab a path. */
function workflow(fields: Fields, form: RegExp): string {
  const text = fields.text("workflow");
  if (!form.test(text)) throw fields.malformed("`workflow` is no name of a workflow's YAML file");
  return text;
}

function uuid(fields: Fields, name: string): string {
  const text = fields.text(name);
  if (!UUID.test(text)) throw fields.malformed(`\`${name}\` is no UUID in lower case`);
  return text;
}

function issuer(fields: Fields): string {
  const text = fields.text("issuer");
  if (!text.startsWith("https://")) throw fields.malformed("`issuer` is no https address");
  return text;
}
