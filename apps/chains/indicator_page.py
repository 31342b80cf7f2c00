"""一个指标 — its meaning, its course, every cluster's and place's share of it, and the rows themselves."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from apps.chains import frozen
from apps.chains.aims import aims_of
from apps.chains.board import clusters_in
from apps.chains.courses import over_time
from apps.chains.frame import Frame
from apps.chains.handbook import INDICATORS, NAMED
from apps.chains.indicator import Better, Figure, Indicator, Part
from apps.chains.measuring import measure, steady_plans
from apps.chains.models import BoardSetting
from apps.chains.reading import Reading, plain
from apps.chains.reported_pages import beside
from apps.chains.scope import Scope, places_within
from apps.chains.showing import caution, course_table, drawn, shown, side_by_side, step
from apps.chains.stored import read_each, read_over
from apps.chains.tables import SHEETS
from apps.chains.tally import Counted
from apps.chains.unit import written
from apps.chains.views import BoardPage
from apps.core.addressing import PAGE, page_size
from apps.core.columns import people_in, speak_of_people
from apps.core.exports import said
from apps.core.listing import KeysFirst, directed, table_rows
from apps.core.remit import Reach
from apps.core.taking_out import Table, TakingOut


class IndicatorPage(BoardPage):
    """一个指标"""

    template_name = "chains/indicator.html"

    def asked(self) -> tuple[Indicator, Part | Indicator, Counted]:
        """The indicator, the part of it and the side of the ratio the address names; 404 for others."""
        indicator = INDICATORS.get(self.kwargs["code"])
        figure = indicator.part(self.request.GET.get("part", "")) if indicator else None
        if indicator is None or figure is None:
            raise Http404
        if self.request.GET.get("side") == "denominator" and figure.denominator:
            return indicator, figure, figure.denominator
        return indicator, figure, figure.numerator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator, figure, tally = self.asked()
        context = super().get_context_data(**kwargs)
        return (
            context
            | {"indicator": indicator, "figure": figure, "part": figure if figure is not indicator else None}
            | {
                "reported": beside(
                    self.framed, indicator.code, figure.key if isinstance(figure, Part) else ""
                )
            }
            | self.told(indicator, figure)
            | self.shares(indicator, figure)
            | self.listed(indicator, figure, tally)
        )

    def told(self, indicator: Indicator, figure: Part | Indicator) -> dict[str, Any]:
        """The value, its steps, its parts and its course."""
        frame = self.framed
        figures: list[Figure] = list(dict.fromkeys([figure, indicator, *indicator.parts]))
        compared = [frame.year_before, frame.before, frame.period]
        year_ago, before, now = read_over(figures, frame.scope, frame.remit, compared)
        course = over_time([figure], frame)
        part = figure if isinstance(figure, Part) else None
        self.reading = now[figure]
        aim = aims_of(frame).get(NAMED[figure])
        kept = self.kept(figure)
        return {
            "now": now[figure],
            "caption": indicator.caption(frame.scope, frame.remit, frame.period) if indicator.caption else "",
            "shown": shown(frame, indicator, now[figure], part=part),
            "steps": [
                (
                    "环比",
                    str(frame.before),
                    before[figure].text,
                    *step(indicator, now[figure], before[figure]),
                ),
                (
                    "同比",
                    str(frame.year_before),
                    year_ago[figure].text,
                    *step(indicator, now[figure], year_ago[figure]),
                ),
            ],
            "caution": caution([now[figure], before[figure], year_ago[figure]]),
            "whole": shown(frame, indicator, now[indicator], before[indicator]),
            "parts": [(p.key, shown(frame, indicator, now[p], before[p], p)) for p in indicator.parts],
            "course_name": course.name,
            "aim": aim,
            "aim_text": "".join(written(aim.value, figure.unit, figure.places)) if aim else "",
            "light": aim.light(now[figure]) if aim else None,
            "kept": kept,
            "trend": drawn(frame, course, figure, indicator, aim.value if aim else None),
            "trend_table": course_table(course, figure),
        }

    def kept(self, figure: Figure) -> dict[str, str]:
        """当时口径 — what the closing of the period kept of the figure, if it is closed."""
        frame, name = self.framed, NAMED[figure]
        closing = frozen.closings([frame.named]).get(frame.named)
        found = frozen.readings([closing], frame.scope, frame.remit, [name]) if closing else {}
        row = found.get((closing.pk, name)) if closing else None
        if row is None:
            return {}
        reading = frozen.told(row)
        href = frame.address("chains:kept", frame.named.written, row.figure.code, part=row.figure.part)
        return {"text": reading.text, "makeup": reading.makeup, "href": href}

    def shares(self, indicator: Indicator, figure: Figure) -> dict[str, Any]:
        """The same figure for every cluster and every place of the scope; two queries."""
        groups = (
            ("集群", Reach.CLUSTER, clusters_in(self.framed)),
            ("区域", Reach.PLACE, places_in(self.framed)),
        )
        self.may_rank = indicator.better is not Better.NEITHER and BoardSetting.current().ranks_clusters
        self.by_value = self.may_rank and self.request.GET.get("order") == "value"
        return {
            "share_order": "按读数排列" if self.by_value else "按登记顺序",
            "reorder": self.reorder(indicator, figure) if self.may_rank else ("", ""),
            "shares": [
                (f"按{label}", self.bars(indicator, figure, label, reach, scopes))
                for label, reach, scopes in groups
                if len(scopes) > 1
            ],
        }

    def reorder(self, indicator: Indicator, figure: Figure) -> tuple[str, str]:
        """The other order: where it is, and what it is called."""
        part = figure.key if isinstance(figure, Part) else ""
        order, words = ("", "按登记顺序") if self.by_value else ("value", "按读数排列")
        return self.framed.address("chains:indicator", indicator.code, part=part, order=order), words

    def bars(
        self, indicator: Indicator, figure: Figure, label: str, reach: Reach, scopes: list[Scope]
    ) -> Any:
        """One figure for several clusters or places."""
        frame, keys = self.framed, [scope.key or 0 for scope in scopes]
        each = read_each([figure], reach, keys, frame.remit, frame.period)
        readings = [each[key][figure] for key in keys]
        if self.by_value:
            scopes, readings = ranked(indicator, scopes, readings)
        return side_by_side(frame, scopes, readings, indicator, figure, label)

    def listed(self, indicator: Indicator, figure: Part | Indicator, tally: Counted) -> dict[str, Any]:
        """A page of the rows, if the reader's duties open that register."""
        model = tally.model
        if not self.may_view(model):
            return {"rows_closed": True}
        if self.reading.withheld:
            return {"rows_withheld": self.reading.makeup}
        sheet, frame = SHEETS[model], self.framed
        pages = KeysFirst(
            self.rows(tally).order_by(*map(directed, sheet.order)),
            page_size(self.request.GET),
            lambda rows: sheet.decorated(rows, frame.remit, frame.as_of),
        )
        with steady_plans():
            page = pages.get_page(self.request.GET.get(PAGE))
        return {
            "sheet": sheet,
            "page_obj": page,
            "table_rows": table_rows(sheet.columns, sheet.completed(list(page.object_list), frame.as_of)),
            "row_unit": sheet.unit.value,
            "row_name": model._meta.verbose_name,
            "sides": self.sides(indicator, figure, tally),
            "side": "denominator"
            if tally is figure.denominator and tally is not figure.numerator
            else "numerator",
            "may_export": self.request.user.has_perm(EXPORT) and self.may_view(model, "export"),
            "export_asks": speak_of_people(model, sheet.columns),
        }

    def sides(
        self, indicator: Indicator, figure: Part | Indicator, tally: Counted
    ) -> list[tuple[str, str, str, str]]:
        """Numerator and denominator as tabs, where there are both."""
        if figure.denominator is None:
            return []
        part = figure.key if isinstance(figure, Part) else ""
        counts = {"numerator": plain(self.reading.numerator), "denominator": plain(self.reading.denominator)}
        return [
            (
                side,
                label,
                counts[side],
                self.framed.address("chains:indicator", indicator.code, part=part, side=side),
            )
            for side, label in (("numerator", "分子"), ("denominator", "分母"))
        ]

    def rows(self, tally: Counted) -> QuerySet:
        """The rows behind the count."""
        return tally.inside(self.framed.scope, self.framed.remit, self.framed.period)


