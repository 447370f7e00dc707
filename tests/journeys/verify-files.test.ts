/** Who vouches for a file: what a person sees, told by the built program, with proofs made by the test. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import type { VouchedFile } from "../../src/model/report.ts";
import { scratch } from "../python/pythons.ts";
import { type Ran, reportOf, truewheel } from "../support/cli.ts";
import { bytesOf, FILENAME, HONEST } from "../support/proofs/bench.ts";
import { minisignBench } from "../support/proofs/minisign.ts";
import { clearSigned, openpgpBench } from "../support/proofs/openpgp.ts";
import { sshsigBench } from "../support/proofs/sshsig.ts";
import { VECTORS } from "../support/vectors.ts";

/** Far enough away that these stories do not end one day. */
const GRANT =
  'owner = "Demo"\nadded-by = "A. Person"\nwhy = "compared by telephone"\nuntil = 2099-12-31\nprojects = ["demo"]\n';
const { signer: mini } = minisignBench;
const { signer: ssh } = sshsigBench;
const { signer: pgp } = openpgpBench;
assert.ok(mini.kind === "minisign" && ssh.kind === "ssh" && pgp.kind === "openpgp");
const MINISIGN = `[[key]]\nkind = "minisign"\nkey = "${mini.key}"\n${GRANT}`;
const SSH = `[[key]]\nkind = "ssh"\nprincipal = "release@demo"\nkey-file = "signers"\n${GRANT.replace("Demo", "Demo's second key")}`;
const OPENPGP = `[[key]]\nkind = "openpgp"\nfingerprint = "${pgp.fingerprint}"\nkey-file = "key.pgp"\n${GRANT}`;

let stories = 0;

/** A folder with the file, a trust file and whatever else is given. */
function folder(trust: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  stories += 1;
  const place = join(scratch("verify-files"), String(stories));
  mkdirSync(place, { recursive: true });
  const all = {
    [FILENAME]: HONEST,
    "trust.toml": `version = 1\n${trust}`,
    signers: ssh.kind === "ssh" ? ssh.allowedSigners : "",
    "key.pgp": pgp.kind === "openpgp" ? pgp.certificate : "",
    ...files,
  };
  for (const [name, content] of Object.entries(all)) writeFileSync(join(place, name), content);
  return place;
}

function verify(place: string, ...args: readonly string[]): Ran {
  return truewheel(["verify", FILENAME, ...args], {}, place);
}

function first(ran: Ran): VouchedFile {
  return reportOf(ran).vouched?.files[0] ?? assert.fail(ran.stdout);
}

test("a good signature beside the file: who, until when, and who could have lied", () => {
  const ran = verify(folder(MINISIGN, { [`${FILENAME}.minisig`]: minisignBench.sign(HONEST) }), "--why");
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /^✓ demo-1\.0\.tar\.gz {2}VOUCHED by Demo\n/);
  assert.match(ran.stderr, new RegExp(`sha256 ${sha256(HONEST)}`));
  assert.match(
    ran.stderr,
    /signed 2025-10-09T08:53:20Z, as the signer says; Demo is trusted until 2099-12-31\n +by A\. Person: compared by telephone\n/,
  );
  assert.match(ran.stderr, / \$ minisign -V -P RW\S+ -x demo-1\.0\.tar\.gz\.minisig -m demo-1\.0\.tar\.gz\n/);
  assert.match(ran.stderr, /could lie: {2}this machine, or whoever holds the minisign key of Demo\n/);
  assert.match(
    ran.stderr,
    /absent: +no SSH signature; no OpenPGP signature; no list of checksums; no attestation; no Sigstore bundle\n/,
  );
  assert.match(ran.stderr, /not asked: {2}what is in the files, and whether a key was revoked since/);
});

test("one byte is another: refused, though the signature is genuine", () => {
  const place = folder(MINISIGN, {
    [FILENAME]: Buffer.concat([HONEST, Buffer.from(" ")]),
    [`${FILENAME}.minisig`]: minisignBench.sign(HONEST),
  });
  const ran = verify(place);
  assert.equal(ran.status, 1);
  assert.match(
    ran.stderr,
    /✗ demo-1\.0\.tar\.gz {2}refused: the signature of Demo is for other bytes \[TW-PROOF-OTHER-BYTES\]/,
  );
});

