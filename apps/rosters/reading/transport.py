"""传递 — a workbook as frames, from the process that opened a stranger's file to the one that trusts it.

First what is known of the workbook and its sheets, then the rows of each sheet, packed, piece by piece.
Neither process ever holds all rows of a large sheet open.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from apps.rosters.reading.packed import PIECE, PackedRows, in_pieces, packed, unpacked
from apps.rosters.reading.refusal import FileRefused
from apps.rosters.reading.workbook import Sheet, Workbook

LENGTH = 8
"""Bytes before each frame that say how long it is."""


def send(workbook: Workbook, out: IO[bytes]) -> None:
    """Write the frames of a workbook."""
    known = [_facts(sheet) for sheet in workbook]
    _put(out, json.dumps({"sheets": known, "epoch_1904": workbook.epoch_1904}).encode())
    for sheet in workbook:
        for piece in in_pieces(sheet.rows):
            _put(out, packed(piece))


def send_refusal(refused: FileRefused, out: IO[bytes]) -> None:
    """Write the one frame of a refusal."""
    _put(out, json.dumps({"refused": [refused.code, refused.message]}).encode())


def _facts(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "state": sheet.state,
        "height": len(sheet.rows),
        "width": sheet.width,
        "merged": sheet.merged,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "struck_rows": sorted(sheet.struck_rows),
        "uncalculated": sorted(sheet.uncalculated),
    }


def _put(out: IO[bytes], frame: bytes) -> None:
    out.write(len(frame).to_bytes(LENGTH))
    out.write(frame)


def receive(data: bytes) -> Workbook:
    """The workbook that was sent. Raises the refusal, if one was; ``ValueError`` for what was broken off."""
    frames = _frames(BytesIO(data))
    known = json.loads(next(frames))
    if "refused" in known:
        raise FileRefused(*known["refused"])
    return Workbook([_sheet(facts, frames) for facts in known["sheets"]], known["epoch_1904"])


def _frames(stream: IO[bytes]) -> Iterator[bytes]:
    while head := stream.read(LENGTH):
        frame = stream.read(int.from_bytes(head))
        if len(head) < LENGTH or len(frame) < int.from_bytes(head):
            raise ValueError("broken off")
        yield frame


def _sheet(facts: dict[str, Any], frames: Iterator[bytes]) -> Sheet:
    height = facts["height"]
    pieces = [frame for _, frame in zip(range(-(-height // PIECE)), frames, strict=False)]
    if len(pieces) * PIECE < height:
        raise ValueError("broken off")
    return Sheet(
        name=facts["name"],
        state=facts["state"],
        rows=PackedRows(pieces, height) if height > PIECE else [row for p in pieces for row in unpacked(p)],
        known_width=facts["width"],
        merged=[tuple(area) for area in facts["merged"]],
        hidden_rows=set(facts["hidden_rows"]),
        hidden_columns=set(facts["hidden_columns"]),
        struck_rows=set(facts["struck_rows"]),
        uncalculated={tuple(place) for place in facts["uncalculated"]},
    )
