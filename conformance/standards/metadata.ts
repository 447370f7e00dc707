/** Makes licence expressions and core metadata. Deterministic. */
import { type Draw, odd, sometimesBroken } from "./draw.ts";
import { GOOD_NAMES, NAMES } from "./names.ts";
import { requirement } from "./requirements.ts";
import { setOf, version } from "./versions.ts";

const LICENSES = [
  ...[
    "MIT",
    "mit",
    "Apache-2.0",
    "apache-2.0",
    "GPL-2.0+",
    "GPL-3.0-or-later",
    "LicenseRef-Foo",
    "licenseref-foo",
    "LICENSEREF-A.b",
  ],
  ...[
    "BSD-3-Clause",
    "gpl-2.0",
    "GPL-2.0-with-GCC-exception",
    "Zlib",
    "0BSD",
    "ISC",
    "Python-2.0.1",
    "MIT+",
    "CC0-1.0",
    "MIT-0",
    "blas",
  ],
  ...["LicenseRef-x_y", "Nope", "NotALicense", "Classpath-exception-2.0", "LicenseRef-", "MIT++", "+"],
  ...["LicenseRef-é", "LicenseRef-a+", "DocumentRef-x:LicenseRef-y"],
  ...[
    "and",
    "NONE",
    "None",
    "True",
    "M\u0131T",
    "m\u0130t",
    "licenseref-foo",
    "LicenseRef-FOO",
    "()",
    "lambda",
  ],
];
const EXCEPTIONS = [
  ...[
    "LLVM-exception",
    "classpath-exception-2.0",
    "Bison-exception-2.2",
    "GCC-exception-3.1",
    "389-exception",
  ],
  ...[
    "MIT",
    "LicenseRef-Foo",
    "Nope",
    "(MIT)",
    "LLVM-exception+",
    "with",
    "OpenJDK-assembly-exception-1.0",
    "LLVM-EXCEPTION WITH LLVM-exception",
  ],
];

/** A licence expression. */
export function license(draw: Draw, depth = 0): string {
  const withException = (): string =>
    draw.well(LICENSES, 20) +
    draw.maybe(20, () => draw.of([" WITH ", " with ", " With ", "  with\t"]) + draw.well(EXCEPTIONS, 5));
  const sp = (): string => draw.of(["", "", " ", "\n"]);
  const term = (): string =>
    depth < 4 && draw.chance(25)
      ? `(${sp()}${license(draw, depth + 1)}${sp()}${draw.well([")", ")", ")", ""], 3)}`
      : withException();
  const joint = (): string =>
    draw.of([" AND ", " or ", " OR ", " and ", "\tAND\n", " And ", "\u00a0OR\u2003", " XOR ", " ", "AND "]);
  return [
    term(),
    ...draw.list(
      2,
      () =>
        `${draw.calm || draw.chance(90) ? draw.of([" AND ", " or ", " OR ", " and "]) : joint()}${term()}`,
    ),
  ].join("");
}

const VERSIONS = [
  "1.0",
  "1.1",
  "1.2",
  "2.1",
  "2.1",
  "2.2",
  "2.2",
  "2.3",
  "2.3",
  "2.3",
  "2.4",
  "2.4",
  "2.4",
  "2.4",
  "2.5",
  "2.5",
  "2.6",
];
const BAD_VERSIONS = ["2.0", "3.0", "2.7", "x", "9.9", "", "02.1", "2.1 ", "2", "2.10", "1.00"];

