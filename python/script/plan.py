"""From proved wheels to the files they become, byte for byte those of `truewheel bootstrap`. Nothing is written here."""


def relative(folder, path):
    """`path` as seen from `folder`, climbing where needed; both with `/`."""
    if path.startswith(folder + "/"):
        return path[len(folder) + 1 :]
    here, there = folder.split("/"), path.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:])


def coded(string):
    """A path or a text as UTF-8."""
    return string if isinstance(string, bytes) else string.encode("utf-8", "surrogateescape")


def shebang(executable):
    if any(letter < " " or letter == "\x7f" or letter == "\\" for letter in executable):
        raise Refused("no script can start %r: its path holds a control character or a backslash" % executable, status=2)
    direct = "#!" + executable + "\n"
    if len(coded(direct)) <= 127 and not any(letter in executable for letter in " \t\"'"):
        return direct
    quote = "'" * 3
    inner = executable.replace("'", "'\"'\"'")
    return "#!/bin/sh\n%sexec' '%s' \"$0\" \"$@\"\n' %s\n" % (quote, inner, quote)


def wrapper(module, attribute):
    """The program of one command, without its first line."""
    return "\n".join(
        [
            "# -*- coding: utf-8 -*-",
            "import sys",
            "from %s import %s" % (module, attribute.split(".")[0]),
            "",
            'if __name__ == "__main__":',
            "    sys.exit(%s())" % attribute,
            "",
        ]
    )


def console_scripts(project, entries):
    """pip and old setuptools carry the series of the Python their wheel was built with in a command's name: this Python's takes its place."""
    base = {"pip": "pip", "setuptools": "easy_install"}.get(project)
    main = [entry for entry in entries if entry[0] == base]
    if not main:
        return entries
    names = ["pip%d" % VERSION[0], "pip%d.%d" % VERSION] if base == "pip" else ["easy_install-%d.%d" % VERSION]
    others = [entry for entry in entries if entry != main[0] and not versioned(entry[0].lower(), base)]
    return [main[0]] + [(name,) + main[0][1:] for name in names] + others


def versioned(name, base):
    """`pip3`, `pip3.8`, `easy_install-3.8`."""
    rest = name[len(base) :]
    rest = rest[1:] if rest[:1] == "-" else rest
    return name.startswith(base) and 0 < len(rest.split(".")) < 3 and all(part.isdigit() for part in rest.split("."))


def command_file(scheme, entry, wheel, launchers):
    """(path, bytes) of one command: a script, and on Windows the launcher that pip brings with the script behind it."""
    name, module, attribute = entry
    program = wrapper(module, attribute)
    if not NT:
        return scheme["scripts"] + "/" + name, coded(shebang(sys.executable) + program)
    if not launchers:
        return scheme["scripts"] + "/" + name + "-script.py", coded('#!"%s"\r\n' % sys.executable + program)
    gui = entry in wheel["commands"]["gui_scripts"]
    return scheme["scripts"] + "/" + name + ".exe", launcher(launchers["w" if gui else "t"], sys.executable, program)


def launcher(stub, executable, program):
    """The simple launcher's form: the stub, a `#!` line, and an archive with `__main__.py`, without a time."""
    name, body = b"__main__.py", coded(program)
    numbers = (zlib.crc32(body) & 0xFFFFFFFF, len(body), len(body), len(name))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, *(numbers + (0,)))
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, *(numbers + (0, 0, 0, 0, 0, 0)))
    start = len(local) + len(name) + len(body)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(name), start, 0)
    return stub + coded('#!"%s"\r\n' % executable) + local + name + body + central + name + end


def launchers_in(wheels):
    """The stubs for this machine that pip's wheel carries, by their first letter."""
    import platform

    machine = platform.machine().lower()
    kind = "64-arm" if machine in ("arm64", "aarch64") else "64" if sys.maxsize > 2**32 else "32"
    found = {}
    for wheel in wheels:
        for letter in "tw":
            path = "pip/_vendor/distlib/%s%s.exe" % (letter, kind)
            if path in wheel["files"]:
                found[letter] = wheel["files"][path][0]
    return found if len(found) == 2 else None


def planned_file(path, content, mode, digest=None):
    return {"path": path, "content": content, "mode": mode, "digest": digest or record_digest(content), "size": len(content)}


def plan(wheel, scheme, launchers):
    """One distribution to be: its files, RECORD last."""
    site, info = scheme["purelib"], scheme["purelib"] + "/" + wheel["info"]
    files = []
    for path, (content, executable) in wheel["files"].items():
        files.append(planned_file(site + "/" + path, content, 493 if executable else 420, wheel["digests"][path]))
    entries = console_scripts(wheel["name"], wheel["commands"]["console_scripts"]) + wheel["commands"]["gui_scripts"]
    for entry in entries:
        path, content = command_file(scheme, entry, wheel, launchers)
        files.append(planned_file(path, content, 493))
    files.append(planned_file(info + "/INSTALLER", b"truewheel\n", 420))
    if wheel["name"] in REQUESTED:
        files.append(planned_file(info + "/REQUESTED", b"", 420))
    rows = sorted((relative(site, each["path"]), each) for each in files)
    lines = ["%s,sha256=%s,%d\n" % (row(path), each["digest"], each["size"]) for path, each in rows]
    lines.append(row(wheel["info"] + "/RECORD") + ",,\n")
    files.append(planned_file(info + "/RECORD", coded("".join(lines)), 420))
    return {"name": wheel["name"], "version": wheel["version"], "info": info, "files": files}


REQUESTED = ("pip", "setuptools", "wheel")


def row(path):
    return '"%s"' % path.replace('"', '""') if any(letter in path for letter in '",\r\n') else path


def tree_digest(planned, scheme):
    """One digest over path, mode and digest of every file: equal trees have equal ones, and `truewheel bootstrap` tells the same."""
    lines = []
    for each in planned:
        for item in each["files"]:
            lines.append(coded("%s\0%o\0sha256=%s\n" % (relative(scheme["purelib"], item["path"]), item["mode"], item["digest"])))
    return hex_digest(b"".join(sorted(lines)))
