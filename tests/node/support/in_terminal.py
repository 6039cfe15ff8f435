# SPDX-License-Identifier: MIT OR Apache-2.0
"""Runs a program whose standard streams are a terminal: in_terminal.py JSON.

The JSON is {argv, env, columns, stdout, feed, after, when, kill}: `stdout` is a
file in the place of the terminal; after `after` seconds the file `feed` is what
comes by standard input. Once the terminal shows `when`, the signal of the name
`kill` is sent: to the program, or, if the name has "child " in front, to the
process that it has made. What the terminal got goes to standard output, then a
NUL and {status, signal}, as JSON.
"""

import json
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import time


def start(job, slave):
    """The program, in a session of its own whose terminal is @slave."""
    feeds = "feed" in job
    stdout = open(job["stdout"], "wb") if job.get("stdout") else slave

    def take_terminal():
        os.setsid()
        os.close(os.open(os.ttyname(slave), os.O_RDWR))

    return subprocess.Popen(
        job["argv"], env={**os.environ, **job["env"]}, preexec_fn=take_terminal,
        stdin=subprocess.PIPE if feeds else slave, stdout=stdout, stderr=slave)


def feed(job, program):
    time.sleep(job["after"])
    with open(job["feed"], "rb") as file:
        program.stdin.write(file.read())
    program.stdin.close()


def send(words, program):
    *whom, name = words.split()
    pid = program.pid
    if whom:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            pid = int(file.read().split()[0])
    os.kill(pid, getattr(signal, name))


def read_all(job, master, program):
    seen, sent = b"", False
    while True:
        try:
            part = os.read(master, 1 << 16)
        except OSError:  # nobody has the other side any more
            break
        if not part:
            break
        seen += part
        if job.get("kill") and not sent and job["when"].encode() in seen:
            send(job["kill"], program)
            sent = True
    return seen


def main():
    job = json.loads(sys.argv[1])
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, job.get("columns", 80)))
    program = start(job, slave)
    os.close(slave)
    if "feed" in job:
        threading.Thread(target=feed, args=(job, program)).start()
    seen = read_all(job, master, program)
    status = program.wait()
    sys.stdout.buffer.write(seen + b"\0" + json.dumps({
        "status": max(status, 0),
        "signal": signal.Signals(-status).name if status < 0 else None,
    }).encode())


main()
