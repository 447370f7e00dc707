"""Tells what this Python is: one JSON document behind a mark, on standard output.

The second half of the probe; system.py is the first, and scripts/embed.ts joins them.

Standard library only; runs on CPython 2.7 and 3.6 or newer and on PyPy, started as `PY -I -S -B -c SOURCE` (`-E -s -S -B` where -I is
unknown). Nothing of the target runs but its standard library: -S keeps site, .pth files, sitecustomize and usercustomize away. One exception
cannot be avoided: a ._pth file with the line `import site` overrides -S in CPython 3.11 or newer. What an ordinary start would have made of
`sys.prefix` and `sys.path` is therefore worked out here, as PEP 405 and the documentation of `site` say.
"""
import os
import sys

MARK = "\x1etruewheel-probe "
INTEGERS = (int, type(2**70))


def text(value):
    """`value` as text; bytes that are no UTF-8 become lone surrogates, which the reader refuses."""
    if isinstance(value, bytes):  # Python 2
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return "".join(unichr(byte + 0xDC00 if byte > 127 else byte) for byte in bytearray(value))
    if NT or VERSION < (3,):
        return value
    return os.fsencode(value).decode("utf-8", "surrogateescape")


def dump(value):
    """JSON in ASCII, without importing `json`."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, INTEGERS):
        return str(int(value))
    if isinstance(value, dict):
        return "{" + ",".join(dump(key) + ":" + dump(value[key]) for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(dump(item) for item in value) + "]"
    out = []
    for letter in text(value):
        code = ord(letter)
        if 32 <= code < 127 and letter not in '"\\':
            out.append(str(letter))
        elif code > 0xFFFF:
            out.append("\\u%04x\\u%04x" % (0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF)))
        else:
            out.append("\\u%04x" % code)
    return '"' + "".join(out) + '"'


def read(path):
    """A small text file's bytes, or None."""
    try:
        with open(path, "rb") as stream:
            return stream.read(65537)
    except (IOError, OSError):
        return None


def settings(path):
    """`key = value` lines of a pyvenv.cfg (PEP 405), keys in lower case, or None."""
    content = read(path)
    if content is None:
        return None
    pairs = [line.partition("=") for line in content.decode("utf-8", "replace").splitlines()]
    return dict((key.strip().lower(), value.strip()) for key, equals, value in pairs if equals)


def find_environment(watch):
    """(prefix, settings) of the virtual environment this executable belongs to, or None. Source: PEP 405, `site.venv`."""
    folder = os.path.dirname(os.path.abspath(sys.executable))
    parent = os.path.dirname(folder)
    places = [os.path.join(folder, "pyvenv.cfg"), os.path.join(parent, "pyvenv.cfg")]
    watch.extend(places)
    if VERSION < (3,):
        watch.append(os.path.join(parent, "lib", "python2.7", "orig-prefix.txt"))
        return (parent, {}) if OLD_BASE else None
    for place in places:
        found = settings(place)
        if found is not None:
            return parent, found
    return None


def find_pth(watch):
    """The ._pth file that rules sys.path, or None. Source: CPython's getpath (3.11 or newer everywhere; before, only on Windows)."""
    if sys.implementation.name != "cpython" or not (NT or VERSION >= (3, 11)):
        return None
    stems = []
    if NT and hasattr(sys, "dllhandle"):
        stems.append(library_stem())
    for program in (sys.executable, os.path.realpath(sys.executable)):
        stems.append(program[:-4] if NT and program.lower().endswith(".exe") else program)
    places = [stem + "._pth" for stem in stems if stem]
    watch.extend(places)
    for place in places:
        content = read(place)
        if content is not None:
            if len(content) > 65536:
                sys.exit(place + " is too large to be read")
            return {"path": place, "text": content.decode("utf-8", "replace")}
    return None


def library_stem():
    """Path of pythonXY.dll without its ending, on Windows."""
    try:
        import ctypes

        buffer = ctypes.create_unicode_buffer(32768)
        ctypes.windll.kernel32.GetModuleFileNameW(ctypes.c_void_p(sys.dllhandle), buffer, 32768)
        return os.path.splitext(buffer.value)[0]
    except Exception:
        return None


def site_folders(prefixes):
    """The site-packages folders that `site` would add, present or not."""
    if VERSION >= (3,):
        import site  # runs nothing: since 3.3 only `site.main` acts, and -S kept it from being called

        return site.getsitepackages(prefixes)
    folders = []
    for prefix in prefixes:
        if NT:
            folders.append(os.path.join(prefix, "Lib", "site-packages"))
            continue
        lib = os.path.join(prefix, "lib", "python2.7")
        debian = [os.path.join(prefix, "local", "lib", "python2.7", "dist-packages"), os.path.join(lib, "dist-packages")]
        folders.extend([each for each in debian if os.path.isdir(each)] or [os.path.join(lib, "site-packages")])
    return folders


def distutils_paths(virtual, prefix):
    """The default scheme before 3.10, where distributions patched distutils rather than sysconfig; None without distutils."""
    try:
        import distutils
        from distutils.dist import Distribution
    except ImportError:
        return None
    distribution = Distribution({"name": "x"})
    system = os.path.join(os.path.dirname(distutils.__file__), "distutils.cfg")
    if os.path.isfile(system):
        distribution.parse_config_files([system])
    install = distribution.get_command_obj("install", create=True)
    if prefix:
        install.prefix = prefix
        install.exec_prefix = None
    install.finalize_options()
    chosen = distribution.get_option_dict("install")
    lib = install.install_lib if "install_lib" in chosen else None
    return {
        "purelib": lib or install.install_purelib,
        "platlib": lib or install.install_platlib,
        "scripts": install.install_scripts,
        "headers": os.path.dirname(install.install_headers),
        "data": install.install_data,
    }


