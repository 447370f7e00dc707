"""Compiles sources to unchecked hash-based bytecode (PEP 552) without importing any of them.

Standard input is a run of frames, two for each source: the path the code will know itself under, then the
source. Standard output is a run of frames: the cache tag first, then the bytecode of each source in turn,
empty where it does not compile. A frame is its length, four bytes, most significant first, and its bytes.
"""
import sys

sys.path[:] = [entry for entry in sys.path if entry]

import importlib.util  # noqa: E402
import marshal  # noqa: E402
import warnings  # noqa: E402


def frames(stream):
    while True:
        head = stream.read(4)
        if not head:
            return
        yield stream.read(int.from_bytes(head, "big"))


def put(stream, body):
    stream.write(len(body).to_bytes(4, "big"))
    stream.write(body)


def compiled(shown, source):
    try:
        code = compile(source, shown, "exec", dont_inherit=True, optimize=0)
    except Exception:
        return b""
    # Flags 0b01: hash-based, and not checked against the source at import.
    flags = (1).to_bytes(4, "little")
    return importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + marshal.dumps(code)


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(10000)
    put(sys.stdout.buffer, sys.implementation.cache_tag.encode())
    given = frames(sys.stdin.buffer)
    for shown in given:
        put(sys.stdout.buffer, compiled(shown.decode("utf-8", "surrogateescape"), next(given)))
    sys.stdout.buffer.flush()


main()
