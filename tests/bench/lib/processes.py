# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs a program: processes.py SECONDS PROGRAM ARGUMENT... Prints JSON.

What it took until it had ended, and the most memory that it had at a time: it, or
a process that it started and waited for, whichever had more. Never less than this
interpreter has, some 10 MB.
"""

import json
import os
import signal
import sys
import time


def main():
    limit, *command = sys.argv[1:]
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    # A group of its own, so that nothing of it outlives the limit.
    pid = os.posix_spawn(command[0], command, os.environ,
                         file_actions=nowhere, setpgroup=0)

    def stop(*_):
        os.killpg(pid, signal.SIGKILL)

    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.alarm(int(limit))
    _, status, usage = os.wait4(pid, 0)
    end = time.perf_counter()
    print(json.dumps({
        "ms": (end - start) * 1000,
        "mib": usage.ru_maxrss / 1024,
        "status": os.waitstatus_to_exitcode(status),
    }))


main()
