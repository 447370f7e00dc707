/** What an OpenPGP key says of itself decides about good signatures by it; and clear-signed lists. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../src/base/digest.ts";
import type { Trusted } from "../../src/model/trust.ts";
import { checksums } from "../../src/stages/evidence/kinds/checksums.ts";
import { openpgp } from "../../src/stages/evidence/kinds/openpgp.ts";
import { claim, court, FILENAME, HONEST, offered, trusting } from "../support/proofs/bench.ts";
import { clearSigned, openpgpBench, revokedByStranger, spoiltKeys } from "../support/proofs/openpgp.ts";

async function told(signer: Trusted): Promise<string> {
  const found = await openpgp.check(
    claim(),
    offered(openpgpBench, openpgpBench.sign(HONEST)),
    court(openpgpBench, trusting(signer)),
  );
  return found.code ?? found.outcome;
}

for (const [sentence, signer, code] of spoiltKeys)
  test(`refuses the good signature of ${sentence}`, async () => assert.equal(await told(signer), code));

test("a stranger's revocation of a key says nothing", async () =>
  assert.equal(await told(revokedByStranger), "proves"));

const LIST = `${sha256(HONEST)}  ${FILENAME}\n`;
const clear: readonly (readonly [string, Uint8Array, string])[] = [
  ["vouches by a clear-signed list", clearSigned(LIST), "proves"],
  [
    "vouches by one with CR LF line ends",
    Buffer.from(Buffer.from(clearSigned(LIST)).toString().replaceAll("\n", "\r\n")),
    "proves",
  ],
  [
    "refuses a line that was added",
    clearSigned(`${LIST}${"0".repeat(64)}  more.txt\n`, LIST),
    "TW-PROOF-OTHER-BYTES",
  ],
  [
    "takes one with text before it for a list that nobody signed",
    Buffer.concat([Buffer.from(LIST), clearSigned(LIST)]),
    "absent",
  ],
  ["refuses text behind it", Buffer.concat([clearSigned(LIST), Buffer.from(LIST)]), "TW-OPENPGP-MALFORMED"],
  [
    "refuses a second one behind it",
    Buffer.concat([clearSigned(LIST), clearSigned(LIST)]),
    "TW-OPENPGP-MALFORMED",
  ],
  [
    "refuses one without its signature",
    Buffer.from(Buffer.from(clearSigned(LIST)).toString().split("-----BEGIN PGP SIGNATURE")[0] ?? ""),
    "TW-OPENPGP-MALFORMED",
  ],
];

for (const [sentence, document, expected] of clear) {
  test(sentence, async () => {
    const proof = { ...offered(openpgpBench, document), kind: "checksums", signatures: [] };
    const found = await checksums.check(claim(), proof, court(openpgpBench));
    assert.equal(found.code ?? found.outcome, expected);
  });
}
