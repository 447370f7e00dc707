/** The conformance suite's own questions to its client, each asked with the file and with its digest. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { tellFigures } from "../support/figures.ts";
import { vectorTest } from "../support/vectors.ts";

const CLIENT = fileURLToPath(new URL("../../conformance/sigstore-client/client.ts", import.meta.url));

vectorTest(
  "the client of the conformance suite answers every question as expected, by file and by digest",
  "sigstore",
  (_, folder) => {
    let asked = 0;
    for (const each of folder.cases) {
      const path = (name: string): string => folder.path(`${String(each["dir"])}/${String(each[name])}`);
      const whose =
        each["key"] === undefined
          ? [
              "--certificate-identity",
              String(each["identity"]),
              "--certificate-oidc-issuer",
              String(each["issuer"]),
            ]
          : ["--key", path("key")];
      const root = each["trusted_root"] === "production" ? [] : ["--trusted-root", path("trusted_root")];
      const artifact = path("artifact");
      const digest = `sha256:${hash("sha256", folder.read(`${String(each["dir"])}/${String(each["artifact"])}`), "hex")}`;
      for (const subject of [artifact, digest]) {
        const ended = spawnSync(
          process.execPath,
          [CLIENT, "verify-bundle", "--bundle", path("bundle"), ...whose, ...root, subject],
          { encoding: "utf8" },
        );
        assert.equal(
          ended.status,
          each.expect === "accept" ? 0 : 1,
          `${each.id} ${subject}: ${ended.stderr}`,
        );
        if (ended.status === 1)
          assert.match(ended.stderr, each.id === "managed-key-wrong-key_fail" ? /^input: / : /^TW-/, each.id);
        asked += 1;
      }
    }
    tellFigures("Sigstore conformance client", { asked });
  },
);