/** Core metadata. */
export function metadata(draw: Draw): string {
  const header = (name: string): string =>
    draw.calm || draw.chance(88)
      ? name
      : draw.of([
          name.toLowerCase(),
          name.toUpperCase(),
          `${name} `,
          ` ${name}`,
          `${name}\u00e9`,
          name.replace("-", "_"),
          "",
        ]);
  const colon = (): string =>
    draw.of([": ", ": ", ": ", ":", ":  ", ":\t", " : "].slice(0, draw.calm || draw.chance(95) ? 6 : 7));
  const fields = [
    header("Metadata-Version") + colon() + draw.of(draw.calm || draw.chance(88) ? VERSIONS : BAD_VERSIONS),
    draw.calm || draw.chance(95) ? header("Name") + colon() + draw.well(NAMES, GOOD_NAMES) : "",
    draw.calm || draw.chance(95) ? header("Version") + colon() + version(draw) : "",
    ...draw.list(3, () => field(draw)),
  ].filter((line) => line !== "");
  if (draw.chance(20)) fields.push(fields.shift() ?? "");
  if (!draw.calm && draw.chance(4)) fields.push(draw.of(fields));
  const end = draw.of(
    ["\n", "\n", "\n", "\n", "\r\n", "\r", "\n\r", "\x0b", "\u2028"].slice(
      0,
      draw.calm || draw.chance(93) ? 6 : 9,
    ),
  );
  const lines =
    draw.calm || draw.chance(95)
      ? fields.join(end)
      : fields.map((line) => line + draw.of(["\n", "\r\n", "\r", "\n "])).join("");
  const body = draw.maybe(
    40,
    () =>
      end +
      draw.of(["Body: text", "# Title", "", " ", "\n\n", "--b\nX: y\n\n--b--", "é\n中"]) +
      draw.maybe(50, () => end),
  );
  return (
    draw.maybe(draw.calm ? 0 : 2, () => draw.of(["\ufeff", "\n", " ", "From x\n", "\0"])) +
    lines +
    draw.maybe(95, () => end) +
    body
  );
}

function field(draw: Draw): string {
  const [name, value] = draw.chance(60) ? draw.of(COMMON) : draw.well(FIELDS, FIELDS.length - BAD_FIELDS);
  const text = sometimesBroken(draw, value(draw), 5);
  const folded = draw.chance(5)
    ? text.replace(/[, ]/, (at) => `${at}\n${draw.of([" ", "\t", "        ", "       |"])}`)
    : text;
  return `${draw.calm || draw.chance(94) ? name : draw.of([name.toLowerCase(), name.toUpperCase()])}${draw.of([": ", ": ", ":", ":\t"])}${folded}`;
}

/** One of `values`; the good ones come first, then `BAD`. */
const oneOf =
  (...values: readonly (string | symbol)[]) =>
  (draw: Draw): string => {
    const good = values.indexOf(BAD);
    const texts = values.filter((value) => typeof value === "string");
    return good < 0 ? draw.of(texts) : draw.well(texts, good);
  };
const BAD = Symbol("bad");

const COMMON: readonly (readonly [string, (draw: Draw) => string])[] = [
  ["Requires-Dist", requirement],
  ["Requires-Python", (draw) => setOf(draw)],
  ["Provides-Extra", (draw) => draw.well(NAMES, GOOD_NAMES)],
  ["License-Expression", (draw) => license(draw)],
  [
    "Dynamic",
    oneOf(
      "Requires-Dist",
      "requires-dist",
      "license",
      "dynamic",
      "License-File",
      "Import-Name",
      BAD,
      "Version",
      "nope",
      "Name",
      "metadata-version",
      "",
    ),
  ],
];

