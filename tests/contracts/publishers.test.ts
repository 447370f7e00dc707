/** Every kind of publisher, by certificates of an authority of our own: exactly the one that is named, and none beside it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Publisher } from "../../src/model/trust.ts";
import { attestation } from "../../src/stages/evidence/kinds/attestation.ts";
import { bytesOf, claim, court, grant, HONEST, offered, trusting } from "../support/proofs/bench.ts";
import { attestationBench, attested, provenance } from "../support/proofs/certified.ts";
import { githubHolder, type Holder } from "../support/proofs/sigstore-instance.ts";

const GITLAB: Holder = {
  subject: "https://gitlab.com/group/demo//.gitlab-ci.yml@refs/tags/v1",
  issuer: "https://gitlab.com",
  claims: {
    12: "https://gitlab.com/group/demo",
    13: "c0ffee",
    14: "refs/tags/v1",
    18: "https://gitlab.com/group/demo//.gitlab-ci.yml@refs/tags/v1",
  },
};
const GOOGLE: Holder = {
  subject: "release@demo.example",
  email: true,
  issuer: "https://accounts.google.com",
  claims: {},
};
const PROJECT = "01234567-89ab-cdef-0123-456789abcdef";
const PIPELINE = "fedcba98-7654-3210-fedc-ba9876543210";
const CIRCLECI: Holder = {
  subject: "https://circleci.com/a",
  issuer: "https://oidc.circleci.com",
  claims: { 9: `https://circleci.com/api/v2/projects/${PROJECT}/pipeline-definitions/${PIPELINE}` },
};
const github = { kind: "github", repository: "demo/demo", workflow: "release.yml" } as const;
const gitlab = { kind: "gitlab", repository: "group/demo", workflow: ".gitlab-ci.yml" } as const;
const google = { kind: "google", email: "release@demo.example" } as const;
const circleci = { kind: "circleci", project: PROJECT, pipeline: PIPELINE } as const;
const exact = { kind: "sigstore", identity: GITLAB.subject, issuer: "https://gitlab.com" } as const;

function told(holder: Holder, publisher: Publisher): string {
  const signer = { kind: "identity", publisher, ...grant("Demo") } as const;
  const found = attestation.check(
    claim(),
    offered(attestationBench, bytesOf(attested(HONEST, { holder }))),
    court(attestationBench, trusting(signer)),
  );
  assert.ok(!(found instanceof Promise));
  return found.code ?? found.outcome;
}

const YES = "proves";
const NO = "TW-PROOF-UNKNOWN-SIGNER";
const cases: readonly (readonly [string, Holder, Publisher, string])[] = [
  ["a workflow at GitHub", githubHolder("demo/demo"), github, YES],
  [
    "a workflow at GitHub, not by GitLab's rule",
    githubHolder("demo/demo"),
    { ...gitlab, repository: "demo/demo" },
    NO,
  ],
  ["a repository at GitHub in other letters", githubHolder("Demo/demo"), github, NO],
  ["a workflow whose dot is another letter", githubHolder("demo/demo", "releasexyml"), github, NO],
  ["a pipeline at GitLab", GITLAB, gitlab, YES],
  ["a pipeline of a group's other project", GITLAB, { ...gitlab, repository: "group/demo2" }, NO],
  ["a pipeline at GitLab whose file is another", GITLAB, { ...gitlab, workflow: "ci/.gitlab-ci.yml" }, NO],
  [
    "a pipeline at an issuer that only looks like GitLab",
    { ...GITLAB, issuer: "https://gitlab.com.index.example" },
    gitlab,
    NO,
  ],
  ["a person by Google", GOOGLE, google, YES],
  ["another person by Google", GOOGLE, { ...google, email: "release@demo.example.org" }, NO],
  ["an address that reads like an e-mail's", { ...GOOGLE, email: false }, google, NO],
  ["a person by somebody else", { ...GOOGLE, issuer: "https://github.com/login/oauth" }, google, NO],
  ["a pipeline at CircleCI", CIRCLECI, circleci, YES],
  ["another pipeline at CircleCI", CIRCLECI, { ...circleci, pipeline: PROJECT }, NO],
  ["an identity word for word", GITLAB, exact, YES],
  ["an identity's beginning", GITLAB, { ...exact, identity: exact.identity.slice(0, -1) }, NO],
  ["an identity as a pattern", GITLAB, { ...exact, identity: "https://gitlab.com/group/.*" }, NO],
];

for (const [sentence, holder, publisher, expected] of cases)
  test(`${expected === YES ? "vouches" : "does not vouch"}: ${sentence}`, () =>
    assert.equal(told(holder, publisher), expected));

test("a provenance object is as good as its attestations, and its own word for the publisher is nothing", () => {
  const ask = (...attestations: readonly string[]): string => {
    const found = attestation.check(
      claim(),
      offered(attestationBench, bytesOf(provenance(...attestations))),
      court(attestationBench),
    );
    assert.ok(!(found instanceof Promise));
    return found.code ?? found.outcome;
  };
  const other = attested(HONEST, { holder: githubHolder("other/demo") });
  assert.deepEqual([ask(attested(HONEST)), ask(other), ask(other, attested(HONEST))], [YES, NO, YES]);
});

test("names are compared as they are read", () => {
  const ask = (attestedName: string, filename: string): string => {
    const document = bytesOf(attested(HONEST, { filename: attestedName }));
    const signer = { ...attestationBench.signer, projects: ["demo-pkg"] };
    const found = attestation.check(
      claim(HONEST, filename),
      offered(attestationBench, document),
      court(attestationBench, trusting(signer)),
    );
    assert.ok(!(found instanceof Promise));
    return found.code ?? found.outcome;
  };
  assert.equal(ask("Demo.Pkg-1.0-py3.py2-none-any.whl", "demo_pkg-1.0-py2.py3-none-any.whl"), YES);
  assert.equal(
    ask("demo_pkg-1.0-1-py3-none-any.whl", "demo_pkg-1.0-py3-none-any.whl"),
    "TW-PROOF-OTHER-NAME",
  );
  assert.equal(ask("demo_pkg-1.0.zip", "demo_pkg-1.0.tar.gz"), "TW-PROOF-OTHER-NAME");
});
