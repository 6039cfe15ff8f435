#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What fuzzing begins with: seeds.py SOURCE_ROOT WASM_OPT STAMP DEPFILE

Makes seeds/PROGRAM/ beside STAMP: the modules of testdata/ and tests/golden, as
PROGRAM reads them, some that wasm-opt makes up, and what is in corpus/PROGRAM:

    .wat, .exnref.wat   assembled by wabt, or by Binaryen
    .hex                bytes in hexadecimal; from a # to the end of a line is none
    .esc                one line with the escapes of Python: \\n, \\xff
    others              as they are

For `rewrite` a module follows bytes of options (see fuzz-rewrite.c): those of the
line `;; OPTIONS: HEX`, or some of each kind in turn.
"""

import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

WABT = ["--enable-exceptions", "--enable-tail-call", "--enable-threads",
        "--enable-multi-memory", "--enable-extended-const", "--debug-names"]
BINARYEN = ["-g", "--enable-exception-handling", "--enable-reference-types",
            "--enable-multivalue", "--enable-mutable-globals",
            "--enable-bulk-memory", "--enable-tail-call", "--enable-threads",
            "--enable-multimemory", "--enable-simd", "--enable-extended-const"]
# With it, references are written in another way: only where the text needs it.
GC = re.compile(r"\b(array|struct)\.|\(type \$\w+ \((array|struct|sub)\b")
MADE_UP = [["--mvp-features"], ["--all-features", "--disable-gc"],
           ["--all-features"]]

# Those that read modules.
MODULES = ["reader", "inspect", "dump-wat", "rewrite"]
# Beyond this size, each run takes long and finds little.
LARGE = 8192

# Target, dialect, unwinding; reset, standalone, -O; flags; more. A module gets two.
OPTIONS = [bytes.fromhex(text) for text in """
00000100 01010100 22010100 47020100 0c000900 15000700 07000800 47010000
27040000 07080000 07050400 4f080000 03000110 04000120 05000140 06200101
07120002 50300300 00030100 32003180 2100c104 01018108
""".split()]

PASSIVE = {  # what to write as it is, by name
    "json": {
        "package": b'{"name": "a", "dependencies": {"b": "^1.0"}}',
        "all": b'[0, -1.5e+3, true, false, null, "a\\u00e9\\ud83d\\ude00\\n", {"": []}]',
        "open": b"[[[[[{\"a\":[",
    },
    "options": {
        name: b"\0".join(line.split()) for name, line in {
            "plain": b"unpoison a.wasm",
            "all": b"unpoison --target web --out-dir=o --out-name n --reset none --eh exnref --unwind trust "
                   b"--unwind-safe-import env.* --abort-export a* --rename a=b --no-typescript --keep-debug -O3 "
                   b"--verify -q -v a.wasm",
            "file": b"unpoison -o b.wasm -Oz a.wasm",
            "dump": b"unpoison --dump=json -- -",
            "bindgen": b"wasm-bindgen --out-dir o --target nodejs --weak-refs --reference-types --keep-lld-exports "
                       b"--encode-into always --omit-default-module-path a.wasm",
            "globals": b"unpoison --target no-modules --no-modules-global x a.wasm",
            "standalone": b"unpoison --standalone=heal --out-name b a.wasm",
            "other": b"unpoison --wasm-bindgen wasm-bindgen --target web --standalone --debug a.wasm",
            "help": b"unpoison --help",
        }.items()
    },
    "glue-names": {
        "plain": b"\0f" + b"\xfff".join([b"run", b"default", b"a b", b"__proto__", b"", b"then"]),
        "marked": b"\1fa\xfftt\xffmm\xffgg\xffee\xffFenv\xfelog\xffGenv\xfeg",
        "escapes": b"\1f'\xfff\"\xfff`${x}\xfff\\\xfff\n\xfff\xe2\x80\xa8\xfff*/\xfff</script>\xffF\\\xfe'\n",
        "imports": b"\0F./a.js\xfeb\xffFa'b\xfe*/\xffFwbg\xfe__proto__\xffTt\xfet\xffMm\xfem\xffff",
    },
}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command}: status {done.returncode}\n{done.stderr}")


class Seeds:
    def __init__(self, root, wasm_opt, folder):
        self.root, self.wasm_opt, self.folder = root, wasm_opt, folder
        self.turn = 0
        self.read = [pathlib.Path(__file__)]

    def write(self, program, name, data):
        folder = self.folder / program
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

    def assemble(self, source):
        """The bytes of a module in the text format, or of one as it is."""
        if source.suffix != ".wat":
            return source.read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "a.wasm"
            if source.name.endswith(".exnref.wat") or source.parent.name == "passes":
                gc = ["--enable-gc"] if GC.search(source.read_text()) else []
                run(self.wasm_opt, *BINARYEN, *gc, source, "-o", output)
            else:
                run("wat2wasm", *WABT, source, "-o", output)
            return output.read_bytes()

    def next_options(self):
        self.turn += 1
        return OPTIONS[self.turn % len(OPTIONS)]

    def add_module(self, name, data):
        for program in MODULES:
            if program != "rewrite":
                self.write(program, name, data)
        if len(data) <= LARGE:
            for number in range(2):
                self.write("rewrite", f"{name}-{number}", self.next_options() + data)

    def add_modules(self):
        for pattern in ["testdata/wat/*.wat", "testdata/dump/*.wasm",
                        "tests/golden/*/*.wat"]:
            found = sorted(self.root.glob(pattern))
            if not found:
                sys.exit(f"there is no {pattern}")
            # A directory changes when something comes into it.
            self.read += sorted({source.parent for source in found})
            for source in found:
                self.read.append(source)
                self.add_module(f"{source.parent.name}-{source.stem}", self.assemble(source))

    def add_made_up(self):
        """Modules of random code; the same ones each time."""
        for number in range(9):
            with tempfile.TemporaryDirectory() as folder:
                noise, output = (pathlib.Path(folder) / name for name in ("noise", "a.wasm"))
                noise.write_bytes(random.Random(number).randbytes(600))
                run(self.wasm_opt, "-ttf", noise, *MADE_UP[number % len(MADE_UP)], "-o", output)
                self.add_module(f"made-up-{number}", output.read_bytes())

    def decode(self, program, source):
        text = source.read_text() if source.suffix in {".hex", ".esc", ".wat"} else ""
        if source.suffix == ".hex":
            return bytes.fromhex("".join(line.split("#")[0] for line in text.splitlines()))
        if source.suffix == ".esc":
            return text.rstrip("\n").encode("latin1").decode("unicode_escape").encode("latin1")
        data = self.assemble(source)
        if program == "rewrite" and source.suffix == ".wat":
            prefix = ";; OPTIONS:"
            line = text.splitlines()[0]
            if not line.startswith(prefix):
                sys.exit(f"{source}: the first line has to be '{prefix} HEX'")
            data = bytes.fromhex(line[len(prefix):]) + data
        return data

    def add_corpus(self):
        corpus = self.root / "tests/fuzz/corpus"
        self.read += [corpus, *corpus.glob("*/")]
        for source in sorted(corpus.glob("*/*")):
            program = source.parent.name
            self.read.append(source)
            self.write(program, f"corpus-{source.stem}", self.decode(program, source))

    def add_passive(self):
        for program, items in PASSIVE.items():
            for name, data in items.items():
                self.write(program, name, data)


def main():
    root, wasm_opt, stamp, depfile = sys.argv[1:]
    root, stamp = pathlib.Path(root), pathlib.Path(stamp)
    folder = stamp.parent / "seeds"
    shutil.rmtree(folder, ignore_errors=True)
    seeds = Seeds(root, wasm_opt, folder)
    seeds.add_modules()
    seeds.add_made_up()
    seeds.add_passive()
    seeds.add_corpus()
    pathlib.Path(depfile).write_text(
        f"{stamp}: " + " ".join(str(path).replace(" ", "\\ ") for path in seeds.read) + "\n")
    stamp.touch()


main()
