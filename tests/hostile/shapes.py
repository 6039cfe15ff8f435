# SPDX-License-Identifier: MIT OR Apache-2.0
"""Modules that are large or deep in one way, by a size."""

import struct


def leb(value):
    out = bytearray()
    while True:
        byte = value & 0x7f
        value >>= 7
        if not value:
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)


def signed(value):
    out = bytearray()
    value -= (value & 0x80000000) << 1
    while True:
        byte = value & 0x7f
        value >>= 7
        if value == -(byte >> 6):
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)


def sized(data):
    return leb(len(data)) + data


def text(value):
    return sized(value.encode() if isinstance(value, str) else value)


def vector(items):
    items = list(items)
    return leb(len(items)) + b"".join(items)


def section(number, data):
    return bytes([number]) + sized(data)


def custom(name, data):
    return section(0, text(name) + data)


def module(*sections):
    return b"\0asm" + struct.pack("<I", 1) + b"".join(sections)


def body(code, locals_=b"\0"):
    return sized(locals_ + code + b"\x0b")


NOTHING = b"\x60\0\0"  # () -> ()
NUMBER = b"\x60\x01\x7f\x01\x7f"  # (i32) -> i32


def one_function(code, locals_=b"\0", kind=NOTHING, extra=()):
    """A module that exports a function; @extra: sections ahead of the exports."""
    return module(section(1, vector([kind])), section(3, vector([b"\0"])), *extra,
                  section(7, vector([text("run") + b"\0\0"])),
                  section(10, vector([body(code, locals_)])))


MEMORY = section(5, vector([b"\0\x01"]))
TAG = section(13, vector([b"\0\0"]))
TABLE = section(4, vector([b"\x70\0\x01"]))

# ---- depth ----


def nest(opening, closing=b"\x0b", inner=b"", extra=()):
    return lambda size: one_function(opening * size + inner + closing * size, extra=extra)


def deep_handlers(size):
    """A try in the handler of a try in the handler of a try."""
    return one_function(b"\x06\x40\x19" * size + b"\x0b" * size)


def deep_delegates(size):
    """Each hands its exceptions on to the one around it."""
    return one_function(b"\x06\x40" * size + b"\x18\0" * size)


def deep_operators(size):
    """An expression as deep, without a block."""
    return one_function(b"\x20\0" + b"\x45" * size, kind=NUMBER)


def deep_operands(size):
    """Operands that wait for their operators."""
    return one_function(b"\x20\0" * (size + 1) + b"\x6a" * size, kind=NUMBER)


def deep_tees(size):
    return one_function(b"\x20\0" + b"\x22\0" * size, kind=NUMBER)


def deep_values(size):
    """Blocks with a value and a branch out of each."""
    return one_function(b"\x02\x7f" * size + b"\x20\0" + b"\x20\0\x0d\0\x0b" * size, kind=NUMBER)


def deep_subtypes(size):
    """A type of a type of a type."""
    types = [b"\x50\0\x5f\0"] + [b"\x50\x01" + leb(i) + b"\x5f\0" for i in range(size - 1)]
    return module(section(1, vector(types)))


# ---- numbers ----


def functions(size):
    return module(section(1, vector([NOTHING])), section(3, leb(size) + b"\0" * size),
                  section(7, vector([text("run") + b"\0\0"])),
                  section(10, leb(size) + body(b"") * size))


def calls(size):
    """Each function calls the next one; the last one traps."""
    chain = [body(b"\x10" + leb(i + 1)) for i in range(size - 1)]
    return module(section(1, vector([NOTHING])), section(3, leb(size) + b"\0" * size),
                  section(7, vector([text("run") + b"\0\0"])), section(10, vector(chain + [body(b"\0")])))


def exports(size):
    return module(section(1, vector([NUMBER])), section(3, b"\x01\0"),
                  section(7, vector(text(f"e{i}") + b"\0\0" for i in range(size))),
                  section(10, vector([body(b"\x20\0")])))


def exported_functions(size):
    return module(section(1, vector([NUMBER])), section(3, leb(size) + b"\0" * size),
                  section(7, vector(text(f"e{i}") + b"\0" + leb(i) for i in range(size))),
                  section(10, leb(size) + body(b"\x20\0") * size))


def imports(size):
    return module(section(1, vector([NUMBER])),
                  section(2, vector(text("env") + text(f"i{i}") + b"\0\0" for i in range(size))))


def imported_modules(size):
    return module(section(1, vector([NUMBER])),
                  section(2, vector(text(f"./m{i}.js") + text("f") + b"\0\0" for i in range(size))))


def types(size):
    return module(section(1, vector([NOTHING] * size)), section(3, b"\x01" + leb(size - 1)),
                  section(7, vector([text("run") + b"\0\0"])), section(10, vector([body(b"")])))


def distinct_types(size):
    """Each of 20 parameters, by the digits of its number."""
    codes = b"\x7f\x7e\x7d\x7c"
    kinds = [b"\x60\x0c" + bytes(codes[(i >> (2 * k)) & 3] for k in range(12)) + b"\0" for i in range(size)]
    return module(section(1, vector(kinds)))


