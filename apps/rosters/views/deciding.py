"""作出决定 — what unknown names mean, what becomes of rows a person must judge; alike ones at once."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.core.addressing import key_in
from apps.rosters import remembering, workflow
from apps.rosters.causes import Cause
from apps.rosters.rows import Row
from apps.rosters.situation import CREATE
from apps.rosters.views.checked import CheckPage
from apps.rosters.views.gate import review_address


class Names(CheckPage):
    """对应或新建 — one by one; all undecided ones as new; or each shown as the one it is called like."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kind = request.POST.get("kind", "")
        if kind not in self.known_kind.missing:
            return redirect(review_address(self.upload))
        settled = self._settled(kind)
        workflow.match_names(self.upload, kind, settled, by=request.user)
        self._remember(kind, settled)
        messages.success(request, "已按您的选择重新核对。")
        return redirect(review_address(self.upload))

    def _settled(self, kind: str) -> dict[str, int | str]:
        if "all" in self.request.POST:
            return dict.fromkeys(self._open(kind), CREATE)
        if "alike" in self.request.POST:
            shown = (name for name in self.listed(kind) if name in self._open(kind))
            likeliest = {name: self.unknown(kind, name).likeliest for name in shown}
            return {name: one.key for name, one in likeliest.items() if one}
        return self._one_by_one()

    def _open(self, kind: str) -> list[str]:
        """Names nobody has decided about."""
        named = self.plan.matches.get(kind, {})
        return [name for name in self.names(kind) if name not in named]

    def _one_by_one(self) -> dict[str, int | str]:
        said = zip(self.request.POST.getlist("name"), self.request.POST.getlist("key"), strict=False)
        return {name: key_in(key) or (CREATE if key == CREATE else "") for name, key in said}

    def _remember(self, kind: str, settled: dict[str, int | str]) -> None:
        """A name matched now means the same in the next file."""
        labels = {
            name: (one.key, one.label)
            for name, key in settled.items()
            if isinstance(key, int)
            for one in self.checked[1].suggest(kind, name)
            if one.key == key
        }
        remembering.remember_names(kind, labels, self.known_kind, self.request.user)


class Decisions(CheckPage):
    """逐行处理 — one decision for all rows of a cause, or for those ticked; or all decisions taken back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "withdraw" in request.POST:
            workflow.decide(self.upload, dict.fromkeys(self.plan.decisions, ""), by=request.user)
            return redirect(review_address(self.upload))
        cause = self.cause(request.POST.get("cause", ""))
        decision = request.POST.get("decision", "")
        if cause and "proved" in request.POST:
            workflow.correct(self.upload, cause.proved, {}, by=request.user)
            messages.success(request, f"已采用{len(cause.proved)}个校验位证实的号码。")
        elif cause and decision in dict(cause.decisions):
            self._decide(cause, decision)
        return redirect(review_address(self.upload))

    def _decide(self, cause: Cause, decision: str) -> None:
        rows = self._ticked(cause.rows)
        decided = {(row.sheet, row.number): decision for row in rows}
        workflow.decide(self.upload, decided, by=self.request.user)
        messages.success(self.request, f"已处理{len(rows)}行。")

    def _ticked(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows whose places were ticked; all of them where none were."""
        ticked = set(self.request.POST.getlist("place"))
        return [row for row in rows if row.place in ticked] if ticked else rows


class Absent(CheckPage):
    """疑似转出 — for those ticked among the people the file leaves out, or for all of them."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        left_out = [who["key"] for who in self.check.recognition.absent if who.get("key")]
        ticked = {key_in(key) for key in request.POST.getlist("who")}
        keys = [key for key in left_out if "all" in request.POST or key in ticked]
        marked = workflow.doubt(self.upload, keys, remit=self.remit(self.known_kind), by=request.user)
        messages.success(request, f"已将{marked}人标为疑似转出，可在预警清单中核实。")
        return redirect(f"{review_address(self.upload)}?tab=absent")
