"""变更记录栏 — who wrote what about the thing, before and after."""

from django.db.models import Model
from django.utils import timezone

from apps.accounts.models import User
from apps.core.history import Change, changes
from apps.core.story import Panel, Row

SHOWN = 20
TECHNICAL = ("id", "uid", "path")


def record(row: Model) -> Panel:
    """The last changes to ``row`` as a panel."""
    written = changes(row, SHOWN)
    names = dict(User.objects.filter(pk__in={c.by for c in written if c.by}).values_list("pk", "name"))
    rows = [
        Row((when(change), who(change, names), change.action, said(change), change.why)) for change in written
    ]
    return Panel(
        "变更记录",
        ("时间", "经办人", "动作", "变更内容", "理由"),
        rows,
        note=f"最近{len(rows)}次" if rows else "",
    )


def when(change: Change) -> str:
    return f"{timezone.localtime(change.at):%Y-%m-%d %H:%M}"


def who(change: Change, names: dict[int, str]) -> str:
    if change.by:
        return names.get(change.by, "")
    return f"名册导入（批次{change.upload}）" if change.upload else "系统"


def said(change: Change) -> str:
    """Before and after in one line; a first entry lists nothing, the facts above do."""
    if change.action == "新增":
        return "首次登记"
    told = [d for d in change.differences if d.name not in TECHNICAL]
    return "；".join(f"{d.field}：{d.before or '—'} → {d.after or '—'}" for d in told) or "树中的位置"
