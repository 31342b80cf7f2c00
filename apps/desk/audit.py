"""审计 — what was done, by whom, from where; reading it is on record too."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_filters import DateFilter

from apps.core.audit.recording import record
from apps.core.columns import Column
from apps.core.filters import RegisterFilter, choice
from apps.core.listing import RegisterExport, RegisterList
from apps.core.models import AuditEntry

TONES = {AuditEntry.Action.SIGN_IN_FAILED: "warn", AuditEntry.Action.REVEAL: "gold"}


class AuditFilter(RegisterFilter):
    """审计记录"""

    placeholder = "账号、对象、来源地址"
    action = choice("操作", AuditEntry.Action.choices)
    since = DateFilter(label="自", field_name="at", lookup_expr="date__gte")
    until = DateFilter(label="至", field_name="at", lookup_expr="date__lte")

    class Meta:
        model = AuditEntry
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(account=words) | rows.filter(subject__contains=words) | rows.filter(address=words)


def told(entry: AuditEntry) -> str:
    """The detail in words; digests of sealed history are for the machine."""
    said = {name: value for name, value in entry.detail.items() if name != "parts"}
    return "；".join(f"{NAMES.get(name, name)}：{written(value)}" for name, value in said.items() if value)


NAMES = {"rows": "行数", "columns": "栏目", "item": "项目", "why": "理由", "starts_on": "自", "ends_on": "至"}


def written(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


class AuditLog(RegisterList):
    """审计"""

    model = AuditEntry
    permission_required: str | Iterable[str] = "core.view_auditentry"
    filterset_class = AuditFilter
    columns = (
        Column("number", "序号", lambda entry: entry.number, ("-number",), numeric=True),
        Column("at", "时间", lambda entry: f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}", ("at",)),
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
        Column("detail", "详情", told),
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

    permission_required = ("core.view_auditentry", "core.export_auditentry")
