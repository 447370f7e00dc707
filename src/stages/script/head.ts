/** The words at the top of a script, for the person who opens it. Pure. */
import type { Plan } from "./plan.ts";

/** Words of at most 110 columns; `payload` and `size` are absent where nothing is inside. */
export function headOf(plan: Plan, payload: string | undefined, size: number | undefined): string {
  return [...whatItIs(plan), ...inside(plan, payload, size), ...checking(plan), ...again(plan), ""].join(
    "\n",
  );
}

function whatItIs({ carried, series, form }: Plan): readonly string[] {
  const names = carried.map(({ pin }) => `${pin.name} ${pin.version}`);
  const all = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const network =
    form === "fetch"
      ? "It fetches them from an index or a mirror and believes none of them: each file must have the digest below."
      : "It needs no network, no pip, no ensurepip and no venv. Two runs give the same files, byte for byte, in any year.";
  return [
    `This file puts ${all} into the Python that runs it.`,
    network,
    "",
    "    python FILE             into this Python, or the environment that is active",
    "    python FILE --help      what else it can do: --target, --prefix, --user, --list, --verify-only, --extract, -r ...",
    "",
    `It is for Python ${series.replace("+", " or newer")}: CPython or PyPy, on Linux, macOS or Windows, the embeddable distribution included.`,
    "",
  ];
}

function inside(
  { carried, form }: Plan,
  payload: string | undefined,
  size: number | undefined,
): readonly string[] {
  const title =
    form === "fetch"
      ? "What it fetches: wheels as the index has them"
      : "What is inside: the original wheels, byte for byte as the index has them";
  const rows = carried.flatMap(({ pin }) => [
    `    ${pin.filename}`,
    `        ${pin.name} ${pin.version}, ${pin.size} bytes`,
    `        sha256 ${pin.sha256}`,
  ]);
  const whole =
    payload === undefined
      ? []
      : [`    payload: these, one after another, ${size} bytes`, `        sha256 ${payload}`];
  return [title, "", ...rows, ...whole, ""];
}

function checking({ form }: Plan): readonly string[] {
  const inner = {
    py: [
      "The payload, without running anything of this file:",
      "    sed -e '1,/^-----BEGIN WHEELS-----$/d' -e '/^-----END WHEELS-----$/,$d' FILE | base64 -d | sha256sum",
      "One wheel, against any index, mirror or the project's own page:",
      "    python FILE --extract DIR && sha256sum DIR/*.whl",
    ],
    zipapp: [
      "The wheels, without running anything of this file, against any index, mirror or the project's own page:",
      "    unzip FILE 'wheels/*' -d DIR; sha256sum DIR/wheels/*.whl",
    ],
    fetch: ["Each wheel is hashed before anything of it is read."],
  }[form];
  return [
    "How to check it",
    "",
    "The whole file, with the list and the signature that came with it from somebody you trust:",
    "    sha256sum --check SHA256SUMS",
    "    ssh-keygen -Y verify -f ALLOWED_SIGNERS -I WHO -n file -s SHA256SUMS.sig < SHA256SUMS",
    ...inner,
    "Before it does anything, this file hashes itself, then the payload, then each wheel, then every file of each wheel. That finds",
    "damage. Whoever changes it on purpose can change the digests with it: only the signature, or making it again, finds that.",
    "",
  ];
}

function again({ series, form, version, manifest }: Plan): readonly string[] {
  const options = { py: "", zipapp: " --format zipapp", fetch: " --fetch" }[form];
  return [
    "How to make it again",
    "",
    `It was written by truewheel ${version} from the manifest with the sha256 ${manifest}.`,
    "The same two give the same file, byte for byte, on every machine:",
    `    truewheel script --series ${series.replace("+", "")}${options} -o FILE`,
    `    truewheel script --check FILE`,
    "",
    "This text, the closure, the program, the wheels and what starts them follow as parts of one list.",
  ];
}
