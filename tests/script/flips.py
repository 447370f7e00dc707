"""Flips each bit of a written script in turn and runs it up to where it would act: `flips.py SCRIPT MARK WAY FIRST LAST STEP`.

Each flipped script runs in a child of its own: as its source is, but what starts the second Python runs that one's first program here, and the
payload program only makes the file MARK. WAY is `file` or `stdin`. Prints how many were tried, and the bits whose script acted.
"""
import os
import resource
import signal
import sys

script, mark, way = sys.argv[1:4]
first, last, step = [int(word) for word in sys.argv[4:7]]
with open(script, "rb") as stream:
    whole = stream.read()
path = mark + ".py"


class Started(BaseException):
    pass


def run(data):
    import posix

    def execv(program, command):
        sys.stdin = os.fdopen(os.dup(0))
        at = command.index("-c")
        sys.argv = ["-c"] + command[at + 2 :]
        exec(compile(command[at + 1], "<second>", "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
        raise Started

    posix.execv = execv
    # What a flip may start instead must not act on this machine.
    for name in ("execve", "system", "kill", "remove", "unlink", "rmdir", "rename"):
        if hasattr(posix, name):
            setattr(posix, name, None)
    name = path if way == "file" else "<stdin>"
    exec(compile(data, name, "exec"), {"__name__": "__main__", "__file__": name})


tried, acted, compiled = 0, [], 0
for bit in range(first, min(last, 8 * len(whole)), step):
    data = bytearray(whole)
    data[bit // 8] ^= 1 << bit % 8
    data = bytes(data)
    tried += 1
    try:
        compile(data, "flipped", "exec")
    except (SyntaxError, TypeError, ValueError, MemoryError):
        continue
    compiled += 1
    if way == "file":
        with open(path, "wb") as stream:
            stream.write(data)
    child = os.fork()
    if child == 0:
        # A flip may make a program that does not end.
        resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
        resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
        signal.alarm(10)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            run(data)
        except BaseException:
            pass
        os._exit(0)
    os.waitpid(child, 0)
    if os.path.exists(mark):
        os.remove(mark)
        acted.append(bit)
print("tried %d compiled %d acted %s" % (tried, compiled, " ".join(str(bit) for bit in acted)))
