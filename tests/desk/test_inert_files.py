"""导出不能动 — whatever stands in the register, nothing in a file taken out is calculated, run or fetched."""

import csv
import re
import zipfile
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.core import sheets
from tests.desk.worlds import at_desk
from tests.permission_walk import REGISTERS, declared_names
from tests.shares import LONG, share_of
from tests.world import make_neighbourhood

gate = pytest.mark.gate("导出不能动")
HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "\u200b=1",
    "=cmd|' /C calc'!A0",
)
CALCULATED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
ACTIVE = re.compile(r"<f[ />]|<hyperlink|<oleObject|<drawing|externalLink")


def markup_of(data: bytes) -> str:
    """All parts of a workbook."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def cells_of(data: bytes) -> list[str]:
    """Every cell of a csv."""
    return [cell for line in csv.reader(StringIO(data.decode("utf-8-sig"), newline="")) for cell in line]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def moving(cells: list[str]) -> list[str]:
    """Those a spreadsheet would take for a formula; a number with its sign is none."""
    return [cell for cell in cells if CALCULATED.match(cell) and not is_number(cell)]


TEXTS = st.text(
    st.one_of(st.sampled_from("=+-@＝＋－＠\t\r\n '\"|!\u200b\ufeff"), st.characters(codec="utf-8"))
)


@gate
@settings(max_examples=200 if LONG else 20)
@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=4))
def test_any_text_is_text_in_a_workbook_and_marked_in_a_csv(rows):
    headings = ["=甲", "@乙"]
    assert ACTIVE.findall(markup_of(sheets.xlsx(headings, rows, "表"))) == []
    cells = cells_of(sheets.comma_separated(headings, rows, "表"))
    assert [cell for cell in cells if CALCULATED.match(cell)] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_mark_says_that_a_text_is_text(text):
    assert sheets.marked(text) == f"'{text}"


@pytest.mark.parametrize("text", ["甲=乙", "2026-11-22", "a@b", "1-2", "—", ""])
def test_a_harmless_text_stays_as_it_is(text):
    assert sheets.marked(text) == text


def spoil(rows: dict[str, models.Model]) -> int:
    """Put something hostile into every text that takes it; says into how many."""
    words, spoilt = cycle(HOSTILE), 0
    for row in rows.values():
        for field in row._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and field.editable and not field.unique:
                spoilt += _takes(row, field, next(words))
    return spoilt


def _takes(row: models.Model, field: Any, word: str) -> bool:
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.name: word[: field.max_length]})
    except DatabaseError:
        return False
    return True


def files() -> list[str]:
    """Addresses that answer with a file of rows."""
    plain = [name for name in declared_names() if name.endswith("_export")]
    return [*plain, *(f"admin:{label.replace('.', '_')}_export" for label in REGISTERS)]


def taken(client: Client, name: str, kind: str) -> HttpResponse | None:
    """The file, with a purpose where one is asked for; nothing where the address needs more."""
    try:
        address = f"{reverse(name)}?format={kind}"
    except NoReverseMatch:
        return None
    answer = client.get(address)
    if "attachment" not in answer.headers.get("Content-Disposition", ""):
        answer = client.post(address, {"purpose": "核对档案"})
    return answer if "attachment" in answer.headers.get("Content-Disposition", "") else None


@gate
@pytest.mark.django_db
def test_no_file_of_any_register_holds_anything_that_moves(cases):
    assert spoil(make_neighbourhood("=甲")) > 100
    client = at_desk("registry_manager")
    names = share_of(files(), 3)
    found = [(name, kind, taken(client, name, kind)) for name in names for kind in ("xlsx", "csv")]
    told = [(name, kind, answer) for name, kind, answer in found if answer]
    cases(len(told))
    assert len(told) > len(found) / 2
    moves = {
        name: (
            ACTIVE.findall(markup_of(answer.content)) if kind == "xlsx" else moving(cells_of(answer.content))
        )
        for name, kind, answer in told
    }
    assert {name: cells for name, cells in moves.items() if cells} == {}
    assert {answer.headers["X-Content-Type-Options"] for _, _, answer in told} == {"nosniff"}
