#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Golden tests of the passes.

    run.py TOOL CASE.wat

The first line of a case says what to run: `;; RUN: pass,pass key=value`. What
TOOL prints is compared with CASE.out beside it; with BLESS=1 it is written
there instead. Every .out must belong to a case: see --orphans.
"""

import difflib
import os
import pathlib
import subprocess
import sys


def directive(case):
    first = case.read_text().splitlines()[0]
    prefix = ";; RUN: "
    if not first.startswith(prefix):
        sys.exit(f"{case}: the first line has to be '{prefix}passes [key=value]'")
    return first[len(prefix):].split()


def run(tool, case):
    done = subprocess.run([tool, case, *directive(case)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{case}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def check(tool, case):
    got = run(tool, case)
    expected = case.with_suffix(".out")
    if os.environ.get("BLESS"):
        expected.write_text(got)
        return
    if not expected.exists():
        sys.exit(f"{expected} is missing; make it with BLESS=1 and read it")
    want = expected.read_text()
    if got != want:
        sys.stdout.writelines(difflib.unified_diff(
            want.splitlines(True), got.splitlines(True),
            str(expected), "what came out"))
        sys.exit(1)


def check_orphans(folder):
    orphans = [out for out in folder.glob("**/*.out")
               if not out.with_suffix(".wat").exists()]
    if orphans:
        sys.exit("no case for " + ", ".join(map(str, orphans)))


if __name__ == "__main__":
    if sys.argv[1] == "--orphans":
        check_orphans(pathlib.Path(sys.argv[2]))
    else:
        check(sys.argv[1], pathlib.Path(sys.argv[2]))
