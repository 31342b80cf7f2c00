"""安全管理员 — accounts, grants that begin and end, who is locked out, what waits for approval."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.duties import DutyCode
from apps.accounts.models import Grant, User
from apps.core import clock
from apps.core.console import SECURITY, shows
from apps.core.models import Takeout
from apps.core.story import Fact, Panel, Row, link
from apps.core.takeouts import State

SOON = timedelta(days=30)
SHOWN = 12


@shows(SECURITY)
def accounts() -> Panel:
    """账号 — how many there are, and those that ask for a look."""
    at_work = Grant.objects.in_force(clock.today()).filter(user=OuterRef("pk"))
    rows = User.objects.annotate(at_work=Exists(at_work))
    counts = rows.aggregate(
        active=Count("pk", filter=Q(is_active=True)),
        closed=Count("pk", filter=Q(is_active=False)),
        idle=Count("pk", filter=Q(is_active=True, at_work=False)),
        fresh=Count("pk", filter=Q(is_active=True, must_change_password=True)),
    )
    labels = {"active": "启用", "closed": "停用", "idle": "没有职责", "fresh": "还没改首次密码"}
    facts = [Fact(label, str(counts[name])) for name, label in labels.items()]
    return Panel("账号", facts=facts, href=reverse("admin:accounts_user_changelist"), more="全部账号")


@shows(SECURITY)
def locked() -> Panel:
    """登录受限 — accounts that have used up their guesses; unlocked on their own page."""
    since = clock.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(
        attempt_time__gte=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    attempts = list(tried.order_by("-attempt_time")[:SHOWN])
    known = dict(
        User.objects.filter(username__in=[a.username for a in attempts]).values_list("username", "pk")
    )
    rows = [
        Row(
            (
                link(attempt.username, reverse("admin:accounts_user_change", args=[known[attempt.username]])),
                attempt.ip_address or "",
                f"{timezone.localtime(attempt.attempt_time):%H:%M}",
                attempt.failures_since_start,
            )
        )
        for attempt in attempts
        if attempt.username in known
    ]
    return Panel("登录受限", ("账号", "来源地址", "最近一次", "失败次数#"), rows, "没有账号受限。")


@shows(SECURITY)
def grants() -> Panel:
    """授权 — those that end within a month."""
    today = clock.today()
    ending = Grant.objects.in_force(today).filter(ends_on__lte=today + SOON).order_by("ends_on", "pk")
    rows = [
        Row((f"{one.user.name}（{one.user.username}）", str(one), str(one.ends_on)))
        for one in ending.select_related("user", *Grant.TARGETS.values())[:SHOWN]
    ]
    give = [("授予职责", reverse("admin:accounts_grant_add"))]
    href = reverse("admin:accounts_grant_changelist")
    return Panel(
        "30天内到期的授权",
        ("账号", "职责", "到期"),
        rows,
        "没有将到期的授权。",
        href=href,
        more="全部授权",
        tools=give,
    )


@shows(SECURITY)
def requests() -> Panel:
    """待批导出 — who waits, for how many people, and how many may approve; never what is in the file."""
    waiting = Takeout.objects.without_files().filter(state=State.WAITING).select_related("owner")
    rows = [
        Row(
            (
                f"{one.owner.name}（{one.owner.username}）",
                one.people_count,
                f"{timezone.localtime(one.asked_at):%m-%d %H:%M}",
            )
        )
        for one in waiting.order_by("asked_at")[:SHOWN]
    ]
    held = Grant.objects.in_force(clock.today()).filter(duty=DutyCode.REGISTRY_MANAGER, user__is_active=True)
    approvers = held.values("user").distinct().count()
    note = f"有{approvers}个账号可以审批" if approvers > 1 else "审批须两个组织部业务管理员账号，请补授"
    return Panel("待批导出", ("导出人", "人数#", "提出"), rows, "没有待批的导出。", note=note)
