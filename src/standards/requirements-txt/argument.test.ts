/** Requirements as they stand on the command line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../base/fault.ts";
import { formatSpecifiers } from "../pep440-version/specifiers.ts";
import { formatMarker } from "../pep508-requirement/marker.ts";
import { parseRequirementArgument } from "./argument.ts";
import { sourceText } from "./same-source.ts";

const SHA256 = "0123456789abcdef".repeat(4);
const WHEEL = "flask-1.0-py3-none-any.whl";

/** `name[extras]specifiers ; marker <- kind place`. */
function summary(text: string): string {
  const { name, extras, specifiers, marker, source } = parseRequirementArgument(text);
  const condition = marker === undefined ? "" : ` ; ${formatMarker(marker)}`;
  const bracket = extras.length === 0 ? "" : `[${extras.join(",")}]`;
  return `${name ?? "?"}${bracket}${formatSpecifiers(specifiers)}${condition} <- ${source.kind} ${sourceText(source)}`;
}

for (const [sentence, text, understood] of [
  ["a name", "Flask", "flask <- index an index"],
  [
    "everything about a name",
    "Flask[Async,dot_Env] >=2,<3 ; python_version > '3'",
    'flask[async,dot-env]<3,>=2 ; python_version > "3" <- index an index',
  ],
  ["a wheel by path", `./dist/${WHEEL}`, `flask==1.0 <- file ./dist/${WHEEL}`],
  ["a wheel in the current directory", WHEEL, `flask==1.0 <- file ${WHEEL}`],
  ["a wheel by path with extras", `dist/${WHEEL}[async]`, `flask[async]==1.0 <- file dist/${WHEEL}`],
  ["a source archive by path", "./flask-1.0.tar.gz", "? <- file ./flask-1.0.tar.gz"],
  ["a directory", ".", "? <- directory ."],
  ["a directory with extras", ".[dev]", "?[dev] <- directory ."],
  ["a named file URL", `flask @ file:///srv/${WHEEL}#sha256=${SHA256}`, `flask==1.0 <- file /srv/${WHEEL}`],
  ["a relative file URL", `flask @ file:dist/${WHEEL}`, `flask==1.0 <- file dist/${WHEEL}`],
  ["a percent-encoded file URL", "file:///srv/a%20b/x.tar.gz", "? <- file /srv/a b/x.tar.gz"],
  [
    "a wheel by URL",
    `https://files.index.example/${WHEEL}?x=1#sha256=${SHA256}`,
    `flask==1.0 <- url https://files.index.example/${WHEEL}?x=1`,
  ],
  [
    "a URL and a marker behind a space",
    `https://files.index.example/${WHEEL}; sys_platform == 'linux'`,
    `flask==1.0 ; sys_platform == "linux" <- url https://files.index.example/${WHEEL}`,
  ],
  [
    "a checkout",
    "flask @ git+https://git.index.example/flask.git@v1#subdirectory=a/b",
    "flask <- vcs git+https://git.index.example/flask.git@v1",
  ],
  [
    "a checkout over ssh, whose user is part of the address",
    "git+ssh://git@git.index.example/flask.git",
    "? <- vcs git+ssh://git@git.index.example/flask.git",
  ],
] as const) {
  test(`reads ${sentence}`, () => assert.equal(summary(text), understood));
}

test("a fragment tells digest and subdirectory; #egg= names nothing", () => {
  const text = `https://files.index.example/a-1.tar.gz#egg=b&subdirectory=x/y&sha256=${SHA256.toUpperCase()}`;
  const { name, hashes, source, notes } = parseRequirementArgument(text);
  assert.equal(name, undefined);
  assert.deepEqual(hashes, [{ algorithm: "sha256", digest: SHA256 }]);
  assert.equal(source.kind === "url" && source.subdirectory, "x/y");
  assert.deepEqual(notes, ["`#egg=` is passed over; write `name @ URL` to name the project"]);
});

test("credentials are handed over apart and are in no text", () => {
  const requirement = parseRequirementArgument("a @ https://user:p%40ss@files.index.example/a-1.tar.gz");
  const { source } = requirement;
  assert.deepEqual(source.kind === "url" && source.credentials, { user: "user", password: "p@ss" });
  const shown = JSON.stringify({ ...requirement, source: { ...source, credentials: undefined } });
  assert.doesNotMatch(shown, /p%40ss|p@ss/);
});

