"""存放核对结果 — a check sealed piece by piece, and opened again as far as it is looked at."""

import json
import zlib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from apps.core import clock
from apps.core.history import version
from apps.core.judgement import Issue, Level
from apps.core.remit import Remit
from apps.core.sealing import blind_index
from apps.rosters.checking import Check
from apps.rosters.headings import Heading
from apps.rosters.models import Checked, CheckedPiece, Upload
from apps.rosters.packing import plain, read_plain
from apps.rosters.reading import FileRefused
from apps.rosters.reading.workbook import Sheet
from apps.rosters.register import Recognition
from apps.rosters.registry import kind_of
from apps.rosters.sheets import SheetCheck
from apps.rosters.shelf import Shelf
from apps.rosters.tally import Tally

FORM = 2
"""Raised with every change of how results are kept or judged: older ones are then not taken."""
OUTSIDE_REGISTER = frozenset({"rosters", "accounts"})
"""Apps no roster is checked against."""


def basis_of(upload: Upload, remit: Remit, today: date) -> str:
    """Everything a check follows from, but the register, in short."""
    stretches = sorted(f"{stretch.reach}:{stretch.target}" for stretch in remit.stretches)
    said = [FORM, content_of(upload), upload.decisions, stretches, today.isoformat()]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def content_of(upload: Upload) -> str:
    """What numbers are read from, in short: the file as laid out and put right. It cannot be guessed back."""
    corrections = sha256(bytes(upload.corrections or b"")).hexdigest()
    said = json.dumps([upload.sha256, upload.choices, corrections], sort_keys=True)
    return blind_index(said, "rosters.upload.content").hex()


def register_version() -> int | None:
    """Moves with every write to what rosters are checked against; nothing while somebody writes."""
    return version(outside=OUTSIDE_REGISTER)


@transaction.atomic
def store(upload: Upload, check: Check, state: Mapping[str, Any], basis: str, version: int | None) -> None:
    """Keep a check instead of an earlier one; ``state`` is what the register's desk remembers."""
    Checked.objects.filter(upload=upload).delete()
    checked = Checked.objects.create(upload=upload, basis=basis, version=version, whole=_whole(check, state))
    for number, (data, rows) in enumerate(check.rows.packed()):
        CheckedPiece.objects.create(checked=checked, number=number, rows=rows, content=data)


def forget(upload: Upload) -> None:
    """What was found out about a file that is done with."""
    Checked.objects.filter(upload=upload).delete()


def stored(upload: Upload, basis: str) -> Checked | None:
    """The check kept for this basis."""
    return Checked.objects.filter(upload=upload, basis=basis).first()


def is_checked(
    upload: Upload, *, remit: Remit, is_fresh: bool = False, lasts: timedelta = timedelta(0)
) -> bool:
    """Whether the check of the file as decided is at hand.

    ``is_fresh`` if nobody has written since; one ``lasts`` for a while although somebody has.
    """
    found = stored(upload, basis_of(upload, remit, clock.today()))
    if found is None or not is_fresh:
        return found is not None
    if lasts and found.checked_at > clock.now() - lasts:
        return True
    return found.version is not None and found.version == register_version()


def opened(checked: Checked) -> tuple[Check, dict[str, Any]] | None:
    """The check again, and what the desk remembered; nothing where another took its place meanwhile."""
    if not _is_held(checked):
        return None
    whole = json.loads(zlib.decompress(bytes(checked.whole or b"")))
    roster = kind_of(checked.upload.roster).roster
    if whole["refused"]:
        return Check(roster, refused=FileRefused(*whole["refused"])), whole["state"]
    sheets = [_sheet(said) for said in whole["sheets"]]
    pieces = CheckedPiece.objects.filter(checked=checked).order_by("number").values_list("pk", "rows")
    check = Check(
        roster=roster,
        sheets=sheets,
        rows=Shelf.of_kept(
            ((partial(_content, key), rows) for key, rows in pieces),
            {sheet.sheet.name: sheet.letters for sheet in sheets},
        ),
        recognition=Recognition(
            absent=[{name: read_plain(value) for name, value in who.items()} for who in whole["absent"]],
            missing=whole["missing"],
        ),
        tally=_tally(whole["tally"]),
    )
    return check, whole["state"]


def _is_held(checked: Checked) -> bool:
    """Whether it still stands: whoever would store another waits until this transaction has looked at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM rosters_checked WHERE id = %s FOR KEY SHARE", [checked.pk])
        return cursor.fetchone() is not None


def _content(key: int) -> bytes:
    return bytes(CheckedPiece.objects.get(pk=key).content or b"")


def _whole(check: Check, state: Mapping[str, Any]) -> bytes:
    refused = check.refused
    whole = {
        "refused": [refused.code, refused.message] if refused else None,
        "sheets": [_sheet_as_json(sheet) for sheet in check.sheets],
        "absent": [{name: plain(value) for name, value in who.items()} for who in check.recognition.absent],
        "missing": check.recognition.missing,
        "tally": _tally_as_json(check.tally),
        "state": state,
    }
    return zlib.compress(json.dumps(whole, ensure_ascii=False).encode(), 1)


def _sheet_as_json(looked_at: SheetCheck) -> list[Any]:
    """Its name and how it was read; its cells are in the file."""
    heading = looked_at.heading
    return [looked_at.sheet.name, heading and [heading.rows, list(heading.columns.items())]]


def _sheet(said: list[Any]) -> SheetCheck:
    name, heading = said
    return SheetCheck(Sheet(name, []), heading and Heading(tuple(heading[0]), dict(heading[1])))


def _tally_as_json(tally: Tally) -> dict[str, Any]:
    return {
        "verdicts": list(tally.verdicts),
        "warned": tally.warned,
        "problems": [
            [problem.issue, list(problem.places), problem.differs] for problem in tally.problems.values()
        ],
    }


def _tally(said: Mapping[str, Any]) -> Tally:
    tally = Tally(verdicts=bytearray(said["verdicts"]), warned=said["warned"])
    for (code, level, *rest), *put in said["problems"]:
        tally.put(Issue(code, Level(level), *rest), *put)
    return tally
