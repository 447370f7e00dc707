"""Runs one command to its end and writes what it cost: python3 measure.py RESULT LOG COMMAND...

RESULT gets one line of JSON: seconds of wall clock, of processor time in user and system mode (the command and all of its descendants
that were waited for, as the kernel's accounting has it), the peak of resident memory in KiB, and the exit status. LOG gets the
command's output. Node.js cannot ask for the accounting of one child; Python's os.wait4 can.
"""

import json
import os
import sys
import time

result, log, command = sys.argv[1], sys.argv[2], sys.argv[3:]
out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
null = os.open(os.devnull, os.O_RDONLY)
actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)]
start = time.perf_counter()
child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - start
with open(result, "w") as stream:
    json.dump(
        {
            "wall": wall,
            "user": usage.ru_utime,
            "system": usage.ru_stime,
            "peak": usage.ru_maxrss,
            "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status),
        },
        stream,
    )
