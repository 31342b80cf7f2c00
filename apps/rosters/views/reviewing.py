"""核对 — the whole file as a grid, its problems by cause, its unknown names; decisions are judged at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from apps.core.addressing import PAGE, SIZE, key_in, page_size, with_query
from apps.rosters import workflow
from apps.rosters.causes import Cause, causes_of
from apps.rosters.checking import Check
from apps.rosters.grid import Editing, grid
from apps.rosters.registry import Desk, Kind, Suggestion
from apps.rosters.rows import Row, Verdict
from apps.rosters.situation import CREATE
from apps.rosters.views.gate import WaitingPage, review_address

ROWS_SHOWN = 100
NAMES_SHOWN = 30
TABS = (
    ("all", "全部"),
    (Verdict.NEW, "新增"),
    (Verdict.CHANGED, "有变化"),
    (Verdict.UNCHANGED, "无变化"),
    (Verdict.REFUSED, "不能入库"),
    (Verdict.SKIPPED, "已跳过"),
    ("absent", "库有表无"),
)


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name nobody has registered: in how many rows, what it may mean, what was decided."""

    name: str
    count: int
    suggestions: list[Suggestion]
    decided: int | str


class CheckPage(WaitingPage):
    """A page that judges the upload's file anew, with everything decided so far."""

    @cached_property
    def checked(self) -> tuple[Check, Desk]:
        """The check and the desk that asked the register."""
        return workflow.recheck(self.upload, remit=self.remit(self.known_kind))

    @property
    def check(self) -> Check:
        """The check."""
        return self.checked[0]

    @cached_property
    def known_kind(self) -> Kind:
        """The upload's roster."""
        return self.kind(self.upload.roster)

    @cached_property
    def causes(self) -> list[Cause]:
        """Problems by cause."""
        return causes_of(self.check, self.known_kind.decisions)

    def cause(self, key: str) -> Cause | None:
        """The cause of that name, as long as any row has it."""
        return next((cause for cause in self.causes if cause.key == key), None)


class Review(CheckPage):
    """One page of the grid, under a tab and perhaps one cause."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.check.refused:
            return render(request, "rosters/refused.html", self.context(refused=self.check.refused))
        tab, cause = request.GET.get("tab", "all"), self.cause(request.GET.get("cause", ""))
        rows = cause.rows if cause else self._rows(tab)
        size = page_size(request.GET) if SIZE in request.GET else ROWS_SHOWN
        page = Paginator(rows, size).get_page(request.GET.get(PAGE))
        return render(request, "rosters/review.html", self.context(**self._shown(tab, cause, page)))

    def _shown(self, tab: str, cause: Cause | None, page: Page) -> dict[str, Any]:
        counts = self.check.counts
        return {
            "counts": counts,
            "to_keep": counts["new"] + counts["changed"],
            "causes": self.causes,
            "cause": cause,
            "unknown": self._unknown_names(),
            "decided": len(self.plan.decisions),
            "tabs": [(key, label, self._count(key), self._address(tab=key)) for key, label in TABS],
            "tab": "" if cause else tab,
            "page_obj": page,
            "grid": "" if tab == "absent" and not cause else self._grid(page),
            "corrected": len(self.plan.corrections) + sum(map(len, self.plan.meanings.values())),
            "absent": page.object_list if tab == "absent" and not cause else (),
            "plan": self.plan,
        }

    def _grid(self, page: Page) -> SafeString:
        sheets = {sheet.sheet.name: place for place, sheet in enumerate(self.check.sheets)}
        opened = self.request.GET.get("row", "")
        editing = Editing(sheets, frozenset(self.plan.corrections), opened)
        return grid(list(page.object_list), self.check.roster, editing)

    def _rows(self, tab: str) -> Sequence[Any]:
        if tab == "absent":
            masked = self.check.roster.masks
            absent = self.check.recognition.absent
            return [{n: masked[n](v or "") if n in masked else v for n, v in who.items()} for who in absent]
        return self.check.having(Verdict(tab)) if tab in set(Verdict) else self.check.rows

    def _count(self, tab: str) -> int:
        return len(self._rows(tab))

    def _address(self, **query: str) -> str:
        return with_query(self.request.GET, page=None, cause=None, **query)

    def _unknown_names(self) -> list[tuple[str, str, list[UnknownName], int, int]]:
        """By kind: its words, the first of its names, how many more there are, how many are undecided."""
        found = []
        for kind, names in self.check.recognition.missing.items():
            first = list(names.items())[:NAMES_SHOWN]
            shown = [self._unknown(kind, name, len(places)) for name, places in first]
            settled = self.plan.matches.get(kind, {})
            open_names = sum(name not in settled for name in names)
            words = self.known_kind.missing.get(kind, kind)
            found.append((kind, words, shown, len(names) - len(first), open_names))
        return found

    def _unknown(self, kind: str, name: str, count: int) -> UnknownName:
        decided = self.plan.matches.get(kind, {}).get(name, "")
        return UnknownName(name, count, self.checked[1].suggest(kind, name), decided)


class Names(CheckPage):
    """对应或新建 — what unknown names mean; “全部新建” settles all of a kind at once."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kind = request.POST.get("kind", "")
        if kind not in self.known_kind.missing:
            return redirect(review_address(self.upload))
        settled = self._all_new(kind) if "all" in request.POST else self._one_by_one()
        workflow.match_names(self.upload, kind, settled, by=request.user)
        messages.success(request, "已按您的选择重新核对。")
        return redirect(review_address(self.upload))

    def _all_new(self, kind: str) -> dict[str, int | str]:
        named = self.plan.matches.get(kind, {})
        names = self.check.recognition.missing.get(kind, {})
        return {name: CREATE for name in names if name not in named}

    def _one_by_one(self) -> dict[str, int | str]:
        said = zip(self.request.POST.getlist("name"), self.request.POST.getlist("key"), strict=False)
        return {name: key_in(key) or (CREATE if key == CREATE else "") for name, key in said}


class Decisions(CheckPage):
    """逐行处理 — one decision for all rows of a cause, or for those ticked; or all decisions taken back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "withdraw" in request.POST:
            workflow.decide(self.upload, dict.fromkeys(self.plan.decisions, ""), by=request.user)
            return redirect(review_address(self.upload))
        cause = self.cause(request.POST.get("cause", ""))
        decision = request.POST.get("decision", "")
        if cause and decision in dict(cause.decisions):
            rows = self._ticked(cause.rows)
            decided = {(row.sheet, row.number): decision for row in rows}
            workflow.decide(self.upload, decided, by=request.user)
            messages.success(request, f"已处理{len(rows)}行。")
        return redirect(review_address(self.upload))

    def _ticked(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows whose places were ticked; all of them where none were."""
        ticked = set(self.request.POST.getlist("place"))
        return [row for row in rows if row.place in ticked] if ticked else rows


class Keep(CheckPage):
    """入库"""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            found = workflow.keep(self.upload, remit=self.remit(self.known_kind), by=request.user)
        except ValidationError as refused:
            messages.error(request, "".join(refused.messages))
            return redirect(review_address(self.upload))
        if not found.refused:
            messages.success(request, "已入库。")
        return redirect("rosters:receipt", self.upload.pk)


class Abandon(WaitingPage):
    """放弃 — the file is deleted at once."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        workflow.abandon(self.upload, by=request.user)
        messages.success(request, "已放弃，文件已删除。")
        return redirect("rosters:uploads")
