/** Dependency specifiers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { codeOf, Fault } from "../../base/fault.ts";
import { formatRequirement, parseRequirement } from "./requirement.ts";

for (const [sentence, text, normal] of [
  ["a name alone", "Foo.Bar", "Foo.Bar"],
  ["clauses in parentheses", "a (>=1, <2)", "a<2,>=1"],
  ["a comma at the end", "a>=1,", "a>=1"],
  ["extras, sorted", "a [z , b]==1", "a[b,z]==1"],
  ["no extras between brackets", "a[]", "a"],
  ["a marker", 'a;os.name=="nt"', 'a; os_name == "nt"'],
  ["an address", "a@ https://h/a.whl", "a @ https://h/a.whl"],
  ["an address and a marker", "a @ file:///x ; extra=='Y_z'", 'a @ file:///x ; extra == "y-z"'],
  ["blanks around it", " \ta \t", "a"],
] as const) {
  test(`reads ${sentence}`, () => {
    assert.equal(formatRequirement(parseRequirement(text)), normal);
    assert.equal(formatRequirement(parseRequirement(normal)), normal);
  });
}

test("gives the parts", () => {
  const { name, normalized, extras, specifiers, url, marker } = parseRequirement("Foo_Bar[x]>=1");
  assert.deepEqual(
    [name, normalized, extras, url, marker],
    ["Foo_Bar", "foo-bar", ["x"], undefined, undefined],
  );
  assert.deepEqual(
    specifiers.clauses.map((clause) => clause.text),
    [">=1"],
  );
});

for (const [sentence, text] of [
  ["nothing", ""],
  ["a name that begins with a dash", "-a"],
  ["a line end", "a\n"],
  ["a space in the name", "a b"],
  ["a clause without an operator", "a 1"],
  ["a parenthesis that stays open", "a (>=1"],
  ["extras without a comma", "a[b c]"],
  ["a bracket that stays open", "a[b"],
  ["an address that a marker touches", "a @ https://h/x os_name=='nt'"],
  ["an address and a version", "a>=1 @ https://h/x"],
  ["a marker that is empty", "a;"],
  ["something behind the marker", "a; os_name=='nt' x"],
  ["more than is read", `a${" ".repeat(50_000)}`],
] as const) {
  test(`refuses ${sentence}`, () => {
    assert.throws(
      () => parseRequirement(text),
      (thrown) => codeOf(thrown) === "TW-REQUIREMENT-INVALID",
    );
  });
}

test("throws nothing but Faults", () => {
  const piece = fc.constantFrom(
    "a",
    "[b]",
    ">=1",
    ",",
    " ",
    ";",
    "os_name",
    "==",
    "'x'",
    "@",
    "(",
    ")",
    "and",
    "\u00a0",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        const requirement = parseRequirement(pieces.join(""));
        assert.equal(
          formatRequirement(parseRequirement(formatRequirement(requirement))),
          formatRequirement(requirement),
        );
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
      }
    }),
  );
});
