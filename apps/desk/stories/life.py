"""历程 — one line of a person's life: 申请 → 积极分子 → 发展对象 → 预备 → 转正."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from apps.core.story import Moment
from apps.members.models import Movement

DEVELOPMENT = (
    ("applied_on", "申请入党"),
    ("activist_on", "确定为入党积极分子"),
    ("candidate_on", "确定为发展对象"),
    ("joined_on", "接收为预备党员"),
    ("full_member_on", "转为正式党员"),
)


def moments(member: Any, parts: dict[str, list[Any]]) -> list[Moment]:
    """Everything that happened, the newest first."""
    found = [
        *development(member),
        *standings(member, parts["standings"]),
        *moves(parts["movements"]),
        *posts(parts),
        *honours(parts["honours"]),
    ]
    return sorted(found, key=lambda moment: moment.on, reverse=True)


def development(member: Any) -> Iterator[Moment]:
    """The steps the person's own dates tell."""
    for name, text in DEVELOPMENT:
        on = getattr(member, name)
        if on:
            yield Moment(on, text, now=True, precision=getattr(member, f"{name}_precision", "D"))


def standings(member: Any, rows: list[Any]) -> Iterator[Moment]:
    """Stages and statuses those dates do not tell."""
    told = {getattr(member, name) for name, _ in DEVELOPMENT}
    for row in rows:
        if row.starts_on not in told:
            status = "" if row.party_status == "正常" else row.party_status
            yield Moment(row.starts_on, f"登记为{row.stage}", status)


def moves(rows: list[Movement]) -> Iterator[Moment]:
    for move in rows:
        yield Moment(move.happened_on, move.get_kind_display(), way(move))


def posts(parts: dict[str, list[Any]]) -> Iterator[Moment]:
    """Posts taken up, organisations and enterprises joined."""
    for seat in parts["seats"]:
        yield Moment(seat.starts_on, f"任{seat.organization}{seat.get_post_display()}")
    for participation in parts["participations"]:
        yield Moment(
            participation.starts_on, f"参与{participation.organization}", participation.get_kind_display()
        )
    for job in parts["employments"]:
        yield Moment(job.starts_on, f"在{job.enterprise}工作", job.job_title)


def honours(rows: list[Any]) -> Iterator[Moment]:
    """Of an honour only the year is known; it stands at its end."""
    for honour in rows:
        yield Moment(date(honour.year, 12, 31), honour.title, honour.get_level_display(), precision="Y")


def way(move: Movement) -> str:
    """From where to where, in one line."""
    start = str(move.from_organization or "")
    end = str(move.to_organization or "")
    if move.elsewhere:
        start, end = (start, move.elsewhere) if start else (move.elsewhere, end)
    return " → ".join(filter(None, [start, end]))