def type_group(size):
    """Structs in one recursive group, each with a reference to the next."""
    kinds = [b"\x5f\x01\x63" + signed((i + 1) % size) + b"\x01" for i in range(size)]
    return module(section(1, b"\x01\x4e" + vector(kinds)))


def type_groups(size):
    return module(section(1, vector([b"\x4e\x01\x5f\x01\x7f\x01"] * size)))


def wide_type(size):
    """A function of as many parameters and results (of which engines take 1000)."""
    return module(section(1, vector([b"\x60" + leb(size) + b"\x7f" * size + leb(size) + b"\x7e" * size])))


def wide_struct(size):
    return module(section(1, vector([b"\x5f" + leb(size) + b"\x7f\x01" * size])))


def globals_(size):
    return module(section(6, leb(size) + b"\x7f\x01\x41\0\x0b" * size))


def tables(size):
    return module(section(4, leb(size) + b"\x70\0\x01" * size))


def data_segments(size):
    """All at one place: they lie over each other."""
    return module(MEMORY, section(11, leb(size) + b"\0\x41\0\x0b\x01x" * size),)


def element_segments(size):
    return module(section(1, vector([NOTHING])), section(3, b"\x01\0"), TABLE,
                  section(9, leb(size) + b"\0\x41\0\x0b\x01\0" * size), section(10, vector([body(b"")])))


def elements(size):
    return module(section(1, vector([NOTHING])), section(3, b"\x01\0"),
                  section(4, vector([b"\x70\0" + leb(size)])),
                  section(9, b"\x01\0\x41\0\x0b" + leb(size) + b"\0" * size), section(10, vector([body(b"")])))


def tags(size):
    return module(section(1, vector([NOTHING])), section(13, leb(size) + b"\0\0" * size))


def locals_(size):
    """In one function, each declared for itself."""
    return one_function(b"", locals_=leb(size) + b"\x01\x7f" * size)


def branch_table(size):
    return one_function(b"\x02\x40\x41\0\x0e" + leb(size) + b"\0" * size + b"\0\x0b")


def branches(size):
    """To labels of as many blocks, from one table."""
    return one_function(b"\x02\x40" * size + b"\x41\0\x0e" + vector(leb(i) for i in range(size)) + b"\0" +
                        b"\x0b" * size)


def instructions(size):
    return one_function(b"\x41\0\x1a" * size)


def calls_in_a_row(size):
    return module(section(1, vector([NOTHING])), section(2, vector([text("env") + text("f") + b"\0\0"])),
                  section(3, b"\x01\0"), section(7, vector([text("run") + b"\0\x01"])),
                  section(10, vector([body(b"\x10\0" * size)])))


def tries_in_a_row(size):
    return one_function(b"\x06\x40\x10\0\x07\0\x0b" * size, extra=[TAG])


def indirect_calls(size):
    """Of every function in the table, from every function."""
    code = body(b"\x41\0\x11\0\0")
    return module(section(1, vector([NOTHING])), section(3, leb(size) + b"\0" * size),
                  section(4, vector([b"\x70\0" + leb(size)])),
                  section(7, vector(text(f"e{i}") + b"\0" + leb(i) for i in range(size))),
                  section(9, b"\x01\0\x41\0\x0b" + vector(leb(i) for i in range(size))),
                  section(10, leb(size) + code * size))


def rings(size):
    """Functions that call each other in a ring, and an import."""
    code = [body(b"\x10" + leb(1 + (i + 1) % size) + b"\x10\0") for i in range(size)]
    return module(section(1, vector([NOTHING])), section(2, vector([text("env") + text("f") + b"\0\0"])),
                  section(3, leb(size) + b"\0" * size),
                  section(7, vector(text(f"e{i}") + b"\0" + leb(i + 1) for i in range(size))),
                  section(10, vector(code)))


def reached_imports(size):
    """Each export gets to all imports."""
    return module(section(1, vector([NOTHING])),
                  section(2, vector(text("env") + text(f"i{i}") + b"\0\0" for i in range(size))),
                  section(3, leb(size + 1) + b"\0" * (size + 1)),
                  section(7, vector(text(f"e{i}") + b"\0" + leb(size + 1 + i) for i in range(size))),
                  section(10, vector([body(b"".join(b"\x10" + leb(i) for i in range(size)))] +
                                     [body(b"\x10" + leb(size))] * size)))


# ---- sections that nobody needs ----


def custom_sections(size):
    return module(custom("c", b"x") * size)


def producers(size):
    return module(custom("producers", vector([text("language") + vector(text(f"l{i}") + text("1") for i in range(size))])))


def features(size):
    return module(custom("target_features", vector(b"+" + text(f"f{i}") for i in range(size))))


def names(size):
    """Of as many functions."""
    entries = vector(leb(i) + text(f"function{i}") for i in range(size))
    return module(section(1, vector([NOTHING])), section(3, leb(size) + b"\0" * size),
                  section(10, leb(size) + body(b"") * size), custom("name", b"\x01" + sized(entries)))


