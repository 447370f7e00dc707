/** Requirements files drawn from seeds: valid parts put together, then now and then one letter changed. */

/** One request to the oracle. */
export interface FilesRequest {
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

const SHA256 = "0123456789abcdef".repeat(4);
const NAMES = ["flask", "Zope.Interface", "typing_extensions", "a", "b2", "pip"];
const VERSIONS = [
  "",
  "==1.0",
  ">=2,<3",
  "~=1.4.2",
  "== 1.*",
  "!=1.5",
  "===weird",
  "==1.0+local",
  " >=1.0rc1",
];
const MARKERS = [
  "",
  "",
  "",
  "; python_version >= '3.8'",
  ";sys_platform=='win32'",
  " ; extra == 'x' or os_name == \"posix\"",
  "; implementation_name == 'cpython' and 'x' in platform_version",
];
const EXTRAS = ["", "", "[x]", "[x,Y_z]", "[ x , y ]", "[]"];
const DIRECT = [
  "https://files.index.example/p/flask-1.0-py3-none-any.whl",
  `flask @ https://files.index.example/p/flask-1.0-py3-none-any.whl#sha256=${SHA256}`,
  "a[x] @ https://u:p@files.index.example/a-1.tar.gz ; python_version > '3'",
  "git+https://git.index.example/a.git@v1#egg=a",
  "a @ git+https://git.index.example/a.git@v1#subdirectory=x",
  "./d",
  "./d[x]",
  "flask-1.0-py3-none-any.whl",
  "./x/flask-1.0-py3-none-any.whl[async]",
  "file:///srv/flask-1.0-py3-none-any.whl",
  "a-1.0.tar.gz",
  "-e ./d",
  "-e a @ git+https://git.index.example/a.git",
  "-e git+https://git.index.example/a.git#egg=a",
];
const OPTIONS = [
  "-i https://index.example/simple/",
  `--index-url=https://$${"{USER_1}"}:$${"{TOKEN}"}@index.example/simple`,
  "--extra-index-url https://other.example/",
  "--no-index",
  "-f ./wheels",
  "--find-links=https://index.example/links",
  "--no-binary :all:",
  "--no-binary a,b",
  "--only-binary=:all:",
  "--only-binary a,Zope.Interface",
  "--no-binary=:none:",
  "--prefer-binary",
  "--require-hashes",
  "--pre",
  "--all-releases a",
  "--only-final=:all:",
  "--trusted-host index.example",
  "--use-feature fast-deps",
  "--use-feature nothing",
  "--global-option=x",
  "-r b.txt",
  "-rb.txt",
  "-c c.txt",
  "--requirement=b.txt",
  "-r r.txt",
  "--unknown",
  "--hash=sha256:00",
];
const HASHES = [
  "",
  "",
  ` --hash=sha256:${SHA256}`,
  ` --hash sha256:${SHA256.toUpperCase()} --hash=sha512:${SHA256}${SHA256}`,
  ` \\\n    --hash=sha256:${SHA256} \\\n    --hash=sha256:${SHA256.replaceAll("0", "1")}`,
  " --hash=md5:d41d8cd98f00b204e9800998ecf8427e",
  ' --config-settings="--x=y z" -Ck=v --config-settings k=w',
  " --pre",
];
const COMMENTS = ["", "", "", " # a comment", "\t#tab", " #", " \\"];
const BETWEEN = ["\n", "\n", "\n", "\r\n", "\n\n", "\n# whole line\n", "\r", "\f", " \\\n", "\\\n", "\\\\\n"];
const LETTERS = [
  " ",
  "\\",
  "#",
  "-",
  "=",
  "'",
  '"',
  ";",
  "[",
  "]",
  "@",
  "\t",
  "$",
  "{",
  "é",
  ",",
  ":",
  "/",
  "\u2028",
];

/** Endless requests. */
export function* filesRequests(seed: number): Generator<FilesRequest> {
  let state = seed >>> 0;
  // A linear congruential generator with Knuth's MMIX-like 32-bit constants is enough to draw from lists.
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = (list: readonly string[]) => list[next(list.length)] ?? "";
  const line = () => {
    const kind = next(10);
    if (kind < 2) return pick(OPTIONS) + pick(COMMENTS);
    if (kind < 4) return pick(DIRECT) + pick(HASHES) + pick(COMMENTS);
    return pick(NAMES) + pick(EXTRAS) + pick(VERSIONS) + pick(MARKERS) + pick(HASHES) + pick(COMMENTS);
  };
  const file = (most: number) => {
    let text = "";
    for (let lines = 1 + next(most); lines > 0; lines--) text += line() + pick(BETWEEN);
    if (next(4) > 0 || text === "") return text;
    const place = next(text.length);
    return text.slice(0, place) + pick(LETTERS) + text.slice(place + next(2));
  };
  for (;;) {
    const variables: Record<string, string> =
      next(2) === 0 ? { USER_1: "someone", TOKEN: "secret" } : { TOKEN: "" };
    yield { files: { "r.txt": file(4), "b.txt": file(2), "c.txt": file(2) }, variables };
  }
}
