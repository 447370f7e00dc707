/** OpenPGP signatures made by gpg, each with the code of its refusal; and gpg's own answer, where it differs, written down. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import { Fault } from "../../src/base/fault.ts";
import { parseClearSigned, unarmored } from "../../src/formats/openpgp/armor.ts";
import { parseCertificates } from "../../src/formats/openpgp/certificate.ts";
import type { OpenpgpKey } from "../../src/model/trust.ts";
import { courtOf } from "../../src/stages/evidence/gather.ts";
import { openpgp } from "../../src/stages/evidence/kinds/openpgp.ts";
import { tellFigures } from "../support/figures.ts";
import { FILENAME, grant, HONEST, NOW, trusting } from "../support/proofs/bench.ts";
import { openpgpBench } from "../support/proofs/openpgp.ts";
import { type Folder, has, type VectorCase, vectorTest } from "../support/vectors.ts";

/** The code of each refusal by the case's name, the first that fits. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [
    /\/altered-file$|^ed25519-sums-.*stripped|-sums-text-stripped$|-sums-crlf$|^mutant-flip-mpi$|^clear-(?:altered-hash|line-added)$/,
    "TW-PROOF-OTHER-BYTES",
  ],
  [/\/wrong-key$/, "TW-PROOF-UNKNOWN-SIGNER"],
  [/^(?:sha1|md5|ripemd160|rsa1024|dsa2048)/, "TW-OPENPGP-WEAK"],
  [/^brainpool$/, "TW-OPENPGP-UNSUPPORTED"],
  [/^(?:expired-key|signed-after-expiry|signature-expired|subkey-expired)$/, "TW-OPENPGP-EXPIRED"],
  [/^(?:revoked-(?:key|compromised|superseded)|subkey-revoked)$/, "TW-OPENPGP-REVOKED"],
  [/^signature-in-future$/, "TW-CLOCK-BEHIND"],
  [/^critical-notation$/, "TW-OPENPGP-CRITICAL"],
  [/^(?:certonly|purpose)/, "TW-OPENPGP-PURPOSE"],
  [/./, "TW-OPENPGP-MALFORMED"],
];

interface Case extends VectorCase {
  readonly mode: "detached" | "clear";
  readonly public_keys: readonly string[];
  readonly signature: string;
  readonly file?: string;
  readonly verify_time?: string;
  readonly signer_primary?: string;
  readonly text_sha256?: string;
}

function keysIn(folder: Folder, file: string): readonly OpenpgpKey[] {
  const certificate = folder.read(file);
  return parseCertificates(unarmored(certificate, "PGP PUBLIC KEY BLOCK")).map(
    ({ primary: { fingerprint } }) => ({
      kind: "openpgp",
      fingerprint,
      certificate,
      ...grant(fingerprint),
      files: ["*"],
    }),
  );
}

interface Told {
  readonly code: string;
  readonly owner?: string;
  readonly text?: Uint8Array;
}

function judged(folder: Folder, each: Case): Told {
  const now = Date.parse(each.verify_time ?? "2026-07-01T00:00:00Z");
  try {
    const document = folder.read(each.signature);
    const clear = each.mode === "clear" ? parseClearSigned(document) : undefined;
    const bytes = clear?.text ?? folder.read(each.file ?? "");
    const trust = trusting(...each.public_keys.flatMap((file) => keysIn(folder, file)));
    const found = openpgp.check(
      { bytes, sha256: sha256(bytes), filename: "artifact.txt", path: "artifact.txt" },
      { kind: "openpgp", path: "x", bytes: clear?.signature ?? document, signatures: [] },
      courtOf({ trust, now, sigstoreRoot: () => new Uint8Array() }),
    );
    assert.ok(!(found instanceof Promise));
    return {
      code: found.code ?? found.outcome,
      owner: found.voucher?.owner ?? found.detail,
      ...(clear === undefined ? {} : { text: clear.text }),
    };
  } catch (error) {
    return { code: error instanceof Fault ? error.code : assert.fail(String(error)) };
  }
}

vectorTest(
  "gpg's own signatures are judged as expected, each refusal by its code",
  "openpgp",
  (_, folder) => {
    const counts = { cases: folder.cases.length, proved: 0, refused: 0, "either, refused": 0 };
    for (const each of folder.cases as readonly Case[]) {
      const { code, owner } = judged(folder, each);
      const expected =
        each.expect === "accept" ? "proves" : CODES.find(([pattern]) => pattern.test(each.id))?.[1];
      if (code === "proves") {
        assert.notEqual(each.expect, "refuse", each.id);
        if (each.signer_primary !== undefined) assert.equal(owner, each.signer_primary, each.id);
        counts.proved += 1;
        continue;
      }
      assert.equal(code, expected, `${each.id}: ${owner}`);
      counts[each.expect === "either" ? "either, refused" : "refused"] += 1;
    }
    tellFigures("OpenPGP vectors", counts);
  },
);

vectorTest(
  "the text of a clear-signed document is the one that gpg takes as signed",
  "openpgp",
  (_, folder) => {
    const clear = (folder.cases as readonly Case[]).filter(
      ({ mode, expect, text_sha256: text }) => mode === "clear" && expect === "accept" && text !== undefined,
    );
    assert.ok(clear.length > 0);
    for (const each of clear) {
      const { text } = judged(folder, each);
      const lines = Buffer.from(text ?? []).toString("latin1");
      // gpg hands the text on with the line ends it found, and with one after the last line.
      const candidates = [lines, `${lines}\n`, `${lines}\n`.replaceAll("\n", "\r\n")].map(
        (each) => sha256(Buffer.from(each, "latin1")) as string,
      );
      assert.ok(candidates.includes(each.text_sha256 ?? ""), each.id);
    }
  },
);

test("gpg agrees about every document of the mutation table, but for what is deliberately stricter", (t) => {
  if (!has(t, "gpg", "--version")) return;
  /** What gpg takes: weaker digests, hints and ends that nobody signed, text around a block. */
  const stricter =
    /SHA-1|block of another kind|critical notation|nobody signed|text (?:before|behind)|unknown header|behind the signature|signature twice|first bytes|two (?:times|names)|time to come|name beside|number too many/;
  const folder = mkdtempSync(join(tmpdir(), "truewheel-gpg-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const { signer } = openpgpBench;
  assert.ok(signer.kind === "openpgp");
  writeFileSync(join(folder, "key"), signer.certificate);
  writeFileSync(join(folder, FILENAME), HONEST);
  const time = new Date(NOW).toISOString().replace(/[-:]|\..*/g, "");
  const common = [
    "--homedir",
    folder,
    "--batch",
    "--quiet",
    "--trust-model",
    "always",
    "--no-auto-key-retrieve",
    "--faked-system-time",
    time,
  ];
  assert.equal(spawnSync("gpg", [...common, "--import", join(folder, "key")]).status, 0);
  const accepts = (document: Uint8Array): boolean => {
    writeFileSync(join(folder, "proof"), document);
    const ended = spawnSync("gpg", [
      ...common,
      "--status-fd",
      "1",
      "--verify",
      join(folder, "proof"),
      join(folder, FILENAME),
    ]);
    return ended.status === 0 && ended.stdout.includes("GOODSIG");
  };
  assert.equal(accepts(openpgpBench.sign(HONEST)), true);
  const taken = openpgpBench.mutations().filter(([, document]) => accepts(document));
  assert.deepEqual(
    taken.map(([sentence]) => sentence).filter((sentence) => !stricter.test(sentence)),
    [],
  );
});