test("an old file under a new name: refused, as the signature says what it was called", () => {
  const place = folder(MINISIGN, {
    "demo-2.0.tar.gz": HONEST,
    "demo-2.0.tar.gz.minisig": minisignBench.sign(HONEST),
  });
  const ran = truewheel(["verify", "demo-2.0.tar.gz"], {}, place);
  assert.equal(ran.status, 1);
  assert.match(
    ran.stderr,
    /it was signed as "demo-1\.0\.tar\.gz", not as "demo-2\.0\.tar\.gz" \[TW-PROOF-OTHER-NAME\]/,
  );
});

test("nothing beside the file, or nothing by anybody who is trusted: nobody vouches", () => {
  const bare = verify(folder(MINISIGN, {}));
  assert.equal(bare.status, 1);
  assert.match(bare.stderr, /nothing vouches for these bytes \[TW-JUDGE-NO-PROOF\]/);
  assert.match(bare.stderr, /nothing that counts from Demo, who is trusted for it/);
  const unasked = verify(folder(MINISIGN, { [`${FILENAME}.sig`]: sshsigBench.sign(HONEST) }));
  assert.equal(unasked.status, 1);
  assert.match(unasked.stderr, /\? sshsig demo-1\.0\.tar\.gz\.sig: no SSH key in trust\.toml may vouch/);
});

test("one good signature does not outweigh one that is refuted", () => {
  const place = folder(MINISIGN + SSH, {
    [`${FILENAME}.minisig`]: minisignBench.sign(HONEST),
    [`${FILENAME}.sig`]: sshsigBench.sign(Buffer.from("another file")),
  });
  const ran = verify(place, "--format", "json");
  assert.equal(ran.status, 1);
  const file = first(ran);
  assert.deepEqual(
    [file.code, file.findings.map(({ outcome }) => outcome)],
    ["TW-PROOF-OTHER-BYTES", ["proves", "refutes"]],
  );
});

const LIST = `${sha256(HONEST)}  ${FILENAME}\n`;
const lists: readonly (readonly [string, string, Readonly<Record<string, string | Uint8Array>>])[] = [
  [
    "by minisign",
    MINISIGN,
    { SHA256SUMS: LIST, "SHA256SUMS.minisig": minisignBench.sign(bytesOf(LIST), "SHA256SUMS") },
  ],
  ["by SSH", SSH, { SHA256SUMS: LIST, "SHA256SUMS.sig": sshsigBench.sign(bytesOf(LIST)) }],
  ["by OpenPGP", OPENPGP, { SHA256SUMS: LIST, "SHA256SUMS.asc": openpgpBench.sign(bytesOf(LIST)) }],
  ["by OpenPGP, in itself", OPENPGP, { "SHA256SUMS.asc": clearSigned(LIST) }],
];
for (const [how, trust, files] of lists) {
  test(`a list of checksums beside the file, signed ${how}, vouches for it`, () => {
    const ran = verify(folder(trust, files), "--format", "json");
    assert.equal(ran.status, 0, ran.stdout);
    const proofs = first(ran).findings.filter(({ outcome }) => outcome === "proves");
    assert.deepEqual(
      proofs.map(({ kind }) => kind),
      ["checksums"],
    );
  });
}

test("a proof that lies elsewhere is named on the command line", () => {
  const place = folder(MINISIGN, { elsewhere: minisignBench.sign(HONEST) });
  assert.equal(verify(place).status, 1);
  assert.equal(verify(place, "--signature", "elsewhere").status, 0);
  const lost = verify(place, "--signature", "signers");
  assert.deepEqual([lost.status, /TW-PROOF-NO-KIND/.test(lost.stderr)], [2, true]);
});

