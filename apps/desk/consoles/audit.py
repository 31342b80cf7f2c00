"""审计管理员 — what was done of late, how the log was last verified, and where it is anchored."""

from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from apps.core import clock
from apps.core.audit import outside
from apps.core.audit.recording import head
from apps.core.audit.verifying import last_verification
from apps.core.console import AUDIT, shows
from apps.core.formatting import minute
from apps.core.models import AuditEntry
from apps.core.story import Fact, Panel, Row, link

Action = AuditEntry.Action


def moment(entry: AuditEntry | None) -> str:
    """When it was, to the minute."""
    return minute(entry.at) if entry else "还没有"


@shows(AUDIT)
def lately() -> Panel:
    """24小时内 — how often each thing was done; each count opens its entries."""
    entries = AuditEntry.objects.filter(at__gte=clock.now() - timedelta(days=1))
    counts = dict(entries.order_by().values_list("action").annotate(many=Count("pk")))
    page = reverse("desk:audit")
    days = {"since": str(clock.today() - timedelta(days=1))}
    rows = [
        Row(
            (action.label, link(counts[action.value], f"{page}?{urlencode(days | {'action': action.value})}"))
        )
        for action in Action
        if action.value in counts
    ]
    return Panel("24小时内", ("操作", "条数#"), rows, "没有审计记录。", href=page, more="审计记录")


@shows(AUDIT)
def verified() -> Panel:
    """核验 — when the log was last verified, and what came of it."""
    last = last_verification()
    facts = [
        Fact("上次核验", moment(last)),
        Fact("结果", last.result if last else ""),
        Fact("范围", last.subject if last else ""),
    ]
    found = [Fact("问题", fault, wide=True) for fault in (last.detail.get("faults", []) if last else [])]
    return Panel("核验", facts=[*facts, *found], tools=[("现在核验", reverse("desk:verify"))])


@shows(AUDIT)
def anchors() -> Panel:
    """锚点 — the head of the chain here, the last line of the copy outside, the last seal of history."""
    number, fingerprint = head()
    files = outside.files()
    sealed = AuditEntry.objects.filter(action=Action.SEAL).order_by("-number").first()
    facts = [
        Fact("链到", f"第{number}条", note=fingerprint.hex()[:12]),
        Fact("库外副本到", f"第{outside.last_confirmed()}条", note=files[-1].name if files else "没有副本"),
        Fact("变更记录封存到", moment(sealed)),
    ]
    return Panel("锚点", facts=facts, note="每份导出文件也写有当时的链头")
