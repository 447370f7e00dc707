/** Environments of a series, what is let in, what an index contradicts, who published. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../base/digest.ts";
import { codeOf } from "../../base/fault.ts";
import type { Offer } from "../../model/need.ts";
import { type Admission, admit } from "./candidates.ts";
import { contradictions, samePythons } from "./claims.ts";
import { environmentsOf, versionsOf } from "./environments.ts";
import { readPublishers } from "./provenance.ts";

test("an open series stands for every Python from there to the newest that is out, a closed one for one", () => {
  assert.deepEqual(versionsOf("3.9"), [[3, 9]]);
  assert.deepEqual(
    versionsOf("3.10+").map(([, minor]) => minor),
    [10, 11, 12, 13, 14, 15],
  );
  assert.deepEqual(versionsOf("3.20+"), [[3, 20]]);
});

test("what is no series is said to be none", () => {
  for (const text of ["3", "3.10 +", "4.0", "3.010", "", "3.9+ ", "cpython3.9"])
    assert.throws(
      () => versionsOf(text),
      (thrown) => codeOf(thrown) === "TW-USAGE",
      text,
    );
});

test("Python 2 names the kernel as Python 2 does", () => {
  assert.ok(environmentsOf("2.7").some(({ markers }) => markers["sys_platform"] === "linux2"));
  assert.ok(environmentsOf("3.6").every(({ markers }) => markers["sys_platform"] !== "linux2"));
});

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-25T00:00:00Z");
const open: Admission = {
  uploadedBefore: undefined,
  cooledBefore: undefined,
  cooldown: 0,
  pinned: new Map(),
};
const cooled: Admission = { ...open, cooledBefore: NOW - 7 * DAY, cooldown: 7 };

function offer(filename: string, more: Partial<Offer> = {}): Offer {
  const url = `https://index.example/files/${filename}`;
  return { filename, url, told: new Map([["sha256", sha256(filename)]]), from: "index", ...more };
}

const pinnedFile = {
  name: "pip",
  version: "2.0",
  filename: "pip-2.0-py3-none-any.whl",
  size: 1,
  sha256: sha256("pip-2.0-py3-none-any.whl"),
};
const rows: readonly (readonly [string, string, Partial<Offer>, Admission, string])[] = [
  ["a wheel for any machine is let in", "pip-2.0-py3-none-any.whl", {}, open, "in"],
  ["one for both majors too", "pip-2.0-py2.py3-none-any.whl", {}, open, "in"],
  ["one of Python 2 is not", "pip-2.0-py2-none-any.whl", {}, open, "unfit"],
  ["one for a machine is not", "pip-2.0-cp39-cp39-manylinux1_x86_64.whl", {}, open, "unfit"],
  ["a source archive is not", "pip-2.0.tar.gz", {}, open, "unfit"],
  ["one of another project is not", "pip_tools-2.0-py3-none-any.whl", {}, open, "unfit"],
  ["one for newer Pythons is not", "pip-2.0-py3-none-any.whl", { requiresPython: ">=3.10" }, open, "unfit"],
  [
    "an unreadable claim leaves nothing out",
    "pip-2.0-py3-none-any.whl",
    { requiresPython: ">=x" },
    open,
    "in",
  ],
  [
    "no digest, no entry",
    "pip-2.0-py3-none-any.whl",
    { told: new Map() },
    open,
    "the index tells no SHA-256 of it",
  ],
  [
    "MD5 is no digest",
    "pip-2.0-py3-none-any.whl",
    { told: new Map([["md5", "0".repeat(32)]]) },
    open,
    "the index tells no SHA-256 of it",
  ],
  ["yanked is out", "pip-2.0-py3-none-any.whl", { yanked: "" }, open, "its publisher yanked it"],
  [
    "with the reason",
    "pip-2.0-py3-none-any.whl",
    { yanked: "bad\u001b[2J" },
    open,
    'its publisher yanked it: "bad\\u001b[2J"',
  ],
  ["old enough is in", "pip-2.0-py3-none-any.whl", { uploadTime: "2026-11-17T23:59:59Z" }, cooled, "in"],
  [
    "too new is out",
    "pip-2.0-py3-none-any.whl",
    { uploadTime: "2026-11-18T00:00:00Z" },
    cooled,
    "it was uploaded 2026-11-18T00:00:00Z, within the cooldown of 7 days",
  ],
  [
    "of unknown age is out",
    "pip-2.0-py3-none-any.whl",
    {},
    cooled,
    "the index tells no upload time, so its age is unknown",
  ],
  [
    "pinned before needs no cooldown",
    "pip-2.0-py3-none-any.whl",
    {},
    { ...cooled, pinned: new Map([[pinnedFile.filename, pinnedFile]]) },
    "in",
  ],
  [
    "pinned before with another digest does",
    "pip-2.0-py3-none-any.whl",
    { uploadTime: "2026-11-20T00:00:00Z" },
    { ...cooled, pinned: new Map([[pinnedFile.filename, { ...pinnedFile, sha256: sha256("other") }]]) },
    "it was uploaded 2026-11-20T00:00:00Z, within the cooldown of 7 days",
  ],
  [
    "a date that was named holds for what was pinned too",
    "pip-2.0-py3-none-any.whl",
    { uploadTime: "2026-11-20T00:00:00+01:00" },
    { ...open, uploadedBefore: NOW - 9 * DAY, pinned: new Map([[pinnedFile.filename, pinnedFile]]) },
    "it was uploaded 2026-11-19T23:00:00Z, not before 2026-11-16T00:00:00Z",
  ],
];
for (const [sentence, filename, more, admission, expected] of rows)
  test(`of what is offered, ${sentence}`, () => {
    const { candidates, left } = admit("pip", [offer(filename, more)], environmentsOf("3.9"), admission);
    const answer = candidates.length > 0 ? "in" : (left[0]?.because ?? "unfit");
    assert.equal(answer, expected);
  });

test("of several wheels of one version the highest build is taken, whatever the order of the page", () => {
  const names = ["pip-2.0-py3-none-any.whl", "pip-2.0-9-py3-none-any.whl", "pip-2.0-10-py3-none-any.whl"];
  for (const all of [names, names.toReversed()]) {
    const { candidates } = admit(
      "pip",
      all.map((name) => offer(name)),
      environmentsOf("3.9"),
      open,
    );
    assert.deepEqual(
      candidates.map((each) => each.offer.filename),
      ["pip-2.0-10-py3-none-any.whl"],
    );
  }
});

const metadata = Buffer.from("Name: pip\n");
test("a sidecar is believed by nobody: neither its digest nor its bytes may differ", () => {
  const own = { metadata, requiresPython: ">=3.9" };
  const honest = offer("pip-2.0-py3-none-any.whl", { coreMetadata: new Map([["sha256", sha256(metadata)]]) });
  assert.deepEqual(contradictions(honest, own, metadata), []);
  const lying = { ...honest, coreMetadata: new Map([["sha256", sha256("x") as string]]) };
  for (const found of [contradictions(lying, own), contradictions(honest, own, Buffer.from("x"))])
    assert.deepEqual(
      found.map(({ code }) => code),
      ["TW-MANIFEST-SIDECAR"],
    );
});

test("Pythons told in another order are the same, told otherwise they are not", () => {
  assert.equal(samePythons(">=3.8, !=3.9.0", "!=3.9.0,>=3.8"), true);
  assert.equal(samePythons(undefined, ""), true);
  assert.equal(samePythons(">=3.8", ">=3.9"), false);
  assert.equal(samePythons(">=3.8", undefined), false);
  const told = offer("pip-2.0-py3-none-any.whl", { requiresPython: ">=3" });
  assert.deepEqual(
    contradictions(told, { metadata, requiresPython: ">=3.9" }).map(({ because }) => because),
    ['the index says that pip-2.0-py3-none-any.whl is for Python ">=3", its METADATA says ">=3.9"'],
  );
});

const provenances: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  [
    "a publisher is told in words",
    '{"version":1,"attestation_bundles":[{"publisher":{"kind":"GitHub","repository":"pypa/pip","workflow":"release.yml","environment":""},"attestations":[]}]}',
    ["GitHub pypa/pip release.yml"],
  ],
  [
    "one that would act on a terminal is quoted",
    '{"version":1,"attestation_bundles":[{"publisher":{"kind":"X\\u001b[2J"},"attestations":[]}]}',
    ['"X\\u001b[2J"'],
  ],
  ["no bundle is no publisher", '{"version":1,"attestation_bundles":[]}', undefined],
  [
    "another version is not read",
    '{"version":2,"attestation_bundles":[{"publisher":{"kind":"X"}}]}',
    undefined,
  ],
  ["a key that is there twice is not read", '{"version":1,"version":1,"attestation_bundles":[]}', undefined],
  ["what is no JSON is not read", "<html>", undefined],
];
for (const [sentence, body, expected] of provenances)
  test(`of provenance, ${sentence}`, () => assert.deepEqual(readPublishers(Buffer.from(body)), expected));

test("provenance that is not UTF-8 is not read", () => {
  assert.equal(readPublishers(Uint8Array.of(0x7b, 0xff, 0x7d)), undefined);
});
