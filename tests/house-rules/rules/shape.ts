/** The shape of a file: how long, what it says of itself and of what it exports. */
import { floors, longestFile, promisesNobodyCanKeep } from "../../../house-rules.ts";
import { isTest, type Rule } from "../tree.ts";

/** No file of code past the longest allowed. */
export const length: Rule = (tree) =>
  tree
    .paths("")
    .filter((file) => /\.(?:ts|cjs|py)$/.test(file) && !file.startsWith("vectors/"))
    .flatMap((file) => {
      const lines = (tree.text(file) ?? "").trimEnd().split("\n").length;
      return lines > longestFile
        ? [{ file, line: 0, message: `${lines} lines; at most ${longestFile}` }]
        : [];
    });

/** Each file of `src/` opens with a comment that says what it is. */
export const opening: Rule = (tree) =>
  tree
    .code("src/")
    .filter((file) => !/^(?:#![^\n]*\n)?\s*\/\*\*/.test(tree.text(file) ?? ""))
    .map((file) => ({ file, line: 1, message: "does not open with a comment that says what it is" }));

/** Each export has a documentation comment right before it. */
export const documented: Rule = (tree) =>
  tree
    .paths("")
    .filter((file) => file.endsWith(".ts") && !isTest(file))
    .flatMap((file) =>
      tree
        .source(file)
        .exports.filter((item, at, all) => !item.documented && all[at - 1]?.name !== item.name)
        .map(({ name, line }) => ({
          file,
          line,
          message: `the export ${name} has no documentation comment`,
        })),
    );

/** No string of the program makes a promise that nothing proves. */
export const promises: Rule = (tree) =>
  tree.code("src/").flatMap((file) =>
    tree
      .source(file)
      .tokens.filter((token) => token.kind === "string" || token.kind === "template")
      .filter((token) => promisesNobodyCanKeep.test(token.text))
      .map(({ line, text }) => ({
        file,
        line,
        message: `says a word that nothing proves: ${JSON.stringify(text)}`,
      })),
  );

/** Each floor of the drawing that holds files is in the picture of ARCHITECTURE.md. */
export const drawing: Rule = (tree) => {
  const picture = tree.text("ARCHITECTURE.md") ?? "";
  const shown = (floor: string) => new RegExp(`\\b${floor.replace(".", "\\.")}/?(?!\\w)`).test(picture);
  return Object.keys(floors)
    .filter((floor) => tree.paths(`src/${floor}`).length > 0 && !shown(floor))
    .map((floor) => ({ file: "ARCHITECTURE.md", line: 0, message: `does not mention src/${floor}` }));
};
