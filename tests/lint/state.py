# SPDX-License-Identifier: MIT OR Apache-2.0
"""The library has no state of its own: state.py LIBRARY.a.

Nothing of it is in a section that can be written to, but for what is settled when
the program is loaded.
"""

import re
import subprocess
import sys

# VALUE FLAGS SECTION SIZE NAME, as objdump -t prints them.
SYMBOL = re.compile(r"^[0-9a-f]+ .{7} (\S+)\s+([0-9a-f]+) (?:\.hidden )?(\S+)$")
WRITABLE = re.compile(r"^(\*COM\*|\.(bss|data|tbss|tdata|lbss|ldata)(\.(?!rel\.).*)?)$")
# iostream has one in each file that includes it.
SETTLED = {"_ZStL8__ioinit"}


def main():
    listing = subprocess.run(["objdump", "-t", sys.argv[1]], check=True,
                             capture_output=True, text=True).stdout
    seen, wrong = 0, []
    for line in listing.splitlines():
        found = SYMBOL.match(line)
        if not found:
            continue
        seen += 1
        section, size, name = found.groups()
        if (WRITABLE.match(section) and int(size, 16) > 0
                and name not in SETTLED):
            wrong.append(f"{name} can be written to ({section})")
    print("\n".join(wrong) or f"{seen} symbols, and none of them is state")
    sys.exit(bool(wrong) or seen < 1000)


main()