const broken: readonly (readonly [string, string])[] = [
  ["without an end", MINISIGN.replace(/until.*\n/, "")],
  ["without a reason", MINISIGN.replace(/why.*\n/, "")],
  ["for no files", MINISIGN.replace(/projects.*\n/, "")],
  ["with a key that is none", MINISIGN.replace(mini.key, "RWQ=")],
  ["with a field that is not known", `${MINISIGN}trusted = true\n`],
  ["with one bad entry behind a good one", `${MINISIGN}[[key]]\nkind = "gpg"\n`],
  ["that is no TOML", `${MINISIGN}[[key\n`],
  ["that trusts nobody", ""],
  ["with a fingerprint cut short", OPENPGP.replace(pgp.fingerprint, pgp.fingerprint.slice(-16))],
];
for (const [sentence, trust] of broken) {
  test(`a trust file ${sentence} is not used at all: status 2`, () => {
    const place = folder(trust, { [`${FILENAME}.minisig`]: minisignBench.sign(HONEST) });
    const ran = verify(place);
    assert.deepEqual([ran.status, /\[TW-TRUST-MALFORMED\]/.test(ran.stderr)], [2, true], ran.stderr);
  });
}

test("without a trust file nobody can vouch: status 2, and what to do", () => {
  const ran = truewheel(["verify", FILENAME], {}, join(folder(MINISIGN, {}), ".."));
  assert.equal(ran.status, 2);
  assert.match(ran.stderr, /no trust file says who may vouch/);
});

test("a proof from the future of this clock cannot be decided: status 3", () => {
  const [, document] =
    minisignBench.mutations().find(([sentence]) => sentence === "a moment that is to come") ?? assert.fail();
  const ran = verify(folder(MINISIGN, { [`${FILENAME}.minisig`]: document }));
  assert.deepEqual([ran.status, /TW-CLOCK-BEHIND/.test(ran.stderr)], [3, true]);
});

test("a key that the trust file revokes never vouches", () => {
  const revoked = `[[revoked]]\nkind = "minisign"\nkey = "${mini.key}"\nadded-by = "A. Person"\nwhy = "stolen"\n`;
  const ran = verify(folder(MINISIGN + revoked, { [`${FILENAME}.minisig`]: minisignBench.sign(HONEST) }));
  assert.deepEqual(
    [ran.status, /the key of Demo is revoked: stolen \[TW-TRUST-REVOKED\]/.test(ran.stderr)],
    [1, true],
  );
});

test("a real attestation, with the root inside truewheel and no network; another workflow is refused by name", (t) => {
  const name = "pypi_attestations-0.0.19.tar.gz";
  const trust = (workflow: string): string =>
    `[[identity]]\nkind = "github"\nrepository = "trailofbits/pypi-attestations"\nworkflow = "${workflow}"\n${GRANT.replace('"demo"', '"pypi-attestations"')}`;
  const args = ["verify", join(VECTORS, "pep740", name)];
  if (spawnSync("test", ["-d", join(VECTORS, "pep740")]).status !== 0) {
    t.skip("SKIPPED: no ../shared/vectors/pep740 beside the project");
    return;
  }
  const good = truewheel(args, {}, folder(trust("release.yml"), {}));
  assert.equal(good.status, 0, good.stderr);
  assert.match(
    good.stderr,
    /publish attested by the workflow release\.yml of trailofbits\/pypi-attestations at GitHub, from "refs\/tags\/v0\.0\.19"/,
  );
  assert.match(good.stderr, /signed 2024-12-04T23:14:01Z, as the transparency log says/);
  assert.match(good.stderr, /and: +the Sigstore trusted root inside truewheel: sha256 [0-9a-f]{64}/);
  const other = truewheel(args, {}, folder(trust("other.yml"), {}));
  assert.equal(other.status, 1);
  assert.match(
    other.stderr,
    /it was signed as "https:\/\/github\.com\/trailofbits\/pypi-attestations\/\.github\/workflows\/release\.yml@refs\/tags\/v0\.0\.19".*whom no entry names \[TW-PROOF-UNKNOWN-SIGNER\]/,
  );
});
