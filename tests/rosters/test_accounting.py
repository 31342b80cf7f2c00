"""逐行交代 — every filled row of a file, on whatever sheet, is told of exactly once, for every roster."""

from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from apps.rosters.checking import check_workbook
from apps.rosters.reading.spreadsheet import read_archive
from apps.rosters.registry import kind_of, kinds
from apps.rosters.roster import Roster
from apps.rosters.rows import Verdict
from apps.rosters.writing import template_columns
from tests.rosters.generated import rows
from tests.rosters.test_habits import CHOICES, EmptyRegister
from tests.rosters.test_proofs import some

ROSTERS = [kind.code for kind in kinds()]
BLANK: tuple[str, ...] = ()
AROUND = [
    ("第二党支部",),
    ("合计", "3人"),
    ("小计：2",),
    ("备注：以上名单真实有效",),
    ("填表人：某", "", "填表日期：2026年11月"),
    ("示例：张三",),
    ("同上", "同上", "同上"),
    ("1",),
    ("入党积极分子名册",),
    BLANK,
]
"""What staff write between records."""
Line = tuple[str, ...]


@st.composite
def sheets(draw: st.DrawFn, roster: Roster) -> list[tuple[list[Line], set[int], bool]]:
    """Sheets of one file: lines, which of them are hidden, whether the sheet is."""
    heading = tuple(column.title for column in template_columns(roster)[1:])
    other = ("姓名", "性别", "身份证号", "民族")
    between = st.sampled_from([*AROUND, heading, other])
    above = draw(st.lists(st.sampled_from([(f"{roster.title}（2026年）",), BLANK]), max_size=2))
    body = draw(st.permutations([*draw(rows(roster)), *draw(st.lists(between, max_size=8))]))
    main = [*above, heading, *draw(rows(roster, most=2)), *body]
    others = draw(st.lists(st.lists(between, max_size=4), max_size=2))
    lines = [main, *others]
    return [
        (
            each,
            draw(st.sets(st.integers(0, max(len(each) - 1, 0)), max_size=3)),
            bool(n) and draw(st.booleans()),
        )
        for n, each in enumerate(lines)
    ]


def file_of(drawn: list[tuple[list[Line], set[int], bool]]) -> bytes:
    """As a spreadsheet program would write it."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for number, (lines, hidden, is_hidden) in enumerate(drawn):
        sheet = book.add_worksheet(f"表{number}")
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text)
        for row in hidden:
            sheet.set_row(row, None, None, {"hidden": True})
        if is_hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


@pytest.mark.gate("逐行交代")
@pytest.mark.parametrize("code", ROSTERS)
@some
@given(data=st.data())
def test_every_filled_row_of_a_file_is_told_of_exactly_once(code, data):
    roster = kind_of(code).roster
    drawn = data.draw(sheets(roster))
    check = check_workbook(read_archive(file_of(drawn)), roster, EmptyRegister(), CHOICES)
    filled = [
        (f"表{number}", row)
        for number, (lines, _, _) in enumerate(drawn)
        for row, line in enumerate(lines, 1)
        if any(line)
    ]
    told = [(sheet.sheet.name, row + 1) for sheet in check.sheets for row, why in sheet.above if why]
    told += [(row.sheet, row.number) for row in check.rows]
    assert sorted(told) == sorted(filled)
    assert [row.number for row in check.rows if (row.verdict is Verdict.SKIPPED) != bool(row.why)] == []
