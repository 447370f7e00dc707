"""Distributions that are there already, and which files are theirs. Reads only; a RECORD never leads outside the target."""


def split_info(entry):
    """(normalised name, version) of `NAME-VERSION.dist-info` or `.egg-info`, or None."""
    stem, dot, kind = entry.rpartition(".")
    if not dot or kind not in ("dist-info", "egg-info"):
        return None
    head, _, tail = stem.rpartition("-")
    if head and tail[:2] == "py" and all(letter in "0123456789." for letter in tail[2:]):
        stem = head
    name, dash, version = stem.rpartition("-")
    return (normalized(name), version) if dash and name else (normalized(stem), "")


def find_installed(scheme, names=None):
    """[(name, version, info)] in the site directories: of `names`, or all."""
    found = []
    for site in sorted(set([scheme["purelib"], scheme["platlib"]])):
        if kind_of(site) != "directory":
            continue
        for entry in sorted(os.listdir(site)):
            words = split_info(entry)
            info = site + "/" + entry
            if words is None or names is not None and words[0] not in names:
                continue
            left = entry.endswith(".dist-info") and kind_of(info) == "directory"
            if left and not os.path.lexists(info + "/METADATA") and not os.path.lexists(info + "/RECORD"):
                continue
            found.append((words[0], words[1], info))
    return found


def recorded(installed):
    """The paths of a RECORD, as written but for `\\`."""
    name, version, info = installed
    try:
        content = read_file(info + "/RECORD", 1 << 26)
    except (IOError, OSError) as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR):
            raise
        hint = "It was put there by something else than a Python installer: remove it with what installed it, or use a virtual environment."
        raise Refused("%s %s in %s has no RECORD" % (name, version, info), hint)
    from csv import reader

    lines = content.split(b"\n") if str is bytes else content.decode("utf-8", "surrogateescape").split("\n")
    try:
        rows = [fields for fields in reader([line.rstrip("\r") for line in lines]) if fields]
    except Exception:
        rows = [[""]]
    if any(not fields[0] or len(fields) > 3 for fields in rows):
        raise Refused("RECORD of %s %s in %s cannot be read" % installed)
    return [fields[0].replace("\\", "/") for fields in rows]


def claimed(installed, kind):
    """Absolute paths of a RECORD."""
    site, found = parent(installed[2]), []
    for path in recorded(installed):
        if kind == "target" and path.startswith("../../bin/"):
            path = path[6:]  # pip writes --target's RECORD as for the place it built in
        found.append(slashed(os.path.normpath(path if os.path.isabs(path) else site + "/" + path)))
    return found


def owned_files(installed, known, kind, scheme):
    """Every file of `installed` that is there: RECORD's, `known` ones, and their bytecode; refuses what cannot be its own."""
    site, info = parent(installed[2]), installed[2]
    no_link(site, info, set())
    try:
        paths = claimed(installed, kind)
    except Refused:
        if not known:
            raise
        paths = []
    owned = set()
    for path in paths + known:
        check_removable(path, installed, kind, scheme)
        if kind_of(path) in ("file", "link"):
            owned.add(path)
            owned.update(bytecode_of(path))
    for name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"):
        if os.path.lexists(info + "/" + name):
            owned.add(info + "/" + name)
    return owned


def check_removable(path, installed, kind, scheme):
    """Inside the target's own directories, through no link, neither the interpreter nor another's registration."""
    roots = [root for root in (scheme["purelib"], scheme["platlib"], scheme["scripts"], scheme["headers"], scheme["data"]) if inside(root, path)]
    sites = (scheme["purelib"], scheme["platlib"])
    name = path.rpartition("/")[2].lower()
    own = name in ("pyvenv.cfg", "pybuilddir.txt") or name.endswith("._pth") or path == slashed(sys.executable)
    own = own or parent(path) == scheme["scripts"] and name.replace(".exe", "").rstrip("0123456789.tw") in ("python", "pypy")
    if kind != "target" and not any(inside(site, path) for site in sites):
        own = own or any(inside(parent(site), path) for site in sites)
    site, info = parent(installed[2]), installed[2]
    if inside(site, path) and not inside(info, path) and path != info:
        own = own or path[len(site) + 1 :].split("/")[0].lower().endswith((".dist-info", ".egg-info"))
    if not roots or own or "/.truewheel/" in path:
        raise Refused("RECORD of %s %s claims %s, which is not its own" % (installed[0], installed[1], path))
    no_link(roots[0], parent(path), set())


def bytecode_of(path):
    """What Python compiled of a module: beside it (Python 2) and in `__pycache__`."""
    if not path.endswith(".py"):
        return []
    found = [path + letter for letter in "co" if kind_of(path + letter) == "file"]
    cache, stem = parent(path) + "/__pycache__", path.rpartition("/")[2][:-3]
    if kind_of(cache) == "directory":
        names = [name for name in os.listdir(cache) if name.startswith(stem + ".") and name.endswith(".pyc")]
        found.extend(cache + "/" + name for name in names if kind_of(cache + "/" + name) == "file")
    return found