EXPORT = "chains.export_reading"


class IndicatorExport(TakingOut, IndicatorPage):
    """明细导出 — every row behind the number, the columns shown."""

    permission_required = ("chains.view_reading", EXPORT)

    def may_take_out(self) -> bool:
        """Whoever exports the register behind the number, unless the number itself is withheld."""
        _, figure, tally = self.asked()
        if not (self.may_view(tally.model) and self.may_view(tally.model, "export")):
            return False
        self.framed = frame = self.frame()
        return not measure([figure], frame.scope, frame.remit, frame.period)[figure].withheld

    def proving(self) -> tuple[str, ...]:
        meta = self.asked()[2].model._meta
        return (*self.get_permission_required(), f"{meta.app_label}.export_{meta.model_name}")

    def file_title(self) -> str:
        indicator, figure, _ = self.asked()
        return f"{indicator.code}{figure.name}"

    def speaks_of_people(self) -> bool:
        model = self.asked()[2].model
        return speak_of_people(model, SHEETS[model].columns)

    def table(self) -> Table:
        tally = self.asked()[2]
        model, sheet = tally.model, SHEETS[tally.model]
        with steady_plans():
            keys = list(self.rows(tally).values_list("pk", flat=True))
        found = model._default_manager.filter(pk__in=keys).order_by(*map(directed, sheet.order))
        frame = self.framed
        rows = sheet.completed(list(sheet.decorated(found, frame.remit, frame.as_of)), frame.as_of)
        lines = [[said(column.value(row)) for column in sheet.columns] for row in rows]
        named = people_in(rows, model, sheet.columns)
        return Table(self.file_title(), [column.label for column in sheet.columns], lines, named)


def ranked(
    indicator: Indicator, scopes: list[Scope], readings: list[Reading]
) -> tuple[list[Scope], list[Reading]]:
    """The best first; those without a value last. Only where an administrator has turned it on."""
    sign = -1 if indicator.better is Better.HIGHER else 1
    pairs = sorted(
        zip(scopes, readings, strict=True),
        key=lambda pair: (pair[1].value is None, sign * (pair[1].value or 0)),
    )
    return [scope for scope, _ in pairs], [reading for _, reading in pairs]


def places_in(frame: Frame) -> list[Scope]:
    """Places right below the scope's own, or the topmost of all that the remit holds."""
    places = places_within(frame.remit)
    if frame.scope.reach is Reach.PLACE:
        return [Scope.of(place) for place in places.filter(parent=frame.scope.key)]
    if frame.scope.reach is Reach.EVERYTHING and frame.remit.is_everything:
        return [Scope.of(place) for place in places.filter(parent=None)]
    return []
