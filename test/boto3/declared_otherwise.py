"""The table `Declared otherwise` of docs/compatibility.md."""

import re
from pathlib import Path
from typing import NamedTuple

DOCUMENT = Path(__file__).parents[2] / "docs" / "compatibility.md"


class Named(NamedTuple):
    where: str
    what: str
    aws: str
    sluice: str
    why: str

    def names(self, difference):
        return (self.where, self.what, self.sluice) == (
            difference.where,
            difference.what,
            difference.sluice,
        ) and is_shown(difference.aws, self.aws)


def is_shown(value, cell):
    """A long value is shown by its beginning."""
    return value.startswith(cell[:-1]) if cell.endswith("…") else value == cell


def read(text=None):
    text = DOCUMENT.read_text() if text is None else text
    section = text.split("\n## Declared otherwise\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [Named(*map(plain, cells(row))) for row in rows]


def cells(row):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def plain(cell):
    quoted = re.fullmatch(r"`([^`]*)`", cell)
    return quoted[1] if quoted else cell


def unnamed(differences, named):
    return {found for found in differences if not any(row.names(found) for row in named)}


def unneeded(differences, named):
    return [row for row in named if not any(row.names(found) for found in differences)]
