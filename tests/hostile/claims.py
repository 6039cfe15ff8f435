# SPDX-License-Identifier: MIT OR Apache-2.0
"""Small modules that say of themselves that they are large, or that lie across
themselves: (name, bytes)."""

from shapes import MEMORY, NOTHING, TABLE, body, custom, leb, module, section, text, vector

CLAIMS = [1 << 30, 0x7fffffff, 0xffffffff]
HEAD = [section(1, vector([NOTHING])), section(3, vector([b"\0"]))]


def code(instructions, locals_=b"\0", extra=()):
    return module(*HEAD, *extra, section(10, vector([body(instructions, locals_)])))


def sections():
    """A section, or the list in it, that does not end where the file does."""
    for number in range(14):
        for claim in CLAIMS:
            yield f"section {number} of {claim} bytes", module(*HEAD[:number != 1]) + bytes([number]) + leb(claim) + \
                b"\1" * 16
            if number:
                before = [part for part in HEAD if part[0] < number]
                yield f"section {number} with {claim} entries", module(*before, section(number, leb(claim) + b"\0" * 16))


def lists():
    for claim in CLAIMS:
        many = leb(claim)
        yield "the name of an import", module(section(2, b"\1" + many + b"env"))
        yield "the name of an export", module(*HEAD, section(7, b"\1" + many + b"e\0\0"))
        yield "the name of a section", module(b"\0" + leb(8) + many + b"n")
        yield "parameters", module(section(1, b"\1\x60" + many + b"\x7f"))
        yield "results", module(section(1, b"\1\x60\0" + many + b"\x7f"))
        yield "fields", module(section(1, b"\1\x5f" + many + b"\x7f\0"))
        yield "a group of types", module(section(1, b"\1\x4e" + many + NOTHING))
        yield "supertypes", module(section(1, b"\1\x50" + many + b"\x5f\0"))
        yield "the index of a type", module(section(1, vector([b"\x60\1\x63" + leb(claim & 0x7fffffff) + b"\0"])))
        yield "a body", module(*HEAD, section(10, b"\1" + many + b"\0\x0b"))
        yield "groups of locals", code(b"", locals_=many + b"\1\x7f")
        yield "locals", code(b"", locals_=b"\1" + many + b"\x7f")
        yield "locals in groups", code(b"", locals_=b"\x04" + (leb(claim // 4) + b"\x7f") * 4)
        yield "a table of labels", code(b"\x41\0\x0e" + many + b"\0\0")
        yield "clauses", code(b"\x1f\x40" + many + b"\2\0\x0b")
        yield "types of select", code(b"\x1c" + many + b"\x7f")
        yield "elements", module(*HEAD, TABLE, section(9, b"\1\0\x41\0\x0b" + many + b"\0"),
                                 section(10, vector([body(b"")])))
        yield "the elements of a table", module(section(4, b"\1\x70\0" + many))
        yield "the bytes of a segment", module(MEMORY, section(11, b"\1\0\x41\0\x0b" + many + b"x"))
        yield "pages", module(section(5, b"\1\0" + many))
        yield "segments", module(section(12, many), section(11, vector([])))
        yield "the start function", module(*HEAD, section(8, many), section(10, vector([body(b"")])))
        yield "a call", code(b"\x10" + many)


def custom_lists():
    for claim in CLAIMS:
        many = leb(claim)
        for kind in range(12):
            for inside in [many, b"\1\0" + many, b"\1\0\1\0" + many, b"\1" + many + b"\1x"]:
                yield f"names of kind {kind}", code(b"") + custom("name", bytes([kind]) + leb(len(inside)) + inside)
            yield f"a list of names of kind {kind}", code(b"") + custom("name", bytes([kind]) + many + b"\0")
        for name in ["producers", "target_features", "linking", "dylink.0", "__wasm_bindgen_unstable", ".debug_info",
                     "sourceMappingURL"]:
            for inside in [many, b"\1" + many, b"\1\1x" + many, b"\1\1x\1" + many, claim.to_bytes(4, "little") + b"{}"]:
                yield f"the section {name}", code(b"") + custom(name, inside)


def across():
    """Things that end in each other."""
    inner = section(10, vector([body(b"\0")]))
    for cut in range(1, len(inner)):
        yield f"a section {cut} bytes inside the next one", module(*HEAD, b"\0" + leb(4 + cut) + text("abc"), inner)
        yield f"a body {cut} bytes short", module(*HEAD, section(10, b"\1" + leb(len(inner) - cut) + inner))
    yield "sections within a section", module(custom("a", module(*HEAD, inner)))
    yield "a module behind a module", module(*HEAD, inner) + module(*HEAD, inner)
    yield "a section twice", module(HEAD[0], HEAD[0], HEAD[1], inner)
    yield "a type that is its own supertype", module(section(1, vector([b"\x50\1\0\x5f\0"])))
    yield "types that are each other's supertypes", module(section(1, b"\1\x4e\2\x50\1\1\x5f\0\x50\1\0\x5f\0"))
    yield "a global that is itself", module(section(6, vector([b"\x7f\0\x23\0\x0b"])))
    yield "a start function that starts itself", module(*HEAD, section(8, b"\0"), section(10, vector([body(b"\x10\0")])))


def claims():
    for make in [sections, lists, custom_lists, across]:
        yield from make()