def same_names(size):
    """All functions have one name."""
    entries = vector(leb(i) + text("f") for i in range(size))
    return module(section(1, vector([NOTHING])), section(3, leb(size) + b"\0" * size),
                  section(10, leb(size) + body(b"") * size), custom("name", b"\x01" + sized(entries)))


def long_names(size):
    """Ten names, of @size bytes together."""
    entries = vector(leb(i) + text(b"%d" % i + b"n" * (size // 10)) for i in range(10))
    return module(section(1, vector([NOTHING])), section(3, b"\x0a" + b"\0" * 10),
                  section(7, vector(text(b"%d" % i + b"e" * (size // 10)) + b"\0" + leb(i) for i in range(10))),
                  section(10, b"\x0a" + body(b"") * 10), custom("name", b"\x01" + sized(entries)))


def mangled_names(size):
    """A name of Rust that refers to itself, to be demangled."""
    name = b"_RNv" + b"INvC1a1b" * (size // 8)
    entries = vector([b"\0" + text(name), b"\x01" + text(b"_ZN" + b"1a" * (size // 2) + b"E")])
    return module(section(1, vector([NOTHING])), section(3, b"\x02\0\0"), section(10, b"\x02" + body(b"") * 2),
                  custom("name", b"\x01" + sized(entries)))


# ---- sizes ----


def memory(pages, offset):
    """Its data is at @offset."""
    return lambda size: module(section(5, vector([b"\x01" + leb(pages) + leb(pages)])),
                               section(7, vector([text("memory") + b"\x02\0"])),
                               section(11, vector([b"\0\x41" + signed(offset) + b"\x0b" + sized(b"x" * size)])))


def big_table(size):
    return module(section(4, vector([b"\x70\0" + leb(size)])), section(7, vector([text("t") + b"\x01\0"])))


# Of each, twice the size is tried as well. Some are smaller than one might wish:
# Binaryen's writer looks for branches in all that is in a block that has a label, and
# so takes the square of the depth; wabt looks through all types for each type, and
# numbers functions of one name by trying.
GROWING = {
    # shape: (function, size)
    "deep blocks": (nest(b"\x02\x40"), 100_000),
    "deep loops": (nest(b"\x03\x40"), 100_000),
    "deep ifs": (nest(b"\x41\0\x04\x40"), 100_000),
    "deep elses": (nest(b"\x41\0\x04\x40\x05"), 100_000),
    "deep try": (nest(b"\x06\x40", b"\x07\0\x0b", extra=[TAG]), 100_000),
    "deep try_table": (nest(b"\x1f\x40\x01\x02\0"), 3_000),
    "deep handlers": (deep_handlers, 100_000),
    "deep delegates": (deep_delegates, 100_000),
    "deep operators": (deep_operators, 100_000),
    "deep operands": (deep_operands, 100_000),
    "deep tees": (deep_tees, 100_000),
    "deep values": (deep_values, 100_000),
    "deep subtypes": (deep_subtypes, 10_000),
    "functions": (functions, 500_000),
    "calls": (calls, 100_000),
    "exports": (exports, 20_000),
    "exported functions": (exported_functions, 10_000),
    "imports": (imports, 20_000),
    "imported modules": (imported_modules, 10_000),
    "types": (types, 200_000),
    "distinct types": (distinct_types, 5_000),
    "type group": (type_group, 50_000),
    "type groups": (type_groups, 50_000),
    "wide type": (wide_type, 100_000),
    "wide struct": (wide_struct, 100_000),
    "globals": (globals_, 100_000),
    "tables": (tables, 20_000),
    "data segments": (data_segments, 20_000),
    "element segments": (element_segments, 20_000),
    "elements": (elements, 500_000),
    "tags": (tags, 50_000),
    "locals": (locals_, 25_000),
    "branch table": (branch_table, 500_000),
    "deep branches": (branches, 10_000),
    "instructions": (instructions, 200_000),
    "calls in a row": (calls_in_a_row, 200_000),
    "tries in a row": (tries_in_a_row, 50_000),
    "indirect calls": (indirect_calls, 5_000),
    "rings": (rings, 5_000),
    "reached imports": (reached_imports, 1_000),
    "custom sections": (custom_sections, 200_000),
    "producers": (producers, 100_000),
    "features": (features, 100_000),
    "names": (names, 50_000),
    "same names": (same_names, 2_000),
    "long names": (long_names, 5_000_000),
    "mangled names": (mangled_names, 50_000),
    "data of 2 GiB": (memory(32768, 0x7ffff000), 2_000),
    "data at the end": (memory(65536, 0xfff00000), 400_000),
    "big table": (big_table, 5_000_000),
}

# What is refused, by a part of the message: (shape, mode), or (shape, None) in all.
REFUSED = {
    ("wide type", "module"): "type 0 has more than 1000 parameters or results",
    ("wide type", "glue"): "type 0 has more than 1000 parameters or results",
}
