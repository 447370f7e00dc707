import sys

# Everything above and below was put together by `truewheel script`. First: is this the Python it was made for?
digest = "@DIGEST@"
least, most, series, zipped = @LEAST@, @MOST@, @SERIES@, @ZIPPED@
if not least <= sys.version_info[:2] <= most:
    own = "%d.%d" % sys.version_info[:2]
    sys.stderr.write("error: this file installs into Python @WANTED@, and this is Python %s\n" % own)
    if own in series or @NEWEST@ <= sys.version_info[:2] < (4, 0):
        sys.exit("hint: `truewheel script --series %s -o FILE` writes the one for it" % own)
    sys.exit("hint: no manifest covers it; the series are " + ", ".join(series))

# Second: the bytes of this whole file, read again; from standard input, put together again.
where = sys._getframe(1).f_code.co_filename
if where[:1] == "<":
    quote = "'" * 3
    text = "#!/usr/bin/env python\nparts = [r" + quote + (quote + ", r" + quote).join(parts) + quote
    text += ']\nif __name__ == "__main__":\n    exec(parts[4])\n'
    text = text if str is bytes else text.encode("ascii")
else:
    with open(where[:-12] if zipped else where, "rb") as stream:
        text = stream.read()
    digest = str(text[-86:-22].decode("ascii", "replace")) if zipped else digest

# Third: a fresh Python without the user's variables, directories, site and bytecode gets them, and proves them before it does anything.
check = """
import sys
sys.path[:] = [entry for entry in sys.path if entry]
whole = getattr(sys.stdin, "buffer", sys.stdin).read()
import hashlib
before, digest, after = whole.partition(b"%s")
if hashlib.sha256(before + after).hexdigest() != "%s": sys.exit("error: this file is damaged: its SHA-256 is wrong. Nothing was written.")
quote = b"'" * 3
parts = whole.rpartition(b"\\nparts = [r" + quote)[2].split(quote + b", r" + quote)
exec(compile(parts[1] + parts[2], "<truewheel script>", "exec"))
"""
flags = ["-I"] if sys.version_info[0] > 2 else ["-E", "-s"]
if not sys.executable:
    sys.exit("error: this Python does not know its own path")
command = [sys.executable] + flags + ["-S", "-B", "-c", check % (digest, digest)] + sys.argv[1:]
if "posix" in sys.builtin_module_names:
    import posix

    reader, writer = posix.pipe()
    if posix.fork() == 0:
        try:
            posix.close(reader)
            with (posix.fdopen if str is bytes else open)(writer, "wb") as stream:
                stream.write(text)
        finally:
            posix._exit(0)
    posix.close(writer)
    posix.dup2(reader, 0)
    if hasattr(posix, "set_inheritable"):
        posix.set_inheritable(0, True)
    posix.execv(sys.executable, command)
else:
    import os

    own = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry] + [sys.path[0]]
    sys.path[:] = [entry for entry in sys.path if entry and entry not in own]
    import subprocess

    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    child.communicate(text)
    sys.exit(child.returncode)
