"""文本表格 — csv, tsv, pasted cells: encoding and delimiter found out, records counted as they stand."""

import csv
import io
import re

from apps.rosters.reading import limits, refusal
from apps.rosters.reading.workbook import Cell, Sheet, Workbook

DELIMITERS = "\t,;|"
AS_FORMULA = re.compile(r'="([^"]*)"')
HZ = re.compile(rb"~\{[!-~]{2}")
# Two bytes that are one character in GBK and Big5 alike.
PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
LOOKED_AT = 64 * 1024
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
    """UTF-8, else UTF-16 when marked, else what the bytes look most like; 7-bit HZ where it says so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\x00" in data:
        raise refusal.unreadable("文本编码无法识别，请另存为“CSV UTF-8”或.xlsx后上传")
    if HZ.search(data) and data.isascii():
        return _decoded(data, "hz")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, _double_byte(data))


def _double_byte(data: bytes) -> str:
    """GB18030, unless nearly everything is a common character of Big5: GBK would lose 㛃 and 䶮."""
    pairs = PAIR.findall(data[:LOOKED_AT])
    mainland = sum(0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1 for pair in pairs)
    island = sum(0xA4 <= pair[0] <= 0xC6 for pair in pairs)
    if island <= mainland or island * 10 < len(pairs) * 9:
        return "gb18030"
    try:
        data.decode("big5hkscs")
    except UnicodeDecodeError:
        return "gb18030"
    return "big5hkscs"


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
