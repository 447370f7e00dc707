import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FALLBACK_MESSAGE, managedMessage } from "./managed.ts";

const DEBIAN = `[externally-managed]
Error=To install Python packages system-wide, try apt install
 python3-xyz.

 If you wish otherwise, create a virtual environment.
`;
const LANGUAGES = "[externally-managed]\nError = plain\nError-de = deutsch\nError-de_AT: aus Wien\n";

const table: readonly (readonly [string, string, string | undefined, string])[] = [
  [
    "joins continuation lines and keeps empty ones",
    DEBIAN,
    undefined,
    "To install Python packages system-wide, try apt install\npython3-xyz.\n\nIf you wish otherwise, create a virtual environment.",
  ],
  ["takes the whole locale first", LANGUAGES, "de_AT.UTF-8", "aus Wien"],
  ["takes the language next", LANGUAGES, "de_DE@euro", "deutsch"],
  ["takes the plain message for another language", LANGUAGES, "fr_FR.UTF-8", "plain"],
  ["takes the plain message in the C locale", LANGUAGES, "C.UTF-8", "plain"],
  ["takes the plain message without a locale", LANGUAGES, undefined, "plain"],
  ["knows option names in any letter case", "[externally-managed]\nERROR = x\n", undefined, "x"],
  ["interpolates nothing", "[externally-managed]\nError = 100%(x)s %% done\n", undefined, "100%(x)s %% done"],
  ["ignores comments", "# c\n[externally-managed]\n; c\nError = x\n", undefined, "x"],
  ["has words of its own for an empty file", "", undefined, FALLBACK_MESSAGE],
  ["has words of its own without the section", "[other]\nError = x\n", undefined, FALLBACK_MESSAGE],
  [
    "has words of its own without the option",
    "[externally-managed]\nWarning = x\n",
    undefined,
    FALLBACK_MESSAGE,
  ],
  [
    "has words of its own for an empty option",
    "[externally-managed]\nError =\n",
    undefined,
    FALLBACK_MESSAGE,
  ],
  [
    "has words of its own when an option is said twice",
    "[externally-managed]\nError=a\nerror=b\n",
    undefined,
    FALLBACK_MESSAGE,
  ],
  ["has words of its own for what is no INI", "<html>", undefined, FALLBACK_MESSAGE],
  [
    "lets no escape sequence through",
    "[externally-managed]\nError = a\u001b[2Jb\u009bc\n",
    undefined,
    "a [2Jb c",
  ],
];
for (const [sentence, text, locale, expected] of table) {
  test(`EXTERNALLY-MANAGED: ${sentence}`, () => assert.equal(managedMessage(text, locale), expected));
}

test("EXTERNALLY-MANAGED: whatever stands in it, there is a message without control characters", () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom("[externally-managed]", "Error = x", " more", "Error-de: y", ""),
  );
  fc.assert(
    fc.property(fc.array(line), fc.option(fc.string(), { nil: undefined }), (lines, locale) => {
      const message = managedMessage(lines.join("\n"), locale);
      assert.ok(message.trim() !== "");
      assert.doesNotMatch(message, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
    }),
  );
});
