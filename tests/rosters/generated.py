"""生成的名册 — workbooks as staff might send them, for any roster: drawn as it declares its columns.

Values come from small pools, so that rows meet one another and what is registered; some are blank or broken.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from hypothesis import strategies as st

from apps.rosters.cells import (
    BooleanCell,
    CreditCodeCell,
    DateCell,
    IdNumberCell,
    ListCell,
    NumberCell,
    PersonNameCell,
    PhoneCell,
)
from apps.rosters.columns import Column
from apps.rosters.roster import Roster
from apps.rosters.writing import template_columns
from tests.factories import a_credit_code, an_id_number

CODES = [a_credit_code(9000 + serial) for serial in range(6)]
NUMBERS = [an_id_number(date(1970 + serial, 7, 1), serial=700 + serial) for serial in range(8)]
FIRMS = ["甲科技有限公司", "乙材料有限公司", "丙光电有限公司"]
BRANCHES = [f"中共{firm}支部委员会" for firm in FIRMS]
COMMITTEES = ["中共示例集团委员会", "中共示例园区委员会"]
CLUSTER, PLACE = "光电产业集群", "示例市"
NAMED = {
    "姓名": ["张测", "李试", "王演", "赵示", "欧阳样"],
    "企业": FIRMS,
    "单位": FIRMS,
    "党组织": [*BRANCHES, *COMMITTEES],
    "支部": BRANCHES,
    "集群": [CLUSTER, "光电（产业集群）", "新材料产业集群"],
    "产业链": [CLUSTER],
    "区域": [PLACE, "示例（市）"],
}
BY_CELL = {
    IdNumberCell: [*NUMBERS, "329999199002300012", "3.29999E+17"],
    CreditCodeCell: [*CODES, "91329999MA0000000X"],
    PhoneCell: [f"1990000{n:04d}" for n in range(5)] + ["12345"],
    DateCell: ["2008-06-01", "2009.6", "2015年7月1日", "1999", "2031-01-01"],
    NumberCell: ["0", "3", "12", "2025", "三"],
    BooleanCell: ["是", "否"],
    ListCell: ["甲", "甲、乙"],
    PersonNameCell: NAMED["姓名"],
}
BLANK_IN_TEN = 3
ALONE = (IdNumberCell, CreditCodeCell, PhoneCell, PersonNameCell)


def cell(column: Column) -> st.SearchStrategy[str]:
    """What may stand under one heading."""
    said = st.sampled_from(_pool(column))
    return (
        said
        if column.required
        else st.integers(0, 9).flatmap(lambda draw: st.just("") if draw < BLANK_IN_TEN else said)
    )


def _pool(column: Column) -> list[str]:
    pool = next((pool for kind, pool in BY_CELL.items() if isinstance(column.cell, kind)), None)
    pool = pool or list(column.cell.options)[:8]
    pool = pool or next((pool for word, pool in NAMED.items() if word in column.title), None)
    return pool or [column.example or "说明", "其他说明"]


def rows(roster: Roster, most: int = 5) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """The records of one sheet."""
    columns = template_columns(roster)[1:]
    return st.lists(st.tuples(*map(cell, columns)), min_size=1, max_size=most)


def told_apart(roster: Roster, most: int = 4) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Records of which no two are about the same thing, nor share what doubles a doubt."""
    columns = template_columns(roster)[1:]
    is_of_firms = roster.key == "uscc"
    names = {roster.key, "name"} if is_of_firms else {roster.key}
    alone = [n for n, c in enumerate(columns) if c.field in names or isinstance(c.cell, ALONE)]
    # A registered firm is known by its code, whatever the record calls it.
    records = st.tuples(*map(cell, columns)).filter(lambda said: not is_of_firms or CODES[0] not in said)
    return st.lists(
        records,
        min_size=2,
        max_size=most,
        unique_by=tuple(lambda record, n=n: record[n] or object() for n in alone),
    )


def workbook(roster: Roster, records: Sequence[Sequence[str]], title: str = "") -> bytes:
    """The records under the roster's own headings, perhaps below a title."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet(roster.title)
    headings = [column.title for column in template_columns(roster)[1:]]
    lines = [*([[title]] if title else []), headings, *records]
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text)
    book.close()
    return buffer.getvalue()
