"""Where the files go: the interpreter's own scheme or what the options say; PEP 668, and the `._pth` of an isolated Python.

The same answers as `truewheel bootstrap` gives; every path is absolute and written with `/`.
"""


def slashed(path):
    return path.replace("\\", "/") if NT else path


def absolute(path):
    return slashed(os.path.abspath(path))


def scheme_of(options, python):
    """(kind, scheme) for --target, --prefix, --user or none of them."""
    given = [name for name in ("target", "prefix", "user") if options[name]]
    if len(given) > 1:
        raise Refused("--%s and --%s exclude one another" % tuple(given[:2]), status=2)
    if options["fix-pth"] and given:
        raise Refused("--fix-pth and --%s exclude one another" % given[0], status=2)
    if options["target"]:
        folder = absolute(options["target"])
        scripts = folder + ("/Scripts" if NT else "/bin")
        return "target", {"purelib": folder, "platlib": folder, "scripts": scripts, "headers": folder + "/include", "data": folder}
    if options["prefix"]:
        if python["prefixScheme"] is None:
            raise Refused("this Python has no layout that fits below a prefix", "Use --target instead.", 2)
        prefix = absolute(options["prefix"])
        return "prefix", dict((key, (prefix + "/" + slashed(path)).rstrip("/")) for key, path in python["prefixScheme"].items())
    if options["user"]:
        return "user", user_scheme(python)
    return ("environment" if python["virtual"] else "system"), dict((key, slashed(path)) for key, path in python["scheme"].items())


def user_scheme(python):
    """The scheme below the user's own directory, PYTHONUSERBASE not heeded."""
    import sysconfig

    if python["virtual"]:
        raise Refused("--user has no meaning in a virtual environment: it would not be found there")
    if hasattr(sysconfig, "get_preferred_scheme"):
        name = sysconfig.get_preferred_scheme("user")
    else:
        name = "osx_framework_user" if sys.platform == "darwin" and sysconfig.get_config_var("PYTHONFRAMEWORK") else os.name + "_user"
    paths = sysconfig.get_paths(name)
    keys = [("purelib", "purelib"), ("platlib", "platlib"), ("scripts", "scripts"), ("headers", "include"), ("data", "data")]
    return dict((key, slashed(os.path.abspath(paths[path]))) for key, path in keys)


def refuse_managed(kind, options, python):
    """PEP 668: the distribution's own words."""
    if kind not in ("system", "user") or python["managed"] is None or options["break-system-packages"]:
        return
    message = managed_message(python["managed"])
    raise Refused(
        "%s is looked after by the operating system%s" % (sys.executable, "; its distribution says:\n\n%s\n" % message if message else ""),
        "Use a virtual environment or --target DIR, or --break-system-packages to install here all the same.",
    )


def managed_message(text):
    """Error-LOCALE, Error-LANGUAGE or Error of EXTERNALLY-MANAGED, or None."""
    try:
        from configparser import Error, RawConfigParser
        from io import StringIO
    except ImportError:
        from ConfigParser import Error, RawConfigParser
        from StringIO import StringIO
    parser = RawConfigParser()
    try:
        getattr(parser, "read_file", getattr(parser, "readfp", None))(StringIO(text))
    except Error:
        return None
    locale = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").split(".")[0].split("@")[0]
    keys = ["Error"] if locale in ("", "C", "POSIX") else ["Error-" + locale, "Error-" + locale.replace("-", "_").split("_")[0], "Error"]
    for key in keys:
        if parser.has_option("externally-managed", key) and parser.get("externally-managed", key).strip():
            said = parser.get("externally-managed", key).strip()
            return "".join(letter if letter == "\n" or " " <= letter != "\x7f" else " " for letter in said)
    return None


def mend_pth(kind, options, python, scheme):
    """(path, bytes) of the changed `._pth`, or None when packages are found without; refuses with the lines unless --fix-pth."""
    pth = python["pth"]
    if pth is None or kind not in ("system", "environment"):
        return None
    known = [os.path.normcase(os.path.abspath(entry)) for entry in python["path"]]
    if all(os.path.normcase(os.path.abspath(scheme[key])) in known for key in ("purelib", "platlib")):
        return None
    folder = os.path.relpath(scheme["purelib"], os.path.dirname(pth["path"]))
    text, lines = fixed_pth(pth["text"], folder)
    odd = u"\ufffd" in pth["text"]
    if options["fix-pth"] and not odd:
        return slashed(pth["path"]), text.encode("utf-8")
    hint = "Add them by hand: the file is not UTF-8." if odd else "Add them, or use --fix-pth to have them added with the installation."
    shown = "\n".join("    " + line for line in lines)
    raise Refused("%s keeps %s off sys.path, so nothing installed would be found; it needs the lines\n\n%s\n" % (pth["path"], scheme["purelib"], shown), hint)


def fixed_pth(text, folder):
    """(new text, new lines): `folder` behind the last path, and `import site`; everything else stays as it is."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    says = [line.split("#")[0].strip() for line in lines]
    paths = [at for at, line in enumerate(says) if line and not line.startswith("import ")]
    new = []
    if not any(plain(says[at]) == plain(folder) for at in paths):
        lines.insert(paths[-1] + 1 if paths else 0, folder)
        new.append(folder)
    if "import site" not in says:
        commented = [at for at, line in enumerate(lines) if line.strip()[:1] == "#" and line.strip()[1:].strip() == "import site"]
        if commented:
            lines[commented[0]] = "import site"
        else:
            lines.append("import site")
        new.append("import site")
    return "".join(line + end for line in lines), new


def plain(path):
    parts = [part for part in path.replace("\\", "/").split("/") if part]
    while parts[:1] == ["."]:
        parts.pop(0)
    return "/".join(parts)
