"""`-r` and `-c`: what the files say of the closure's own members is held against the closure before anything is written; all else is pip's,
afterwards, by digest. Source: pip's requirements file format.
"""

NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"


def check_requirements(files, constraints):
    """The members that the files name: for these pip needs no line of ours. Refuses what the closure contradicts."""
    named, waiting, seen = set(), [os.path.abspath(path) for path in files + constraints], set()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        for number, line in logical_lines(path):
            word, _, rest = line.partition(" ")
            for option in ("-r", "--requirement", "-c", "--constraint"):
                if word == option or line.startswith(option + "=") or len(option) == 2 and line.startswith(option):
                    inner = line[len(option) :].lstrip("= ").strip()
                    if "://" in inner:
                        raise Refused("%s, line %d: a file at an address is not read; fetch it first" % (path, number))
                    waiting.append(os.path.normpath(os.path.join(os.path.dirname(path), inner)))
                    break
            if line[:1] != "-":
                check_line(line, "%s, line %d" % (path, number), named)
    return named


def logical_lines(path):
    """(number, text): comments gone, lines that end in a backslash joined."""
    try:
        raw = read_file(path, 1 << 24)
    except (IOError, OSError) as error:
        raise Refused("cannot read %s: %s" % (path, error.strerror), status=2)
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("%s is not UTF-8" % path, status=2)
    number, start, joined = 0, 1, ""
    for line in str_of(content).splitlines() + [""]:
        number += 1
        start = start if joined else number
        bare = line.split(" #")[0].split("\t#")[0] if line.lstrip()[:1] != "#" else ""
        if bare.rstrip().endswith("\\"):
            joined += bare.rstrip()[:-1] + " "
            continue
        joined = (joined + bare).strip()
        if joined:
            yield start, joined
        joined = ""


def check_line(line, place, named):
    """One requirement or constraint, when it is of a member."""
    end = 0
    while end < len(line) and line[end] in NAME:
        end += 1
    pins = [pin for pin in PINS if pin[0] == normalized(line[:end])]
    if not pins:
        return
    name, version, _, _, digest = pins[0][:5]
    words = line[end:].split(";")[0].replace("--hash", " --hash").replace("= ", "=").split()
    digests = [word[7:] for word in line.replace("--hash ", "--hash=").split() if word.startswith("--hash=")]
    specifier = "".join(word for word in words if not word.startswith("--hash"))
    if specifier[:1] == "[":
        specifier = specifier.partition("]")[2]
    for clause in [each for each in specifier.strip("()").split(",") if each]:
        if not allows(clause, version):
            hint = "This file installs exactly %s %s. Leave the line out, pin that version, or take a file made from another manifest." % (name, version)
            raise Refused("%s: %s contradicts %s %s of this file" % (place, clause, name, version), hint)
    if digests and "sha256:" + digest not in digests and "sha256=" + digest not in digests:
        hint = "The pinned one is sha256:%s." % digest
        raise Refused("%s: none of its digests is that of the %s %s of this file" % (place, name, version), hint)
    named.add(name)


def allows(clause, version):
    """True when `version` is proved to meet one clause; numbers only, everything else counts as no."""
    for operator in ("===", "==", "!=", "<=", ">=", "~=", "<", ">"):
        if clause.startswith(operator):
            break
    else:
        return False
    other = clause[len(operator) :].strip()
    if operator in ("==", "===") and other == version:
        return True
    prefix = other.endswith(".*") and operator in ("==", "!=")
    try:
        wanted = [int(part) for part in (other[:-2] if prefix else other).split(".")]
        own = [int(part) for part in version.split(".")]
    except ValueError:
        return False
    short = len(wanted) if prefix else len(wanted) - 1
    head = own[:short] == wanted[:short] if len(own) >= short else False
    size = max(len(own), len(wanted))
    one, two = own + [0] * (size - len(own)), wanted + [0] * (size - len(wanted))
    if prefix:
        return head == (operator == "==")
    if operator == "~=":
        return len(wanted) > 1 and one >= two and head
    return {"==": one == two, "===": False, "!=": one != two, "<=": one <= two, ">=": one >= two, "<": one < two, ">": one > two}[operator]


def run_pip(options, kind, scheme, named, planned, proved):
    """The pip that is there now installs the rest, by digest, without the user's settings; its exit status."""
    import shutil
    import subprocess
    import tempfile

    folder = tempfile.mkdtemp(prefix="truewheel-")
    aside = tempfile.mkdtemp(prefix=".truewheel-", dir=scheme["purelib"]) if kind == "target" else None
    try:
        lines = ["%s==%s --hash=sha256:%s\n" % (pin[0], pin[1], pin[4]) for pin in PINS if pin[0] not in named]
        limits = os.path.join(folder, "closure.txt")
        create(limits, coded("".join(lines)), 384)
        words = ["install", "--isolated", "--require-hashes", "--no-compile", "--disable-pip-version-check", "--no-warn-script-location"]
        for path in options["requirement"]:
            words += ["-r", path]
        for path in options["constraint"] + ([limits] if lines else []):
            words += ["-c", path]
        if aside:
            # pip looks at no installed package for --target: it gets the closure's wheels again, and what it makes of them is left out.
            for pin, blob, _ in proved:
                create(os.path.join(folder, pin[2]), blob, 384)
            words += ["--find-links", folder, "--target", aside]
        words += ["--prefix", absolute(options["prefix"])] if options["prefix"] else []
        words += ["--user"] if options["user"] else []
        words += ["--break-system-packages"] if options["break-system-packages"] and VERSION >= (3, 7) else []
        status = start_pip(words + options["pip"], kind, scheme, subprocess)
        if aside and status == 0:
            merge(aside, scheme["purelib"], set(item["path"] for each in planned for item in each["files"]))
        return status
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if aside:
            shutil.rmtree(aside, ignore_errors=True)


def start_pip(words, kind, scheme, subprocess):
    """pip out of the directory that it was just installed into; no variable, no configuration file, no user's module has a say."""
    start = "import sys; sys.path[:] = [each for each in sys.path if each]; sys.path.insert(0, %r); import runpy; runpy.run_module('pip', run_name='__main__', alter_sys=True)"
    flags = ["-E"] if kind == "user" else ["-I"] if VERSION[0] > 2 else ["-E", "-s"]
    environment = dict((name, value) for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON")))
    environment["PIP_CONFIG_FILE"] = os.devnull
    with open(os.devnull, "rb") as nothing:
        return subprocess.call([sys.executable] + flags + ["-B", "-c", start % scheme["purelib"]] + words, env=environment, stdin=nothing)


def merge(aside, site, own):
    """What pip made aside, into the target; nothing of the closure is replaced, an older version of what arrives leaves."""
    kept = set(path[len(site) + 1 :].split("/")[0] for path in own)
    for name in sorted(os.listdir(aside)):
        source, target = aside + "/" + name, site + "/" + name
        if name in ("bin", "Scripts") and kind_of(source) == "directory":
            make_directories(target)
            for script in os.listdir(source):
                if target + "/" + script not in own:
                    rename(source + "/" + script, target + "/" + script)
        elif name not in kept:
            words = split_info(name)
            for old in [found for found in os.listdir(site) if words and found not in kept and (split_info(found) or [None])[0] == words[0]]:
                remove_tree(site + "/" + old)
            remove_tree(target)
            os.rename(source, target)
