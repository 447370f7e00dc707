/** Licence expressions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../base/fault.ts";
import { normalizeLicense } from "./expression.ts";

for (const [sentence, text, normal] of [
  ["identifiers get SPDX's spelling", "mit", "MIT"],
  [
    "operators become capitals",
    "mit and ( apache-2.0 Or bsd-2-clause )",
    "MIT AND (Apache-2.0 OR BSD-2-Clause)",
  ],
  [
    "an exception stands behind WITH",
    "gpl-2.0-or-later with classpath-exception-2.0",
    "GPL-2.0-or-later WITH Classpath-exception-2.0",
  ],
  ["a plus means or later", "gpl-2.0+", "GPL-2.0+"],
  ["a reference keeps its spelling", "licenseref-My.Own", "LicenseRef-My.Own"],
] as const) {
  test(sentence, () => assert.equal(normalizeLicense(text), normal));
}

for (const [sentence, text] of [
  ["nothing", ""],
  ["blanks", " "],
  ["an unknown licence", "Mine"],
  ["two licences without an operator", "MIT MIT"],
  ["an operator at the end", "MIT OR"],
  ["an operator at the beginning", "AND MIT"],
  ["an open parenthesis", "(MIT"],
  ["a closing one alone", "MIT)"],
  ["empty parentheses", "()"],
  ["an exception of an expression", "(MIT) WITH LLVM-exception"],
  ["two exceptions", "MIT WITH LLVM-exception WITH LLVM-exception"],
  ["an exception that is a licence", "MIT WITH MIT"],
  ["a licence that is an exception", "LLVM-exception"],
  ["a reference with an underscore", "LicenseRef-a_b"],
  ["a reference or later", "LicenseRef-a+"],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => normalizeLicense(text),
      (thrown) => codeOf(thrown) === "TW-LICENSE-EXPRESSION",
    );
  });
}
