"""收紧判过的行 — judged rows as compressed text, column by column, and back.

A row is a dozen objects; ten thousand of them packed are a few hundred kilobytes. What may stand in a cell is
plain JSON, a day, an exact amount, or a list of these; nothing else goes in, so nothing else can come out.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from apps.core.judgement import Issue, Level
from apps.rosters.rows import Row, Verdict

PLAIN, DAYS, MIXED = "plain", "days", "mixed"
PLAIN_TYPES = {type(None), str, bool, int, float}
LARGEST = 2**63 - 1
"""What plain JSON holds as a whole number."""
VERDICTS = list(Verdict)
LEVELS = {level.value: level for level in Level}

Letters = Mapping[str | None, dict[str, str]]


def pack(rows: Sequence[Row]) -> bytes:
    """Without the letters of columns, which all rows of a sheet share."""
    issues: dict[Issue, int] = {}
    packed = {
        "sheet": [row.sheet for row in rows],
        "number": [row.number for row in rows],
        "verdict": [VERDICTS.index(row.verdict) for row in rows],
        "known": [row.known for row in rows],
        "mark": [row.mark for row in rows],
        "hidden": [at for at, row in enumerate(rows) if row.hidden],
        "why": {at: row.why for at, row in enumerate(rows) if row.why},
        "said": {
            at: [issues.setdefault(i, len(issues)) for i in row.issues]
            for at, row in enumerate(rows)
            if row.issues
        },
        "raw": {
            at: {name: plain(cell) for name, cell in row.raw.items()}
            for at, row in enumerate(rows)
            if row.raw
        },
        "changes": {
            at: {name: [plain(old), plain(new)] for name, (old, new) in row.changes.items()}
            for at, row in enumerate(rows)
            if row.changes
        },
        "values": _by_shape([row.values for row in rows]),
        "asides": _by_shape([row.asides for row in rows]),
        "issues": list(map(list, issues)),
    }
    return zlib.compress(orjson.dumps(packed, option=orjson.OPT_NON_STR_KEYS), 1)


def unpack(data: bytes, letters: Letters) -> list[Row]:
    """The rows that were packed."""
    packed = orjson.loads(zlib.decompress(data))
    rows = [
        Row(sheet, number, known=known, mark=mark, verdict=VERDICTS[verdict], letters=letters.get(sheet, {}))
        for sheet, number, verdict, known, mark in zip(
            *(packed[name] for name in ("sheet", "number", "verdict", "known", "mark")), strict=True
        )
    ]
    for at, values in _from_shapes(packed["values"]):
        rows[at].values = values
    for at, values in _from_shapes(packed["asides"]):
        rows[at].asides = values
    _put_remarks(rows, packed)
    return rows


def _put_remarks(rows: list[Row], packed: Mapping[str, Any]) -> None:
    issues = [Issue(code, LEVELS[level], *rest) for code, level, *rest in packed["issues"]]
    for at in packed["hidden"]:
        rows[at].hidden = True
    for at, why in packed["why"].items():
        rows[int(at)].why = why
    for at, said in packed["said"].items():
        rows[int(at)].issues = [issues[number] for number in said]
    for at, raw in packed["raw"].items():
        rows[int(at)].raw = {name: read_plain(cell) for name, cell in raw.items()}
    for at, changes in packed["changes"].items():
        rows[int(at)].changes = {n: (read_plain(old), read_plain(new)) for n, (old, new) in changes.items()}


def _by_shape(dicts: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows that name the same fields together: their names, their places, their columns."""
    shapes: dict[tuple[str, ...], list[int]] = {}
    for at, values in enumerate(dicts):
        shapes.setdefault(tuple(values), []).append(at)
    return [
        [names, places, [_column([dicts[at][name] for at in places]) for name in names]]
        for names, places in shapes.items()
        if names
    ]


def _column(values: list[Any]) -> list[Any]:
    kinds = set(map(type, values))
    if kinds <= PLAIN_TYPES and not (int in kinds and any(map(_is_large, values))):
        return [PLAIN, values]
    if kinds <= {type(None), date}:
        return [DAYS, [value and value.toordinal() for value in values]]
    return [MIXED, [plain(value) for value in values]]


def _from_shapes(shapes: Iterable[Sequence[Any]]) -> Iterable[tuple[int, dict[str, Any]]]:
    for names, places, columns in shapes:
        opened = [_opened(kind, values) for kind, values in columns]
        for at, values in zip(places, zip(*opened, strict=True), strict=True):
            yield at, dict(zip(names, values, strict=True))


def _opened(kind: str, values: list[Any]) -> list[Any]:
    if kind == DAYS:
        return [value and date.fromordinal(value) for value in values]
    return [read_plain(value) for value in values] if kind == MIXED else values


def plain(value: Any) -> Any:
    """A value in plain JSON: plain values as they are, others in a list that says what they are."""
    if _is_large(value):
        return ["whole", str(value)]
    if type(value) in PLAIN_TYPES:
        return value
    if isinstance(value, date):
        return ["day", value.toordinal()]
    if isinstance(value, Decimal):
        return ["amount", str(value)]
    if isinstance(value, tuple | list):
        return ["several", [plain(item) for item in value]]
    raise TypeError(type(value).__name__)


def _is_large(value: Any) -> bool:
    return type(value) is int and abs(value) > LARGEST


def read_plain(value: Any) -> Any:
    """What ``plain`` wrote."""
    if type(value) is not list:
        return value
    kind, said = value
    if kind == "day":
        return date.fromordinal(said)
    if kind == "several":
        return tuple(read_plain(item) for item in said)
    return Decimal(said) if kind == "amount" else int(said)
