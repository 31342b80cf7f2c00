"""文本表格 — csv, tsv, pasted cells: encoding and delimiter found out, records counted as they stand."""

import csv
import io
import re

from apps.rosters.reading import limits, refusal
from apps.rosters.reading.workbook import Cell, Sheet, Workbook

DELIMITERS = "\t,;|"
AS_FORMULA = re.compile(r'="([^"]*)"')
FIRST_LINES = 20


def read_text(data: bytes) -> Workbook:
    return read_pasted(decode(data))


def read_pasted(text: str) -> Workbook:
    """One sheet without a name; a cell written ="…" to keep its zeros is that text."""
    text = text.lstrip("\ufeff")
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for record in reader:
            if len(rows) >= limits.ROWS + 100:
                raise refusal.too_large(f"超过{limits.ROWS:,}行，请分成几个文件上传")
            rows.append([_cell(value) for value in record])
    except csv.Error as problem:
        raise refusal.unreadable() from problem
    if max((len(row) for row in rows), default=0) > limits.COLUMNS:
        raise refusal.too_large(f"超过{limits.COLUMNS}列，请删去多余的列后上传")
    return Workbook([Sheet(name=None, rows=rows)])


def decode(data: bytes) -> str:
    """UTF-8, else UTF-16 when marked, else GB18030: GBK would lose 㛃 and 䶮."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\x00" in data:
        raise refusal.unreadable("文本编码无法识别，请另存为“CSV UTF-8”或.xlsx后上传")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).replace("\x00", "")
    except UnicodeDecodeError as problem:
        raise refusal.unreadable("文本编码无法识别，请另存为“CSV UTF-8”或.xlsx后上传") from problem


def _delimiter(text: str) -> str:
    """The one that parts the first lines most often; a tab wins over a comma in an address."""
    opening = text.split("\n", FIRST_LINES)[:FIRST_LINES]
    counts = {mark: max((line.count(mark) for line in opening), default=0) for mark in DELIMITERS}
    if counts["\t"] >= 2:
        return "\t"
    return max(DELIMITERS[1:], key=lambda mark: counts[mark])


def _cell(value: str) -> Cell:
    formula = AS_FORMULA.fullmatch(value)
    return (formula.group(1) if formula else value) or None
