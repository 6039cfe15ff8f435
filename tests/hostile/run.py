#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Large, deep and lying modules: run.py TOOL SANITIZED PART [SHAPE...], or run.py list

Text is set in by the depth, and wabt writes each blank of it: what is deep is less
deep there. Sanitizers get less of all.

PART `claims`: small modules that claim much take next to nothing. PART
`growing`: twice as large takes twice as much, in time and in memory.

Everywhere: the status is 0 or 1, and after a failure there is one line on standard
error, nothing on standard output, and no file. With UP_TABLE=1 the figures are
printed.
"""

import os
import pathlib
import re
import sys
import tempfile

from claims import claims
from shapes import GROWING, REFUSED

MODES = {
    "module": ["-o", "OUT/a.wasm"],
    "glue": ["--target", "web", "--out-dir", "OUT"],
    "text": ["--dump"],
    "json": ["--dump=json"],
    "wat": ["--dump=wat"],
}

# Seconds of processor time, and MiB.
QUICK, SMALL = 2, 120
LIMIT = 60
# A measurement is worth something from here on.
WORTH = 1
# Twice as much may take up to this, caches and logarithms included.
GROWTH = 3.4
# Of each byte of the module, and whatever it is.
MEMORY_PER_BYTE, MEMORY_BASE = 1600, 100 << 20
# Sanitizers take their part.
SLOWER, LARGER = 8, 6

# What most is learned from; the others take some minutes more.
FIRST = {
    "deep blocks", "deep operands", "functions", "exports", "imports", "types", "locals",
    "branch table", "indirect calls", "custom sections", "long names", "data of 2 GiB",
    "data at the end", "big table",
}

ERROR = re.compile(r"unpoison: [^\n]+\.wasm: (offset 0x[0-9a-f]+: )?[^\n]+\n")
WARNING = re.compile(r"unpoison: [^\n]+: warning: [^\n]+\n")


class Run:
    """One call of the tool, and what it took."""

    def __init__(self, tool, mode, module, folder):
        out, errors = folder / "out", folder / "errors"
        printed = folder / "printed"
        file = folder / "in.wasm"
        file.write_bytes(module)
        args = [tool, *(arg.replace("OUT", str(out)) for arg in MODES[mode]), str(file)]
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(printed, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), 1)
            os.dup2(os.open(errors, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), 2)
            os.execv(tool, args)
        _, status, usage = os.wait4(pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        self.seconds = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss << 10
        self.errors = WARNING.sub("", errors.read_text(errors="replace"))
        self.printed = printed.stat().st_size
        self.written = sorted(path.name for path in out.rglob("*")) if out.exists() else []
        for path in self.written:
            (out / path).unlink()

    def wrong(self):
        """What is wrong with how it ended, or None."""
        if self.status not in (0, 1):
            return f"status {self.status}: {self.errors[-300:]}"
        if self.status == 0:
            return f"status 0, and: {self.errors[-300:]}" if self.errors else None
        if not ERROR.fullmatch(self.errors):
            return f"not one line: {self.errors[-300:]}"
        if self.printed or self.written:
            return f"status 1, and {self.printed} bytes printed, written: {self.written}"
        return None


class Test:
    def __init__(self, tool, sanitized, folder):
        self.tool, self.folder = tool, folder
        self.slower, self.larger = (SLOWER, LARGER) if sanitized else (1, 1)
        self.sanitized = sanitized
        self.wrong = []

    def fail(self, what, why):
        print(f"FAILED: {what}: {why}", flush=True)
        self.wrong.append(what)

    def run(self, mode, module):
        return Run(self.tool, mode, module, self.folder)

    def claims(self):
        count = 0
        for number, (name, module) in enumerate(claims()):
            # All ways read the same at first; one in turn is enough for the rest.
            modes = ["module", ["glue", "text", "json", "wat"][number % 4]]
            for mode in modes[number % 2:][:1] if self.sanitized else modes:
                run = self.run(mode, module)
                count += 1
                if why := run.wrong():
                    self.fail(f"{name} ({module.hex()}), {mode}", why)
                if run.seconds > QUICK * self.slower or run.memory > SMALL * self.larger << 20:
                    self.fail(f"{name} ({module.hex()}), {mode}",
                              f"{run.seconds:.1f} s, {run.memory >> 20} MiB")
        print(f"{count} runs")

    def measure(self, mode, small, large):
        """Runs both until the times are not too far from each other; what else ran
        on the machine may have disturbed them."""
        for _ in range(3):
            one, two = self.run(mode, small), self.run(mode, large)
            if two.seconds < WORTH * self.slower or two.seconds < GROWTH * one.seconds:
                break
        return one, two

    def growing(self, name):
        make, size = GROWING[name]
        # With glue is all that there is without.
        for mode in list(MODES)[1:]:
            scale = 10 if self.sanitized or (mode == "wat" and name.startswith("deep")) else 1
            small, large = make(size // scale), make(2 * size // scale)
            one, two = self.measure(mode, small, large)
            what = f"{name}, {mode}"
            if os.environ.get("UP_TABLE"):
                print(f"{name:20} {mode:6} {two.status} {len(large) / 1e6:6.2f} MB {one.seconds:6.2f} s "
                      f"{two.seconds:6.2f} s {two.memory >> 20:5} MiB  {two.errors[-90:].strip()}", flush=True)
            for run in (one, two):
                if why := run.wrong():
                    self.fail(what, why)
            refused = REFUSED.get((name, mode)) or REFUSED.get((name, None))
            if (two.status == 1) != (refused is not None) or (refused or "") not in two.errors:
                self.fail(what, f"status {two.status}, {two.errors.strip()}; wanted: {refused}")
            self.check_growth(what, one, two, len(large))

    def check_growth(self, what, one, two, size):
        if two.seconds > LIMIT:
            self.fail(what, f"takes {two.seconds:.1f} s")
        if two.seconds > WORTH * self.slower and two.seconds > GROWTH * one.seconds:
            self.fail(what, f"{one.seconds:.2f} s, twice as large {two.seconds:.2f} s")
        if two.memory > (MEMORY_BASE + MEMORY_PER_BYTE * size) * self.larger:
            self.fail(what, f"takes {two.memory >> 20} MiB for {size} bytes")


def main():
    if sys.argv[1:] == ["list"]:
        print("\n".join(("first " if name in FIRST else "more ") + name for name in GROWING))
        return
    tool, sanitized, part, *only = sys.argv[1:]
    # Findings of sanitizers are statuses of their own.
    os.environ.setdefault("ASAN_OPTIONS", "exitcode=99:detect_stack_use_after_return=0")
    with tempfile.TemporaryDirectory(prefix="unpoison-") as folder:
        test = Test(os.path.abspath(tool), sanitized == "true", pathlib.Path(folder))
        if part == "claims":
            test.claims()
        for name in only if part == "growing" else []:
            test.growing(name)
    sys.exit(bool(test.wrong))


main()
