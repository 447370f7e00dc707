"""The first half of the probe: what this build and the system under it are. The second half, and what is promised, is in probe.py.

scripts/embed.ts joins both into one program, so names of this half are known in the other.
"""
import sys

# -E -s puts the working directory first; nothing was imported from it yet.
sys.path[:] = [entry for entry in sys.path if entry]

VERSION = sys.version_info[:2]


def old_base(prefix, slash):
    """The base of an environment that virtualenv made for Python 2, or None. One of two files names it."""
    lines = []
    for name in ("pyvenv.cfg", slash.join(("lib", "python2.7", "orig-prefix.txt"))):
        try:
            with open(prefix + slash + name) as stream:
                lines.append(stream.read(65536).splitlines())
        except IOError:
            lines.append([])
    pairs = [line.partition("=") for line in lines[0]]
    named = [value.strip() for key, _, value in pairs if key.strip().lower() == "base-prefix"]
    return (named + lines[1] + [None])[0]


OLD_BASE = None
if VERSION < (3,):
    # Such an environment holds a few modules of the standard library, not even those that `os` needs: take the base's.
    SLASH = "\\" if sys.platform == "win32" else "/"
    OLD_PREFIX = sys.executable.rpartition(SLASH)[0].rpartition(SLASH)[0]
    OLD_BASE = old_base(OLD_PREFIX, SLASH)
    if OLD_BASE:
        own = OLD_PREFIX + SLASH
        sys.path[:] = [OLD_BASE + entry[len(OLD_PREFIX) :] if entry.startswith(own) else entry for entry in sys.path]

import os

NT = os.name == "nt"


def implementation_version():
    """PEP 508, `implementation_version`."""
    info = sys.implementation.version
    version = "%d.%d.%d" % tuple(info[:3])
    return version if info[3] == "final" else version + info[3][0] + str(info[4])


NAMES = {"cpython": "CPython", "pypy": "PyPy"}


def system_facts():
    """(platform_system, platform_release, platform_version, platform_machine), without `platform` where uname tells the same."""
    if sys.platform.startswith(("linux", "darwin")):
        system, _, release, version, machine = os.uname()
        return system, release, version, machine
    import platform

    return platform.system(), platform.release(), platform.version(), platform.machine()


def full_name():
    """PEP 508, `platform_python_implementation`."""
    name = "pypy" if hasattr(sys, "pypy_version_info") else "cpython"
    if hasattr(sys, "implementation"):
        name = sys.implementation.name
    if name in NAMES:
        return NAMES[name]
    import platform

    return platform.python_implementation()


def markers():
    """PEP 508 marker variables, but `extra`."""
    full = sys.version.split()[0]
    system, release, version, machine = system_facts()
    found = {
        "implementation_name": "",
        "implementation_version": "0",
        "os_name": os.name,
        "platform_machine": machine,
        "platform_python_implementation": full_name(),
        "platform_release": release,
        "platform_system": system,
        "platform_version": version,
        "python_full_version": full + "local" if full.endswith("+") else full,
        "python_version": "%d.%d" % VERSION,
        "sys_platform": sys.platform,
    }
    if hasattr(sys, "implementation"):
        found["implementation_name"] = sys.implementation.name
        found["implementation_version"] = implementation_version()
    return found


