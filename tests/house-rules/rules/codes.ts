/** Each code that is used is registered once, and each one registered is used. */
import { codesFolder } from "../../../house-rules.ts";
import { isMark, isWord } from "../reader.ts";
import type { Found, Rule, Tree } from "../tree.ts";

const CODE = /^TW-[A-Z0-9]+(?:-[A-Z0-9]+)*$/;

/** Codes of the program against the registry; a code put together at run time cannot be checked, so none is. */
export const codes: Rule = (tree) => {
  const found: Found[] = [];
  const registered = new Map<string, { readonly file: string; readonly line: number }>();
  for (const { file, line, code } of registeredCodes(tree)) {
    const first = registered.get(code);
    if (first !== undefined)
      found.push({ file, line, message: `${code} is registered twice, first in ${first.file}` });
    else registered.set(code, { file, line });
  }
  const used = new Set<string>();
  for (const file of tree.code("src/").filter((path) => !path.startsWith(codesFolder))) {
    for (const { kind, text, line } of tree.source(file).tokens) {
      if (kind !== "string" && kind !== "template") continue;
      if (CODE.test(text)) used.add(text);
      if (CODE.test(text) && !registered.has(text))
        found.push({ file, line, message: `${text} is not registered` });
      if (kind === "template" && /TW-(?:[A-Z0-9-]*-)?$/.test(text) && file !== "src/base/fault.ts")
        found.push({ file, line, message: "a code is put together at run time" });
    }
  }
  for (const [code, where] of registered) {
    if (!used.has(code)) found.push({ ...where, message: `${code} is registered and never used` });
  }
  return found;
};

/** Each code that a document names is registered; `TW-...` stands for any. */
export const codesInDocuments: Rule = (tree) => {
  const known = new Set(registeredCodes(tree).map(({ code }) => code));
  return tree
    .paths("")
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      (tree.text(file) ?? "")
        .split("\n")
        .flatMap((text, at) =>
          [...text.matchAll(/\bTW-[A-Z0-9]+(?:-[A-Z0-9]+)*(?![-\w])/g)]
            .filter(([code]) => !known.has(code))
            .map(([code]) => ({ file, line: at + 1, message: `${code} is not registered` })),
        ),
    );
};

function registeredCodes(tree: Tree): readonly { file: string; line: number; code: string }[] {
  return tree.code(codesFolder).flatMap((file) => {
    const { tokens } = tree.source(file);
    return tokens
      .filter(
        (token, at) =>
          token.kind === "string" && isMark(tokens[at - 1], ":") && isWord(tokens[at - 2], "code"),
      )
      .map(({ text, line }) => ({ file, line, code: text }));
  });
}
