"""改正 — cells of the grid put right in place; the file is judged again at once."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.core import clock
from apps.rosters import remembering, workflow
from apps.rosters.reading import FileRefused
from apps.rosters.repairing import repairs_in
from apps.rosters.views.gate import WaitingPage, review_address

# Where on the review page the clerk was: a query of our own words, and a row.
BACK = re.compile(r"[\w=&.%-]{0,200}", re.ASCII)
ROW = re.compile(r"\d{1,4}-\d{1,7}")


class Repair(WaitingPage):
    """What was typed is kept, sealed, with the upload: for its cell, or for every row that says the same."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "withdraw" in request.POST:
            workflow.withdraw_corrections(self.upload, by=request.user)
            messages.success(request, "已撤回改正，恢复原表内容。")
            return redirect(review_address(self.upload))
        kind = self.kind(self.upload.roster)
        try:
            sheets = workflow.look(self.upload)
        except FileRefused:
            return redirect(review_address(self.upload))
        repairs = repairs_in(
            request.POST.dict(),
            sheets,
            self.plan.choices(clock.today()),
            alike="alike" in request.POST,
            masked=list(kind.roster.masks),
        )
        if repairs.cells or repairs.meanings:
            workflow.correct(self.upload, repairs.cells, repairs.meanings, by=request.user)
            remembering.remember_words(repairs.meanings, kind, request.user)
            messages.success(request, "已改正，并重新核对。")
        return redirect(self._back())

    def _back(self) -> str:
        """The page of the grid the clerk came from, at the row."""
        query, row = self.request.POST.get("back", ""), self.request.POST.get("at", "")
        address = review_address(self.upload)
        if query and BACK.fullmatch(query):
            address += f"?{query}"
        return f"{address}#r{row}" if ROW.fullmatch(row) else address
