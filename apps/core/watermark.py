"""水印 — what a file taken out says of itself on every sheet and every printed page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.core import clock
from apps.core.audit.recording import head
from apps.core.formatting import minute

LONGEST_HEADER = 90
"""A printed heading holds 255 characters, all its parts together."""


@dataclass(frozen=True)
class Watermark:
    """水印 — who took the file out, when, what for, how much of what, and where the audit log stood then."""

    who: str
    at: datetime
    rows: int
    columns: int
    chain: str
    purpose: str = ""

    @property
    def when(self) -> str:
        """2026-11-22 15:04"""
        return minute(self.at)

    @property
    def sentence(self) -> str:
        """Everything, in the line above the table."""
        told = {"导出人": self.who, "时间": self.when, "用途": self.purpose}
        said = "　".join(f"{name}：{value}" for name, value in told.items())
        return f"内部资料　{said}　共{self.rows}行{self.columns}栏　审计链：{self.chain}"

    @property
    def header(self) -> str:
        """The upper edge of printed pages; ``&`` is a command there."""
        purpose = f"用途：{plain(self.purpose)}" if self.purpose else ""
        return f"&L&8{plain(self.who)}　{self.when}&C&8{purpose}&R&8共{self.rows}行{self.columns}栏"

    @property
    def footer(self) -> str:
        """The lower edge: which page of how many, and where the audit log stood."""
        return f"&L&8内部资料&C第&P页 共&N页&R&8审计链：{self.chain}"


def plain(text: str) -> str:
    """Text that is no command of a printed heading."""
    return text[:LONGEST_HEADER].replace("&", "&&")


def watermark(user: Any, *, rows: int, columns: int, purpose: str = "") -> Watermark:
    """The watermark of a file made now for somebody."""
    number, fingerprint = head()
    who = f"{user.name}（{user.username}）"
    return Watermark(who, clock.now(), rows, columns, f"{number}·{fingerprint.hex()[:12] or '—'}", purpose)