def sysconfig_paths(sysconfig, virtual, prefix):
    """The default scheme as `sysconfig` tells it."""
    if VERSION >= (3, 10):
        scheme = sysconfig.get_preferred_scheme("prefix")
        if prefix and scheme == "osx_framework_library":
            scheme = "posix_prefix"
    elif "posix_local" in sysconfig.get_scheme_names() and not virtual:
        scheme = "posix_local"  # Debian without its distutils package
    else:
        scheme = sysconfig._get_default_scheme()
    keys = ("installed_base", "base", "installed_platbase", "platbase", "prefix", "exec_prefix")
    given = dict((key, prefix) for key in keys) if prefix else {}
    paths = sysconfig.get_paths(scheme, given)
    if virtual and VERSION < (3, 10) and "dist-packages" in paths["purelib"]:
        base = prefix or sys.prefix
        paths["purelib"] = paths["platlib"] = os.path.join(base, "lib", "python%d.%d" % VERSION, "site-packages")
    return {
        "purelib": paths["purelib"],
        "platlib": paths["platlib"],
        "scripts": paths["scripts"],
        "headers": paths["include"],
        "data": paths["data"],
    }


def scheme_paths(sysconfig, virtual, prefix):
    """Where files of the default scheme go: under `prefix`, or under the interpreter's own for None."""
    paths = distutils_paths(virtual, prefix) if VERSION < (3, 10) else None
    if paths is None:
        paths = sysconfig_paths(sysconfig, virtual, prefix)
    if virtual:  # An environment borrows its base's include folder, which is not its own to write into.
        paths["headers"] = os.path.join(prefix or sys.prefix, "include", "site", "python%d.%d" % VERSION)
    return paths


def relative_scheme(sysconfig, virtual):
    """The default scheme's paths relative to any prefix, or None when they do not lie under it."""
    probe = "C:\\truewheel-prefix" if NT else "/truewheel-prefix"
    paths = scheme_paths(sysconfig, virtual, probe)
    if not all(path == probe or path.startswith(probe + os.sep) for path in paths.values()):
        return None
    return dict((key, path[len(probe) + 1 :]) for key, path in paths.items())


def base_program(environment, watch):
    """The base interpreter's executable."""
    named = getattr(sys, "_base_executable", None)
    if environment is None:
        return named or sys.executable
    if named and os.path.abspath(named) != os.path.abspath(sys.executable):
        return named
    home = os.path.join(OLD_BASE, "" if NT else "bin") if OLD_BASE else environment[1].get("home")
    names = [os.path.basename(sys.executable), "python%d.%d" % VERSION, "python%d" % VERSION[0], "python"]
    places = [os.path.join(home, name) for name in names] if home else []
    places = [place for place in places if os.path.isfile(place)]
    return places[0] if places else os.path.realpath(sys.executable)


def say(answer):
    """Prints the answer behind the mark."""
    sys.stdout.write("\n" + MARK + dump(answer) + "\n")
    sys.stdout.flush()


def describe(with_build):
    """What this Python is; what PEP 425 tags depend on only `with_build`."""
    watch = [sys.executable, os.path.realpath(sys.executable)]
    start = list(sys.path)
    environment = find_environment(watch)
    base_prefix = getattr(sys, "base_prefix", sys.prefix)
    pth = find_pth(watch) if VERSION >= (3,) else None
    prefixes = [sys.prefix, sys.exec_prefix]
    if environment is not None:
        if VERSION < (3,):
            base_prefix = OLD_BASE
        system = environment[1].get("include-system-site-packages", "true").lower() == "true"
        # As site.venv does, and before sysconfig is imported, which remembers them.
        sys.prefix = sys.exec_prefix = str(environment[0])
        prefixes = [sys.prefix] + ([base_prefix] if system and VERSION >= (3,) else [])
    virtual = environment is not None or hasattr(sys, "real_prefix")

    import sysconfig

    has_site = pth is None or any(line.partition("#")[0].strip() == "import site" for line in pth["text"].splitlines())
    path = []
    for entry in start + (site_folders(prefixes) if has_site else []):
        entry = os.path.abspath(entry) if has_site else entry
        if entry not in path:
            path.append(entry)
    managed = os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    content = read(managed)
    base = base_program(environment, watch)
    watch.extend([base, managed, sysconfig.__file__, os.__file__])
    return {
        "format": 1,
        "executable": sys.executable,
        "implementation": implementation(),
        "version": [int(part) for part in sys.version_info[:3]],
        "markers": markers(),
        "prefix": sys.prefix,
        "basePrefix": base_prefix,
        "baseExecutable": base,
        "platform": sys.platform,
        "path": path,
        "scheme": scheme_paths(sysconfig, virtual, None),
        "prefixScheme": relative_scheme(sysconfig, virtual),
        "virtual": virtual,
        "pth": pth,
        "managed": None if content is None else content.decode("utf-8", "replace"),
        "build": build(sysconfig) if with_build else None,
        "watch": watch,
    }


def implementation():
    """`sys.implementation.name`, also where that is missing."""
    if hasattr(sys, "pypy_version_info"):
        return "pypy"
    return sys.implementation.name.lower() if hasattr(sys, "implementation") else "cpython"


def main():
    if VERSION < (2, 7) or (3,) <= VERSION < (3, 6):
        return say({"format": 1, "tooOld": "%d.%d.%d" % sys.version_info[:3]})
    say(describe(True))


main()
