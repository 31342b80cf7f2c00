"""建立情况的说法 — the derived state of an enterprise in words, with its reason in numbers."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from apps.members.building import MEMBERS_DUE, BuildingState, with_building, with_formal

TONES = {BuildingState.DUE: "bad", BuildingState.FEW: "warn", BuildingState.NONE: ""}
STANDING = {"1": "已单独建立党组织", "2": "由联合党支部覆盖", "3": "无党组织"}


def told(rows: QuerySet, day: date) -> QuerySet:
    """Enterprises with what their state is told from."""
    return with_formal(with_building(rows, day), day)


def state(enterprise: Any) -> BuildingState:
    return BuildingState(enterprise.building)


def label(enterprise: Any) -> str:
    return str(state(enterprise).label)


def tone(enterprise: Any) -> str:
    return TONES.get(state(enterprise), "good")


def reason(enterprise: Any, day: date, since: date | None) -> str:
    """正式党员5人，无党组织，已持续214天"""
    standing = state(enterprise).value[0]
    said = [f"正式党员{enterprise.formal}人", STANDING[standing]]
    if state(enterprise) == BuildingState.JOINT and enterprise.formal >= MEMBERS_DUE:
        said.append("具备单独组建条件")
    if state(enterprise) == BuildingState.DUE and since:
        said.append(f"已持续{(day - since).days}天")
    if standing == "3" and enterprise.formal and not enterprise.formal_here:
        said.append("关系未转入")
    return "，".join(said)
