"""公布数据页 — every published number beside its reading; and those that stand beside one indicator."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django_filters import ChoiceFilter

from apps.chains.frame import Frame
from apps.chains.handbook import INDICATORS
from apps.chains.models import ReportedFigure
from apps.chains.published import UNITS, Comparison, compare
from apps.core import formatting
from apps.core.access import reachable
from apps.core.columns import Column
from apps.core.filters import NO_CHOICE, RegisterFilter, choice
from apps.core.listing import RegisterExport, RegisterList
from apps.core.period import Period
from apps.core.remit import Remit

KINDS = (("golden", "须相符"), ("comparable", "有对应指标"), ("target", "目标值"), ("silent", "无对应指标"))


class SystemFilter(ChoiceFilter):
    """Each system once, as the published numbers within the reader's remit name it."""

    @property
    def field(self) -> Any:
        figures = reachable(ReportedFigure, self.parent.request)
        names = figures.order_by("system").values_list("system", flat=True).distinct()
        self.extra["choices"] = [(name, name) for name in names]
        return super().field


class ReportedFigureFilter(RegisterFilter):
    """公布数据"""

    placeholder = "名称、指标编号"
    system = SystemFilter(label="所述系统", field_name="system", empty_label=NO_CHOICE)
    kind = choice("类别", KINDS, method="of_kind")

    class Meta:
        model = ReportedFigure
        fields = ()

    def matching(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(name__icontains=words) | rows.filter(indicator__iexact=words)

    def of_kind(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        match kind:
            case "golden":
                return rows.filter(is_golden=True)
            case "comparable":
                return rows.exclude(indicator="").filter(is_target=False)
            case "target":
                return rows.filter(is_target=True)
        return rows.filter(indicator="", is_target=False)


def published(figure: ReportedFigure) -> str:
    """As it was published: 不少于1000家（原文“1000余”）; money in the units of the readings."""
    sign = "" if figure.sign == ReportedFigure.Sign.EQUAL else figure.get_sign_display()
    written = f"（原文“{figure.text}”）" if figure.text and not figure.text.isdecimal() else ""
    return f"{sign}{amount(figure)}{written}"


def amount(figure: ReportedFigure) -> str:
    """14个, 18.5%; 10.00亿元 for 100000万元, as readings write it."""
    if figure.unit in (formatting.MONEY, *UNITS):
        return formatting.money(figure.value * UNITS.get(figure.unit, 1))
    value = figure.value.normalize()
    return f"{formatting.number(value, max(0, -int(value.as_tuple().exponent)))}{figure.unit}"


def reading(one: Comparison) -> str:
    return one.reading.text if one.reading else ""


def rows_of(one: Comparison) -> str:
    """Where the rows behind the reading open: its indicator, in the same scope and period."""
    figure = one.figure
    if one.reading is None or one.indicator is None or one.scope is None or figure.ends_on is None:
        return ""
    period = Period(figure.starts_on or figure.ends_on, figure.ends_on)
    frame = Frame(Remit(), one.scope, period, figure.ends_on)
    return frame.address("chains:indicator", one.indicator.code, part=figure.part)


def named(one: Comparison) -> str:
    """ORG-02 覆盖党组织数 · 分项."""
    if one.indicator is None:
        return one.figure.indicator
    part = one.indicator.part(one.figure.part)
    told = "" if part is one.indicator or part is None else f" · {part.name}"
    return f"{one.indicator.code} {one.indicator.name}{told}"


COLUMNS = (
    Column("name", "公布的名称", lambda one: one.figure.name, ("name",)),
    Column("system", "所述系统", lambda one: one.figure.system, ("system", "number")),
    Column("published", "公布数", lambda one: published(one.figure)),
    Column("reading", "登记读数", reading, href=rows_of),
    Column("verdict", "核对", lambda one: one.verdict.label, tone=lambda one: one.verdict.tone),
    Column("as_of", "原文时点", lambda one: one.figure.as_of, ("ends_on",)),
    Column("scope", "读数范围", lambda one: one.figure.place or one.figure.cluster),
    Column("indicator", "对应指标", named, ("indicator", "part")),
    Column("assumption", "口径说明", lambda one: one.figure.assumption or one.figure.remark),
    Column("source", "来源", lambda one: one.figure.source),
)


class ReportedFigures(RegisterList):
    """公布数据"""

    model = ReportedFigure
    permission_required: str | Iterable[str] = "chains.view_reportedfigure"
    filterset_class = ReportedFigureFilter
    columns = COLUMNS
    default_order = ("-is_golden", "number")
    heading = "公布数据"
    unit = "条"
    sentence = "没有符合条件的公布数据。"
    export = "chains:reported_figures_export"

    def decorated(self, rows: Any) -> QuerySet:
        found: QuerySet = rows.select_related("place", "cluster")
        return found

    def completed(self, rows: list[Any]) -> list[Any]:
        return compare(rows, self.remit)

    def tools(self) -> list[tuple[str, str]]:
        add = [("新增公布数据", reverse("admin:chains_reportedfigure_add"))]
        return add if self.may("add") else []


class ReportedFiguresExport(RegisterExport, ReportedFigures):
    """公布数据的导出"""

    permission_required = ("chains.view_reportedfigure", "chains.export_reportedfigure")


def beside(frame: Frame, code: str, part: str) -> list[dict[str, str]]:
    """What was published about a figure for the scope of a board, each with its reading of that time."""
    if code not in INDICATORS:
        return []
    figures = ReportedFigure.objects.within(frame.remit).filter(indicator=code, part=part)
    figures = (
        figures.filter(**held_by(frame)).select_related("place", "cluster").order_by("ends_on", "number")
    )
    return [told(one) for one in compare(figures, frame.remit)]


def held_by(frame: Frame) -> dict[str, Any]:
    """The published numbers of a scope: of everything all, of a place or cluster its own."""
    kinds = {"place": "place", "cluster": "cluster"}
    kind, _, key = frame.scope.address.partition(":")
    return {kinds[kind]: key} if kind in kinds else ({} if kind == "all" else {"pk__in": []})


def told(one: Comparison) -> dict[str, str]:
    """Ready words for the panel of an indicator."""
    figure = one.figure
    return {
        "name": figure.name,
        "published": published(figure),
        "as_of": figure.as_of,
        "scope": str(figure.place or figure.cluster),
        "reading": reading(one),
        "href": rows_of(one),
        "verdict": one.verdict.label,
        "tone": one.verdict.tone,
        "note": figure.assumption or figure.remark,
        "source": figure.source,
    }
