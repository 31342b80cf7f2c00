"""导出件 — one's own files of people and what became of them; those that wait for somebody else's word."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View

from apps.core import takeouts
from apps.core.access import FormPage
from apps.core.columns import Column, column_of
from apps.core.filters import RegisterFilter, coded
from apps.core.form_fields import ReasonField
from apps.core.listing import RegisterList
from apps.core.models import Takeout
from apps.core.proof import Proved
from apps.core.sheets import as_file

FIRST = 3
MINE, FOR_ME = "desk:takeouts", "desk:takeouts_waiting"


class TakeoutFilter(RegisterFilter):
    """导出件"""

    placeholder = "名称、用途"
    searched = ("title", "purpose")
    state = coded(Takeout, "state")

    class Meta:
        model = Takeout
        fields = ()


def told(row: Any) -> str:
    """栏目 in short: the first few, and how many; the page about a request names all."""
    named = "、".join(row.columns[:FIRST])
    return named if len(row.columns) <= FIRST else f"{named}等{len(row.columns)}栏"


ASKED = (
    column_of(Takeout, "purpose", tone=lambda row: "wrap"),
    Column("columns", "栏目", told, tone=lambda row: "wrap"),
    column_of(Takeout, "rows"),
    column_of(Takeout, "people_count"),
    column_of(Takeout, "is_full"),
    column_of(Takeout, "state", tone=lambda row: row.tone),
    column_of(Takeout, "asked_at"),
)


def to_fetch(row: Any) -> str:
    """Where its file is, while it may be fetched."""
    return reverse("desk:takeout_file", args=[row.pk]) if row.is_open else ""


class Takeouts(RegisterList):
    """我的导出"""

    model = Takeout
    permission_required: str | Iterable[str] = ()
    filterset_class = TakeoutFilter
    columns = (
        column_of(Takeout, "title"),
        Column("fetch", "文件", lambda row: "下载" if row.is_open else "", href=to_fetch),
        *ASKED,
        column_of(Takeout, "expires_at"),
        column_of(Takeout, "decided_by"),
        column_of(Takeout, "answer"),
    )
    default_order = ("-asked_at",)
    heading = "我的导出"
    unit = "件"
    sentence = "您还没有导出过含人员信息的文件。"

    def reachable(self) -> QuerySet:
        """One's own, whatever one's duties are now."""
        return Takeout.objects.of(self.request.user)

    def tools(self) -> list[tuple[str, str]]:
        may = self.request.user.has_perm(takeouts.APPROVE)
        return [("待批导出", reverse(FOR_ME))] if may else []


class TakeoutsWaiting(RegisterList):
    """待批导出"""

    model = Takeout
    permission_required: str | Iterable[str] = takeouts.APPROVE
    filterset_class = TakeoutFilter
    columns = (
        column_of(Takeout, "title", href=lambda row: reverse("desk:takeout", args=[row.pk])),
        column_of(Takeout, "owner"),
        *ASKED,
        column_of(Takeout, "decided_by"),
        column_of(Takeout, "decided_at"),
        column_of(Takeout, "answer"),
    )
    default_order = ("decided_at", "-asked_at")
    heading = "待批导出"
    unit = "件"
    sentence = "没有等您审批的导出。"

    def reachable(self) -> QuerySet:
        """What others asked for."""
        return asked_of(self.request.user)

    def ordered(self, rows: QuerySet) -> QuerySet:
        """What waits comes first."""
        return super().ordered(rows) if self.request.GET.get("order") else rows.order_by(*WAITING_FIRST)

    def tools(self) -> list[tuple[str, str]]:
        return [("我的导出", reverse(MINE))]


WAITING_FIRST = ("-expires_at", "-asked_at", "-pk")


def asked_of(user: Any) -> QuerySet:
    """Requests of others, those decided among them; small files that nobody had to approve stay out."""
    asked = Takeout.objects.without_files().exclude(owner=user.pk)
    return asked.exclude(state=Takeout.State.TAKEN, decided_by=None)


class DecisionForm(forms.Form):
    """批准 or not."""

    verdict = forms.ChoiceField(
        label="审批", choices=(("approve", "批准"), ("refuse", "不批准")), widget=forms.RadioSelect
    )
    answer = ReasonField(label="意见", max_length=200, required=False, help_text="不批准的须说明理由")

    def __init__(self, *args: Any, remit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class DecideTakeout(Proved, FormPage):
    """审批导出 — by another account than the one that asked."""

    model = Takeout
    permission_required = takeouts.APPROVE
    form_class = DecisionForm
    template_name = "desk/takeout.html"
    heading, button, done = "审批导出", "提交", "已审批。"
    list_page = FOR_ME

    def row(self) -> Any:
        found = asked_of(self.request.user).select_related("owner", "decided_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def act(self, said: dict[str, Any]) -> None:
        by = self.request.user
        if said["verdict"] == "approve":
            takeouts.approve(self.row(), by=by, answer=said["answer"])
        else:
            takeouts.refuse(self.row(), by=by, answer=said["answer"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"takeout": self.row()}

    def get_success_url(self) -> str:
        return reverse(FOR_ME)


class TakeoutFile(Proved, View):
    """下载 — by whoever asked for the file; for others it is not there."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        takeout = Takeout.objects.of(user).filter(pk=pk).first()
        if takeout is None:
            raise Http404
        try:
            return as_file(takeouts.fetch(takeout, by=user), takeout.file_name)
        except ValidationError as refused:
            messages.error(request, "".join(refused.messages))
            return redirect(MINE)
