/** Makes environment markers, environments and dependency specifiers. Deterministic. */
import type { Draw } from "./draw.ts";
import { GOOD_NAMES, NAMES } from "./names.ts";
import { anyVersion, near, setOf } from "./versions.ts";

const VARIABLES = [
  ...[
    "os_name",
    "python_version",
    "sys_platform",
    "python_full_version",
    "platform_system",
    "extra",
    "platform_release",
  ],
  ...["os_name", "python_version", "sys_platform", "python_full_version", "platform_system", "extra"],
  ...[
    "python_version",
    "python_full_version",
    "os_name",
    "os.name",
    "sys_platform",
    "sys.platform",
    "platform_machine",
  ],
  ...["platform.machine", "platform_version", "platform.version", "platform_release", "platform_system"],
  ...["platform_python_implementation", "platform.python_implementation", "python_implementation"],
  ...[
    "implementation_name",
    "implementation_version",
    "extra",
    "extras",
    "dependency_groups",
    "platform.release",
  ],
];
/** The last ones have no value in an environment of the oracle, or no meaning. */
const GOOD_VARIABLES = VARIABLES.length - 3;
const BAD_VARIABLES = [
  "foo",
  "python",
  "osname",
  "os-name",
  "OS_NAME",
  "extrass",
  "platform_",
  "None",
  "1",
  "python_versionx",
];
const VALUES = [
  ...[
    "3.8",
    "3.12.1",
    "3.13.0+",
    "3.9.0rc1",
    "linux",
    "win32",
    "CPython",
    "",
    "posix",
    "Test.Extra",
    "test_extra",
    "10",
  ],
  ...[
    "6.1.0-13-amd64",
    "#1 SMP",
    "3.*",
    ">=3",
    "1.0;x",
    "3.8 3.9",
    "a\\tb",
    "\\x33.8",
    "\\101",
    "\\d",
    " 3.8 ",
    "5.15.0-x86",
  ],
  ...[
    "3.12,3.13",
    "3.8.*",
    "\u00e9",
    "\u0130",
    "\\u00e9",
    "\\U0001F600",
    "\\777",
    "\\0",
    "\\\n",
    "\\\r\n",
    "\\ud800",
    "\\\\",
    "v3.8",
  ],
  ...[
    "1!3.8",
    "test-extra",
    "A_B.c",
    "darwin",
    "Linux",
    "x86_64",
    "3",
    "3.10",
    "2.7",
    "==3.8",
    "3.8,<4",
    "\\8",
    "{}",
    "3.8\\n",
  ],
  ...[
    "\\",
    "it's",
    'say "x"',
    "a\nb",
    "\r",
    "\0",
    "\ud800",
    "\\x4",
    "\\'",
    '\\"',
    "3.8\n",
    "\\N",
    "\\U00110000",
  ],
];
const GOOD_VALUES = VALUES.length - 13;

function quoted(draw: Draw, value: string): string {
  return draw.of(
    [`"${value}"`, `"${value}"`, `'${value}'`, `'${value}'`, `'${value}'`, `"${value}'`, `u"${value}"`].slice(
      0,
      draw.calm || draw.chance(95) ? 5 : 7,
    ),
  );
}

function operand(draw: Draw): string {
  return draw.chance(50)
    ? draw.well(VARIABLES, GOOD_VARIABLES)
    : quoted(draw, draw.well(VALUES, GOOD_VALUES));
}

function comparison(draw: Draw): string {
  const sp = (): string => draw.of([" ", " ", "", "  ", "\t", !draw.calm && draw.chance(3) ? "\n" : " "]);
  const variable =
    draw.calm || draw.chance(97) ? draw.well(VARIABLES, GOOD_VARIABLES) : draw.of(BAD_VARIABLES);
  const value = quoted(
    draw,
    draw.chance(30) ? (draw.calm ? near(draw) : anyVersion(draw)) : draw.well(VALUES, GOOD_VALUES),
  );
  const operator = draw.of(
    draw.calm || draw.chance(97)
      ? ["==", "!=", "<=", ">=", "<", ">", "~=", "===", " in ", " not in ", " not  in ", " not\tin "]
      : ["=", "=<", "<>", "!==", "====", " is ", " IN ", " not", "in", "notin", " not\nin "],
  );
  const asVersion = draw.calm && /^(?:~=|===)$/.test(operator);
  if (asVersion)
    return `${draw.of(["python_version", "python_full_version"])}${sp()}${operator}${sp()}"3.${draw.below(15)}"`;
  if (draw.chance(8)) return operand(draw) + sp() + operator + sp() + operand(draw);
  return draw.chance(75)
    ? variable + sp() + operator + sp() + value
    : value + sp() + operator + sp() + variable;
}

