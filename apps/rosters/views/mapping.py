"""识别 — the sheets, their heading rows and what each column is, as found and for the clerk to correct."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.addressing import key_in
from apps.rosters import remembering, workflow
from apps.rosters.models import RememberedLayout, RememberedWord
from apps.rosters.recognised import answered, fields_of, found_in
from apps.rosters.registry import Kind, kinds
from apps.rosters.sheets import SheetCheck
from apps.rosters.views.gate import ImportPage, WaitingPage


class Columns(WaitingPage):
    """Saving leads on to the check; changed heading rows are read and shown again first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        kind = self.kind(self.upload.roster)
        sheets = workflow.look(self.upload)
        shown: dict[str, Any] = {
            "sheets": found_in(sheets, kind.roster, self.plan),
            "remembered": self._remembered(sheets, kind),
            "fields": fields_of(kind.roster),
            "erasable": kind.erasable,
            "filed_on": self._filed_on(sheets),
            "plan": self.plan,
        }
        return render(request, "rosters/columns.html", self.context(**shown))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kind = self.kind(self.upload.roster)
        before = workflow.look(self.upload)
        try:
            plan = answered(self.plan, before, request.POST.dict(), kind.roster)
        except ValidationError as refused:
            messages.error(request, "".join(refused.messages))
            return redirect("rosters:columns", pk)
        workflow.arrange(self.upload, plan, by=request.user)
        if "filed_on" in request.POST:
            messages.info(request, f"名册日期已改为{plan.as_of}。")
            return redirect("rosters:columns", pk)
        if _other_rows(request, before):
            messages.info(request, "已按新的表头行重新识别，请核对各列。")
            return redirect("rosters:columns", pk)
        remembering.remember_layouts(before, plan, kind, request.user)
        return redirect("rosters:review", pk)

    def _remembered(self, sheets: list[SheetCheck], kind: Kind) -> list[RememberedLayout]:
        """By whose word the sheets are read, and since when."""
        found = (remembering.remembered_layout(sheet, kind, self.request.user) for sheet in sheets)
        return [layout for layout in found if layout]

    def _filed_on(self, sheets: list[SheetCheck]) -> date | None:
        """The day the file itself names, where it is another than the one chosen."""
        days = (sheet.filed_on(clock.today()) for sheet in sheets)
        day = next((day for day in days if day), None)
        return day if day != self.plan.as_of else None


class Memories(ImportPage):
    """记住的对应 — one's own layouts, words and names; each may be forgotten."""

    def get(self, request: HttpRequest) -> HttpResponse:
        titles = {kind.code: kind.roster for kind in kinds()}
        own = {"owner": request.user.pk}
        layouts = [(one, titles[one.roster]) for one in RememberedLayout.objects.filter(**own)]
        words = [
            (one, titles[one.roster], _field_title(one, titles[one.roster]))
            for one in RememberedWord.objects.filter(**own)
        ]
        return render(request, "rosters/memories.html", {"layouts": layouts, "words": words})

    def post(self, request: HttpRequest) -> HttpResponse:
        said = {name: key_in(request.POST.get(name, "")) for name in ("layout", "word")}
        remembering.forget(request.user, **said)
        messages.success(request, "已忘记。")
        return redirect("rosters:memories")


def _field_title(one: RememberedWord, roster: Any) -> str:
    names = {"branch": "党支部", "enterprise": "企业", "cluster": "产业集群"}
    column = roster.columns.get(one.field)
    return column.title if column else names.get(one.field, one.field)


def _other_rows(request: HttpRequest, before: list[Any]) -> bool:
    """Whether heading rows were given that are not the ones shown."""
    found = found_rows(before)
    return any(request.POST.get(f"rows-{place}", rows) != rows for place, rows in enumerate(found))


def found_rows(sheets: list[Any]) -> list[str]:
    """The heading rows of each sheet as the page wrote them."""
    return [
        "、".join(str(row + 1) for row in looked_at.heading.rows) if looked_at.heading else ""
        for looked_at in sheets
    ]
