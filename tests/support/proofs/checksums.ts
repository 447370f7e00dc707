/** Signed lists of checksums, made by the test. */
import { sha256 } from "../../../src/base/digest.ts";
import { type Bench, bytesOf, FILENAME, HONEST } from "./bench.ts";
import { minisignBench } from "./minisign.ts";

const OTHER = "0".repeat(64);
const good = sha256(HONEST);

function list(bytes: Uint8Array, filename: string): string {
  return `${OTHER}  other.txt\n${sha256(bytes)}  ${filename}\n`;
}

const STATEMENT = {
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: FILENAME, digest: { sha256: good } }],
  predicateType: "https://index.example/release/v1",
  predicate: {},
};

/** The statement of the bench's file, with some fields replaced; undefined leaves one out. */
function statement(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...STATEMENT, ...fields });
}

/** Rightly signed forms that say the same. */
export const sameLists: readonly (readonly [sentence: string, text: string])[] = [
  ["GNU's list", list(HONEST, FILENAME)],
  ["GNU's list with the mark for binary files", `${good} *${FILENAME}\n`],
  ["a list without its last line feed", `${good}  ${FILENAME}`],
  ["BSD's list", `SHA256 (${FILENAME}) = ${good}\nSHA256 (other (1).txt) = ${OTHER}\n`],
  ["a list with another file whose name holds a line feed", `${good}  ${FILENAME}\n\\${OTHER}  a\\nb\n`],
  ["an in-toto statement", statement()],
];

const MALFORMED = /^TW-SUMS-MALFORMED$/;
const TWICE = /^TW-SUMS-DUPLICATE$/;
const NOT_NAMED = /^absent$/;
const STATEMENT_MALFORMED = /^TW-STATEMENT-MALFORMED$/;

function mutations(): readonly (readonly [string, Uint8Array, RegExp])[] {
  const line = `${good}  ${FILENAME}\n`;
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["another digest in its line", `${OTHER}  ${FILENAME}\n`, /^TW-PROOF-OTHER-BYTES$/],
    ["an empty list", "", MALFORMED],
    ["an empty line", `${line}\n`, MALFORMED],
    ["a digest without a name", `${good}\n`, MALFORMED],
    ["a name without a digest", `  ${FILENAME}\n`, MALFORMED],
    ["a digest cut short", `${good.slice(1)}  ${FILENAME}\n`, MALFORMED],
    ["a digest in capitals", `${good.toUpperCase()}  ${FILENAME}\n`, MALFORMED],
    ["MD5", `${"0".repeat(32)}  ${FILENAME}\n`, MALFORMED],
    ["SHA-1", `SHA1 (${FILENAME}) = ${"0".repeat(40)}\n`, MALFORMED],
    ["a digest of another length than its name says", `SHA512 (${FILENAME}) = ${good}\n`, MALFORMED],
    ["one blank", `${good} ${FILENAME}\n`, MALFORMED],
    ["a tab", `${good}\t${FILENAME}\n`, MALFORMED],
    ["the line twice", line + line, TWICE],
    ["the name with two digests", `${OTHER}  ${FILENAME}\n${line}`, TWICE],
    ["the name in other letters too", `${line}${OTHER}  ${FILENAME.toUpperCase()}\n`, TWICE],
    ["the name behind ./", `${good}  ./${FILENAME}\n`, NOT_NAMED],
    ["the name in a directory", `${good}  dist/${FILENAME}\n`, NOT_NAMED],
    ["the name by a way round", `${good}  ../dist/${FILENAME}\n`, NOT_NAMED],
    ["the name with a blank behind it", `${good}  ${FILENAME} \n`, NOT_NAMED],
    ["the name with a blank before it", `${good}   ${FILENAME}\n`, NOT_NAMED],
    ["the name in other letters", `${good}  ${FILENAME.toUpperCase()}\n`, NOT_NAMED],
    ["the name with an invisible character", `${good}  ${FILENAME}\u200b\n`, MALFORMED],
    ["CR LF line ends", line.replace("\n", "\r\n"), MALFORMED],
    ["an escape without its mark", `${good}  ${FILENAME}\\\n`, NOT_NAMED],
    ["an escape that means nothing", `\\${good}  ${FILENAME}\\t\n`, MALFORMED],
    ["a comment", `# checksums\n${line}`, MALFORMED],
    ["a byte order mark", `\ufeff${line}`, MALFORMED],
    ["a statement without its type", statement({ _type: undefined }), STATEMENT_MALFORMED],
    [
      "a statement of version 0.1",
      statement({ _type: "https://in-toto.io/Statement/v0.1" }),
      STATEMENT_MALFORMED,
    ],
    ["a statement without a predicate's type", statement({ predicateType: undefined }), STATEMENT_MALFORMED],
    ["a statement whose predicate's type is a number", statement({ predicateType: 1 }), STATEMENT_MALFORMED],
    ["a statement without subjects", statement({ subject: [] }), STATEMENT_MALFORMED],
    ["a statement whose subject is an object", statement({ subject: {} }), STATEMENT_MALFORMED],
    ["a subject without a name", statement({ subject: [{ digest: { sha256: good } }] }), STATEMENT_MALFORMED],
    ["a subject without a digest", statement({ subject: [{ name: FILENAME }] }), STATEMENT_MALFORMED],
    [
      "a subject with MD5 alone",
      statement({ subject: [{ name: FILENAME, digest: { md5: "0" } }] }),
      STATEMENT_MALFORMED,
    ],
    [
      "a subject whose digest is a list",
      statement({ subject: [{ name: FILENAME, digest: [good] }] }),
      STATEMENT_MALFORMED,
    ],
    [
      "a subject in capitals",
      statement({ subject: [{ name: FILENAME, digest: { sha256: good.toUpperCase() } }] }),
      STATEMENT_MALFORMED,
    ],
    ["a subject twice", statement({ subject: [...STATEMENT.subject, ...STATEMENT.subject] }), TWICE],
    [
      "a subject with another digest",
      statement({ subject: [{ name: FILENAME, digest: { sha256: OTHER } }] }),
      /^TW-PROOF-OTHER-BYTES$/,
    ],
    [
      "a key twice",
      statement().replace("{", '{"_type":"https://in-toto.io/Statement/v1",'),
      STATEMENT_MALFORMED,
    ],
  ];
  return cases.map(([sentence, text, code]) => [sentence, bytesOf(text), code]);
}

/** The list is signed by minisign as it is offered, whatever is in it: what is spoilt is the list, and its signer signs that. */
const asOffered = new Set<string>();

/** Lists on the bench. A list is signed when it was made by `sign` or `mutations`, and not when a test spoilt it later. */
export const checksumsBench: Bench = {
  kind: "checksums",
  sign: (bytes, filename = FILENAME) => remembered(bytesOf(list(bytes, filename))),
  signer: minisignBench.signer,
  stranger: minisignBench.stranger,
  mutations: () => mutations().map(([sentence, document, code]) => [sentence, remembered(document), code]),
  unsigned: () => new Set(),
  signatures: (document) => {
    const isOurs = asOffered.has(sha256(document));
    const bytes = minisignBench.sign(isOurs ? document : Buffer.from("what was signed"), `${FILENAME}.proof`);
    return [{ kind: "minisign", path: "/there/SHA256SUMS.minisig", bytes, signatures: [] }];
  },
};

/** Has `document` signed by the bench's signer when it is offered. */
export function remembered(document: Uint8Array): Uint8Array {
  asOffered.add(sha256(document));
  return document;
}