for (const [sentence, text, code, words] of [
  ["nothing", "", "TW-REQUIREMENT-INVALID", /name is expected/],
  ["a single equals sign, with a hint", "flask=1.0", "TW-REQUIREMENT-INVALID", /./],
  ["an md5 digest", `https://files.index.example/${WHEEL}#md5=${"0".repeat(32)}`, "TW-HASH-WEAK", /md5/],
  ["a cut digest", `https://files.index.example/${WHEEL}#sha256=0123`, "TW-HASH-FORM", /64 hex digits/],
  [
    "a wheel of another project",
    `other @ https://files.index.example/${WHEEL}`,
    "TW-REQUIREMENT-SOURCE",
    /asks for other/,
  ],
  ["another scheme", "ftp://files.index.example/a-1.tar.gz", "TW-REQUIREMENT-SOURCE", /only https:/],
  ["an unknown scheme", "s3://bucket/a-1.tar.gz", "TW-REQUIREMENT-SOURCE", /only https:/],
  ["a path without a scheme behind @", `flask @ ./dist/${WHEEL}`, "TW-REQUIREMENT-SOURCE", /only https:/],
  [
    "a URL of no archive",
    "https://files.index.example/project",
    "TW-REQUIREMENT-SOURCE",
    /wheel or source archive/,
  ],
  [
    "a name with an encoded slash",
    "https://files.index.example/a%2Fb.whl",
    "TW-REQUIREMENT-SOURCE",
    /wheel or/,
  ],
  [
    "a name with a slash encoded twice",
    "https://files.index.example/a%252Fb.whl",
    "TW-REQUIREMENT-SOURCE",
    /wheel/,
  ],
  [
    "a backslash in a URL",
    "https://files.index.example\\@other.example/a.whl",
    "TW-REQUIREMENT-SOURCE",
    /backslash/,
  ],
  ["a file URL with a host", `file://dist/${WHEEL}`, "TW-REQUIREMENT-SOURCE", /names a host/],
  [
    "a subdirectory that climbs",
    "https://files.index.example/a.zip#subdirectory=..",
    "TW-REQUIREMENT-SOURCE",
    /inside/,
  ],
  [
    "a digest of a checkout",
    `git+https://git.index.example/a.git#sha256=${SHA256}`,
    "TW-REQUIREMENT-SOURCE",
    /commit/,
  ],
  [
    "a revision that is an option",
    "git+https://git.index.example/a.git@--upload-pack=x",
    "TW-REQUIREMENT-SOURCE",
    /revision/,
  ],
  ["an environment marker that is none", "flask; os_nam == 'x'", "TW-MARKER-INVALID", /marker/],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseRequirementArgument(text),
      (thrown) => thrown instanceof Fault && thrown.code === code && words.test(thrown.message),
    );
  });
}

test("no refusal repeats a password", () => {
  for (const text of [
    "https://user:hunter2@files.index.example/no-archive",
    "a @ https://user:hunter2@files.index.example/a.whl ; nonsense",
    "a @ ftp://user:hunter2@files.index.example/a.whl",
    "https://user:hun%ter2@files.index.example/a.zip",
  ])
    assert.throws(
      () => parseRequirementArgument(text),
      (thrown) => thrown instanceof Fault && !/hun/.test(thrown.message + (thrown.hint ?? "")),
    );
});

test("any text is read or refused, never anything else", () => {
  const part = fc.constantFrom(
    "a",
    "[",
    "]",
    "@",
    " ",
    ";",
    "#",
    "/",
    "\\",
    ":",
    "git+",
    "file:",
    "https://",
    ".whl",
    "==1",
    "&",
    "%2F",
    "egg=",
    "sha256=",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(part, { maxLength: 12 }).map((parts) => parts.join("")),
        fc.string(),
      ),
      (text) => {
        try {
          parseRequirementArgument(text);
        } catch (thrown) {
          assert.ok(thrown instanceof Fault);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
