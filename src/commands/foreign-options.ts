/** Options that people know from pip and uv and that mean nothing here: why, and what to give instead. Pure data. */

const NOTHING_BUILT = "nothing is built here, so there is nothing to choose; name versions that have wheels";
const NOTHING_ASKED = "nothing is asked and nothing is said of it here; leave it out";
const CERTIFICATES = "every certificate is checked; trust an authority of your own with --cert FILE";
const NO_RESOLVER =
  "nothing is resolved here: each version is the one that is written down; `truewheel lock` resolves";
const PYTHON_DECIDES = "the interpreter that --python names decides what fits";
const LOCK_AS_IT_IS = "the lock is taken as it is, always; leave it out";
const NEW_AND_EMPTY =
  "an environment is made new and empty; `truewheel bootstrap --venv DIR` also brings pip";

/** What a hint says of an option; keys with their dashes. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["--user", "nothing is installed into a user's own site; use --venv DIR, --target DIR or --prefix DIR"],
  ["--system", "name the interpreter with --python, and see --break-system-packages"],
  ["-e", NOTHING_BUILT],
  ["--editable", NOTHING_BUILT],
  ["--no-binary", NOTHING_BUILT],
  ["--no-build", NOTHING_BUILT],
  ["--prefer-binary", NOTHING_BUILT],
  ["--no-build-isolation", NOTHING_BUILT],
  ["--use-pep517", NOTHING_BUILT],
  ["--config-settings", NOTHING_BUILT],
  ["-C", NOTHING_BUILT],
  ["--check-build-dependencies", NOTHING_BUILT],
  [
    "--no-cache-dir",
    "the store is never believed: each file is hashed when it is used; --cache-dir DIR keeps it elsewhere",
  ],
  [
    "--no-cache",
    "the store is never believed: each file is hashed when it is used; --cache-dir DIR keeps it elsewhere",
  ],
  ["--refresh", "each file is hashed when it is used; `truewheel cache prune` empties the store"],
  ["--link-mode", "files are always copied, so that no environment shares one with the store"],
  ["--no-input", NOTHING_ASKED],
  ["--exists-action", NOTHING_ASKED],
  ["--disable-pip-version-check", NOTHING_ASKED],
  ["--no-python-version-warning", NOTHING_ASKED],
  ["--no-warn-script-location", NOTHING_ASKED],
  ["--no-warn-conflicts", NOTHING_ASKED],
  ["--root-user-action", NOTHING_ASKED],
  ["--progress-bar", "use --no-progress, or nothing where the output is no terminal"],
  ["--reinstall", "use --force-reinstall; a damaged installation is put back without it"],
  ["-I", "use --force-reinstall, or a new environment with --venv DIR"],
  ["--ignore-installed", "use --force-reinstall, or a new environment with --venv DIR"],
  ["--trusted-host", CERTIFICATES],
  ["--allow-insecure-host", CERTIFICATES],
  ["--native-tls", CERTIFICATES],
  ["--client-cert", "no certificate of this side is sent; credentials come from the address or netrc"],
  ["--keyring-provider", "credentials come from the address or netrc"],
  [
    "--no-verify-hashes",
    "a digest that is written down is always checked; --no-require-hashes does without one where none is",
  ],
  ["-P", NO_RESOLVER],
  ["--upgrade-package", NO_RESOLVER],
  ["--upgrade-strategy", NO_RESOLVER],
  ["--resolution", NO_RESOLVER],
  ["--prerelease", "use --pre where a version is left open"],
  ["--exclude-newer", NO_RESOLVER],
  ["--uploaded-prior-to", NO_RESOLVER],
  ["--index", "use --index-url and --extra-index-url, and --index-for NAME=URL for one project"],
  ["--default-index", "use --index-url"],
  [
    "--index-strategy",
    "two indexes that both know a project are refused; say which one with --index-for NAME=URL",
  ],
  ["--ignore-requires-python", PYTHON_DECIDES],
  ["--python-version", PYTHON_DECIDES],
  ["--python-platform", PYTHON_DECIDES],
  ["--platform", PYTHON_DECIDES],
  ["--implementation", PYTHON_DECIDES],
  ["--abi", PYTHON_DECIDES],
  ["--compile", "use --compile-bytecode"],
  ["--no-compile", "nothing is compiled unless --compile-bytecode asks for it; leave it out"],
  ["--frozen", LOCK_AS_IT_IS],
  ["--locked", LOCK_AS_IT_IS],
  ["--inexact", "`truewheel install -r LOCK` adds and takes nothing away"],
  ["--all-extras", "name each with --extra"],
  ["--all-groups", "name each with --group"],
  ["--seed", NEW_AND_EMPTY],
  ["--without-pip", NEW_AND_EMPTY],
  ["--upgrade-deps", NEW_AND_EMPTY],
  [
    "--system-site-packages",
    "an environment here never sees the packages of its base; install into it what it needs",
  ],
  ["--allow-existing", "an environment of the same interpreter is left as it is without it"],
  ["--symlinks", "the interpreter is linked unless --copies is given; leave it out"],
  ["--no-managed-python", "no Python is fetched here; leave it out"],
  ["--no-python-downloads", "no Python is fetched here; leave it out"],
]);

/** Why the option `name` (with its dashes) is none here, or undefined for one that nobody knows. */
export function whyForeign(name: string): string | undefined {
  return FOREIGN.get(name);
}
