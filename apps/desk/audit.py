"""审计 — what was done, by whom, from where; reading it is on record too."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from django_filters import CharFilter

from apps.core.audit.recording import record
from apps.core.audit.telling import lines
from apps.core.audit.verifying import verify
from apps.core.columns import Column
from apps.core.console import AUDIT
from apps.core.filters import RegisterFilter, choice, since, until
from apps.core.history import Difference
from apps.core.listing import RegisterExport, RegisterList
from apps.core.models import AuditEntry
from apps.core.tables import Cell, Heading, table
from apps.rosters.registry import kinds

TONES = {AuditEntry.Action.SIGN_IN_FAILED: "warn", AuditEntry.Action.REVEAL: "gold"}
MAY_READ = "core.view_auditentry"


class AuditFilter(RegisterFilter):
    """审计记录 — by who, what, when and from where."""

    placeholder = "账号、对象、来源地址"
    account = CharFilter(label="账号", field_name="account")
    action = choice("操作", AuditEntry.Action.choices)
    subject = CharFilter(label="对象", field_name="subject", lookup_expr="contains")
    address = CharFilter(label="来源地址", field_name="address")
    since = since("时间", "at__date")
    until = until("时间", "at__date")

    class Meta:
        model = AuditEntry
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(account=words) | rows.filter(subject__contains=words) | rows.filter(address=words)


NAMES = {
    "purpose": "用途",
    "people": "人数",
    "rows": "行数",
    "full": "含完整号码",
    "columns": "栏目",
    "item": "项目",
    "why": "理由",
    "starts_on": "自",
    "ends_on": "至",
    "kind": "名册",
    "kept": "保留",
    "faults": "问题",
    "sha256": "文件指纹",
    "second_factor": "动态口令",
    "uploads": "批次",
    "key": "密钥",
    "keys": "密钥",
}
COUNTS = {
    "read": "读取",
    "new": "新增",
    "changed": "变更",
    "unchanged": "不变",
    "refused": "不能入库",
    "skipped": "跳过",
    "warnings": "提醒",
}
FOR_THE_MACHINE = ("parts", "changes", "request", "fingerprint", "upload", "content", "amended")


def told(entry: AuditEntry) -> str:
    """The detail in words; digests of sealed history and keys of rows are for the machine."""
    said = {name: value for name, value in entry.detail.items() if value and name not in FOR_THE_MACHINE}
    if "kind" in said:
        said["kind"] = roster_named(said["kind"])
    return "；".join(f"{NAMES.get(name, name)}：{written(said[name])}" for name in sorted(said, key=place))


def roster_named(code: str) -> str:
    """What a roster is called; an entry may be older than the rosters of today."""
    return next((kind.title for kind in kinds() if kind.code == code), code)


def place(name: str) -> int:
    """What says most stands first."""
    names = list(NAMES)
    return names.index(name) if name in names else len(names)


def written(value: Any) -> str:
    """One value of the detail."""
    if isinstance(value, dict):
        return "、".join(f"{COUNTS.get(name, name)}{count}" for name, count in value.items() if count)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "是" if value is True else str(value)


def moment(entry: AuditEntry) -> str:
    """To the second."""
    return f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"


class AuditLog(RegisterList):
    """审计"""

    model = AuditEntry
    permission_required: str | Iterable[str] = MAY_READ
    filterset_class = AuditFilter
    columns = (
        Column(
            "number",
            "序号",
            lambda entry: entry.number,
            ("-number",),
            numeric=True,
            href=lambda entry: reverse("desk:audit_entry", args=[entry.number]),
        ),
        Column("at", "时间", moment, ("at",)),
        Column("account", "账号", lambda entry: entry.account, ("account",)),
        Column(
            "action",
            "操作",
            lambda entry: entry.get_action_display(),
            ("action",),
            tone=lambda entry: TONES.get(entry.action, ""),
        ),
        Column("subject", "对象", lambda entry: entry.subject),
        Column("result", "结果", lambda entry: entry.result),
        Column("address", "来源地址", lambda entry: entry.address),
        Column("detail", "详情", told, wide=True),
    )
    default_order = ("-number",)
    unit = "条"
    sentence = "没有符合条件的审计记录。"
    export = "desk:audit_export"

    def reachable(self) -> QuerySet:
        """The log belongs to no place: the permission opens all of it."""
        return AuditEntry.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: Any = super().get(request, *args, **kwargs)
        answer.render()
        record(AuditEntry.Action.READ_AUDIT, by=request.user, result="查阅")
        return answer

    def tools(self) -> list[tuple[str, str]]:
        return []


class AuditExport(RegisterExport, AuditLog):
    """审计记录的导出"""

    permission_required = (MAY_READ, "core.export_auditentry")


class Verify(PermissionRequiredMixin, TemplateView):
    """核验审计 — the chain, the copy outside and the sealed history, on request."""

    permission_required = AUDIT
    template_name = "desk/verify.html"
    request: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number, found = verify(by=request.user)
        return self.render_to_response(self.get_context_data(number=number, faults=found))


class AuditEntryPage(PermissionRequiredMixin, TemplateView):
    """一条审计记录 — all of it, and what the rows it tells of said before and after."""

    permission_required = MAY_READ
    template_name = "desk/audit_entry.html"
    request: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = get_object_or_404(AuditEntry, number=self.kwargs["number"])
        by = self.request.user
        record(AuditEntry.Action.READ_AUDIT, by=by, subject=f"第{entry.number}条", result="查阅")
        facts = [
            ("时间", moment(entry)),
            ("账号", entry.account),
            ("操作", entry.get_action_display()),
            ("对象", entry.subject),
            ("结果", entry.result),
            ("来源地址", entry.address),
        ]
        long = [("详情", told(entry)), ("指纹", bytes(entry.hash).hex())]
        return super().get_context_data(**kwargs) | {
            "entry": entry,
            "facts": facts,
            "long": long,
            "changes": changes_of(entry),
        }


def changes_of(entry: AuditEntry) -> Any:
    """The rows of the entry as a table; nothing where it tells of none."""
    rows = [
        (
            line.thing,
            line.action,
            Cell(one.field),
            Cell(one.before, tone="wrap"),
            Cell(one.after, tone="wrap"),
        )
        for line in lines(entry)
        for one in line.differences or [Difference("—", "", "")]
    ]
    headings = [Heading(label) for label in ("对象", "动作", "字段", "变更前", "变更后")]
    return table(headings, rows) if rows else ""
