/** Whether a certificate names a publisher: each claim as an exact text. Pure. Source: pypi-attestations' rules for each kind; sigstore/fulcio, `docs/oid-info.md`. */
import type { CertificateIdentity } from "../../formats/sigstore/identity.ts";
import type { Publisher } from "../../model/trust.ts";

/** Whether `identity` is `publisher`. The environment of a workflow is in no certificate, so nothing can be asked about it. */
export function isPublisher(identity: CertificateIdentity, publisher: Publisher): boolean {
  switch (publisher.kind) {
    case "github": {
      const source = `https://github.com/${publisher.repository}`;
      const workflow = `${source}/.github/workflows/${publisher.workflow}`;
      return isWorkflow(identity, "https://token.actions.githubusercontent.com", source, workflow);
    }
    case "gitlab": {
      const source = `https://gitlab.com/${publisher.repository}`;
      return isWorkflow(identity, "https://gitlab.com", source, `${source}//${publisher.workflow}`);
    }
    case "google":
      return (
        identity.issuer === "https://accounts.google.com" &&
        identity.subjectKind === "email" &&
        identity.subject === publisher.email
      );
    case "circleci": {
      const { project, pipeline } = publisher;
      const signer = `https://circleci.com/api/v2/projects/${project}/pipeline-definitions/${pipeline}`;
      return identity.issuer === "https://oidc.circleci.com" && identity.buildSigner === signer;
    }
    case "sigstore":
      return identity.issuer === publisher.issuer && identity.subject === publisher.identity;
  }
}

/** The workflow's file is named at the commit or the ref that the same certificate names, and at nothing else. */
function isWorkflow(
  identity: CertificateIdentity,
  issuer: string,
  source: string,
  workflow: string,
): boolean {
  const at = [identity.sourceDigest, identity.sourceRef].filter((each) => each !== undefined && each !== "");
  return (
    identity.issuer === issuer &&
    identity.sourceRepository === source &&
    at.some((each) => identity.buildConfig === `${workflow}@${each}`)
  );
}

/** Who somebody is, in words. */
export function publisherText(publisher: Publisher): string {
  switch (publisher.kind) {
    case "github":
      return `the workflow ${publisher.workflow} of ${publisher.repository} at GitHub`;
    case "gitlab":
      return `the pipeline ${publisher.workflow} of ${publisher.repository} at GitLab`;
    case "google":
      return `${publisher.email}, by Google`;
    case "circleci":
      return `the pipeline ${publisher.pipeline} of the project ${publisher.project} at CircleCI`;
    case "sigstore":
      return `${publisher.identity}, by ${publisher.issuer}`;
  }
}