const FIELDS: readonly (readonly [string, (draw: Draw) => string])[] = [
  [
    "License-File",
    oneOf(
      "LICENSE",
      "a/b",
      "licenses/é",
      "c:\\x",
      "C:/x",
      "a?b",
      "CON",
      BAD,
      "../x",
      "/x",
      "a\\b",
      "C:x",
      "a//b",
      "./a",
      "a/",
      "*.txt",
      ".",
      "a..b",
      "",
      "a/../b",
      "C:",
      "//x/y",
      "a/./b",
      "LICENSE ",
      "1:/x",
      "\\\\h\\s",
      "//?/x",
    ),
  ],
  [
    "Import-Name",
    oneOf(
      "foo",
      "foo.bar",
      "foo; private",
      "foo ;private",
      "",
      "föö",
      "_x",
      "match",
      BAD,
      "class",
      "1x",
      "foo;public",
      "foo;  private ",
      "foo.class",
      "foo..bar",
      "foo;",
      "foo; private; private",
      "ſ",
      "foo\u00a0; private",
    ),
  ],
  ["Import-Namespace", oneOf("foo", "a.b ; private", BAD, "", "a-b", "foo; Private", "a.b")],
  [
    "Project-URL",
    oneOf(
      "Home, https://h.example",
      "Home,x",
      "Docs , y",
      "nolabel",
      "",
      ",",
      "home, x",
      `${"x".repeat(40)}, y`,
      "Home",
      "a,b,c",
    ),
  ],
  ["Description-Content-Type", contentType],
  [
    "Summary",
    oneOf(
      "one line",
      "",
      "é",
      "=?utf-8?q?=41?=",
      BAD,
      "two\n lines",
      "next\u2028line",
      "\u0085",
      "a\x0cb",
      "a\x1cb",
      "a\u000bb",
      "x".repeat(600),
    ),
  ],
  ["Keywords", oneOf("a,b", "", ",", "a b")],
  ["Description", oneOf("here\n  and on", "", "x", "|\n        |y")],
  ["Author-Email", oneOf("x@example.org", "Ü <x@example.org>", "", "a, b")],
  ["Author", oneOf("X", "=?utf-8?q?J=C3=B6rg?=", "Jörg", BAD, "\ud800")],
  ["Maintainer", oneOf("X")],
  ["Maintainer-Email", oneOf("x@example.org")],
  ["Platform", oneOf("any", "UNKNOWN", "")],
  ["Supported-Platform", oneOf("x")],
  ["Home-Page", oneOf("", "https://h.example", "not a url")],
  ["Download-URL", oneOf("x")],
  ["Classifier", oneOf("Private :: X", "License :: OSI Approved :: MIT License", "")],
  ["License", oneOf("MIT", "long\n text", "")],
  ["Requires", oneOf("x", "a b")],
  ["Provides", oneOf("x")],
  ["Obsoletes", oneOf("x")],
  ["Requires-External", oneOf("libfoo (>=1)")],
  ["Provides-Dist", oneOf("x", "x (>1)")],
  ["Obsoletes-Dist", oneOf("x")],
  ["X-Unknown", oneOf("1")],
  ["Content-Type", oneOf("text/plain", "multipart/mixed; boundary=b", "message/rfc822")],
  [" continued", oneOf("x")],
  ["From here on", oneOf("x")],
  ["", oneOf("nameless")],
  ["Näme", oneOf("x")],
  ["A b", oneOf("x")],
  ["MIME-Version", oneOf("1.0")],
  ["Private-Version", oneOf("1")],
];

/** How many of them, the last ones, no specification knows. */
const BAD_FIELDS = 9;

function contentType(draw: Draw): string {
  const type = draw.well(
    [
      "text/markdown",
      "text/plain",
      "text/x-rst",
      "Text/Markdown",
      "text/html",
      "text / plain",
      "text",
      "/",
      "",
      "text/markdown;",
      "text/plain/x",
      "markdown",
    ],
    4,
  );
  const parameter = (): string =>
    draw.of(["; ", ";", " ; ", ";\t"]) +
    draw.well(["charset", "variant", "Charset", "VARIANT", "a", "charset*", "variant*"], 5) +
    draw.well(["=", " = ", ""], 2) +
    draw.well(
      [
        "UTF-8",
        "utf-8",
        "GFM",
        "CommonMark",
        '"UTF-8"',
        '"GFM"',
        "latin1",
        "gfm",
        "Foo",
        "",
        "'UTF-8'",
        "utf8",
        "UTF-8''x",
        '"UTF-8',
        odd(draw),
      ],
      6,
    );
  return type + draw.list(2, parameter).join("") + draw.maybe(6, () => draw.of([";", ";;", "; x", " "]));
}
