"""待办 — what waits for a desk, worked out from the registers, with its reason in numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from apps.core.dates import add_years
from apps.core.formatting import day
from apps.desk.links import address
from apps.members.models import Member
from apps.members.models.member import PROBATIONARY
from apps.organizations.kinds import COUNTED
from apps.organizations.models import PartyOrganization
from apps.organizations.term import NOTICE, term_ends_on

GRACE = timedelta(days=30)
"""预备期已满三十天仍未讨论转正的，列为预警（C14）."""
SHOWN = 12


@dataclass(frozen=True)
class Task:
    """One thing that waits."""

    title: str
    href: str
    reason: str
    since: date
    tone: str = "warn"


@dataclass(frozen=True)
class Queue:
    """Things of one kind that wait."""

    label: str
    tasks: list[Task]
    sentence: str
    href: str = ""

    @property
    def shown(self) -> list[Task]:
        return self.tasks[:SHOWN]

    @property
    def total(self) -> int:
        return len(self.tasks)


def queues(request: HttpRequest, today: date) -> Iterator[Queue]:
    """The queues of the reader's duties."""
    user, remit = request.user, request.remit
    if user.has_perm("members.view_member"):
        href = f"{reverse('members:members')}?stage={PROBATIONARY}"
        yield Queue("预备期届满", list(probation(remit, today)), "没有预备期将满的党员。", href)
    if user.has_perm("organizations.view_partyorganization"):
        yield Queue(
            "任期届满",
            list(terms(remit, today)),
            "没有任期将满的党组织。",
            reverse("organizations:organizations"),
        )


def probation(remit: Any, today: date) -> Iterator[Task]:
    """C14: probation ends one year after joining, or later where it was extended."""
    soon = add_years(today, -1) + GRACE
    people = Member.objects.within(remit).in_stages(today, PROBATIONARY)
    for member in people.filter(joined_on__lte=soon).order_by("joined_on", "pk"):
        ends = add_years(member.joined_on, 1) + timedelta(days=30 * (member.probation_extended_months or 0))
        if ends > today + GRACE:
            continue
        late = (today - ends).days
        reason = f"{day(ends)}届满，" + (f"已过{late}天，应及时讨论转正" if late > 0 else f"还有{-late}天")
        yield Task(member.name, address(member), reason, ends, "bad" if today > ends + GRACE else "warn")


def terms(remit: Any, today: date) -> Iterator[Task]:
    """R8: terms over, and those that end within 90 days."""
    rows = PartyOrganization.objects.within(remit).of_kinds(COUNTED, today)
    rows = rows.exclude(Q(term_starts_on=None) | Q(term_years=None) | Q(is_functional=True))
    ends = ((term_ends_on(row), row) for row in rows.prefetch_related("extensions"))
    for end, row in sorted(ends, key=lambda pair: (pair[0], pair[1].pk)):
        if end - NOTICE > today:
            continue
        late = (today - end).days
        reason = f"任期{day(end)}届满，" + (f"已超期{late}天" if late >= 0 else f"还有{-late}天")
        yield Task(str(row), address(row), reason, end, "bad" if late >= 0 else "warn")
