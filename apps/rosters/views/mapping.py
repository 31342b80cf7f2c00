"""识别 — the sheets, their heading rows and what each column is, as found and for the clerk to correct."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.rosters import workflow
from apps.rosters.recognised import answered, fields_of, found_in
from apps.rosters.views.gate import WaitingPage


class Columns(WaitingPage):
    """Saving leads on to the check; changed heading rows are read and shown again first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        kind = self.kind(self.upload.roster)
        sheets = workflow.look(self.upload)
        shown: dict[str, Any] = {
            "sheets": found_in(sheets, kind.roster, self.plan),
            "fields": fields_of(kind.roster),
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
        if _other_rows(request, before):
            messages.info(request, "已按新的表头行重新识别，请核对各列。")
            return redirect("rosters:columns", pk)
        return redirect("rosters:review", pk)


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
