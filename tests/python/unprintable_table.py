"""Writes src/reserialize/unprintable.rs from the Unicode data of the running interpreter (Python 3.11).

    python3.11 tests/python/unprintable_table.py > src/reserialize/unprintable.rs
"""

import sys
import unicodedata

HEADER = '''//! Which characters Python's `repr` escapes, by Unicode {version}; written by `tests/python/unprintable_table.py`.
//!
//! Each Python release has its own Unicode version (3.11: 14, 3.12: 15, 3.13: 15.1), and characters become
//! printable when Unicode assigns them: U+1FAE8 is escaped before 3.12 and stands raw from then on.

/// `str.isprintable()` of one code point.
pub(super) fn is_printable(c: u32) -> bool {{
    let after = UNPRINTABLE.partition_point(|(first, _)| *first <= c);
    after.checked_sub(1).and_then(|i| UNPRINTABLE.get(i)).is_none_or(|(_, last)| *last < c)
}}

/// First and last code point of each run of the categories Cc, Cf, Cs, Co, Cn, Zl, Zp and Zs, but for the space.
#[rustfmt::skip]
const UNPRINTABLE: &[(u32, u32)] = &['''


def ranges():
    first = None
    for code in range(0x110000 + 1):
        escaped = code < 0x110000 and not chr(code).isprintable()
        if escaped and first is None:
            first = code
        if not escaped and first is not None:
            yield first, code - 1
            first = None


def main():
    print(HEADER.format(version=unicodedata.unidata_version))
    line = "   "
    for first, last in ranges():
        item = f" ({first:#x}, {last:#x}),"
        if len(line) + len(item) > 110:
            print(line)
            line = "   "
        line += item
    print(line)
    print("];")


if __name__ == "__main__":
    sys.exit(main())
