"""党组织体检 — what the rules on setting up, committees and terms find (R2–R9, R16).

The numbers are gathered first, then judged: judging asks nothing of the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from apps.core.formatting import day
from apps.organizations.kinds import BRANCHES, COMMITTEES, GENERAL_BRANCHES, JOINT_BRANCHES
from apps.organizations.rules import (
    COMMITTEE_FROM,
    COMMITTEE_SIZES,
    LARGEST_BRANCH,
    LARGEST_COMMITTEE,
    LONGEST_EXTENSION,
    REPLY_WITHIN,
    SMALLEST_COMMITTEE,
    SMALLEST_GENERAL,
    WIDEST_JOINT,
)
from apps.organizations.term import NOTICE

RED, AMBER, INFO = "bad", "warn", ""


class Finding(NamedTuple):
    """One thing found: the rule, how grave, in words with numbers."""

    rule: str
    tone: str
    text: str


@dataclass(frozen=True)
class Health:
    """What the rules ask about one organisation in being."""

    kind: str
    members: int
    full: int
    units: int
    seats: int
    secretaries: int
    not_full: tuple[str, ...] = ()
    closed_units: tuple[str, ...] = ()
    approval_no: str = ""
    applied_on: date | None = None
    approved_on: date | None = None
    term_ends_on: date | None = None
    extensions: tuple[tuple[date, date], ...] = field(default=())


def findings(health: Health, today: date) -> list[Finding]:
    """Everything found, the gravest first."""
    found = [*_units(health), *_size(health), *_approval(health), *_posts(health), *_term(health, today)]
    return sorted(found, key=lambda finding: (RED, AMBER, INFO).index(finding.tone))


def _units(health: Health) -> Iterator[Finding]:
    if health.kind in JOINT_BRANCHES and health.units > WIDEST_JOINT:
        yield Finding("R2", AMBER, f"联合党支部覆盖{health.units}家单位，一般不超过{WIDEST_JOINT}家")
    if health.kind in JOINT_BRANCHES and health.units < 2:
        yield Finding("R2", AMBER, f"名为联合，所在单位只有{health.units}家")
    for name in health.closed_units:
        yield Finding("R16", AMBER, f"所在单位{name}已停产或注销，应及时调整或撤销")


def _size(health: Health) -> Iterator[Finding]:
    members = health.members
    if health.kind in BRANCHES and members > LARGEST_BRANCH:
        yield Finding("R3", AMBER, f"党员{members}人，党支部一般不超过{LARGEST_BRANCH}人")
    elif health.kind in BRANCHES and members == LARGEST_BRANCH:
        yield Finding("R4", INFO, f"党员{members}人，可升格为党总支")
    if health.kind in GENERAL_BRANCHES and members >= SMALLEST_COMMITTEE:
        yield Finding("R4", INFO, f"党员{members}人，可升格为党委")
    smallest = SMALLEST_GENERAL if health.kind in GENERAL_BRANCHES else SMALLEST_COMMITTEE
    too_small = health.kind in COMMITTEES | GENERAL_BRANCHES and members < smallest
    if too_small and not health.approval_no:
        yield Finding("R4", AMBER, f"党员{members}人，不足{smallest}人的须有上级批复文号")


def _approval(health: Health) -> Iterator[Finding]:
    if health.applied_on and health.approved_on and health.approved_on - health.applied_on > REPLY_WITHIN:
        days = (health.approved_on - health.applied_on).days
        yield Finding("R5", AMBER, f"从申请到批复{days}天，一般不超过1个月")


def _posts(health: Health) -> Iterator[Finding]:
    if not health.secretaries:
        yield Finding("R6", RED, "没有书记")
    for name in health.not_full:
        yield Finding("R7", RED, f"{name}任委员，但不是正式党员")
    if health.kind in BRANCHES:
        yield from _branch_committee(health)
    elif health.kind in COMMITTEES | GENERAL_BRANCHES:
        least, most = (5, 7) if health.kind in COMMITTEES else (3, 5)
        if not least <= health.seats <= most:
            yield Finding("R7", AMBER, f"委员{health.seats}人，一般{least}至{most}人")


def _branch_committee(health: Health) -> Iterator[Finding]:
    least, most = COMMITTEE_SIZES
    seats, full = health.seats, health.full
    if full >= COMMITTEE_FROM and seats < least:
        yield Finding("R6", RED, f"正式党员{full}人，支部委员会只有{seats}人，应为{least}至{most}人")
    elif seats > LARGEST_COMMITTEE:
        yield Finding("R6", RED, f"支部委员会{seats}人，最多不超过{LARGEST_COMMITTEE}人")
    elif seats > most:
        yield Finding("R6", AMBER, f"支部委员会{seats}人，一般{least}至{most}人")
    elif full < COMMITTEE_FROM and seats >= least:
        yield Finding("R6", INFO, f"正式党员{full}人，不足{COMMITTEE_FROM}人的一般不设支部委员会")


def _term(health: Health, today: date) -> Iterator[Finding]:
    end = health.term_ends_on
    if end and today > end:
        yield Finding("R8", RED, f"任期{day(end)}届满，已超期{(today - end).days}天未换届")
    elif end and today >= end - NOTICE:
        yield Finding("R8", AMBER, f"任期{day(end)}届满，还有{(end - today).days}天")
    for approved, until in health.extensions:
        if until - approved > LONGEST_EXTENSION:
            yield Finding("R9", RED, f"延期至{day(until)}，超过1年")