def elf():
    """(class, data, machine, flags, interpreter) of the running ELF executable, or None."""
    import struct

    try:
        with open(sys.executable, "rb") as stream:
            head = bytearray(stream.read(64))
            if bytes(head[:4]) != b"\x7fELF" or head[4] not in (1, 2) or head[5] not in (1, 2):
                return None
            order = "<" if head[5] == 1 else ">"
            form, size = (order + "IIIHHH", 28) if head[4] == 1 else (order + "QQIHHH", 32)
            start, _, flags, _, width, count = struct.unpack_from(form, bytes(head), size)
            machine = struct.unpack_from(order + "H", bytes(head), 18)[0]
            interpreter = None
            for index in range(min(count, 64)):
                stream.seek(start + index * width)
                entry = stream.read(width)
                if struct.unpack_from(order + "I", entry)[0] == 3:  # PT_INTERP
                    where, length = struct.unpack_from(order + ("QQQQ" if head[4] == 2 else "IIII"), entry, 8 if head[4] == 2 else 4)[::3]
                    stream.seek(where)
                    interpreter = stream.read(min(length, 4096)).rstrip(b"\0")
            return {"bits": 32 * head[4], "little": head[5] == 1, "machine": machine, "flags": flags, "interpreter": interpreter}
    except (IOError, OSError, struct.error):
        return None


def glibc():
    """`2.36`, or None when the C library is no glibc."""
    try:
        name, _, version = os.confstr("CS_GNU_LIBC_VERSION").partition(" ")
        return version if name == "glibc" else None
    except (AttributeError, ValueError, OSError, TypeError):
        pass
    try:
        import ctypes

        function = ctypes.CDLL(None).gnu_get_libc_version
        function.restype = ctypes.c_char_p
        return function().decode("ascii")
    except Exception:
        return None


def musl(loader):
    """`1.2`, or None when the program's loader is not musl's. The loader started without arguments says its version."""
    if loader is None or b"musl" not in loader:
        return None
    import subprocess

    try:
        child = subprocess.Popen([loader], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        said = child.communicate()[1].decode("ascii", "replace").splitlines()
    except (OSError, ValueError):
        return None
    lines = [line.split(" ", 1)[1] for line in said if line.startswith("Version ")]
    return ".".join(lines[0].split(".")[:2]) if lines else None


def mac_version():
    """`14.2`, or None elsewhere."""
    if sys.platform != "darwin":
        return None
    import platform

    version = platform.mac_ver()[0]
    if version.startswith("10.16"):
        # Linked against an old SDK, Python is told 10.16 by every newer system; a child without that courtesy is told the truth.
        import subprocess

        ask = "import platform; print(platform.mac_ver()[0])"
        child = subprocess.Popen(
            [sys.executable, "-S", "-E", "-s", "-c", ask],
            env={"SYSTEM_VERSION_COMPAT": "0"},
            stdout=subprocess.PIPE,
        )
        version = child.communicate()[0].decode("ascii", "replace").strip() or version
    return ".".join(version.split(".")[:2])


def build(sysconfig):
    """What PEP 425 tags depend on."""
    names = ("Py_DEBUG", "Py_GIL_DISABLED", "WITH_PYMALLOC", "Py_UNICODE_SIZE", "EXT_SUFFIX", "SOABI")
    found = dict((name, sysconfig.get_config_var(name)) for name in names)
    linux = sys.platform.startswith("linux")
    bits = 64 if sys.maxsize > 2**32 else 32
    library = glibc() if linux else None
    program = elf() if linux and (library is None or bits == 32) else None
    loader = program.pop("interpreter") if program else None
    if found["Py_DEBUG"] is None and hasattr(sys, "gettotalrefcount"):
        found["Py_DEBUG"] = 1
    if found["Py_UNICODE_SIZE"] is None:
        found["Py_UNICODE_SIZE"] = 4 if sys.maxunicode == 0x10FFFF else 2
    return {
        "debug": bool(found["Py_DEBUG"]),
        "freeThreaded": bool(found["Py_GIL_DISABLED"]),
        "pymalloc": found["WITH_PYMALLOC"] is None or bool(found["WITH_PYMALLOC"]),
        "wideUnicode": found["Py_UNICODE_SIZE"] == 4,
        "extension": found["EXT_SUFFIX"] or (found["SOABI"] and "." + found["SOABI"] + ".so"),
        "platform": sysconfig.get_platform(),
        "bits": bits,
        "glibc": library,
        "musl": musl(loader),
        "mac": mac_version(),
        "elf": program,
    }
