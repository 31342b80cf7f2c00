"""统计期页 — which periods are closed, what they read then and now, which rows were there, came and went."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.accounts.models import User
from apps.chains import frozen, workflow
from apps.chains.forms import CloseForm, ReopenForm
from apps.chains.frame import Frame
from apps.chains.handbook import FIGURES, INDICATORS
from apps.chains.models import Closing, FrozenFigure, FrozenReading, FrozenTally, ReportingPeriod
from apps.chains.reading import Reading
from apps.chains.showing import to_rows
from apps.chains.stored import read_over
from apps.chains.views import BoardPage
from apps.core import clock, formatting
from apps.core.access import FormPage
from apps.core.addressing import PAGE, page_size
from apps.core.models import Step
from apps.core.period import Period, recent
from apps.core.tables import Cell, Heading, table

OFFERED = (("month", "月份", 12), ("quarter", "季度", 8), ("year", "年度", 3))
STATES = dict(ReportingPeriod.Status.choices)


def asked_period(text: str) -> Period:
    """The month, quarter or year an address names; 404 for others."""
    try:
        period = Period.read(text)
    except ValueError as error:
        raise Http404 from error
    if period.kind not in workflow.KINDS:
        raise Http404
    return period


class Periods(BoardPage):
    """统计期"""

    template_name = "chains/periods.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = clock.today()
        offered = {label: _whole(kind, count) for kind, label, count in OFFERED}
        rows = {row.period: row for row in ReportingPeriod.objects.prefetch_related("closings")}
        may = {
            verb: self.request.user.has_perm(f"chains.{verb}_reportingperiod") for verb in ("close", "reopen")
        }
        return context | {
            "groups": [
                (label, [told(period, rows.get(period), may, period.end < today) for period in periods])
                for label, periods in offered.items()
            ]
        }


def _whole(kind: str, count: int) -> list[Period]:
    """The last periods of a kind, whole, the newest first."""
    last = recent(kind, clock.today(), count + 1)[:-1]
    return last[::-1]


def told(period: Period, row: ReportingPeriod | None, may: dict[str, bool], is_over: bool) -> dict[str, Any]:
    """One line of the list."""
    closed = row is not None and row.status == ReportingPeriod.Status.CLOSED
    closing = row.closings.first() if row and closed else None
    return {
        "period": period,
        "closing": closing,
        "state": STATES["closed" if closed else "open"],
        "page": reverse("chains:period", args=[period.written]),
        "close": may["close"] and is_over and not closed,
        "reopen": may["reopen"] and closed,
    }


class OfPeriod(BoardPage):
    """A page whose address names the period; another one chosen in the form leads to its page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here, chosen = asked_period(self.kwargs["period"]), request.GET.get("period", "")
        there = asked_period(chosen) if chosen else here
        if there == here:
            return super().get(request, *args, **kwargs)
        frame = Frame.asked(request, self.remit).over(there)
        arguments = [there.written, *(self.kwargs[name] for name in ("code",) if name in self.kwargs)]
        match: Any = request.resolver_match
        return redirect(frame.address(match.view_name, *arguments, part=request.GET.get("part", "")))

    def frame(self) -> Frame:
        return Frame.asked(self.request, self.remit).over(asked_period(self.kwargs["period"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_closed": False}


class PeriodPage(OfPeriod):
    """一个统计期 — 当时口径 beside 现口径 for the scope of the frame."""

    template_name = "chains/period.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        frame = self.framed
        row = ReportingPeriod.objects.of(frame.named).first()
        closing = frozen.closings([frame.named]).get(frame.named)
        kept = frozen.readings([closing], frame.scope, frame.remit) if closing else {}
        return context | {
            "row": row,
            "closing": closing,
            "steps": steps_of(row) if row else [],
            "readings": self.side_by_side(list(kept.values())) if kept else "",
        }

    def side_by_side(self, kept: list[FrozenReading]) -> Any:
        """Every figure as it was kept and as it reads now; what differs stands out."""
        frame = self.framed
        (now,) = read_over(FIGURES.values(), frame.scope, frame.remit, [frame.period])
        headings = [
            Heading("指标"),
            Heading("分项"),
            Heading("当时读数", numeric=True),
            Heading("当时构成", numeric=True),
        ]
        headings += [Heading("现在读数", numeric=True), Heading("现在构成", numeric=True), Heading("口径")]
        return table(headings, (self.line(row, now.get(_figure(row))) for row in kept))

    def line(self, row: FrozenReading, now: Reading | None) -> list[object]:
        """One figure then and now."""
        frame, name, then = self.framed, row.figure, frozen.told(row)
        indicator = INDICATORS.get(name.code)
        here = to_rows(frame, indicator, name.part) if indicator and now else ""
        there = frame.address("chains:kept", frame.named.written, name.code, part=name.part)
        differs = now is not None and (now.text, now.makeup) != (then.text, then.makeup)
        return [
            f"{name.code} {indicator.name if indicator else name.name}",
            name.name if name.part else "",
            Cell(then.text, there),
            then.makeup,
            Cell(now.text if now else formatting.NONE, here, "warn" if differs else ""),
            now.makeup if now else "",
            definition_changed(name),
        ]


def _figure(row: FrozenReading) -> Any:
    return FIGURES.get((row.figure.code, row.figure.part))


def definition_changed(kept: FrozenFigure) -> str:
    """Whether the figure is defined otherwise today."""
    indicator = INDICATORS.get(kept.code)
    if indicator is None or (kept.code, kept.part) not in FIGURES:
        return "已停用"
    same = (kept.meaning, kept.formula) == (indicator.meaning, indicator.formula)
    return "未变" if same else "已修订"


def steps_of(row: ReportingPeriod) -> list[dict[str, Any]]:
    """Who closed and reopened it, when and why."""
    steps = list(Step.objects.of(row).exclude(was=""))
    names = dict(User.objects.filter(pk__in={step.by for step in steps}).values_list("pk", "name"))
    words = {"closed": "定格", "open": "重开"}
    return [{"act": words[s.state], "at": s.at, "by": names.get(s.by, ""), "why": s.why} for s in steps]


class KeptPage(OfPeriod):
    """当时明细 — the rows a closed period had for one figure, or those that came and went since another."""

    template_name = "chains/kept.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        closing = frozen.closings([self.framed.named]).get(self.framed.named)
        kept = self.figure_of(closing) if closing else None
        if kept is None:
            raise Http404
        found = frozen.readings([kept.closing], self.framed.scope, self.framed.remit)
        reading = found.get((kept.closing_id, (kept.code, kept.part)))
        if reading is None:
            raise Http404
        return (
            context
            | {
                "kept": kept,
                "framed_period": self.framed.named.written,
                "closing": kept.closing,
                "told": frozen.told(reading),
                "changed": definition_changed(kept),
            }
            | self.listed(kept, frozen.told(reading))
        )

    def figure_of(self, closing: Closing) -> FrozenFigure | None:
        """The figure the address names, as a closing defined it."""
        rows = FrozenFigure.objects.filter(closing=closing, code=self.kwargs["code"])
        rows = rows.filter(part=self.request.GET.get("part", ""))
        return rows.select_related("closing__period", "numerator", "denominator").first()

    def listed(self, kept: FrozenFigure, reading: Reading) -> dict[str, Any]:
        """A page of rows: those of the figure, or those that came or went since another."""
        if reading.withheld:
            return {"rows_withheld": reading.makeup}
        against = self.request.GET.get("against", "")
        views = self.views(kept, against)
        view = self.request.GET.get("view", "")
        tally, rows = views.get(view, views["numerator"])[1:]
        if not self.may_view(frozen.model_of(tally)):
            return {"rows_closed": True}
        reached = frozen.reachable(rows, tally, self.framed.remit)
        page = Paginator(reached.order_by("key"), page_size(self.request.GET)).get_page(
            self.request.GET.get(PAGE)
        )
        cells = frozen.lines(tally, [row.key for row in page.object_list], self.framed.remit)
        return {
            "views": [
                (key, label, r.count(), self.at(kept, key, against)) for key, (label, _, r) in views.items()
            ],
            "view": view if view in views else "numerator",
            "page_obj": page,
            "rows": table([Heading(label) for label in tally.labels], cells) if cells else "",
            "beyond": rows.count() - page.paginator.count,
            "others": self.others(kept, against),
        }

    def views(self, kept: FrozenFigure, against: str) -> dict[str, tuple[str, FrozenTally, QuerySet]]:
        """What can be opened: both sides of a ratio; with another period, what came and what went."""
        scope = self.framed.scope
        views = {
            "numerator": (
                "分子" if kept.denominator else "明细",
                kept.numerator,
                frozen.rows_of(kept.numerator, scope),
            )
        }
        if kept.denominator:
            views["denominator"] = ("分母", kept.denominator, frozen.rows_of(kept.denominator, scope))
        earlier = self.other(against) if against else None
        if earlier:
            compared = frozen.Compared(earlier, kept, scope)
            views["come"] = (f"较{earlier.closing.period}新增", kept.numerator, compared.come())
            views["gone"] = (f"较{earlier.closing.period}减少", earlier.numerator, compared.gone())
        return views

    def other(self, text: str) -> FrozenFigure | None:
        """The same figure in the period to compare with."""
        period = asked_period(text)
        closing = frozen.closings([period]).get(period)
        return self.figure_of(closing) if closing else None

    def others(self, kept: FrozenFigure, against: str) -> Iterable[tuple[str, str, bool]]:
        """Periods to compare with: those closed that kept the figure."""
        rows = Closing.objects.filter(
            period__status=ReportingPeriod.Status.CLOSED, figures__code=kept.code, figures__part=kept.part
        )
        periods = dict.fromkeys(
            row.period.period for row in rows.exclude(period=kept.closing.period).select_related("period")
        )
        return [(one.written, str(one), one.written == against) for one in sorted(periods, reverse=True)]

    def at(self, kept: FrozenFigure, view: str, against: str) -> str:
        """This page, opened at one of its views."""
        return self.framed.address(
            "chains:kept", self.framed.named.written, kept.code, part=kept.part, view=view, against=against
        )


class PeriodAct(FormPage):
    """定格、重开"""

    model = ReportingPeriod
    list_page = "chains:periods"

    def get_success_url(self) -> str:
        return reverse("chains:period", args=[asked_period(self.kwargs["period"]).written])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = asked_period(self.kwargs["period"])
        return super().get_context_data(**kwargs) | {"heading": f"{self.heading}：{period}"}


class ClosePeriod(PeriodAct):
    """定格"""

    heading, form_class, button, done = "定格", CloseForm, "定格", "已定格。"
    note = "定格后，本统计期的读数、分子分母、明细和指标口径原样保留，以后的补录和更正不再改变它们。"
    permission_required = "chains.close_reportingperiod"

    def act(self, said: dict[str, Any]) -> None:
        workflow.close(asked_period(self.kwargs["period"]), by=self.request.user)


class ReopenPeriod(PeriodAct):
    """重开"""

    heading, form_class, button, done = "重开", ReopenForm, "重开", "已重开，读数按现在的登记计算。"
    permission_required = "chains.reopen_reportingperiod"

    def act(self, said: dict[str, Any]) -> None:
        row = ReportingPeriod.objects.of(asked_period(self.kwargs["period"])).first()
        if row is None:
            raise Http404
        workflow.reopen(row, by=self.request.user, why=said["why"])
