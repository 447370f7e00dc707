/** `debug standards`: the protocol. What each kind answers is held against the oracle in tests/. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "./debug-standards.ts";

for (const [sentence, request, reply] of [
  ["answers with the value itself", { kind: "version.cmp", versions: ["1", "2"] }, -1],
  [
    "keeps numbers of any length as texts",
    { kind: "wheel.filename", text: "a-1-99999999999999999999-py3-none-any.whl" },
    { name: "a", version: "1", build: ["99999999999999999999", ""], tags: ["py3-none-any"] },
  ],
  [
    "takes null for no interpreter",
    { kind: "tags.compatible", python: [3], interpreter: null, platforms: [] },
    ["py3-none-any"],
  ],
] as const) {
  test(sentence, () => assert.deepEqual(JSON.parse(answer(JSON.stringify(request))), reply));
}

for (const [sentence, line, code] of [
  ["a refusal names its code", '{"kind":"version.parse","text":"x"}', "TW-VERSION-INVALID"],
  ["a line that is no JSON", "{", "TW-JSON-MALFORMED"],
  ["a line that is no object", "[]", "TW-DEBUG-REQUEST"],
  ["an unknown kind", '{"kind":"x"}', "TW-DEBUG-REQUEST"],
  ["a field of another type", '{"kind":"version.parse","text":1}', "TW-DEBUG-REQUEST"],
  ["a number nobody can list", '{"kind":"tags.android","api":1e9,"abi":"x"}', "TW-DEBUG-REQUEST"],
] as const) {
  test(`answers an error: ${sentence}`, () => {
    const reply = JSON.parse(answer(line)) as { error: string };
    assert.ok(reply.error.startsWith(code), reply.error);
  });
}
