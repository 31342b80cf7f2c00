"""核对 — the whole file as a grid, its problems by cause, its unknown names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from apps.core.addressing import PAGE, SIZE, page_size, with_query
from apps.rosters.causes import Cause
from apps.rosters.grid import Editing, grid
from apps.rosters.rows import Verdict
from apps.rosters.views.checked import NAMES_SHOWN, CheckPage, UnknownName

ROWS_SHOWN = 100
TABS = (
    ("all", "全部"),
    (Verdict.NEW, "新增"),
    (Verdict.CHANGED, "有变化"),
    (Verdict.UNCHANGED, "无变化"),
    (Verdict.REFUSED, "不能入库"),
    (Verdict.SKIPPED, "已跳过"),
    ("absent", "库有表无"),
)


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

    def _unknown_names(self) -> list["UnknownNames"]:
        """By kind."""
        missing = {kind: self.names(kind) for kind in self.check.recognition.missing}
        return [
            UnknownNames(
                key=kind,
                label=self.known_kind.missing.get(kind, kind),
                names=[self.unknown(kind, name) for name in self.listed(kind)],
                more=max(len(names) - NAMES_SHOWN, 0),
                undecided=sum(name not in self.plan.matches.get(kind, {}) for name in names),
            )
            for kind, names in missing.items()
            if names
        ]


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Names of one kind: the first of them, how many more there are, how many are undecided."""

    key: str
    label: str
    names: list[UnknownName]
    more: int
    undecided: int

    @property
    def likely(self) -> int:
        """How many undecided ones of those shown are called like something registered."""
        return sum(one.decided == "" and one.likeliest is not None for one in self.names)
