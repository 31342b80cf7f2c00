"""系统编号 — the mark by which an exported row knows its person again (its own, not the number on a card)."""

from apps.rosters.cells import TextCell
from apps.rosters.columns import Column

HELP = "导出的名册带有；号码被遮盖或同名时据此对应本人"


def person_mark() -> Column:
    """系统编号"""
    return Column("系统编号", TextCell(longest=60, numbers=True), aside=True, help=HELP)
