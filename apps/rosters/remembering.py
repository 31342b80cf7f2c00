"""记忆 — a layout met again is read as a clerk once said; a word or a name means again what it meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from typing import Any

from apps.core.identifiers import mask_numbers, tells_of_number
from apps.rosters.choices import Layout
from apps.rosters.columns import heading_key, wording
from apps.rosters.headings import FIRST_ROWS, MOST_ROWS
from apps.rosters.models import RememberedLayout, RememberedWord
from apps.rosters.reading.workbook import Sheet, column_of
from apps.rosters.registry import Kind
from apps.rosters.sheets import SheetCheck
from apps.rosters.situation import Plan

LONGEST_WORD = 200
Owner = Any


def fingerprint(sheet: Sheet, rows: Sequence[int]) -> str:
    """What the rows of a heading say, column by column, spelling aside; rows from 0."""
    texts = [
        "\x1f".join(heading_key(str(cell or "")) for cell in sheet.rows[row]).rstrip("\x1f") for row in rows
    ]
    return sha256("\x1e".join(texts).encode()).hexdigest()


def recall_layouts(sheets: Sequence[Sheet], kind: Kind, owner: Owner) -> dict[str | None, Layout]:
    """Sheets whose heading has been laid out before, by their names."""
    known = {layout.fingerprint: layout for layout in RememberedLayout.objects.taught_by(owner, kind.code)}
    if not known:
        return {}
    recalled = ((sheet.name, _recalled(sheet, known)) for sheet in sheets)
    return {name: layout for name, layout in recalled if layout}


def _recalled(sheet: Sheet, known: Mapping[str, RememberedLayout]) -> Layout | None:
    for rows in _stretches(sheet):
        found = known.get(fingerprint(sheet, rows))
        if found:
            return Layout(tuple(row + 1 for row in rows), found.columns)
    return None


def _stretches(sheet: Sheet) -> Iterator[range]:
    """Every one, two or three rows a heading may be, longer ones first."""
    for height in range(MOST_ROWS, 0, -1):
        for first in range(min(FIRST_ROWS, len(sheet.rows) - height + 1)):
            yield range(first, first + height)


def remember_layouts(sheets: Sequence[SheetCheck], plan: Plan, kind: Kind, owner: Owner) -> None:
    """Keep what a clerk has said about headings and columns for the next file of the layout."""
    for looked_at in sheets:
        layout = plan.layouts.get(looked_at.sheet.name)
        if layout:
            rows = [row - 1 for row in layout.header_rows]
            RememberedLayout.objects.update_or_create(
                owner=owner,
                roster=kind.code,
                fingerprint=fingerprint(looked_at.sheet, rows),
                defaults={
                    "titles": _titles(looked_at.sheet, rows[-1], layout),
                    "height": len(rows),
                    "columns": dict(layout.columns),
                },
            )


def _titles(sheet: Sheet, row: int, layout: Layout) -> list[str]:
    places = sorted(column_of(letter) for letter in layout.columns)
    return [title for place in places if (title := mask_numbers(wording(sheet.cell(row, place)))[:30])]


def remembered_layout(looked_at: SheetCheck, kind: Kind, owner: Owner) -> RememberedLayout | None:
    """The memory a sheet's heading was read by, if there is one."""
    if looked_at.heading is None:
        return None
    print_ = fingerprint(looked_at.sheet, looked_at.heading.rows)
    return RememberedLayout.objects.taught_by(owner, kind.code).filter(fingerprint=print_).first()


def remember_words(meanings: Mapping[str, Mapping[str, str]], kind: Kind, owner: Owner) -> None:
    """Only of columns that offer a list: what else stands in cells may be about a person."""
    for field, words in meanings.items():
        column = kind.roster.columns.get(field)
        if column and column.cell.options:
            for word, meaning in words.items():
                _keep(owner, kind, field, word, meaning)


def remember_names(what: str, labels: Mapping[str, tuple[int, str]], kind: Kind, owner: Owner) -> None:
    """Name in a file → the key and name of what it stands for."""
    for name, (key, label) in labels.items():
        _keep(owner, kind, what, name, label, key)


def _keep(owner: Owner, kind: Kind, field: str, word: str, meaning: str, key: int | None = None) -> None:
    if owner and word and len(word) <= LONGEST_WORD and not tells_of_number(word):
        RememberedWord.objects.update_or_create(
            owner=owner,
            roster=kind.code,
            field=field,
            word=word,
            defaults={"meaning": meaning[:LONGEST_WORD], "key": key},
        )


def recall_words(plan: Plan, sheets: Sequence[SheetCheck], kind: Kind, owner: Owner) -> Plan:
    """The plan with what words and names of this file meant before; what it says already stands."""
    known = list(RememberedWord.objects.taught_by(owner, kind.code))
    if not known:
        return plan
    said = {(name, word) for sheet in sheets for name, word in _said(sheet, {w.field for w in known})}
    meanings = {field: dict(words) for field, words in plan.meanings.items()}
    matches = {what: dict(names) for what, names in plan.matches.items()}
    for one in known:
        if one.key:
            matches.setdefault(one.field, {}).setdefault(one.word, one.key)
        elif (one.field, one.word) in said:
            meanings.setdefault(one.field, {}).setdefault(one.word, one.meaning)
    return replace(plan, meanings=meanings, matches=matches)


def _said(looked_at: SheetCheck, fields: set[str]) -> Iterator[tuple[str, str]]:
    """Field and word of every cell in the columns of these fields, whatever becomes of its row."""
    below = looked_at.heading.last_row + 1 if looked_at.heading else 0
    for name in fields & looked_at.letters.keys():
        column = column_of(looked_at.letters[name])
        cells = {row[column] for row in islice(looked_at.sheet.rows, below, None) if column < len(row)}
        yield from ((name, wording(cell)) for cell in cells)


def forget(owner: Owner, *, layout: int | None = None, word: int | None = None) -> None:
    """忘记 — one's own only."""
    if layout:
        RememberedLayout.objects.filter(owner=owner, pk=layout).delete()
    if word:
        RememberedWord.objects.filter(owner=owner, pk=word).delete()
