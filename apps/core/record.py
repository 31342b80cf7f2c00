"""变更记录栏 — who wrote what about the thing, before and after."""

from collections.abc import Callable, Iterable

from django.contrib.auth import get_user_model
from django.db.models import Model

from apps.core.formatting import minute
from apps.core.history import Change, changes
from apps.core.navigation import resolve
from apps.core.story import Panel, Row, link

SHOWN = 20
TECHNICAL = ("id", "uid", "path")


def record(row: Model, way_back: Callable[[Change], str] = lambda change: "") -> Panel:
    """The last changes to ``row`` as a panel; ``way_back`` says where one of them is taken back."""
    written = changes(row, SHOWN)
    names = writers(change.by for change in written)
    hrefs = [way_back(change) for change in written]
    lines = [(when(one), who(one, names), one.action, said(one), one.why) for one in written]
    rows = [
        Row((*line, link("撤销" if href else " ", href)) if any(hrefs) else line)
        for line, href in zip(lines, hrefs, strict=True)
    ]
    href = history_of(row) if len(rows) == SHOWN else ""
    return Panel(
        "变更记录",
        ("时间", "经办人", "动作", "变更内容", "理由", *([""] if any(hrefs) else [])),
        rows,
        note=f"最近{len(rows)}次" if rows else "",
        href=href,
        more=href and "全部",
    )


def history_of(row: Model) -> str:
    """Where every write to the row is told, if its register has such a page."""
    return resolve(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", (str(row.pk),))


def writers(keys: Iterable[int | None]) -> dict[int, str]:
    """Names of accounts by their key."""
    known = get_user_model()._default_manager.filter(pk__in={key for key in keys if key})
    return dict(known.values_list("pk", "name"))


def when(change: Change) -> str:
    return minute(change.at)


def who(change: Change, names: dict[int, str]) -> str:
    if change.by:
        return names.get(change.by, "")
    return f"名册导入（批次{change.upload}）" if change.upload else "系统"


def said(change: Change) -> str:
    """Before and after in one line; a first entry lists nothing, the facts above do."""
    if change.action == "新增":
        return "首次登记"
    if change.what:
        return change.what
    told = [d for d in change.differences if d.name not in TECHNICAL]
    return "；".join(f"{d.field}：{d.before or '—'} → {d.after or '—'}" for d in told) or "树中的位置"
