"""活动链的流转: activities, turns, ideas and recruiting lines move here, with by, when and why."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.activities.models import (
    Activity,
    ActivityHost,
    Attendance,
    Brand,
    Meeting,
    RecruitLine,
    RotationSlot,
    Suggestion,
)
from apps.core import clock
from apps.core.history import because
from apps.core.moves import By, begin, insist_on_why, move
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

ActivityStatus = Activity.Status
SlotStatus = RotationSlot.Status
IdeaStatus = Suggestion.Status
BrandStatus = Brand.Status
LineStatus = RecruitLine.Status

ACTIVITY_MOVES = {
    ActivityStatus.PLANNED: {ActivityStatus.PUBLISHED, ActivityStatus.HELD, ActivityStatus.CANCELLED},
    ActivityStatus.PUBLISHED: {ActivityStatus.ENROLLING, ActivityStatus.HELD, ActivityStatus.CANCELLED},
    ActivityStatus.ENROLLING: {ActivityStatus.HELD, ActivityStatus.CANCELLED},
    ActivityStatus.HELD: {ActivityStatus.ARCHIVED},
}
SLOT_MOVES = {
    SlotStatus.SCHEDULED: {SlotStatus.REMINDED, SlotStatus.HELD, SlotStatus.OVERDUE, SlotStatus.SWAPPED},
    SlotStatus.REMINDED: {SlotStatus.HELD, SlotStatus.OVERDUE, SlotStatus.SWAPPED},
    SlotStatus.OVERDUE: {SlotStatus.HELD, SlotStatus.SWAPPED},
    SlotStatus.SWAPPED: {SlotStatus.REMINDED, SlotStatus.HELD, SlotStatus.OVERDUE, SlotStatus.SWAPPED},
}
IDEA_MOVES = {
    IdeaStatus.COLLECTED: {IdeaStatus.REVIEWING},
    IdeaStatus.REVIEWING: {IdeaStatus.ADOPTED, IdeaStatus.DECLINED},
    IdeaStatus.ADOPTED: {IdeaStatus.CARRIED_OUT},
}
BRAND_MOVES = {
    BrandStatus.CULTIVATING: {BrandStatus.NAMED, BrandStatus.WITHDRAWN},
    BrandStatus.NAMED: {BrandStatus.REVIEWED, BrandStatus.WITHDRAWN},
    BrandStatus.REVIEWED: {BrandStatus.REVIEWED, BrandStatus.WITHDRAWN},
}
LINE_MOVES = {
    LineStatus.SIGNED: {LineStatus.RUNNING},
    LineStatus.RUNNING: {LineStatus.FINISHED},
}


@transaction.atomic
def register(
    *,
    hosts: Iterable[PartyOrganization],
    by: By,
    counts_as: Iterable[tuple[PartyOrganization, str]] = (),
    **facts: Any,
) -> Activity:
    """登记活动 — with its hosts, the first of them leading, and what it counts as for whom.

    Raises ``ValidationError`` for wrong facts, or without a host.
    """
    hosts = list(hosts)
    if not hosts:
        raise ValidationError("请填写主办党组织。")
    activity = begin(Activity(**facts), by=by)
    with because(by=by):
        for number, organization in enumerate(hosts):
            host = ActivityHost(activity=activity, organization=organization, is_lead=number == 0)
            host.full_clean()
            host.save()
        for organization, kind in counts_as:
            count_as(activity, organization, kind=kind, by=by)
    return activity


@transaction.atomic
def count_as(
    activity: Activity, organization: PartyOrganization, *, kind: str, by: By, **facts: Any
) -> Meeting:
    """记为组织生活 — let an activity count as a 三会一课 or theme day of one branch or group."""
    meeting = Meeting(activity=activity, organization=organization, kind=kind, **facts)
    meeting.full_clean()
    with because(by=by):
        meeting.save()
    return meeting


def publish(activity: Activity, *, by: By) -> Activity:
    """发布"""
    return move(activity, ActivityStatus.PUBLISHED, moves=ACTIVITY_MOVES, by=by)


def open_enrolment(activity: Activity, *, by: By) -> Activity:
    """开放报名"""
    return move(activity, ActivityStatus.ENROLLING, moves=ACTIVITY_MOVES, by=by)


@transaction.atomic
def enrol(activity: Activity, member: Member, *, by: By, organization: Any = None) -> Attendance:
    """报名 — refused when enrolment is not open."""
    if activity.status != ActivityStatus.ENROLLING:
        raise ValidationError("该活动未开放报名。")
    row = Attendance(
        activity=activity, member=member, organization=organization, status=Attendance.Status.ENROLLED
    )
    row.full_clean()
    with because(by=by):
        row.save()
    return row


def hold(activity: Activity, *, by: By, held_on: date | None = None, **counts: Any) -> Activity:
    """举办 — with the day it was held if it was another, and how many came. Not ahead of its day."""
    day = held_on or activity.held_on
    if day > clock.today():
        raise ValidationError({"held_on": "活动尚未到举办日期。"})
    return move(activity, ActivityStatus.HELD, moves=ACTIVITY_MOVES, by=by, held_on=day, **counts)


def archive(activity: Activity, *, by: By, minutes: str = "") -> Activity:
    """归档 — the minutes are needed by then."""
    minutes = minutes or activity.minutes
    if not minutes.strip():
        raise ValidationError({"minutes": "归档前请填写纪要。"})
    return move(activity, ActivityStatus.ARCHIVED, moves=ACTIVITY_MOVES, by=by, minutes=minutes)


def cancel(activity: Activity, *, by: By, why: str) -> Activity:
    """取消 — with the reason."""
    insist_on_why(why)
    return move(activity, ActivityStatus.CANCELLED, moves=ACTIVITY_MOVES, by=by, why=why)


def remind(slot: RotationSlot, *, by: By) -> RotationSlot:
    """提醒"""
    return move(slot, SlotStatus.REMINDED, moves=SLOT_MOVES, by=by)


def keep_turn(slot: RotationSlot, *, activity: Activity, by: By) -> RotationSlot:
    """轮值举办 — the activity must be hosted by whose turn it is; held late it does not count as kept."""
    if activity.status not in Activity.HELD:
        raise ValidationError({"activity": "该活动尚未举办。"})
    return move(slot, SlotStatus.HELD, moves=SLOT_MOVES, by=by, activity=activity)


def miss_turn(slot: RotationSlot, *, by: By) -> RotationSlot:
    """逾期 — only once the turn is over."""
    if slot.last_day >= clock.today():
        raise ValidationError("轮值期未满，不能记为逾期。")
    return move(slot, SlotStatus.OVERDUE, moves=SLOT_MOVES, by=by)


@transaction.atomic
def swap_turns(slot: RotationSlot, other: RotationSlot, *, by: By, why: str) -> RotationSlot:
    """调换 — two turns of one plan change hosts."""
    insist_on_why(why)
    if slot.plan_id != other.plan_id or slot.pk == other.pk:
        raise ValidationError("只能与同一轮值计划的另一次调换。")
    first, second = slot.organization, other.organization
    move(other, SlotStatus.SWAPPED, moves=SLOT_MOVES, by=by, why=why, organization=first)
    return move(slot, SlotStatus.SWAPPED, moves=SLOT_MOVES, by=by, why=why, organization=second)


def review(idea: Suggestion, *, by: By) -> Suggestion:
    """评审"""
    return move(idea, IdeaStatus.REVIEWING, moves=IDEA_MOVES, by=by)


def adopt(idea: Suggestion, *, on: date, by: By) -> Suggestion:
    """采纳"""
    return move(idea, IdeaStatus.ADOPTED, moves=IDEA_MOVES, by=by, adopted_on=on)


def decline(idea: Suggestion, *, by: By, why: str) -> Suggestion:
    """不采纳 — with the reason."""
    insist_on_why(why)
    return move(idea, IdeaStatus.DECLINED, moves=IDEA_MOVES, by=by, why=why)


def carry_out(idea: Suggestion, *, on: date, by: By, benefit_amount: Decimal | None = None) -> Suggestion:
    """实施 — with the yearly benefit in 万元 if it is known."""
    changes: dict[str, Any] = {"carried_out_on": on, "benefit_amount": benefit_amount}
    return move(idea, IdeaStatus.CARRIED_OUT, moves=IDEA_MOVES, by=by, **changes)


def name_brand(brand: Brand, *, on: date, by: By) -> Brand:
    """命名 — from this day the brand counts."""
    return move(brand, BrandStatus.NAMED, moves=BRAND_MOVES, by=by, starts_on=on)


def review_brand(brand: Brand, *, by: By) -> Brand:
    """复核 — it stays a brand; may be repeated."""
    return move(brand, BrandStatus.REVIEWED, moves=BRAND_MOVES, by=by)


def withdraw_brand(brand: Brand, *, on: date, by: By, why: str) -> Brand:
    """撤销 — with the reason."""
    insist_on_why(why)
    return move(brand, BrandStatus.WITHDRAWN, moves=BRAND_MOVES, by=by, why=why, ends_on=on)


def run_line(line: RecruitLine, *, on: date, by: By) -> RecruitLine:
    """专线运行"""
    return move(line, LineStatus.RUNNING, moves=LINE_MOVES, by=by, starts_on=on)


def finish_line(line: RecruitLine, *, on: date, by: By) -> RecruitLine:
    """专线结项"""
    return move(line, LineStatus.FINISHED, moves=LINE_MOVES, by=by, ends_on=on)
