# SPDX-License-Identifier: MIT OR Apache-2.0
"""unpoison-json(7) says what is so: man_json.py PAGE GOLDEN.json ROLE.def

Its example is what the tool prints, as far as JSON goes; all keys of it are
described; and the roles that are listed are those that there are.
"""

import json
import pathlib
import re
import sys

ROLE = re.compile(r'^UP_ROLE\(\w+, "([^"]+)"', re.MULTILINE)
LISTED = re.compile(r'^\t- "([^"]+)": ', re.MULTILINE)
BLOCK = re.compile(r"^```\n(\{\n.*?\n\}\n)```$", re.MULTILINE | re.DOTALL)


def keys(value):
    """All keys of objects in @value, but those that are names of the module."""
    if isinstance(value, list):
        for one in value:
            yield from keys(one)
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            if key != "producers":
                yield from keys(one)


def main():
    page, golden, roles = (pathlib.Path(path).read_text(encoding="utf-8")
                           for path in sys.argv[1:])
    example = BLOCK.search(page)
    errors = []
    if not example:
        sys.exit("there is no example in the page")
    # As text, so that the order counts.
    want = json.dumps(json.loads(golden))
    if json.dumps(json.loads(example[1])) != want:
        errors.append("the example is not what the tool prints: " + want)
    for key in sorted(set(keys(json.loads(golden)))):
        if f"*{key}*" not in page and f"## {key}\n" not in page:
            errors.append(f"the key {key} is not described")
    if LISTED.findall(page) != ROLE.findall(roles):
        errors.append(f"the roles are {ROLE.findall(roles)}")
    print("\n".join(errors) or "the page says what is so")
    return bool(errors)


sys.exit(main())
