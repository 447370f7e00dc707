"""Functions of the program that a written script runs, tried by themselves: `reader.py PROGRAM` prints `wrong ...` lines, then `done`."""
import hashlib
import io
import sys
import zipfile

with open(sys.argv[1]) as stream:
    source = stream.read()
assert source.rstrip().endswith("sys.exit(main())")
space = {"__name__": "program", "hashlib": hashlib, "sys": sys, "PINS": []}
exec(compile(source.rstrip()[: -len("sys.exit(main())")], "program", "exec"), space)
Refused = space["Refused"]


def wrong(words):
    print("wrong " + words)


def wheel():
    files = [("pkg/__init__.py", b"VALUE = 1\n" * 20), ("pkg/bin", b"x"), ("pkg-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")]
    rows = ["%s,sha256=%s,%d\n" % (path, space["record_digest"](body), len(body)) for path, body in files]
    files.append(("pkg-1.0.dist-info/RECORD", ("".join(rows) + "pkg-1.0.dist-info/RECORD,,\n").encode("ascii")))
    held = io.BytesIO()
    archive = zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED)
    for path, body in files:
        archive.writestr(zipfile.ZipInfo(path), body, zipfile.ZIP_DEFLATED)
    archive.close()
    return held.getvalue(), dict(files)


blob, files = wheel()
honest = dict((path, body) for path, (body, _) in space["read_archive"](blob, "pkg.whl").items())
if honest != files:
    wrong("an honest archive is read differently")
# Each bit: refused by a Refused, or the same files; never another exception, never other bytes.
counts = [0, 0]
for bit in range(8 * len(blob)):
    data = bytearray(blob)
    data[bit // 8] ^= 1 << bit % 8
    try:
        found = dict((path, body) for path, (body, _) in space["read_archive"](bytes(data), "pkg.whl").items())
        counts[1] += 1
        if found != files:
            wrong("bit %d gives other files" % bit)
    except Refused:
        counts[0] += 1
    except Exception as error:
        wrong("bit %d raises %r" % (bit, error))
for length in range(len(blob)):
    for data in (blob[:length], blob[length:] if length else b""):
        try:
            space["read_archive"](data, "pkg.whl")
            wrong("%d bytes of an archive are read" % length)
        except Refused:
            pass
        except Exception as error:
            wrong("%d bytes of an archive raise %r" % (length, error))
for name in ("../x", "/x", "a//b", "a/./b", "a\\b", "C:x", "nul", "com1.py", "x.", "x ", "a\tb", "", "a/"):
    try:
        space["check_path"](name, "pkg.whl")
        wrong("the path %r is taken" % name)
    except Refused:
        pass
for text in ("[console_scripts]\npython = a:b\n", "[console_scripts]\n../x = a:b\n", "[console_scripts]\nx = a b:c\n", "[console_scripts]\nx = a\n"):
    try:
        space["commands"](text)
        wrong("the command %r is taken" % text)
    except Refused:
        pass
# The Windows launcher: a stub, a line that names the interpreter, and an archive that any reader of ZIP finds at the end.
made = space["launcher"](b"MZstub", "C:\\Program Files\\Python\\python.exe", space["wrapper"]("pip._internal.cli.main", "main"))
inner = zipfile.ZipFile(io.BytesIO(made))
if inner.testzip() is not None or inner.namelist() != ["__main__.py"] or b"import main" not in inner.read("__main__.py"):
    wrong("the launcher's archive cannot be read")
if not made.startswith(b'MZstub#!"C:\\Program Files\\Python\\python.exe"\r\nPK'):
    wrong("the launcher does not name the interpreter")
# Specifiers: what is proved, and nothing else.
allows = space["allows"]
for clause, version, answer in [("==26.3", "26.3", 1), ("==26.*", "26.3", 1), ("!=26.*", "26.3", 0), (">=26", "26.3", 1), ("<26.3", "26.3", 0), ("~=26.1", "26.3", 1), ("~=25.1", "26.3", 0), (">26.2.9", "26.3", 1), ("<=26.3.0", "26.3", 1), ("===26.3", "26.3", 1), ("==26.3rc1", "26.3", 0), ("@x", "26.3", 0), ("26.3", "26.3", 0)]:
    if bool(allows(clause, version)) != bool(answer):
        wrong("%s of %s is %r" % (clause, version, allows(clause, version)))
print("done refused %d same %d" % tuple(counts))
