"""Writes the table of countries, as scripts/countries describes it."""

import sys
from pathlib import Path

import cldr
import rust
import table

FOLDER = Path("src/model/country_table")
LICENCE = Path("LICENSES/Unicode-3.0.txt")


def files():
    """Paths to what belongs there."""
    hand, rows, version = table.read(), table.build(), cldr.version()
    return {
        FOLDER / "rows.rs": rust.rows(rows, hand["regions"], hand["languages"], version),
        FOLDER / "names.rs": rust.names(table.keys(rows, hand["ambiguous"]), rows, version),
        LICENCE: cldr.LICENCE.read_text(encoding="utf-8"),
    }


def main():
    for path, text in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path}: {len(text.encode())} bytes")


if __name__ == "__main__":
    try:
        main()
    except table.Mistake as mistake:
        sys.exit(f"{table.HAND}: {mistake}")
