"""待办 — what waits for a desk, worked out from the registers, with its reason in numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from apps.chains import building, due
from apps.chains.alerts.words import ended
from apps.clusters.models import Enterprise
from apps.core import clock, takeouts
from apps.core.formatting import day as written
from apps.core.links import address
from apps.core.models import Takeout
from apps.core.remit import Reach, Remit, Target
from apps.desk.takeouts import FOR_ME, asked_of
from apps.members.models import Member
from apps.members.probation import NOTICE, ending
from apps.organizations import term
from apps.organizations.models import PartyOrganization
from apps.rosters import holding
from apps.services.models import Assignment, ServiceOrder

SHOWN = 10
DISPATCH, ASSIGNED = "services.add_assignment", "services.view_assignment"


@dataclass(frozen=True)
class Task:
    """One thing that waits: what, why, since when."""

    title: str
    href: str
    reason: str
    since: date
    tone: str = "warn"


@dataclass(frozen=True)
class Queue:
    """Things of one kind that wait, and the list that holds them all."""

    label: str
    tasks: list[Task]
    sentence: str
    href: str

    @property
    def shown(self) -> list[Task]:
        return self.tasks[:SHOWN]

    @property
    def total(self) -> int:
        return len(self.tasks)


def queues(request: Any, today: date) -> Iterator[Queue]:
    """The queues that the reader's duties open."""
    may, remit = request.user.has_perm, request.remit
    if may(takeouts.APPROVE):
        yield Queue(
            "待批导出", list(asked(request.user)), "没有等您审批的导出。", f"{reverse(FOR_ME)}?state=waiting"
        )
    if may("rosters.view_upload"):
        href = reverse("rosters:uploads")
        yield Queue("导入待核对", list(uploads(request.user)), "没有核对到一半的名册。", href)
    yield from queues_of_orders(request.user, today)
    if may("clusters.view_enterprise") and may("members.view_member"):
        href = f"{reverse('clusters:enterprises')}?building=due"
        yield Queue("应建未建", list(unbuilt(remit, today)), "没有应建未建的企业。", href)
    if may("organizations.view_partyorganization"):
        href = f"{reverse('organizations:organizations')}?term=due"
        yield Queue("任期届满", list(terms(remit, today)), "没有任期届满或将满的党组织。", href)
    if may("members.view_member"):
        href = f"{reverse('members:members')}?mark=probation"
        yield Queue("预备期届满", list(probation(remit, today)), "没有预备期届满或将满的党员。", href)


def queues_of_orders(user: Any, today: date) -> Iterator[Queue]:
    """Orders to hand out, for those who may; what was handed to the reader's own department."""
    if user.has_perm(DISPATCH) and user.has_perm("services.view_serviceorder"):
        href = f"{reverse('services:orders')}?clock=to_dispatch"
        tasks = list(to_dispatch(user.remit_for(DISPATCH, "services.view_serviceorder")))
        yield Queue("待派单", tasks, "没有等待派单的点单。", href)
    departments = user.remit_for(ASSIGNED).targets(Reach.DEPARTMENT)
    if departments:
        href = f"{reverse('services:assignments')}?clock=standing"
        yield Queue("待办结", list(handed_to(departments, today)), "没有派到本部门、还没有办结的点单。", href)


def to_dispatch(remit: Remit) -> Iterator[Task]:
    """Orders nobody has, the oldest first; the clock runs in working hours."""
    rows = ServiceOrder.objects.within(remit).to_dispatch().select_related("enterprise")
    for order in rows.order_by("submitted_at", "pk"):
        until = timezone.localtime(order.dispatch_by)
        late = clock.now() > until
        said = f"{order.get_status_display()}，应在{until:%-m月%-d日%H:%M}前派单{'，已超时' if late else ''}"
        since = timezone.localtime(order.submitted_at).date()
        yield Task(str(order), address(order), said, since, "bad" if late else "warn")


def handed_to(departments: Sequence[Target], today: date) -> Iterator[Task]:
    """What departments have not finished, the first due first."""
    rows = Assignment.objects.unfinished().filter(department__in=departments)
    for one in rows.select_related("order__enterprise").order_by("due_on", "pk"):
        late = one.is_overdue(today)
        said = f"{one.get_role_display()}，{one.get_status_display()}，{until_due(one, today)}"
        yield Task(str(one.order), address(one.order), said, one.due_on, "bad" if late else "warn")


def until_due(one: Assignment, today: date) -> str:
    """2026年11月13日到期，已超期10天"""
    if one.order.status == ServiceOrder.Status.SUSPENDED:
        return "挂起，停止计时"
    days = (today - one.due_on).days
    left = f"还有{-days}天" if days else "今天到期"
    return f"{written(one.due_on)}到期，" + (f"已超期{days}天" if days > 0 else left)


def uploads(user: Any) -> Iterator[Task]:
    """The reader's own rosters that were read and not kept yet, the oldest first."""
    for upload in holding.own(user).waiting().order_by("created_at", "pk"):
        since = timezone.localtime(upload.created_at).date()
        reason = f"{since:%-m月%-d日}上传，{sum_of(upload.counts)}还没有入库"
        yield Task(upload.file_name, reverse("rosters:review", args=[upload.pk]), reason, since)


def asked(user: Any) -> Iterator[Task]:
    """Files of people that others want to take out, the oldest first."""
    waiting = asked_of(user).filter(state=Takeout.State.WAITING)
    for one in waiting.select_related("owner").order_by("asked_at", "pk"):
        since = timezone.localtime(one.asked_at).date()
        reason = f"{one.owner}申请导出{one.people_count}人，用途：{one.purpose}"
        yield Task(one.title, reverse("desk:takeout", args=[one.pk]), reason, since)


def sum_of(counts: dict[str, int]) -> str:
    """How many rows were read, once they are."""
    return f"{counts['read']}行" if counts.get("read") else ""


def probation(remit: Remit, today: date) -> Iterator[Task]:
    """C14: to be discussed when probation ends; a month later it is overdue."""
    within = Member.objects.within(remit).order_by().values("pk")
    for member in ending(today).filter(pk__in=within).order_by("probation_ends_on", "pk"):
        end = member.probation_ends_on
        said = ended(end, today, "已过{}天，应及时讨论转正")
        yield Task(member.name, address(member), said, end, "bad" if today > end + NOTICE else "warn")


def terms(remit: Remit, today: date) -> Iterator[Task]:
    """R8: terms over, and those that end within 90 days."""
    for row in term.due(PartyOrganization.objects.within(remit), today):
        end = row.term_ends_on
        said = f"任期{ended(end, today, '已超期{}天')}"
        yield Task(str(row), address(row), said, end, term.tone(end, today))


def unbuilt(remit: Remit, today: date) -> Iterator[Task]:
    """应建未建, the longest first."""
    within = Enterprise.objects.within(remit).order_by().values("pk")
    begun = due.since(today)
    rows = building.told(due.due(today).filter(pk__in=within), today)
    for row in sorted(rows, key=lambda row: (begun.get(row.pk, today), row.pk)):
        since = begun.get(row.pk, today)
        yield Task(row.name, address(row), building.reason(row, today, since), since, "bad")
