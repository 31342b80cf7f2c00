"""表内事实 — what the xlsx markup says and a parser of values does not.

Hidden and struck-through rows, formulas without a result, error values. Read by pattern instead of by tree: a
sheet of 200,000 rows is looked through in a second, and a pattern cannot be made to expand anything.
"""

import re
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

from apps.rosters.reading.archive import Archive
from apps.rosters.reading.workbook import column_of

# No pattern reaches over a "<": the work stays in proportion to the length, whatever the file holds.
ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*>")
HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
COLUMN = re.compile(rb"<(?:\w+:)?col\b[^<>]*>")
SPAN = re.compile(rb"""\b(min|max)=["'](\d{1,5})["']""")
ADDRESS = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
STYLED = re.compile(rb"""<(?:\w+:)?c\b[^<>]*\bs=["'](\d+)["'][^<>]*>""")
FORMULA = rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*[^<>/])>\s*"
    + FORMULA
    + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
ERRORS = re.compile(
    rb"""<(?:\w+:)?c\b([^<>]*\bt=["']e["'][^<>]*)>\s*(?:""" + FORMULA + rb""")?<(?:\w+:)?v>([^<]{1,20})</"""
)
FONT = re.compile(rb"<(?:\w+:)?font\b[^<>]*>")
STRIKE = re.compile(rb"""<(?:\w+:)?strike(?:\s*/>|\s*>|\s+val=["'](?:1|true)["'])""")
FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^<>]*>")
FONT_OF = re.compile(rb"""\bfontId=["'](\d+)["']""")
HEAD = 64 * 1024


def part_of(archive: Archive) -> dict[str, str]:
    """Sheet name → the part that holds it."""
    workbook = "xl/workbook.xml"
    links = "xl/_rels/workbook.xml.rels"
    if not (archive.has(workbook) and archive.has(links)):
        return {}
    # The archive refuses declarations before anything is parsed, and parsing has a process of its own.
    related = ElementTree.fromstring(archive.read(links))  # nosec B314
    targets = {link.get("Id"): link.get("Target", "") for link in related}
    parts = {}
    for element in ElementTree.fromstring(archive.read(workbook)).iter():  # nosec B314
        if element.tag.endswith("}sheet"):
            target = next((targets.get(value) for key, value in element.items() if key.endswith("}id")), None)
            if target:
                parts[element.get("name", "")] = _absolute(target)
    return parts


def _absolute(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def counts_from_1904(archive: Archive) -> bool:
    part = archive.read("xl/workbook.xml") if archive.has("xl/workbook.xml") else b""
    return re.search(rb"""date1904=["'](1|true)["']""", part) is not None


def struck_formats(archive: Archive) -> set[bytes]:
    """Numbers of the cell formats whose font is struck through."""
    part = archive.read("xl/styles.xml") if archive.has("xl/styles.xml") else b""
    fonts = part.partition(b"fonts>")[0]
    struck = {
        str(number).encode() for number, font in enumerate(FONT.split(fonts)[1:]) if STRIKE.search(font)
    }
    formats = part.partition(b"cellXfs")[2].partition(b"cellXfs>")[0]
    return {
        str(number).encode()
        for number, form in enumerate(FORMAT.findall(formats))
        if (font := FONT_OF.search(form)) and font.group(1) in struck
    }


@dataclass(slots=True)
class Facts:
    """What the markup of one sheet says about rows, columns and cells."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row → column → #N/A, #REF!: what the clerk sees where a parser of values leaves nothing."""


def facts_in(part: bytes, struck: set[bytes]) -> Facts:
    """Read before the values are, so that the markup need not be held beside them."""
    return Facts(
        hidden_rows=_hidden_rows(part) if b"hidden" in part else set(),
        hidden_columns=_hidden_columns(part),
        struck_rows=_struck_rows(part, struck) if struck else set(),
        uncalculated=_uncalculated(part) if b"f>" in part else set(),
        errors=_errors(part) if b't="e"' in part or b"t='e'" in part else {},
    )


def _uncalculated(part: bytes) -> set[tuple[int, int]]:
    return {place for found in UNCALCULATED.finditer(part) if (place := _place(found.group(1)))}


def _hidden_rows(part: bytes) -> set[int]:
    found = (NUMBER.search(row) for row in ROW.findall(part) if HIDDEN.search(row))
    return {int(number.group(1)) - 1 for number in found if number}


def _hidden_columns(part: bytes) -> set[int]:
    hidden: set[int] = set()
    for column in COLUMN.findall(part[:HEAD]):
        span = dict(SPAN.findall(column))
        if HIDDEN.search(column) and len(span) == 2:
            hidden.update(range(int(span[b"min"]) - 1, min(int(span[b"max"]), 16_384)))
    return hidden


def _struck_rows(part: bytes, struck: set[bytes]) -> set[int]:
    places = (_place(found.group()) for found in STYLED.finditer(part) if found.group(1) in struck)
    return {place[0] for place in places if place}


def _place(attributes: bytes) -> tuple[int, int] | None:
    address = ADDRESS.search(attributes)
    return (int(address.group(2)) - 1, column_of(address.group(1).decode())) if address else None


def _errors(part: bytes) -> dict[int, dict[int, str]]:
    errors: dict[int, dict[int, str]] = {}
    for found in ERRORS.finditer(part):
        if place := _place(found.group(1)):
            errors.setdefault(place[0], {})[place[1]] = found.group(2).decode("ascii", "replace")
    return errors