/** A marker. */
export function marker(draw: Draw, depth = 0): string {
  const sp = (): string => draw.of(["", "", " ", "\t"]);
  const atom = (): string =>
    depth < 5 && draw.chance(30) ? `(${sp()}${marker(draw, depth + 1)}${sp()})` : comparison(draw);
  const joint = (): string =>
    draw.of(
      [" and ", " or ", " and ", " or ", "and ", " or", ") and (", "  and\t", " And "].slice(
        0,
        draw.calm || draw.chance(90) ? 4 : 9,
      ),
    );
  return [atom(), ...draw.list(2, () => `${joint()}${atom()}`)].join("");
}

/** Values of all variables. */
export function environment(draw: Draw): Record<string, string> {
  const python = draw.of([
    "3.8.10",
    "3.12.1",
    "3.13.0+",
    "3.13.0rc1",
    "3.11.7",
    "2.7.18",
    "3.14.0b2+",
    "3.9",
    "x",
    "3.15.0a1",
  ]);
  return {
    implementation_name: draw.of(["cpython", "pypy", ""]),
    implementation_version: draw.of([python, "7.3.11", "0", "3.13.0a1+"]),
    os_name: draw.of(["posix", "nt", "java"]),
    platform_machine: draw.of(["x86_64", "arm64", "", "AMD64", "aarch64"]),
    platform_release: draw.of([
      "6.1.0-13-amd64",
      "10",
      "5.15",
      "22.1.0",
      "5.15.0-x86",
      "6.8.0-45-generic",
      "1.0+local",
      "",
    ]),
    platform_system: draw.of(["Linux", "Windows", "Darwin", ""]),
    platform_version: draw.of(["#1 SMP", "10.0.22621", "1.2", "#1 SMP Debian 6.1.55-1", ""]),
    python_full_version: python,
    platform_python_implementation: draw.of(["CPython", "PyPy"]),
    python_version: draw.chance(95) ? python.split(".").slice(0, 2).join(".") : draw.of(["", "3", "3.x"]),
    sys_platform: draw.of(["linux", "win32", "darwin", "cygwin"]),
    extra: draw.of(["", "test", "TEST.extra", "a-b", "test_extra", "é", "A__B"]),
  };
}

const URLS = [
  ...[
    "https://h.example/a-1.0.whl",
    "file:///x",
    "./local",
    "git+https://h/x@1;y",
    "\u0024{HOME}/x",
    "x",
    "a:b",
    "C:\\x",
    "//h/x",
  ],
  ...[
    `https://u:p@h.example/x.tar.gz#sha256=${"0".repeat(64)}`,
    "git+ssh://git@h.example/r.git@v1#egg=x&subdirectory=y",
    "http:",
    ":",
  ],
  ...[
    "https://h/x;y",
    "HTTP://H/%20",
    "https://h/x#;",
    "https://é/ü",
    "https://[::1",
    "https://h/\nx",
    "1.0",
    "==1",
    ";",
    '"x"',
    "data:,",
  ],
];

/** A dependency specifier. */
export function requirement(draw: Draw): string {
  const sp = (): string => draw.of(["", "", " ", "  ", "\t", !draw.calm && draw.chance(3) ? "\n" : ""]);
  const name = (): string => draw.well(NAMES, GOOD_NAMES);
  const extras = draw.maybe(35, () => {
    const names = draw
      .list(3, () => name() + sp())
      .join(draw.of([",", ", ", " ,", ",\t", ",,", " "].slice(0, draw.calm || draw.chance(92) ? 4 : 6)));
    return `[${sp()}${names}${draw.maybe(draw.calm ? 0 : 3, () => ",")}${sp()}]`;
  });
  const clauses = setOf(draw);
  const source = draw.chance(18)
    ? `@${sp()}${draw.of(URLS)}${draw.of(["", " ", "  ", "\t"])}`
    : draw.chance(25)
      ? `(${sp()}${clauses}${sp()})`
      : clauses;
  const end =
    draw.maybe(40, () => `;${sp()}${marker(draw)}${sp()}`) +
    draw.maybe(draw.calm ? 0 : 3, () => draw.of(["#c", " # c", ";", "\n", "\\"]));
  return sp() + name() + sp() + extras + sp() + source + sp() + end;
}
