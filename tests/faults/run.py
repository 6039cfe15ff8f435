# SPDX-License-Identifier: MIT OR Apache-2.0
"""Fails each allocation of a run in turn: run.py TOOL MODULE [OPTION...].

TOOL is the one of alloc.c. Whichever fails, the run ends with status 1 or 3 and says
that it is out of memory; nothing is written, and what was there is left. {out} in an
option stands for a directory that has a file of an earlier run.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

# More would take too long: then every so many-th is tried, and the first.
MOST = 700
FIRST = 60


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def run(tool, options, module, folder, number):
    env = dict(os.environ, UP_FAIL_ALLOCATION=str(number))
    options = [option.format(out=folder) for option in options]
    return subprocess.run([tool, *options, module], env=env, timeout=60,
                          stdin=subprocess.DEVNULL, capture_output=True)


def check(done, before, after, number):
    """What is wrong with a run, or None; whether it failed at all."""
    if done.returncode == 0:
        return None, False
    said = done.stderr.decode(errors="replace")
    if done.returncode not in (1, 3):
        return f"allocation {number}: status {done.returncode}: {said}", True
    if "out of memory" not in said:
        return f"allocation {number}: says nothing of memory: {said}", True
    if before != after:
        return f"allocation {number}: left {sorted(after)}", True
    return None, True


def count_allocations(tool, options, module):
    """The last number at which a run fails, by bisection."""
    def fails(number):
        with tempfile.TemporaryDirectory() as name:
            return run(tool, options, module, name, number).returncode != 0

    high = 1
    while fails(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fails(middle) else (low, middle)
    return low


def main():
    tool, module, *options = sys.argv[1:]
    total = count_allocations(tool, options, module)
    step = max(1, total // MOST)
    numbers = sorted({*range(1, min(FIRST, total) + 1),
                      *range(1, total + 1, step), total})
    wrong, failed = [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for old in ("m.js", "m_bg.wasm", "m.wasm"):
            (folder / old).write_text("what was there")
        before = tree(folder)
        for number in numbers:
            done = run(tool, options, module, folder, number)
            problem, did = check(done, before, tree(folder), number)
            failed += did
            if problem:
                wrong.append(problem)
            if not did:
                # An allocation that can be done without: put the files back.
                for path in folder.rglob("*"):
                    if path.is_file():
                        path.unlink()
                for old, contents in before.items():
                    (folder / old).write_bytes(contents)
    print("\n".join(wrong[:10]) or
          f"{failed} of {len(numbers)} runs ran out of memory, of {total} "
          "allocations")
    # A run that needs no memory is none.
    sys.exit(bool(wrong) or failed < len(numbers) // 2 or total < 20)


main()
